/** An act that the server refused, opened once more in its form: nothing of it is typed again. */
import { gettext } from "../i18n";
import { type Acts, issues } from "../store";
import { Banner } from "./bits";

export interface Refused<T extends keyof Acts> {
  id: string;
  body: Acts[T];
  message: string;
}

/** Undefined for whatever is no such act, or is no longer to be put right. */
export function refusedAct<T extends keyof Acts>(type: T, id: string | undefined): Refused<T> | undefined {
  const found = id ? issues.value.find((issue) => issue.id === id && issue.type === type) : undefined;
  return found && { id: found.id, body: found.body as Acts[T], message: found.message };
}

export const WhyRefused = ({ act }: { act: { message: string } | undefined }) =>
  act ? (
    <Banner tone="err" title={gettext("The server did not take this")}>
      <p>{act.message}</p>
    </Banner>
  ) : null;
