"""The window's life: lock, paint, load, run, close in order.

What the first paint does not need is loaded in a thread while the painted window answers already: asyncio, the client,
the journal and the practice account are not small.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from leadbyte_desktop import __version__
from leadbyte_desktop.domain.errors import FolderInUse, StorageProblem
from leadbyte_desktop.options import Options
from leadbyte_desktop.store.folder import FolderLock, ask_to_show, data_folder
from leadbyte_desktop.ui.main_window import MainWindow, Tab, TabMaker
from leadbyte_desktop.ui.parts.alt_letters import AltLetters
from leadbyte_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.send_flow import SendFlow

_BEHIND = ("leadbyte_desktop.wiring", "leadbyte_desktop.ui.running", "leadbyte_desktop.log_file")
_SECONDS_A_TURN = 0.001
_BREATH = 0.004
"""Seconds between two looks at the window's events while the rest is loaded."""


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
        if not _take(folder, lock):
            return 0
    except StorageProblem as problem:
        from leadbyte_desktop.ui.running import say_why_not

        return say_why_not(application(), problem)
    try:
        # Until all is loaded hardly anything becomes garbage; looking for it again and again delays the first paint.
        gc.disable()
        app = application()
        theme, window = open_window(app, folder)
        watching = on_built(window) if on_built else None
        window.show()
        load_behind(app)
        gc.enable()
        code = _run(app, theme, window, folder, options)
        del watching
        _take_down(window, theme)
        return code
    finally:
        lock.release()


def _take_down(window: MainWindow, theme: Theme) -> None:
    """Delete the window, and all that it owns, while Qt still stands, and the theme's drawings with it.

    What is left to the end of the interpreter is deleted in whatever order its collector finds it, and Qt then reaches
    for what is gone: a crash after everything was done, which looks to whoever started the app like a failure.
    """
    from shiboken6 import Shiboken

    if Shiboken.isValid(window):
        Shiboken.delete(window)
    theme.take_off()


def _take(folder: Path, lock: FolderLock) -> bool:
    """Take the folder; where another window has it, bring that one to the front and say False."""
    try:
        lock.acquire()
    except FolderInUse:
        ask_to_show(folder)
        return False
    return True


def _run(app: QApplication, theme: Theme, window: MainWindow, folder: Path, options: Options) -> int:
    from leadbyte_desktop.log_file import LogFile
    from leadbyte_desktop.ui.running import RunningApp
    from leadbyte_desktop.wiring import wire

    log = LogFile(folder)
    log.open()
    try:
        wired = partial(wire, key_used=log.hide)
        return RunningApp(app, theme, window, folder, wired, practice=options.practice, sample=options.sample).run()
    finally:
        log.close()


def run_tour(pictures: Path) -> int:
    """Play the tour on a fresh practice account, with a data folder of its own that is thrown away.

    Returns:
        0 where every step held, else 1.
    """
    if not sys.platform.startswith(("win32", "darwin")) and "DISPLAY" not in os.environ:
        # The tour needs no display; Qt has to be told before it starts.
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        qInstallMessageHandler(_pass_on)
    import tempfile

    app = application()
    from leadbyte_desktop.ui.running import RunningApp
    from leadbyte_desktop.ui.tour import Tour
    from leadbyte_desktop.wiring import wire

    with tempfile.TemporaryDirectory(prefix="leadbyte-tour-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        with FolderLock(folder):
            theme, window = open_window(app, folder)
            window.show()
            tour = Tour(window, theme, pictures)
            code = RunningApp(app, theme, window, folder, wire, sample=True).run(beside=tour.play)
            del tour
            _take_down(window, theme)
            return code


def _pass_on(_kind: object, _context: object, words: str) -> None:
    """Pass on what Qt says, without the offscreen platform's complaints that it has no window manager to tell."""
    if not words.startswith("This plugin does not support"):
        sys.stderr.write(f"{words}\n")


def application() -> QApplication:
    """Qt's application object, made where there is none yet."""
    # The window paints with many short calls from Qt into Python, and each waits until another thread lets go of the
    # interpreter: a fifth of the usual time is still long enough for the threads, and short enough for the eye.
    sys.setswitchinterval(_SECONDS_A_TURN)
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("LeadByte Desktop")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("leadbyte-desktop")
    if app.findChild(AltLetters) is None:
        AltLetters(app)
    return app


def open_window(app: QApplication, folder: Path) -> tuple[Theme, MainWindow]:
    """The window in its look, with its first tab; it acts once `RunningApp` wakes it. `folder` has the app’s files."""
    return Theme(app, folder=folder), MainWindow(tab_makers())


def load_behind(app: QApplication) -> None:
    """Import what the window runs on in a thread, while the window is painted and answers."""
    # The first paint, and what it leads to, go before the thread: two threads of one interpreter slow each other down.
    app.processEvents()
    app.processEvents()
    loading = Thread(target=lambda: [import_module(name) for name in _BEHIND], name="loading")
    loading.start()
    while loading.is_alive():
        app.processEvents()
        loading.join(_BREATH)


def tab_makers() -> dict[str, TabMaker]:
    """How each tab is made; each is imported when it is first looked at, and its presenter when the window is woken."""
    return {
        "single": _single_lead,
        "batch": _batch,
        "deliveries": _deliveries,
        "financials": _financials,
        "history": _history,
    }


def _single_lead(parent: QWidget) -> Tab:
    from leadbyte_desktop.ui.single_lead_tab import SingleLeadTab

    page = SingleLeadTab(parent)

    def presenter(flow: SendFlow, runner: AsyncRunner) -> object:
        from leadbyte_desktop.ui.single_lead_presenter import SingleLeadPresenter

        return SingleLeadPresenter(page, flow, runner)

    return Tab(page, presenter)


def _batch(parent: QWidget) -> Tab:
    from leadbyte_desktop.ui.batch_tab import BatchTab

    page = BatchTab(parent)

    def presenter(flow: SendFlow, runner: AsyncRunner) -> object:
        from leadbyte_desktop.ui.batch_presenter import BatchPresenter

        return BatchPresenter(page, flow, runner)

    return Tab(page, presenter)


def _deliveries(parent: QWidget) -> Tab:
    from leadbyte_desktop.ui.deliveries_tab import DeliveriesTab

    page = DeliveriesTab(parent)

    def presenter(flow: SendFlow, runner: AsyncRunner) -> object:
        from leadbyte_desktop.ui.deliveries_presenter import DeliveriesPresenter

        return DeliveriesPresenter(page, flow, runner)

    return Tab(page, presenter, page.where_to_begin)


def _financials(parent: QWidget) -> Tab:
    from leadbyte_desktop.ui.financials_tab import FinancialsTab

    page = FinancialsTab(parent)

    def presenter(flow: SendFlow, runner: AsyncRunner) -> object:
        from leadbyte_desktop.ui.financials_presenter import FinancialsPresenter

        return FinancialsPresenter(page, flow, runner)

    return Tab(page, presenter)


def _history(parent: QWidget) -> Tab:
    from leadbyte_desktop.ui.history_tab import HistoryTab

    page = HistoryTab(parent)

    def presenter(flow: SendFlow, runner: AsyncRunner) -> object:
        from leadbyte_desktop.ui.history_presenter import HistoryPresenter

        return HistoryPresenter(page, flow, runner)

    return Tab(page, presenter)
