/** The groups one takes part in, and the way out of each. */
import { gettext, local, ngettext } from "../../i18n";
import { Section } from "../../parts/bits";
import { Icon } from "../../parts/icon";
import { date } from "../../parts/time";
import { Leave } from "./leave";
import { ownEnrolments } from "./taking-part";
import { STATUSES } from "./words";

export function MyGroups() {
  const mine = ownEnrolments().filter(({ status }) => status === "active" || status === "accepted");
  if (mine.length === 0) return null;
  return (
    <Section title={ngettext("My group", "My groups", mine.length)}>
      <div class="rows">
        {mine.map(({ id, cohort_name, status, since }) => (
          <details key={id} class="unfold">
            <summary class="row">
              <div>
                <h3>{local(cohort_name)}</h3>
                <p class="cap">
                  {STATUSES[status]()} · {date(since)}
                </p>
              </div>
              <Icon name="down" />
            </summary>
            <Leave
              enrolment={id}
              label={local(cohort_name)}
              title={gettext("Leave the group")}
              note={gettext(
                "What you did is kept. The lessons of this group leave the phone; with its code you can ask to come back.",
              )}
            />
          </details>
        ))}
      </div>
    </Section>
  );
}
