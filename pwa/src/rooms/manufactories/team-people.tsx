/** Who is in a team and what each does there; who joins, who leaves. */
import { useState } from "preact/hooks";
import { gettext, local, number } from "../../i18n";
import { Section } from "../../parts/bits";
import { Frame, MainAct } from "../../parts/frame";
import { NotSaved, useSaving } from "../../parts/saving";
import { Sheet } from "../../parts/sheet";
import { Sure } from "../../parts/sure";
import { date, span } from "../../parts/time";
import { act } from "../../store";
import type { PostKind } from "../../store/wire";
import type { Manufactory } from "./books";
import { everIn, type Member, membersOf, mentorsOf, nameOf, postsNow } from "./crew";
import { groupsBeside, type Home, useTold } from "./homes";
import { MemberRow } from "./member-row";
import { ForMentor } from "./of-team";
import { PostsSheet } from "./people-pick";
import { postName } from "./words";

export default function TeamPeopleScreen({ ids: [id = ""] }: { ids: readonly string[] }) {
  return (
    <ForMentor id={id} title={gettext("Team")} up={`/teams/${id}`}>
      {(team) => <People team={team} />}
    </ForMentor>
  );
}

function People({ team }: { team: Manufactory }) {
  const [isAdding, setAdding] = useState(false);
  const members = membersOf(team.id);
  return (
    <Frame
      title={gettext("Team")}
      up={`/teams/${team.id}`}
      act={<MainAct icon="plus" label={gettext("Add somebody")} onPress={() => setAdding(true)} />}
      narrow
    >
      <div class="split">
        <h2 class="as-h3">{nameOf(team)}</h2>
        <p class="n count">
          {number(members.length)}
          {team.team_max > 0 && <small>/{number(team.team_max)}</small>}
        </p>
      </div>
      <ul class="rows">
        {members.map((member) => (
          <MemberRow key={member.id} member={member}>
            <div class="pick">
              <Posts member={member} />
              <TakeOut member={member} />
            </div>
          </MemberRow>
        ))}
      </ul>
      <Mentors team={team} />
      <Former all={everIn(team.id).filter(({ until }) => until !== null)} />
      {isAdding && <Adding team={team} count={members.length} onClose={() => setAdding(false)} />}
    </Frame>
  );
}

/** Posts are chosen together and saved at once; those that ended are told below. */
function Posts({ member }: { member: Member }) {
  const [chosen, setChosen] = useState<PostKind[]>();
  const { busy, failed, save } = useSaving();
  const { manufactory, enrolment, name } = member;
  const held = postsNow(member);
  const give = (posts: PostKind[]) =>
    save(() => act("manufactories.give_posts", { manufactory, enrolment, posts }, { label: name }));
  const isSame = chosen?.length === held.length && chosen.every((kind) => held.includes(kind));
  return (
    <>
      <button
        type="button"
        class="btn"
        aria-label={gettext("Posts: %(name)s", { name })}
        onClick={() => setChosen(held)}
      >
        {gettext("Posts")}
      </button>
      {chosen && (
        <PostsSheet name={name} held={chosen} set={setChosen} onClose={() => setChosen(undefined)}>
          <NotSaved code={failed} />
          <button
            type="button"
            class="btn wide"
            aria-busy={busy}
            aria-disabled={isSame}
            onClick={() => isSame || void give(chosen).then((isSaved) => isSaved && setChosen(undefined))}
          >
            {gettext("Save the posts")}
          </button>
          <Held member={member} />
        </PostsSheet>
      )}
    </>
  );
}

/** Which posts were held, and when. */
const Held = ({ member }: { member: Member }) =>
  member.posts.length > 0 ? (
    <ul>
      {[...member.posts].reverse().map(({ kind, since, until }) => (
        <li key={kind + since} class="cap">
          {postName(kind)}: {until ? span(since, until) : gettext("since %(date)s", { date: date(since) })}
        </li>
      ))}
    </ul>
  ) : null;

function TakeOut({ member }: { member: Member }) {
  const { busy, failed, save } = useSaving();
  const { manufactory, enrolment, name } = member;
  return (
    <Sure
      label={gettext("Take out")}
      about={name}
      title={gettext("Take out of the team?")}
      yes={gettext("Yes, take out")}
      busy={busy}
      onYes={() => save(() => act("manufactories.end_member", { manufactory, enrolment }, { label: name }))}
    >
      <NotSaved code={failed} />
      <p>{name}</p>
      <p>
        {gettext(
          "The manufactory leaves this phone. Entries that were made stay in the books; one can come back later.",
        )}
      </p>
    </Sure>
  );
}

const Mentors = ({ team }: { team: Manufactory }) => {
  const all = mentorsOf(team.id);
  return (
    <Section title={gettext("Mentors")}>
      {all.length > 0 && (
        <ul class="rows">
          {all.map(({ id, name }) => (
            <li key={id} class="row">
              <h3>{name}</h3>
            </li>
          ))}
        </ul>
      )}
      <p class="cap">{gettext("The school gives a team its mentors.")}</p>
    </Section>
  );
};

const Former = ({ all }: { all: readonly Member[] }) =>
  all.length > 0 ? (
    <Section title={gettext("Were in the team")}>
      <ul class="rows">
        {all.map(({ id, name, since, until }) => (
          <li key={id} class="row">
            <div>
              <h3>{name}</h3>
              <p class="cap">{until && span(since, until)}</p>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  ) : null;

interface AddingProps {
  team: Manufactory;
  count: number;
  onClose: () => void;
}

function Adding({ team, count, onClose }: AddingProps) {
  const { busy, failed, save } = useSaving();
  const isFull = team.team_max > 0 && count >= team.team_max;
  const groups = groupsBeside(team.cohort, useTold()).filter(({ people }) => people.length > 0);
  const add = (enrolment: string, name: string) => {
    const body = { manufactory: team.id, enrolment, posts: [] };
    void save(() => act("manufactories.add_member", body, { label: name })).then(
      (isSaved) => isSaved && onClose(),
    );
  };
  return (
    <Sheet title={gettext("Who joins the team?")} onClose={onClose}>
      <NotSaved code={failed} />
      {isFull ? (
        <p>{gettext("The team is as large as the programme lets it be.")}</p>
      ) : groups.length === 0 ? (
        <p>
          {gettext(
            "Nobody in your groups is free: whoever takes part and is in no team stands here. The school can add others.",
          )}
        </p>
      ) : (
        groups.map((group) => <Free key={group.cohort} group={group} busy={busy} onChoose={add} />)
      )}
    </Sheet>
  );
}

interface FreeProps {
  group: Home;
  busy: boolean;
  onChoose: (enrolment: string, name: string) => void;
}

const Free = ({ group, busy, onChoose }: FreeProps) => (
  <>
    <h3>{local(group.name)}</h3>
    <ul class="rows">
      {group.people.map(({ enrolment, name }) => (
        <li key={enrolment}>
          <button type="button" class="row" aria-busy={busy} onClick={() => onChoose(enrolment, name)}>
            <div>
              <b>{name}</b>
            </div>
          </button>
        </li>
      ))}
    </ul>
  </>
);
