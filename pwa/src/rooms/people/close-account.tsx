/** Closing the account: what goes, what stays, the password once more. */
import { useRef, useState } from "preact/hooks";
import { gettext, ngettext } from "../../i18n";
import { Banner, Section } from "../../parts/bits";
import { SaveFile } from "../../parts/file";
import { Icon } from "../../parts/icon";
import { Sheet } from "../../parts/sheet";
import { navigate } from "../../router";
import { account, closeAccount, issues, sendNow, waiting } from "../../store";
import { Password } from "./password";
import { type Refusal, refusalOf, Why, type Words } from "./refusal";

const WORDS: Words = {
  offline: () => [
    gettext("No network"),
    gettext("Closing needs it. Nothing was closed; try again with a network."),
  ],
};

const unsent = () => waiting.value.length + issues.value.length;

export function CloseAccount() {
  const [isAsked, setAsked] = useState(false);
  return (
    <Section title={gettext("Close the account")}>
      <div class="card">
        <h3>{gettext("Goes for ever")}</h3>
        <p>
          {gettext(
            "Your name, login name, password and birth date, your guardian's name, what you answered in quizzes, the names of your phones.",
          )}
        </p>
        <h3>{gettext("Stays, without your name")}</h3>
        <p>
          {gettext(
            "Lessons, results, attendance, entries in the books: reports count them. Texts written for a group stay too, with whatever name was typed in one.",
          )}
        </p>
        <p>
          {gettext(
            "This phone is cleared at once, others with their next network. What is unsent there never arrives.",
          )}
        </p>
      </div>
      {leads() && (
        <p>
          {gettext(
            "If you look after a school or programme alone, ask whoever runs this installation to appoint somebody first.",
          )}
        </p>
      )}
      {unsent() > 0 && <Unsent />}
      <button type="button" class="btn wide" onClick={() => setAsked(true)}>
        <Icon name="cross" />
        {gettext("Close the account…")}
      </button>
      {isAsked && <Ask onClose={() => setAsked(false)} />}
    </Section>
  );
}

const leads = () => account.value?.roles.some(({ kind }) => kind === "coordinator" || kind === "manager");

const Unsent = () => (
  <Banner
    title={ngettext("%(num)s act is not sent yet", "%(num)s acts are not sent yet", unsent())}
    acts={
      <>
        <button type="button" class="btn" onClick={sendNow}>
          <Icon name="sync" />
          {gettext("Send now")}
        </button>
        <SaveFile />
      </>
    }
  >
    <p>{gettext("If you close the account now, it is lost. Send it first.")}</p>
  </Banner>
);

function useClosing() {
  const [refusal, setRefusal] = useState<Refusal>();
  const [busy, setBusy] = useState(false);
  const password = useRef<HTMLInputElement>(null);
  const send = async (event: Event) => {
    event.preventDefault();
    if (busy || (refusal && refusal.until > performance.now())) return;
    setBusy(true);
    setRefusal(undefined);
    try {
      await closeAccount(password.current?.value ?? "");
      navigate("/sign-in", { replace: true });
    } catch (error) {
      setRefusal(refusalOf(error));
      setBusy(false);
      password.current?.select();
    }
  };
  return { refusal, setRefusal, busy, password, send };
}

function Ask({ onClose }: { onClose: () => void }) {
  const { refusal, setRefusal, busy, password, send } = useClosing();
  const isWrong = refusal?.code === "not_your_password";
  return (
    <Sheet title={gettext("Close the account for ever?")} leave={gettext("Leave as it is")} onClose={onClose}>
      <form class="f" onSubmit={(event) => void send(event)}>
        <p>{gettext("Nobody can undo it. Who comes back opens a new account.")}</p>
        {refusal && !isWrong && (
          <Why
            refusal={refusal}
            title={gettext("The account was not closed")}
            words={WORDS}
            onOver={() => setRefusal(undefined)}
          />
        )}
        <Password
          field={password}
          help={gettext("So that nobody else can close it from your phone")}
          wrong={isWrong ? refusal.detail : undefined}
          onType={() => setRefusal(undefined)}
        />
        <button type="submit" class="btn wide" aria-busy={busy}>
          {busy ? gettext("Closing…") : gettext("Close it for ever")}
        </button>
      </form>
    </Sheet>
  );
}
