"""History of jobs that are under way: it says how each stands, and holds, goes on with and cancels them."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.job import ItemState, JobKind
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.practice.world import LeadStatus
from leadbyte_desktop.services.progress import Progress
from leadbyte_desktop.services.sender import Sender
from leadbyte_desktop.ui.parts.cell_delegate import TONE_ROLE
from tests.ui.history_desk import History, draft, update, with_status
from tests.ui.live_jobs import HELD, ROWS, batch, begin, finish, hold

if TYPE_CHECKING:
    from tests.ui.conftest import Office


@pytest.fixture
def history(office: Office, qtbot: QtBot) -> History:
    return History(office, qtbot)


def states(office: Office, job_id: int) -> set[ItemState]:
    return {item.state for item in office.items(job_id)}


def stands(history: History, row: int = 0) -> str:
    return history.table("jobs")[row][5]


def test_a_job_that_is_held_says_by_whom_and_goes_on_from_here(office: Office, history: History) -> None:
    job_id = hold(office, batch(office, "Monday.csv"))
    office.until(lambda: history.hint == HELD and stands(history).startswith("Paused"))
    assert re.fullmatch(r"Paused · \d+ updated, \d+ waiting", stands(history))
    assert history.tab.jobs_model.index(0, 5).data(TONE_ROLE) == "warning"
    assert not history.sees("history.pause")
    assert not history.sees("history.foot_primary"), "it is not to be continued a second time"
    history.press("resume")
    assert states(office, job_id) == {ItemState.UPDATED}
    assert stands(history) == f"{ROWS} updated"
    assert not history.sees("history.resume")


def test_a_job_is_held_from_here(office: Office, history: History) -> None:
    job_id = begin(office, batch(office, "Monday.csv", 900))
    office.until(lambda: history.sees("history.pause"))
    assert history.hint.startswith("Being sent now.")
    assert stands(history).startswith("Being sent")
    history.click("pause")
    office.until(lambda: history.sees("history.resume"))
    assert office.flow.live[job_id].paused
    assert not history.sees("history.pause")
    history.click("resume")
    office.until(lambda: history.sees("history.pause") or not office.flow.live)
    office.settle()
    assert states(office, job_id) == {ItemState.UPDATED}


def test_a_job_in_line_says_behind_which(office: Office, history: History) -> None:
    first = hold(office, batch(office, "Monday.csv"))
    second = begin(office, batch(office, "Tuesday.csv", first=ROWS))
    words = "Waits until “Monday.csv” has been sent. “Monday.csv” is paused."
    office.until(lambda: history.hint == words)
    office.until(lambda: stands(history) == f"In line behind “Monday.csv” · {ROWS} waiting")
    office.until(lambda: stands(history, 1).startswith("Paused · "))
    history.click_row("jobs", 1)
    office.until(lambda: history.hint == HELD and history.sees("history.resume"))
    history.press("resume")
    assert states(office, first) == states(office, second) == {ItemState.UPDATED}


def test_a_job_in_line_can_be_held_and_cancelled_and_nothing_of_it_leaves(office: Office, history: History) -> None:
    first = hold(office, batch(office, "Monday.csv"))
    second = begin(office, batch(office, "Tuesday.csv", first=ROWS))
    office.until(lambda: history.hint.startswith("Waits until “Monday.csv”") and history.sees("history.pause"))
    history.click("pause")
    office.until(lambda: history.hint.startswith(f"{HELD} It also waits until “Monday.csv” has been sent."))
    for answer in (1, 2):
        history.click("cancelRest")
        office.until(lambda: history.sees("history.cancel"))
        assert "Go on sending" in history.find(QPushButton, "history.cancel_1").text()
        history.click(f"cancel_{answer}")
        office.until(lambda: not history.window.findChildren(QDialog))
        assert answer == 2 or second in office.flow.live
    office.until(lambda: second not in office.flow.live)
    office.until(lambda: stands(history) == f"{ROWS} cancelled")
    office.until(lambda: not history.sees("history.cancelRest"))
    finish(office, first)
    assert states(office, second) == {ItemState.CANCELLED}
    sent = with_status(office, LeadStatus.VALID, ROWS)
    assert set(office.ledger.updates) == {LeadRef(str(number)) for number in sent}


def test_a_single_lead_that_goes_after_a_row_says_after_which(office: Office, history: History) -> None:
    first = hold(office, batch(office, "Monday.csv"))
    last = with_status(office, LeadStatus.VALID, ROWS)[-1]
    single = begin(office, draft(f"Lead {last}", update(last, postcode="M1 1AA"), kind=JobKind.SINGLE))
    words = f"Waits until row {ROWS} of “Monday.csv” has been sent. “Monday.csv” is paused."
    office.until(lambda: history.hint == words)
    office.until(lambda: stands(history) == f"In line behind row {ROWS} of “Monday.csv”")
    finish(office, first)
    assert states(office, single) == {ItemState.UPDATED}
    assert office.world.leads[str(last)].fields["postcode"] == "M1 1AA"


def test_while_a_cancelled_job_awaits_its_answer_nothing_more_is_offered(office: Office, history: History) -> None:
    job_id = hold(office, batch(office, "Monday.csv"))
    office.until(lambda: history.sees("history.cancelRest"))
    office.flow.cancel(job_id)
    history.presenter._flush()
    assert history.hint.startswith("Stopping. LeadByte’s answer to what is on its way is still awaited")
    assert stands(history).startswith("Stopping · ")
    assert not any(history.sees(f"history.{name}") for name in ("pause", "resume", "cancelRest"))
    office.settle()
    assert states(office, job_id) == {ItemState.UPDATED, ItemState.CANCELLED}


@pytest.mark.parametrize("why", ["network", "sleep", "stop rule"])
def test_a_job_that_stopped_by_itself_says_why_and_is_continued(office: Office, history: History, why: str) -> None:
    said = {
        "network": "Press Continue when LeadByte can be reached again; nothing goes by itself.",
        "sleep": "This PC was asleep, or its clock was changed, while this was being sent.",
        "stop rule": "5 requests in a row failed in the same way.",
    }[why]
    if why == "sleep":
        sleep_after_the_first_request(office)
    else:
        office.practise(PractiseProblem.LOSE_NETWORK if why == "network" else PractiseProblem.CUT, None)
    result = office.send(batch(office, "Monday.csv", 400))
    office.settle()
    assert history.hint.startswith("The sending stopped. ")
    assert said in history.hint
    assert history.sees("history.foot_primary")
    office.practise(None)
    history.press("foot_primary")
    assert states(office, result.job_id) >= {ItemState.UPDATED}
    assert "The sending stopped" not in history.hint


def test_after_a_restart_it_still_says_why(office: Office, history: History) -> None:
    office.practise(PractiseProblem.LOSE_NETWORK, None)
    office.send(batch(office, "Monday.csv"))
    office.settle()
    before = history.hint
    assert before.startswith("The sending stopped. LeadByte could not be reached")
    start_anew(office)
    assert history.hint == before
    assert history.sees("history.foot_primary")
    office.practise(None)
    history.press("foot_primary")
    start_anew(office)
    assert history.hint == f"All {ROWS} rows accounted for."


def start_anew(office: Office) -> None:
    """What the app knows but for the disk is gone, as after a restart."""
    office.flow._results.clear()
    office.flow.desk_changed.emit(office.desk)
    office.settle()


def sleep_after_the_first_request(office: Office) -> None:
    """A clock that jumps once, as on a PC whose lid was closed."""
    slept = [0.0]

    def fall_asleep(progress: Progress) -> None:
        slept[0] = 3600.0 if progress.counts.get(ItemState.UPDATED) else 0.0

    async def at_once(_stop: asyncio.Event, _seconds: float) -> None:
        await asyncio.sleep(0)

    office.flow.progressed.connect(fall_asleep)
    sender = Sender(office.desk.tools.journal, monotonic=lambda: 1.0, wait=at_once, wall=lambda: 1.0 + slept[0])
    office.desk.tools = replace(office.desk.tools, sender=sender)


def test_history_that_is_opened_later_knows_what_is_under_way(office: Office, qtbot: QtBot) -> None:
    job_id = hold(office, batch(office, "Monday.csv"))
    history = History(office, qtbot, at_once=True)
    office.until(lambda: history.hint == HELD and stands(history).startswith("Paused"))
    assert re.fullmatch(r"Paused · \d+ updated, \d+ waiting", stands(history))
    history.click("resume")
    office.settle()
    assert states(office, job_id) == {ItemState.UPDATED}
