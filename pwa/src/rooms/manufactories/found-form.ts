/** What a founding holds while it is written, and what it still lacks. */
import { useState } from "preact/hooks";
import { gettext, local, ngettext, number } from "../../i18n";
import { type Drafted, useDraft } from "../../parts/draft";
import { type Sending, useSending } from "../../parts/form";
import { isMentor } from "../../parts/places";
import type { Refused } from "../../parts/refused";
import { type Acts, account } from "../../store";
import type { PostKind } from "../../store/wire";
import { type About, aboutTroubles, inThisLanguage, kept } from "./about-fields";
import { type Candidates, clearedFor, groupsFor, type Home, marksTaken } from "./homes";
import { freeMark, type Taken } from "./marks";

type Body = Acts["manufactories.found"];

export interface Typed extends About {
  cohort: string;
  /** Posts, by enrolment. */
  members: Record<string, PostKind[]>;
  mentors: string[];
}

export const isMentoring = (): boolean => isMentor(account.value?.roles ?? []);

/** A refused founding as it was typed. */
function typedIn({ members, institution: _, ...body }: Body): Typed {
  return {
    ...body,
    ...kept(body),
    members: Object.fromEntries(members.map(({ enrolment, posts }) => [enrolment, posts])),
  };
}

export const useTyped = (before: Refused<"manufactories.found"> | undefined): Drafted<Typed> =>
  useDraft<Typed>(before ? `found ${before.id}` : "found", before && typedIn(before.body));

/** Who was chosen and may still join, in the order of the lists. */
export function team(home: Home, all: readonly Home[], members: Typed["members"]): Body["members"] {
  const people = groupsFor(home, all).flatMap((group) => group.people);
  return people.flatMap(({ enrolment }) => {
    const posts = members[enrolment];
    return posts ? [{ enrolment, posts }] : [];
  });
}

/** Why so many cannot found a manufactory; undefined when they can. */
export function sizeTrouble(
  count: number,
  { least, most }: Pick<Home, "least" | "most">,
): string | undefined {
  if (count >= least && count <= most) return undefined;
  return count < least
    ? ngettext(
        "A team needs %(num)s person at least. Choose more people.",
        "A team needs %(num)s people at least. Choose more people.",
        least,
      )
    : ngettext(
        "A team has %(num)s person at most; %(count)s are chosen. Take some off.",
        "A team has %(num)s people at most; %(count)s are chosen. Take some off.",
        most,
        { count: number(count) },
      );
}

/** A team is at home where one of its members is. */
export const homeTrouble = (members: Body["members"], { people, name }: Pick<Home, "people" | "name">) =>
  members.some(({ enrolment }) => people.some((one) => one.enrolment === enrolment))
    ? undefined
    : gettext("Choose at least one person of the group “%(name)s”, or another group.", { name: local(name) });

interface Props {
  all: Home[];
  home: Home;
  form: Drafted<Typed>;
  told: Candidates | undefined;
  before: Refused<"manufactories.found"> | undefined;
  /** Where one goes on. */
  up: string;
}

interface Founding {
  now: Typed;
  taken: Taken[];
  wrong: { team?: string | undefined } & Partial<ReturnType<typeof aboutTroubles>>;
  sending: Sending;
}

export function useFounding({ all, home, form, told, before, up }: Props): Founding {
  const taken = marksTaken(home.cohort, "", told);
  const now: Typed = {
    ...freeMark(taken),
    ...{ cohort: home.cohort, name: "", makes: "", carrier: "school_project", members: {}, mentors: [] },
    ...form.typed,
  };
  const [isChecked, setChecked] = useState(false);
  const members = team(home, all, now.members);
  const wrong = {
    team: sizeTrouble(members.length, home) ?? homeTrouble(members, home),
    ...aboutTroubles(now, taken),
  };
  const check = () => {
    setChecked(true);
    return Object.values(wrong).every((one) => one === undefined);
  };
  const send = () => {
    const cleared = clearedFor(home.institution).map(({ person }) => person);
    const said = (name: "name" | "makes") => inThisLanguage(before?.body[name] ?? {}, now[name]);
    const body: Body = {
      cohort: home.cohort,
      institution: home.institution,
      name: said("name"),
      makes: said("makes"),
      figure: now.figure,
      pigment: now.pigment,
      carrier: now.carrier,
      members,
      mentors: now.mentors.filter((person) => cleared.includes(person)),
    };
    return form.send("manufactories.found", body, { label: now.name.trim(), mends: before?.id });
  };
  return { now, taken, wrong: isChecked ? wrong : {}, sending: useSending(send, up, check) };
}
