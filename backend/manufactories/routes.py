from litestar import Controller, get
from litestar.di import NamedDependency

from backend.core import clock
from backend.core.actor import Actor
from backend.core.door import Door
from backend.manufactories.candidates import Candidates, candidates


class Founding(Controller):
    """What a coordinator's phone does not hold and needs to found a manufactory."""

    path = "/api/manufactories"
    tags = ("manufactories",)

    @get("/candidates")
    async def candidates(self, door: NamedDependency[Door], actor: NamedDependency[Actor]) -> Candidates:
        """The own school's students in other schools' cohorts who may found one."""
        async with door.database.read() as db:
            return await candidates(actor, db, clock.now())
