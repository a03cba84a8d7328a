/** What the school may keep and show: answered purpose by purpose, by an adult here, for a minor by a guardian on paper. */
import { useState } from "preact/hooks";
import { gettext, language } from "../../i18n";
import { useDraft } from "../../parts/draft";
import { Choice } from "../../parts/field";
import { Frame, MainAct } from "../../parts/frame";
import { Icon } from "../../parts/icon";
import { NotSaved, useSaving } from "../../parts/saving";
import { Stamp } from "../../parts/stamp";
import { moment } from "../../parts/time";
import type { Language, Purpose, Row } from "../../store";
import { answers, isMinor } from "./consent-state";
import { PURPOSES, TEXT, wordsOf } from "./consent-words";

const DRAFT = "consents";
type Chosen = Partial<Record<Purpose, boolean>>;

export default function Consents() {
  return isMinor() ? <Minors /> : <Own />;
}

/** Chosen otherwise than what counts now. */
function changed(chosen: Chosen, given: ReadonlyMap<Purpose, Row<"consent">>): Chosen {
  const news = PURPOSES.filter((one) => chosen[one] !== undefined && chosen[one] !== given.get(one)?.given);
  return Object.fromEntries(news.map((one) => [one, chosen[one]]));
}

function Own() {
  const given = answers();
  const { typed: chosen, change: choose, send: keep } = useDraft<Required<Chosen>>(DRAFT);
  const [isDone, setDone] = useState(false);
  const { busy, failed, save } = useSaving();
  const news = changed(chosen, given);
  const hasNews = Object.keys(news).length > 0;
  const send = async () => {
    const body = { answers: news, text: TEXT, language: language() as Language };
    if (await save(() => keep("people.give_consent", body, {}))) setDone(true);
  };
  const main = hasNews ? (
    <MainAct icon="check" label={gettext("Save my answers")} busy={busy} onPress={() => void send()} />
  ) : (
    isDone && <MainAct to="/" label={gettext("To the first screen")} />
  );
  return (
    <Frame title={gettext("Consents")} up="/me" act={main} narrow>
      <p>
        {gettext(
          "Each answer stands for itself. Only taking part is needed to be in a group. You can change your mind here at any time.",
        )}
      </p>
      <NotSaved code={failed} />
      {PURPOSES.map((purpose) => (
        <One
          key={purpose}
          purpose={purpose}
          row={given.get(purpose)}
          chosen={chosen[purpose]}
          choose={(yes) => choose({ [purpose]: yes })}
        />
      ))}
    </Frame>
  );
}

interface OneProps {
  purpose: Purpose;
  row: Row<"consent"> | undefined;
  chosen: boolean | undefined;
  choose: (yes: boolean) => void;
}

function One({ purpose, row, chosen, choose }: OneProps) {
  const { name, text } = wordsOf(purpose);
  return (
    <section class="card">
      <Head name={name} row={row} />
      <p>{text}</p>
      <Choice
        label={name}
        options={[
          [true, gettext("Yes")],
          [false, gettext("No")],
        ]}
        value={chosen ?? row?.given}
        set={choose}
        quiet
      />
    </section>
  );
}

/** The purpose and the answer that counts, dashed until the server has it. */
const Head = ({ name, row }: { name: string; row: Row<"consent"> | undefined }) => (
  <div class="split">
    <div>
      <h2 class="as-h3">{name}</h2>
      <p class="cap">{row ? answered(row) : gettext("Not answered yet")}</p>
    </div>
    {row && <Stamp id={row.id} waiting={row.pending === true} />}
  </div>
);

function answered({ given, at, guardian }: Row<"consent">): string {
  const what = given ? gettext("Yes") : gettext("No");
  return guardian ? `${what} · ${guardian} · ${moment(at)}` : `${what} · ${moment(at)}`;
}

/** What a guardian signed, and the text of the paper. */
function Minors() {
  const given = answers();
  return (
    <Frame title={gettext("Consents")} up="/me" narrow>
      <div class="ban">
        <Icon name="log" />
        <div>
          <h2 class="as-h3">{gettext("A parent or guardian decides")}</h2>
          <p>
            {gettext(
              "They read this, write yes or no beside each purpose on the school's paper, and sign it. You bring the paper to the coordinator of your school.",
            )}
          </p>
        </div>
      </div>
      {PURPOSES.map((purpose) => {
        const { name, text } = wordsOf(purpose);
        return (
          <section key={purpose} class="card">
            <Head name={name} row={given.get(purpose)} />
            <p>{text}</p>
          </section>
        );
      })}
      <p class="cap">
        {gettext("Only taking part is needed to be in a group. An answer can be changed by a new paper.")}
      </p>
      <Paper />
    </Frame>
  );
}

/** What is filled in by pen; it is seen when the page is printed. */
const Paper = () => (
  <>
    <button type="button" class="btn wide" onClick={() => print()}>
      <Icon name="log" />
      {gettext("Print for signing")}
    </button>
    <ul class="rows pen">
      {[
        gettext("Name of the participant"),
        gettext("Name of the parent or guardian"),
        gettext("Date"),
        gettext("Signature"),
      ].map((line) => (
        <li key={line} class="row">
          {line}
        </li>
      ))}
    </ul>
  </>
);
