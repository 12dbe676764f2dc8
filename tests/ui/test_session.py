"""Which account is open: the first start, the next one, switching, what the window says of each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from sqlite3 import Connection
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.api.read_requests import LeadSearch
from leadbyte_desktop.app import tab_makers
from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT, Account
from leadbyte_desktop.domain.account_list import ListKind
from leadbyte_desktop.domain.errors import AppError, ConnectionProblem, KeyringProblem, NotAllowedNow
from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import DraftItem, Item, ItemState, Job, JobDraft, JobKind, LeadResult, Settlement
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.domain.practise_key import PractiseKey
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.practice.keys import UPDATE_ONLY_KEY
from leadbyte_desktop.services.review import Agreed, Review
from leadbyte_desktop.services.workplace import Workplace
from leadbyte_desktop.store.database import FILE_NAME, utc_now
from leadbyte_desktop.ui.async_runner import AsyncRunner
from leadbyte_desktop.ui.history_presenter import HistoryPresenter
from leadbyte_desktop.ui.main_window import TABS, MainWindow, Tab, TabMaker
from leadbyte_desktop.ui.parts.message_dialog import MessageDialog
from leadbyte_desktop.ui.send_flow import SendFlow
from leadbyte_desktop.ui.session import Session
from leadbyte_desktop.wiring import wire
from tests.practice_server import PracticeServer, dead_address
from tests.ui.connecting import Screen

if TYPE_CHECKING:
    from tests.ui.conftest import GuiLoop

FULL = PracticeServer.key().reveal()


class BatchStub:
    """Stands where the Batch tab's presenter stands, and notes what it is handed."""

    def __init__(self, flow: SendFlow, runner: AsyncRunner) -> None:
        self.added: list[LeadUpdate] = []
        self.opened: list[Path] = []

    def add(self, update: LeadUpdate) -> None:
        self.added.append(update)

    async def open_if_empty(self, path: Path) -> None:
        self.opened.append(path)


class Start(Screen):
    """A window over a workplace, before its session starts."""

    def __init__(self, window: MainWindow, gui_loop: GuiLoop, workplace: Workplace) -> None:
        super().__init__(window, gui_loop)
        self.main = window
        self.workplace = workplace
        self.runner = AsyncRunner(window)
        self.told: list[AppError] = []
        self.broken: list[Exception] = []
        self.runner.failed.connect(self.told.append)
        self.runner.broke.connect(self.broken.append)
        self.flow = SendFlow(self._agree, window)
        self.reading: asyncio.Event | None = None
        self.opened: list[str] = []
        self.flow.desk_changed.connect(lambda desk: self.opened.append(desk.account.account_id))
        window.wake(self.flow, self.runner)
        self.session = Session(window, self.flow, self.runner, workplace)

    async def _agree(self, review: Review) -> Agreed:
        if self.reading is not None:
            await self.reading.wait()
        return Agreed(review)

    def start(self, *, practice: bool = False, sample: bool = False) -> None:
        self.runner.start(self.session.start(practice=practice, sample=sample))

    def settle(self) -> None:
        self.gui_loop.until(lambda: self.runner.running == 0)
        assert not self.broken

    def started(self, *, practice: bool = False, sample: bool = False) -> Start:
        self.start(practice=practice, sample=sample)
        self.settle()
        return self

    @property
    def notice(self) -> str:
        return self.main.notice_band.words

    def write_down(self, made: JobDraft, account: Account = PRACTICE_ACCOUNT) -> Job:
        """A job of which nothing was sent yet."""
        return self.gui_loop.run(self.workplace.tools.journal.create_job(made, account, "sam"))

    def shown_in_history(self) -> list[int]:
        """The job that History shows."""
        self.settle()
        presenter = self.main.presenter("history")
        assert isinstance(presenter, HistoryPresenter)
        return [presenter._job.job_id] if presenter._job is not None else []

    @property
    def state(self) -> str:
        return self.words("header_state").removeprefix("●  ")

    def choose_account(self, account_id: str) -> None:
        self._action("header_accounts", account_id).trigger()

    def marked(self) -> list[str]:
        """The accounts that the menu marks as the open one."""
        menu = self._find_any("header_accounts").menu()
        return [action.data() for action in menu.actions() if action.isChecked()]

    def practise(self, problem: PractiseProblem) -> None:
        self._action("header_problems", problem.value).trigger()

    def practise_key(self, key: PractiseKey | None) -> None:
        """Choose a key in the menu, and wait until its account is open and its lists have come or were refused."""
        self._action("header_problems", f"key: {key.value if key else ''}").trigger()
        self.settle()

    def marked_key(self) -> list[str]:
        """The keys that the menu marks as the one that is used."""
        actions = self._find_any("header_problems").menu().actions()
        return [each.data() for each in actions if each.isChecked() and str(each.data()).startswith("key: ")]

    def practise_nothing(self) -> None:
        self._action("header_problems", "").trigger()

    def _action(self, name: str, key: str):
        return next(action for action in self._find_any(name).menu().actions() if action.data() == key)

    def _find_any(self, name: str) -> QPushButton:
        found = self.window.findChild(QPushButton, name)
        assert found is not None
        return found


