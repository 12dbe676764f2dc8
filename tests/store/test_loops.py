"""Every operation of the store runs on plain asyncio (the commands) and on qasync (the window)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from leadbyte_desktop.domain.account import ApiKey
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.errors import NotAllowedNow
from leadbyte_desktop.domain.job import DraftItem, ItemState, JobKind, Settlement
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.store.catalogue import Catalogue
from leadbyte_desktop.store.credentials import Credentials
from leadbyte_desktop.store.database import FILE_NAME, Database
from leadbyte_desktop.store.journal import Journal
from leadbyte_desktop.store.preferences import Preferences
from tests.store.scenes import ACME, Clock, Office, ids_of, plain, to_buyer

Run = Callable[[Coroutine[Any, Any, None]], None]


@pytest.fixture(params=["asyncio", "qasync"])
def run(request: pytest.FixtureRequest) -> Run:
    if request.param == "asyncio":
        return asyncio.run
    from qasync import QEventLoop

    application = request.getfixturevalue("qapp")

    def on_qasync(work: Coroutine[Any, Any, None]) -> None:
        with QEventLoop(application) as loop:
            loop.run_until_complete(work)

    return on_qasync


def test_the_journal(run: Run, tmp_path: Path) -> None:
    async def work() -> None:
        database = Database(tmp_path / FILE_NAME)
        await database.open()
        office = Office(Journal(database, Clock()), Clock())
        journal = office.journal
        assert await journal.settle_interrupted() == 0
        job = await office.job(plain("1"), to_buyer("2"), plain("3"), plain("4"), kind=JobKind.SINGLE)
        assert len(await journal.waiting(job.job_id, 0, 10, again=True)) == 4
        assert await journal.leave_out_repeats(job.job_id, ids_of(await office.items(job))) == {}
        await office.send(job, 1)
        unknown = await office.send(job, 2, state=ItemState.NOT_KNOWN)
        assert await journal.held_leads(job.job_id) == {LeadRef("2")}
        assert await journal.touched_later([unknown.item_id]) == set()
        assert len(await journal.prior_sends("acme", [(LeadRef("2"), "delivery:1053")])) == 1
        assert await journal.not_known("acme") == 1
        assert len(await journal.attempts_of(unknown.item_id)) == 1
        assert (await journal.settle(unknown.item_id, Settlement.DID_NOT, "sam")).state is ItemState.NOT_SENT
        assert len(await journal.unfinished_jobs("acme")) == 1
        assert len(await journal.last_items("acme", 5)) == 2
        assert await journal.cancel_waiting(job.job_id) == 2
        assert len(await journal.jobs(5, 0)) == 1
        assert (await journal.job(job.job_id)).stopped
        assert (await journal.item(unknown.item_id)).position == 2
        with pytest.raises(NotAllowedNow):
            await office.job(DraftItem(to_buyer("2"), repeats=unknown.item_id))
        await database.close()

    run(work())


def test_the_lists_and_settings(run: Run, tmp_path: Path) -> None:
    async def work() -> None:
        database = Database(tmp_path / FILE_NAME)
        catalogue, preferences = Catalogue(database), Preferences(database)
        await catalogue.put("acme", [Delivery("1053", "Acme Solar")], by_hand=False)
        await catalogue.set_shown("acme", "1053", False)
        assert [delivery.shown for delivery in await catalogue.deliveries("acme")] == [False]
        assert await catalogue.refreshed_at("acme") is not None
        await catalogue.remove("acme", "1053")
        await preferences.set("last tab", "Batch")
        assert await preferences.get("last tab") == "Batch"
        await preferences.put_account(ACME)
        assert await preferences.accounts() == [ACME]
        await preferences.remove_account("acme")
        await database.close()

    run(work())


@pytest.mark.usefixtures("secret_service")
def test_the_safe_for_keys(run: Run) -> None:
    async def work() -> None:
        credentials = Credentials()
        assert await credentials.available()
        await credentials.store("loops", ApiKey("practice-key-full"))
        assert await credentials.load("loops") == ApiKey("practice-key-full")
        await credentials.forget("loops")
        await credentials.keep_for_this_run("loops", ApiKey("practice-key-full"))
        assert await credentials.load("loops") is not None
        await credentials.forget("loops")
        assert await credentials.load("loops") is None

    run(work())


def test_many_at_once_keep_their_order(run: Run, tmp_path: Path) -> None:
    async def work() -> None:
        database = Database(tmp_path / FILE_NAME)
        preferences = Preferences(database)
        await asyncio.gather(*(preferences.set("last", str(number)) for number in range(200)))
        assert await preferences.get("last") == "199"
        await database.close()

    run(work())
