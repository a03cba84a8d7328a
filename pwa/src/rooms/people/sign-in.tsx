/** The door: the one screen that needs a network, once. */
import { useRef, useState } from "preact/hooks";
import { chosenLanguage, gettext, ngettext, speak } from "../../i18n";
import { Banner } from "../../parts/bits";
import { MainAct, useTitle } from "../../parts/frame";
import { Notices } from "../../parts/notices";
import { navigate } from "../../router";
import { account, draft, farewell, left, signIn, trouble } from "../../store";
import { Languages } from "./languages";
import { AS_TYPED, Password } from "./password";
import { Poster } from "./poster";
import { type Refusal, refusalOf, Why, type Words } from "./refusal";

const FORM = "sign-in";

function useSigningIn(onward: string) {
  const [login, setLogin] = useState(account.value?.login ?? "");
  const [refusal, setRefusal] = useState<Refusal>();
  const [busy, setBusy] = useState(false);
  const password = useRef<HTMLInputElement>(null);
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy || (refusal && refusal.until > performance.now())) return;
    setBusy(true);
    try {
      const { resets = [] } = await signIn(login.trim(), password.current?.value ?? "");
      void import("../../parts/kept").then(({ forgetAll }) => forgetAll());
      // The server tells of them once: they stand on the first screen until they are dismissed.
      if (resets.length) await draft("resets").set(resets);
      if (!chosenLanguage() && account.value) await speak(account.value.language).catch(() => undefined);
      navigate(resets.length ? "/" : onward, { replace: true });
    } catch (error) {
      setRefusal(refusalOf(error));
      setBusy(false);
      password.current?.select();
    }
  };
  return { login, setLogin, refusal, setRefusal, busy, password, send };
}

export function SignIn({ onward }: { onward: string }) {
  const { login, setLogin, refusal, setRefusal, busy, password, send } = useSigningIn(onward);
  useTitle(gettext("Sign in"));
  return (
    <div class="app door">
      <Poster low={left.value > 0 || trouble.value !== null || refusal !== undefined} />
      <main>
        <Notices />
        <h1 tabIndex={-1} class="vh">
          {gettext("Sign in")}
        </h1>
        {farewell.value && <Banner icon="out" title={String(farewell.value)} />}
        {left.value > 0 && <Left />}
        {refusal && (
          <Why
            refusal={refusal}
            title={gettext("Signing in did not work")}
            words={REFUSALS}
            onOver={() => setRefusal(undefined)}
          />
        )}
        <form id={FORM} class="f" onSubmit={(event) => void send(event)}>
          <label for="login">{gettext("Login name")}</label>
          <input
            id="login"
            class="in"
            name="username"
            autocomplete="username"
            enterkeyhint="next"
            value={login}
            onInput={(event) => setLogin(event.currentTarget.value)}
            {...AS_TYPED}
          />
          <Password
            field={password}
            help={gettext("Chosen when you joined, or given to you by your school")}
          />
        </form>
        <div class="pick">
          <a class="btn" href="/join">
            {gettext("I have a group's code")}
          </a>
          <a class="btn" href="/reset">
            {gettext("Forgot the password?")}
          </a>
        </div>
        <Languages />
      </main>
      <footer class="dock">
        <MainAct form={FORM} label={busy ? gettext("Signing in…") : gettext("Sign in")} busy={busy} />
      </footer>
    </div>
  );
}

/** What others left unsent lies here and waits for them; whose it is stays between them and the phone. */
const Left = () => (
  <Banner
    icon="phone"
    title={ngettext("%(num)s act waits on this phone", "%(num)s acts wait on this phone", left.value)}
  >
    <p>
      {gettext("Saved here by somebody who signed out. It is sent when they sign in on this phone again.")}
    </p>
  </Banner>
);

const REFUSALS: Words = {
  wrong_password: () => [
    gettext("The login name and the password do not match"),
    gettext(
      "Check both; capital and small letters differ. Forgotten? Your coordinator makes a code for a new password.",
    ),
  ],
  offline: () => [
    gettext("No network"),
    gettext("Signing in needs it once; after that Verstat works without. What is saved on this phone stays."),
  ],
};
