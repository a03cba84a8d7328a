/** A seat for whoever is signed in already: the same account, one press. */
import { useState } from "preact/hooks";
import { gettext, local, ngettext } from "../../i18n";
import { badDay, readDay } from "../../parts/day";
import { Emblem } from "../../parts/emblem";
import { toFirstWrong } from "../../parts/field";
import { Frame, MainAct } from "../../parts/frame";
import { span } from "../../parts/time";
import { navigate } from "../../router";
import { account, ProblemError, post, sendNow } from "../../store";
import { BIRTH_EXAMPLE, BirthField } from "../people/account-form";
import { Why } from "../people/refusal";
import { shownCode } from "./codes";
import { type Invite, type Inviting, WORDS } from "./invite";

const FORM = "ask";

const isOfBirth = (error: unknown): error is ProblemError =>
  error instanceof ProblemError && (error.code === "born_needed" || error.data.field === "born");

/** A birth date is asked for only when the school has none on file. */
function useAsking({ code, refused, over }: Inviting) {
  const [born, setBorn] = useState<string>();
  const [wrong, setWrong] = useState<string>();
  const [busy, setBusy] = useState(false);
  const isWrong = (text: string) => {
    setWrong(text);
    toFirstWrong();
  };
  const send = async () => {
    const day = born === undefined ? undefined : readDay(born);
    if (busy) return;
    if (day === null) return isWrong(badDay(BIRTH_EXAMPLE));
    setBusy(true);
    over();
    try {
      await post("/api/programmes/apply", { code, ...(day && { born: day }) });
      sendNow(); // the request itself comes with the next pull
      navigate("/", { replace: true });
    } catch (error) {
      setBusy(false);
      if (!isOfBirth(error)) return refused(error);
      setBorn((now) => now ?? "");
      isWrong(error.detail);
    }
  };
  const type = (text: string) => {
    setBorn(text);
    setWrong(undefined);
  };
  return { born, wrong, busy, send, type };
}
type Asking = ReturnType<typeof useAsking>;

export function Ask({ inviting, invite }: { inviting: Inviting; invite: Invite }) {
  const { code, refusal, over } = inviting;
  const asking = useAsking(inviting);
  const label = asking.busy ? gettext("Sending…") : gettext("Ask for a seat");
  return (
    <Frame
      title={gettext("Join a group")}
      up="/"
      act={<MainAct form={FORM} label={label} busy={asking.busy} />}
      narrow
    >
      <Invited invite={invite} code={code} />
      {refusal && (
        <Why refusal={refusal} title={gettext("The request was not sent")} words={WORDS} onOver={over} />
      )}
      <As asking={asking} />
      <a class="btn wide" href="/me">
        {gettext("I am somebody else")}
      </a>
    </Frame>
  );
}

function As({ asking: { born, wrong, send, type } }: { asking: Asking }) {
  const me = account.value;
  return (
    <form
      id={FORM}
      class="part"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div class="card">
        <p class="cap">{gettext("You ask as")}</p>
        <h2>{me?.name}</h2>
        <p class="cap">{gettext("Login name: %(login)s", { login: me?.login ?? "" })}</p>
      </div>
      {born !== undefined && <BirthField value={born} set={type} wrong={wrong} />}
    </form>
  );
}

/** Who invites, to which group, when. */
export const Invited = ({ invite, code }: { invite: Invite; code: string }) => (
  <div class="poster bleed">
    <Emblem id={invite.emblem} />
    <p class="cap">{gettext("You are invited by %(school)s", { school: local(invite.institution) })}</p>
    <h2>{local(invite.name)}</h2>
    <p class="cap">{local(invite.programme)}</p>
    <p class="cap">
      {span(invite.starts, invite.ends)}
      {code && ` · ${shownCode(code)}`}
    </p>
    {invite.guardian_age > 0 && (
      <p class="cap">
        {ngettext(
          "Under %(num)s year of age a parent or guardian signs a paper afterwards.",
          "Under %(num)s years of age a parent or guardian signs a paper afterwards.",
          invite.guardian_age,
        )}
      </p>
    )}
  </div>
);
