/** What came out of attempts at a quiz. */
import { gettext, ngettext, number, percent } from "../../i18n";
import { Section } from "../../parts/bits";
import { Stamp } from "../../parts/stamp";
import { moment } from "../../parts/time";
import { type Attempt, type Edition, resultsOf, scoreOf } from "../progress/attempts";
import type { QuizPlace } from "../progress/progress";

interface OutcomeProps {
  attempt: Attempt;
  place: QuizPlace;
  number: number;
  quiz: Edition | undefined;
  /** Another attempt counts, and by that one the quiz is passed. */
  isPassedBefore: boolean;
}

const verdict = (isPassed: boolean, isPassedBefore: boolean): string => {
  if (isPassed) return gettext("Passed");
  return isPassedBefore ? gettext("Passed already, by an earlier attempt") : gettext("Not passed yet");
};

/** What came out of an attempt, drawn on a ruler and said in words. */
export function Outcome({ attempt, place, number: n, quiz, isPassedBefore }: OutcomeProps) {
  const score = scoreOf(attempt, quiz);
  if (score === null) {
    return (
      <div class="ban split dashed" role="status">
        <div>
          <h3>{gettext("Handed in")}</h3>
          <p>{gettext("The result comes with delivery.")}</p>
        </div>
        <Stamp id={attempt.id} waiting={attempt.pending === true} />
      </div>
    );
  }
  const isPassed = attempt.score < 0 ? score >= place.pass_percent : attempt.passed;
  const results = resultsOf(attempt, quiz);
  const right = results && Object.values(results).filter((one) => one === 100).length;
  return (
    <div class={`poster bleed ${isPassed ? "" : "clay"} ${attempt.pending ? "waits" : ""}`} role="status">
      <p class="cap">
        {gettext("Attempt %(n)s", { n })} ·{" "}
        {attempt.pending ? gettext("saved on this phone") : gettext("delivered")}
      </p>
      <div class="split came">
        <h2>{verdict(isPassed, isPassedBefore)}</h2>
        <b class="n score">{percent(score / 100)}</b>
      </div>
      <Ruler score={score} pass={place.pass_percent} />
      {results && (
        <p class="cap">
          {ngettext(
            "%(done)s of %(num)s question fully right",
            "%(done)s of %(num)s questions fully right",
            Object.keys(results).length,
            { done: number(right ?? 0) },
          )}
        </p>
      )}
    </div>
  );
}

const WIDTH = 320;

/** The score as a bar on a ruler, a long tick where one has passed. */
function Ruler({ score, pass }: { score: number; pass: number }) {
  const at = (share: number) => Math.round((share / 100) * (WIDTH - 2));
  const ticks = Array.from({ length: 11 }, (_, i) => `M${at(i * 10)} 30h2v${i % 5 ? 6 : 10}h-2z`).join("");
  const label = gettext("%(score)s; passed from %(pass)s", {
    score: percent(score / 100),
    pass: percent(pass / 100),
  });
  return (
    <svg class="ruler" viewBox={`0 0 ${WIDTH} 44`} role="img" aria-label={label}>
      <path d={`M0 28h${WIDTH}v2H0z${ticks}`} />
      <path d={`M0 8h${at(score)}v20H0z`} />
      <path d={`M${at(pass)} 0h4v44h-4z`} />
    </svg>
  );
}

interface AttemptsProps {
  attempts: readonly Attempt[];
  quiz: Edition | undefined;
  /** The id of the one that counts. */
  counts: string | undefined;
}

export const Attempts = ({ attempts, quiz, counts }: AttemptsProps) => (
  <Section title={gettext("Attempts")}>
    <ol class="rows">
      {attempts.map((attempt, i) => {
        const score = scoreOf(attempt, quiz);
        return (
          <li key={attempt.id} class={attempt.pending ? "row wait" : "row"}>
            <Stamp id={attempt.id} waiting={attempt.pending === true} />
            <div>
              <h3>
                {gettext("Attempt %(n)s", { n: i + 1 })}
                {score === null ? "" : `: ${percent(score / 100)}`}
              </h3>
              <p class="cap">
                {moment(attempt.at)}
                {attempt.flag === "extra" && ` · ${gettext("beyond the limit, does not count")}`}
                {attempt.id === counts && ` · ${gettext("this one counts")}`}
              </p>
            </div>
          </li>
        );
      })}
    </ol>
  </Section>
);
