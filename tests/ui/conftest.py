"""What the tests of the window stand on: a real loop, a real journal, the real practice account, nothing sent unseen.

A test stays a plain function: it clicks and types with qtbot, and waits with `office.until` or `office.settle`, during
which the loop turns. `gui_loop` alone serves tests that need coroutines but no account.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Generator, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from leadbyte_desktop.api.in_process import SLOWEST
from leadbyte_desktop.app import tab_makers
from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT
from leadbyte_desktop.services.review import Agreed
from leadbyte_desktop.ui.async_runner import AsyncRunner
from leadbyte_desktop.ui.loop import WindowLoop
from leadbyte_desktop.ui.main_window import MainWindow
from leadbyte_desktop.ui.parts.alt_letters import AltLetters
from leadbyte_desktop.ui.send_flow import SendFlow
from leadbyte_desktop.ui.theme import Look, Theme

if TYPE_CHECKING:
    from leadbyte_desktop.domain.account import Account
    from leadbyte_desktop.domain.errors import AppError
    from leadbyte_desktop.domain.job import Item, JobDraft
    from leadbyte_desktop.domain.practise_problem import PractiseProblem
    from leadbyte_desktop.practice.problems import ProblemPlan
    from leadbyte_desktop.practice.world import Ledger, World
    from leadbyte_desktop.services.desk import Desk
    from leadbyte_desktop.services.progress import RunResult
    from leadbyte_desktop.services.review import Review
    from leadbyte_desktop.services.to_come import Choice
    from leadbyte_desktop.services.workplace import Workplace

T = TypeVar("T")
WAIT_MS = 20_000
"""How long a test waits for what must come; a slow machine needs some of it, a broken app all of it."""


class Held:
    """Whether something holds by now, or why it does not."""

    def __init__(self, holds: Callable[[], object]) -> None:
        self._holds = holds
        self._fault: BaseException | None = None
        self._held = False

    def look(self) -> bool:
        """Look once; True where nothing more need be waited for."""
        try:
            self._held, self._fault = bool(self._holds()), None
        except AssertionError as error:
            self._fault = error
        except BaseException as error:  # noqa: BLE001 - it is raised in the test, not where Qt would print it
            self._fault = error
            return True
        return self._held

    def tell(self) -> None:
        """Raise what kept it from holding."""
        if self._fault is not None:
            raise self._fault
        assert self._held, f"what was waited for did not come in {WAIT_MS // 1000} seconds"


class GuiLoop:
    """The window's own loop, turned by Qt's: coroutines make progress while a test waits, as they do in the app.

    Attributes:
        loop: the loop; `asyncio.get_running_loop()` finds it during the whole test.
    """

    def __init__(self, loop: WindowLoop) -> None:
        self.loop = loop

    def until(self, holds: Callable[[], object]) -> None:
        """Turn the loop until something holds; an assertion in it that fails means "not yet".

        It is looked at whenever Qt has nothing left to do. A look every few milliseconds, as `waitUntil` takes, makes
        each of many thousand waits that much longer.
        """
        turning, end, now_and_then = QEventLoop(), QTimer(), QTimer()
        held = Held(holds)

        def look() -> None:
            if held.look():
                turning.quit()

        if held.look():
            return held.tell()
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        end.setSingleShot(True)
        end.timeout.connect(turning.quit)
        dispatcher.aboutToBlock.connect(look)
        try:
            end.start(WAIT_MS)
            # What comes to hold by the clock, or by another thread, wakes nobody.
            now_and_then.start(10)
            turning.exec()
        finally:
            dispatcher.aboutToBlock.disconnect(look)
            now_and_then.stop()
            end.stop()
        return held.tell()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine to its end, and give what it gives."""
        task: asyncio.Task[T] = self.loop.create_task(coroutine)
        self.until(task.done)
        return task.result()


