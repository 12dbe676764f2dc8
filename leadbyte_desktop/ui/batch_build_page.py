"""Where a batch is built: what holds for every row, the table, what was found in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemDelegate, QMenu, QSizePolicy, QVBoxLayout, QWidget

from leadbyte_desktop.domain.sheet import Role, SheetHead
from leadbyte_desktop.ui.batch_act_menu import ACTS, Act
from leadbyte_desktop.ui.batch_find import REDO_KEYS, UNDO_KEYS, FindRow
from leadbyte_desktop.ui.batch_for_all import ForAllLine
from leadbyte_desktop.ui.batch_model import SheetModel
from leadbyte_desktop.ui.batch_problems import ProblemPanel
from leadbyte_desktop.ui.batch_table import BatchTable
from leadbyte_desktop.ui.batch_table_view import SheetTableView
from leadbyte_desktop.ui.batch_work_area import WorkArea
from leadbyte_desktop.ui.parts.card import Card
from leadbyte_desktop.ui.parts.foot import Foot
from leadbyte_desktop.ui.parts.link_button import LinkButton, PlainButton
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.parts.page import Page
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.parts.words_and_acts import WordsAndActs
from leadbyte_desktop.ui.theme import Tone

_NEW, _SAVE, _OPEN, _FORGET = "new", "save", "open", "forget"
_HINT = "Kept on this PC as you type. Nothing is sent before you have read the review."


class BuildPage(Page):
    """The table and everything around it. It changes nothing itself; it says what a person wants.

    Attributes:
        model: the table's contents.
        table: the table.
        finder: search, filters, sorting, undo and redo.
        heading, adds_up: what the batch is called and how its rows add up.
        for_all: what holds for every row.
        problems: what was found in the table.

    Signals:
        open_wanted(): a file shall be opened.
        pasted(str, str): text, and the same as HTML or "", shall go in at the current cell.
        columns_wanted(int): what the file's columns are shall be chosen, beginning with this slot; -1 for none.
        fields_wanted(): the table's fields shall be chosen.
        acted(Act): something shall be done with the chosen rows or cells.
        deliveries_wanted(): the own deliveries of the chosen rows shall be chosen.
        save_as_wanted(): the batch shall be kept under a name.
        new_wanted(): a blank batch shall take the place of this one.
        saved_wanted(str): the batch kept under this name shall be opened.
        forget_wanted(str): the batch kept under this name shall be deleted.
        review_wanted(): the batch shall be reviewed.
        note_chosen(str): an action of the note was pressed.
    """

    open_wanted = Signal()
    pasted = Signal(str, str)
    columns_wanted = Signal(int)
    fields_wanted = Signal()
    acted = Signal(object)
    deliveries_wanted = Signal()
    save_as_wanted = Signal()
    new_wanted = Signal()
    saved_wanted = Signal(str)
    forget_wanted = Signal(str)
    review_wanted = Signal()
    note_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.foot = Foot("batch.review", "Review…", ctrl_enter=True)
        super().__init__("batch.build", self.foot, parent)
        self._busy, self._missing = False, ""
        self.model = SheetModel(self)
        self.table = BatchTable("batch.table", self.model)
        self.finder = FindRow()
        self.for_all = ForAllLine()
        self.note = Note("batch.note")
        self.problems = ProblemPanel("batch.problems")
        self._show_problems = LinkButton("Show problems", "batch.showProblems")
        self._saved = PlainButton("Saved batches", "batch.saved")
        self._rows = PlainButton("Chosen rows", "batch.chosenRows")
        self._columns = PlainButton("Columns…", "batch.columns")
        self._lay_out()
        self._fill_menus()
        self._connect()
        self.foot.set_hint(_HINT)
        self.show_saved(())
        self.show_head(SheetHead())
        self.show_rows("", "", 0, "Add a lead: open a file, paste lead IDs, or add a row.")

    # What it shows

    def show_rows(self, heading: str, adds_up: str, ready: int, missing: str) -> None:
        """Show how many rows there are and how they add up; and what is missing before the review, "" where nothing."""
        self.heading.setText(heading or "New batch")
        self.card.setAccessibleName(self.heading.text())
        self.adds_up.setText(adds_up)
        self.adds_up.setVisible(bool(adds_up))
        self.foot.set_primary(f"Review {ready:,} {'lead' if ready == 1 else 'leads'}…" if ready else "Review…")
        self._missing = missing
        self.foot.need(missing)
        self.foot.primary.setEnabled(not missing and not self._busy)

    def show_head(self, head: SheetHead) -> None:
        """Offer to match columns where some come from a file, and the actions that its kind of lead allows."""
        self._columns.setVisible(any(column.heading for column in head.columns))
        quarantine = head.lead_column is not None and head.lead_column.role is Role.QUARANTINE
        for action in self._rows_menu.actions():
            if action.data() in (Act.RELEASE, Act.REJECT):
                action.setVisible(quarantine)
            elif action.data() is Act.REPROCESS:
                action.setVisible(not quarantine)

    def show_saved(self, names: Sequence[str]) -> None:
        """Offer the batches that are kept under names."""
        menu = self._saved_menu
        menu.clear()
        _add_choice(menu, "Begin a new batch…", (_NEW, ""))
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
        self.foot.primary.setEnabled(not busy and not self._missing)

    def finish_typing(self) -> None:
        """Take what stands in a cell that is being typed in."""
        view = self.table.view
        editor = view.indexWidget(view.currentIndex())
        if view.state() == SheetTableView.State.EditingState and editor is not None:
            view.commitData(editor)
            view.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    # How it is put together

    def _lay_out(self) -> None:
        self.card = Card("", "batch.card")
        self.card.add(self._top())
        self.card.add(self.for_all)
        self.card.set_air(8)
        # With wrapped words in it the card is higher in a narrow window; the table takes what is left.
        self.card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        add_row = LinkButton("Add row", "batch.addRow", "plus")
        add_row.clicked.connect(self._add_row)
        for button in (add_row, self._rows, self._show_problems):
            self.finder.add(button)
        # The table is what the person works in: every line that the rest does without is a row more of it.
        self.body.setContentsMargins(20, 12, 20, 4)
        self.body.setSpacing(8)
        self.add(self.card)
        self.add(self.finder)
        self.add(WorkArea(self.table, self.note, self.problems), 1)

    def _top(self) -> WordsAndActs:
        self.heading = Text(role="heading", name="batch.card_heading")
        self.adds_up = Text(role="hint", name="batch.addsUp")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.heading)
        words.addWidget(self.adds_up)
        words.addStretch(1)
        open_file = PlainButton("Open a file…", "batch.open", icon_name="open")
        open_file.clicked.connect(self.open_wanted)
        paste = PlainButton("Paste", "batch.paste")
        paste.clicked.connect(self.table.view.paste)
        fields = PlainButton("Fields…", "batch.fields")
        fields.clicked.connect(self.fields_wanted)
        self._columns.clicked.connect(self._columns_pressed)
        return WordsAndActs(words, (open_file, paste, self._saved, self._columns, fields))

    def _fill_menus(self) -> None:
        self._saved_menu = QMenu(self._saved)
        self._rows_menu = QMenu(self)
        for act, words, keys in ACTS:
            if act is None:
                self._rows_menu.addSeparator()
                continue
            action = QAction(words, self._rows_menu)
            action.setObjectName(f"batch.{act.value}")
            action.setData(act)
            if keys:
                # Only shown: the table itself answers the keys.
                action.setShortcut(QKeySequence(keys))
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self._rows_menu.addAction(action)
        for button, menu in ((self._saved, self._saved_menu), (self._rows, self._rows_menu)):
            button.setProperty("menu", "true")
            button.setMenu(menu)
        self._saved_menu.triggered.connect(self._saved_chosen)
        self._rows_menu.triggered.connect(self._rows_chosen)

    def _connect(self) -> None:
        view = self.table.view
        view.pasted.connect(self.pasted)
        view.choice_wanted.connect(self._choose_for)
        view.doubleClicked.connect(self._double_clicked)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_rows_menu)
        self.table.empty.pressed.connect(self._add_row)
        self.foot.pressed.connect(self.review_wanted)
        self.note.chosen.connect(self._note_pressed)
        self.problems.emptied.connect(view.setFocus)
        self.problems.folded.connect(self._problems_folded)
        self._show_problems.clicked.connect(self.problems.unfold)
        self._add_keys((QKeySequence(QKeySequence.StandardKey.Find),), self.finder.go_to_search)
        self._add_keys((QKeySequence("F3"),), self.finder.go_to_next)
        self._add_keys((QKeySequence("Shift+F3"),), self.finder.go_to_previous)
        self._add_keys(UNDO_KEYS, self.finder.undo_wanted)
        self._add_keys(REDO_KEYS, self.finder.redo_wanted)

    def _add_keys(self, keys: Sequence[QKeySequence], slot: object) -> None:
        for key in keys:
            shortcut = QShortcut(key, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _columns_pressed(self) -> None:
        self.columns_wanted.emit(-1)

    def _problems_folded(self, folded: bool) -> None:
        had_focus = self.problems.fold.hasFocus()
        self._show_problems.setVisible(folded)
        if folded and had_focus:
            self._show_problems.setFocus()

    def _add_row(self) -> None:
        self.acted.emit(Act.ADD_ROW)

    def _double_clicked(self, index: QModelIndex) -> None:
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            self._choose_for(index)

    def _choose_for(self, index: QModelIndex) -> None:
        if not self.model.read_only and self.model.head.columns[index.column()].role is Role.DELIVERIES:
            self.deliveries_wanted.emit()

    def _show_rows_menu(self, at: QPoint) -> None:
        self._rows_menu.popup(self.table.view.viewport().mapToGlobal(at))

    def _rows_chosen(self, action: QAction) -> None:
        act = action.data()
        if act is Act.DELIVERIES:
            self.deliveries_wanted.emit()
        else:
            self.acted.emit(act)

    def _saved_chosen(self, action: QAction) -> None:
        what, name = action.data()
        if what == _NEW:
            self.new_wanted.emit()
        elif what == _SAVE:
            self.save_as_wanted.emit()
        else:
            (self.saved_wanted if what == _OPEN else self.forget_wanted).emit(name)

    def _note_pressed(self, key: str) -> None:
        # The pressed word goes with the note; Qt would put the focus on whatever comes next.
        self.table.view.setFocus()
        self.note.hide_note()
        if key != "close":
            self.note_chosen.emit(key)


def _add_choice(menu: QMenu, words: str, data: tuple[str, str]) -> None:
    action = QAction(words.replace("&", "&&"), menu)
    action.setObjectName("_".join(("batch.saved", *data)))
    action.setData(data)
    menu.addAction(action)
