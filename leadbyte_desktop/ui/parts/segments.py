"""One of a few ways to look at a page: words in a row, of which one is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from leadbyte_desktop.ui.parts.flow import FlowLayout


class Segments(QWidget):
    """A choice that is always made. Arrows move it, as between radio buttons.

    Signals:
        chosen(str): the key of the one that was chosen, by a person or by `choose`.

    Args of the constructor:
        name: the objectName; the choices are called f"{name}_{key}".
        accessible: what a screen reader calls the whole.
        choices: (key, words) pairs from the left; the first is chosen.
        wraps: they break into several lines where the room is narrow.
    """

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        accessible: str,
        choices: tuple[tuple[str, str], ...],
        *,
        wraps: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        if wraps:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.buttonToggled.connect(self._toggled)
        line = FlowLayout(8, self) if wraps else QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for key, words in choices:
            button = QPushButton(words)
            button.setObjectName(f"{name}_{key}")
            button.setAccessibleName(words)
            button.setProperty("part", "segment")
            button.setProperty("key", key)
            button.setCheckable(True)
            button.setAutoDefault(False)
            self._group.addButton(button)
            line.addWidget(button)
        self._group.buttons()[0].setChecked(True)
        self._stop_at_chosen()

    @property
    def buttons(self) -> list[QAbstractButton]:
        """The choices from the left, for the order of Tab."""
        return self._group.buttons()

    def current(self) -> str:
        """The key of the chosen one."""
        return str(next(button for button in self._group.buttons() if button.isChecked()).property("key"))

    def choose(self, key: str) -> None:
        """Choose one."""
        next(button for button in self._group.buttons() if button.property("key") == key).setChecked(True)

    def _toggled(self, button: QPushButton, on: bool) -> None:
        if on:
            self._stop_at_chosen()
            self.chosen.emit(button.property("key"))

    def _stop_at_chosen(self) -> None:
        """Tab stops at the chosen one only, from either side. Qt sees to that once the focus was in one of them."""
        for button in self._group.buttons():
            policy = Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)
