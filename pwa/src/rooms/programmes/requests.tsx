/** Who asks for a seat, on the coordinator's first screen; answered without a network too. */
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { gettext, local, ngettext, number } from "../../i18n";
import { Section } from "../../parts/bits";
import { MainAct } from "../../parts/frame";
import { Icon } from "../../parts/icon";
import { NotSaved, useSaving } from "../../parts/saving";
import { Stamp } from "../../parts/stamp";
import { moment } from "../../parts/time";
import { table } from "../../store";
import { accept, Decide } from "./decide";
import { cohort, consentless, type Person, problemOf, requests, schoolOf } from "./roster";

const chosen = signal<ReadonlySet<string>>(new Set());
const open = (): Person[] => requests().filter(({ status }) => status === "applied");

function toggle(id: string): void {
  const next = new Set(chosen.value);
  if (!next.delete(id)) next.add(id);
  chosen.value = next;
}

export function Requests() {
  useEffect(() => {
    chosen.value = new Set();
  }, []);
  const asking = requests();
  const late = consentless();
  return (
    <>
      <Section id="requests" title={gettext("Requests")}>
        {asking.length ? <Asking people={asking} /> : <None />}
      </Section>
      {late.length > 0 && (
        <Section title={gettext("Consent is missing")}>
          <ul class="rows">
            {late.map((one) => (
              <li key={one.id}>
                <a class="row" href={`/groups/${one.cohort}/people/${one.id}`}>
                  <div>
                    <h3>{one.name}</h3>
                    <p class="cap">
                      {one.minor
                        ? gettext("waits for a guardian's paper")
                        : gettext("answers on the own phone")}
                    </p>
                  </div>
                  <Icon name={one.minor ? "log" : "fwd"} />
                </a>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

const None = () => (
  <div class="ban good">
    <Icon name="check" />
    <p>{gettext("Nobody waits for an answer.")}</p>
  </div>
);

function Asking({ people }: { people: Person[] }) {
  const { failed, save } = useSaving();
  const able = open();
  const isAll = able.length > 0 && able.every(({ id }) => chosen.value.has(id));
  const all = () => {
    chosen.value = new Set(isAll ? [] : able.map(({ id }) => id));
  };
  return (
    <>
      <NotSaved code={failed} />
      {able.length > 1 && (
        <button type="button" class="opt" aria-pressed={isAll} onClick={all}>
          {gettext("Choose all")}
        </button>
      )}
      <ul class="rows">
        {people.map((one) =>
          one.status === "applied" ? (
            <Open key={one.id} one={one} onAccept={() => void save(() => accept(one))} />
          ) : (
            <Answered key={one.id} one={one} />
          ),
        )}
      </ul>
    </>
  );
}

/** Pressing the row chooses it; the button at its end accepts at once. */
function Open({ one, onAccept }: { one: Person; onAccept: () => void }) {
  const isChosen = chosen.value.has(one.id);
  const problem = problemOf(one.id);
  return (
    <li class={isChosen ? "row on" : "row"}>
      <button type="button" class="who" aria-pressed={isChosen} onClick={() => toggle(one.id)}>
        <b>{one.name}</b>
        <span class="cap">{who(one)}</span>
        <span class="cap">{since(one)}</span>
        {problem && <span class="bad">{problem}</span>}
      </button>
      <button
        type="button"
        class="btn"
        aria-label={gettext("Accept: %(name)s", { name: one.name })}
        onClick={onAccept}
      >
        {gettext("Accept")}
      </button>
    </li>
  );
}

/** "minor · Ratusha VC" */
const who = ({ minor, institution }: Person): string =>
  [minor ? gettext("minor") : gettext("adult"), schoolOf(institution)].filter(Boolean).join(" · ");

/** "today, 12:04", with the group where there are several. */
function since({ cohort: id, since }: Person): string {
  const group = table("school_cohort").value.length > 1 && cohort(id);
  return group ? `${moment(since)} · ${local(group.name)}` : moment(since);
}

const Answered = ({ one }: { one: Person }) => (
  <li class="row wait">
    <div>
      <h3>{one.name}</h3>
      <p class="cap">
        {one.status === "accepted" ? gettext("accepted") : gettext("refused")} ·{" "}
        {gettext("saved on this phone")}
      </p>
    </div>
    <Stamp id={one.id} waiting />
  </li>
);

/** The next move of the Desk while somebody waits: the chosen ones, or all. */
export function RequestsAct() {
  const [isOpen, setOpen] = useState(false);
  const able = open();
  const picked = able.filter(({ id }) => chosen.value.has(id));
  const people = picked.length ? picked : able;
  return (
    <>
      {isOpen && <Decide people={people} onClose={() => setOpen(false)} />}
      {people.length > 0 && (
        <MainAct
          icon="check"
          label={ngettext("Answer %(num)s request", "Answer %(num)s requests", people.length)}
          onPress={() => setOpen(true)}
        />
      )}
    </>
  );
}

export const RequestCount = () => {
  const count = open().length;
  return (
    <a href="#requests">
      <span class="n big">{number(count)}</span>
      <span class="cap">{ngettext("request", "requests", count)}</span>
    </a>
  );
};
