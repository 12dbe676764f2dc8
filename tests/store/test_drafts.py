"""Unfinished batches."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from leadbyte_desktop.store.database import FILE_NAME, Database
from leadbyte_desktop.store.drafts import AUTOSAVED, Drafts
from tests.store.scenes import Clock

BATCH = {"columns": ["Lead ID", "Postcode"], "rows": [["0012", "TN25 6QD"], ["7", "\ud83d Zoë"]], "reprocess": False}


@pytest.fixture
def drafts(database: Database, clock: Clock) -> Drafts:
    return Drafts(database, clock)


async def test_a_batch_survives_closing_the_app(tmp_path: Path, drafts: Drafts, database: Database) -> None:
    await drafts.save("acme", AUTOSAVED, BATCH)
    await database.close()
    again = Database(tmp_path / FILE_NAME)
    assert await Drafts(again).load("acme", AUTOSAVED) == BATCH
    await again.close()


async def test_each_account_has_its_own_under_each_name(drafts: Drafts, clock: Clock) -> None:
    for account, name in (("acme", AUTOSAVED), ("acme", "Friday"), ("acme", "Monday"), ("globex", "Friday")):
        await drafts.save(account, name, {"of": f"{account} {name}"})
        clock.forward()
    assert await drafts.names("acme") == ["Monday", "Friday"]
    assert await drafts.names("globex") == ["Friday"]
    assert await drafts.load("acme", "Friday") == {"of": "acme Friday"}
    assert await drafts.load("globex", "Monday") is None


async def test_saving_again_replaces_and_comes_first(drafts: Drafts, clock: Clock) -> None:
    for name in ("Friday", "Monday", "Friday"):
        await drafts.save("acme", name, {"at": clock.time.isoformat()})
        clock.forward()
    assert await drafts.names("acme") == ["Friday", "Monday"]
    assert await drafts.load("acme", "Friday") == {"at": "2026-11-22T10:04:00+00:00"}


async def test_a_batch_can_be_forgotten(drafts: Drafts) -> None:
    await drafts.save("acme", "Friday", BATCH)
    await drafts.delete("acme", "Friday")
    await drafts.delete("acme", "Friday")
    assert await drafts.load("acme", "Friday") is None
    assert await drafts.names("acme") == []


async def test_what_is_saved_is_what_was_handed_over_at_that_moment(drafts: Drafts) -> None:
    plain = {"rows": ["before"]}
    saving = asyncio.create_task(drafts.save("acme", AUTOSAVED, plain))
    await asyncio.sleep(0)
    plain["rows"].append("after")
    await saving
    assert await drafts.load("acme", AUTOSAVED) == {"rows": ["before"]}