@pytest.fixture(autouse=True)
def _alt_letters(qapp: QApplication) -> Iterator[None]:
    """What the app does with letters that come with Alt holds in every window of the tests too."""
    guard = AltLetters(qapp)
    yield
    Shiboken.delete(guard)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The app's own look, as long as the test lasts; other tests run without it."""
    before = qapp.font()
    made = Theme(qapp)
    yield made
    made.setParent(None)
    qapp.setFont(before)
    qapp.setStyleSheet("")
    qapp.setPalette(QPalette())


@pytest.fixture
def light_theme(theme: Theme) -> Theme:
    """The app's own look, light whatever the system wants."""
    theme.wear(Look.LIGHT)
    return theme


@pytest.fixture
def gui_loop(qapp: QApplication, qtbot: QtBot) -> Iterator[GuiLoop]:
    """A loop of its own for this test, closed after it with all that still ran."""
    loop = WindowLoop(qapp)
    asyncio.set_event_loop(loop)
    # Not run_forever: pytest-qt turns Qt's events itself. The loop only has to count as the running one, so that
    # what a click starts finds it.
    loop._before_run_forever()
    asyncio._set_running_loop(loop)
    turning = GuiLoop(loop)
    try:
        yield turning
        turning.until(lambda: _ended(loop))
    finally:
        asyncio._set_running_loop(None)
        loop._after_run_forever()
        asyncio.set_event_loop(None)
        loop.close()


def _ended(loop: WindowLoop) -> bool:
    """Cancel what still runs; True when nothing does."""
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    return not left


@dataclass
class Office:
    """An open practice account with everything below the window, and a person who answers its reviews.

    Attributes:
        gui_loop: turns the loop.
        workplace: the journal, the sender and so on, on a file of this test's own.
        runner: starts the tabs' coroutines.
        flow: what every presenter gets; its desk is open, except in `closed_office`.
        desk: the open account's desk.
        world: the leads of the practice account, and `ledger` in it what was done to them.
        problems: the faults that the practice account plays.
        reviews: the reviews that were shown, oldest first.
        answer: what the person does with a review; agrees unless a test says otherwise.
        choice: what the person wants of a lead that is still to come in another job; the first offered one where None.
        told: errors that would be shown in the dialog; `settle` leaves them here.
    """

    gui_loop: GuiLoop
    workplace: Workplace
    runner: AsyncRunner
    world: World
    problems: ProblemPlan
    reviews: list[Review] = field(default_factory=list)
    answer: Callable[[Review], Review | None] = lambda review: review
    choice: Choice | None = None
    told: list[AppError] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen for errors, and make the way from a tab to LeadByte."""
        self.runner.failed.connect(self.told.append)
        self.broken: list[Exception] = []
        self.runner.broke.connect(self.broken.append)
        self.flow = SendFlow(self._ask_review, self.runner)

    @property
    def desk(self) -> Desk:
        """The open account's desk."""
        return self.flow.desk

    @property
    def ledger(self) -> Ledger:
        """What the practice account did."""
        return self.world.ledger

    def until(self, holds: Callable[[], object]) -> None:
        """Turn the loop until something holds."""
        self.gui_loop.until(holds)

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine to its end, and give what it gives."""
        return self.gui_loop.run(coroutine)

    def settle(self) -> None:
        """Turn the loop until everything that was started has ended; our own bugs fail the test here."""
        self.until(lambda: self.runner.running == 0)
        assert not self.broken

    def open(self) -> None:
        """Open the practice account, as the app does after its first paint."""
        self.flow.open_desk(self.run(self._open(PRACTICE_ACCOUNT)))

    def agree(self) -> None:
        """Agree to every review from now on."""
        self.answer = lambda review: review

    def go_back(self) -> None:
        """Go back from every review from now on."""
        self.answer = lambda _review: None

    def practise(self, problem: PractiseProblem | None, times: int | None = 1) -> None:
        """Play a fault in the next requests; in all that follow where `times` is None."""
        self.problems.practise(problem, times)

    def send(self, draft: JobDraft) -> RunResult:
        """Send a job to its end past every tab, agreed to."""
        self.agree()
        result = self.run(self.flow.review_and_send(draft))
        assert result is not None
        return result

    def items(self, job_id: int) -> list[Item]:
        """All items of a job as the journal holds them now."""
        return self.run(self.workplace.tools.journal.items(job_id, None, 0, 100_000))

    async def _open(self, account: Account) -> Desk:
        return await self.workplace.open_desk(account)

    async def _ask_review(self, review: Review) -> Agreed | None:
        self.reviews.append(review)
        answer = self.answer(review)
        return Agreed(answer, self.choice or answer.choices[0]) if answer else None


@pytest.fixture
def closed_office(gui_loop: GuiLoop, tmp_path: Path) -> Iterator[Office]:
    """An office in which no account is open yet: `office.flow.ready` is False until `office.open()`."""
    # What lies below the window is imported for those who need it: tests of parts start sooner without.
    from leadbyte_desktop.practice.problems import ProblemPlan
    from leadbyte_desktop.practice.world import build_world

    folder = tmp_path / "office"
    folder.mkdir()
    world, problems = build_world(), ProblemPlan()
    workplace = gui_loop.run(_furnish(folder, world, problems))
    runner = AsyncRunner()
    office = Office(gui_loop, workplace, runner, world, problems)
    yield office
    office.settle()
    gui_loop.run(_leave(office))
    runner.deleteLater()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Let what a test of the office started come to its end, as part of the test.

    pytest-qt closes the windows that were left to it before any fixture ends: on a busy machine what was still being
    read would then come to a window that is gone. The app itself waits for what runs before its window goes.
    """
    result = yield
    office = getattr(item, "funcargs", {}).get("closed_office")
    if isinstance(office, Office) and getattr(item, "qt_widgets", None):
        office.settle()
    return result


