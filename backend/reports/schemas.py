from typing import TypedDict

from backend.core.fields import Texts


class CourseDone(TypedDict):
    """Lessons of a course's current release that a learner finished."""

    id: str
    done: int
    total: int


class Learner(TypedDict):
    """A participant with all that a school looks at. `unsent`: acts waiting on their phones when last heard of."""

    enrolment: str
    cohort: str
    name: str
    status: str
    done: int
    total: int
    courses: list[CourseDone]
    last_seen_at: str | None
    unsent: int | None
    behind: bool
    silent: bool


class DeskCohort(TypedDict):
    """A cohort on the Desk; lessons are summed over its learners that the reader may see."""

    id: str
    name: Texts
    starts: str
    ends: str
    seats: int
    learners: int
    lessons_done: int
    lessons_total: int


class Desk(TypedDict):
    """What needs somebody today, as of `as_of`. Of those who are behind the ones with most to do, of the silent those
    silent for longest: `behind_count` and `silent_count` say how many there are. Whoever sees more than fifty cohorts
    is shown people of the fifty with most of them."""

    as_of: str
    cohorts: list[DeskCohort]
    behind: list[Learner]
    silent: list[Learner]
    behind_count: int
    silent_count: int


class CohortCourseHead(TypedDict):
    """A course of a cohort and how many lessons its current release has."""

    id: str
    title: Texts
    lessons: int


class CohortReport(TypedDict):
    """A cohort with the progress of each learner that the reader may see, by name."""

    as_of: str
    id: str
    name: Texts
    programme: Texts
    institution: Texts
    starts: str
    ends: str
    seats: int
    courses: list[CohortCourseHead]
    learners: list[Learner]


class NextGate(TypedDict):
    """The gate that comes next, by the day on which it is due."""

    name: Texts
    due: str
    overdue: bool


class GatesPassed(TypedDict):
    """How many of its gates a manufactory has passed."""

    passed: int
    total: int


class ManufactoryLine(TypedDict):
    """A manufactory among others; kopecks. `waiting`: entries that count only once a second person has let them;
    `quiet`: nothing was entered and no session held for a while."""

    id: str
    name: Texts
    makes: Texts
    figure: str
    pigment: str
    carrier: str
    school: Texts
    cohort: Texts
    programme: Texts
    members: int
    mentors: list[str]
    balance: int
    revenue: int
    result: int
    units: int
    first_sale: str | None
    break_even: str | None
    next_gate: NextGate | None
    gates_passed: GatesPassed
    last_entry_at: str | None
    waiting: int
    quiet: bool


class Manufactories(TypedDict):
    """The manufactories that the reader looks after, the oldest first, as of `as_of`."""

    as_of: str
    manufactories: list[ManufactoryLine]


class WeekOfMoney(TypedDict):
    """Money that came and went in a week of the books, in kopecks; `monday` is its first day."""

    monday: str
    came: int
    went: int


class ProductSold(TypedDict):
    """What a product brought; kopecks. Without an id: sales of a sum of their own, which have no units."""

    id: str | None
    name: Texts
    unit: str | None
    units: int
    revenue: int


class MemberNow(TypedDict):
    """A member with the posts held now."""

    name: str
    posts: list[str]


class MentorNow(TypedDict):
    """A mentor of a manufactory."""

    person: str
    name: str


class GateStep(TypedDict):
    """One step of a gate: `act` is passed or undone, `said` the evidence or the reason."""

    act: str
    said: str
    day: str
    by: str
    at: str


class GateReport(TypedDict):
    """A gate with its steps. `passed_on`: the day on which it was passed, of one that follows from the books too."""

    kind: str
    name: Texts
    due: str
    overdue: bool
    passed_on: str | None
    steps: list[GateStep]


class WaitingEntry(TypedDict):
    """An entry that a second person has not let count yet; kopecks."""

    id: str
    kind: str
    note: str
    kopecks: int
    person: str
    by: str
    at: str
    day: str


class TeamSession(TypedDict):
    """A session of the team that was held."""

    kind: str
    day: str
    minutes: int
    by: str


class ManufactoryReport(ManufactoryLine):
    """One manufactory with all that is drawn of it. `led`: whether the reader's school looks after it; `cash` and
    `card` are its balance."""

    as_of: str
    institution: str
    led: bool
    cash: int
    card: int
    weeks: list[WeekOfMoney]
    products: list[ProductSold]
    team: list[MemberNow]
    team_mentors: list[MentorNow]
    gates: list[GateReport]
    waiting_entries: list[WaitingEntry]
    sessions: list[TeamSession]


class StepTaken(TypedDict):
    """A step of an enrolment to `status`. `by`: who took it, None for the system."""

    status: str
    at: str
    by: str | None
    reason: str | None


class CourseOf(CourseDone):
    """The same with its title."""

    title: Texts


class Presence(TypedDict):
    """What counts on one roll."""

    status: str
    late_minutes: int | None


class PostsIn(TypedDict):
    """A manufactory that a participant is or was in, with the posts held now."""

    id: str
    name: Texts
    posts: list[str]
    left: bool


class Participant(TypedDict):
    """The card of one participant in one cohort, as of `as_of`. `school`: that sent them; `consents`: the purposes that
    are consented to; `attendance`: roll by roll, the oldest first."""

    as_of: str
    enrolment: str
    cohort: str
    cohort_name: Texts
    programme: Texts
    school: Texts
    name: str
    minor: bool
    status: str
    since: str
    reason: str | None
    steps: list[StepTaken]
    consents: list[str]
    courses: list[CourseOf]
    attendance: list[Presence]
    manufactories: list[PostsIn]


class JournalLine(TypedDict):
    """One act in words. `day`: on which it arrived; `arrived`: when, if not at once; `acted_as` is empty where `who`
    says it all; `about`: whom or what it concerned; `changes`: what an edit changed."""

    id: str
    day: str
    at: str
    arrived: str | None
    who: str
    acted_as: str
    did: str
    about: str | None
    changes: list[str]


class Journal(TypedDict):
    """Acts that concern a school, the latest to arrive first. `before` asks for the next page; None on the last."""

    as_of: str
    lines: list[JournalLine]
    before: str | None