def makers() -> dict[str, TabMaker]:
    def plain(parent: QWidget) -> Tab:
        return Tab(QWidget(parent), lambda _flow, _runner: object())

    def batch(parent: QWidget) -> Tab:
        return Tab(QWidget(parent), BatchStub)

    made: dict[str, TabMaker] = {key: plain for key, _words in TABS}
    # The real one: shown out of a click on the notice, it once ended the process.
    made["batch"], made["history"] = batch, tab_makers()["history"]
    return made


async def closed(workplace: Workplace) -> None:
    await workplace.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data"
    made.mkdir()
    return made


@pytest.fixture
def workplace(gui_loop: GuiLoop, folder: Path) -> Iterator[Workplace]:
    opened = gui_loop.run(wire(folder))
    yield opened
    gui_loop.run(closed(opened))


@pytest.fixture
def start(qtbot: QtBot, gui_loop: GuiLoop, workplace: Workplace) -> Iterator[Start]:
    window = MainWindow(makers())
    qtbot.addWidget(window, before_close_func=lambda each: each.close_now())
    window.show()
    qtbot.waitExposed(window)
    made = Start(window, gui_loop, workplace)
    yield made
    made.settle()
    gui_loop.run(made.session.close())


def connected(start: Start, server: PracticeServer, name: str = "Acme Leads", key: str = FULL) -> Account:
    """Connect a real account, as *Connect* does, and remember it."""

    async def keep() -> Account:
        accounts = start.workplace.tools.accounts
        await accounts.keep(await accounts.check(server.base_url, key, name), key)
        active = await accounts.active()
        assert active is not None
        return active

    return start.gui_loop.run(keep())


def other_account(start: Start) -> Account:
    """A second account of which this PC has no key."""
    other = Account("other", "Bright Homes", "https://bright-homes.leadbyte.com/restapi/v1.3")
    start.gui_loop.run(start.workplace.preferences.put_account(other))
    return other


def draft(account_id: str, *leads: str) -> JobDraft:
    rows = tuple(DraftItem(LeadUpdate(LeadRef(lead), {}, ("1053",))) for lead in leads)
    return JobDraft(JobKind.BATCH, "A job", account_id, rows)


# --- starting ---------------------------------------------------------------------------------------------------------


def test_practice_opens_without_asking(start: Start) -> None:
    start.started(practice=True)
    assert start.opened == ["practice"]
    assert start.words("practiceBand_text").startswith("PRACTICE")
    assert start.state == "Practice"
    assert not start.sees("connect_address")
    assert len(start.flow.desk.deliveries) == 24


def test_the_sample_is_put_into_the_batch(start: Start) -> None:
    start.started(practice=True, sample=True)
    batch = start.main.presenter("batch")
    assert isinstance(batch, BatchStub)
    (path,) = batch.opened
    assert path.name == "leads-to-update.csv"
    assert path.is_file()
    assert start.main.open_key == "single"


def test_without_asking_for_it_no_sample_is_opened(start: Start) -> None:
    start.started(practice=True)
    assert "batch" not in start.main.presenters


def test_the_first_start_asks_and_practice_is_one_press_away(start: Start) -> None:
    start.start()
    start.until_sees("connect_address")
    assert start.opened == []
    start.click("connect_practise")
    start.settle()
    assert start.opened == ["practice"]
    assert start.gui_loop.run(start.workplace.tools.accounts.active()) == PRACTICE_ACCOUNT


def test_going_back_at_the_first_start_means_practice(start: Start) -> None:
    start.start()
    start.until_sees("connect_address")
    QTest.keyClick(start.dialogs[0], Qt.Key.Key_Escape)
    start.settle()
    assert start.opened == ["practice"]


def test_connecting_at_the_first_start_opens_the_account(start: Start, practice_server: PracticeServer) -> None:
    start.start()
    start.until_sees("connect_address")
    start.type("connect_address", practice_server.base_url)
    start.type("connect_key", FULL)
    start.click("connect_check")
    start.gui_loop.until(lambda: start.button("connect_save").isEnabled())
    start.click("connect_save")
    start.settle()
    assert len(start.opened) == 1
    assert not start.main.practice_band.isVisible()
    assert start.state == "Connected"
    # No keyring in this test: the person is told.
    assert "kept for this run only" in start.notice


def test_the_account_of_last_time_is_opened(start: Start, practice_server: PracticeServer) -> None:
    account = connected(start, practice_server)
    start.started()
    assert start.opened == [account.account_id]
    assert start.words("header_account") == "Acme Leads"
    assert start.state == "Connected"
    assert len(start.flow.desk.deliveries) == 24
    assert practice_server.world.ledger.empty


def test_a_key_that_is_gone_is_said_and_the_others_are_offered(start: Start, practice_server: PracticeServer) -> None:
    account = connected(start, practice_server)
    start.gui_loop.run(start.workplace.tools.accounts.forget_key(account))
    start.started()
    assert start.opened == []
    assert not start.flow.ready
    assert start.notice.startswith("This PC has no key for Acme Leads. Nothing was sent.")
    assert start.state == "No key"
    start.choose_account(PRACTICE_ACCOUNT.account_id)
    start.settle()
    assert start.opened == ["practice"]


def test_no_connection_is_said_and_the_account_stays_open(start: Start, practice_server: PracticeServer) -> None:
    account = connected(start, practice_server)
    lost = Account(account.account_id, account.name, dead_address(), proven=True)
    start.gui_loop.run(start.workplace.preferences.put_account(lost))
    start.started()
    assert start.opened == [account.account_id]
    assert start.state == "No connection"
    assert start.notice


