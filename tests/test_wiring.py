"""Everything below the window, built as the app builds it, without Qt."""

from __future__ import annotations

import getpass
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT, Account, ApiKey
from leadbyte_desktop.domain.errors import KeyringProblem, StorageProblem
from leadbyte_desktop.domain.job import DraftItem, ItemState, JobDraft, JobKind
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.practice.keys import FULL_KEY
from leadbyte_desktop.services.desk import Desk
from leadbyte_desktop.services.workplace import Workplace
from leadbyte_desktop.store.database import FILE_NAME
from leadbyte_desktop.wiring import person_name, wire


async def send_one(desk: Desk) -> ItemState:
    """Send one plain change to the open account; gives what became of it."""
    rows = (DraftItem(LeadUpdate(LeadRef("2932682"), {"postcode": "TN25 6QD"})),)
    job = await desk.write_down(await desk.prepare(JobDraft(JobKind.SINGLE, "x", desk.account.account_id, rows)))
    result = await desk.send(job, lambda _progress: None, again=False)
    (state,) = result.counts
    return state


async def opened(workplace: Workplace) -> Desk:
    return await workplace.open_desk(PRACTICE_ACCOUNT)


async def test_the_practice_account_opens_with_its_deliveries_and_no_port(tmp_path: Path) -> None:
    workplace = await wire(tmp_path)
    desk = await opened(workplace)
    assert len(desk.deliveries) == 24
    assert await send_one(desk) is ItemState.UPDATED
    await desk.close()
    await workplace.close()


async def test_its_leads_are_the_same_after_it_was_closed_and_opened(tmp_path: Path) -> None:
    workplace = await wire(tmp_path)
    first = await opened(workplace)
    await send_one(first)
    await first.close()
    second = await opened(workplace)
    assert (await second.client.get_lead(LeadRef("2932682")))["postcode"] == "TN25 6QD"
    await second.close()
    await workplace.close()


async def test_a_problem_is_practised_once(tmp_path: Path) -> None:
    workplace = await wire(tmp_path)
    desk = await opened(workplace)
    workplace.practise(PractiseProblem.REFUSE)
    assert workplace.practised() is PractiseProblem.REFUSE
    assert await send_one(desk) is ItemState.REFUSED
    assert workplace.practised() is None
    workplace.practise(PractiseProblem.CUT)
    workplace.practise(None)
    assert await send_one(desk) is ItemState.UPDATED
    await desk.close()
    await workplace.close()


async def test_every_key_is_told_before_it_is_used(tmp_path: Path) -> None:
    told: list[ApiKey] = []
    workplace = await wire(tmp_path, told.append)
    await (await opened(workplace)).close()
    assert told == [ApiKey(FULL_KEY.text)]
    await workplace.close()


async def test_what_was_out_when_the_app_died_is_not_known(tmp_path: Path) -> None:
    first = await wire(tmp_path)
    assert first.interrupted == 0
    journal = first.tools.journal
    rows = tuple(DraftItem(LeadUpdate(LeadRef(number), {}, ("1053",))) for number in ("1", "2", "3"))
    job = await journal.create_job(JobDraft(JobKind.BATCH, "x", "practice", rows), PRACTICE_ACCOUNT, "sam")
    ids = [item.item_id for item in await journal.items(job.job_id, None, 0, 9)]
    await journal.mark_sending(job.job_id, ids[:2], "PUT", "https://x", "{}")
    await first.close()

    second = await wire(tmp_path)
    assert second.interrupted == 2
    assert second.interrupted_in == {"practice": 2}
    states = [item.state for item in await second.tools.journal.items(job.job_id, None, 0, 9)]
    assert states == [ItemState.NOT_KNOWN, ItemState.NOT_KNOWN, ItemState.WAITING]
    await second.close()

    third = await wire(tmp_path)
    assert third.interrupted == 0
    await third.close()


async def test_an_account_without_a_key_is_told_apart(tmp_path: Path) -> None:
    workplace = await wire(tmp_path)
    with pytest.raises(KeyringProblem):
        await workplace.open_desk(Account("acme", "Acme", "https://acme.leadbyte.co.uk/restapi/v1.3"))
    await workplace.close()


def damage(folder: Path) -> bytes:
    whole = b"This is no database. " * 1_000
    (folder / FILE_NAME).write_bytes(whole)
    return whole


async def test_a_damaged_file_is_kept_aside_and_the_app_starts(tmp_path: Path) -> None:
    before = damage(tmp_path)
    (tmp_path / "batches").mkdir()
    (tmp_path / "batches" / "x.sqlite3").write_bytes(b"an unfinished batch")
    workplace = await wire(tmp_path)
    aside = workplace.set_aside
    assert aside is not None
    assert aside.read_bytes() == before
    assert re.fullmatch(r"leadbyte-desktop-damaged-[0-9TZ-]+\.sqlite3", aside.name)
    assert str(aside) in workplace.set_aside_words
    assert "no longer knows what already went to buyers" in workplace.set_aside_words
    assert (tmp_path / f"{aside.stem}-batches" / "x.sqlite3").read_bytes() == b"an unfinished batch"
    desk = await opened(workplace)
    assert await send_one(desk) is ItemState.UPDATED
    await desk.close()
    await workplace.close()

    again = await wire(tmp_path)
    assert again.set_aside is None
    assert again.set_aside_words == ""
    assert len(await again.tools.journal.jobs(9, 0)) == 1
    await again.close()
    assert aside.read_bytes() == before


async def test_a_file_that_cannot_be_opened_is_told_in_words_and_leaves_no_thread(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    others = set(threading.enumerate())
    with pytest.raises(StorageProblem, match="cannot be opened"):
        await wire(tmp_path)
    for thread in set(threading.enumerate()) - others:
        if thread.name.startswith("database"):
            thread.join(20)
            assert not thread.is_alive()


def test_the_person_is_known_by_their_login(monkeypatch: pytest.MonkeyPatch) -> None:
    assert person_name() == getpass.getuser()
    for error in (OSError, KeyError, ImportError):

        def fail(kind: type[Exception] = error) -> str:
            raise kind

        monkeypatch.setattr(getpass, "getuser", fail)
        assert person_name() == "this PC"


def test_nothing_of_it_needs_qt() -> None:
    code = "import sys; sys.modules['PySide6'] = None; sys.modules['qasync'] = None; import leadbyte_desktop.wiring"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
