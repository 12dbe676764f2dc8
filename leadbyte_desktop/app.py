"""The window's life: lock, paint, build, open an account, run, close in order."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QFileSystemWatcher
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from leadbyte_desktop import __version__
from leadbyte_desktop.domain.errors import AppError, FolderInUse, StorageProblem
from leadbyte_desktop.options import Options
from leadbyte_desktop.store.folder import SHOW_FILE, FolderLock, ask_to_show, data_folder
from leadbyte_desktop.ui.async_runner import AsyncRunner, ask
from leadbyte_desktop.ui.loop import run_app
from leadbyte_desktop.ui.main_window import MainWindow, TabBuilder
from leadbyte_desktop.ui.parts.message_dialog import MessageDialog
from leadbyte_desktop.ui.send_flow import SendFlow
from leadbyte_desktop.ui.theme import Theme, Tone

if TYPE_CHECKING:
    from leadbyte_desktop.services.review import Review
    from leadbyte_desktop.ui.batch_presenter import BatchPresenter
    from leadbyte_desktop.ui.session import Session
    from leadbyte_desktop.wiring import Wired

_SHAPE = "window shape"
_SECOND_ANSWER = 2


def run_window(options: Options, on_built: Callable[[MainWindow], object] | None = None) -> int:
    """Open the window and run until it is closed.

    Args:
        options: what the command line asked for.
        on_built: told of the window before it is shown; for measuring.

    Returns:
        the exit code: 0 at the end, or where an open window was brought to the front; 2 where the data folder cannot
        be used.
    """
    folder = data_folder(options.data_dir)
    lock = FolderLock(folder)
    try:
        lock.acquire()
    except FolderInUse:
        ask_to_show(folder)
        return 0
    except StorageProblem as problem:
        return _say_and_leave(problem)
    try:
        app = _application()
        running = RunningApp(app, options, folder)
        kept = on_built(running.window) if on_built else None
        running.window.show()
        code = run_app(app, running.main)
        del kept
        return code
    finally:
        lock.release()


def run_tour(pictures: Path) -> int:
    """Play the tour on a fresh practice account, with a data folder of its own that is thrown away.

    Returns:
        0 where every step held, else 1.
    """
    from leadbyte_desktop.ui.tour import Tour

    app = _application()
    with tempfile.TemporaryDirectory(prefix="leadbyte-tour-", ignore_cleanup_errors=True) as folder:
        lock = FolderLock(Path(folder))
        lock.acquire()
        try:
            running = RunningApp(app, Options(), Path(folder))
            running.window.show()
            tour = Tour(running.window, running.theme, pictures)
            return run_app(app, partial(_main_with_tour, running, tour.play))
        finally:
            lock.release()


async def _main_with_tour(running: RunningApp, play: Callable[[], Awaitable[bool]]) -> int:
    main = asyncio.ensure_future(running.main())
    try:
        held = await play()
    finally:
        running.leave()
        await main
    return 0 if held else 1


def _application() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("LeadByte Desktop")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("leadbyte-desktop")
    return app


def _say_and_leave(problem: StorageProblem) -> int:
    """Show why the app cannot start; there is no window."""
    app = _application()
    Theme(app)

    async def say() -> int:
        dialog = MessageDialog("LeadByte Desktop cannot start", "cannotStart", problem.user_text, tone=Tone.ERROR)
        await ask(dialog)
        return 2

    return run_app(app, say)


class RunningApp:
    """The window and everything under it, from the first paint to the last row on the disk.

    Attributes:
        window: the window.
        theme: the look it wears.

    Args:
        app: Qt's application.
        options: what the command line asked for.
        folder: the data folder, whose lock is held.
    """

    def __init__(self, app: QApplication, options: Options, folder: Path) -> None:
        self.theme = Theme(app)
        self._options, self._folder = options, folder
        self._runner = AsyncRunner(app)
        self._flow = SendFlow(self._ask_review, app)
        self.window = MainWindow(_builders(), self._flow, self._runner)
        self.window.close_wanted.connect(self._close_pressed)
        self._runner.failed.connect(self._explain)
        self._runner.broke.connect(self._explain_bug)
        self._leaving = asyncio.Event()
        self._closing = False
        self._watcher = QFileSystemWatcher([str(folder / SHOW_FILE)], app)
        self._watcher.fileChanged.connect(self.window.bring_to_front)

    def leave(self) -> None:
        """End `main` in order."""
        self._leaving.set()

    async def main(self) -> int:
        """Build what is under the window, open an account, run until the window is closed, close in order."""
        # Imported in a thread while the painted window answers: httpx and the practice account are not small.
        wiring = await asyncio.to_thread(import_module, "leadbyte_desktop.wiring")
        try:
            wired: Wired = await wiring.wire(self._folder)
        except StorageProblem as problem:
            await explain(self.window, problem)
            return 2
        session = (await asyncio.to_thread(import_module, "leadbyte_desktop.ui.session")).Session(
            self.window, self._flow, self._runner, wired
        )
        if shape := await wired.preferences.get(_SHAPE):
            self.window.restore_shape(shape)
        self._runner.start(session.start(practice=self._options.practice, sample=self._options.sample))
        await self._leaving.wait()
        await self._close_in_order(wired, session)
        return 0

    async def _close_in_order(self, wired: Wired, session: Session) -> None:
        self._closing = True
        wired.tools.sender.stop_all()
        # Dialogs that still wait for an answer are gone with the window; a request in flight is awaited.
        for dialog in self.window.findChildren(QDialog):
            dialog.reject()
        await self._runner.settle()
        batch = self.window.presenters.get("batch")
        if batch is not None:
            await cast("BatchPresenter", batch).save_now()
        await wired.preferences.set(_SHAPE, self.window.shape())
        await session.close()
        await wired.close()
        self.window.close_now()

    def _close_pressed(self) -> None:
        if not self._closing:
            self._runner.start(self._ask_to_close())

    async def _ask_to_close(self) -> None:
        if self._flow.sending:
            dialog = MessageDialog(
                "A job is still being sent",
                "closing",
                "The request that is out now is awaited; nothing is cut off in the middle.",
                "What has been sent stays as LeadByte took it. The rest stays in the job, unsent.",
                "Close now and continue it later from History, or keep the window open until the job ends.",
                ("Keep it open", "Close after this request"),
                parent=self.window,
            )
            answer = await ask(dialog)
            dialog.deleteLater()
            if answer != _SECOND_ANSWER:
                return
        self.leave()

    async def _ask_review(self, review: Review) -> Review | None:
        from leadbyte_desktop.ui.review_dialog import ask_review

        return await ask_review(review, self.window)

    def _explain(self, error: AppError) -> None:
        if not self._closing:
            self._runner.start(explain(self.window, error))

    def _explain_bug(self, _error: Exception) -> None:
        self._explain(
            AppError(
                "The app made a mistake of its own and stopped what it was doing. If something was being sent, "
                "History shows what was sent and what is not known. Please tell whoever looks after the app; "
                "the details are in the app’s log."
            )
        )


async def explain(window: MainWindow, error: AppError) -> None:
    """Show an error that no tab took, in its own words."""
    dialog = MessageDialog("This did not work", "problem", error.user_text, tone=Tone.WARNING, parent=window)
    await ask(dialog)
    dialog.deleteLater()


def _builders() -> dict[str, TabBuilder]:
    """How each tab is made; each is imported when it is first looked at, so the first paint waits for one only."""

    def single(flow: SendFlow, runner: AsyncRunner, parent: QWidget) -> tuple[QWidget, object]:
        from leadbyte_desktop.ui.single_lead_presenter import build_single_lead_tab

        return build_single_lead_tab(flow, runner, parent)

    def batch(flow: SendFlow, runner: AsyncRunner, parent: QWidget) -> tuple[QWidget, object]:
        from leadbyte_desktop.ui.batch_presenter import build_batch_tab

        return build_batch_tab(flow, runner, parent)

    def deliveries(flow: SendFlow, runner: AsyncRunner, parent: QWidget) -> tuple[QWidget, object]:
        from leadbyte_desktop.ui.deliveries_presenter import build_deliveries_tab

        return build_deliveries_tab(flow, runner, parent)

    def financials(flow: SendFlow, runner: AsyncRunner, parent: QWidget) -> tuple[QWidget, object]:
        from leadbyte_desktop.ui.financials_presenter import build_financials_tab

        return build_financials_tab(flow, runner, parent)

    def history(flow: SendFlow, runner: AsyncRunner, parent: QWidget) -> tuple[QWidget, object]:
        from leadbyte_desktop.ui.history_presenter import build_history_tab

        return build_history_tab(flow, runner, parent)

    return {"single": single, "batch": batch, "deliveries": deliveries, "financials": financials, "history": history}
