"""The strip of tabs under the header."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTabBar, QWidget


class TabStrip(QFrame):
    """Tabs by name. Arrows move between them, Alt+1 to Alt+9 go straight to one from anywhere in the window.

    Ctrl and a number is left to the pages: on Single lead it chooses a template.

    Signals:
        chosen(str): the key of the tab that was chosen, by a person or by `choose`.

    Args of the constructor:
        tabs: (key, words) pairs from the left.
        name: the objectName; the bar is called f"{name}_bar".
    """

    chosen = Signal(str)

    def __init__(self, tabs: tuple[tuple[str, str], ...], name: str = "tabs", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("part", "tabs")
        self._keys = [key for key, _words in tabs]
        self._bar = QTabBar()
        self._bar.setObjectName(f"{name}_bar")
        self._bar.setAccessibleName("Tabs")
        self._bar.setDrawBase(False)
        self._bar.setExpanding(False)
        for place, (_key, words) in enumerate(tabs, start=1):
            at = self._bar.addTab(words)
            self._bar.setTabToolTip(at, f"Alt+{place}")
            shortcut = QShortcut(QKeySequence(f"Alt+{place}"), self)
            shortcut.setProperty("place", at)
            shortcut.activated.connect(self._jump)
        self._bar.currentChanged.connect(self._tell)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._bar)
        line.addStretch(1)

    @property
    def bar(self) -> QTabBar:
        """The bar itself."""
        return self._bar

    def current(self) -> str:
        """The key of the chosen tab."""
        return self._keys[self._bar.currentIndex()]

    def choose(self, key: str) -> None:
        """Choose a tab."""
        self._bar.setCurrentIndex(self._keys.index(key))

    def _jump(self) -> None:
        self._bar.setCurrentIndex(self.sender().property("place"))

    def _tell(self, place: int) -> None:
        self.chosen.emit(self._keys[place])
