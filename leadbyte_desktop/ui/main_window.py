"""The window: header, bands, tabs. A tab is built when it is first looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from leadbyte_desktop.domain.practise_key import PractiseKey
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.ui.parts.band import Band
from leadbyte_desktop.ui.parts.header import Header
from leadbyte_desktop.ui.parts.icon import app_icon
from leadbyte_desktop.ui.parts.screen_room import screen_room
from leadbyte_desktop.ui.parts.tab_strip import TabStrip
from leadbyte_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from leadbyte_desktop.domain.account import Account
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.send_flow import SendFlow

TABS = (
    ("single", "Single lead"),
    ("batch", "Batch"),
    ("deliveries", "Deliveries"),
    ("financials", "Financials"),
    ("history", "History"),
)
# Leaves room for the title bar and the task bar of a screen 768 high.
FIRST_SIZE = QSize(1180, 690)
# What the system's frame and title bar take of the room on a screen.
_AROUND = QSize(16, 38)
# Fits a screen of 1366 x 768 at 200 %, with the system's bars; what has no room there scrolls.
LEAST_SIZE = QSize(600, 300)

_PRACTICE = "PRACTICE — nothing here is real, and nothing is sent to LeadByte."
_WHOLE_KEY = "wholeKey"
_CONNECT = ("connect", "Connect your account…")


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab: what can be seen at once, and what makes it act later.

    Attributes:
        page: the widget.
        presenter: makes its presenter.
        where_to_begin: tells where work begins now, whatever had the focus before; None for where it was.
    """

    page: QWidget
    presenter: Callable[[SendFlow, AsyncRunner], object]
    where_to_begin: Callable[[], QWidget | None] = lambda: None


TabMaker = Callable[[QWidget], Tab]
"""Makes a tab in the window it is given."""


