/** Asking for a seat in a group: by the code on a poster, in one form, on one screen. */
import { useState } from "preact/hooks";
import { gettext } from "../../i18n";
import { Skeleton } from "../../parts/bits";
import { Door } from "../../parts/door";
import { Field } from "../../parts/field";
import { Frame, MainAct } from "../../parts/frame";
import { navigate } from "../../router";
import { account, enter } from "../../store";
import { AccountForm, useAccountForm } from "../people/account-form";
import { Poster } from "../people/poster";
import { Why } from "../people/refusal";
import { Ask, Invited } from "./ask";
import { type Invite, type Inviting, useInvite, WORDS } from "./invite";

const FORM = "join";
const CODE_FORM = "by-code";

export default function Join() {
  const inviting = useInvite();
  const { invite, isGood, busy } = inviting;
  if (account.value)
    return isGood && invite ? (
      <Ask inviting={inviting} invite={invite} />
    ) : (
      <Frame title={gettext("Join a group")} up="/" act={<LookAct inviting={inviting} />} narrow>
        <CodeForm inviting={inviting} />
      </Frame>
    );
  if (invite) return <Asking inviting={inviting} invite={invite} />;
  return busy ? (
    <Door title={gettext("Join a group")}>
      <Skeleton rows={5} />
    </Door>
  ) : (
    <CodeDoor inviting={inviting} />
  );
}

const LookAct = ({ inviting: { busy } }: { inviting: Inviting }) => (
  <MainAct form={CODE_FORM} label={busy ? gettext("Looking…") : gettext("Find the group")} busy={busy} />
);

/** As drawn, for whoever comes without a code in hand. */
const CodeDoor = ({ inviting }: { inviting: Inviting }) => (
  <div class="app door">
    <Poster low={inviting.refusal !== undefined} />
    <main>
      <h1 tabIndex={-1} class="vh">
        {gettext("Join a group")}
      </h1>
      <CodeForm inviting={inviting} />
      <a class="btn wide" href="/sign-in">
        {gettext("I have an account")}
      </a>
    </main>
    <footer class="dock">
      <LookAct inviting={inviting} />
    </footer>
  </div>
);

function CodeForm({ inviting }: { inviting: Inviting }) {
  const { code, typed, setTyped, refusal, busy, look, over } = inviting;
  return (
    <>
      {refusal && (
        <Why
          refusal={refusal}
          title={gettext("This code does not open a group now")}
          words={WORDS}
          onOver={over}
        />
      )}
      <form
        id={CODE_FORM}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (code && !busy) void look(code);
        }}
      >
        <Field
          id="code"
          class="in code"
          label={gettext("Code of the group")}
          value={typed}
          set={setTyped}
          help={gettext(
            "It stands on the poster of your school, beside the square that a phone's camera reads.",
          )}
          maxLength={20}
          autocapitalize="characters"
          autocomplete="off"
          autocorrect="off"
          spellcheck={false}
          enterkeyhint="go"
        />
      </form>
    </>
  );
}

interface Props {
  inviting: Inviting;
  invite: Invite;
}

/** Who invites and the whole form below it. */
function Asking({ inviting, invite }: Props) {
  const { code, isGood, refusal, refused, over } = inviting;
  const form = useAccountForm("join", { born: true });
  const [busy, setBusy] = useState(false);
  const send = async () => {
    const body = !busy && form.body();
    if (!body) return;
    setBusy(true);
    over();
    try {
      await enter("/api/programmes/join", { code, ...body });
      form.done();
      navigate("/", { replace: true });
    } catch (error) {
      if (!form.takes(error)) refused(error);
      setBusy(false);
    }
  };
  const act = isGood ? (
    <MainAct form={FORM} label={busy ? gettext("Sending…") : gettext("Send the request")} busy={busy} />
  ) : (
    <LookAct inviting={inviting} />
  );
  return (
    <Door title={gettext("Join a group")} act={act}>
      <Invited invite={invite} code={code} />
      {isGood && refusal && (
        <Why refusal={refusal} title={gettext("The request was not sent")} words={WORDS} onOver={over} />
      )}
      {!isGood && <CodeForm inviting={inviting} />}
      <AccountForm id={FORM} form={form} onSend={() => void send()} />
      <a class="btn wide" href="/sign-in">
        {gettext("I have an account")}
      </a>
    </Door>
  );
}
