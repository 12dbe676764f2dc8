"""The view in which a batch is typed and pasted: its keys, and what is chosen in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QWidget

from leadbyte_desktop.ui.batch_header import NumberHeader, SheetHeader
from leadbyte_desktop.ui.parts.data_table import TableView

if TYPE_CHECKING:
    from leadbyte_desktop.ui.batch_delegate import SheetDelegate


@dataclass(frozen=True, slots=True)
class Block:
    """Chosen cells: whole runs, so that a hundred thousand rows cost no more than one.

    Attributes:
        first, last: rows, both included.
        left, right: columns, both included.
    """

    first: int
    last: int
    left: int
    right: int


class SheetTableView(TableView):
    """Cells are chosen one by one and typed in; copy and paste work as in Excel; Enter goes down.

    Signals:
        pasted(str, str): text from the clipboard, and the same as HTML or "", shall go in from the current cell on.
        copy_wanted(), cut_wanted(), fill_down_wanted(): Ctrl+C, Ctrl+X, Ctrl+D.
        choice_wanted(QModelIndex): a cell that cannot be typed in was opened.
        past_end(int): Enter was pressed in this column of the last row.
        rows_in_sight(int, int): the first and the last of them.
    """

    pasted = Signal(str, str)
    copy_wanted = Signal()
    cut_wanted = Signal()
    fill_down_wanted = Signal()
    choice_wanted = Signal(QModelIndex)
    past_end = Signal(int)
    rows_in_sight = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHorizontalHeader(SheetHeader(self))
        self.setVerticalHeader(NumberHeader(self))
        self.verticalScrollBar().valueChanged.connect(self.tell_sight)

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt does it.

        Passing through Python once holds Python’s lock for the whole paint. Without this every cell’s `paint` and
        `data` would ask for the lock again, and each may wait for another busy thread: 100,000 rows would stutter
        while a file is read.
        """
        with cast("SheetDelegate", self.itemDelegate()).one_look():
            super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other rows come into sight."""
        super().resizeEvent(event)
        self.tell_sight()

    def tell_sight(self) -> None:
        """Tell which rows are in sight, so that they are read."""
        rows = self.model().rowCount()
        if rows:
            last = self.rowAt(self.viewport().height() - 1)
            self.rows_in_sight.emit(max(self.rowAt(0), 0), last if last >= 0 else rows - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of Excel; the rest as every table does it."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        editing = self.state() == self.State.EditingState
        if self._tell_key(event):
            return
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif enter and plain and self.currentIndex().isValid() and not editing:
            self.open_cell(self.currentIndex())
        elif event.key() == Qt.Key.Key_Backspace and not editing:
            self.delete_asked.emit()
        elif event.key() == Qt.Key.Key_Down and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            self._open_column_menu()
        else:
            super().keyPressEvent(event)

    def _tell_key(self, event: QKeyEvent) -> bool:
        """Tell of a key that the table does not answer itself; False where it is another key."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.cut_wanted.emit()
        elif event.key() == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.fill_down_wanted.emit()
        else:
            return False
        return True

    def paste(self) -> None:
        """Hand over what stands in the clipboard."""
        data = QGuiApplication.clipboard().mimeData()
        self.pasted.emit(data.text(), data.html() if data.hasHtml() else "")

    def _open_column_menu(self) -> None:
        header = self.horizontalHeader()
        if isinstance(header, SheetHeader) and self.currentIndex().isValid():
            header.open_menu(self.currentIndex().column())

    def open_cell(self, index: QModelIndex) -> None:
        """Type in this cell, or choose for it."""
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        else:
            self.choice_wanted.emit(index)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Enter the cell below is the current one, as in Excel."""
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            here = self.currentIndex()
            if here.row() + 1 == self.model().rowCount():
                self.past_end.emit(here.column())
            self.setCurrentIndex(self.model().index(here.row() + 1, here.column()))

    # What is chosen, always as runs: nothing here goes over the rows one by one

    def blocks(self) -> list[Block]:
        """The chosen cells; the current one where none is chosen."""
        selection = self.selectionModel().selection()
        parts = [selection.at(place) for place in range(selection.count())]
        here = self.currentIndex()
        if not parts and here.isValid():
            return [Block(here.row(), here.row(), here.column(), here.column())]
        return [Block(part.top(), part.bottom(), part.left(), part.right()) for part in parts]

    def runs(self) -> list[tuple[int, int]]:
        """The rows in which a cell is chosen, as runs from the top."""
        runs: list[tuple[int, int]] = []
        for first, last in sorted((block.first, block.last) for block in self.blocks()):
            if runs and first <= runs[-1][1] + 1:
                runs[-1] = (runs[-1][0], max(last, runs[-1][1]))
            else:
                runs.append((first, last))
        return runs

    def chosen_columns(self) -> list[int]:
        """The columns in which a cell is chosen, from the left."""
        return sorted({column for block in self.blocks() for column in range(block.left, block.right + 1)})

    def choose_block(self, row: int, column: int, rows: int, columns: int) -> None:
        """Choose a block of cells, and show its first one."""
        model, flags = self.model(), QItemSelectionModel.SelectionFlag
        first = model.index(row, column)
        last = model.index(row + rows - 1, min(column + columns, model.columnCount()) - 1)
        self.selectionModel().setCurrentIndex(first, flags.NoUpdate)
        self.selectionModel().select(QItemSelection(first, last), flags.ClearAndSelect)
        self.scrollTo(first)
