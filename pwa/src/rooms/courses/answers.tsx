/** The answer to one question, by its kind: being given, or looked at with what is right. */
import { gettext } from "../../i18n";
import { Icon, type IconName } from "../../parts/icon";
import type { Answer, Question } from "../../store";
import { truths } from "./said";

interface Props {
  question: Question;
  answer: Answer;
  /** Not to be changed any more: its result stands beside it. */
  isChecked: boolean;
  onAnswer: (answer: Answer) => void;
}

export function Answers(props: Props) {
  const { question, answer, onAnswer } = props;
  switch (question.kind) {
    case "single":
      return (
        <Options
          {...props}
          options={question.options.map((text, place) => ({
            text,
            isChosen: answer === place,
            isRight: question.key?.options?.includes(place),
            choose: () => onAnswer(place),
          }))}
        />
      );
    case "truefalse":
      return (
        <Options
          {...props}
          options={truths().map(([value, text]) => ({
            text,
            isChosen: answer === value,
            isRight: question.key?.truth === value,
            choose: () => onAnswer(value),
          }))}
        />
      );
    case "multiple":
      return <Several {...props} />;
    case "matching":
      return <Matching {...props} />;
    default:
      return <Typed {...props} />;
  }
}

interface Option {
  text: string;
  isChosen: boolean;
  isRight: boolean | undefined;
  choose: () => void;
}

function Options({ isChecked, question, options }: Props & { options: Option[] }) {
  return (
    <fieldset class="f opts" aria-label={gettext("Answers")}>
      {options.map((option) =>
        isChecked ? (
          <Looked key={option.text} option={option} isOne={question.kind !== "multiple"} />
        ) : (
          <button
            key={option.text}
            type="button"
            class="opt"
            aria-pressed={option.isChosen}
            onClick={option.choose}
          >
            {option.text}
          </button>
        ),
      )}
    </fieldset>
  );
}

function Looked({ option: { text, isChosen, isRight }, isOne }: { option: Option; isOne: boolean }) {
  const missed = isOne ? gettext("right answer") : gettext("missed");
  const [tone, icon, note]: [string, IconName | null, string] = isRight
    ? isChosen
      ? ["right", "check", gettext("your choice")]
      : ["miss", "check", missed]
    : isChosen
      ? ["wrong", "cross", gettext("your choice")]
      : ["", null, ""];
  return (
    <div class={`opt ${tone}`}>
      {icon && <Icon name={icon} />}
      <span>{text}</span>
      {note && <small>{note}</small>}
    </div>
  );
}

function Several(props: Props) {
  const { question, answer, onAnswer } = props;
  const chosen = Array.isArray(answer) ? answer : [];
  const toggle = (place: number) =>
    chosen.includes(place)
      ? chosen.filter((other) => other !== place)
      : [...chosen, place].sort((a, b) => a - b);
  return (
    <>
      <p class="cap">{gettext("Choose all that fit")}</p>
      <Options
        {...props}
        options={question.options.map((text, place) => ({
          text,
          isChosen: chosen.includes(place),
          isRight: question.key?.options?.includes(place),
          choose: () => onAnswer(toggle(place)),
        }))}
      />
    </>
  );
}

/** A list to choose from beside each left side: the thumb, the keyboard and readers know it. */
function Matching({ question, answer, isChecked, onAnswer }: Props) {
  const { options, rights, key } = question;
  const places = options.map((_, i) => (Array.isArray(answer) ? (answer[i] ?? -1) : -1));
  const put = (at: number, place: number) => onAnswer(places.map((old, i) => (i === at ? place : old)));
  if (isChecked) {
    return (
      <ul class="f opts">
        {options.map((left, i) => {
          const isRight = places[i] === key?.pairs?.[i];
          return (
            <li key={left} class={`opt ${isRight ? "right" : "wrong"}`}>
              <Icon name={isRight ? "check" : "cross"} />
              <span>
                <b>{left}</b>
                <br />
                {rights[places[i] ?? -1] ?? gettext("no answer")}
                {!isRight && (
                  <>
                    <br />
                    {gettext("Right: %(text)s", { text: rights[key?.pairs?.[i] ?? -1] ?? "" })}
                  </>
                )}
              </span>
            </li>
          );
        })}
      </ul>
    );
  }
  return (
    <div class="part">
      {options.map((left, i) => (
        <div key={left} class="f">
          <label for={`pair${i}`}>{left}</label>
          <select
            id={`pair${i}`}
            class="in"
            value={String(places[i])}
            onChange={({ currentTarget }) => put(i, Number(currentTarget.value))}
          >
            <option value="-1">{gettext("choose …")}</option>
            {rights.map((right, place) => (
              <option key={right} value={String(place)}>
                {right}
              </option>
            ))}
          </select>
        </div>
      ))}
    </div>
  );
}

function Typed({ question, answer, isChecked, onAnswer }: Props) {
  const isNumber = question.kind === "numeric";
  return (
    <div class="f">
      <label for="typed">
        {isNumber ? gettext("Your answer, a number") : gettext("Your answer, in a word or two")}
      </label>
      <input
        id="typed"
        class="in"
        type="text"
        inputMode={isNumber ? "decimal" : "text"}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        maxLength={200}
        readOnly={isChecked}
        value={typeof answer === "string" ? answer : ""}
        onInput={({ currentTarget }) => onAnswer(currentTarget.value)}
      />
    </div>
  );
}
