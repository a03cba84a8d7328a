/** What one does with a group besides calling its roll. */
import { gettext } from "../../i18n";
import { about } from "./about";
import type { Cohort } from "./circle";

export const ActLinks = ({ cohort: { id }, roll }: { cohort: Cohort; roll?: boolean }) => (
  <div class="pick">
    {roll && (
      <a class="btn" href={`/groups/${id}/roll`}>
        {gettext("Call the roll")}
      </a>
    )}
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
