"""The app while it runs: the loop, the workplace under the window, the errors no tab took, the end in order."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QFileSystemWatcher
from PySide6.QtWidgets import QApplication, QDialog

from leadbyte_desktop.domain.errors import AppError, StorageProblem
from leadbyte_desktop.domain.job import Settlement
from leadbyte_desktop.services.workplace import Workplace
from leadbyte_desktop.store.folder import LOG_FILE, SHOW_FILE
from leadbyte_desktop.ui.async_runner import AsyncRunner, ask
from leadbyte_desktop.ui.faults import Faults
from leadbyte_desktop.ui.loop import run_app
from leadbyte_desktop.ui.main_window import MainWindow
from leadbyte_desktop.ui.parts.message_dialog import MessageDialog
from leadbyte_desktop.ui.review_dialog import ask_review
from leadbyte_desktop.ui.send_flow import SendFlow
from leadbyte_desktop.ui.session import Session
from leadbyte_desktop.ui.theme import Theme, Tone

if TYPE_CHECKING:
    from leadbyte_desktop.domain.job import Item
    from leadbyte_desktop.services.review import Agreed, Review
    from leadbyte_desktop.ui.batch_presenter import BatchPresenter

_log = logging.getLogger(__name__)
_SHAPE = "window shape"
_SECOND = 2
"""The place of a dialog's second answer, see `MessageDialog`."""
_PATIENCE = 10.0
"""Seconds at most that closing waits for harmless reads and the like; requests that change leads are awaited."""
_LOOK_EVERY = 0.05
"""Seconds between two looks for dialogs while the app closes."""
_SEARCHES = (2_000, 10, 500)
"""When Python looks for garbage that holds itself: small searches often, those through everything seldom. Rows and
answers hold no circles, and a search through all that a large batch needs would stop the window for several frames."""


