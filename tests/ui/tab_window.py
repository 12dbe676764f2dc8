"""A tab in a window of its own, as a person meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

if TYPE_CHECKING:
    from tests.ui.conftest import Office

W = TypeVar("W", bound=QWidget)


class TabWindow:
    """Finds, reads and presses what a tab shows.

    Args:
        office: the account under the tab.
        qtbot: clicks and types.
        stem: what the objectNames of the tab begin with.
    """

    def __init__(self, office: Office, qtbot: QtBot, stem: str) -> None:
        self.office, self.qtbot, self.stem = office, qtbot, stem
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(1180, 700)

    def show(self, tab: QWidget) -> None:
        tab.resize(1180, 700)
        self.window.show()
        self.qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.office.settle()

    def find(self, kind: type[W], name: str) -> W:
        found = self.window.findChild(kind, f"{self.stem}.{name}")
        assert found is not None, f"nothing is called {self.stem}.{name}"
        return found

    def words(self, name: str) -> str:
        label = self.find(QLabel, name)
        return label.text() if label.isVisible() else ""

    def press(self, name: str) -> None:
        button = self.find(QPushButton, name)
        assert button.isVisible()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.office.settle()
