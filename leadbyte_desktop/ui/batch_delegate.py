"""Paints and edits the cells of a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QPolygon
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionViewItem, QWidget

from leadbyte_desktop.ui.parts.cell_delegate import AnyIndex, CellDelegate
from leadbyte_desktop.ui.theme import Tone, current_tokens, text_scaled

if TYPE_CHECKING:
    from leadbyte_desktop.ui.batch_model import SheetModel

_PADDING = 10
_CORNER = 7


class SheetDelegate(CellDelegate):
    """Draws from the rows in memory, without asking the model role by role, and marks what was found in a cell.

    Signals:
        fill_wanted(str): Ctrl+Enter was pressed in a cell that is typed in: this text goes into all chosen cells.
    """

    fill_wanted = Signal(str)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one cell: its ground, its words, a corner where something was found, a frame where the focus is."""
        shown = cast("SheetModel", index.model()).shown_at(index.row())
        tokens, place = current_tokens(), index.column()
        tone = shown.tones[place] if shown is not None else Tone.PLAIN
        marked = shown is not None and place in shown.whys
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        strong = chosen and tokens.accent_weak == tokens.surface
        painter.save()
        if chosen:
            painter.fillRect(option.rect, QColor(tokens.accent if strong else tokens.accent_weak))
        elif marked and tone == Tone.ERROR:
            painter.fillRect(option.rect, QColor(tokens.error_behind))
        elif option.features & QStyleOptionViewItem.ViewItemFeature.Alternate:
            painter.fillRect(option.rect, QColor(tokens.alternate))
        painter.setPen(QColor(tokens.on_accent if strong else tokens.of_tone(tone)))
        if shown is not None and shown.texts[place]:
            room = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
            words = painter.fontMetrics().elidedText(shown.texts[place], Qt.TextElideMode.ElideRight, room.width())
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(room, int(flags) | int(Qt.TextFlag.TextSingleLine), words)
        if marked:
            self._draw_corner(painter, option, tokens.on_accent if strong else tokens.of_tone(tone))
        if self._has_focus(option, index):
            painter.setPen(QPen(QColor(tokens.on_accent if strong else tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        painter.restore()

    @staticmethod
    def _draw_corner(painter: QPainter, option: QStyleOptionViewItem, colour: str) -> None:
        side = text_scaled(option.widget, _CORNER)
        corner = option.rect.topRight()
        painter.setBrush(QColor(colour))
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
