"""A batch while a person is building it: a table of leads, before any of it becomes a job."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from leadbyte_desktop.domain.errors import BadLeadId
from leadbyte_desktop.domain.job import DraftItem
from leadbyte_desktop.domain.lead_update import Action, LeadRef, LeadUpdate


@dataclass(slots=True)
class BatchRow:
    """One row of the table.

    Attributes:
        lead: the lead ID as typed; it may be wrong yet.
        values: field name to its new value; "" clears the field, a missing name leaves it alone.
        delivery_ids: deliveries for this row alone, beside those for all rows.
        reprocess: reprocess this lead.
    """

    lead: str = ""
    values: dict[str, str] = field(default_factory=dict)
    delivery_ids: tuple[str, ...] = ()
    reprocess: bool = False

    @property
    def blank(self) -> bool:
        """True where nothing was typed in it; such a row is passed over."""
        return not (self.lead.strip() or self.values or self.delivery_ids or self.reprocess)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row cannot be sent as it is.

    Attributes:
        row: its place in the table, from 0.
        column: the field's name; "" for the lead ID.
        words: what is wrong and what to do, a sentence.
    """

    row: int
    column: str
    words: str


@dataclass(slots=True)
class Batch:
    """The table.

    Attributes:
        name: what it was saved as, or the file's name; "" for a new one.
        fields: the columns after the lead ID, by LeadByte's field names.
        rows: the rows in order.
        delivery_ids: deliveries for every row.
        reprocess: reprocess every lead.
    """

    name: str = ""
    fields: list[str] = field(default_factory=list)
    rows: list[BatchRow] = field(default_factory=list)
    delivery_ids: tuple[str, ...] = ()
    reprocess: bool = False

    @property
    def filled(self) -> list[tuple[int, BatchRow]]:
        """The rows in which something stands, with their places."""
        return [(index, row) for index, row in enumerate(self.rows) if not row.blank]

    def add(self, update: LeadUpdate) -> None:
        """Put a lead's update in as the last row; new fields become new columns."""
        self.fields.extend(name for name in update.changes if name not in self.fields)
        self.rows = [row for row in self.rows if not row.blank]
        own = tuple(each for each in update.delivery_ids if each not in self.delivery_ids)
        self.rows.append(BatchRow(update.lead.number, dict(update.changes), own, update.action is Action.REPROCESS))

    def update_of(self, row: BatchRow) -> LeadUpdate:
        """What a row asks for, with what holds for all rows.

        Raises:
            BadLeadId: its lead ID cannot be used.
        """
        deliveries = self.delivery_ids + tuple(each for each in row.delivery_ids if each not in self.delivery_ids)
        changes = {name: row.values[name] for name in self.fields if name in row.values}
        reprocess = self.reprocess or row.reprocess
        return LeadUpdate(LeadRef.parse(row.lead), changes, deliveries, Action.REPROCESS if reprocess else None)

    def read(self) -> tuple[list[DraftItem], list[RowProblem]]:
        """All filled rows as a job's rows, and what is wrong with those that cannot go."""
        items: list[DraftItem] = []
        problems: list[RowProblem] = []
        for index, row in self.filled:
            try:
                update = self.update_of(row)
            except BadLeadId as bad:
                problems.append(RowProblem(index, "", bad.user_text))
                continue
            if update.does_nothing:
                words = "Nothing would change on this lead. Give it a value, a delivery or reprocess."
                problems.append(RowProblem(index, "", words))
            else:
                items.append(DraftItem(update))
        return items, problems

    def to_plain(self) -> dict[str, Any]:
        """The same as plain values, for keeping an unfinished batch."""
        return {
            "name": self.name,
            "fields": list(self.fields),
            "deliveries": list(self.delivery_ids),
            "reprocess": self.reprocess,
            "rows": [[row.lead, row.values, list(row.delivery_ids), row.reprocess] for row in self.rows],
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Batch:
        """The inverse of `to_plain`."""
        return cls(
            plain["name"],
            list(plain["fields"]),
            [BatchRow(lead, dict(values), tuple(own), again) for lead, values, own, again in plain["rows"]],
            tuple(plain["deliveries"]),
            plain["reprocess"],
        )
