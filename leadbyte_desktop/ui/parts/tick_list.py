"""A list of things to tick: deliveries by name, with buyer and ID at the right."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPen,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from leadbyte_desktop.ui.parts.cell_delegate import AnyIndex
from leadbyte_desktop.ui.parts.icon import pixmap
from leadbyte_desktop.ui.parts.text import Text, plain_tip
from leadbyte_desktop.ui.theme import current_tokens, text_scaled

_BOX = 18
_AROUND_WORDS = 2 + 14 + 6 + 2
"""Left and right of a row's words, the box aside."""
_ABOVE_AND_BELOW = 10
_MOST_SHOWN = 8
_DETAILS_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class TickRow:
    """One thing to tick.

    Attributes:
        key: what it is known by (a delivery's ID).
        name: what it is called.
        details: words at the right in the secondary colour ("ID 1053 · Solar Panels · Acme Ltd (BID 33)").
        enabled: False where it cannot be ticked; the details then say why.
    """

    key: str
    name: str
    details: str = ""
    enabled: bool = True


class _TickModel(QAbstractListModel):
    """The rows that the search leaves, and which of all rows are ticked."""

    ticks_changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[TickRow, ...] = ()
        self.shown: list[TickRow] = []
        self.ticked: set[str] = set()
        self._search = ""

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - an empty index never changes
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == _DETAILS_ROLE:
            return row.details
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if row.key in self.ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.name}, {row.details}" if row.details else row.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(f"{row.name}\n{row.details}".strip())
        return None

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.put({self.shown[index.row()].key}, on=Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flag = Qt.ItemFlag
        if not index.isValid() or not self.shown[index.row()].enabled:
            return flag.ItemIsSelectable
        return flag.ItemIsSelectable | flag.ItemIsEnabled | flag.ItemIsUserCheckable

    def fill(self, rows: Sequence[TickRow]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.ticked &= {row.key for row in self.rows if row.enabled}
        self._sift()
        self.endResetModel()

    def search(self, text: str) -> None:
        self.beginResetModel()
        self._search = text.casefold()
        self._sift()
        self.endResetModel()

    def put(self, keys: Collection[str], *, on: bool) -> None:
        before = set(self.ticked)
        able = {row.key for row in self.rows if row.enabled}
        self.ticked = (before | (set(keys) & able)) if on else before - set(keys)
        if self.ticked != before:
            if self.shown:
                self.dataChanged.emit(self.index(0), self.index(len(self.shown) - 1), [Qt.ItemDataRole.CheckStateRole])
            self.ticks_changed.emit()

    def _sift(self) -> None:
        words = self._search.split()
        self.shown = [row for row in self.rows if all(word in f"{row.name} {row.details}".casefold() for word in words)]


class _TickDelegate(QStyledItemDelegate):
    """Draws the box with its tick, the name, and the details at the right; a frame shows the focus.

    Args:
        view: the list.
        wraps: the name takes as many lines as it needs.
    """

    def __init__(self, view: QListView, *, wraps: bool) -> None:
        super().__init__(view)
        self._view, self._wraps = view, wraps

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        if self._wraps:
            return QSize(200, self.height_of(index, self._view.viewport().width()))
        return QSize(200, row_height(option.fontMetrics))

    def height_of(self, index: AnyIndex, width: int) -> int:
        """Height of a row that wraps, in a list of that width."""
        layout = self._laid_out(str(index.data()), width - self._side - _AROUND_WORDS)
        return max(row_height(self._view.fontMetrics()), round(layout.boundingRect().height()) + _ABOVE_AND_BELOW)

    @property
    def _side(self) -> int:
        return text_scaled(self._view, _BOX)

    def _laid_out(self, words: str, width: int) -> QTextLayout:
        """The words in lines of that width; a word that is longer than a line is broken too."""
        layout = QTextLayout(words, self._view.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        top = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            line.setPosition(QPointF(0, top))
            top += line.height()
        layout.endLayout()
        return layout

    def editorEvent(self, *_what: object) -> bool:
        # The list itself turns a click or Space into one change of the tick.
        return False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        tokens = current_tokens()
        view: QWidget | None = option.widget
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRect(option.rect).adjusted(2, 1, -2, -1)
        side = text_scaled(view, _BOX) if isinstance(view, QWidget) else _BOX
        if option.state & QStyle.StateFlag.State_MouseOver and enabled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_weak))
            painter.drawRoundedRect(room, 6, 6)
        # Beside the first line: of a high row in a small window, the middle may be out of sight.
        first = QRect(room.topLeft(), QSize(room.width(), min(room.height(), row_height(option.fontMetrics) - 2)))
        self._draw_box(painter, first, side, ticked=_is_ticked(index), enabled=enabled)
        words = room.adjusted(side + 14, 0, -6, 0)
        colour = QColor(tokens.text if enabled else tokens.text_2)
        if self._wraps:
            layout = self._laid_out(str(index.data()), words.width())
            painter.setPen(colour)
            layout.draw(painter, QPointF(words.left(), words.center().y() + 1 - layout.boundingRect().height() / 2))
        else:
            self._draw_words(painter, words, index, option, colour)
        if isinstance(view, QListView) and view.hasFocus() and view.currentIndex() == index:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), 5, 5)
        painter.restore()

    @staticmethod
    def _draw_box(painter: QPainter, room: QRect, side: int, *, ticked: bool, enabled: bool) -> None:
        tokens = current_tokens()
        box = QRect(room.left() + 6, room.center().y() - side // 2 + 1, side, side)
        ground = tokens.accent if ticked else tokens.surface if enabled else tokens.window
        painter.setBrush(QColor(ground))
        painter.setPen(QPen(QColor(tokens.accent if ticked else tokens.edge if enabled else tokens.line), 1))
        painter.drawRoundedRect(box.adjusted(0, 0, -1, -1).toRectF().adjusted(0.5, 0.5, 0.5, 0.5), 4, 4)
        if ticked:
            ratio = painter.device().devicePixelRatioF()
            picture = pixmap("tick", "on_accent", round((side - 2) * ratio))
            picture.setDevicePixelRatio(ratio)
            painter.drawPixmap(box.left() + 1, box.top() + 1, picture)

    @staticmethod
    def _draw_words(
        painter: QPainter, room: QRect, index: AnyIndex, option: QStyleOptionViewItem, colour: QColor
    ) -> None:
        small = QFont(option.font)
        small.setPointSizeF(option.font.pointSizeF() * 12 / 13)
        details = str(index.data(_DETAILS_ROLE) or "")
        gap = 16 if details else 0
        # The name says what is ticked, so it has the room first; a very long one leaves some to the details.
        left = room.width() - gap - option.fontMetrics.horizontalAdvance(str(index.data()))
        wide = min(QFontMetrics(small).horizontalAdvance(details) + 4, max(room.width() // 4, left))
        centre = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        painter.setPen(colour)
        painter.setFont(option.font)
        name = option.fontMetrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width() - wide - gap)
        painter.drawText(room, centre | int(Qt.AlignmentFlag.AlignLeft), name)
        painter.setPen(QColor(current_tokens().text_2))
        painter.setFont(small)
        shown = QFontMetrics(small).elidedText(details, Qt.TextElideMode.ElideRight, wide)
        painter.drawText(room, centre | int(Qt.AlignmentFlag.AlignRight), shown)


class _TickView(QListView):
    """Arrows move, Space ticks, a click anywhere on a row ticks it; Enter is left to the page.

    Attributes:
        height_at: the height that its first rows take at a width, where they wrap; None where all rows are alike.
    """

    height_at: Callable[[int], int] | None = None

    def hasHeightForWidth(self) -> bool:
        return self.height_at is not None

    def heightForWidth(self, width: int) -> int:
        return self.height_at(width) if self.height_at is not None else super().heightForWidth(width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self.turn(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def turn(self, index: QModelIndex) -> None:
        if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEnabled:
            state = Qt.CheckState.Unchecked if _is_ticked(index) else Qt.CheckState.Checked
            self.model().setData(index, state, Qt.ItemDataRole.CheckStateRole)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Before Qt, which would go to the first row of all, in sight or not. A click comes to its own row: to go to
        # another first would scroll that one from under the mouse.
        by_keys = event.reason() != Qt.FocusReason.MouseFocusReason
        if by_keys and not self.currentIndex().isValid() and self.model().rowCount():
            first = self.indexAt(QPoint(1, 1))
            self.setCurrentIndex(first if first.isValid() else self.model().index(0, 0))
        super().focusInEvent(event)


class TickList(QWidget):
    """Rows to tick, one line each. With more than eight rows a search line and the number of ticked ones appear.

    Signals:
        changed(): what is ticked has changed, by a person or by `tick`.
        left(): a person was at it, and is elsewhere now.

    Args of the constructor:
        name: the objectName; the list is called f"{name}_view", the search line f"{name}_search".
        accessible: what a screen reader calls the list ("Deliveries to send the lead to").
        search_words: what stands in the empty search line.
        most_shown: rows in sight before the list scrolls; never more than there are.
        wraps: names are sentences that must be read to their end, in as many lines as they take; such rows have no
            details.
    """

    changed = Signal()
    left = Signal()

    def __init__(
        self, name: str, accessible: str, search_words: str = "Search by name, buyer, campaign or ID",
        most_shown: int = _MOST_SHOWN, *, wraps: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName(name)
        self._most_shown, self._wraps = most_shown, wraps
        self._model = _TickModel(self)
        self._search = QLineEdit()
        self._search.setObjectName(f"{name}_search")
        self._search.setPlaceholderText(search_words)
        self._search.setAccessibleName(f"{accessible}: search")
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._search_for)
        self._search.installEventFilter(self)
        self._search.returnPressed.connect(self._go_to_view)
        self._count = Text(role="hint", wrap=False, name=f"{name}_count")
        self._none = Text(role="hint", name=f"{name}_none")
        self._view = _TickView()
        self._view.setObjectName(f"{name}_view")
        self._view.setAccessibleName(accessible)
        self._set_up()
        self._lay_out()
        self._model.ticks_changed.connect(self._tell)
        self.set_rows(())

    def set_rows(self, rows: Sequence[TickRow]) -> None:
        """Show these rows. What was ticked stays ticked where it is still offered, and the focus where it was."""
        before, at, scrolled = self.ticked(), self._current_key(), self._view.verticalScrollBar().value()
        searched = self._search.hasFocus()
        self._model.fill(rows)
        searching = len(rows) > self._most_shown
        self._search.setVisible(searching)
        # The first part that can be reached: Tab never gets to what stands before a focus proxy.
        self.setFocusProxy(self._search if searching else self._view)
        if not searching:
            self._search.clear()
        self._fit()
        self._go_back_to(at, scrolled)
        if searched and not searching:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.ticked() != before:
            self.changed.emit()

    def rows(self) -> tuple[TickRow, ...]:
        """All rows, whether the search shows them or not."""
        return self._model.rows

    def ticked(self) -> list[str]:
        """The keys of the ticked rows in the order of the list, whether the search shows them or not."""
        return [row.key for row in self._model.rows if row.key in self._model.ticked]

    def tick(self, key: str, *, on: bool = True) -> None:
        """Tick one row, or take its tick away."""
        self._model.put({key}, on=on)

    def set_ticked(self, keys: Collection[str]) -> None:
        """Tick exactly these rows, and show the first of them; with none, what was searched for is forgotten too."""
        shown = {row.key for row in self._model.shown}
        if not keys or not shown.issuperset(keys):
            self._search.clear()
        self._model.put({row.key for row in self._model.rows} - set(keys), on=False)
        self._model.put(keys, on=True)
        self._show_first_ticked()

    def reorder(self, keys: Sequence[str]) -> None:
        """Have the rows in this order, and begin at the first ticked one, else at the top.

        Args:
            keys: the keys of all rows.
        """
        places = {key: place for place, key in enumerate(keys)}
        self._view.setCurrentIndex(QModelIndex())  # whoever comes to the list begins with what stands there first
        self.set_rows(sorted(self._model.rows, key=lambda row: places[row.key]))
        self._show_first_ticked()

    @property
    def in_use(self) -> bool:
        """Whether a person is at it, with the keyboard or the mouse; also while another window lies over it."""
        return self.window().focusWidget() in (self._search, self._view) or self.underMouse()

    def _show_first_ticked(self) -> None:
        places = [place for place, row in enumerate(self._model.shown) if row.key in self._model.ticked]
        if places:
            self._view.scrollTo(self._model.index(places[0]), QListView.ScrollHint.PositionAtTop)
        else:
            self._view.scrollToTop()

    def row_rect(self, key: str) -> QRect:
        """Where a row stands in the list's viewport; for tests and the tour, which click there."""
        place = next(place for place, row in enumerate(self._model.shown) if row.key == key)
        index = self._model.index(place)
        self._view.scrollTo(index)
        return self._view.visualRect(index)

    @property
    def view(self) -> QListView:
        """The list itself."""
        return self._view

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down in the search line goes to the list, as people expect of a search."""
        down = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down
        if watched is self._search and down and self._model.shown:
            self._view.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if event.type() == QEvent.Type.FocusOut:
            self._look_whether_left()
        return super().eventFilter(watched, event)

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse went elsewhere."""
        super().leaveEvent(event)
        self._look_whether_left()

    def changeEvent(self, event: QEvent) -> None:
        """Rows grow with the words when the system's text scaling changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_view"):
            self._fit()

    def _look_whether_left(self) -> None:
        # In the next turn: until then the focus is on its way, and a press of the mouse is not yet where it shall be.
        QTimer.singleShot(0, self, lambda: None if self.in_use else self.left.emit())

    def _set_up(self) -> None:
        view = self._view
        view.installEventFilter(self)
        view.setModel(self._model)
        self._delegate = _TickDelegate(view, wraps=self._wraps)
        view.setItemDelegate(self._delegate)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setUniformItemSizes(not self._wraps)
        if self._wraps:
            view.setResizeMode(QListView.ResizeMode.Adjust)
            view.height_at = self._height_at
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            view.setSizePolicy(policy)
        view.setMouseTracking(True)
        view.setSelectionMode(QListView.SelectionMode.SingleSelection)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.clicked.connect(view.turn)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._search, 1)
        top.addWidget(self._count)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addLayout(top)
        whole.addWidget(self._view)
        whole.addWidget(self._none)
        QWidget.setTabOrder(self._search, self._view)

    def _current_key(self) -> str:
        """The key of the row that the arrows stand at; "" for none."""
        place = self._view.currentIndex().row()
        return self._model.shown[place].key if 0 <= place < len(self._model.shown) else ""

    def _go_back_to(self, key: str, scrolled: int) -> None:
        """Stand where a person stood before the rows were new."""
        self._view.doItemsLayout()  # else the bar knows nothing of the new rows yet
        self._view.verticalScrollBar().setValue(scrolled)
        place = next((place for place, row in enumerate(self._model.shown) if row.key == key), None)
        if place is not None:
            self._view.selectionModel().setCurrentIndex(
                self._model.index(place), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    def _search_for(self, text: str) -> None:
        self._model.search(text)
        self._view.scrollToTop()
        self._fit()

    def _go_to_view(self) -> None:
        self._view.setFocus(Qt.FocusReason.TabFocusReason)

    def _fit(self) -> None:
        shown, total = len(self._model.shown), len(self._model.rows)
        rows = min(total, self._most_shown)
        if self._wraps:
            # By itself a list asks for more than a row or two may take.
            self._view.setMinimumHeight(row_height(self.fontMetrics()))
            self._view.updateGeometry()
        else:
            self._view.setFixedHeight(max(rows, 1) * row_height(self.fontMetrics()) + 2)
        self._view.setVisible(shown > 0)
        self._none.setVisible(shown == 0 and total > 0)
        self._none.setText(f"None of the {total:,} has “{self._search.text()}” in its name, buyer, campaign or ID.")
        self._say_count()

    def _height_at(self, width: int) -> int:
        """The height of the first rows, where they wrap; with more than these, the scroll bar takes some width."""
        shown = len(self._model.shown)
        if shown > self._most_shown:
            width -= self._view.verticalScrollBar().sizeHint().width()
        first = range(min(shown, self._most_shown))
        return sum(self._delegate.height_of(self._model.index(place), width) for place in first) + 2

    def _say_count(self) -> None:
        hidden = self._model.ticked - {row.key for row in self._model.shown}
        words = f"{len(self._model.ticked):,} ticked"
        self._count.setText(f"{words}, {len(hidden):,} of them not in sight" if hidden else words)
        self._count.setVisible(len(self._model.rows) > self._most_shown)

    def _tell(self) -> None:
        self._say_count()
        self.changed.emit()


def row_height(metrics: QFontMetrics) -> int:
    """Height of one row: 30 at the usual size of text, more with larger text."""
    return max(30, metrics.height() + 10)


def _is_ticked(index: AnyIndex) -> bool:
    return Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
