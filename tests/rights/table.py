"""Who may name what: a line for every route and every operation. It says what the code has to do, and is not its copy.

A line has an entry for each id that the request can carry, by its place in it: of which table the row is, and what one
has to be to that row (see `relations`). All entries must hold; for everybody else, and for every other id, the answer
is the very one that an id gets which nobody has.

A new route or operation: write its line here, and in `relations` what is new there. Nothing else is to be done.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """A row of `table` to which the asker is one of `relations`.

    `told`: the answer shows whether it is such a row. `untimed`: why other rows may cost other statements than none.
    """

    table: str
    relations: frozenset[str] = frozenset()
    told: bool = True
    untimed: str = ""


Line = dict[str, Row]
"""Place of an id in the request -> what it may name. Without any: everybody signed in, of themselves."""


def of(table: str, *relations: str, told: bool = True, untimed: str = "") -> Row:
    """A row to which the asker has to be one of these."""
    return Row(table, frozenset(relations), told, untimed)


def ignored(table: str) -> Row:
    """An id that is looked up nowhere, whosever it is."""
    return Row(table)


WORKERS, LEADERS, BOOKS = ("member", "guide"), ("guide", "workshop"), ("member", "guide", "workshop")
STAFF = ("host", "mentor")
"""Who leads a cohort."""
KEPT = "an edition that was read once is remembered; its id follows from a text that all schools read"
TEAMMATE = ("team guide", "team workshop")

OPERATIONS: dict[str, list[Line]] = {
    "manufactories.add_entry": [
        {"manufactory": of("manufactory", "member")},
        {"manufactory": of("manufactory", "member"), "items[].product": of("product", "member")},
    ],
    "manufactories.add_gate": [{"manufactory": of("manufactory", "guide")}],
    "manufactories.add_member": [
        {"manufactory": of("manufactory", *LEADERS), "enrolment": of("enrolment", *STAFF, "sender")}
    ],
    "manufactories.add_product": [{"manufactory": of("manufactory", *WORKERS)}],
    "manufactories.approve_entry": [{"manufactory": of("manufactory", *BOOKS), "entry": of("entry", *BOOKS)}],
    "manufactories.assign_mentor": [
        {"manufactory": of("manufactory", "workshop"), "person": of("person", "invited by")}
    ],
    "manufactories.change_product": [{"manufactory": of("manufactory", *WORKERS), "product": of("product", *WORKERS)}],
    "manufactories.date_gate": [{"manufactory": of("manufactory", "guide"), "gate": of("gate", "guide")}],
    "manufactories.describe": [{"manufactory": of("manufactory", *LEADERS)}],
    "manufactories.dismiss_mentor": [
        {"manufactory": of("manufactory", "workshop"), "person": of("person", "made guide by")}
    ],
    "manufactories.drop_gate": [{"manufactory": of("manufactory", "guide"), "gate": of("gate", "guide")}],
    "manufactories.end_member": [{"manufactory": of("manufactory", *LEADERS), "enrolment": of("enrolment", *TEAMMATE)}],
    "manufactories.found": [
        {
            "cohort": of("cohort", "host", "sender"),
            "institution": of("institution", "coordinator"),
            "members[].enrolment": of("enrolment", "host", "sender"),
            "mentors[]": of("person", "invited by"),
        },
        {
            "cohort": of("cohort", "host", "sender", "mentor"),
            "institution": of("institution", "coordinator", "mentor"),
            "members[].enrolment": of("enrolment", "host", "sender", "mentor"),
        },
    ],
    "manufactories.give_posts": [{"manufactory": of("manufactory", *LEADERS), "enrolment": of("enrolment", *TEAMMATE)}],
    "manufactories.pass_gate": [{"manufactory": of("manufactory", "guide"), "gate": of("gate", "guide")}],
    "manufactories.reverse_entry": [{"manufactory": of("manufactory", *BOOKS), "entry": of("entry", *BOOKS)}],
    "manufactories.set_price": [{"manufactory": of("manufactory", *WORKERS), "product": of("product", *WORKERS)}],
    "manufactories.undo_gate": [{"manufactory": of("manufactory", "guide"), "gate": of("gate", "guide")}],
    "mentoring.announce": [{"cohort": of("cohort", *STAFF)}],
    "mentoring.call_roll": [
        {"cohort": of("cohort", *STAFF), "marks[].enrolment": of("enrolment", *STAFF)},
        {"cohort": of("cohort", *STAFF), "plan": of("plan", *STAFF)},
    ],
    "mentoring.cancel_session": [{"plan": of("plan", *STAFF)}],
    "mentoring.log_session": [
        {"cohort": of("cohort", *STAFF), "marks[].enrolment": of("enrolment", *STAFF)},
        {"cohort": of("cohort", *STAFF), "plan": of("plan", *STAFF)},
        {
            "cohort": of("cohort", "home of guide", "home of workshop"),
            "manufactory": of("manufactory", *LEADERS),
            "marks[].enrolment": of("enrolment", *TEAMMATE),
            "gates[].gate": of("gate", *LEADERS, told=False),
        },
    ],
    "mentoring.plan_session": [{"cohort": of("cohort", *STAFF)}],
    "mentoring.retract": [{"announcement": of("announcement", "author", "host")}],
    "people.choose_language": [{}],
    "people.give_consent": [{}],
    "people.record_clearance": [
        {"institution": of("institution", "coordinator"), "person": of("person", "invited by")}
    ],
    "programmes.accept": [{"enrolment": of("enrolment", "host")}],
    "programmes.assign_mentor": [{"cohort": of("cohort", "host"), "person": of("person", "invited by")}],
    "programmes.dismiss_mentor": [{"cohort": of("cohort", "host"), "person": of("person", "made mentor by")}],
    "programmes.record_consent": [{"enrolment": of("enrolment", "host", "sender")}],
    "programmes.refuse": [{"enrolment": of("enrolment", "host")}],
    "programmes.withdraw": [{"enrolment": of("enrolment", "self", "host")}],
    "progress.complete_lesson": [
        {
            "enrolment": of("enrolment", "self as learner"),
            "lesson": of("lesson", "learner"),
            "release": of("release", "learner", untimed=KEPT),
        }
    ],
    "progress.submit_quiz": [
        {
            "enrolment": of("enrolment", "self as learner"),
            "quiz": of("quiz", "learner"),
            "release": of("release", "learner", untimed=KEPT),
            "answers{}": ignored("quiz"),
        }
    ],
}


@dataclass(frozen=True)
class Route:
    """`door`: "open" to everybody, who names nothing by an id; "shown" to everybody, by its content; "own" things of
    who is signed in; or "rows" of `line`.

    `lists`: tables whose rows the answer lists, and to whom.
    """

    door: str
    line: Line = field(default_factory=dict[str, Row])
    lists: dict[str, Row] = field(default_factory=dict[str, Row])


OPEN, OWN = Route("open"), Route("own")


def rows(**line: Row) -> Route:
    """Things that are named by an id."""
    return Route("rows", line)


def lists(**listed: Row) -> Route:
    """A list of what concerns who asks, of each of these tables."""
    return Route("own", lists=listed)


RUN = ("host", "manager", "sender")
WATCHED = ("workshop", "manager", "sender")
ROUTES: dict[str, Route] = {
    "GET /": OPEN,
    "HEAD /": OPEN,
    "GET /{path:path}": OPEN,
    "HEAD /{path:path}": OPEN,
    "GET /schema": OPEN,
    "GET /schema/openapi.json": OPEN,
    "GET /schema/{path:str}": OPEN,
    "GET /api/health": OPEN,
    "POST /api/people/sign-in": OPEN,
    "POST /api/people/login-name": OPEN,
    "POST /api/people/reset": OPEN,
    "POST /api/people/sign-out": OWN,
    "POST /api/people/me/close": OWN,
    "GET /api/people/devices": lists(device=of("device", "self", told=False)),
    "POST /api/people/devices/{device:str}/revoke": rows(device=of("device", "self")),
    "POST /api/people/reset-codes": rows(person=of("person", "coordinator")),
    "POST /api/people/invitations": rows(institution=of("institution", "coordinator")),
    "POST /api/people/invitations/look": OPEN,
    "POST /api/people/invitations/accept": OPEN,
    "POST /api/people/invitations/accept-mine": OWN,
    "GET /api/courses/bundles/{hash_:str}": rows(hash_=of("bundle", "learner", "mentor", "host", "manager")),
    "POST /api/programmes/join": OPEN,
    "POST /api/programmes/join/look": OPEN,
    "POST /api/programmes/apply": OWN,
    "POST /api/programmes/cohorts/{cohort:str}/code": rows(cohort=of("cohort", "host")),
    "GET /api/programmes/cohorts/{cohort:str}/poster.pdf": rows(cohort=of("cohort", "host", "manager")),
    "GET /api/manufactories/candidates": lists(
        cohort=of("cohort", "sender", *STAFF, told=False), enrolment=of("enrolment", "sender", *STAFF, told=False)
    ),
    "GET /api/reports/desk": lists(cohort=of("cohort", *RUN), enrolment=of("enrolment", *RUN, told=False)),
    "GET /api/reports/cohorts/{cohort:str}": rows(cohort=of("cohort", *RUN)),
    "GET /api/reports/participants/{enrolment:str}": rows(
        enrolment=of("enrolment", "host", "sender", "manager once seated")
    ),
    "GET /api/reports/audit": OWN,
    "GET /api/reports/manufactories": lists(manufactory=of("manufactory", *WATCHED)),
    "GET /api/reports/manufactories/{manufactory:str}": rows(manufactory=of("manufactory", *WATCHED)),
    "GET /api/media/{hash_:str}": Route("shown", {"hash_": ignored("picture")}),
    "GET /api/reports/my-data.json": lists(enrolment=of("enrolment", "self", told=False)),
    "GET /api/reports/my-data.html": lists(enrolment=of("enrolment", "self", told=False)),
    "POST /api/sync": OWN,
}
