"""The table's heading: what a column is sent as, over the file's own heading, and a menu for both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from leadbyte_desktop.domain.sheet import Column, Role
from leadbyte_desktop.ui.batch_cells import heading_of
from leadbyte_desktop.ui.parts.icon import pixmap
from leadbyte_desktop.ui.theme import current_tokens, text_scaled

if TYPE_CHECKING:
    from leadbyte_desktop.ui.batch_model import SheetModel

_PADDING = 10
_MARK = 16
_MENU_ROOM = 28


class NumberHeader(QHeaderView):
    """The rows' numbers in the file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def sizeHint(self) -> QSize:
        """The width that the table gives it. Qt would ask for the words of 200 rows after each page that was read."""
        return QSize(self.minimumWidth(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt does it, with Python’s lock held once for all rows (see `SheetTableView.paintEvent`)."""
        super().paintEvent(event)


class SheetHeader(QHeaderView):
    """Two lines a column; the mark at the right, or the right button, opens the column's menu.

    Signals:
        menu_wanted(int, QPoint): the menu of this column shall open at this place of the screen.
    """

    menu_wanted = Signal(int, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setMouseTracking(True)
        self.setAccessibleName("What each column is sent as")
        self._sorted: tuple[int, bool] | None = None

    def show_sorted(self, place: int | None, *, descending: bool) -> None:
        """Show by which column the rows are sorted; None where they stand as in the file."""
        self._sorted = None if place is None else (place, descending)
        self.viewport().update()

    def open_menu(self, place: int) -> None:
        """Open the menu of a column, below its heading."""
        left = self.sectionViewportPosition(place)
        self.menu_wanted.emit(place, self.viewport().mapToGlobal(QPoint(max(left, 0), self.height())))

    def sizeHint(self) -> QSize:
        """High enough for both lines where a column has a second one; a table looks at nothing but the height."""
        line = self.fontMetrics().height()
        lines = 2 if any(self._heading(column)[1] for column in self._shown_columns()) else 1
        return QSize(self.length(), lines * line + text_scaled(self, 16))

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt does it, with Python’s lock held once for all sections (see `SheetTableView.paintEvent`)."""
        super().paintEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N802, N803 - Qt’s names
        """Draw both lines, the sorting, and the mark of the menu."""
        columns = self._shown_columns()
        if logicalIndex >= len(columns):
            return
        tokens, column = current_tokens(), columns[logicalIndex]
        ignored = column.role is Role.IGNORED
        painter.save()
        painter.setPen(QColor(tokens.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        mark = text_scaled(self, _MARK)
        room = rect.adjusted(_PADDING, 0, -mark - 8, 0)
        self._draw_lines(painter, room, self._heading(column), tokens.text_2 if ignored else tokens.text, tokens.text_2)
        painter.restore()
        self._draw_mark(painter, rect, logicalIndex, mark)

    def _draw_lines(self, painter: QPainter, room: QRect, words: tuple[str, str], first: str, second: str) -> None:
        upper, lower = words
        line = self.fontMetrics().height()
        top = room.top() + (room.height() - (2 if lower else 1) * line) // 2
        for text, colour, weight in ((upper, first, QFont.Weight.DemiBold), (lower, second, QFont.Weight.Normal)):
            font = QFont(self.font())
            font.setWeight(weight)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(QRect(room.left(), top, room.width(), line), int(Qt.AlignmentFlag.AlignVCenter), shown)
            top += line

    def _draw_mark(self, painter: QPainter, rect: QRect, place: int, side: int) -> None:
        sorted_here = self._sorted is not None and self._sorted[0] == place
        up = sorted_here and self._sorted is not None and not self._sorted[1]
        tint = "accent" if sorted_here else "text_2"
        ratio = self.devicePixelRatioF()
        picture = pixmap("chevron-up" if up else "chevron-down", tint, round(side * ratio))
        picture.setDevicePixelRatio(ratio)
        painter.drawPixmap(rect.right() - side - 4, rect.center().y() - side // 2, picture)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The mark opens the menu; elsewhere the column is chosen, or dragged wider at its edge."""
        place = self.logicalIndexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and place >= 0 and self._on_mark(event, place):
            self.open_menu(place)
        else:
            super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The right button opens the menu too."""
        place = self.logicalIndexAt(event.pos())
        if place >= 0:
            self.menu_wanted.emit(place, event.globalPos())

    def _on_mark(self, event: QMouseEvent, place: int) -> bool:
        right = self.sectionViewportPosition(place) + self.sectionSize(place)
        # The last pixels are the edge by which the column is dragged wider.
        return right - text_scaled(self, _MENU_ROOM) <= event.position().x() < right - 4

    def _heading(self, column: Column) -> tuple[str, str]:
        return heading_of(column, cast("SheetModel", self.model()).labels)

    def _shown_columns(self) -> Sequence[Column]:
        # Qt asks for sizes before the view has its model.
        model: SheetModel | None = cast("SheetModel | None", self.model())
        return model.head.columns if model is not None else ()
