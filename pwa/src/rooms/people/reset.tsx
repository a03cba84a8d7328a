/** A new password by the code that a coordinator read out: the way back in for whoever forgot theirs. */
import { useRef, useState } from "preact/hooks";
import { gettext } from "../../i18n";
import { Door } from "../../parts/door";
import { Field, NEEDED, onEnter, toFirstWrong } from "../../parts/field";
import { MainAct } from "../../parts/frame";
import { recall, remember } from "../../parts/kept";
import { navigate } from "../../router";
import { account, draft, enter, ProblemError } from "../../store";
import { AS_TYPED, Password } from "./password";
import { type Refusal, refusalOf, Why, type Words } from "./refusal";

const FORM = "reset";
type Wrong = Partial<Record<"login" | "code" | "password", string>>;

const WORDS: Words = {
  offline: () => [gettext("No network"), gettext("A new password needs it once. Try again with a network.")],
  wrong_code: () => [
    gettext("The login name and the code do not match"),
    gettext("A code works once and for an hour. Check both, or ask your coordinator for a new code."),
  ],
};

function useReset() {
  const [login, setLogin] = useState(
    () => recall<{ login: string }>(FORM)?.login ?? account.value?.login ?? "",
  );
  const [code, setCode] = useState("");
  const [wrong, setWrong] = useState<Wrong>({});
  const [refusal, setRefusal] = useState<Refusal>();
  const [busy, setBusy] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  const send = async () => {
    const secret = password.current?.value ?? "";
    const missing: Wrong = {
      ...(!login.trim() && { login: NEEDED() }),
      ...(!code.trim() && { code: NEEDED() }),
      ...(secret.length < 8 && { password: gettext("At least 8 characters are needed.") }),
    };
    setWrong(missing);
    if (Object.keys(missing).length) return toFirstWrong();
    if (busy) return;
    setBusy(true);
    setRefusal(undefined);
    try {
      const body = { login: login.trim(), code: code.trim(), password: secret };
      const { resets = [] } = await enter("/api/people/reset", body);
      // The code that was just used is known; another one is news, and the server tells of it once.
      if (resets.length > 1)
        await draft("resets")
          .set(resets)
          .catch(() => {});
      navigate("/", { replace: true });
    } catch (error) {
      setBusy(false);
      const isOfPassword = error instanceof ProblemError && error.data.field === "password";
      if (!isOfPassword) return setRefusal(refusalOf(error));
      setWrong({ password: error.detail });
      toFirstWrong();
    }
  };
  const mendPassword = () => setWrong(({ password: _, ...rest }) => rest);
  const typeLogin = (text: string) => {
    setLogin(text);
    remember(FORM, { login: text });
  };
  return { login, typeLogin, code, setCode, wrong, refusal, setRefusal, busy, password, send, mendPassword };
}

type Resetting = ReturnType<typeof useReset>;

export default function Reset() {
  const resetting = useReset();
  const { refusal, setRefusal, busy } = resetting;
  const label = busy ? gettext("Sending…") : gettext("Set it and sign in");
  return (
    <Door title={gettext("New password")} act={<MainAct form={FORM} label={label} busy={busy} />}>
      <p>{gettext("Your coordinator reads a code out to you. It works once and for an hour.")}</p>
      {refusal && (
        <Why
          refusal={refusal}
          title={gettext("The password was not changed")}
          words={WORDS}
          onOver={() => setRefusal(undefined)}
        />
      )}
      <Form resetting={resetting} />
    </Door>
  );
}

const Form = ({ resetting }: { resetting: Resetting }) => (
  <form
    id={FORM}
    class="part"
    noValidate
    onKeyDown={onEnter}
    onSubmit={(event) => {
      event.preventDefault();
      void resetting.send();
    }}
  >
    <Field
      id="login"
      label={gettext("Login name")}
      value={resetting.login}
      set={resetting.typeLogin}
      wrong={resetting.wrong.login}
      {...AS_TYPED}
      autocomplete="username"
    />
    <Field
      id="code"
      class="in code"
      label={gettext("Code from your school")}
      value={resetting.code}
      set={resetting.setCode}
      wrong={resetting.wrong.code}
      {...AS_TYPED}
      maxLength={20}
      autocapitalize="characters"
      autocomplete="one-time-code"
    />
    <div class="f">
      <Password
        field={resetting.password}
        isNew
        help={gettext("At least 8 characters. Remember it: it opens Verstat on any phone.")}
        wrong={resetting.wrong.password}
        onType={resetting.mendPassword}
      />
    </div>
  </form>
);
