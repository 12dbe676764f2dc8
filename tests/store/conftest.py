"""A real database in a folder of its own, and a journal on it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from leadbyte_desktop.store.database import FILE_NAME, Database
from leadbyte_desktop.store.journal import Journal
from tests.store.scenes import Clock, Office


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(tmp_path / FILE_NAME)
    yield database
    await database.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(database: Database, clock: Clock) -> Office:
    return Office(Journal(database, clock), clock)


@pytest.fixture
def journal(office: Office) -> Journal:
    return office.journal
