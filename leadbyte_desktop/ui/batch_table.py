"""The table that is typed in and pasted into, and the list of what is wrong in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QSize,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QListView,
    QVBoxLayout,
    QWidget,
)

from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.ui.batch_clipboard import text_of
from leadbyte_desktop.ui.batch_model import BatchModel
from leadbyte_desktop.ui.parts.data_table import DataTable, TableView
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.theme import Tone

_LEAD_WIDTH, _FIELD_WIDTH, _DELIVERIES_WIDTH, _REPROCESS_WIDTH = 130, 150, 200, 110
_LEAST_HEIGHT = 180
_PROBLEM_LINES = 3
_MOST_LISTED = 1_000


class EditView(TableView):
    """Cells are chosen one by one and typed in; copy and paste work as in Excel; Enter goes down.

    Signals:
        pasted(str): text from the clipboard shall go in from the current cell on.
        choice_wanted(QModelIndex): a cell that cannot be typed in was opened.
        past_end(): Enter was pressed in the last row.
    """

    pasted = Signal(str)
    choice_wanted = Signal(QModelIndex)
    past_end = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste, and open a cell with Enter; the rest as every table does it."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif enter and plain and self.currentIndex().isValid() and self.state() != self.State.EditingState:
            self.open_cell(self.currentIndex())
        elif event.key() == Qt.Key.Key_Backspace and self.state() != self.State.EditingState:
            self.delete_asked.emit()
        else:
            super().keyPressEvent(event)

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
                self.past_end.emit()
            self.setCurrentIndex(self.model().index(here.row() + 1, here.column()))

    def chosen_cells(self) -> list[tuple[int, int]]:
        """The chosen cells as (row, column); the current one where none is chosen."""
        cells = [
            (row, column)
            for part in self._parts()
            for row in range(part.top(), part.bottom() + 1)
            for column in range(part.left(), part.right() + 1)
        ]
        here = self.currentIndex()
        return cells or ([(here.row(), here.column())] if here.isValid() else [])

    def chosen_rows(self) -> list[int]:
        """The rows in which a cell is chosen, from the top."""
        rows = {row for part in self._parts() for row in range(part.top(), part.bottom() + 1)}
        here = self.currentIndex()
        return sorted(rows) or ([here.row()] if here.isValid() else [])

    def chosen_as_text(self) -> str:
        """The chosen cells as Excel takes them: the block around them, cells that are not chosen left blank."""
        chosen = set(self.chosen_cells())
        if not chosen:
            return ""
        rows = range(min(row for row, _ in chosen), max(row for row, _ in chosen) + 1)
        columns = range(min(column for _, column in chosen), max(column for _, column in chosen) + 1)
        return text_of(
            [[self._text(row, column) if (row, column) in chosen else "" for column in columns] for row in rows]
        )

    def _parts(self) -> list[QItemSelectionRange]:
        selection = self.selectionModel().selection()
        return [selection.at(place) for place in range(selection.count())]

    def _text(self, row: int, column: int) -> str:
        index = self.model().index(row, column)
        typed = index.flags() & Qt.ItemFlag.ItemIsEditable
        return str(index.data(Qt.ItemDataRole.EditRole if typed else Qt.ItemDataRole.DisplayRole) or "")

    def choose_block(self, row: int, column: int, rows: int, columns: int) -> None:
        """Choose a block of cells, and show its first one."""
        model, flags = self.model(), QItemSelectionModel.SelectionFlag
        first = model.index(row, column)
        last = model.index(row + rows - 1, min(column + columns, model.columnCount()) - 1)
        self.selectionModel().setCurrentIndex(first, flags.NoUpdate)
        self.selectionModel().select(QItemSelection(first, last), flags.ClearAndSelect)
        self.scrollTo(first)


class LowTable(DataTable):
    """A table that asks for little height and takes what there is, so that a low window need not scroll around it."""

    def sizeHint(self) -> QSize:
        """Never more than the least height; Qt's own wish is 192 and what its frame adds."""
        return QSize(super().sizeHint().width(), _LEAST_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The heading, and four rows."""
        return QSize(super().minimumSizeHint().width(), _LEAST_HEIGHT)


class BatchTable(LowTable):
    """The batch's table: row numbers at its left, a cell at a time."""

    view: EditView

    def __init__(self, name: str, model: BatchModel, parent: QWidget | None = None) -> None:
        super().__init__(name, "The leads of this batch", view=EditView(), parent=parent)
        self._model = model
        view, triggers = self.view, QAbstractItemView.EditTrigger
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        view.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        view.verticalHeader().show()
        view.verticalHeader().setHighlightSections(False)
        view.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.set_empty(
            "No leads in this batch yet",
            "Drop a CSV file here, paste lead IDs or a block from Excel with Ctrl+V, or add a row.",
            "Add a row",
        )
        self.set_model(model)
        model.modelReset.connect(self._fit_columns)
        self._columns = 0
        self._fit_columns()

    def _fit_columns(self) -> None:
        """New columns get their usual width; those that somebody dragged stay while their number does."""
        columns = self._model.columnCount()
        if columns == self._columns:
            return
        self._columns = columns
        fields = [_FIELD_WIDTH] * (columns - 3)
        widths = [_LEAD_WIDTH, *fields, _DELIVERIES_WIDTH, _REPROCESS_WIDTH]
        scale = max(1.0, self.fontMetrics().height() / 18)
        self.restore_widths(",".join(str(round(width * scale)) for width in widths))


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One line of the list.

    Attributes:
        row: the row of the table to go to, from 0.
        column: the column to go to.
        words: what is wrong with it.
    """

    row: int
    column: int
    words: str


class ProblemList(QFrame):
    """What keeps rows from being sent, and what looks odd; a click, or Enter, goes to the row.

    Signals:
        wanted(int, int): go to this row and column.
        leave_out_wanted(): take the rows that cannot be sent out of the batch.
    """

    wanted = Signal(int, int)
    leave_out_wanted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._lines: Sequence[ProblemLine] = ()
        self._note = Note(f"{name}_note", beside=True)
        self._note.chosen.connect(self._chosen)
        self._words = QStringListModel(self)
        self.view = QListView()
        self.view.setObjectName(f"{name}_view")
        self.view.setAccessibleName("Problems, row by row")
        self.view.setModel(self._words)
        self.view.setUniformItemSizes(True)
        self.view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setCursor(Qt.CursorShape.PointingHandCursor)
        self.view.clicked.connect(self._go)
        self.view.activated.connect(self._go)
        frame = QFrame()
        frame.setProperty("part", "table")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(8, 4, 8, 4)
        inside.addWidget(self.view)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self._note)
        whole.addWidget(frame)
        self.hide()

    @property
    def words(self) -> str:
        """What it says above the list."""
        return self._note.words

    @property
    def lines(self) -> list[str]:
        """What stands in the list."""
        return self._words.stringList()

    def show_lines(self, stopped: int, lines: Sequence[ProblemLine]) -> None:
        """Show what is wrong; nothing where nothing is.

        Args:
            stopped: how many rows cannot be sent.
            lines: those rows and why, then what only looks odd.
        """
        self._lines = lines[:_MOST_LISTED]
        texts = [f"Row {line.row + 1:,}: {line.words}" for line in self._lines]
        if texts != self._words.stringList():
            self._words.setStringList(texts)
        self.setVisible(bool(lines))
        if not lines:
            self._note.hide_note()
            return
        shown = min(len(lines), _PROBLEM_LINES)
        self.view.setFixedHeight(shown * (self.view.fontMetrics().height() + 1) + 4)
        self._say(stopped, len(lines) - stopped)

    def _say(self, stopped: int, odd: int) -> None:
        parts: list[str] = []
        actions: tuple[tuple[str, str], ...] = ()
        if stopped:
            parts.append(f"{count_of(stopped, 'row', 'rows')} cannot be sent yet. Correct them, or leave them out.")
            actions = (("leaveOut", f"Leave out {count_of(stopped, 'row', 'rows')} with problems"),)
        if odd:
            parts.append(f"{count_of(odd, 'cell looks odd, but can be sent', 'cells look odd, but can be sent')}.")
        words = " ".join(parts)
        if words != self._note.words:
            self._note.say(words, Tone.WARNING, actions)

    def _go(self, index: QModelIndex) -> None:
        line = self._lines[index.row()]
        self.wanted.emit(line.row, line.column)

    def _chosen(self, _key: str) -> None:
        self.leave_out_wanted.emit()
