/** The door: the one screen that needs a network, once. */
import { useEffect, useRef, useState } from "preact/hooks";
import { chosenLanguage, gettext, ngettext, speak } from "../../i18n";
import { Banner } from "../../parts/bits";
import { MainAct, useTitle } from "../../parts/frame";
import { Wordmark } from "../../parts/icon";
import { Notices } from "../../parts/notices";
import { navigate } from "../../router";
import { account, left, ProblemError, signIn } from "../../store";
import { Languages } from "./languages";

const FORM = "sign-in";
/** Names and passwords are typed as they are: a phone must not mend them. */
const FIELD = {
  required: true,
  maxLength: 200,
  autocapitalize: "none",
  autocorrect: "off",
  spellcheck: false,
} as const;
const PASSWORD = {
  ...FIELD,
  id: "password",
  class: "in",
  name: "password",
  autocomplete: "current-password",
  enterkeyhint: "go",
  "aria-describedby": "password-help",
} as const;

interface Refusal {
  code: string;
  detail: string;
  /** When the next try may be made, by the page's clock. */
  until: number;
}

export function SignIn({ onward }: { onward: string }) {
  const [login, setLogin] = useState(account.value?.login ?? "");
  const [refusal, setRefusal] = useState<Refusal>();
  const [busy, setBusy] = useState(false);
  const password = useRef<HTMLInputElement>(null);
  useTitle(gettext("Sign in"));

  const send = async (event: Event) => {
    event.preventDefault();
    if (busy || (refusal && refusal.until > performance.now())) return;
    setBusy(true);
    try {
      await signIn(login.trim(), password.current?.value ?? "");
      if (!chosenLanguage() && account.value) await speak(account.value.language).catch(() => undefined);
      navigate(onward, { replace: true });
    } catch (error) {
      setRefusal(refusalOf(error));
      setBusy(false);
      password.current?.select();
    }
  };
  return (
    <div class="app door">
      <Poster low={left.value > 0 || refusal !== undefined} />
      <main>
        <Notices />
        <h1 tabIndex={-1} class="vh">
          {gettext("Sign in")}
        </h1>
        {left.value > 0 && <Left />}
        {refusal && (
          <Why key={refusal.until + refusal.code} refusal={refusal} onOver={() => setRefusal(undefined)} />
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
            {...FIELD}
          />
          <Password field={password} />
        </form>
        <Languages />
      </main>
      <footer class="dock">
        <MainAct form={FORM} label={busy ? gettext("Signing in…") : gettext("Sign in")} busy={busy} />
      </footer>
    </div>
  );
}

function Password({ field }: { field: { current: HTMLInputElement | null } }) {
  const [shown, setShown] = useState(false);
  return (
    <>
      <label for="password">{gettext("Password")}</label>
      <div class="join">
        {shown ? (
          <input type="text" {...PASSWORD} ref={field} />
        ) : (
          <input type="password" {...PASSWORD} ref={field} />
        )}
        <button
          type="button"
          class="btn"
          aria-pressed={shown}
          aria-controls="password"
          onClick={() => setShown(!shown)}
        >
          {shown ? gettext("Hide") : gettext("Show")}
        </button>
      </div>
      <p class="cap" id="password-help">
        {gettext("Your mentor or school gives you these")}
      </p>
    </>
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

function refusalOf(error: unknown): Refusal {
  if (!(error instanceof ProblemError)) return { code: "closed", detail: "", until: 0 };
  return {
    code: error.code,
    detail: error.detail,
    until: performance.now() + (error.retryAfter ?? 0) * 1000,
  };
}

function useSecondsTo(until: number): number {
  const left = () => Math.max(0, Math.ceil((until - performance.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left()), 250);
    return () => clearInterval(timer);
  }, [until]);
  return seconds;
}

/** What happened and the next step, for refusals that this screen knows better than the server. */
const REFUSALS: Record<string, () => [title: string, text: string]> = {
  wrong_password: () => [
    gettext("The login name and the password do not match"),
    gettext(
      "Check both; capital and small letters differ. Forgotten? Your mentor or school gives a new password.",
    ),
  ],
  offline: () => [
    gettext("No network"),
    gettext("Signing in needs it once; after that Verstat works without. What is saved on this phone stays."),
  ],
  portal: () => [
    gettext("This Wi-Fi asks for something first"),
    gettext("Open the browser and accept its terms, or use another network, then sign in."),
  ],
  full: () => [
    gettext("No room left on this phone"),
    gettext("Delete a few photos or videos and sign in again."),
  ],
  closed: () => [
    gettext("The phone does not let Verstat keep anything"),
    gettext("Close Verstat and open it again. A private window keeps nothing: use a usual one."),
  ],
};

function Why({ refusal, onOver }: { refusal: Refusal; onOver: () => void }) {
  if (refusal.code === "slow_down") return <TooFast until={refusal.until} onOver={onOver} />;
  const [title, text] = REFUSALS[refusal.code]?.() ?? [
    gettext("Signing in did not work"),
    refusal.detail || gettext("Try again in a minute."),
  ];
  return (
    <Banner tone="err" title={title}>
      <p>{text}</p>
    </Banner>
  );
}

/** Counts the seconds down for the eye; a reader hears them once. */
function TooFast({ until, onOver }: { until: number; onOver: () => void }) {
  const seconds = useSecondsTo(until);
  useEffect(() => {
    if (seconds === 0) onOver();
  }, [seconds]);
  return (
    <Banner tone="err" title={gettext("Too many tries")}>
      <p aria-live="off">
        {ngettext("You can try again in %(num)s second.", "You can try again in %(num)s seconds.", seconds)}
      </p>
    </Banner>
  );
}

/** `low` when there is more to say below than fits beside the whole drawing. */
const Poster = ({ low }: { low: boolean }) => (
  <header class={`poster hero ${low ? "low" : ""}`}>
    <Wordmark label={gettext("Verstat")} />
    <p>{gettext("Learn a trade. Open your own.")}</p>
    <svg class="art" viewBox="0 -2 360 192" aria-hidden="true">
      <path class="fc" d="M60 0c16 16 16 32 0 42-16-10-16-26 0-42z" />
      <path class="fl" d="M24 52h72v60H24z" />
      <path class="fc" d="M24 70h72v24H24z" />
      <path
        class="fc"
        d="M104 112V40a72 72 0 0 1 72 72h-16a56 56 0 0 0-56-56zM104 112V72a40 40 0 0 1 40 40h-16a24 24 0 0 0-24-24z"
      />
      <path class="fb" d="M184 94h72v18h-72zM200 54h40v18h-40z" />
      <path class="fc" d="M192 74h56v18h-56zM208 34h24v18h-24z" />
      <path class="fl" d="M264 112a36 36 0 0 1 72 0z" />
      <path
        class="fi"
        d="M0 112h360v34H0zM32 150h44v40H32zM284 150h44v40h-44zM84 158h192v16H84zM281 84l4-4 12 20h-6zM298 76h5l3 24h-6z"
      />
      <path
        class="fc"
        d="M24 112h4v18h-4zM56 112h2v10h-2zM88 112h2v10h-2zM120 112h2v10h-2zM152 112h2v10h-2zM184 112h4v18h-4zM216 112h2v10h-2zM248 112h2v10h-2zM280 112h2v10h-2zM312 112h2v10h-2zM340 112h4v18h-4z"
      />
    </svg>
  </header>
);
