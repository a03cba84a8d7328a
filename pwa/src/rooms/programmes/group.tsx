/** What every list of groups and every screen of one shows, whoever looks and wherever it is read. */
import type { ComponentChildren } from "preact";
import { gettext, type Local, local, number } from "../../i18n";
import { span } from "../../parts/time";
import { wide } from "../../parts/wide";

interface Group {
  id: string;
  name: Local;
  starts: string;
  ends: string;
  seats: number;
}

/** "12/16" */
export const taken = (learners: number, seats: number): string => `${number(learners)}/${number(seats)}`;

interface RowProps {
  group: Group;
  learners: number;
  /** Whether it is the one open beside the list. */
  isHere: boolean;
  children: string;
}

export const GroupRow = ({
  group: { id, name, starts, ends, seats },
  learners,
  isHere,
  children,
}: RowProps) => (
  <a class="row" href={`/groups/${id}`} aria-current={isHere ? "true" : undefined}>
    <div>
      <h3>{local(name)}</h3>
      <p class="cap">{span(starts, ends)}</p>
      <p class="cap">{children}</p>
    </div>
    <span class="n">
      <span class="vh">{gettext("Students and seats:")} </span>
      {taken(learners, seats)}
    </span>
  </a>
);

interface HeadProps {
  group: Group & { programme: Local; institution: Local };
  /** Three figures. */
  children: ComponentChildren;
}

export const GroupHead = ({ group, children }: HeadProps) => (
  <>
    <div>
      {!wide.value && <h2>{local(group.name)}</h2>}
      <p class="cap">
        {local(group.programme)} · {local(group.institution)}
      </p>
      <p class="cap">{span(group.starts, group.ends)}</p>
    </div>
    <div class="cells three">{children}</div>
  </>
);

export const Figure = ({ label, value }: { label: string; value: string }) => (
  <div>
    <span class="cap">{label}</span>
    <span class="n">{value}</span>
  </div>
);
