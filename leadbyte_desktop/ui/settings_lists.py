"""The lists of the open account, in the settings: how many entries this PC knows, how old, or why they did not come."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from leadbyte_desktop.domain.account_list import ListKind
from leadbyte_desktop.domain.words import ago, count_of
from leadbyte_desktop.services.account_words import AccountWords, ListState
from leadbyte_desktop.store.database import utc_now
from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.parts.card import Card
from leadbyte_desktop.ui.parts.link_button import PlainButton
from leadbyte_desktop.ui.parts.text import Text

if TYPE_CHECKING:
    from leadbyte_desktop.ui.word_fetching import WordFetching

_TITLES = {
    ListKind.CAMPAIGNS: "Campaigns",
    ListKind.FIELDS: "Their fields",
    ListKind.DELIVERIES: "Deliveries",
    ListKind.BUYERS: "Buyers",
}
_WHAT_FOR = "By these lists the app shows fields, deliveries and buyers by name. They work without a connection too."


class ListsCard(Card):
    """A line for each list, and *Fetch again*.

    Signals:
        fetch_wanted(): all lists shall be fetched from LeadByte.
        resized(): its words take another height now.
    """

    fetch_wanted = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Lists of the account", "settings.lists", parent=parent)
        self._focus_waits_at: QWidget | None = None
        self._lines = {kind: _Line(kind) for kind in _TITLES}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        for line in self._lines.values():
            line.lay_out(grid)
        self._problem = Text(role="hint", tone="warning", name="settings.listsProblem")
        grid.addWidget(self._problem, grid.rowCount(), 0, 1, 3)
        self.fetch = PlainButton("Fetch again", "settings.fetchLists", icon_name="refresh")
        self.fetch.clicked.connect(self.fetch_wanted)
        self._trouble = Text(role="error", name="settings.listsTrouble")
        self._trouble.hide()
        foot = QHBoxLayout()
        foot.addWidget(self.fetch)
        foot.addStretch(1)
        self.add(Text(_WHAT_FOR, "hint", name="settings.listsWhatFor"))
        self.add(grid)
        self.add(self._trouble)
        self.body.addSpacing(4)
        self.add(foot)

    def show_words(self, account: str, words: AccountWords, now: datetime) -> None:
        """Show how the lists of an account stand.

        Args:
            account: its name.
            words: its lists.
            now: the time, with its time zone.
        """
        self.set_heading(f"Lists of {account}")
        problems = [state.problem for state in words.states.values() if state.problem]
        shared = {problem for problem in problems if problems.count(problem) > 1}
        for kind, line in self._lines.items():
            hidden = sum(not each.shown for each in words.deliveries) if kind is ListKind.DELIVERIES else 0
            line.show_state(words.states.get(kind, ListState(kind, 0)), now, shared, hidden)
        self._problem.setText(" ".join(sorted(shared)))
        self._problem.setVisible(bool(shared))
        self._trouble.hide()
        self.resized.emit()

    def show_fetching(self, fetching: bool) -> None:
        """While they are fetched, it cannot be asked for again; the focus comes back, unless a person took it on."""
        had_focus = self.fetch.hasFocus()
        self.fetch.setEnabled(not fetching)
        self.fetch.set_words("Fetching…" if fetching else "Fetch again")
        if had_focus and fetching:
            # Qt passes the focus of what is put out of use to whatever comes next.
            self._focus_waits_at = self.window().focusWidget()
        elif not fetching and self._focus_waits_at is not None:
            if self.window().focusWidget() is self._focus_waits_at:
                self.fetch.setFocus(Qt.FocusReason.OtherFocusReason)
            self._focus_waits_at = None

    def say_trouble(self, words: str) -> None:
        """Say what kept the lists from being kept."""
        self._trouble.setText(words)
        self._trouble.show()
        self.resized.emit()


class _Line:
    """One list: its name, how many, how old; below, why it did not come."""

    def __init__(self, kind: ListKind) -> None:
        stem = f"settings.list_{kind.value}"
        self._title = _TITLES[kind]
        self._name = Text(self._title, wrap=False, name=stem)
        self._count = Text(wrap=False, name=f"{stem}_count")
        self._age = Text(role="hint", wrap=False, name=f"{stem}_age")
        self._problem = Text(role="hint", tone="warning", name=f"{stem}_problem")

    def lay_out(self, grid: QGridLayout) -> None:
        line = grid.rowCount()
        grid.addWidget(self._name, line, 0)
        grid.addWidget(self._count, line, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self._age, line, 2)
        grid.addWidget(self._problem, line + 1, 0, 1, 3)

    def show_state(self, state: ListState, now: datetime, shared: Collection[str], hidden: int) -> None:
        """Show how it stands.

        Args:
            state: how it stands.
            now: the time, with its time zone.
            shared: problems that it shares with other lists, and that are said once below all of them.
            hidden: how many of its entries no tab offers.
        """
        age = f"fetched {ago(state.fetched_at, now)}" if state.fetched_at else "not fetched yet"
        if hidden:
            age = f"{age} · {hidden:,} not offered in the lists"
        self._count.setText(f"{state.count:,}")
        self._age.setText(age)
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem) and state.problem not in shared)
        entries = count_of(state.count, "entry", "entries")
        self._name.setAccessibleName(f"{self._title}: {entries}, {age}. {state.problem}".strip())


class ListsPresenter(QObject):
    """Keeps the card at what the open account's lists are, and fetches them when that is wanted."""

    def __init__(self, card: ListsCard, fetching: WordFetching) -> None:
        super().__init__(card)
        flow = fetching.flow
        self._card, self._flow = card, flow
        card.fetch_wanted.connect(fetching.fetch_again)
        flow.words_changed.connect(self._tell)
        fetching.busy_changed.connect(card.show_fetching)
        fetching.trouble.connect(card.say_trouble)
        card.show_fetching(fetching.busy)
        self._show()

    def _tell(self) -> None:
        self._show()
        announce(self._card.fetch, "The lists were fetched again.")

    def _show(self) -> None:
        desk = self._flow.desk
        self._card.show_words(desk.account.name, desk.known_words, utc_now())
