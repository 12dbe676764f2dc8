"""Settings: the accounts on this PC and their keys, where the app keeps its files, what is inside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadbyte_desktop import __version__
from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.ui.parts.card import Card
from leadbyte_desktop.ui.parts.dialog_frame import DialogFrame
from leadbyte_desktop.ui.parts.flow import FlowLayout
from leadbyte_desktop.ui.parts.link_button import LinkButton, PlainButton
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.parts.text import ElidedText, Pill, Text
from leadbyte_desktop.ui.settings_lists import ListsCard
from leadbyte_desktop.ui.theme import Tone

OPEN, REPLACE, FORGET, REMOVE = "open", "replace", "forget", "remove"
_ACTS = (
    (OPEN, "Open", "Open {}"),
    (REPLACE, "Replace the key…", "Replace the key of {}"),
    (FORGET, "Forget the key…", "Forget the key of {}"),
    (REMOVE, "Remove…", "Remove {} from this PC"),
)
_LOOK = "The look follows the system: light, dark or high contrast, and its size of text."
_KEPT = "The journal of everything that was sent, unfinished batches and the list of accounts. No key is among them."


class SettingsDialog(DialogFrame):
    """Shows everything that can be set. It changes nothing itself.

    Signals:
        act_wanted(str, str): what ("open", "replace", "forget" or "remove") shall be done with which account, by ID.
        connect_wanted(): another account shall be connected.
        folder_wanted(): the folder with the app's files shall be shown.

    Attributes:
        note: says what was done, and what went wrong.
        lists: how the lists of the open account stand; None where they are not shown.

    Args of the constructor:
        folder: where the app keeps its files.
        licences: what is inside the app, a line each.
        with_lists: show how the lists of the open account stand, in `lists`.
    """

    act_wanted = Signal(str, str)
    connect_wanted = Signal()
    folder_wanted = Signal()

    def __init__(
        self, folder: Path, licences: Sequence[str], parent: QWidget | None = None, *, with_lists: bool = False
    ) -> None:
        super().__init__("Settings", "settings", parent, least_width=640)
        self.note = Note("settings.note")
        self._lines: list[_AccountLine] = []
        self._accounts = QVBoxLayout()
        self._accounts.setSpacing(16)
        self.add(self.note)
        self.lists = self._make_lists() if with_lists else None
        others = (self._make_files(folder), self._make_about(licences))
        self._cards = (self._make_accounts(), *((self.lists,) if self.lists else ()), *others)
        for card in self._cards:
            self.add(card)
        self.body.addStretch(1)
        self._close = self.add_button("Close", "settings.close", result=self.DialogCode.Rejected.value)

    def show_accounts(self, accounts: Sequence[Account], open_id: str) -> None:
        """Show the accounts on this PC.

        Args:
            accounts: all that can be opened; the practice account has no key to be replaced.
            open_id: the ID of the one that is open now; "" for none.
        """
        for line in self._lines:
            line.hide()
            self._accounts.removeWidget(line)
            line.deleteLater()
        self._lines = [_AccountLine(account, self, is_open=account.account_id == open_id) for account in accounts]
        for line in self._lines:
            line.act_wanted.connect(self.act_wanted)
            self._accounts.addWidget(line)
            line.show()
        self._fit()

    def say(self, words: str, tone: Tone | str, actions: tuple[tuple[str, str], ...] = ()) -> None:
        """Say what was done or what went wrong, above everything else."""
        self.note.say(words, tone, actions)
        self._fit()

    def show_busy(self, busy: bool) -> None:
        """While something is being done, nothing can be pressed twice."""
        self.keep_while(busy)
        for card in self._cards:
            card.setEnabled(not busy)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the button that changes nothing."""
        super().showEvent(event)
        self._close.setFocus()

    def _fit(self) -> None:
        if self.isVisible():
            self.fit_height()

    def _make_accounts(self) -> Card:
        card = Card("Accounts", "settings.accounts")
        connect = PlainButton("Connect another account…", "settings.connect", icon_name="plus")
        connect.clicked.connect(self.connect_wanted)
        foot = QHBoxLayout()
        foot.addWidget(connect)
        foot.addStretch(1)
        card.add(self._accounts)
        card.body.addSpacing(8)
        card.add(foot)
        return card

    def _make_lists(self) -> ListsCard:
        card = ListsCard()
        card.resized.connect(self._fit)
        return card

    def _make_files(self, folder: Path) -> Card:
        card = Card("On this PC", "settings.files")
        path = Text(str(folder), name="settings.folder")
        path.let_copy()
        path.setToolTip(str(folder))
        # A path in which no line can break must not widen the cards; all of it can still be copied.
        path.setMinimumWidth(1)
        path.setAccessibleName(f"The app keeps its files in {folder}")
        show = PlainButton("Open folder", "settings.openFolder")
        show.clicked.connect(self.folder_wanted)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(path, 1)
        line.addWidget(show)
        card.add(line)
        card.add(Text(_KEPT, "hint", name="settings.kept"))
        card.add(Text(_LOOK, "hint", name="settings.look"))
        return card

    def _make_about(self, licences: Sequence[str]) -> Card:
        card = Card("About", "settings.about")
        card.add(Text(f"LeadByte Desktop {__version__}", name="settings.version"))
        self._licence_link = LinkButton("Show the licences of what is inside", "settings.licences")
        self._licence_link.clicked.connect(self._turn_licences)
        card.add(self._licence_link)
        self._licences = Text("\n".join(licences), "hint", name="settings.licenceText")
        self._licences.let_copy()
        self._licences.hide()
        card.add(self._licences)
        return card

    def _turn_licences(self) -> None:
        shown = self._licences.isHidden()
        self._licences.setVisible(shown)
        verb = "Hide" if shown else "Show"
        self._licence_link.set_words(f"{verb} the licences of what is inside")
        self._fit()


class _AccountLine(QWidget):
    """One account: its name and host, whether it is open, what can be done with it."""

    act_wanted = Signal(str, str)

    def __init__(self, account: Account, parent: QWidget, *, is_open: bool) -> None:
        super().__init__(parent)
        self._account_id = account.account_id
        self.setObjectName(f"settings.account_{account.account_id}")
        name = ElidedText("heading", name=f"settings.name_{account.account_id}")
        name.say(account.name)
        hint = f"{account.host}; nothing reaches LeadByte" if account.practice else account.host
        host = Text(hint, "hint", name=f"settings.host_{account.account_id}")
        pill = Pill("Open now", Tone.OK, name=f"settings.state_{account.account_id}")
        pill.setVisible(is_open)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(name)
        top.addWidget(host, 1)
        top.addWidget(pill)
        acts = FlowLayout(16)
        for key, words, spoken in _ACTS:
            if is_open if key == OPEN else account.practice:
                continue
            button = LinkButton(words, f"settings.{key}_{account.account_id}")
            button.setAccessibleName(spoken.format(account.name))
            button.setProperty("act", key)
            button.clicked.connect(self._tell)
            acts.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addLayout(top)
        if acts.count():
            whole.addLayout(acts)

    def _tell(self) -> None:
        self.act_wanted.emit(self.sender().property("act"), self._account_id)
