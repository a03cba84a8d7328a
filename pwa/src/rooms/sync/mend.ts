/** Where a refused act is looked at or put right, and what its author wrote in it. */
import { type Issue, type Item, table } from "../../store";

/** Only a group that is still on this phone has screens. */
const inGroup = (cohort: string, path: string): string | undefined =>
  table("cohort").value.some(({ id }) => id === cohort) ? path : undefined;

/** The form with all that is in the act; undefined where there is none. */
export function formOf({ id, type, body }: Issue): string | undefined {
  switch (type) {
    case "mentoring.log_session":
      return body.manufactory ? inTeam(body.manufactory, `/log/${id}`) : inGroup(body.cohort, `/log/${id}`);
    case "mentoring.call_roll":
      return inGroup(body.cohort, `/groups/${body.cohort}/roll/${id}`);
    case "mentoring.plan_session":
      return inGroup(body.cohort, `/groups/${body.cohort}/plan/${id}`);
    case "mentoring.announce":
      return inGroup(body.cohort, `/groups/${body.cohort}/announce/${id}`);
    case "programmes.record_consent":
      return personOf(body.enrolment);
    case "manufactories.add_entry":
      if (body.kind === "sale") return undefined;
      return inTeam(
        body.manufactory,
        `/workshop/${body.manufactory}/${body.kind === "count" ? "count" : "entry"}/${id}`,
      );
    case "manufactories.found":
      return `/found/${id}`;
    default:
      return undefined;
  }
}

/** Likewise of a manufactory: whoever has left the team has no screens of it. */
const inTeam = (manufactory: string, path: string): string | undefined =>
  table("manufactory").value.some(({ id }) => id === manufactory) ? path : undefined;

/** A school reads its manufactories online. */
const atSchool = (manufactory: string): string | undefined =>
  table("school_manufactory").value.some(({ id }) => id === manufactory)
    ? `/manufactories/${manufactory}`
    : undefined;

/** Where one sees how things stand now, for acts that are decided anew and not mended. */
export function placeOf({ type, body }: Issue): string | undefined {
  switch (type) {
    case "programmes.accept":
    case "programmes.refuse":
    case "programmes.withdraw":
      return personOf(body.enrolment);
    case "programmes.assign_mentor":
    case "programmes.dismiss_mentor":
      return inGroup(body.cohort, `/groups/${body.cohort}`);
    case "people.record_clearance":
      return "/mentors";
    case "manufactories.add_entry":
    case "manufactories.reverse_entry":
    case "manufactories.approve_entry":
      return inTeam(body.manufactory, `/workshop/${body.manufactory}/book`) ?? atSchool(body.manufactory);
    case "manufactories.add_product":
    case "manufactories.change_product":
    case "manufactories.set_price":
      return inTeam(body.manufactory, `/workshop/${body.manufactory}/products`);
    case "manufactories.describe":
    case "manufactories.add_member":
    case "manufactories.end_member":
    case "manufactories.give_posts":
    case "manufactories.add_gate":
    case "manufactories.drop_gate":
    case "manufactories.date_gate":
    case "manufactories.pass_gate":
    case "manufactories.undo_gate":
      return inTeam(body.manufactory, `/teams/${body.manufactory}`);
    case "manufactories.assign_mentor":
    case "manufactories.dismiss_mentor":
      return atSchool(body.manufactory);
    default:
      return undefined;
  }
}

function personOf(enrolment: string): string | undefined {
  const row = table("roster").value.find(({ id }) => id === enrolment);
  return row && `/groups/${row.cohort}/people/${enrolment}`;
}

/** The person's own words, so that they are never out of reach; those that name the act stand in its name already. */
export const written = (item: Item): string[] =>
  wordsOf(item).filter((words) => words && words !== item.label);

function wordsOf({ type, body }: Item): string[] {
  switch (type) {
    case "mentoring.log_session":
      return [body.next_steps, body.note, ...(body.gates ?? []).map(({ evidence }) => evidence)];
    case "mentoring.announce":
      return [body.text];
    case "mentoring.plan_session":
      return [body.topic, body.place];
    case "manufactories.add_entry":
      return [body.note];
    case "manufactories.reverse_entry":
    case "manufactories.undo_gate":
      return [body.reason];
    case "manufactories.pass_gate":
      return [body.evidence];
    default:
      return [];
  }
}
