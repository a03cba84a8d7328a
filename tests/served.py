"""A real server on a real socket, for what only the wire shows."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, closing

import uvicorn

from backend.app import assemble, build_app
from backend.core import listening
from backend.core.settings import Settings


@asynccontextmanager
async def served(settings: Settings) -> AsyncGenerator[int]:
    """The installation, served as `serve` does; gives the port where it listens."""
    with closing(listening.listen(settings)) as listens:
        server = uvicorn.Server(listening.server(build_app(assemble(settings)), settings))
        serving = asyncio.create_task(server._serve([listens]))  # type: ignore[reportPrivateUsage] - `serve` takes the signals of the tests
        while not server.started:
            await asyncio.sleep(0.01)
        yield listens.getsockname()[1]
        server.should_exit = True
        await serving
