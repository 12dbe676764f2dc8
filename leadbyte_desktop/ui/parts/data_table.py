"""A table: rows of one height, no grid, columns that remember their width, an empty state in its middle."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QItemSelectionModel, QObject, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QSizePolicy, QTableView, QVBoxLayout, QWidget

from leadbyte_desktop.ui.parts.cell_delegate import CellDelegate
from leadbyte_desktop.ui.parts.empty_state import EmptyState
from leadbyte_desktop.ui.theme import text_scaled

_ROW = 34
_LEAST_COLUMN = 48
_ABOVE, _BELOW = 2, 6


class TableView(QTableView):
    """The view inside a `DataTable`. Ctrl+C copies the chosen rows as a spreadsheet takes them; Tab leaves the table.

    Signals:
        opened(int): Enter, or a double click, on this row.
        delete_asked(): Delete was pressed.
    """

    opened = Signal(int)
    delete_asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, open and delete; everything else as Qt does it."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.chosen_as_text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.state() != self.State.EditingState:
            # Ctrl+Enter belongs to the page's primary button.
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier or not self.currentIndex().isValid():
                event.ignore()
            else:
                self.opened.emit(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_asked.emit()
        else:
            super().keyPressEvent(event)

    def chosen_as_text(self) -> str:
        """The chosen rows, columns in the order shown, parted by tabs and line ends."""
        header = self.horizontalHeader()
        columns = [header.logicalIndex(place) for place in range(header.count())]
        shown = [column for column in columns if not self.isColumnHidden(column)]
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return "\n".join("\t".join(self._cell(row, column) for column in shown) for row in rows)

    def _cell(self, row: int, column: int) -> str:
        words = self.model().index(row, column).data(Qt.ItemDataRole.DisplayRole)
        return "" if words is None else " ".join(str(words).split())


class DataTable(QFrame):
    """A table in the frame of a card, set up so that 100,000 rows stay quick (pitfalls.md item 32).

    Nothing is ever measured from the rows' contents: heights are fixed, widths are given or dragged. The model answers
    DisplayRole, TextAlignmentRole (right for money) and `cell_delegate.TONE_ROLE`.

    Attributes:
        view: the table view inside.
        empty: the empty state, shown while the model has no rows.

    Signals:
        widths_changed(str): somebody dragged a column; `widths()` as it is saved.
        row_opened(int): Enter or a double click on this row.
        row_chosen(int): the current row; -1 for none.
        delete_asked(): Delete was pressed.

    Args of the constructor:
        name: the objectName; the view is called f"{name}_view".
        accessible: what a screen reader calls the table.
        widths: the columns' first widths in pixels at 100 % text; the last column takes the rest.
        several: several rows can be chosen.
        view: a view of another kind than the usual one.
    """

    widths_changed = Signal(str)
    row_opened = Signal(int)
    row_chosen = Signal(int)
    delete_asked = Signal()

    def __init__(
        self, name: str, accessible: str, widths: Sequence[int] = (), *, several: bool = True,
        view: TableView | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("part", "table")
        self.setFrameShape(QFrame.Shape.Box)
        self._first_widths = tuple(widths)
        self._restoring = False
        self._low = self._most_rows = 0
        self.view = view or TableView()
        self.view.setParent(self)
        self.view.setObjectName(f"{name}_view")
        self.view.setAccessibleName(accessible)
        self._set_up(several=several)
        self.empty = EmptyState(f"{name}_empty", parent=self.view.viewport())
        self.empty.hide()
        whole = QVBoxLayout(self)
        # The rounded corners of the frame stay free of the square corners of head and rows.
        whole.setContentsMargins(1, _ABOVE, 1, _BELOW)
        whole.addWidget(self.view)
        self.setFocusProxy(self.view)
        self.view.installEventFilter(self)
        self.view.viewport().installEventFilter(self)
        self.view.opened.connect(self.row_opened)
        self.view.delete_asked.connect(self.delete_asked)
        self.view.doubleClicked.connect(self._double_clicked)

    def set_model(self, model: QAbstractItemModel) -> None:
        """Show this model. The columns get their first widths, or keep those already given."""
        kept = self.widths()
        self.view.setModel(model)
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.layoutChanged):
            signal.connect(self._show_or_hide_empty)
        self.view.selectionModel().currentRowChanged.connect(self._tell_row)
        if not self.restore_widths(kept):
            self._apply_widths(tuple(self._scaled(width) for width in self._first_widths))
        self._show_or_hide_empty()

    def set_empty(self, heading: str, hint: str = "", button: str = "") -> None:
        """What stands in the middle while there are no rows; `empty.pressed` tells of its button."""
        self.empty.say(heading, hint, button)
        self._place_empty()

    def want_only(self, height: int) -> None:
        """Take the room there is, but ask for no more than this height; wanting more would make the page scroll."""
        self._low = height
        self.view.setMinimumHeight(0)
        self.setMinimumHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def want_rows(self, most: int) -> None:
        """Ask for the height of all rows, up to so many, so that a table that has room for them does not scroll."""
        self._most_rows = most
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As tables do, unless `want_only` or `want_rows` was called."""
        wanted = super().sizeHint()
        if self._most_rows:
            rows = min(self._rows(), self._most_rows) * self.view.verticalHeader().defaultSectionSize()
            head = self.view.horizontalHeader().sizeHint().height()
            frame = 2 * self.frameWidth() + _ABOVE + _BELOW
            return QSize(wanted.width(), max(self.minimumHeight(), head + rows + frame))
        return QSize(wanted.width(), self._low) if self._low else wanted

    def widths(self) -> str:
        """The columns' widths as text to be kept: "70,110,130"."""
        header = self.view.horizontalHeader()
        return ",".join(str(header.sectionSize(column)) for column in range(header.count()))

    def restore_widths(self, text: str) -> bool:
        """Give the columns the widths kept by `widths()`; False, and nothing done, where they do not fit."""
        pieces = text.split(",")
        if len(pieces) != self.view.horizontalHeader().count() or not all(piece.isdigit() for piece in pieces):
            return False
        self._apply_widths(tuple(int(piece) for piece in pieces))
        return True

    def current_row(self) -> int:
        """The current row; -1 for none."""
        return self.view.currentIndex().row()

    def chosen_rows(self) -> list[int]:
        """The chosen rows from the top."""
        return sorted(index.row() for index in self.view.selectionModel().selectedRows())

    def choose_row(self, row: int) -> None:
        """Make this row the current and only chosen one, and scroll to it."""
        index = self.view.model().index(row, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.view.scrollTo(index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the focus on the frame, choose a first row for the keyboard, keep the empty state in the middle."""
        kind = event.type()
        if kind == QEvent.Type.FocusIn and watched is self.view:
            mark_frame(self, focused=True)
            if not self.view.currentIndex().isValid() and self._rows():
                self.view.selectionModel().setCurrentIndex(
                    self.view.model().index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate
                )
        elif kind == QEvent.Type.FocusOut and watched is self.view:
            mark_frame(self, focused=False)
        elif kind == QEvent.Type.Resize and watched is self.view.viewport():
            self._place_empty()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Rows grow with the words when the system's text scaling changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "view"):
            self._set_row_height()

    def _set_up(self, *, several: bool) -> None:
        view, mode = self.view, QAbstractItemView.SelectionMode
        view.setItemDelegate(CellDelegate(view))
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setShowGrid(False)
        view.setAlternatingRowColors(True)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setCornerButtonEnabled(False)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(_LEAST_COLUMN)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.sectionResized.connect(self._tell_widths)
        self._set_row_height()

    def _set_row_height(self) -> None:
        self.view.verticalHeader().setMinimumSectionSize(_ROW)
        height = max(_ROW, self.fontMetrics().height() + 14)
        self.view.verticalHeader().setDefaultSectionSize(height)
        # Head and four rows: enough for the empty state too. A table that wants little says itself how little.
        self.view.setMinimumHeight(0 if self._low else 5 * height)

    def _scaled(self, width: int) -> int:
        return text_scaled(self, width)

    def _apply_widths(self, widths: Sequence[int]) -> None:
        self._restoring = True
        for column, width in enumerate(widths[: self.view.horizontalHeader().count()]):
            self.view.setColumnWidth(column, max(width, _LEAST_COLUMN))
        self._restoring = False

    def _rows(self) -> int:
        model: QAbstractItemModel | None = self.view.model()
        return model.rowCount() if model else 0

    def _tell_widths(self, column: int, *_sizes: int) -> None:
        # The last column stretches with the window; that is nobody's wish.
        if not self._restoring and column < self.view.horizontalHeader().count() - 1:
            self.widths_changed.emit(self.widths())

    def _tell_row(self) -> None:
        self.row_chosen.emit(self.current_row())

    def _double_clicked(self) -> None:
        self.row_opened.emit(self.current_row())

    def _show_or_hide_empty(self) -> None:
        self.empty.setVisible(not self._rows())
        self._place_empty()

    def _place_empty(self) -> None:
        self.empty.setGeometry(self.view.viewport().rect())


def mark_frame(frame: QFrame, *, focused: bool) -> None:
    """Show on the frame of a table or list whether it has the focus. Only the frame is restyled, not what is inside."""
    frame.setProperty("focused", "true" if focused else "false")
    frame.style().unpolish(frame)
    frame.style().polish(frame)
