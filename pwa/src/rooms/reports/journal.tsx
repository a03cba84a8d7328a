/** The journal of a school: who did what, the latest first. The server says it in words. */
import { useEffect, useState } from "preact/hooks";
import { gettext } from "../../i18n";
import { AsOf } from "../../parts/asof";
import { Section } from "../../parts/bits";
import { Empty } from "../../parts/empty";
import { Choice, Wrong } from "../../parts/field";
import { Frame } from "../../parts/frame";
import { useOnline } from "../../parts/online";
import { useRead } from "../../parts/read";
import { clock, date, moment } from "../../parts/time";
import { wide } from "../../parts/wide";
import { read } from "../../store";

interface Line {
  id: string;
  /** On which it arrived: the days come one after the other, whatever came late. */
  day: string;
  at: string;
  arrived: string | null;
  who: string;
  acted_as: string;
  did: string;
  about: string | null;
  changes: string[];
}

interface Page {
  lines: Line[];
  /** Asks for what was before. */
  before: string | null;
}

const JOURNAL = "/api/reports/audit";
const fields = (): (readonly [field: string, name: string])[] => [
  ["", gettext("Everything")],
  ["people", gettext("People and rights")],
  ["learning", gettext("Learning")],
  ["money", gettext("Money")],
];

export default function Journal() {
  const [field, setField] = useState("");
  const path = field ? `${JOURNAL}?about=${field}` : JOURNAL;
  const answer = useRead<Page>(path);
  const filters = (
    <Choice label={gettext("What to show")} options={fields()} value={field} set={setField} quiet />
  );
  return (
    <Frame title={gettext("Journal")} up="/desk" list={wide.value && filters} narrow>
      {!wide.value && filters}
      <AsOf path={path} answer={answer}>
        {(first) => <Pages key={path} path={path} first={first} />}
      </AsOf>
    </Frame>
  );
}

function Pages({ path, first }: { path: string; first: Page }) {
  const [all, setAll] = useState(first);
  const { busy, failed, run } = useOnline();
  useEffect(() => setAll(first), [first]);
  const more = () =>
    run(async () => {
      const from = `${path}${path.includes("?") ? "&" : "?"}before=${all.before}`;
      const { data } = await read<Page>(from, false);
      setAll((shown) => ({ lines: [...shown.lines, ...data.lines], before: data.before }));
    });
  if (all.lines.length === 0) return <Nothing />;
  return (
    <>
      {byDay(all.lines).map((day) => (
        <Day key={day[0]?.id} lines={day} />
      ))}
      {all.before && (
        <button type="button" class="btn wide" aria-busy={busy} onClick={() => void more()}>
          {gettext("Earlier")}
        </button>
      )}
      <Wrong text={failed} />
    </>
  );
}

const Nothing = () => (
  <Empty title={gettext("This place is empty")}>
    {gettext("What concerns your school will stand here: who, as what, when.")}
  </Empty>
);

function byDay(lines: readonly Line[]): Line[][] {
  const days: Line[][] = [];
  for (const line of lines) {
    const last = days.at(-1);
    if (last?.[0]?.day === line.day) last.push(line);
    else days.push([line]);
  }
  return days;
}

const Day = ({ lines }: { lines: readonly Line[] }) => (
  <Section title={date(lines[0]?.day ?? "")}>
    <ol class="rows">
      {lines.map((line) => (
        <li key={line.id} class="row">
          <One line={line} />
        </li>
      ))}
    </ol>
  </Section>
);

const One = ({ line: { at, arrived, who, acted_as, did, about, changes } }: { line: Line }) => (
  <div class="f">
    <div class="line">
      <h3>{did}</h3>
      <span class="cap">{arrived ? moment(at) : clock(at)}</span>
    </div>
    {about && <p>{about}</p>}
    {changes.map((change) => (
      <p key={change}>{change}</p>
    ))}
    <p class="cap">{[who, acted_as].filter(Boolean).join(", ")}</p>
    {arrived && <p class="cap">{gettext("reached the server: %(when)s", { when: moment(arrived) })}</p>}
  </div>
);
