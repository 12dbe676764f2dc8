"""Checks the rows of a sheet that an edit touched, each as one among all the others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from leadbyte_desktop.domain.sheet import SheetHead, SheetRow
from leadbyte_desktop.importing.checks import Checks
from leadbyte_desktop.importing.column_facts import ColumnFacts
from leadbyte_desktop.store.sheet import SheetEditor

_PAGE = 1_000


class SheetChecking:
    """Checks what an edit touched, within its transaction.

    What a check depends on, besides the rows, is remembered: a new name or another delivery for all rows is no reason
    to go over a hundred thousand of them. What is known of whole columns stands with the sheet.
    """

    def __init__(self) -> None:
        self._checked_as: tuple[object, ...] | None = None

    def __call__(self, editor: SheetEditor, touched: Collection[int] | None) -> None:
        """Check these rows, or all where None is given; see `store/sheet.py`."""
        matters = _what_matters(editor.head)
        if touched is None and matters == self._checked_as:
            touched = editor.rows_changed
        kept = editor.facts
        known = {slot: ColumnFacts.from_plain(plain) for slot, plain in (kept or {}).items()}
        anew = touched is None or kept is None
        facts = _learnt(editor, known, anew=anew)
        if facts != known or kept is None:
            editor.keep_facts({slot: each.to_plain() for slot, each in facts.items()})
        if _judge_otherwise(known, facts) and not anew:
            touched = None
        checks = Checks(editor.head, facts=facts)
        for rows in pages_of(editor, touched):
            _check_rows(editor, checks, rows)
        if touched is None:
            self._checked_as = matters


def _what_matters(head: SheetHead) -> tuple[object, ...]:
    """What of a sheet's head the checks of its rows depend on."""
    columns = tuple((each.slot, each.role, each.field, each.date_form) for each in head.columns)
    picks = tuple(head.picks.get(each.field) for each in head.columns)
    return (columns, picks, head.required, head.for_all.action, head.for_all.blank_clears)


def _learnt(editor: SheetEditor, known: dict[int, ColumnFacts], *, anew: bool) -> dict[int, ColumnFacts]:
    """What is known of the columns after an edit.

    One cell that somebody types says nothing of its column; rows that come in, or a column that is filled, do.

    Args:
        editor: the edit.
        known: what was known before.
        anew: the columns are for something else now, or nothing is known: they are gone over from their beginning.
    """
    facts = dict(known)
    for slot in Checks(editor.head).learns_of:
        if anew or slot not in known:
            facts[slot] = _with(ColumnFacts(turned=slot in known and known[slot].turned), editor, slot, None)
            continue
        for slots, row_ids in editor.written:
            if slot in slots and (row_ids is None or len(row_ids) > 1):
                facts[slot] = _with(facts[slot], editor, slot, row_ids)
    return facts


def _with(facts: ColumnFacts, editor: SheetEditor, slot: int, row_ids: Collection[int] | None) -> ColumnFacts:
    learner = Checks(editor.head, facts={slot: facts})
    for cells in editor.column(slot, row_ids, _PAGE):
        learner.learn(slot, cells)
    return learner.facts[slot]


def _judge_otherwise(before: dict[int, ColumnFacts], after: dict[int, ColumnFacts]) -> bool:
    """Whether cells that were not touched may be judged otherwise now."""
    return any(
        slot in before and (before[slot].month_first, before[slot].width) != (facts.month_first, facts.width)
        for slot, facts in after.items()
    )


def _check_rows(editor: SheetEditor, checks: Checks, rows: Sequence[SheetRow]) -> None:
    cells = [row.cells for row in rows]
    ids = [row.row_id for row in rows]
    findings = checks.check(cells, [row.kinds for row in rows])
    problems = [(ids[each.row], each.slot, each.code, each.stops) for each in findings]
    keys, own = checks.lead_keys(cells), checks.own(cells)
    editor.put_findings(ids, keys, own, problems)


def pages_of(editor: SheetEditor, row_ids: Iterable[int] | None) -> Iterator[list[SheetRow]]:
    """These rows, or all, a thousand at a time."""
    if row_ids is None:
        yield from editor.pages(_PAGE)
        return
    ids = list(row_ids)
    for start in range(0, len(ids), _PAGE):
        yield editor.rows(ids[start : start + _PAGE])