def test_a_key_that_may_not_list_is_not_proven_yet(start: Start, practice_server: PracticeServer) -> None:
    connected(start, practice_server, key=UPDATE_ONLY_KEY.text)
    start.started()
    assert start.state == "Not proven yet"
    assert start.notice == ""


# --- what the app left behind -----------------------------------------------------------------------------------------


async def die_while_sending(folder: Path, *leads: str) -> None:
    """Leave rows *sending*, as a killed app does."""
    workplace = await wire(folder)
    journal = workplace.tools.journal
    job = await journal.create_job(draft("practice", *leads), PRACTICE_ACCOUNT, "sam")
    ids = [item.item_id for item in await journal.items(job.job_id, None, 0, 9)]
    await journal.mark_sending(job.job_id, ids, "PUT", "https://x", "{}")
    await workplace.close()


async def leave_older(workplace: Workplace) -> None:
    """Beside what else is there: a row that is not known since an earlier run, and a job of which nothing was sent."""
    journal = workplace.tools.journal
    job = await journal.create_job(draft("practice", "3"), PRACTICE_ACCOUNT, "sam")
    (item,) = await journal.items(job.job_id, None, 0, 9)
    number = await journal.mark_sending(job.job_id, [item.item_id], "PUT", "https://x", "{}")
    await journal.record(number, {item.item_id: LeadResult(ItemState.NOT_KNOWN, "x")}, None, "", "x")
    await journal.create_job(draft("practice", "4", "5", "6"), PRACTICE_ACCOUNT, "sam")


class TestDamaged:
    """A start with a record of what was sent that cannot be read any more."""

    @pytest.fixture
    def workplace(self, gui_loop: GuiLoop, folder: Path) -> Iterator[Workplace]:
        folder.mkdir(exist_ok=True)
        (folder / FILE_NAME).write_bytes(b"no record at all" * 400)
        opened = gui_loop.run(wire(folder))
        yield opened
        gui_loop.run(closed(opened))

    def test_it_is_said_before_anything_can_be_sent(self, start: Start) -> None:
        start.start(practice=True)
        start.gui_loop.until(lambda: start.sees("damaged_1"))
        assert start.opened == []
        words = start.words("damaged_happened")
        assert "was damaged" in words
        assert str(start.workplace.set_aside) in words
        assert "look at the lead’s history in LeadByte" in words
        start.click("damaged_1")
        start.settle()
        assert start.opened == ["practice"]


class TestUnfinished:
    """A start with a job of an earlier run of which nothing was sent yet."""

    @pytest.fixture
    def workplace(self, gui_loop: GuiLoop, folder: Path) -> Iterator[Workplace]:
        async def leave_unsent() -> None:
            first = await wire(folder)
            await first.tools.journal.create_job(draft("practice", "2932682", "2932683"), PRACTICE_ACCOUNT, "sam")
            await first.close()

        gui_loop.run(leave_unsent())
        opened = gui_loop.run(wire(folder))
        yield opened
        gui_loop.run(closed(opened))

    def test_what_is_told_of_earlier_goes_once_it_is_no_more_so(self, start: Start) -> None:
        start.started(practice=True)
        assert start.notice.startswith("From earlier: 2 rows have not been sent.")
        (job,) = start.gui_loop.run(start.workplace.tools.journal.jobs(9, 0))
        start.gui_loop.run(start.flow.continue_job(job.job_id))
        start.settle()
        assert start.notice == ""

    def test_a_practised_problem_stands_beside_it_and_leaves_it_there(self, start: Start) -> None:
        start.started(practice=True)
        earlier = start.notice
        assert earlier.startswith("From earlier: 2 rows have not been sent.")
        start.practise(PractiseProblem.CUT)
        assert start.notice.startswith(f"{earlier} Practising a problem with the next send: ")
        assert start.sees("noticeBand_history")
        start.practise_nothing()
        assert start.notice == earlier

    def test_once_the_practised_problem_was_met_the_rest_is_still_told(self, start: Start) -> None:
        start.started(practice=True)
        start.practise(PractiseProblem.REFUSE)
        start.runner.start(start.flow.review_and_send(draft("practice", "2932690")))
        start.settle()
        assert start.notice == "From earlier: 2 rows have not been sent. Nothing goes by itself: decide in History."

    def test_the_practised_problem_stays_told_where_nothing_of_it_is_left(self, start: Start) -> None:
        start.started(practice=True)
        start.practise(PractiseProblem.CUT)
        (job,) = start.gui_loop.run(start.workplace.tools.journal.jobs(9, 0))
        start.gui_loop.run(start.workplace.tools.journal.cancel_waiting(job.job_id))
        start.gui_loop.run(start.session._tell_of_unfinished())
        assert start.notice.startswith("Practising a problem with the next send: ")
        assert start.sees("noticeBand_close")

    def test_history_is_asked_for_the_job_it_speaks_of(self, start: Start) -> None:
        elsewhere = other_account(start)
        later = start.write_down(draft("other", "5"), elsewhere)
        start.started(practice=True)
        assert start.notice.startswith("From earlier: 2 rows have not been sent.")
        start.click("noticeBand_history")
        assert start.shown_in_history() == [later.job_id - 1]


