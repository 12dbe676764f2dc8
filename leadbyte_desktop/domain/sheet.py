"""A batch while a person is building it: a table of text on this PC's disk, and what each of its columns is for.

The table itself may have a million rows and stays on the disk (`store/sheet.py`); here stands what a row of it means.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from leadbyte_desktop.domain.errors import BadLeadId
from leadbyte_desktop.domain.field_labels import FieldLabels
from leadbyte_desktop.domain.lead_fields import label_of
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate

Cells = Sequence[str | None]
"""A row by slots. None is a blank cell, which leaves its field alone; "" is a field that a person said to clear."""

DATE_FORMS = ("dd/mm/yyyy", "yyyy-mm-dd", "mm/dd/yyyy", "dd-mm-yyyy", "dd.mm.yyyy")
"""How real dates of a spreadsheet may be written; the first is used unless a person chooses another."""

_ID_PARTS = re.compile(r"[\s,;]+")
_DELIVERY_ID = re.compile(r"[0-9]{1,20}\Z")
_ACTION_WORDS = {
    "reprocess": Action.REPROCESS,
    "release": Action.RELEASE,
    "process": Action.RELEASE,
    "reject": Action.REJECT,
}
_NO_ACTION = frozenset({"no", "none", "n", "0", "false", "-"})


class Role(StrEnum):
    """What a column is for."""

    IGNORED = "ignored"
    LEAD = "lead"
    QUARANTINE = "quarantine"
    FIELD = "field"
    DELIVERIES = "deliveries"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet.

    Attributes:
        slot: its place among the cells of a row, from 0. It never changes, whatever moves around it.
        heading: what stands above it in the file; the field's label for a column made in the app.
        role: what it is for.
        field: LeadByte's name of its field where its role is FIELD, else "".
        date_form: one of `DATE_FORMS`: how its real dates are written.
    """

    slot: int
    heading: str
    role: Role = Role.IGNORED
    field: str = ""
    date_form: str = DATE_FORMS[0]

    @property
    def title(self) -> str:
        """What it is, in a word or two: "Lead ID", "Postcode", "Not sent"."""
        return _TITLES.get(self.role) or label_of(self.field)

    def title_by(self, labels: FieldLabels) -> str:
        """The same, as the account calls its fields; one that campaigns call otherwise, as the heading does."""
        return _TITLES.get(self.role) or labels.called(self.field, self.heading)

    def to_plain(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "slot": self.slot,
            "heading": self.heading,
            "role": self.role.value,
            "field": self.field,
            "date_form": self.date_form,
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Column:
        """The inverse of `to_plain`."""
        return cls(plain["slot"], plain["heading"], Role(plain["role"]), plain["field"], plain["date_form"])


def naming_leads(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns that name the leads. A batch can be sent where there is exactly one."""
    return tuple(column for column in columns if column.role in (Role.LEAD, Role.QUARANTINE))


_TITLES = {
    Role.IGNORED: "Not sent",
    Role.LEAD: "Lead ID",
    Role.QUARANTINE: "Quarantine ID",
    Role.DELIVERIES: "Deliveries of this row",
    Role.ACTION: "Action",
}


@dataclass(frozen=True, slots=True)
class ForAll:
    """What holds for every row of a sheet.

    Attributes:
        delivery_ids: deliveries that every lead goes through.
        action: what is done with every lead; None for nothing.
        blank_clears: a blank cell of a FIELD column clears the field, where otherwise it leaves it alone.
    """

    delivery_ids: tuple[str, ...] = ()
    action: Action | None = None
    blank_clears: bool = False

    @property
    def acts(self) -> bool:
        """Whether something happens to every lead, whatever stands in its row."""
        return bool(self.delivery_ids or self.action)

    def to_plain(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "deliveries": list(self.delivery_ids),
            "action": self.action.value if self.action else None,
            "blank_clears": self.blank_clears,
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> ForAll:
        """The inverse of `to_plain`."""
        action = plain["action"]
        return cls(tuple(plain["deliveries"]), Action(action) if action else None, plain["blank_clears"])


@dataclass(frozen=True, slots=True)
class SheetHead:
    """Everything about a sheet but its rows.

    Attributes:
        name: what it was saved as, or the file's name; "" for a new one.
        columns: in the order in which they are shown; for a sheet from a file, the file's own order.
        for_all: what holds for every row.
        source: the name of the file it was read from; "" where there is none.
        worksheet: which of the file's worksheets; "" where it has none.
        encoding: how the file's bytes were read ("utf-8", "cp1252"); "" where that is no question.
        picks: by field, the values of the account's pick list for it, as they were known when the sheet was made.
        required: the fields that a lead must have in every campaign, as was known then.
    """

    name: str = ""
    columns: tuple[Column, ...] = ()
    for_all: ForAll = field(default_factory=ForAll)
    source: str = ""
    worksheet: str = ""
    encoding: str = ""
    picks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    required: frozenset[str] = frozenset()

    @property
    def width(self) -> int:
        """How many slots its columns need."""
        return max((column.slot for column in self.columns), default=-1) + 1

    @property
    def field_names(self) -> tuple[str, ...]:
        """The fields that it changes, in the order of its columns."""
        return tuple(column.field for column in self.columns if column.role is Role.FIELD)

    @property
    def lead_column(self) -> Column | None:
        """The column that names the leads, by lead ID or by quarantine ID.

        None where there is none, and where several do: which of them is meant, only a person can say.
        """
        leads = naming_leads(self.columns)
        return leads[0] if len(leads) == 1 else None

    def column_of(self, role: Role, field_name: str = "") -> Column | None:
        """The first column of a role, and of a field where one is given; None where there is none."""
        return next(
            (each for each in self.columns if each.role is role and (not field_name or each.field == field_name)), None
        )

    def with_column(self, column: Column) -> SheetHead:
        """The same with this column in place of the one of its slot, or as the last one where its slot is new."""
        if any(each.slot == column.slot for each in self.columns):
            changed = tuple(column if each.slot == column.slot else each for each in self.columns)
            return replace(self, columns=changed)
        return replace(self, columns=(*self.columns, column))

    def to_plain(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "name": self.name,
            "columns": [column.to_plain() for column in self.columns],
            "for_all": self.for_all.to_plain(),
            "source": self.source,
            "worksheet": self.worksheet,
            "encoding": self.encoding,
            "picks": {name: list(values) for name, values in self.picks.items()},
            "required": sorted(self.required),
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> SheetHead:
        """The inverse of `to_plain`."""
        return cls(
            plain["name"],
            tuple(Column.from_plain(each) for each in plain["columns"]),
            ForAll.from_plain(plain["for_all"]),
            plain["source"],
            plain["worksheet"],
            plain["encoding"],
            # A sheet of an earlier version has none.
            {name: tuple(values) for name, values in plain.get("picks", {}).items()},
            frozenset(plain.get("required", ())),
        )


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as it stands in a sheet.

    Attributes:
        row_id: the sheet's number of it; it never changes.
        number: its row in the spreadsheet, as Excel numbers it; in a sheet made in the app, its place from 1.
        cells: by slot.
        kinds: by slot, what kind of cell of a spreadsheet it was: "t" text, "n" number, "d" date, "b" true or false,
            "e" an error, "x" a negative number in a cell for dates; "" where all of them are text.
        left_out: why it is not sent; "" where it is. It stays in the sheet, so that its rows add up.
    """

    row_id: int
    number: int
    cells: tuple[str | None, ...]
    kinds: str = ""
    left_out: str = ""

    @property
    def blank(self) -> bool:
        """True where nothing stands in it; such a row is passed over."""
        return not any(cell is not None and (not cell or cell.strip()) for cell in self.cells)

    def kind_at(self, slot: int) -> str:
        """The kind of one cell, see `kinds`."""
        return self.kinds[slot] if slot < len(self.kinds) else "t"


class BadCell(Exception):
    """A cell that a row cannot be sent with.

    Attributes:
        slot: where it stands.
        user_text: what is wrong and what to do, whole sentences.
    """

    def __init__(self, slot: int, user_text: str) -> None:
        super().__init__(user_text)
        self.slot = slot
        self.user_text = user_text


class RowReader:
    """Reads rows of a sheet as updates.

    Args:
        head: the sheet's head; it must have a column of lead IDs or quarantine IDs.
    """

    def __init__(self, head: SheetHead) -> None:
        lead = head.lead_column
        if lead is None:
            raise ValueError("a sheet without a column that names the leads")
        self.lead_slot = lead.slot
        self._kind = LeadKind.LEAD if lead.role is Role.LEAD else LeadKind.QUARANTINE
        self._fields = [(each.slot, each.field) for each in head.columns if each.role is Role.FIELD]
        self._deliveries = [each.slot for each in head.columns if each.role is Role.DELIVERIES]
        self._actions = [each.slot for each in head.columns if each.role is Role.ACTION]
        self._for_all = head.for_all

    def update_of(self, cells: Cells) -> LeadUpdate:
        """What a row asks for, with what holds for all rows. Spaces around a value are dropped.

        Raises:
            BadCell: a cell cannot be used.
        """
        changes: dict[str, str] = {}
        for slot, name in self._fields:
            value = cells[slot]
            if value is None or (value and not value.strip()):
                if self._for_all.blank_clears:
                    changes[name] = ""
            else:
                changes[name] = value.strip()
        deliveries = self._for_all.delivery_ids
        for slot in self._deliveries:
            deliveries += tuple(each for each in read_deliveries(slot, cells[slot]) if each not in deliveries)
        return LeadUpdate(self._lead_of(cells), changes, deliveries, self._action_of(cells))

    def _lead_of(self, cells: Cells) -> LeadRef:
        try:
            return LeadRef.parse(cells[self.lead_slot] or "", self._kind)
        except BadLeadId as bad:
            raise BadCell(self.lead_slot, bad.user_text) from None

    def _action_of(self, cells: Cells) -> Action | None:
        action = self._for_all.action
        slot = self.lead_slot
        for slot in self._actions:
            action = read_action(slot, cells[slot]) or action
        if action is None:
            return None
        if self._kind is LeadKind.LEAD and action is not Action.REPROCESS:
            raise BadCell(slot, "Only a quarantined lead, named by its quarantine ID, can be released or rejected.")
        if self._kind is LeadKind.QUARANTINE and action is Action.REPROCESS:
            raise BadCell(slot, "A quarantined lead can be released or rejected; it cannot be reprocessed.")
        return action


def read_deliveries(slot: int, cell: str | None) -> tuple[str, ...]:
    """The delivery IDs of a cell, parted by commas, semicolons or spaces, each once.

    Raises:
        BadCell: one of them is no delivery ID.
    """
    found: dict[str, None] = {}
    for piece in _ID_PARTS.split(cell or ""):
        if not piece:
            continue
        if not _DELIVERY_ID.match(piece):
            raise BadCell(
                slot, f"“{piece}” is not a delivery ID. Write the deliveries’ numbers, for example “1053, 1054”."
            )
        found[piece] = None
    return tuple(found)


def read_action(slot: int, cell: str | None) -> Action | None:
    """The action that a cell names; None for a blank one, or for "no".

    Raises:
        BadCell: it names something else.
    """
    word = (cell or "").strip().casefold()
    if not word or word in _NO_ACTION:
        return None
    if word not in _ACTION_WORDS:
        raise BadCell(slot, f"“{(cell or '').strip()}” is no action. Write “reprocess”, “release” or “reject”.")
    return _ACTION_WORDS[word]
