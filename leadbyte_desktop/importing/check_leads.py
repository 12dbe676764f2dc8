"""The columns that name the leads, their deliveries and their actions: what is wrong here stops the row."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import itemgetter

from leadbyte_desktop.domain.lead_fields import plain_form
from leadbyte_desktop.domain.lead_update import Action
from leadbyte_desktop.domain.sheet import BadCell, Column, Role, SheetHead, read_action, read_deliveries
from leadbyte_desktop.importing import check_codes as codes
from leadbyte_desktop.importing.check_text import Found, is_long, is_shortened, without_formula, without_hidden
from leadbyte_desktop.importing.column_check import ColumnCheck

_ID = re.compile(r"[0-9]{1,20}")
_DECIMAL_END = re.compile(r"(?<=[0-9])\.0+(?=[\s,;]|$)")
_ONE_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_MOST_DIGITS = 20
_LONG_DELIVERY = 7
_YES = frozenset({"yes", "y", "true", "1", "x", "✓", "✔"})


class LeadCheck(ColumnCheck):
    """Looks through the column that names the leads.

    It has to know whether IDs of the column begin with zeros: then one that the spreadsheet held as a number, and that
    is shorter, has lost its own.
    """

    @property
    def _measure(self) -> int:
        return self.facts.width

    def learn(self, cells: Sequence[str]) -> None:
        """Learn from cells, without judging them."""
        if "0" in map(_first_letter, cells):
            longest = max(len(cell.strip()) for cell in cells if cell.startswith("0"))
            self.facts = replace(self.facts, width=max(self.facts.width, longest))

    def __call__(self, cells: Sequence[str], kinds: Sequence[str] | None) -> Found:
        """What was found; the arguments are those of `check_text.find_damage`."""
        if self.learns:
            self.learn(cells)
        if kinds is None:
            if all_digits(cells):
                return []
            kinds = "t" * len(cells)
        else:
            self._judge_by_measure()
        found = [(place, self._code(cell.strip(), kinds[place])) for place, cell in enumerate(cells)]
        return [(place, code) for place, code in found if code]

    def _code(self, text: str, kind: str) -> str:
        code = id_code(text)
        if code or kind != "n":
            return code
        if is_long(text):
            return codes.ROUNDED_ID
        return codes.SHORT_ID if len(text) < self.facts.width else ""


_first_letter = itemgetter(slice(1))


def all_digits(cells: Sequence[str]) -> bool:
    """Whether each of them is an ID as it stands."""
    if not all(cells):
        return False
    whole = "".join(cells)
    return whole.isascii() and whole.isdigit() and len(max(cells, key=len)) <= _MOST_DIGITS


def id_code(text: str) -> str:
    """What is wrong with a lead ID or quarantine ID, without spaces around it; "" for nothing."""
    if _ID.fullmatch(text):
        return ""
    if not text:
        return codes.NO_ID
    if is_shortened(text):
        return codes.SHORTENED_ID
    return codes.UNTIDY_ID if _ID.fullmatch(without_signs(text)) else codes.BAD_ID


def without_signs(text: str) -> str:
    """Without what programs and copying add to numbers: an apostrophe, a formula's dress, ".0", spaces unseen."""
    return _DECIMAL_END.sub("", without_formula(without_hidden(text)).lstrip("'")).strip()


def find_deliveries(slot: int, cells: Sequence[str], kinds: Sequence[str] | None) -> Found:
    """Look through a column of deliveries."""
    known = {cell: _deliveries_code(slot, cell) for cell in set(cells)}
    found = [(place, known[cell]) for place, cell in enumerate(cells) if known[cell]] if any(known.values()) else []
    if kinds is None:
        return found
    return found + [
        (place, codes.JOINED_DELIVERIES)
        for place, kind in enumerate(kinds)
        if kind == "n" and len(cells[place].strip()) >= _LONG_DELIVERY and not known[cells[place]]
    ]


def _deliveries_code(slot: int, cell: str) -> str:
    if _reads_deliveries(slot, cell):
        return codes.PARTED_DELIVERY if _ONE_NUMBER.fullmatch(cell.strip()) else ""
    return codes.UNTIDY_DELIVERIES if _reads_deliveries(slot, without_signs(cell)) else codes.BAD_DELIVERIES


def _reads_deliveries(slot: int, cell: str) -> bool:
    try:
        read_deliveries(slot, cell)
    except BadCell:
        return False
    return True


def plain_action(cell: str, column: Column) -> str:
    """The action's word for a cell that names one in another way, as "yes" below "Reprocess" does; "" for none."""
    word = plain_form(column.heading if cell.strip().casefold() in _YES else cell)
    try:
        return word if read_action(column.slot, word) is not None else ""
    except BadCell:
        return ""


class ActionCheck:
    """Looks through the columns of actions, and at the action for all rows.

    Args:
        head: the sheet's head; it has a column that names the leads.
    """

    def __init__(self, head: SheetHead) -> None:
        self._columns = [column for column in head.columns if column.role is Role.ACTION]
        self._for_all = head.for_all.action
        lead = head.lead_column
        self._quarantined = lead is not None and lead.role is Role.QUARANTINE
        # As in `RowReader`: what is wrong is told of the last column of actions, or of the lead where there is none.
        self._slot = self._columns[-1].slot if self._columns else lead.slot if lead else 0

    def find(self, column_of: Callable[[int], Sequence[str]], rows: int) -> list[tuple[int, int, str]]:
        """Look through a chunk: row, slot and code of what was found.

        Args:
            column_of: gives the cells of a slot.
            rows: how many there are.
        """
        code_for_all = self._misfit(self._for_all)
        if not self._columns:
            return [(row, self._slot, code_for_all) for row in range(rows)] if code_for_all else []
        columns = [column_of(column.slot) for column in self._columns]
        known: dict[tuple[str, ...], tuple[int, str]] = {}
        found = []
        for row, cells in enumerate(zip(*columns, strict=True)):
            if cells not in known:
                known[cells] = self._look(cells)
            slot, code = known[cells]
            if code:
                found.append((row, slot, code))
        return found

    def _look(self, cells: Sequence[str]) -> tuple[int, str]:
        action = self._for_all
        for column, cell in zip(self._columns, cells, strict=True):
            try:
                action = read_action(column.slot, cell) or action
            except BadCell:
                return column.slot, codes.UNTIDY_ACTION if plain_action(cell, column) else codes.BAD_ACTION
        return self._slot, self._misfit(action)

    def _misfit(self, action: Action | None) -> str:
        if action is None:
            return ""
        if self._quarantined:
            return codes.QUARANTINED if action is Action.REPROCESS else ""
        return "" if action is Action.REPROCESS else codes.NOT_QUARANTINED
