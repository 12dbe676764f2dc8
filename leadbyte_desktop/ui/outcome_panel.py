"""What became of the leads that a tab sent, beside its form: how far it is, how it ended, and each lead in a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from leadbyte_desktop.domain.buyer_names import BuyerNames
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.job import Item, ItemState, LeadResult
from leadbyte_desktop.domain.standing import ENDS, Standing
from leadbyte_desktop.services.outcome_words import tone_of
from leadbyte_desktop.ui.outcome_model import OutcomeModel
from leadbyte_desktop.ui.outcome_note import OutcomeNote
from leadbyte_desktop.ui.parts.card import Card
from leadbyte_desktop.ui.parts.chip import CountChip
from leadbyte_desktop.ui.parts.data_table import DataTable
from leadbyte_desktop.ui.parts.empty_state import EmptyState
from leadbyte_desktop.ui.parts.flow import FlowLayout
from leadbyte_desktop.ui.parts.link_button import PlainButton
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.parts.progress_line import ProgressLine
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.theme import Tone

_CONTINUE = "continue"
_TABLE_SHARE = 1000
_FRAME = 12


class OutcomePanel(Card):
    """A card that is empty until something was sent.

    Attributes:
        note: how the sending ended.
        table: the leads.
        outcome: the chosen lead in whole sentences, with the answers where it is not known.

    Signals:
        look_wanted(int): what LeadByte holds now of this item's lead shall be read.
        went_through(int), did_not(int), send_again(int): a person's word on this item.
        cancel_asked(): what has not left yet shall not.
        continue_asked(): what did not leave shall go.
        begun(): a new job stands here; a narrow page brings it into sight.

    Args of the constructor:
        name: the objectName; inside are f"{name}_note", f"{name}_table", f"{name}_outcome", f"{name}_cancel" and a
            chip for each outcome: f"{name}_updated", f"{name}_notKnown" and so on.
        empty: words while nothing was sent: heading and hint.
        with_money: show payout, revenue and buyer in the table.
    """

    went_through = Signal(int)
    did_not = Signal(int)
    send_again = Signal(int)
    look_wanted = Signal(int)
    cancel_asked = Signal()
    continue_asked = Signal()
    begun = Signal()

    def __init__(
        self, name: str, empty: tuple[str, str], *, with_money: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__("Results", name, parent=parent)
        self._deliveries: Mapping[str, Delivery] = {}
        self._model = OutcomeModel(self, with_money=with_money)
        self._empty = EmptyState(f"{name}_empty", *empty)
        self._progress = ProgressLine(f"{name}_progress", "Leads sent")
        self._cancel = PlainButton("Cancel the rest", f"{name}_cancel")
        self._title = Text(name=f"{name}_title")
        self.note = Note(f"{name}_note")
        self._chips = {standing: self._make_chip(name, standing) for standing in ENDS}
        widths = (80, 76, 84, 116, 124) if with_money else (108, 124)
        self.table = DataTable(f"{name}_table", "What became of each lead", widths, several=True)
        self.outcome = OutcomeNote(name=f"{name}_outcome")
        self._resized = QTimer(self)
        self._set_up()
        self._lay_out()
        self.show_nothing()

    @property
    def title(self) -> str:
        """Which job it is; "" while there is none."""
        return self._title.text()

    @property
    def items(self) -> tuple[Item, ...]:
        """All leads in the table, whether the filter shows them or not."""
        return self._model.items

    def show_nothing(self) -> None:
        """Nothing was sent from here yet."""
        self.show_title("")
        self.note.hide_note()
        self.outcome.clear()
        self._model.show_items(())
        self._show_counts()
        self._running(on=False)
        self._show_parts(filled=False)

    def show_job(self, title: str) -> None:
        """A new job begins; what stood here before is in History."""
        self.show_nothing()
        self.show_title(title)
        self._unfilter()
        self._show_parts(filled=True)
        self.begun.emit()

    def show_title(self, title: str, hint: str = "") -> None:
        """Say which job it is, and with `hint` what of it stands here."""
        self.set_heading("Results", hint)
        self._title.setText(title)
        self._title.setVisible(bool(title))

    def show_progress(self, done: int, total: int, words: str) -> None:
        """How far it is."""
        self._running(on=True)
        self._progress.show_progress(done, total, words)

    def apply(self, results: Mapping[int, LeadResult]) -> None:
        """Show what became of some leads while others are still to go."""
        self._model.apply(results)
        self._show_counts()
        self._fit_table()

    def show_items(
        self, items: Sequence[Item], deliveries: Mapping[str, Delivery], buyers: BuyerNames | None = None
    ) -> None:
        """Show all leads as the journal holds them; the chosen one stays chosen."""
        self._deliveries = deliveries
        chosen = self.outcome.item
        self._model.show_items(items, buyers)
        self.set_heading("Results", self._model.only_buyer)
        self._show_counts()
        self._choose(chosen.item_id if chosen else None)

    def show_end(self, words: str, tone: Tone, *, can_continue: bool) -> None:
        """Nothing of it is being sent any more. Of a single lead its own note says everything."""
        self._running(on=False)
        if len(self.items) == 1 and self.outcome.item is not None and not can_continue:
            self.note.hide_note()
        else:
            self.note.say(words, tone, ((_CONTINUE, "Continue…"),) if can_continue else ())

    def say_error(self, words: str) -> None:
        """What a person asked for here could not be done."""
        self.note.say(words, Tone.ERROR)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the chosen lead in sight when its note takes room from the table."""
        if event.type() == QEvent.Type.Resize and watched is self.table.view.viewport():
            # The view itself learns of its new height only after this filter.
            self._resized.start()
        return super().eventFilter(watched, event)

    def _keep_in_sight(self) -> None:
        self.table.view.scrollTo(self.table.view.currentIndex())

    def _make_chip(self, name: str, standing: Standing) -> CountChip:
        first, *rest = standing.value.split()
        key = first + "".join(word.capitalize() for word in rest)
        chip = CountChip(standing.value, f"{name}_{key}", tone_of(standing.state))
        chip.toggled.connect(self._filter)
        return chip

    def _set_up(self) -> None:
        self.table.set_model(self._model)
        self.table.want_only(120)
        self.table.row_chosen.connect(self._show_outcome)
        self._resized.setSingleShot(True)
        self._resized.setInterval(0)
        self._resized.timeout.connect(self._keep_in_sight)
        self.table.view.viewport().installEventFilter(self)
        self.note.chosen.connect(self._act)
        self._cancel.clicked.connect(self._ask_cancel)
        self.outcome.went_through.connect(self.went_through)
        self.outcome.did_not.connect(self.did_not)
        self.outcome.send_again.connect(self.send_again)
        self.outcome.look_wanted.connect(self.look_wanted)
        self.setMinimumWidth(320)
        self.grow()

    def _lay_out(self) -> None:
        under_way = QHBoxLayout()
        under_way.setSpacing(12)
        under_way.addWidget(self._progress, 1)
        under_way.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignTop)
        chips = FlowLayout()
        for chip in self._chips.values():
            chips.addWidget(chip)
        self.add(self._empty, 1)
        self.add(self._title)
        self.add(under_way)
        self.add(self.note)
        self.add(chips)
        # What a short table leaves over goes below it all, and not into the note above.
        self.add(self.table, _TABLE_SHARE)
        self.add(self.outcome)
        self.body.addStretch(1)

    def _show_parts(self, *, filled: bool) -> None:
        self._empty.setVisible(not filled)
        self.table.setVisible(filled)

    def _running(self, *, on: bool) -> None:
        self._progress.setVisible(on)
        self._cancel.setVisible(on)
        self._cancel.setEnabled(on)

    def _show_counts(self) -> None:
        standings = self._model.standings
        for standing, chip in self._chips.items():
            chip.set_count(standings[standing])
        if any(chip.isChecked() and not chip.count for chip in self._chips.values()):
            self._unfilter()

    def _fit_table(self) -> None:
        """No higher than its rows, so that the chosen lead's note stands right below them."""
        view = self.table.view
        rows = max(2, self._model.rowCount())
        head = view.horizontalHeader().sizeHint().height()
        self.table.setMaximumHeight(head + rows * view.verticalHeader().defaultSectionSize() + _FRAME)

    def _unfilter(self) -> None:
        for chip in self._chips.values():
            chip.setChecked(False)

    def _filter(self, on: bool) -> None:
        pressed = self.sender()
        if on:
            for chip in self._chips.values():
                if chip is not pressed:
                    chip.setChecked(False)
        wanted = next((standing for standing, chip in self._chips.items() if chip.isChecked()), None)
        self._model.show_only(wanted)
        self._choose(None)

    def _choose(self, item_id: int | None) -> None:
        """Choose this row; else the first that waits for a person or was refused, so that it is not overlooked."""
        self._fit_table()
        row = -1 if item_id is None else self._model.row_of(item_id)
        if row < 0:
            row = self._model.first_to_look_at()
        if row < 0 and self._model.rowCount() == 1:
            row = 0
        if row >= 0:
            self.table.choose_row(row)
        self._show_outcome(row)

    def _show_outcome(self, row: int) -> None:
        item = self._model.item_at(row)
        if item is None or item.state in (ItemState.WAITING, ItemState.SENDING):
            self.outcome.clear()
        else:
            self.outcome.show_item(item, self._deliveries)

    def _act(self, key: str) -> None:
        if key == _CONTINUE:
            self.continue_asked.emit()

    def _ask_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self.cancel_asked.emit()
