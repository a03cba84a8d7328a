"""Operators: accounts of the console, apart from everyone who takes part in programmes."""

import asyncio

from backend.people.tables import Operator

SHORTEST = 12
LONGEST = 128  # Piccolo's own limit


class OperatorTrouble(Exception):
    """Why no account was made; the text is for the person at the command line."""


async def create_operator(name: str, password: str) -> None:
    """Make an operator's account in the database that is bound. Raises OperatorTrouble."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise OperatorTrouble(f"An operator's password has from {SHORTEST} to {LONGEST} characters.")
    if not name.strip() or len(name) > 100:
        raise OperatorTrouble("An operator's name has from 1 to 100 characters.")
    if await Operator.exists().where(Operator.username == name):
        raise OperatorTrouble(f"There is an operator named {name} already.")
    # Piccolo hashes in the constructor, for a tenth of a second; the e-mail column must be unique and nobody has one.
    row = await asyncio.to_thread(
        Operator, username=name, password=password, email=name, active=True, admin=True, superuser=True
    )
    await row.save()
