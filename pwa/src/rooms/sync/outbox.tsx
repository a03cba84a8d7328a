/** Everything that waits, needs a decision or has arrived, item by item. */
import { useState } from "preact/hooks";
import { gettext } from "../../i18n";
import { Below } from "../../parts/below";
import { Banner, Section } from "../../parts/bits";
import { Empty } from "../../parts/empty";
import { SaveFile } from "../../parts/file";
import { Frame, MainAct } from "../../parts/frame";
import { Stamp } from "../../parts/stamp";
import { moment } from "../../parts/time";
import {
  delivered,
  type Issue,
  type Item,
  issues,
  retry,
  sendNow,
  setAside,
  truth,
  waiting,
} from "../../store";
import { formOf, placeOf, written } from "./mend";
import { describe } from "./words";

const IN_SIGHT = 10;

export default function Outbox() {
  const hasNothing = !waiting.value.length && !issues.value.length && !delivered.value.length;
  return (
    <Frame title={gettext("Outbox")} up="/" act={<Act />} narrow>
      {issues.value.map((issue) => (
        <Refused key={issue.id} issue={issue} />
      ))}
      {waiting.value.length > 0 && (
        <Section title={gettext("Waiting for the network")}>
          <Items items={waiting.value} isWaiting />
          <p class="cap">{gettext("All of it is safe on this phone and goes out by itself.")}</p>
          <div class="pick">
            <SaveFile />
          </div>
        </Section>
      )}
      {delivered.value.length > 0 && (
        <Section title={gettext("Delivered")}>
          <Items items={delivered.value} isWaiting={false} />
        </Section>
      )}
      {hasNothing && (
        <Empty title={gettext("Nothing is waiting")}>
          {gettext(
            "Each thing you do is written here first, dashed. When the server has it, it gets a round stamp.",
          )}
        </Empty>
      )}
    </Frame>
  );
}

/** The answer to the press is visible at once, even where no network answers it. */
function Act() {
  const [pressed, setPressed] = useState(false);
  if (truth.value.state === "sign_in")
    return <MainAct to="/sign-in" icon="lock" label={gettext("Sign in to send")} />;
  if (waiting.value.length === 0) return null;
  const press = () => {
    sendNow();
    setPressed(true);
    setTimeout(() => setPressed(false), 3000);
  };
  return (
    <MainAct
      icon="sync"
      label={pressed ? gettext("Sending…") : gettext("Send now")}
      busy={pressed}
      onPress={press}
    />
  );
}

interface ItemsProps {
  items: readonly Item[];
  isWaiting: boolean;
}

const Items = ({ items, isWaiting }: ItemsProps) => (
  <ul class="rows">
    <Rows items={items.slice(0, IN_SIGHT)} isWaiting={isWaiting} />
    <Below>
      <Rows items={items.slice(IN_SIGHT)} isWaiting={isWaiting} />
    </Below>
  </ul>
);

const Rows = ({ items, isWaiting }: ItemsProps) => (
  <>
    {items.map((item) => (
      <li key={item.id} class={isWaiting ? "row wait" : "row"}>
        <Stamp id={item.id} waiting={isWaiting} />
        <div>
          <h3>{describe(item)}</h3>
          <p class="cap">{moment(item.at)}</p>
        </div>
      </li>
    ))}
  </>
);

function Refused({ issue }: { issue: Issue }) {
  return (
    <Banner tone="err" title={describe(issue)} acts={<Ways issue={issue} />}>
      <p class="cap">{moment(issue.at)}</p>
      <p>{issue.message}</p>
      {written(issue).map((words) => (
        <blockquote key={words} class="lines">
          {words}
        </blockquote>
      ))}
      {!isMended(issue) && <p class="cap">{whatNext(issue)}</p>}
    </Banner>
  );
}

/** The server says what is wrong, and the form with all of it is one press away. */
const isMended = (issue: Issue): boolean => issue.fix === "edit" && formOf(issue) !== undefined;

const TRIED: readonly Issue["fix"][] = ["retry", "edit", "ask_mentor"];

/** The same once more helps only where something else has changed meanwhile. */
function Ways({ issue }: { issue: Issue }) {
  const [form, there] = [formOf(issue), placeOf(issue)];
  return (
    <>
      {form && (
        <a class="btn" href={form}>
          {gettext("Open and put right")}
        </a>
      )}
      {there && (
        <a class="btn" href={there}>
          {gettext("See how it stands")}
        </a>
      )}
      {TRIED.includes(issue.fix) && !isMended(issue) && (
        <button type="button" class="btn" onClick={() => void retry(issue.id)}>
          {gettext("Try again")}
        </button>
      )}
      <button type="button" class="btn" onClick={() => void setAside(issue.id)}>
        {gettext("Set aside")}
      </button>
    </>
  );
}

function whatNext(issue: Issue): string {
  switch (issue.fix) {
    case "ask_mentor":
      return gettext("It is kept on this phone. Show it to your mentor, then try again.");
    case "update_app":
      return gettext("It is kept on this phone. Update Verstat and it will go.");
    case "sign_in":
      return gettext("It is kept on this phone. Sign in and it will go.");
    case "none":
      return gettext("It is kept on this phone until you set it aside.");
  }
  return gettext("It is kept on this phone. Try again, or set it aside.");
}
