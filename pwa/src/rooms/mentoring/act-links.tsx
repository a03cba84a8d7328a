/** What one does with a group besides calling its roll. */
import { gettext } from "../../i18n";
import { about } from "./about";
import type { Cohort } from "./circle";

export const ActLinks = ({ cohort: { id } }: { cohort: Cohort }) => (
  <div class="pick">
    <a class="btn" href="/log" onClick={() => (about.value = id)}>
      {gettext("Log a session")}
    </a>
    <a class="btn" href={`/groups/${id}/plan`}>
      {gettext("Plan")}
    </a>
    <a class="btn" href={`/groups/${id}/announce`}>
      {gettext("Announce")}
    </a>
  </div>
);
