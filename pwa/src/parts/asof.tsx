/** Around an answer that needs the network: a skeleton for the first load, the answer's time ever after. */
import type { ComponentChildren } from "preact";
import { gettext } from "../i18n";
import { Banner, Skeleton } from "./bits";
import { type Answer, refresh } from "./read";
import { clock, date, moment } from "./time";

interface Props<T> {
  path: string;
  answer: Answer<T>;
  children: (data: T) => ComponentChildren;
}

export function AsOf<T>({ path, answer, children }: Props<T>) {
  const { data, at, stale, problem } = answer;
  const again = (
    <button type="button" class="btn" onClick={() => void refresh(path)}>
      {gettext("Try again")}
    </button>
  );
  if (data === undefined) {
    if (!problem) return <Skeleton rows={5} />;
    return (
      <Banner icon="phone" title={reason(problem.code)} acts={again}>
        <p>{problem.detail || gettext("This screen needs the network the first time.")}</p>
      </Banner>
    );
  }
  return (
    <>
      {stale && at && (
        <Banner icon="phone" title={reason(problem?.code)} acts={again}>
          <p>{gettext("The last answer is shown: %(when)s.", { when: moment(at) })}</p>
        </Banner>
      )}
      {children(data)}
      {at && <p class="cap">{gettext("As of %(date)s, %(time)s.", { date: date(at), time: clock(at) })}</p>}
    </>
  );
}

function reason(code?: string): string {
  if (code === "not_found") return gettext("There is no such page, or it is not yours to see");
  if (code === "sign_in" || code === "wrong_actor") return gettext("Sign in to see this");
  if (code === undefined || code === "offline" || code === "portal") return gettext("No network");
  return gettext("The server is not answering as it should");
}
