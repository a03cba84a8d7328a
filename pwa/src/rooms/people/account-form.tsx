/** The form of a new account: names, a birth date where it is asked for, login name and password. */
import { useEffect, useRef, useState } from "preact/hooks";
import { gettext, language } from "../../i18n";
import { badDay, readDay } from "../../parts/day";
import { DayField, Field, NEEDED, onEnter, toFirstWrong } from "../../parts/field";
import { forget, recall, remember } from "../../parts/kept";
import { date } from "../../parts/time";
import { ProblemError, post } from "../../store";
import { AS_TYPED, Password } from "./password";

interface Typed {
  given: string;
  family: string;
  patronymic: string;
  born: string;
  login: string;
  /** The login name is the person's own spelling: no proposal replaces it. */
  own: boolean;
}
type Wrong = Partial<Record<keyof Typed | "password", string>>;

const EMPTY: Typed = { given: "", family: "", patronymic: "", born: "", login: "", own: false };
const SHORTEST = 8;
export const BIRTH_EXAMPLE = "2009-03-05";

/** What is in the fields and what is wrong with them, the former kept under `key` at every change. */
function useTyped(key: string) {
  const [typed, setTyped] = useState<Typed>(() => ({ ...EMPTY, ...recall<Typed>(key) }));
  const [found, setFound] = useState(typed.given + typed.family !== "");
  const [wrong, setWrong] = useState<Wrong>({});
  const latest = useRef(typed);
  const change = (part: Partial<Typed>) => {
    latest.current = { ...latest.current, ...part };
    setTyped(latest.current);
    remember(key, latest.current);
    setWrong(({ ...rest }) => {
      for (const name of Object.keys(part)) delete rest[name as keyof Typed];
      return rest;
    });
  };
  const clear = () => {
    forget(key);
    latest.current = EMPTY;
    setTyped(EMPTY);
    setWrong({});
    setFound(false);
  };
  /** `found`: something was typed here before this screen was opened. */
  return { typed, change, wrong, setWrong, found, clear };
}

/** The whole form; the password is not kept. */
export function useAccountForm(key: string, { born }: { born: boolean }) {
  const { typed, change, wrong, setWrong, found, clear } = useTyped(key);
  const [suggestion, setSuggestion] = useState<string>();
  const password = useRef<HTMLInputElement>(null);
  useProposal(typed, change);
  return {
    born,
    typed,
    change,
    wrong,
    suggestion,
    password,
    mendPassword: () => setWrong(({ password: _, ...rest }) => rest),
    found,
    clear,
    done: () => forget(key),
    /** What to send, or null when something is missing: then the form says what. */
    body() {
      const secret = password.current?.value ?? "";
      const missing = lookOver(typed, secret, born);
      setWrong(missing);
      if (Object.keys(missing).length === 0) return bodyOf(typed, secret, born);
      toFirstWrong();
      return null;
    },
    /** Whether the refusal is about a field: then it is said beside it. */
    takes(error: unknown): boolean {
      if (!(error instanceof ProblemError)) return false;
      const { field, suggestion } = error.data;
      if (typeof field !== "string" || !(field in EMPTY || field === "password")) return false;
      setWrong({ [field]: error.detail });
      setSuggestion(typeof suggestion === "string" ? suggestion : undefined);
      toFirstWrong();
      return true;
    },
  };
}
type Form = ReturnType<typeof useAccountForm>;

