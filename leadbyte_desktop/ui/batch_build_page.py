"""Where a batch is built: what holds for every row, the table, what is wrong in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QAbstractItemDelegate, QCheckBox, QHBoxLayout, QMenu, QSizePolicy, QWidget

from leadbyte_desktop.domain.batch import BatchRow
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.ui.batch_model import BatchModel, ColumnKind
from leadbyte_desktop.ui.batch_table import BatchTable, EditView, ProblemLine, ProblemList
from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.parts.card import Card
from leadbyte_desktop.ui.parts.flow import FlowLayout
from leadbyte_desktop.ui.parts.foot import Foot
from leadbyte_desktop.ui.parts.link_button import LinkButton, PlainButton
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.parts.page import Page
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.theme import Tone

_SAVE, _OPEN, _FORGET = "save", "open", "forget"
_HINT = "Kept on this PC as you type. Nothing is sent before you have read the review."


class BuildPage(Page):
    """The table and everything around it. What needs no dialog it does itself, on its model.

    Attributes:
        model: the table's contents.
        table: the table.
        problems: what is wrong in it.

    Signals:
        open_wanted(): a file shall be opened.
        pasted(str): text shall go in at the current cell.
        fields_wanted(): the table's fields shall be chosen.
        all_deliveries_wanted(): the deliveries of every row shall be chosen.
        deliveries_wanted(): the own deliveries of the chosen rows shall be chosen.
        save_as_wanted(): the batch shall be kept under a name.
        saved_wanted(str): the batch kept under this name shall be opened.
        forget_wanted(str): the batch kept under this name shall be deleted.
        leave_out_wanted(): the rows with problems shall go.
        review_wanted(): the batch shall be reviewed.
        note_chosen(str): an action of the note was pressed.
    """

    open_wanted = Signal()
    pasted = Signal(str)
    fields_wanted = Signal()
    all_deliveries_wanted = Signal()
    deliveries_wanted = Signal()
    save_as_wanted = Signal()
    saved_wanted = Signal(str)
    forget_wanted = Signal(str)
    leave_out_wanted = Signal()
    review_wanted = Signal()
    note_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.foot = Foot("batch.review", "Review…", ctrl_enter=True)
        super().__init__("batch.build", self.foot, parent)
        self._busy = False
        self.model = BatchModel(self)
        self.table = BatchTable("batch.table", self.model)
        self.problems = ProblemList("batch.problems")
        self.note = Note("batch.note", beside=True)
        self._saved = PlainButton("Saved batches", "batch.saved")
        self._rows = PlainButton("Chosen rows", "batch.chosenRows")
        self.card = Card("New batch", "batch.card", corner=self._saved)
        self._lay_out()
        self._fill_menus()
        self._connect()
        self.foot.set_hint(_HINT)
        self.show_saved(())
        self.show_for_all("", reprocess=False)
        self.show_counts("", 0, 0, "Add a lead: open a CSV file, paste lead IDs, or add a row.")

    # What it shows

    def show_counts(self, name: str, filled: int, ready: int, missing: str) -> None:
        """Show how many rows there are, and what is missing before the review; "" where nothing is."""
        rows = count_of(filled, "row", "rows")
        self.card.set_heading(f"{name or 'New batch'} — {rows}" if filled else name or "New batch")
        self.foot.set_primary(f"Review {count_of(ready, 'lead', 'leads')}…" if ready else "Review…")
        self.foot.need(missing)
        self.foot.primary.setEnabled(not missing and not self._busy)

    def show_for_all(self, deliveries: str, *, reprocess: bool) -> None:
        """Show what holds for every row; "" for no delivery."""
        self._all_words.setText(deliveries or "No delivery. Single rows may have their own.")
        self._all_words.set_tone(Tone.PLAIN if deliveries else Tone.HINT)
        blocked = self.reprocess_all.blockSignals(True)
        self.reprocess_all.setChecked(reprocess)
        self.reprocess_all.blockSignals(blocked)

    def show_problems(self, stopped: int, lines: Sequence[ProblemLine]) -> None:
        """Show what is wrong in the table."""
        self.problems.show_lines(stopped, lines)

    def show_saved(self, names: Sequence[str]) -> None:
        """Offer the batches that are kept under names."""
        menu = self._saved_menu
        menu.clear()
        _add_choice(menu, "Save this batch as…", (_SAVE, ""))
        if names:
            menu.addSeparator()
            for name in names:
                _add_choice(menu, f"Open “{name}”", (_OPEN, name))
            menu.addSeparator()
            forget = menu.addMenu("Delete")
            for name in names:
                _add_choice(forget, f"“{name}”…", (_FORGET, name))

    def say(self, words: str, tone: Tone = Tone.ACCENT, actions: tuple[tuple[str, str], ...] = ()) -> None:
        """Say something above the table."""
        self.note.say(words, tone, (*actions, ("close", "Close")))

    def go_to(self, row: int, column: int) -> None:
        """Show a cell and make it the current one."""
        self.table.view.choose_block(row, column, 1, 1)
        self.table.view.setFocus()

    def show_busy(self, busy: bool) -> None:
        """Nothing can be pressed twice while the review is made."""
        self._busy = busy
        self.foot.primary.setEnabled(not busy)

    def finish_typing(self) -> None:
        """Take what stands in a cell that is being typed in."""
        view = self.table.view
        editor = view.indexWidget(view.currentIndex())
        if view.state() == EditView.State.EditingState and editor is not None:
            view.commitData(editor)
            view.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    # What a person does here, without a dialog

    def add_row(self) -> None:
        """A blank row at the end, ready to be typed in."""
        self.model.add_rows([BatchRow()])
        self.table.view.setFocus()
        self.table.view.setCurrentIndex(self.model.index(self.model.rowCount() - 1, 0))
        self.table.view.edit(self.table.view.currentIndex())

    def copy_rows(self) -> None:
        """The chosen rows once more, below the last of them. Their values are copied, deliveries and all."""
        rows = self.table.view.chosen_rows()
        if not rows:
            return self._ask_to_choose()
        copies = [replace(self.model.batch.rows[row], values=dict(self.model.batch.rows[row].values)) for row in rows]
        self.model.add_rows(copies, rows[-1] + 1)
        self.table.view.choose_block(rows[-1] + 1, 0, len(rows), self.model.columnCount())
        return None

    def delete_rows(self) -> None:
        """The chosen rows go."""
        rows = self.table.view.chosen_rows()
        if not rows:
            return self._ask_to_choose()
        self.model.delete_rows(rows)
        announce(self.table, f"{count_of(len(rows), 'row', 'rows')} taken out")
        return None

    def clear_fields(self) -> None:
        """LeadByte shall clear the chosen cells' fields."""
        cells = [(row, column) for row, column in self.table.view.chosen_cells() if self._is_field(column)]
        if not cells:
            self.say("Choose the cells to clear in LeadByte first. Nothing was changed.")
        self.model.set_cells(cells, "")

    def leave_alone(self) -> None:
        """The chosen cells are emptied: their fields stay as they are in LeadByte."""
        self.model.set_cells(self.table.view.chosen_cells(), None)

    def reprocess_rows(self, reprocess: bool) -> None:
        """LeadByte shall reprocess the chosen rows' leads, or not."""
        rows = self.table.view.chosen_rows()
        if not rows:
            return self._ask_to_choose()
        self.model.change_rows(rows, _reprocessed if reprocess else _not_reprocessed)
        return None

    def _is_field(self, column: int) -> bool:
        return self.model.kind_of(column) is ColumnKind.FIELD

    def _ask_to_choose(self) -> None:
        self.say("Choose rows in the table first: click a cell, or drag over several. Nothing was changed.")

    # How it is put together

    def _lay_out(self) -> None:
        self._all_words = Text(name="batch.allDeliveries")
        choose = LinkButton("Choose deliveries…", "batch.chooseDeliveries")
        choose.clicked.connect(self.all_deliveries_wanted)
        self.reprocess_all = QCheckBox("Reprocess every lead")
        self.reprocess_all.setObjectName("batch.reprocessAll")
        self.reprocess_all.setAccessibleName("Reprocess every lead")
        self.reprocess_all.toggled.connect(self._take_reprocess)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(Text("Every row goes to", "hint", wrap=False))
        line.addWidget(self._all_words, 1)
        line.addWidget(choose)
        line.addWidget(self.reprocess_all)
        self.card.add(line)
        # With wrapped words in it the card is higher in a narrow window; the table takes what is left.
        self.card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.add(self.card)
        self.add(self._tools())
        self.add(self.note)
        self.add(self.table, 1)
        self.add(self.problems)

    def _tools(self) -> FlowLayout:
        line = FlowLayout(8)
        buttons: list[PlainButton] = []
        for words, name, picture, slot in (
            ("Open a CSV…", "open", "open", self.open_wanted),
            ("Paste", "paste", "", self._paste),
            ("Fields…", "fields", "", self.fields_wanted),
        ):
            button = PlainButton(words, f"batch.{name}", icon_name=picture)
            button.clicked.connect(slot)
            buttons.append(button)
        for words, name, picture, slot in (
            ("Add row", "addRow", "plus", self.add_row),
            ("Copy rows", "copyRows", "copy", self.copy_rows),
            ("Delete rows", "deleteRows", "bin", self.delete_rows),
        ):
            link = LinkButton(words, f"batch.{name}", picture)
            link.clicked.connect(slot)
            buttons.append(link)
        for button in buttons:
            line.addWidget(button)
        line.addWidget(self._rows)
        return line

    def _fill_menus(self) -> None:
        self._saved_menu = QMenu(self._saved)
        self._rows_menu = QMenu(self)
        for words, name, slot in (
            ("Deliveries of these rows…", "rowDeliveries", self.deliveries_wanted.emit),
            ("Reprocess these leads", "rowReprocess", self._reprocess),
            ("Do not reprocess them", "rowNoReprocess", self._do_not_reprocess),
            ("Clear this field in LeadByte", "clearField", self.clear_fields),
            ("Leave this field alone", "leaveAlone", self.leave_alone),
        ):
            action = QAction(words, self._rows_menu)
            action.setObjectName(f"batch.{name}")
            action.triggered.connect(slot)
            self._rows_menu.addAction(action)
        for button, menu in ((self._saved, self._saved_menu), (self._rows, self._rows_menu)):
            button.setProperty("menu", "true")
            button.setMenu(menu)
        self._saved_menu.triggered.connect(self._saved_chosen)

    def _connect(self) -> None:
        view = self.table.view
        view.pasted.connect(self.pasted)
        view.past_end.connect(self._row_below)
        view.choice_wanted.connect(self._choose_for)
        view.doubleClicked.connect(self._double_clicked)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_rows_menu)
        self.table.delete_asked.connect(self.leave_alone)
        self.table.empty.pressed.connect(self.add_row)
        self.problems.wanted.connect(self.go_to)
        self.problems.leave_out_wanted.connect(self.leave_out_wanted)
        self.foot.pressed.connect(self.review_wanted)
        self.note.chosen.connect(self._note_pressed)

    def _paste(self) -> None:
        self.pasted.emit(QGuiApplication.clipboard().text())

    def _row_below(self) -> None:
        self.model.add_rows([BatchRow()])

    def _double_clicked(self, index: QModelIndex) -> None:
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self._choose_for(index)

    def _choose_for(self, index: QModelIndex) -> None:
        if self.model.kind_of(index.column()) is ColumnKind.DELIVERIES:
            self.deliveries_wanted.emit()
        else:
            self.reprocess_rows(not self.model.batch.rows[index.row()].reprocess)

    def _reprocess(self) -> None:
        self.reprocess_rows(True)

    def _do_not_reprocess(self) -> None:
        self.reprocess_rows(False)

    def _take_reprocess(self, on: bool) -> None:
        self.model.set_for_all(self.model.batch.delivery_ids, on)

    def _show_rows_menu(self, at: QPoint) -> None:
        self._rows_menu.popup(self.table.view.viewport().mapToGlobal(at))

    def _saved_chosen(self, action: QAction) -> None:
        what, name = action.data()
        if what == _SAVE:
            self.save_as_wanted.emit()
        else:
            (self.saved_wanted if what == _OPEN else self.forget_wanted).emit(name)

    def _note_pressed(self, key: str) -> None:
        self.note.hide_note()
        if key != "close":
            self.note_chosen.emit(key)


def _add_choice(menu: QMenu, words: str, data: tuple[str, str]) -> None:
    action = QAction(words.replace("&", "&&"), menu)
    action.setObjectName("_".join(("batch.saved", *data)))
    action.setData(data)
    menu.addAction(action)


def _reprocessed(row: BatchRow) -> BatchRow:
    return replace(row, reprocess=True)


def _not_reprocessed(row: BatchRow) -> BatchRow:
    return replace(row, reprocess=False)
