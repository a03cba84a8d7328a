/** A member by name: what they do in the team, and when their phone was last heard of. */
import type { ComponentChildren } from "preact";
import { Stamp } from "../../parts/stamp";
import { table } from "../../store";
import { phone } from "../programmes/words";
import { type Member, postsNow } from "./crew";
import { postNames } from "./people-pick";

/** Only whoever also leads the group is told of phones. */
const sign = (enrolment: string): string | undefined => {
  const found = table("roster").value.find(({ id }) => id === enrolment);
  return found && phone(found.seen_at, found.unsent);
};

export const MemberRow = ({ member, children }: { member: Member; children?: ComponentChildren }) => {
  const heard = sign(member.enrolment);
  return (
    <li class={member.pending ? "row roomy wait" : "row roomy"}>
      {member.pending && <Stamp id={member.id} waiting />}
      <div>
        <h3>{member.name}</h3>
        <p>{postNames(postsNow(member))}</p>
        {heard && <p class="cap">{heard}</p>}
      </div>
      {children}
    </li>
  );
};
