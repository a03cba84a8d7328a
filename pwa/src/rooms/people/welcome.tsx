/** An invitation to be mentor, coordinator or manager: looked at, then an account is made or the own one is used. */
import { useEffect, useState } from "preact/hooks";
import { gettext, type Local, local } from "../../i18n";
import { Skeleton } from "../../parts/bits";
import { Door } from "../../parts/door";
import { Emblem } from "../../parts/emblem";
import { Frame, MainAct } from "../../parts/frame";
import { date } from "../../parts/time";
import { navigate } from "../../router";
import { account, enter, post, sendNow } from "../../store";
import { AccountForm, useAccountForm } from "./account-form";
import { type Refusal, refusalOf, Why, type Words } from "./refusal";

const FORM = "welcome";
const PATH = "/api/people/invitations";

interface Invitation {
  kind: "mentor" | "coordinator" | "manager";
  place: Local;
  emblem: string | null;
  until: string;
}

/** What one is invited as, the act, and what follows. */
const BECOMING: Record<Invitation["kind"], () => [string, string, string]> = {
  mentor: () => [
    gettext("You are invited as a mentor by"),
    gettext("Become a mentor"),
    gettext(
      "After this the school records the outcome of your check, and gives you a group. Until then you see none.",
    ),
  ],
  coordinator: () => [
    gettext("You are invited as a coordinator of"),
    gettext("Become a coordinator"),
    gettext("After this you run the groups of this school: its requests, its class lists and its mentors."),
  ],
  manager: () => [
    gettext("You are invited as a manager of the programme"),
    gettext("Become a manager"),
    gettext("After this you see the schools and groups of this programme, and what has become of them."),
  ],
};

const WORDS: Words = {
  offline: () => [
    gettext("No network"),
    gettext("Accepting needs it once. What you typed is kept on this phone; try again with a network."),
  ],
  invitation_over: () => [
    gettext("This invitation is over"),
    gettext("It works once and for seven days. Ask whoever gave it to you for a new link."),
  ],
};

function useInvitation() {
  const [token] = useState(() => location.hash.slice(1));
  const [invitation, setInvitation] = useState<Invitation>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [busy, setBusy] = useState(false);
  const look = async () => {
    setRefusal(undefined);
    try {
      setInvitation((await post(`${PATH}/look`, { token })) as Invitation);
    } catch (error) {
      setRefusal(refusalOf(error));
    }
  };
  useEffect(() => void look(), []);
  /** Whatever accepts it: then the first screen, with the reason here if it did not work. */
  const accept = async (run: () => Promise<unknown>, isTaken = (_: unknown) => false) => {
    if (busy) return;
    setBusy(true);
    setRefusal(undefined);
    try {
      await run();
      navigate("/", { replace: true });
    } catch (error) {
      if (!isTaken(error)) setRefusal(refusalOf(error));
      setBusy(false);
    }
  };
  return { token, invitation, refusal, setRefusal, busy, look, accept };
}
type Inviting = ReturnType<typeof useInvitation>;

export default function Welcome() {
  const inviting = useInvitation();
  const { invitation, refusal } = inviting;
  if (invitation) return account.value ? <Mine inviting={inviting} /> : <Newcomer inviting={inviting} />;
  return (
    <Door
      title={gettext("Invitation")}
      act={
        refusal &&
        refusal.code !== "invitation_over" && (
          <MainAct icon="sync" label={gettext("Try again")} onPress={() => void inviting.look()} />
        )
      }
    >
      {refusal ? <Reason inviting={inviting} refusal={refusal} /> : <Skeleton rows={5} />}
    </Door>
  );
}

const Reason = ({ inviting, refusal }: { inviting: Inviting; refusal: Refusal }) => (
  <Why
    refusal={refusal}
    title={gettext("The invitation does not open now")}
    words={WORDS}
    onOver={() => inviting.setRefusal(undefined)}
  />
);

const Card = ({ inviting: { invitation, refusal, ...rest } }: { inviting: Inviting }) => (
  <>
    {invitation && (
      <div class="poster bleed">
        <Emblem id={invitation.emblem} />
        <p class="cap">{BECOMING[invitation.kind]()[0]}</p>
        <h2>{local(invitation.place)}</h2>
        <p class="cap">{gettext("until %(date)s", { date: date(invitation.until) })}</p>
      </div>
    )}
    {refusal && <Reason inviting={{ invitation, refusal, ...rest }} refusal={refusal} />}
    {invitation && <p>{BECOMING[invitation.kind]()[2]}</p>}
  </>
);

const become = ({ invitation }: Inviting) => BECOMING[invitation?.kind ?? "mentor"]()[1];

function Newcomer({ inviting }: { inviting: Inviting }) {
  const { token, busy, accept } = inviting;
  const form = useAccountForm(FORM, { born: false });
  const send = async () => {
    const body = form.body();
    if (!body) return;
    await accept(async () => {
      await enter(`${PATH}/accept`, { token, ...body });
      form.done();
    }, form.takes);
  };
  return (
    <Door
      title={gettext("Invitation")}
      act={<MainAct form={FORM} label={busy ? gettext("Sending…") : become(inviting)} busy={busy} />}
    >
      <Card inviting={inviting} />
      <AccountForm id={FORM} form={form} onSend={() => void send()} />
    </Door>
  );
}

/** Whoever is signed in accepts as oneself. */
function Mine({ inviting }: { inviting: Inviting }) {
  const { token, busy, accept } = inviting;
  const me = account.value;
  const send = () =>
    accept(async () => {
      await post(`${PATH}/accept-mine`, { token });
      sendNow();
    });
  return (
    <Frame
      title={gettext("Invitation")}
      up="/"
      act={
        <MainAct
          label={busy ? gettext("Sending…") : become(inviting)}
          busy={busy}
          onPress={() => void send()}
        />
      }
      narrow
    >
      <Card inviting={inviting} />
      <div class="card">
        <p class="cap">{gettext("You accept as")}</p>
        <h2>{me?.name}</h2>
        <p class="cap">{gettext("Login name: %(login)s", { login: me?.login ?? "" })}</p>
      </div>
      <a class="btn wide" href="/me">
        {gettext("I am somebody else")}
      </a>
    </Frame>
  );
}