class MainWindow(QMainWindow):
    """The one window of the app. It can be painted, and answers, before anything under it is loaded; then it is woken.

    Attributes:
        presenters: the presenters of the tabs that were opened, by the tab's key.
        close_asked: the person has asked to close the window at some time.

    Signals:
        connect_wanted(): a real account shall be connected.
        settings_wanted(): the settings shall be opened.
        account_wanted(str): another account, by its ID, shall be opened.
        problem_wanted(str): a problem shall be practised; "" for none.
        key_wanted(str): the practice account shall be opened with a key that may do less; "" for its own.
        history_wanted(): History was opened from a notice, which still stands there.
        close_wanted(): the person wants to close the window; whoever built it decides.

    Args of the constructor:
        makers: what makes each tab, by the tab's key.
    """

    connect_wanted = Signal()
    settings_wanted = Signal()
    account_wanted = Signal(str)
    problem_wanted = Signal(str)
    key_wanted = Signal(str)
    history_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, makers: dict[str, TabMaker]) -> None:
        super().__init__()
        self.presenters: dict[str, object] = {}
        self._makers = makers
        self._awake: tuple[SendFlow, AsyncRunner] | None = None
        self._may_close = False
        self._practised_key: PractiseKey | None = None
        self.close_asked = False
        self.setObjectName("window")
        self.setWindowTitle("LeadByte Desktop")
        self.setMinimumSize(LEAST_SIZE)
        self.resize(first_size(screen_room(self).size()))
        self._lay_out()
        self._show_tab("single")

    def _lay_out(self) -> None:
        self.practice_band = Band("practiceBand")
        self.practice_band.chosen.connect(self._act_on_practice)
        self.notice_band = Band("noticeBand")
        self.notice_band.chosen.connect(self._act_on_notice)
        self.header = Header()
        self.header.settings_pressed.connect(self.settings_wanted)
        self.header.account_chosen.connect(self.account_wanted)
        self.header.problem_chosen.connect(self.problem_wanted)
        self.header.key_chosen.connect(self.key_wanted)
        self._strip = TabStrip(TABS)
        self._strip.chosen.connect(self._show_tab)
        self._pages = QStackedWidget()
        self._pages.setObjectName("pages")
        self._by_key: dict[str, Tab] = {}
        self._central = central = QWidget()
        whole = QVBoxLayout(central)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self.practice_band, self.header, self.notice_band, self._strip):
            whole.addWidget(part)
        whole.addWidget(self._pages, 1)
        self.setCentralWidget(central)

    def wake(self, flow: SendFlow, runner: AsyncRunner) -> None:
        """Let the tabs act, now that what is under the window was loaded; those that were opened already, too."""
        self.setWindowIcon(app_icon())  # seven drawings, which the first paint need not wait for
        self._awake = (flow, runner)
        for key in list(self._by_key):
            self._give_presenter(key)

    def presenter(self, key: str) -> object:
        """The presenter of a tab, which is built if that was not done yet; it is not brought to the front."""
        self._page(key)
        return self.presenters[key]

    def _page(self, key: str) -> QWidget:
        if key not in self._by_key:
            self._by_key[key] = self._makers[key](self)
            self._pages.addWidget(self._by_key[key].page)
            self._give_presenter(key)
        return self._by_key[key].page

    def _give_presenter(self, key: str) -> None:
        if self._awake is not None:
            self.presenters[key] = self._by_key[key].presenter(*self._awake)

    def open_tab(self, key: str) -> None:
        """Bring a tab to the front."""
        self._strip.choose(key)

    @property
    def open_key(self) -> str:
        """The key of the tab in front."""
        return self._strip.current()

    def show_account(self, account: Account, practised_key: PractiseKey | None = None) -> None:
        """Show which account is open; the practice account shows its band, and what can be practised.

        Args:
            account: the account.
            practised_key: with which key that may do less the practice account is open; None for its own.
        """
        self.header.set_account(account.name, account.host)
        self.setWindowTitle(f"LeadByte Desktop — {account.name}")
        self._practised_key = practised_key
        if account.practice:
            key_words = f" The API key {practised_key.words}." if practised_key else ""
            acts = ((_WHOLE_KEY, "Use the full key"), _CONNECT) if practised_key else (_CONNECT,)
            self.practice_band.say(f"{_PRACTICE}{key_words}", Tone.PRACTICE, acts)
        else:
            self.practice_band.say("")
        self.show_problem("" if account.practice else None)

    def show_problem(self, active: str | None) -> None:
        """Offer what can be practised, the active problem and the key that is used marked; None hides the menu."""
        if active is None:
            self.header.set_problems(())
            return
        problems = [("", "No problem"), *((problem.value, problem.words) for problem in PractiseProblem)]
        keys = [("", "A key that may do everything"), *((key.value, f"A key that {key.words}") for key in PractiseKey)]
        self.header.set_problems(problems, active, keys, self._practised_key.value if self._practised_key else "")

    def show_notice(self, words: str, tone: Tone = Tone.WARNING, actions: tuple[tuple[str, str], ...] = ()) -> None:
        """Show one sentence under the header (offline, rows left by a stop); "" takes it away."""
        self.notice_band.say(words, tone, actions)

    def bring_to_front(self) -> None:
        """Show the window above others; for a second start of the app."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def shape(self) -> str:
        """Size and place, to be remembered."""
        return bytes(self.saveGeometry().toBase64().data()).decode("ascii")

    def restore_shape(self, shape: str) -> None:
        """Take on a remembered size and place; what does not fit a screen is mended by Qt."""
        self.restoreGeometry(QByteArray.fromBase64(QByteArray(shape.encode("ascii"))))

    def stop_work(self) -> None:
        """Take no more input, as the app is closing."""
        self._central.setEnabled(False)

    def close_now(self) -> None:
        """Close without asking."""
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hand the wish to close to whoever built the window, unless it was granted."""
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.close_asked = True
            self.close_wanted.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Put the cursor where work begins; a window that was only minimised keeps it where it was."""
        super().showEvent(event)
        if not event.spontaneous():
            self.focus_tab()

    def _show_tab(self, key: str) -> None:
        self._pages.setCurrentWidget(self._page(key))
        # Arrows on the strip go on to the next tab; whoever comes by Alt and a number wants to work.
        if not self._strip.bar.hasFocus():
            self.focus_tab()

    def give_focus(self) -> None:
        """Put the focus where work begins, unless it is somewhere in sight: there a person may be typing by now."""
        focused = cast("QWidget | None", self.focusWidget())
        if focused in (None, self) or not focused.isVisible() or not focused.isEnabled():
            self.focus_tab()

    def focus_tab(self) -> None:
        """Put the focus where work begins on this page, or where it was, or on what comes first there."""
        page = self._pages.currentWidget()
        if page is None:
            return
        begin = next((tab.where_to_begin() for tab in self._by_key.values() if tab.page is page), None)
        if begin is not None:
            begin.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        before = cast("QWidget | None", page.focusWidget())
        if before is not None and before is not page and before.isVisibleTo(page) and before.isEnabled():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        first = _first_stop(page)
        if page.focusWidget() in (None, page) and first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _act_on_practice(self, key: str) -> None:
        if key == _WHOLE_KEY:
            self.key_wanted.emit("")
        else:
            self.connect_wanted.emit()

    def _act_on_notice(self, key: str) -> None:
        if key == "history":
            self.open_tab("history")
            self.history_wanted.emit()
        self.show_notice("")


def first_size(room: QSize) -> QSize:
    """How large the window first is on a screen with so much room: at 200 % a small one has less than it would like."""
    return FIRST_SIZE.boundedTo(room - _AROUND).expandedTo(LEAST_SIZE)


def _first_stop(page: QWidget) -> QWidget | None:
    """The first widget of a page at which the Tab key stops."""
    each = page.nextInFocusChain()
    while each is not None and each is not page:
        stops = each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.focusProxy() is None
        if stops and page.isAncestorOf(each) and each.isVisibleTo(page) and each.isEnabled():
            return each
        each = each.nextInFocusChain()
    return None