class TestOutOfSight:
    """Rows that are not known, of a tab whose next send shows other rows in their place."""

    def send(self, start: Start, kind: JobKind, *leads: str) -> None:
        start.gui_loop.run(start.flow.review_and_send(replace(draft("practice", *leads), kind=kind)))
        start.settle()

    def cut(self, start: Start, kind: JobKind, *leads: str) -> Item:
        start.practise(PractiseProblem.CUT)
        self.send(start, kind, *leads)
        (job,) = start.gui_loop.run(start.workplace.tools.journal.jobs(1, 0))
        item = start.gui_loop.run(start.workplace.tools.journal.items(job.job_id, None, 0, 1))[0]
        assert item.state is ItemState.NOT_KNOWN
        return item

    @pytest.mark.parametrize("kind", [JobKind.BUYERS, JobKind.BATCH])
    def test_the_next_send_leaves_them_told_until_a_person_says_what_became_of_them(
        self, start: Start, kind: JobKind
    ) -> None:
        start.started(practice=True)
        item = self.cut(start, kind, "2932690")
        assert "From earlier" not in start.notice  # it is in sight
        self.send(start, kind, "2932682")
        assert start.notice == (
            "From earlier: what became of 1 row is not known. Nothing goes by itself: decide in History."
        )
        start.click("noticeBand_history")
        assert start.main.open_key == "history"
        assert start.shown_in_history() == [item.job_id]

        self.send(start, kind, "2932683")
        assert start.notice.startswith("From earlier: what became of 1 row is not known.")
        start.gui_loop.run(start.flow.went_through(item.item_id))
        start.settle()
        assert start.notice == ""

    def test_what_is_being_sent_is_not_told_as_left(self, start: Start) -> None:
        start.started(practice=True)
        self.cut(start, JobKind.BUYERS, "2932690")
        told: list[str] = []
        start.flow.progressed.connect(lambda _progress: told.append(start.notice))
        self.send(start, JobKind.BUYERS, *(str(number) for number in range(2932700, 2932720)))
        assert told
        assert not any("not been sent" in words for words in told)

    def test_where_all_is_known_nothing_is_told(self, start: Start) -> None:
        start.started(practice=True)
        for lead in ("2932690", "2932682"):
            self.send(start, JobKind.BUYERS, lead)
        assert start.notice == ""


class TestInterrupted:
    """A start after the app was killed while two rows were out."""

    @pytest.fixture
    def workplace(self, gui_loop: GuiLoop, folder: Path) -> Iterator[Workplace]:
        gui_loop.run(die_while_sending(folder, "1", "2"))
        opened = gui_loop.run(wire(folder))
        yield opened
        gui_loop.run(closed(opened))

    def test_it_is_said_in_one_place_with_what_to_do(self, start: Start) -> None:
        start.started(practice=True)
        assert start.notice == (
            "2 rows were being sent when the app stopped, so what became of them is not known. Nothing goes again by "
            "itself: look at them in History and say what you see in LeadByte."
        )
        start.click("noticeBand_history")
        assert start.main.open_key == "history"
        assert start.notice == ""

    def test_it_names_the_rows_that_were_not_sent_and_older_ones_that_are_not_known(self, start: Start) -> None:
        start.gui_loop.run(leave_older(start.workplace))
        start.started(practice=True)
        assert start.notice == (
            "2 rows were being sent when the app stopped, so what became of them is not known. What became of "
            "1 earlier row is not known, and 3 rows have not been sent. Nothing goes by itself: decide in History."
        )

    def test_what_it_names_beside_is_no_older_than_the_last_job(self, start: Start) -> None:
        start.gui_loop.run(leave_older(start.workplace))
        start.started(practice=True)
        self.send_the_unsent(start)
        assert start.notice == (
            "2 rows were being sent when the app stopped, so what became of them is not known. What became of "
            "1 earlier row is not known. Nothing goes by itself: decide in History."
        )

    def test_once_something_of_it_is_known_only_what_is_left_is_told(self, start: Start) -> None:
        start.started(practice=True)
        journal = start.workplace.tools.journal
        (job,) = start.gui_loop.run(journal.jobs(9, 0))
        items = start.gui_loop.run(journal.items(job.job_id, None, 0, 9))
        for item, left in zip(items, ("From earlier: what became of 1 row is not known.", ""), strict=True):
            start.gui_loop.run(start.flow.went_through(item.item_id))
            start.settle()
            assert start.notice.startswith(left)
        assert start.notice == ""

    def test_where_all_of_it_is_known_at_once_nothing_is_told_any_more(self, start: Start) -> None:
        start.started(practice=True)
        tools = start.workplace.tools
        (job,) = start.gui_loop.run(tools.journal.jobs(9, 0))
        first, second = start.gui_loop.run(tools.journal.items(job.job_id, None, 0, 9))
        start.gui_loop.run(tools.settling.settle(first.item_id, Settlement.WENT_THROUGH))
        start.gui_loop.run(start.flow.went_through(second.item_id))
        start.settle()
        assert start.notice == ""

    def send_the_unsent(self, start: Start) -> None:
        jobs = start.gui_loop.run(start.workplace.tools.journal.unfinished_jobs("practice"))
        start.gui_loop.run(start.flow.continue_job(jobs[0].job_id))
        start.settle()

    def test_history_is_asked_for_the_job_that_was_cut_off(self, start: Start) -> None:
        later = start.write_down(draft("practice", "7"))
        start.started(practice=True)
        start.click("noticeBand_history")
        assert start.shown_in_history() == [later.job_id - 1]

    def test_no_other_notice_takes_it_away(self, start: Start) -> None:
        start.started(practice=True)
        start.practise(PractiseProblem.CUT)
        assert start.notice.startswith("2 rows were being sent")
        assert "the line" in start.notice.partition("Practising")[2].casefold()
        start.practise_nothing()
        assert start.notice.startswith("2 rows were being sent")
        assert "Practising" not in start.notice

    def test_a_lost_connection_is_said_beside_it(self, start: Start, practice_server: PracticeServer) -> None:
        account = connected(start, practice_server)
        lost = Account(account.account_id, account.name, dead_address(), proven=True)
        start.gui_loop.run(start.workplace.preferences.put_account(lost))
        start.started()
        assert start.notice.startswith("2 rows were being sent")
        assert len(start.notice) > 250

    def test_so_is_a_missing_key(self, start: Start, practice_server: PracticeServer) -> None:
        account = connected(start, practice_server)
        start.gui_loop.run(start.workplace.tools.accounts.forget_key(account))
        start.started()
        assert start.notice.startswith("2 rows were being sent")
        assert "no key for Acme Leads" in start.notice