class RunningApp:
    """The window and everything under it, from the first event to the last row on the disk.

    Args:
        app: Qt's application.
        theme: the look of the window.
        window: the window, painted already.
        folder: the data folder, whose lock is held.
        wire: opens the folder and builds what is under the window; raises StorageProblem.
        practice: open the practice account without asking.
        sample: put the sample batch into the Batch tab, if no unfinished batch is there.
    """

    def __init__(
        self,
        app: QApplication,
        theme: Theme,
        window: MainWindow,
        folder: Path,
        wire: Callable[[Path], Awaitable[Workplace]],
        *,
        practice: bool = False,
        sample: bool = False,
    ) -> None:
        self._app, self._theme, self._window = app, theme, window
        self._folder, self._wire = folder, wire
        self._practice, self._sample = practice, sample
        self._runner = AsyncRunner(app)
        self._flow = SendFlow(self._ask_review, app, self._ask_word)
        self._leaving = asyncio.Event()
        self._closing = self._asking_to_close = self._telling_of_bug = False
        self._code = 0
        self._faults = Faults(app)
        self._faults.broke.connect(self._explain_bug)
        window.close_wanted.connect(self._close_pressed)
        self._runner.failed.connect(self._explain)
        self._runner.broke.connect(self._explain_bug)
        self._watcher = QFileSystemWatcher([str(folder / SHOW_FILE)], app)
        self._watcher.fileChanged.connect(window.bring_to_front)

    def run(self, beside: Callable[[], Awaitable[bool]] | None = None) -> int:
        """Run until the window is closed; returns the exit code.

        Args:
            beside: something that works the window (the tour); the app ends when it has ended, with 1 where it says
                False.
        """
        return run_app(self._app, self._main if beside is None else lambda: self._main_beside(beside))

    async def _main(self) -> int:
        self._faults.watch(asyncio.get_running_loop())
        try:
            return await self._work()
        finally:
            self._faults.leave()

    async def _work(self) -> int:
        try:
            workplace = await self._wire(self._folder)
        except StorageProblem as problem:
            await explain(self._window, problem)
            return 2
        session = Session(self._window, self._flow, self._runner, workplace)
        try:
            if shape := await workplace.preferences.get(_SHAPE):
                self._window.restore_shape(shape)
            self._window.wake(self._flow, self._runner)
            # What is there by now stays to the end: the search for garbage, which holds up the window, passes it over.
            gc.freeze()
            gc.set_threshold(*_SEARCHES)
            self._runner.start(session.start(practice=self._practice, sample=self._sample))
            if self._window.close_asked:  # while the rest was still being loaded
                self._leaving.set()
            await self._leaving.wait()
        finally:  # also where the system ends the session and Qt with it
            await self._close_in_order(workplace, session)
        return self._code

    async def _main_beside(self, beside: Callable[[], Awaitable[bool]]) -> int:
        main = asyncio.ensure_future(self._main())
        try:
            self._code = 0 if await beside() else 1
        except BaseException:
            self._code = 1
            raise
        finally:
            self._leaving.set()
            await main
        return self._code

    async def _close_in_order(self, workplace: Workplace, session: Session) -> None:
        self._closing = True
        sender = workplace.tools.sender
        sender.stop_all()
        self._window.stop_work()
        await session.stop_fetching()
        if sender.running:
            self._window.show_notice("The last request is on its way. The app closes as soon as LeadByte answers.")
        await self._without_dialogs(sender.wait_for_end())
        await self._without_dialogs(self._runner.settle(_PATIENCE))
        try:
            if batch := self._window.presenters.get("batch"):
                await cast("BatchPresenter", batch).close()
            await workplace.preferences.set(_SHAPE, self._window.shape())
        except AppError as error:
            await explain(self._window, error)
        finally:
            await session.close()
            await workplace.close()
            self._window.close_now()

    async def _without_dialogs(self, end: Coroutine[Any, Any, object]) -> None:
        """Wait for an end, and answer with no whatever dialog still asks something meanwhile."""
        waiting = asyncio.ensure_future(end)
        while not waiting.done():
            for dialog in self._window.findChildren(QDialog):
                if dialog.isVisible():
                    dialog.reject()
            await asyncio.wait({waiting}, timeout=_LOOK_EVERY)
        waiting.result()

    def _close_pressed(self) -> None:
        if not (self._closing or self._asking_to_close):
            self._asking_to_close = True
            self._runner.start(self._ask_to_close())

    async def _ask_to_close(self) -> None:
        try:
            if await self._may_leave():
                self._leaving.set()
        finally:
            self._asking_to_close = False

    async def _may_leave(self) -> bool:
        if self._flow.sending:
            dialog = MessageDialog(
                "A job is still being sent",
                "closing",
                "The request that is out now is awaited; nothing is cut off in the middle.",
                "What has been sent stays as LeadByte took it. The rest stays in the job, unsent.",
                "Close now and continue it later from History, or keep the window open until the job ends.",
                ("Keep it open", "Close, continue later"),
                parent=self._window,
            )
            # The job may end while the question stands there. Then it is no longer true, and the window stays.
            ended = self._flow.job_ended.connect(lambda _result: dialog.done(0))
            answer = await ask(dialog)
            self._flow.job_ended.disconnect(ended)
            dialog.deleteLater()
            return answer == _SECOND
        return True

    async def _ask_review(self, review: Review) -> Agreed | None:
        return await ask_review(review, self._window)

    async def _ask_word(self, item: Item, word: Settlement) -> bool:
        """Ask once more before a person's word on a *not known* item is written down for good."""
        done = word is Settlement.WENT_THROUGH
        dialog = MessageDialog(
            f"Did {item.lead.words} go through?" if done else f"Did {item.lead.words} not go through?",
            "settle",
            "You looked at the lead in LeadByte and saw that it was done."
            if done
            else "You looked at the lead in LeadByte and saw that it was not done.",
            "Nothing is sent now. Your word is written down with your name, and it cannot be taken back.",
            "The app will warn before it sends the same again."
            if done
            else "The app will no longer warn before it sends the same again.",
            ("Go back", "Yes, it went through" if done else "Yes, it did not"),
            danger=not done,
            parent=self._window,
        )
        answer = await ask(dialog)
        dialog.deleteLater()
        return answer == _SECOND

    def _explain(self, error: AppError) -> None:
        # The kind only: its words may quote what was typed.
        _log.info("told the person: %s", type(error).__name__)
        if not self._closing:
            self._runner.start(explain(self._window, error))

    def _explain_bug(self) -> None:
        """Once at a time: a bug in what is painted would otherwise open dialogs without end."""
        if not (self._closing or self._telling_of_bug):
            self._telling_of_bug = True
            self._runner.start(self._tell_of_bug())

    async def _tell_of_bug(self) -> None:
        words = (
            "The app made a mistake of its own and stopped what it was doing. If something was being sent, History "
            "shows what was sent and what is not known. Please tell whoever looks after the app; the details, without "
            f"any lead’s data, are in its log: {self._folder / LOG_FILE}"
        )
        try:
            await explain(self._window, AppError(words))
        finally:
            self._telling_of_bug = False


async def explain(window: MainWindow, error: AppError) -> None:
    """Show an error that no tab took, in its own words."""
    dialog = MessageDialog("This did not work", "problem", error.user_text, tone=Tone.WARNING, parent=window)
    await ask(dialog)
    dialog.deleteLater()


def say_why_not(app: QApplication, problem: StorageProblem) -> int:
    """Say why the app cannot start, where there is no window yet; returns the exit code 2."""
    theme = Theme(app)

    async def say() -> int:
        dialog = MessageDialog("LeadByte Desktop cannot start", "cannotStart", problem.user_text, tone=Tone.ERROR)
        await ask(dialog)
        return 2

    code = run_app(app, say)
    theme.take_off()
    return code
