"""A workplace as the app builds it, whose real accounts are the practice server on its socket."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QWidget

from leadbyte_desktop.api.network import Transports
from leadbyte_desktop.domain.account import Account, ApiKey
from leadbyte_desktop.practice.keys import FULL_KEY
from leadbyte_desktop.services.accounts import Accounts
from leadbyte_desktop.services.workplace import Workplace
from leadbyte_desktop.store.credentials import Credentials
from leadbyte_desktop.wiring import wire

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.conftest import GuiLoop

W = TypeVar("W", bound=QWidget)


async def furnish(folder: Path, ways: dict[str, Callable[[], Transports]]) -> Workplace:
    """Everything below the window, on a file of its own.

    Args:
        folder: the data folder, which is there.
        ways: for some hosts, another way than the real one: nothing of LeadByte's own may be reached from a test.
    """
    workplace = await wire(folder)

    def transports(account: Account) -> Transports:
        return ways.get(account.host, partial(Transports.real, account.base_url))()

    accounts = Accounts(workplace.preferences, Credentials(), transports, ApiKey(FULL_KEY.text))
    return replace(workplace, tools=replace(workplace.tools, accounts=accounts))


async def leave(workplace: Workplace) -> None:
    """Close what `furnish` opened."""
    await workplace.close()


class Screen:
    """What a person sees of the dialogs over a window, and does in them."""

    def __init__(self, window: QWidget, gui_loop: GuiLoop) -> None:
        self.window, self.gui_loop = window, gui_loop

    def find(self, kind: type[W], name: str) -> W:
        """The visible widget of that name."""
        found = [each for each in self.window.findChildren(kind, name) if each.isVisible()]
        assert found, f"nothing in sight is called {name}"
        return found[0]

    def sees(self, name: str) -> bool:
        """Whether a widget of that name can be seen."""
        return any(each.isVisible() for each in self.window.findChildren(QWidget, name))

    def words(self, name: str) -> str:
        """What a label says; "" where it cannot be seen."""
        return self.find(QLabel, name).text() if self.sees(name) else ""

    def button(self, name: str) -> QPushButton:
        """A button in sight."""
        return self.find(QPushButton, name)

    def click(self, name: str) -> None:
        """Click a button in its middle."""
        QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def type(self, name: str, text: str) -> None:
        """Put text in the place of what stands in a box."""
        line = self.find(QLineEdit, name)
        line.selectAll()
        QTest.keyClicks(line, text)

    def until_sees(self, name: str) -> None:
        """Turn the loop until something can be seen."""
        self.gui_loop.until(lambda: self.sees(name))

    @property
    def dialogs(self) -> list[QDialog]:
        """The dialogs that are there, whether in sight or not."""
        return self.window.findChildren(QDialog)
