/** A manufactory is founded: with whom, who does what, how it is called, what it makes, its mark. */
import { useState } from "preact/hooks";
import { gettext, local, ngettext, number } from "../../i18n";
import { Banner, Section } from "../../parts/bits";
import { Empty } from "../../parts/empty";
import { Choice, Wrong } from "../../parts/field";
import { Form } from "../../parts/form";
import { Frame, MainAct } from "../../parts/frame";
import { type Refused, refusedAct, WhyRefused } from "../../parts/refused";
import { complete } from "../../store";
import type { PostKind } from "../../store/wire";
import { AboutFields } from "./about-fields";
import { isMentoring, useFounding, useTyped } from "./found-form";
import { type Candidates, clearedFor, groupsFor, type Home, homes, useTold } from "./homes";
import { PersonRow, PostsSheet, postNames } from "./people-pick";

const up = () => (isMentoring() ? "/teams" : "/manufactories");

export default function FoundScreen({ ids: [mends] }: { ids: readonly string[] }) {
  const before = refusedAct("manufactories.found", mends);
  const told = useTold();
  return <Way all={homes(told)} told={told} before={before} />;
}

type Before = Refused<"manufactories.found"> | undefined;

interface WayProps {
  all: Home[];
  told: Candidates | undefined;
  before: Before;
}

function Way({ all, told, before }: WayProps) {
  const form = useTyped(before);
  const home = all.find(({ cohort }) => cohort === form.typed.cohort) ?? all[0];
  if (home && form.isReady) return <Founding all={all} told={told} home={home} form={form} before={before} />;
  return (
    <Frame title={gettext("Found a manufactory")} up={up()} narrow>
      {!home && complete.value && <Nobody />}
    </Frame>
  );
}

const Nobody = () => (
  <Empty
    title={gettext("No group to found with")}
    steps={[
      gettext("A group takes part in a programme whose students found manufactories"),
      gettext("Its students have a seat and all consents"),
      gettext("A few of them make a team, and you found it here"),
    ]}
  >
    {gettext("Here a few students become a team with a mark, products and a cash box of its own.")}
  </Empty>
);

interface Props extends WayProps {
  home: Home;
  form: ReturnType<typeof useTyped>;
}

function Founding(props: Props) {
  const { all, home, form, before } = props;
  const { now, taken, wrong, sending } = useFounding({ ...props, up: up() });
  const { change } = form;
  const isEmpty = groupsFor(home, all).every(({ people }) => people.length === 0);
  return (
    <Form
      title={gettext("Found a manufactory")}
      up={up()}
      label={gettext("Found the manufactory")}
      sending={sending}
      instead={isEmpty ? <MainAct to="/groups" label={gettext("To the groups")} /> : undefined}
    >
      <WhyRefused act={before} />
      {all.length > 1 && (
        <Section title={gettext("Group")}>
          <Choice
            quiet
            label={gettext("Group")}
            options={all.map(({ cohort, name }) => [cohort, local(name)] as const)}
            value={home.cohort}
            set={(cohort) => change({ cohort })}
          />
        </Section>
      )}
      {isEmpty ? (
        <NobodyFree />
      ) : (
        <>
          <Team
            home={home}
            all={all}
            members={now.members}
            set={(members) => change({ members })}
            wrong={wrong.team}
          />
          <AboutFields now={now} taken={taken} wrong={wrong} change={change} />
          <Mentors home={home} chosen={now.mentors} set={(mentors) => change({ mentors })} />
        </>
      )}
    </Form>
  );
}

interface TeamProps {
  home: Home;
  all: Home[];
  /** Posts, by enrolment. */
  members: Record<string, PostKind[]>;
  set: (members: Record<string, PostKind[]>) => void;
  wrong: string | undefined;
}

function Team({ home, all, members, set, wrong }: TeamProps) {
  const groups = groupsFor(home, all).filter(({ people }) => people.length > 0);
  const count = groups.flatMap(({ people }) => people).filter(({ enrolment }) => members[enrolment]).length;
  return (
    <Section title={gettext("Team")}>
      <div class="split" aria-invalid={wrong !== undefined} tabIndex={-1}>
        <p class="cap">{size(home)}</p>
        <p class="n count">
          {number(count)}
          <small>/{number(home.most)}</small>
        </p>
      </div>
      <Wrong text={wrong} />
      {groups.map((group) => (
        <Group key={group.cohort} group={group} isNamed={groups.length > 1} members={members} set={set} />
      ))}
    </Section>
  );
}

const NobodyFree = () => (
  <Banner title={gettext("Nobody is free")}>
    <p>
      {gettext(
        "Everybody in this group is in a team, or has no seat or consent yet. Look at the group first.",
      )}
    </p>
  </Banner>
);

const size = ({ least, most }: Home): string =>
  ngettext(
    "From %(least)s to %(num)s person. Choose who is in, then give the posts.",
    "From %(least)s to %(num)s people. Choose who is in, then give the posts.",
    most,
    { least: number(least) },
  );

interface GroupProps extends Pick<TeamProps, "members" | "set"> {
  group: Home;
  isNamed: boolean;
}

function Group({ group, isNamed, members, set }: GroupProps) {
  const [asked, setAsked] = useState<string>();
  const about = group.people.find(({ enrolment }) => enrolment === asked);
  const turn = (id: string) => {
    const { [id]: before, ...rest } = members;
    set(before ? rest : { ...members, [id]: [] });
  };
  return (
    <>
      {isNamed && <h3>{local(group.name)}</h3>}
      <ul class="rows">
        {group.people.map(({ enrolment, name }) => (
          <PersonRow
            key={enrolment}
            name={name}
            about={members[enrolment] ? postNames(members[enrolment]) : ""}
            isOn={members[enrolment] !== undefined}
            onTurn={() => turn(enrolment)}
          >
            <button
              type="button"
              class="btn"
              aria-label={gettext("Posts: %(name)s", { name })}
              onClick={() => setAsked(enrolment)}
            >
              {gettext("Posts")}
            </button>
          </PersonRow>
        ))}
      </ul>
      {about && (
        <PostsSheet
          name={about.name}
          held={members[about.enrolment] ?? []}
          set={(held) => set({ ...members, [about.enrolment]: held })}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  );
}

interface MentorsProps {
  home: Home;
  chosen: readonly string[];
  set: (chosen: string[]) => void;
}

/** Whoever founds as a mentor looks after the team; a school says who does. */
function Mentors({ home, chosen, set }: MentorsProps) {
  const cleared = clearedFor(home.institution);
  if (cleared.length === 0) return null;
  const turn = (person: string) =>
    set(chosen.includes(person) ? chosen.filter((one) => one !== person) : [...chosen, person]);
  return (
    <Section title={gettext("Mentors")}>
      <ul class="rows">
        {cleared.map(({ person, name }) => (
          <PersonRow
            key={person}
            name={name}
            about=""
            isOn={chosen.includes(person)}
            onTurn={() => turn(person)}
          />
        ))}
      </ul>
    </Section>
  );
}