/** As soon as both names stand, the server proposes a login name that is free; without a network one types one's own. */
function useProposal({ given, family, own }: Typed, change: (part: Partial<Typed>) => void): void {
  const names = [given.trim(), family.trim()];
  useEffect(() => {
    if (own || names.includes("")) return undefined;
    let isOver = false;
    const propose = async () => {
      const body = { given: names[0], family: names[1] };
      const answer = (await post("/api/people/login-name", body).catch(() => null)) as {
        login?: string;
      } | null;
      if (!answer?.login || isOver) return;
      change({ login: answer.login });
      requestAnimationFrame(selectProposal);
    };
    const timer = setTimeout(() => void propose(), 500);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [...names, own]);
}

/** Whoever stands in the field when a proposal comes writes over it, not behind it. */
function selectProposal(): void {
  const here = document.activeElement;
  if (here instanceof HTMLInputElement && here.id === "login") here.select();
}

function lookOver(typed: Typed, secret: string, born: boolean): Wrong {
  const wrong: Wrong = {};
  for (const name of ["given", "family", "login"] as const) if (!typed[name].trim()) wrong[name] = NEEDED();
  if (born && !readDay(typed.born)) wrong.born = badDay(BIRTH_EXAMPLE);
  if (secret.length < SHORTEST) wrong.password = gettext("At least 8 characters are needed.");
  return wrong;
}

function bodyOf({ given, family, patronymic, born, login }: Typed, secret: string, withBirth: boolean) {
  return {
    given: given.trim(),
    family: family.trim(),
    ...(patronymic.trim() && { patronymic: patronymic.trim() }),
    ...(withBirth && { born: readDay(born) }),
    login: login.trim(),
    password: secret,
    language: language(),
  };
}

const NAME = { autocapitalize: "words", spellcheck: false } as const;

function AccountFields({ form }: { form: Form }) {
  const { typed, wrong, change } = form;
  return (
    <>
      <Field
        id="given"
        label={gettext("Given name")}
        value={typed.given}
        set={(given) => change({ given })}
        wrong={wrong.given}
        autocomplete="given-name"
        {...NAME}
      />
      <Field
        id="family"
        label={gettext("Family name")}
        value={typed.family}
        set={(family) => change({ family })}
        wrong={wrong.family}
        autocomplete="family-name"
        {...NAME}
      />
      <Patronymic form={form} />
      {form.born && <BirthField value={typed.born} set={(born) => change({ born })} wrong={wrong.born} />}
      <Login form={form} />
      <div class="f">
        <Password
          field={form.password}
          isNew
          help={gettext("At least 8 characters. Remember it: it opens Verstat on any phone.")}
          wrong={wrong.password}
          onType={form.mendPassword}
        />
      </div>
    </>
  );
}

/** Folded: most lists do not need it. */
const Patronymic = ({ form: { typed, wrong, change } }: { form: Form }) => (
  <details class="fold" open={typed.patronymic !== "" || wrong.patronymic !== undefined}>
    <summary class="btn wide">{gettext("Add a patronymic")}</summary>
    <Field
      id="patronymic"
      label={gettext("Patronymic")}
      value={typed.patronymic}
      set={(patronymic) => change({ patronymic })}
      wrong={wrong.patronymic}
      autocomplete="additional-name"
      {...NAME}
    />
  </details>
);

interface BirthProps {
  value: string;
  set: (text: string) => void;
  wrong: string | undefined;
}
export const BirthField = (props: BirthProps) => (
  <DayField
    {...props}
    id="born"
    label={gettext("Date of birth")}
    help={gettext("Day, month, year: %(example)s", { example: date(BIRTH_EXAMPLE) })}
  />
);

function Login({ form }: { form: Form }) {
  const { typed, wrong, suggestion, change } = form;
  return (
    <Field
      id="login"
      label={gettext("Login name")}
      value={typed.login}
      set={(login) => change({ login, own: login !== "" })}
      help={gettext("Proposed from your name; you may write your own. You sign in with it.")}
      wrong={wrong.login}
      onFocus={() => typed.own || selectProposal()}
      {...AS_TYPED}
      autocomplete="username"
    >
      {wrong.login && suggestion && (
        <button type="button" class="btn wide" onClick={() => change({ login: suggestion, own: true })}>
          {gettext("Take %(login)s", { login: suggestion })}
        </button>
      )}
    </Field>
  );
}

interface FormProps {
  id: string;
  form: Form;
  onSend: () => void;
}

/** Sent by the yellow act of the screen, which names it by `id`. */
export const AccountForm = ({ id, form, onSend }: FormProps) => (
  <form
    id={id}
    class="part"
    noValidate
    onKeyDown={onEnter}
    onSubmit={(event) => {
      event.preventDefault();
      onSend();
    }}
  >
    {form.found && (
      <div class="ban">
        <div class="f">
          <p>{gettext("This was typed on this phone before. Not you?")}</p>
          <button type="button" class="btn" onClick={form.clear}>
            {gettext("Start with an empty form")}
          </button>
        </div>
      </div>
    )}
    <AccountFields form={form} />
  </form>
);