async def _furnish(folder: Path, world: World, problems: ProblemPlan) -> Workplace:
    """The app's own workplace, but with a practice account that the test can look into, and without long waits."""
    from leadbyte_desktop.api.network import Transports
    from leadbyte_desktop.domain.account import ApiKey
    from leadbyte_desktop.practice.account import build_app
    from leadbyte_desktop.practice.keys import FULL_KEY
    from leadbyte_desktop.services.accounts import Accounts
    from leadbyte_desktop.services.desk import Desk
    from leadbyte_desktop.services.sender import Sender
    from leadbyte_desktop.store.credentials import Credentials
    from leadbyte_desktop.wiring import wire

    workplace = await wire(folder)
    app = build_app(world)
    key = ApiKey(FULL_KEY.text)
    accounts = Accounts(
        workplace.preferences,
        Credentials(),
        lambda _account: Transports.in_process(app, problems, sleep=_answer_at_once),
        key,
    )
    tools = replace(workplace.tools, accounts=accounts, sender=Sender(workplace.tools.journal, wait=_do_not_wait))

    async def open_desk(account: Account) -> Desk:
        desk = Desk(tools, account, await accounts.open(account))
        await desk.refresh_deliveries()
        return desk

    return replace(workplace, tools=tools, open_desk=open_desk, practise=problems.practise)


async def _leave(office: Office) -> None:
    if office.flow.ready:
        await office.desk.close()
    await office.workplace.close()


@pytest.fixture
def office(closed_office: Office) -> Office:
    """An open practice account, as on the first day."""
    closed_office.open()
    return closed_office


@pytest.fixture
def window(office: Office, qtbot: QtBot, light_theme: Theme) -> Iterator[MainWindow]:
    """The whole window in its light look, awake and with the office's account."""
    made = MainWindow(tab_makers())
    made.wake(office.flow, office.runner)
    made.show_account(office.desk.account)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    office.settle()
    made.hide()
    made.deleteLater()


async def _answer_at_once(seconds: float) -> None:
    """Come to the practice account without its way: a test waits only where an answer is kept back on purpose."""
    await asyncio.sleep(0 if seconds <= SLOWEST else seconds)


async def _do_not_wait(_stop: asyncio.Event, _seconds: float) -> None:
    await asyncio.sleep(0)
