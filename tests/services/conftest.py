"""What the tests of the use cases stand on: a real file, the real way over a socket to the practice account."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.services.desk import Desk
from leadbyte_desktop.services.workplace import Workplace
from leadbyte_desktop.wiring import wire
from tests.practice_server import PracticeServer
from tests.services.sending_office import Office, open_office


@pytest.fixture
async def workplace(tmp_path: Path) -> AsyncIterator[Workplace]:
    """Everything below the window, as the app builds it."""
    folder = tmp_path / "data"
    folder.mkdir()
    opened = await wire(folder)
    yield opened
    await opened.close()


@pytest.fixture
async def desk(workplace: Workplace, practice_server: PracticeServer) -> AsyncIterator[Desk]:
    """The practice account on its socket, connected as a real one, on a PC without a safe for keys."""
    accounts = workplace.tools.accounts
    key = practice_server.key().reveal()
    await accounts.keep(await accounts.check(practice_server.base_url, key, "Acme Leads"), key)
    account = await accounts.active()
    assert isinstance(account, Account)
    opened = await workplace.open_desk(account)
    await opened.refresh_deliveries()
    yield opened
    await opened.close()


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A journal, a sender and a scripted LeadByte."""
    async with open_office(tmp_path) as office:
        yield office