# --- switching --------------------------------------------------------------------------------------------------------


def test_switching_opens_the_other_and_closes_the_first(start: Start, practice_server: PracticeServer) -> None:
    account = connected(start, practice_server)
    start.started(practice=True)
    first = start.flow.desk
    start.choose_account(account.account_id)
    start.settle()
    assert start.opened == ["practice", account.account_id]
    assert start.flow.desk.account.account_id == account.account_id
    assert start.marked() == [account.account_id]
    assert not start.main.practice_band.isVisible()
    with pytest.raises(RuntimeError, match="closed"):
        start.gui_loop.run(first.client.list_deliveries())


def test_an_account_that_cannot_be_opened_leaves_the_first_open_and_marked(start: Start) -> None:
    other = other_account(start)
    start.started(practice=True)
    start.choose_account(other.account_id)
    start.settle()
    (told,) = start.told
    assert isinstance(told, KeyringProblem)
    assert start.opened == ["practice"]
    assert start.marked() == ["practice"]
    assert start.words("header_account") == "Practice account"


def test_no_switch_while_a_job_is_sent(start: Start, practice_server: PracticeServer) -> None:
    account = connected(start, practice_server)
    start.started()
    with practice_server.hold():
        arrived = len(practice_server.arrivals.keys)
        start.runner.start(start.flow.review_and_send(draft(account.account_id, "2932682")))
        start.gui_loop.until(lambda: len(practice_server.arrivals.keys) > arrived)
        start.choose_account("practice")
        start.gui_loop.until(lambda: start.told)
        assert isinstance(start.told[0], NotAllowedNow)
    start.settle()
    assert start.opened == [account.account_id]
    assert start.marked() == [account.account_id]
    assert practice_server.world.ledger.triggers[LeadRef("2932682"), "1053"] == 1


def test_a_review_that_opens_while_an_account_is_being_opened_keeps_its_account(
    start: Start, practice_server: PracticeServer
) -> None:
    account = connected(start, practice_server)
    start.started()
    open_desk = start.workplace.open_desk
    reviewed: list[asyncio.Task[object]] = []

    async def open_slowly(wanted: Account):
        desk = await open_desk(wanted)
        reviewed.append(asyncio.ensure_future(start.flow.review_and_send(draft(account.account_id, "2932682"))))
        await asyncio.sleep(0)
        return desk

    object.__setattr__(start.workplace, "open_desk", open_slowly)
    start.choose_account("practice")
    start.settle()
    start.gui_loop.until(reviewed[0].done)
    assert isinstance(start.told[0], NotAllowedNow)
    assert start.opened == [account.account_id]
    assert practice_server.world.ledger.triggers[LeadRef("2932682"), "1053"] == 1


def test_a_question_that_opens_while_an_account_is_being_opened_keeps_its_account(
    start: Start, practice_server: PracticeServer
) -> None:
    account = connected(start, practice_server)
    start.started()
    open_desk = start.workplace.open_desk
    dialog = MessageDialog("Which?", "which", "Asked of the open account.", answers=("This",), parent=start.main)

    async def open_slowly(wanted: Account):
        desk = await open_desk(wanted)
        start.runner.start(start.runner.ask(dialog))
        await asyncio.sleep(0)
        return desk

    object.__setattr__(start.workplace, "open_desk", open_slowly)
    start.choose_account("practice")
    start.gui_loop.until(lambda: start.told)
    assert isinstance(start.told[0], NotAllowedNow)
    dialog.accept()
    start.settle()
    assert start.opened == [account.account_id]
    assert start.marked() == [account.account_id]
    object.__setattr__(start.workplace, "open_desk", open_desk)
    start.choose_account("practice")
    start.settle()
    assert start.opened == [account.account_id, "practice"]
    dialog.deleteLater()


