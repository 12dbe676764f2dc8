"""Paints and edits the cells of a batch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen, QPolygon
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyleOptionViewItem, QWidget

from leadbyte_desktop.ui.parts.cell_delegate import AnyIndex, CellDelegate
from leadbyte_desktop.ui.theme import Tone, current_tokens, text_scaled

if TYPE_CHECKING:
    from leadbyte_desktop.ui.batch_model import SheetModel

_PADDING = 10
_CORNER = 7
_FLAGS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)


class _Look:
    """What all cells of one paint have in common; asked for once, since each question to Qt costs.

    Args:
        view: the table.
    """

    def __init__(self, view: QAbstractItemView) -> None:
        tokens = current_tokens()
        # High contrast has no weak accent: there the row wears the system's own highlight.
        self.strong = tokens.accent_weak == tokens.surface
        self.tokens = tokens
        self.chosen = QColor(tokens.accent if self.strong else tokens.accent_weak)
        self.error, self.alternate = QColor(tokens.error_behind), QColor(tokens.alternate)
        self.on_accent = QColor(tokens.on_accent)
        self.focus = QColor(tokens.on_accent if self.strong else tokens.accent)
        self.metrics = QFontMetrics(view.font())
        self.model = cast("SheetModel", view.model())
        here = view.currentIndex()
        self.here = (here.row(), here.column()) if view.hasFocus() else (-1, -1)
        selection = view.selectionModel()
        self.is_selected = selection.isSelected if selection.hasSelection() else None
        self._pens: dict[str, QColor] = {}

    def pen(self, tone: str) -> QColor:
        if tone not in self._pens:
            self._pens[tone] = QColor(self.tokens.of_tone(tone))
        return self._pens[tone]


class SheetDelegate(CellDelegate):
    """Draws from the rows in memory, without asking the model role by role, and marks what was found in a cell.

    Signals:
        fill_wanted(str): Ctrl+Enter was pressed in a cell that is typed in: this text goes into all chosen cells.
    """

    fill_wanted = Signal(str)

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._look: _Look | None = None

    @contextmanager
    def one_look(self) -> Iterator[None]:
        """Within it, cells are painted as the view, the theme and the choice are at its beginning."""
        self._look = _Look(self._view)
        try:
            yield
        finally:
            self._look = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one cell: its ground, its words, a corner where something was found, a frame where the focus is."""
        look = self._look or _Look(self._view)
        row, place, rect = index.row(), index.column(), option.rect
        shown = look.model.shown_at(row)
        tone = shown.tones[place] if shown is not None else Tone.PLAIN
        marked = shown is not None and place in shown.whys
        chosen = look.is_selected is not None and look.is_selected(index)
        if chosen:
            painter.fillRect(rect, look.chosen)
        elif marked and tone == Tone.ERROR:
            painter.fillRect(rect, look.error)
        elif row % 2:
            painter.fillRect(rect, look.alternate)
        pen = look.on_accent if chosen and look.strong else look.pen(tone)
        if shown is not None and (text := shown.texts[place]):
            room = rect.adjusted(_PADDING, 0, -_PADDING, 0)
            painter.setPen(pen)
            painter.drawText(room, _FLAGS, look.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width()))
        if marked:
            self._draw_corner(painter, option, pen)
        if look.here == (row, place):
            painter.setPen(QPen(look.focus, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -1))

    @staticmethod
    def _draw_corner(painter: QPainter, option: QStyleOptionViewItem, colour: QColor) -> None:
        side = text_scaled(option.widget, _CORNER)
        corner = option.rect.topRight()
        painter.setBrush(colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(QPolygon([corner, corner - QPoint(side, 0), corner + QPoint(0, side)]))

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        """Never over what is being typed: rows are read again while somebody types in one of them."""
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Ctrl+Enter fills, as in Excel, while a cell is typed in; elsewhere it is the page’s primary button."""
        if isinstance(event, QKeyEvent) and isinstance(editor, QLineEdit) and _is_ctrl_enter(event):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                text = editor.text()
                self.closeEditor.emit(editor, self.EndEditHint.RevertModelCache)
                self.fill_wanted.emit(text)
                return True
        return super().eventFilter(editor, event)


def _is_ctrl_enter(event: QKeyEvent) -> bool:
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
