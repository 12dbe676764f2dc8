"""The header: which account, where, whether it answers, and the way to the settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from leadbyte_desktop.ui.parts.link_button import PlainButton
from leadbyte_desktop.ui.parts.menu_button import MenuButton
from leadbyte_desktop.ui.parts.text import ElidedText, Pill
from leadbyte_desktop.ui.theme import Tone

_ALSO = "key: "
_MEETS, _MAY = "What the next send meets", "What the API key may do"


class Header(QFrame):
    """The account's name and host at the left; state, the practice menu, the accounts and the settings at the right.

    Signals:
        settings_pressed(): the settings are wanted.
        account_chosen(str): another account, by its key.
        problem_chosen(str): a problem to practise, by its key; "" for none any more.
        key_chosen(str): an API key that may do less, to practise with; "" for the one that may do everything.

    Args of the constructor:
        name: the objectName; its buttons are called f"{name}_settings", f"{name}_accounts" and f"{name}_problems".
    """

    settings_pressed = Signal()
    account_chosen = Signal(str)
    problem_chosen = Signal(str)
    key_chosen = Signal(str)

    def __init__(self, name: str = "header", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("part", "header")
        self._account = ElidedText("account", name=f"{name}_account")
        self._host = ElidedText("hint", name=f"{name}_host")
        self._state = Pill(small=False, name=f"{name}_state")
        self._problems = _MenuButton("Practise a problem", f"{name}_problems")
        self._problems.chosen.connect(self.problem_chosen)
        self._problems.also_chosen.connect(self.key_chosen)
        self._accounts = _MenuButton("Accounts", f"{name}_accounts")
        self._accounts.chosen.connect(self.account_chosen)
        settings = PlainButton("Settings", f"{name}_settings", icon_name="settings")
        settings.clicked.connect(self.settings_pressed)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._account)
        words.addWidget(self._host)
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 8, 20, 8)
        line.setSpacing(8)
        line.addLayout(words, 1)
        for part in (self._state, self._problems, self._accounts, settings):
            line.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_accounts(())
        self.set_problems(())
        self.set_state("", Tone.PLAIN)

    def set_account(self, name: str, host: str) -> None:
        """Show which account everything goes to."""
        self._account.say(name)
        self._host.say(host)
        self.setAccessibleName(f"Account {name}, {host}")

    def set_state(self, words: str, tone: Tone | str) -> None:
        """Show whether LeadByte answers ("Connected", "Not proven yet", "Offline"); "" shows nothing."""
        self._state.show_state(f"●  {words}" if words else "", tone)
        self._state.setAccessibleName(f"Connection: {words}")
        self._state.setVisible(bool(words))

    def set_accounts(self, accounts: Sequence[tuple[str, str]], active: str = "") -> None:
        """Offer these accounts, as (key, words); the button is hidden where there is no choice."""
        self._accounts.offer(_Group(accounts, active))
        self._accounts.setVisible(len(accounts) > 1)

    def set_problems(
        self, problems: Sequence[tuple[str, str]], active: str = "",
        keys: Sequence[tuple[str, str]] = (), active_key: str = "",
    ) -> None:  # fmt: skip
        """Offer what can be practised; the button is hidden where there is nothing.

        Args:
            problems: what the next send can meet, as (key, words).
            active: the key of the one that it will meet.
            keys: with which API keys the account can be opened, as (key, words).
            active_key: the key of the one with which it is open.
        """
        self._problems.offer(_Group(problems, active, _MEETS), _Group(keys, active_key, _MAY))
        self._problems.setVisible(bool(problems))


@dataclass(frozen=True, slots=True)
class _Group:
    """Choices of which one holds, as (key, words), and what they are."""

    choices: Sequence[tuple[str, str]] = ()
    active: str = ""
    heading: str = ""


class _MenuButton(MenuButton):
    """A button that opens a menu of choices, of which one holds, and tells the chosen one's key.

    Signals:
        chosen(str): a choice, by its key.
        also_chosen(str): one of the second group.
    """

    chosen = Signal(str)
    also_chosen = Signal(str)

    def __init__(self, words: str, name: str) -> None:
        super().__init__(words, name)
        self.choices.triggered.connect(self._tell)

    def offer(self, first: _Group, second: _Group | None = None) -> None:
        self.choices.clear()
        if second is None or not second.choices:
            self._add(first, "")
            return
        self.add_words(first.heading)
        self._add(first, "")
        self.choices.addSeparator()
        self.add_words(second.heading)
        self._add(second, _ALSO)

    def _add(self, group: _Group, before: str) -> None:
        for key, words in group.choices:
            action = self.add_choice(f"{before}{key or 'none'}", words)
            action.setData(f"{before}{key}")
            action.setCheckable(True)
            action.setChecked(key == group.active)

    def _tell(self, action: QAction) -> None:
        key = str(action.data())
        if key.startswith(_ALSO):
            self.also_chosen.emit(key.removeprefix(_ALSO))
        else:
            self.chosen.emit(key)
