"""What stands in each column of a sent batch: what became of a row, then what was sent, or the table's own columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING

from leadbyte_desktop.domain.account_names import PLAIN_NAMES
from leadbyte_desktop.domain.field_labels import FieldLabels
from leadbyte_desktop.domain.lead_update import LeadKind, LeadUpdate
from leadbyte_desktop.domain.standing import Standing, standing_of
from leadbyte_desktop.domain.words import capitalised
from leadbyte_desktop.services.outcome_words import tone_of
from leadbyte_desktop.ui.batch_cells import CLEARED_WORDS

if TYPE_CHECKING:
    from leadbyte_desktop.domain.delivery import Delivery
    from leadbyte_desktop.domain.job import Item
    from leadbyte_desktop.store.journal_sources import JobRow

ROW, LEAD, OUTCOME, SAID = range(4)
FIXED = ("Row", "Lead ID", "What happened", "LeadByte said")
_DELIVERIES, _ACTION = "Deliveries", "Action"


class Further(Enum):
    """What stands behind the columns that are always there."""

    NOTHING = auto()
    SENT = auto()
    OWN = auto()


class SentColumns:
    """The columns, and a row's cell in each of them.

    Attributes:
        own: the headings of the table that the batch was made from; none where it was made from none.
        shown: what stands behind the columns that are always there.
    """

    def __init__(self) -> None:
        self.own: tuple[str, ...] = ()
        self._kinds: set[LeadKind] = set()
        self.shown = Further.SENT
        self._sent: list[str] = []
        self._deliveries: Mapping[str, Delivery] = {}
        self._labels = PLAIN_NAMES.fields
        self._delivery_words: dict[tuple[str, ...], str] = {}

    def clear(self, deliveries: Mapping[str, Delivery], labels: FieldLabels) -> None:
        """Another batch is shown next."""
        self.own, self._sent, self.shown = (), [], Further.SENT
        self._deliveries, self._delivery_words = deliveries, {}
        self._labels = labels
        self._kinds.clear()

    def learn_kinds(self, items: Iterable[Item]) -> bool:
        """Take up which of LeadByte's two numbers names these leads; whether that changes the column's heading."""
        before = self.heading(LEAD)
        self._kinds.update(item.lead.kind for item in items)
        return self.heading(LEAD) != before

    @property
    def count(self) -> int:
        """How many there are."""
        return len(FIXED) + self.further(self.shown)

    def further(self, kind: Further) -> int:
        """How many of a kind there are to stand behind those that are always there."""
        return {Further.NOTHING: 0, Further.SENT: len(self._sent), Further.OWN: len(self.own)}[kind]

    def heading(self, column: int) -> str:
        """A column's heading. A quarantine ID is never called a lead ID: they are numbers of two kinds."""
        if column == LEAD and self._kinds:
            return "ID" if len(self._kinds) > 1 else capitalised(next(iter(self._kinds)).noun)
        if column < len(FIXED):
            return FIXED[column]
        place = column - len(FIXED)
        if self.shown is Further.OWN:
            return self.own[place].strip() or f"Column {place + 1}"
        name = self._sent[place]
        return name if name in (_DELIVERIES, _ACTION) else self._labels.of(name)

    def new_fields(self, items: Iterable[Item]) -> list[tuple[int, list[str]]]:
        """What these send that no row before them did: at which place among what was sent which names come in."""
        fields: dict[str, None] = {}
        ends: dict[str, None] = {}
        for item in items:
            if isinstance(item.update, LeadUpdate):
                fields.update(dict.fromkeys(item.update.changes))
                ends.update({_DELIVERIES: None} if item.update.delivery_ids else {})
                ends.update({_ACTION: None} if item.update.action else {})
        # Values stand before deliveries and actions.
        values = sum(name not in (_DELIVERIES, _ACTION) for name in self._sent)
        new = [name for name in fields if name not in self._sent]
        last = [name for name in ends if name not in self._sent]
        return [(place, names) for place, names in ((values, new), (len(self._sent) + len(new), last)) if names]

    def add_fields(self, place: int, names: Sequence[str]) -> None:
        """Put names in among what was sent."""
        self._sent[place:place] = names

    # Cells

    def cell(self, row: JobRow, column: int) -> str:
        """The words in a cell."""
        if column == ROW:
            return f"{row.number:,}"
        if column == LEAD:
            return row.item.lead.number if row.item is not None else ""
        if column == OUTCOME:
            return self.standing(row).words
        if column == SAID:
            said = (row.item.words, *row.item.warnings) if row.item is not None else (row.why,)
            return "; ".join(part for part in said if part)
        return self._further_cell(row, column - len(FIXED))

    @staticmethod
    def standing(row: JobRow) -> Standing:
        """How a row stands; one that became no row of the job was left out."""
        return standing_of(row.item) if row.item is not None else Standing.LEFT_OUT

    def tone(self, row: JobRow) -> str:
        """The tone of what happened to a row."""
        return tone_of(self.standing(row).state)

    def _further_cell(self, row: JobRow, place: int) -> str:
        if self.shown is Further.OWN:
            cell = row.cells[place] if place < len(row.cells) else None
            return CLEARED_WORDS if cell == "" else cell or ""
        update = row.item.update if row.item is not None else None
        return self._sent_cell(update, self._sent[place]) if isinstance(update, LeadUpdate) else ""

    def _sent_cell(self, update: LeadUpdate, name: str) -> str:
        if name == _DELIVERIES:
            return self._words_of_deliveries(update.delivery_ids) if update.delivery_ids else ""
        if name == _ACTION:
            return update.action.name.capitalize() if update.action else ""
        value = update.changes.get(name)
        return CLEARED_WORDS if value == "" else value or ""

    def _words_of_deliveries(self, ids: tuple[str, ...]) -> str:
        if ids not in self._delivery_words:
            names = (self._deliveries[each].name if each in self._deliveries else f"delivery {each}" for each in ids)
            self._delivery_words[ids] = ", ".join(names)
        return self._delivery_words[ids]
