"""What a phone's first sync costs: a learner at the end of two courses, a coordinator of 500 people, a mentor of 30.

    python -m tests.load.first_sync [--people 500] [--database URL]

In one process, over the app itself: server CPU as a multiple of an empty Litestar request in the same run, bytes of
JSON before and after packing, rows and pages. Figures of one run stand in README.md of this folder.
"""

import asyncio

from backend.app import build_app
from tests.cast import assemble_cast
from tests.load.measure import HEAD, asked, empty_request, first_sync, installation, line
from tests.load.school import fill
from tests.phone import Phone
from tests.sync.crowd import signed_in


async def main() -> None:
    given = asked("tests.load.first_sync", "What a phone's first sync costs.", "people", 500)
    async with installation(given.database) as door:
        school = await fill(door, await assemble_cast(door), given.people)
        base = await empty_request()
        kind = "PostgreSQL" if given.database else "SQLite"
        print(f"{kind}, {given.people} people; an empty request costs {base:.3f} ms\n{HEAD}")
        app = build_app(door)
        for who in ("learner", "mentor", "coordinator"):
            phone = await signed_in(door, lambda: Phone(app, school.cast), getattr(school, who))
            print(line(who, await first_sync(phone), base))


if __name__ == "__main__":
    asyncio.run(main())
