/** Roll call: everyone is here; tap whoever is not, and save. A roll that was called before is loaded and corrected. */
import { gettext, local, ngettext, number } from "../../i18n";
import { Section } from "../../parts/bits";
import { Empty } from "../../parts/empty";
import { Frame, MainAct } from "../../parts/frame";
import { clock, moment, shortDate, weekday } from "../../parts/time";
import { rollId } from "../../store/reducers";
import { type Cohort, learnersOf, type Plan, planOn, plansOn, rollsOf } from "./circle";
import { dayOf, dayTrouble } from "./days";
import { useForm } from "./drafted";
import { Led } from "./led";
import { countHere, news, type Place, places, type Said } from "./rolls";
import { Form, useSaving, Wrong } from "./saving";
import { Tiles } from "./tiles";
import { presence, who } from "./words";

export default function RollScreen({ ids: [id = ""] }: { ids: readonly string[] }) {
  return (
    <Led id={id} title={gettext("Roll call")}>
      {(cohort) => <Choosing cohort={cohort} />}
    </Led>
  );
}

interface Choice {
  day: string;
  /** A planned session's id; "" is the day without one. */
  plan: string;
}

/** Which roll it is: the chosen day's, or its planned session's. Each has a draft of its own. */
function Choosing({ cohort }: { cohort: Cohort }) {
  const choice = useForm<Choice>(`roll-of ${cohort.id} ${dayOf(new Date())}`);
  if (!choice.isReady)
    return <Frame title={gettext("Roll call")} up={`/groups/${cohort.id}`} children={null} />;
  const day = choice.typed.day ?? dayOf(new Date());
  const plan = choice.typed.plan ?? planOn(cohort.id, day)?.id ?? "";
  const roll = rollId(cohort.id, day, plan || null);
  return (
    <Calling
      key={roll}
      cohort={cohort}
      day={day}
      plan={plan}
      roll={roll}
      choose={choice.change}
      onSaved={choice.clear}
    />
  );
}

interface CallingProps extends Choice {
  cohort: Cohort;
  roll: string;
  choose: (more: Partial<Choice>) => void;
  /** The next roll is today's again. */
  onSaved: () => Promise<void>;
}

function Calling({ cohort, day, plan, roll, choose, onSaved }: CallingProps) {
  const form = useForm<Record<string, Said>>(`roll ${roll}`);
  const up = `/groups/${cohort.id}`;
  const known = rollsOf(cohort.id).find(({ id }) => id === roll);
  const all = places(learnersOf(cohort.id), known, form.typed as Record<string, Said>);
  const marks = news(all);
  const trouble = dayTrouble(day, cohort.starts, dayOf(new Date()));
  const send = async () => {
    const failed = await form.send(
      "mentoring.call_roll",
      { cohort: cohort.id, held_on: day, marks, plan: plan || null },
      `${local(cohort.name)}, ${shortDate(day)}`,
    );
    if (!failed) await onSaved();
    return failed;
  };
  const saving = useSaving(send, up, () => trouble === undefined);
  const title = gettext("Roll call");
  const note = weekday(new Date(`${day}T12:00`));
  if (all.length === 0)
    return (
      <Frame title={title} note={note} up={up} narrow>
        <Nobody />
      </Frame>
    );
  const body = (
    <>
      <div class="split">
        <div>
          <h2 class="as-h3">{local(cohort.name)}</h2>
          <p class="cap">{gettext("Tap whoever is not here.")}</p>
        </div>
        <p class="n count">
          {number(countHere(all))}
          <small>/{number(all.length)}</small>
        </p>
      </div>
      <Tiles
        places={form.isReady ? all : []}
        onSaid={(enrolment, said) => form.change({ [enrolment]: said })}
      />
      <Which cohort={cohort} day={day} plan={plan} trouble={trouble} choose={choose} />
      <Disputed all={all} />
    </>
  );
  if (marks.length === 0)
    return (
      <Frame
        title={title}
        note={note}
        up={up}
        narrow
        act={<MainAct to={up} label={gettext("Nothing has changed")} />}
      >
        {body}
      </Frame>
    );
  return (
    <Form
      title={title}
      note={note}
      up={up}
      saving={saving}
      label={gettext("Save: %(num)s here", { num: number(countHere(all)) })}
    >
      {body}
    </Form>
  );
}

const Nobody = () => (
  <Empty title={gettext("Nobody here yet")}>
    {gettext("Whoever is accepted into the group stands here by name, and a tap says that somebody is away.")}
  </Empty>
);

interface WhichProps extends Choice {
  cohort: Cohort;
  trouble: string | undefined;
  choose: (more: Partial<Choice>) => void;
}

/** Another day, or another session of the day. */
function Which({ cohort, day, plan, trouble, choose }: WhichProps) {
  const plans = plansOn(cohort.id, day);
  const pick = (id: string, text: string) => (
    <button
      key={id}
      type="button"
      class="opt"
      aria-pressed={plan === id}
      onClick={() => choose({ day, plan: id })}
    >
      {text}
    </button>
  );
  return (
    <Section title={gettext("Which day")}>
      <div class="f">
        <label for="day">{gettext("Day of the session")}</label>
        <input
          id="day"
          type="date"
          class="in"
          max={dayOf(new Date())}
          value={day}
          aria-describedby="day-wrong"
          onChange={({ currentTarget: { value } }) =>
            value && choose({ day: value, plan: planOn(cohort.id, value)?.id ?? "" })
          }
        />
        <Wrong id="day-wrong" text={trouble} />
        {plans.length > 0 && (
          <fieldset class="pick" aria-label={gettext("Which session")}>
            {plans.map((one) => pick(one.id, called(one)))}
            {pick("", gettext("Not a planned one"))}
          </fieldset>
        )}
      </div>
    </Section>
  );
}

const called = ({ starts_at, topic, place }: Plan): string =>
  [clock(starts_at), topic || place].filter(Boolean).join(" · ");

/** Two people saw it differently: both are shown, and who is right is for them to settle. */
function Disputed({ all }: { all: readonly Place[] }) {
  const open = all.filter(({ before }) => before?.disputed);
  if (open.length === 0) return null;
  return (
    <Section title={gettext("Seen differently")}>
      <p>
        {ngettext(
          "Two people marked %(num)s person differently. The later mark counts; agree, and mark it right.",
          "Two people marked %(num)s people differently. The later mark counts; agree, and mark it right.",
          open.length,
        )}
      </p>
      <ul class="rows">
        {open.map(({ enrolment, name, before }) => (
          <li key={enrolment} class="row">
            <div>
              <h3>{name}</h3>
              {before?.voices.map((mark, i) => (
                <p key={mark.id} class={i ? "cap" : ""}>
                  {gettext("%(what)s – %(who)s, %(when)s", {
                    what: presence(mark),
                    who: who(mark),
                    when: moment(mark.at),
                  })}
                  {i === 0 && ` · ${gettext("counts")}`}
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