def test_a_switch_during_the_first_look_breaks_nothing(start: Start, practice_server: PracticeServer) -> None:
    connected(start, practice_server)
    with practice_server.hold():
        arrived = len(practice_server.arrivals.keys)
        start.start()
        start.gui_loop.until(lambda: len(practice_server.arrivals.keys) > arrived)
        first = start.flow.desk
        # The request may arrive before the menu offers the accounts.
        start.gui_loop.until(start.marked)
        start.choose_account("practice")
        start.gui_loop.until(lambda: start.opened[-1] == "practice")
        assert start.state == "Practice"
    start.settle()
    assert start.told == []
    assert start.state == "Practice"
    with pytest.raises(RuntimeError, match="closed"):
        start.gui_loop.run(first.client.list_deliveries())


# --- practising, and the batch ----------------------------------------------------------------------------------------


def test_a_problem_is_practised_with_the_next_request_only(start: Start) -> None:
    start.started(practice=True)
    start.practise(PractiseProblem.REFUSE)
    assert start.notice.startswith("Practising a problem with the next send: ")
    # Finding and reading pass it: only a send meets it.
    start.gui_loop.run(start.flow.desk.client.get_lead(LeadRef("2932682")))
    assert start.workplace.practised() is PractiseProblem.REFUSE
    start.runner.start(start.flow.review_and_send(draft("practice", "2932682")))
    start.settle()
    assert start.notice == ""
    assert start.workplace.practised() is None


LISTED = {ListKind.CAMPAIGNS, ListKind.DELIVERIES, ListKind.BUYERS}


def refused_lists(start: Start) -> set[ListKind]:
    return {kind for kind, state in start.flow.desk.known_words.states.items() if state.may_not}


def test_a_key_that_may_not_search_is_refused_by_the_practice_account_itself(start: Start) -> None:
    start.started(practice=True)
    start.practise_key(PractiseKey.NO_SEARCH)
    assert start.opened == ["practice", "practice"]
    assert start.words("practiceBand_text").endswith("The API key may not search for leads.")
    assert start.marked_key() == ["key: no search"]
    client = start.flow.desk.client
    with pytest.raises(ConnectionProblem, match="Leads > Search"):
        start.gui_loop.run(client.search_leads([LeadSearch("9", phone="07700900631")]))
    assert start.gui_loop.run(client.get_lead(LeadRef("2932682")))["id"] == "2932682"
    # The lists were fetched with this key.
    words = start.flow.desk.known_words
    assert (len(words.campaigns), len(words.deliveries), len(words.buyers)) == (4, 24, 10)
    assert refused_lists(start) == set()


def test_a_key_that_may_not_read_leads_lists_and_searches(start: Start) -> None:
    start.started(practice=True)
    start.practise_key(PractiseKey.NO_READING)
    client = start.flow.desk.client
    with pytest.raises(ConnectionProblem):
        start.gui_loop.run(client.get_lead(LeadRef("2932682")))
    start.gui_loop.run(client.search_leads([LeadSearch("9", phone="07700900631")]))
    assert refused_lists(start) == set()


def test_a_key_that_may_not_list_knows_nothing_until_the_full_one_is_back(start: Start) -> None:
    start.started(practice=True)
    keeper = start.workplace.tools.word_keeper
    start.gui_loop.run(keeper.set_searched("practice", {"9"}))
    start.practise_key(PractiseKey.NO_LISTS)
    words = start.flow.desk.known_words
    assert (words.campaigns, words.deliveries, words.buyers, start.flow.desk.deliveries) == ((), (), (), ())
    assert refused_lists(start) == LISTED
    assert (start.told, start.notice, start.state) == ([], "", "Practice")
    added = start.workplace.tools.delivery_list.add_by_hand(start.flow.desk.lists_id, "1053", "Acme")
    start.gui_loop.run(added)

    start.click("practiceBand_wholeKey")
    start.settle()
    words = start.flow.desk.known_words
    assert (len(words.campaigns), len(words.deliveries), len(words.buyers)) == (4, 24, 10)
    assert words.searched == {"9"}, "what was ticked is still ticked"
    assert refused_lists(start) == set()
    assert start.words("practiceBand_text").endswith("nothing is sent to LeadByte.")
    assert start.marked_key() == ["key: "]

    start.practise_key(PractiseKey.NO_LISTS)
    assert [each.name for each in start.flow.desk.deliveries] == ["Acme"], "what was added by hand is still there"


def test_a_key_that_may_only_update_is_refused_the_rest(start: Start) -> None:
    start.started(practice=True)
    start.practise_key(PractiseKey.UPDATE_ONLY)
    assert refused_lists(start) == LISTED
    for update, state in (
        (LeadUpdate(LeadRef("2932682"), {"postcode": "TN25 6QD"}), ItemState.UPDATED),
        (FinancialUpdate(LeadRef("2932682"), Decimal(5), None, "33"), ItemState.REFUSED),
    ):
        kind = JobKind.FINANCIALS if isinstance(update, FinancialUpdate) else JobKind.SINGLE
        job = JobDraft(kind, "A job", "practice", (DraftItem(update),))
        result = start.gui_loop.run(start.flow.review_and_send(job))
        assert result is not None
        assert dict(result.counts) == {state: 1}


