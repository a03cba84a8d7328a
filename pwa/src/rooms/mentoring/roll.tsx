/** Roll call: everyone is here; tap whoever is not, and save. A roll that was called before is loaded and corrected. */
import { gettext, local, ngettext, number } from "../../i18n";
import { Section } from "../../parts/bits";
import { today } from "../../parts/day";
import { useDraft } from "../../parts/draft";
import { Empty } from "../../parts/empty";
import { Form, useSending } from "../../parts/form";
import { Frame, MainAct } from "../../parts/frame";
import { Icon } from "../../parts/icon";
import { type Refused, refusedAct, WhyRefused } from "../../parts/refused";
import { moment, shortDate, weekday } from "../../parts/time";
import { rollId } from "../../store/reducers";
import { type Cohort, learnersOf, rollsOf } from "./circle";
import { Led } from "./led";
import { dayTrouble } from "./limits";
import { countHere, news, type Place, places, type Said, saidIn } from "./rolls";
import { Tiles } from "./tiles";
import { type Chosen, chosenKey, planned, WhichDay } from "./which-day";
import { presence, who } from "./words";

export default function RollScreen({ ids: [id = "", mends] }: { ids: readonly string[] }) {
  return (
    <Led id={id} title={gettext("Roll call")}>
      {(cohort) => <Choosing cohort={cohort} before={refusedAct("mentoring.call_roll", mends)} />}
    </Led>
  );
}

interface ChoosingProps {
  cohort: Cohort;
  before: Refused<"mentoring.call_roll"> | undefined;
}

/** Which roll it is: the chosen day's, or its planned session's. Each has a draft of its own. */
function Choosing({ cohort, before }: ChoosingProps) {
  const choice = useDraft<Chosen>(
    before ? `roll-of ${before.id}` : chosenKey(cohort.id),
    before && { day: before.body.held_on, plan: before.body.plan ?? "" },
  );
  if (!choice.isReady)
    return <Frame title={gettext("Roll call")} up={`/groups/${cohort.id}`} children={null} />;
  const day = choice.typed.day ?? today();
  const plan = choice.typed.plan ?? planned(cohort, day);
  const roll = rollId(cohort.id, day, plan || null);
  return (
    <Calling
      key={before?.id ?? roll}
      cohort={cohort}
      before={before}
      day={day}
      plan={plan}
      roll={roll}
      choose={choice.change}
      onSaved={choice.clear}
    />
  );
}

interface CallingProps extends Chosen, ChoosingProps {
  roll: string;
  choose: (chosen: Chosen) => void;
  /** The next roll is today's again. */
  onSaved: () => Promise<void>;
}

function useRoll({ cohort, before, day, plan, roll, onSaved }: CallingProps) {
  const form = useDraft<Record<string, Said>>(
    `roll ${before?.id ?? roll}`,
    before && saidIn(before.body.marks),
  );
  const known = rollsOf(cohort.id).find(({ id }) => id === roll);
  const all = places(learnersOf(cohort.id), known, form.typed as Record<string, Said>);
  const wrong = dayTrouble(day, cohort.starts, today());
  const send = async () => {
    const body = { cohort: cohort.id, held_on: day, marks: news(all), plan: plan || null };
    await form.send("mentoring.call_roll", body, {
      label: `${local(cohort.name)}, ${shortDate(day)}`,
      mends: before?.id,
    });
    await onSaved();
  };
  const sending = useSending(send, `/groups/${cohort.id}`, () => wrong === undefined);
  return { all, form, wrong, sending };
}

function Calling(props: CallingProps) {
  const { cohort, day, plan, choose } = props;
  const { all, form, wrong, sending } = useRoll(props);
  const up = `/groups/${cohort.id}`;
  return (
    <Form
      title={gettext("Roll call")}
      note={weekday(new Date(`${day}T12:00`))}
      up={up}
      sending={sending}
      label={gettext("Save: %(num)s here", { num: number(countHere(all)) })}
      {...(news(all).length === 0 && {
        instead: all.length > 0 && <MainAct to={up} label={gettext("Nothing has changed")} />,
      })}
    >
      <WhyRefused act={props.before} />
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
      {all.length === 0 && <Nobody />}
      <ToDisputed count={all.filter(({ before }) => before?.disputed).length} />
      <Tiles
        places={form.isReady ? all : []}
        onSaid={(enrolment, said) => form.change({ [enrolment]: said })}
      />
      <Section title={gettext("Which day")}>
        <WhichDay cohort={cohort} day={day} plan={plan} wrong={wrong} onChoose={choose} />
      </Section>
      <Disputed all={all} />
    </Form>
  );
}

const Nobody = () => (
  <Empty title={gettext("Nobody here yet")}>
    {gettext("Whoever is accepted into the group stands here by name, and a tap says that somebody is away.")}
  </Empty>
);

const ToDisputed = ({ count }: { count: number }) =>
  count > 0 ? (
    <a class="btn" href="#disputed">
      <Icon name="warn" />
      {gettext("Seen differently: %(num)s", { num: number(count) })}
    </a>
  ) : null;

/** Two people saw it differently: both are shown, and who is right is for them to settle. */
function Disputed({ all }: { all: readonly Place[] }) {
  const open = all.filter(({ before }) => before?.disputed);
  if (open.length === 0) return null;
  return (
    <Section id="disputed" title={gettext("Seen differently")}>
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
