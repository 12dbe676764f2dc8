"""The row above the table: search, which rows are shown, how they are sorted, undo and redo."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QSizePolicy, QWidget

from leadbyte_desktop.domain.field_labels import FieldLabels
from leadbyte_desktop.domain.sheet import SheetHead
from leadbyte_desktop.domain.words import on_one_line
from leadbyte_desktop.store.sheet import Only, SheetCounts, SheetView
from leadbyte_desktop.ui.batch_cells import heading_of
from leadbyte_desktop.ui.batch_model import column_at
from leadbyte_desktop.ui.batch_search_box import SearchBox
from leadbyte_desktop.ui.parts.chip import CountChip
from leadbyte_desktop.ui.parts.flow import FlowLayout
from leadbyte_desktop.ui.parts.link_button import LinkButton, PlainButton
from leadbyte_desktop.ui.theme import Tone

# A search waits until the typing rests for so long.
_REST_MS = 180
_LONGEST_NAME = 20
_CHIPS = (
    (Only.ALL, "rows", "all", Tone.PLAIN),
    (Only.STOPPED, "with problems", "stopped", Tone.ERROR),
    (Only.WARNED, "with warnings", "warned", Tone.WARNING),
    (Only.LEFT_OUT, "left out", "leftOut", Tone.PLAIN),
)


class FindRow(QWidget):
    """What is shown of the table. Buttons of the page may stand at its end (`add`).

    Attributes:
        view: what is wanted at the moment.
        box: the search and its hits.
        search: its line; Ctrl+F goes there.
        chips: which rows are shown, with their counts.

    Signals:
        view_wanted(SheetView): other rows shall be shown, or in another order.
        step_wanted(int): the hit of the search so many places on; -1 is the one before.
        undo_wanted(), redo_wanted(): their buttons were pressed.
    """

    view_wanted = Signal(object)
    step_wanted = Signal(int)
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = SheetView()
        self.box = SearchBox()
        self.search = self.box.line
        self.chips = {only: CountChip(words, f"batch.only_{name}", tone) for only, words, name, tone in _CHIPS}
        self._file_order = LinkButton("", "batch.fileOrder")
        self.undo = LinkButton("Undo", "batch.undo")
        self.redo = LinkButton("Redo", "batch.redo")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._lay_out()
        self._connect()
        self.show_labels(None, None)

    def add(self, button: PlainButton) -> None:
        """Put a button behind the others."""
        self._line.addWidget(button)

    def show_view(self, view: SheetView, head: SheetHead, labels: FieldLabels) -> None:
        """Show what is shown."""
        self.view = view
        if not self._timer.isActive() and self.search.text().strip() != view.search:
            self.search.setText(view.search)
        for only, chip in self.chips.items():
            chip.setChecked(only is view.only and not (only is Only.ALL and view.search))
        self._file_order.setVisible(view.sort_slot is not None)
        if view.sort_slot is not None:
            name = heading_of(column_at(head, view.sort_slot), labels)[0]
            short = on_one_line(name, _LONGEST_NAME)
            arrow, way = ("↓", "downwards") if view.descending else ("↑", "upwards")
            self._file_order.setText(f"By {short} {arrow} · File’s order")
            self._file_order.setAccessibleName(f"Sorted by {name}, {way}. Back to the file’s order")
            self._file_order.setToolTip(f"The rows are sorted by {name}, {way}. Press to go back to the file’s order.")

    def show_counts(self, counts: SheetCounts) -> None:
        """Show how many rows there are of each kind."""
        numbers = (counts.rows, counts.stopped, counts.warned, counts.left_out)
        for (only, words, *_), number in zip(_CHIPS, numbers, strict=True):
            self.chips[only].set_count(number, "row" if only is Only.ALL and number == 1 else words)

    def show_labels(self, undo: str | None, redo: str | None) -> None:
        """Say what undo and redo would do; None where there is nothing."""
        for button, label, words, keys in (
            (self.undo, undo, "Undo", "Ctrl+Z"),
            (self.redo, redo, "Redo", "Ctrl+Y"),
        ):
            button.setEnabled(label is not None)
            button.setToolTip(f"{words} {label} ({keys})" if label else f"Nothing to {words.lower()} ({keys})")
            button.setAccessibleDescription(label or "")

    def go_to_search(self) -> None:
        """Ctrl+F: type here what is looked for."""
        self.search.setFocus()
        self.search.selectAll()

    def search_now(self) -> None:
        """Look for what stands in the box."""
        self._timer.stop()
        self._want(replace(self.view, search=self.search.text().strip()))

    def _lay_out(self) -> None:
        self._line = FlowLayout(8, self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.chips[Only.ALL].setToolTip("Show all rows")
        for each in (self.box, *self.chips.values(), self._file_order, self.undo, self.redo):
            each.setParent(self)
            self._line.addWidget(each)
        self._file_order.hide()

    def _connect(self) -> None:
        self.search.textEdited.connect(self._timer.start)
        self.search.textChanged.connect(self._cleared)
        self.search.entered.connect(self._entered)
        self.box.step_wanted.connect(self.step_wanted)
        self._timer.timeout.connect(self.search_now)
        for chip in self.chips.values():
            chip.clicked.connect(self._chip_pressed)
        self._file_order.clicked.connect(self._to_file_order)
        self.undo.clicked.connect(self.undo_wanted)
        self.redo.clicked.connect(self.redo_wanted)

    def go_to_next(self) -> None:
        """F3: the next hit."""
        self.step_wanted.emit(1)

    def go_to_previous(self) -> None:
        """Shift+F3: the hit before."""
        self.step_wanted.emit(-1)

    def _entered(self, backwards: bool) -> None:
        """Enter looks for what was typed; once it is found, for the next of it."""
        if self.search.text().strip() != self.view.search:
            self.search_now()
        elif self.view.search:
            self.step_wanted.emit(-1 if backwards else 1)

    def _cleared(self, text: str) -> None:
        if not text and self.view.search:
            self._timer.start()

    def _chip_pressed(self) -> None:
        pressed = next((only for only, chip in self.chips.items() if chip is self.sender()), Only.ALL)
        wanted = Only.ALL if pressed is self.view.only else pressed
        search = "" if pressed is Only.ALL else self.view.search
        if not search:
            self.search.clear()
        self._want(replace(self.view, only=wanted, search=search, code="", slot=None))

    def _to_file_order(self) -> None:
        self._want(self.view.in_file_order())

    def _want(self, view: SheetView) -> None:
        if view != self.view:
            self.view_wanted.emit(view)
        else:
            self.chips[view.only].setChecked(not (view.only is Only.ALL and view.search))


UNDO_KEYS = (QKeySequence("Ctrl+Z"),)
REDO_KEYS = (QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z"))
