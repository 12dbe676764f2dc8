"""Paints the cells of tables: padded, toned, with a frame around the one that has the focus."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from leadbyte_desktop.ui.theme import Tone, current_tokens

# A model answers this role with a `Tone` (or ""); so no model names a colour.
TONE_ROLE = Qt.ItemDataRole.UserRole + 90
_PADDING = 10
AnyIndex = QModelIndex | QPersistentModelIndex


def cell_width(view: QWidget, words: str) -> int:
    """How wide a cell of a table must be, in pixels, to show these words whole."""
    return view.fontMetrics().horizontalAdvance(words) + 2 * _PADDING + 1


class CellDelegate(QStyledItemDelegate):
    """Draws ground, words and focus of one cell. Words with a tone are semibold and keep it when the row is chosen."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one cell; cells with a tick of their own are left to the style."""
        if index.data(Qt.ItemDataRole.CheckStateRole) is not None:
            super().paint(painter, option, index)
            return
        tokens = current_tokens()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        # High contrast has no weak accent: there the row wears the system's own highlight.
        strong = chosen and tokens.accent_weak == tokens.surface
        painter.save()
        if chosen:
            painter.fillRect(option.rect, QColor(tokens.accent if strong else tokens.accent_weak))
        elif option.features & QStyleOptionViewItem.ViewItemFeature.Alternate:
            painter.fillRect(option.rect, QColor(tokens.alternate))
        tone = str(index.data(TONE_ROLE) or "")
        font = QFont(option.font)
        if tone not in ("", Tone.HINT):
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(tokens.on_accent if strong else tokens.of_tone(tone)))
        self._draw_words(painter, option, index)
        if self._has_focus(option, index):
            painter.setPen(QPen(QColor(tokens.on_accent if strong else tokens.accent), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _draw_words(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        words = self.displayText(index.data(Qt.ItemDataRole.DisplayRole), option.locale).replace("\n", " ")
        if not words:
            return
        room = QRect(option.rect).adjusted(_PADDING, 0, -_PADDING, 0)
        wanted = index.data(Qt.ItemDataRole.TextAlignmentRole)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        flags = int(left) if wanted is None else int(Qt.AlignmentFlag(wanted) | Qt.AlignmentFlag.AlignVCenter)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, flags | int(Qt.TextFlag.TextSingleLine), shown)

    @staticmethod
    def _has_focus(option: QStyleOptionViewItem, index: AnyIndex) -> bool:
        view: QWidget | None = option.widget
        return isinstance(view, QAbstractItemView) and view.hasFocus() and view.currentIndex() == index
