"""What a person should know about the rows of a sheet before they are sent, found in pieces of the sheet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from operator import itemgetter
from typing import cast

from leadbyte_desktop.domain.sheet import Cells, Column, Role, SheetHead
from leadbyte_desktop.importing.check_codes import BY_COLUMN, CLEARS_REQUIRED, CODES, SAME_LEAD, words_of
from leadbyte_desktop.importing.check_dates import DateCheck, is_date_column
from leadbyte_desktop.importing.check_formats import format_finder
from leadbyte_desktop.importing.check_leads import ActionCheck, LeadCheck, all_digits, find_deliveries, id_code
from leadbyte_desktop.importing.check_lists import find_cleared, find_outside
from leadbyte_desktop.importing.check_text import Found, find_damage
from leadbyte_desktop.importing.column_check import ColumnCheck
from leadbyte_desktop.importing.column_facts import ColumnFacts, Facts

__all__ = ["CODES", "SAME_LEAD", "Checks", "Finding", "words_of"]

_Finder = Callable[[Sequence[str], Sequence[str] | None], Found]
_TEXT = "t"
_ODD = frozenset("nex")
"""The kinds of cells, see `SheetRow.kinds`, by which a cell is judged otherwise than by its text."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one cell.

    Attributes:
        row: the row's place among those handed in, from 0.
        slot: the cell's slot.
        code: one of `CODES`; `words_of` puts it into words.
        stops: the row cannot be sent as it is.
    """

    row: int
    slot: int
    code: str
    stops: bool


class Checks:
    """Looks through the rows of one sheet, a chunk at a time, column by column.

    Some cells are judged by what the rest of their column is like. The code "same lead" is not found here: it needs
    all rows.

    Args:
        head: the sheet's head. Without a column that names the leads, nothing is said about leads.
        from_file: the rows come from a reader, in which "" is a blank cell. In a sheet None is, and "" is a field that
            a person said to clear.
        facts: what is known of the columns; None to learn it from the rows, which are then handed in in their order.
    """

    def __init__(self, head: SheetHead, *, from_file: bool = False, facts: Facts | None = None) -> None:
        self._known = facts
        self._learners: dict[int, ColumnCheck] = {}
        self._lead = head.lead_column
        self._blank_clears = head.for_all.blank_clears
        self._from_file = from_file
        self._width = head.width
        self._fields = [column.slot for column in head.columns if column.role is Role.FIELD]
        self._effects = [column.slot for column in head.columns if column.role in (Role.DELIVERIES, Role.ACTION)]
        self._actions = ActionCheck(head) if self._lead else None
        self._picks = head.picks
        required = [each.slot for each in head.columns if each.role is Role.FIELD and each.field in head.required]
        self._required = required if self._lead else []
        self._finders = [
            (column.slot, finder) for column in head.columns for finder in (self._finder(column),) if finder
        ]

    def check(self, rows: Sequence[Cells], kinds: Sequence[str]) -> list[Finding]:
        """What was found in some rows, by row.

        Args:
            rows: the cells by slots.
            kinds: for each row, the kinds of its cells as in `SheetRow.kinds`.
        """
        columns = _Columns(rows, self._width, blank_is_none=not self._from_file)
        by_slot = _kinds_by_slot(kinds)
        found = [
            (row, slot, code)
            for slot, finder in self._finders
            for row, code in finder(columns.of(slot), _odd_kinds(by_slot, slot))
        ]
        if self._lead is not None:
            for slot in self._required:
                leads, cells = columns.of(self._lead.slot), columns.raw(slot)
                found += [(row, slot, CLEARS_REQUIRED) for row in find_cleared(leads, cells, self._clears)]
        if self._actions is not None:
            found += self._actions.find(columns.of, len(rows))
        return [Finding(row, slot, code, CODES[code].stops) for row, slot, code in sorted(found)]

    def _clears(self, cell: str | None) -> bool:
        """Whether a cell of a field clears it in LeadByte."""
        if self._blank_clears:
            return not (cell or "").strip()
        return cell == "" and not self._from_file

    # What is known of the columns

    @property
    def facts(self) -> dict[int, ColumnFacts]:
        """What is known of the columns now, as it is kept."""
        return {slot: learner.facts.kept() for slot, learner in self._learners.items()}

    @property
    def learns_of(self) -> Collection[int]:
        """The slots of the columns of which something can be learnt."""
        return self._learners.keys()

    def learn(self, slot: int, cells: Sequence[str]) -> None:
        """Learn from some cells of such a column, without judging them."""
        self._learners[slot].learn(cells)

    @property
    def unsettled(self) -> list[int]:
        """The slots of columns that are to be looked at again: what is known of them was not known all the time."""
        return [slot for slot, learner in self._learners.items() if not learner.settled]

    def find_again(self, slot: int, cells: Sequence[str], kinds: Sequence[str]) -> list[tuple[int, str]]:
        """What depends on the column in some cells of it, by what is known of it now; nothing more is learnt of it.

        Place and code, of those in `BY_COLUMN`.

        Args:
            slot: the column.
            cells: the cells.
            kinds: a letter for each of them.
        """
        self._learners[slot].learns = False
        finder = next(each for known, each in self._finders if known == slot)
        odd = None if _ODD.isdisjoint(kinds) else kinds
        return [(place, code) for place, code in finder(cells, odd) if code in BY_COLUMN]

    def lead_keys(self, rows: Sequence[Cells]) -> list[str | None]:
        """The lead of each row as the journal compares leads: "2932682", or "2932682q" for a quarantine ID.

        None where the row does not name one.
        """
        if self._lead is None:
            return [None] * len(rows)
        slot = self._lead.slot
        cells = self._stripped(rows, slot)
        end = "q" if self._lead.role is Role.QUARANTINE else ""
        if not end and cells and all_digits(cells) and "\n0" not in "\n" + "\n".join(cells):
            return list(cells)
        return [None if id_code(cell) else f"{cell.lstrip('0') or '0'}{end}" for cell in cells]

    def own(self, rows: Sequence[Cells]) -> list[bool]:
        """Whether each row itself asks for something: a value, a cleared field, a delivery or an action."""
        if (self._fields and self._blank_clears) or any(all(self._stripped(rows, slot)) for slot in self._fields):
            return [True] * len(rows)
        return [self._asks(row) for row in rows]

    def _stripped(self, rows: Sequence[Cells], slot: int) -> list[str]:
        if self._from_file:
            # A reader's rows are all as wide as the head, and have no None in them: this is done in C.
            return list(map(str.strip, map(itemgetter(slot), cast("Sequence[Sequence[str]]", rows))))
        return [(row[slot] or "").strip() if slot < len(row) else "" for row in rows]

    def _asks(self, row: Cells) -> bool:
        for slot in self._fields:
            cell = row[slot] if slot < len(row) else None
            if cell is not None and (cell.strip() or (not cell and not self._from_file)):
                return True
        return any((row[slot] or "").strip() for slot in self._effects if slot < len(row))

    def _finder(self, column: Column) -> _Finder | None:
        known = None if self._known is None else self._known.get(column.slot, ColumnFacts())
        if column is self._lead:
            return self._learner(column, LeadCheck(known))
        if column.role is Role.DELIVERIES and self._lead is not None:
            return partial(find_deliveries, column.slot)
        if column.role is not Role.FIELD:
            return None
        further: list[_Finder] = [self._learner(column, DateCheck(known))] if is_date_column(column) else []
        form = format_finder(column)
        further += [form] if form else []
        picks = self._picks.get(column.field)
        further += [partial(find_outside, frozenset(each.casefold() for each in picks))] if picks else []
        return partial(_find_in_field, further) if further else find_damage

    def _learner(self, column: Column, learner: ColumnCheck) -> _Finder:
        self._learners[column.slot] = learner
        return learner


def _find_in_field(further: Iterable[_Finder], cells: Sequence[str], kinds: Sequence[str] | None) -> Found:
    """Damage, and what is odd for the field; a cell that was damaged need not look like anything."""
    found = find_damage(cells, kinds)
    damaged = {place for place, _ in found}
    for finder in further:
        found += [(place, code) for place, code in finder(cells, kinds) if place not in damaged]
    return found


class _Columns:
    """Some rows, column by column. Blank cells are "", whether or not they are None in the rows."""

    def __init__(self, rows: Sequence[Cells], width: int, *, blank_is_none: bool) -> None:
        self._count, self._width = len(rows), width
        # strict=True would not do: zip is quick only where nothing has to be filled in.
        same = len(set(map(len, rows))) == 1
        self._columns = list(zip(*rows, strict=True)) if same else list(zip_longest(*rows))
        self._blank_is_none = blank_is_none or not same

    def raw(self, slot: int) -> Sequence[str | None]:
        """The same as they stand: None is a blank cell in a sheet."""
        return self._columns[slot] if slot < len(self._columns) else [None] * self._count

    def of(self, slot: int) -> Sequence[str]:
        """The cells of a slot; blank ones for a slot that no row has."""
        if slot >= len(self._columns):
            return [""] * self._count
        column: tuple[str | None, ...] = self._columns[slot]
        if self._blank_is_none and None in column:
            return ["" if cell is None else cell for cell in column]
        return cast("Sequence[str]", column)


def _kinds_by_slot(kinds: Sequence[str]) -> list[tuple[str, ...]]:
    """The letters column by column; none where all cells are text."""
    if not any(kinds):
        return []
    width = max(map(len, kinds))
    return list(zip(*(each.ljust(width, _TEXT) for each in kinds), strict=True))


def _odd_kinds(by_slot: Sequence[tuple[str, ...]], slot: int) -> Sequence[str] | None:
    if slot >= len(by_slot):
        return None
    letters = by_slot[slot]
    return None if _ODD.isdisjoint(letters) else letters