def test_what_one_key_sent_the_next_one_knows(start: Start) -> None:
    start.started(practice=True)
    start.gui_loop.run(start.flow.review_and_send(draft("practice", "2932682")))
    start.practise_key(PractiseKey.NO_READING)
    review = start.gui_loop.run(start.flow.desk.prepare(draft("practice", "2932682")))
    assert not review.going, "it is one account: what went to a buyer already does not go again unseen"
    review.close()


def test_the_key_stays_while_a_job_is_reviewed(start: Start) -> None:
    start.started(practice=True)
    start.reading = asyncio.Event()
    start.runner.start(start.flow.review_and_send(draft("practice", "2932682")))
    start.gui_loop.until(lambda: start.flow.busy)
    start._action("header_problems", "key: no search").trigger()
    start.gui_loop.until(lambda: start.told)
    assert isinstance(start.told[0], NotAllowedNow)
    assert start.workplace.practised_key() is None
    assert start.marked_key() == ["key: "]
    assert start.opened == ["practice"]
    start.reading.set()
    start.settle()


def test_a_real_account_knows_nothing_of_the_practised_key(start: Start, practice_server: PracticeServer) -> None:
    account = connected(start, practice_server)
    start.started(practice=True)
    start.practise_key(PractiseKey.NO_LISTS)
    start.choose_account(account.account_id)
    start.settle()
    assert len(start.flow.desk.deliveries) == 24
    assert not start.main.practice_band.isVisible()
    start.choose_account("practice")
    start.settle()
    assert start.words("practiceBand_text").endswith("The API key may not list campaigns, deliveries and buyers.")
    assert start.flow.desk.deliveries == ()


def test_a_lead_is_handed_to_the_batch(start: Start) -> None:
    start.started(practice=True)
    update = LeadUpdate(LeadRef("2932682"), {"postcode": "A"})
    start.flow.batch_wanted.emit(update)
    batch = start.main.presenter("batch")
    assert isinstance(batch, BatchStub)
    assert batch.added == [update]


# --- the account's lists ----------------------------------------------------------------------------------------------


class Held:
    """Keeps every request waiting from the first call on, which comes when the first look at the account has ended."""

    def __init__(self, server: PracticeServer) -> None:
        self._server = server
        self._stack = ExitStack()
        self._called = False

    def __call__(self) -> None:
        if not self._called:
            self._called = True
            self._stack.enter_context(self._server.hold())

    def let_go(self) -> None:
        """Answer them."""
        self._stack.close()


def asked_for(server: PracticeServer) -> list[str]:
    """The lists that were asked for since the server began, in order."""
    return [each.path.rpartition("/v1.3/")[2] for each in server.requests if each.method == "GET"]


def test_the_lists_are_fetched_behind_the_window_and_deliveries_once(
    start: Start, practice_server: PracticeServer
) -> None:
    connected(start, practice_server)
    before = len(asked_for(practice_server))
    changed: list[None] = []
    start.flow.words_changed.connect(lambda: changed.append(None))
    start.started()
    assert asked_for(practice_server)[before:] == [
        "deliveries", "campaigns", "buyers", "campaigns/12", "campaigns/15", "campaigns/21", "campaigns/9",
    ]  # fmt: skip
    words = start.flow.desk.known_words
    assert (len(words.campaigns), len(words.buyers), len(words.fields)) == (4, 10, 4)
    assert start.flow.desk.names.buyers.words_of("54") == "Marlfen Finance Ltd (BID 54)"
    assert len(changed) == 1
    assert start.state == "Connected"


def test_fresh_lists_are_not_fetched_again(start: Start, practice_server: PracticeServer) -> None:
    account = connected(start, practice_server)
    start.started()
    asked = len(asked_for(practice_server))
    start.choose_account("practice")
    start.settle()
    start.choose_account(account.account_id)
    start.settle()
    assert asked_for(practice_server)[asked:] == ["deliveries"]
    assert len(start.flow.desk.known_words.campaigns) == 4


def test_refused_lists_are_quiet_sentences_and_asked_for_once(start: Start, practice_server: PracticeServer) -> None:
    connected(start, practice_server, key=UPDATE_ONLY_KEY.text)
    before = len(asked_for(practice_server))
    start.started()
    assert asked_for(practice_server)[before:] == ["deliveries", "campaigns", "buyers"]
    states = start.flow.desk.known_words.states
    assert all(states[kind].may_not for kind in (ListKind.CAMPAIGNS, ListKind.DELIVERIES, ListKind.BUYERS))
    assert states[ListKind.BUYERS].problem.startswith("This key may not list buyers; type the BID")
    assert (start.notice, start.told, start.state) == ("", [], "Not proven yet")


def test_a_list_that_comes_proves_a_key_that_may_not_list_deliveries(
    start: Start, practice_server: PracticeServer
) -> None:
    account = connected(start, practice_server, key=UPDATE_ONLY_KEY.text)
    refused = [{"status": "Error", "message": "Permission needed"}] * 2
    for answer in refused:
        practice_server.answer_next(403, answer)
    practice_server.answer_next(200, {"status": "Success", "buyers": [{"id": "450", "bid": "208", "company": "Acme"}]})
    start.started()
    assert start.state == "Connected"
    assert start.flow.desk.account.proven
    assert start.flow.desk.names.buyers.words_of("208") == "Acme (BID 208)"
    assert account.account_id == start.flow.desk.account.account_id


