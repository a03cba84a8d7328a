/** A hosted group as its coordinator meets it beside the report: its roll, what is planned, what was held. */
import { gettext } from "../../i18n";
import { MainAct } from "../../parts/frame";
import { ActLinks } from "./act-links";
import { led } from "./circle";
import { Announced, Held, Planned } from "./lists";

interface Props {
  cohort: string;
}

/** Nothing for a group that is not on this phone: a manager reads about it, the school leads it. */
export function RollAct({ cohort: id }: Props) {
  const isLed = led().some((one) => one.id === id);
  return isLed ? <MainAct icon="roll" to={`/groups/${id}/roll`} label={gettext("Call the roll")} /> : null;
}

export function GroupActs({ cohort: id }: Props) {
  const cohort = led().find((one) => one.id === id);
  if (!cohort) return null;
  return (
    <>
      <ActLinks cohort={cohort} />
      <Planned cohort={cohort} />
      <Held cohort={cohort} />
      <Announced cohort={cohort} isHost />
    </>
  );
}