def test_without_a_connection_the_kept_lists_are_used_and_no_more_is_asked(
    start: Start, practice_server: PracticeServer
) -> None:
    account = connected(start, practice_server)
    start.started()
    start.choose_account("practice")
    start.settle()
    lost = Account(account.account_id, account.name, dead_address(), proven=True)
    start.gui_loop.run(start.workplace.preferences.put_account(lost))
    start.choose_account(account.account_id)
    start.settle()
    assert start.state == "No connection"
    words = start.flow.desk.known_words
    assert (len(words.campaigns), len(words.buyers)) == (4, 10)
    assert words.states[ListKind.DELIVERIES].problem
    assert not words.states[ListKind.BUYERS].problem


def test_a_switch_ends_the_fetching_of_the_account_that_is_left(start: Start, practice_server: PracticeServer) -> None:
    connected(start, practice_server)
    fetched = len(asked_for(practice_server)) + 1
    start.flow.deliveries_changed.connect(hold := Held(practice_server))
    start.start()
    start.gui_loop.until(lambda: len(practice_server.arrivals.keys) > fetched)
    start.gui_loop.until(start.marked)
    arrived = len(practice_server.arrivals.keys)
    start.choose_account("practice")
    start.gui_loop.until(lambda: start.opened[-1] == "practice")
    hold.let_go()
    start.settle()
    assert len(practice_server.arrivals.keys) == arrived == fetched + 1  # the first of the lists, and no more
    assert start.told == []
    assert len(start.flow.desk.known_words.campaigns) == 4  # those of the practice account


def test_the_end_of_the_app_waits_for_no_list(start: Start, practice_server: PracticeServer) -> None:
    connected(start, practice_server)
    fetched = len(asked_for(practice_server)) + 1
    start.flow.deliveries_changed.connect(hold := Held(practice_server))
    start.start()
    start.gui_loop.until(lambda: len(practice_server.arrivals.keys) > fetched)
    start.gui_loop.run(start.session.stop_fetching())
    start.settle()
    hold.let_go()
    assert start.flow.desk.known_words.campaigns == ()


def test_no_list_is_asked_for_beside_a_send(start: Start, practice_server: PracticeServer) -> None:
    account = connected(start, practice_server)
    start.started()
    fetching, desk = start.session._fetching, start.flow.desk
    start.gui_loop.run(start.workplace.tools.word_keeper.set_searched(account.account_id, {"9", "404"}))
    start.gui_loop.run(desk.words())
    start.flow.job_started.connect(lambda _job: fetching.begin(desk))
    before = len(practice_server.requests)
    start.runner.start(start.flow.review_and_send(draft(account.account_id, "2932682")))
    start.settle()
    # Those of campaign 9 are fresh.
    assert [(each.method, each.path.rpartition("/")[2]) for each in practice_server.requests[before:]] == [
        ("PUT", "leads"), ("GET", "404"),
    ]  # fmt: skip


def test_an_account_that_stays_open_for_days_gets_its_lists_fetched_again_and_not_before(
    start: Start, practice_server: PracticeServer
) -> None:
    connected(start, practice_server)
    start.started()
    fetching, desk = start.session._fetching, start.flow.desk
    assert fetching.timer.isActive()
    assert fetching.timer.interval() <= 3_600_000
    before = len(practice_server.requests)
    fetching.timer.timeout.emit()
    start.settle()
    assert len(practice_server.requests) == before, "all of them are fresh"
    told: list[str] = []
    start.flow.words_changed.connect(lambda: told.append("words"))
    make_old(start)
    fetching.timer.timeout.emit()
    start.settle()
    assert len(practice_server.requests) > before
    assert told == ["words"]
    assert desk.known_words.stale(utc_now()) == frozenset()
    assert start.told == []


def test_the_hourly_look_waits_for_the_end_of_a_send(start: Start, practice_server: PracticeServer) -> None:
    account = connected(start, practice_server)
    start.started()
    make_old(start)
    timer = start.session._fetching.timer
    start.flow.job_started.connect(lambda _job: timer.timeout.emit())
    before = len(practice_server.requests)
    start.runner.start(start.flow.review_and_send(draft(account.account_id, "2932682")))
    start.settle()
    methods = [each.method for each in practice_server.requests[before:]]
    assert methods[0] == "PUT"
    assert methods.count("GET") > 4
    assert set(methods[1:]) == {"GET"}


def make_old(start: Start) -> None:
    """Let everything that was fetched have been fetched two days ago."""
    then = (utc_now() - timedelta(days=2)).isoformat()

    def write(connection: Connection) -> None:
        for table in ("list_refreshes", "field_refreshes", "delivery_refreshes"):
            connection.execute(f"UPDATE {table} SET refreshed_at = ?", (then,))

    start.gui_loop.run(start.workplace.tools.journal._database.write(write))


def test_a_list_never_takes_the_problem_that_is_practised(start: Start) -> None:
    start.started(practice=True)
    start.practise(PractiseProblem.REFUSE)
    fetching = start.session._fetching
    start.gui_loop.run(start.workplace.tools.word_keeper.set_searched("practice", {"9", "nowhere"}))
    start.gui_loop.run(start.flow.desk.words())
    fetching.begin(start.flow.desk)
    assert fetching.busy
    start.settle()
    assert start.workplace.practised() is PractiseProblem.REFUSE
    assert start.told == []
