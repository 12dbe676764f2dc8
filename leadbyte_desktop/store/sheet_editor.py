"""What an edit may do to a sheet, within its transaction. Everything it replaces is kept by the triggers."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from sqlite3 import Connection
from typing import Any

from leadbyte_desktop.domain.sheet import Cells, SheetHead, SheetRow
from leadbyte_desktop.store import sheet_reading
from leadbyte_desktop.store.cells import clean
from leadbyte_desktop.store.sheet_same_lead import find_same_leads
from leadbyte_desktop.store.sheet_schema import (
    GAP,
    SPACES,
    any_of,
    cell,
    joined,
    known_width,
    read_facts,
    read_head,
    widen,
    write_facts,
    write_head,
)

_FILLED = f"trim({{cell}}, '{SPACES}') <> '' OR {{cell}} = ''"


class SheetEditor:
    """Changes a sheet. It is good only within the transaction that it was made for.

    Args:
        connection: the writing connection, in a transaction.
        keep_head: told of the old head before another one takes its place, for undo.
        leads: leads of rows that are not as they were, for `settle`.

    Attributes:
        head_changed: the head is another one than when the edit began.
    """

    def __init__(
        self,
        connection: Connection,
        keep_head: Callable[[SheetHead], None] = lambda _head: None,
        leads: Collection[str] = (),
    ) -> None:
        self._connection, self._keep_head = connection, keep_head
        self._head = read_head(connection)
        self._width = known_width(connection)
        self._rows: set[int] = set()
        self._written: list[tuple[Collection[int], Collection[int] | None]] = []
        self._leads = set(leads)
        self.head_changed = False

    # What stands in it

    @property
    def head(self) -> SheetHead:
        """The head as it is now."""
        return self._head

    @property
    def touched(self) -> Collection[int] | None:
        """The rows that were changed so far; None where all may be, as the head is another one."""
        return None if self.head_changed else self._rows

    @property
    def rows_changed(self) -> Collection[int]:
        """The rows that were changed so far, whatever became of the head."""
        return self._rows

    @property
    def written(self) -> Sequence[tuple[Collection[int], Collection[int] | None]]:
        """The cells that got another text so far: slots, and the rows, of which None is all."""
        return self._written

    @property
    def facts(self) -> dict[int, dict[str, Any]] | None:
        """What was learnt of the columns, by slot, as plain values; None where nothing ever was."""
        return read_facts(self._connection)

    def keep_facts(self, facts: Mapping[int, Mapping[str, Any]]) -> None:
        """Keep what was learnt of the columns."""
        write_facts(self._connection, facts)

    def column(self, slot: int, row_ids: Collection[int] | None, size: int) -> Iterator[list[str]]:
        """The cells of a column in these rows, or in all, in which something stands; so many at a time."""
        some = "" if row_ids is None else "AND row_id IN (SELECT value FROM json_each(?))"
        found = self._connection.execute(
            f"SELECT {cell(slot)} FROM rows WHERE {cell(slot)} <> '' {some}",
            () if row_ids is None else (json.dumps(list(row_ids)),),
        )
        while page := found.fetchmany(size):
            yield [row[0] for row in page]

    def rows(self, row_ids: Sequence[int]) -> list[SheetRow]:
        """These rows, in the order asked for; unknown ones are skipped."""
        return sheet_reading.rows(self._connection, row_ids, self._width)

    def scan(self, after_position: int, limit: int) -> tuple[list[SheetRow], int]:
        """Rows behind a position in file order, and the position of the last of them. Begin with position 0."""
        return sheet_reading.scan(self._connection, after_position, limit, self._width)

    def pages(self, size: int) -> Iterator[list[SheetRow]]:
        """All rows in file order, so many at a time. Rows may be changed meanwhile, not added."""
        after = 0
        while True:
            rows, after = self.scan(after, size)
            if not rows:
                return
            yield rows

    def ids_with(self, code: str, slot: int) -> list[int]:
        """The rows in which this was found in this column, in file order."""
        found = self._connection.execute(
            "SELECT p.row_id FROM problems p JOIN rows r USING (row_id) WHERE p.code = ? AND p.slot = ? "
            "AND r.left_out = '' ORDER BY r.position",
            (code, slot),
        )
        return [row[0] for row in found]

    # What is changed

    def set_head(self, head: SheetHead) -> None:
        """Have another head; slots that it needs are made."""
        if head == self._head:
            return
        self._keep_head(self._head)
        widen(self._connection, head.width)
        self._width = known_width(self._connection)
        write_head(self._connection, head)
        self._head = head
        self.head_changed = True

    def set_cells(self, changes: Mapping[int, Mapping[int, str | None]], *, same_kind: bool = False) -> None:
        """Row ID to slot to text: None empties the cell, "" clears the field.

        Args:
            changes: the texts.
            same_kind: it is the same number or date, written in another way; else what is written is text, and not a
                number or a date of the spreadsheet any more.
        """
        by_slots: dict[tuple[int, ...], dict[int, list[str | None]]] = {}
        for row_id, cells in changes.items():
            texts = [None if text is None else clean(text) for text in cells.values()]
            by_slots.setdefault(tuple(cells), {})[row_id] = texts
        for slots, rows in by_slots.items():
            if slots:
                sets = [f"{cell(slot)} = ?" for slot in slots]
                sets += [] if same_kind else [f"kinds = {_as_text(slots)}"]
                self._connection.executemany(
                    f"UPDATE rows SET {', '.join(sets)} WHERE row_id = ?",
                    ((*texts, row_id) for row_id, texts in rows.items()),
                )
                self._written.append((slots, rows.keys()))
        self._touch(changes)

    def set_column(self, slot: int, row_ids: Collection[int] | None, text: str | None) -> None:
        """Give one cell of these rows, or of all, the same text."""
        ids = json.dumps(None if row_ids is None else list(row_ids))
        self._connection.execute(
            f"UPDATE rows SET {cell(slot)} = ?, kinds = {_as_text([slot])} "
            "WHERE ? = 'null' OR row_id IN (SELECT value FROM json_each(?))",
            (None if text is None else clean(text), ids, ids),
        )
        self._written.append(((slot,), row_ids))
        if row_ids is None:
            self._touch(row[0] for row in self._connection.execute("SELECT row_id FROM rows"))
        else:
            self._touch(row_ids)

    def insert_rows(self, rows: Sequence[Cells], after: int | None) -> list[int]:
        """New rows behind a row, in their order; at the end where none is given. Gives their IDs."""
        names = "".join(f", {cell(slot)}" for slot in range(self._width))
        marks = ", ".join("?" for _ in range(self._width + 2))
        statement = f"INSERT INTO rows (position, number{names}) VALUES ({marks}) RETURNING row_id"
        number = self._connection.execute("SELECT COALESCE(MAX(number), 0) FROM rows").fetchone()[0]
        made = []
        for offset, (position, cells) in enumerate(zip(self._places(len(rows), after), rows, strict=True), 1):
            texts = [None if text is None else clean(text) for text in cells[: self._width]]
            texts += [None] * (self._width - len(texts))
            made.append(self._connection.execute(statement, (position, number + offset, *texts)).fetchone()[0])
        self._written.append((range(self._width), made))
        self._touch(made)
        return made

    def delete_rows(self, row_ids: Collection[int]) -> None:
        """Take rows out."""
        self._leads |= self._keys_of(row_ids)
        ids = json.dumps(list(row_ids))
        for table in ("problems", "rows"):
            self._connection.execute(
                f"DELETE FROM {table} WHERE row_id IN (SELECT value FROM json_each(?))",
                (ids,),
            )
        self._rows.difference_update(row_ids)

    def set_left_out(self, row_ids: Collection[int], why: str) -> None:
        """Leave rows out, with the reason; "" brings them back."""
        self._connection.execute(
            "UPDATE rows SET left_out = ? WHERE row_id IN (SELECT value FROM json_each(?))",
            (clean(why), json.dumps(list(row_ids))),
        )
        self._touch(row_ids)

    # What was found

    def put_findings(
        self,
        row_ids: Sequence[int],
        lead_keys: Sequence[str | None],
        own: Sequence[bool],
        problems: Iterable[tuple[int, int, str, bool]],
    ) -> None:
        """Replace what is known of these rows: their leads, whether they ask for something, and what was found.

        Args:
            row_ids: the rows.
            lead_keys: the lead of each, as the journal compares it.
            own: whether each asks for something by itself.
            problems: (row ID, slot, code, whether it stops the row); leads that stand twice are found by `settle`.
        """
        self._leads |= self._keys_of(row_ids)
        filled = any_of([_FILLED.format(cell=cell(slot)) for slot in range(self._width)])
        ids = json.dumps(list(row_ids))
        self._connection.executemany(
            "UPDATE rows SET lead_key = ?2, own = ?3 WHERE row_id = ?1 AND (lead_key IS NOT ?2 OR own <> ?3)",
            zip(row_ids, lead_keys, own, strict=True),
        )
        self._connection.execute(
            f"UPDATE rows SET filled = NOT filled WHERE row_id IN (SELECT value FROM json_each(?)) "
            f"AND filled <> (({filled}) IS TRUE)",
            (ids,),
        )
        self._connection.execute("DELETE FROM problems WHERE row_id IN (SELECT value FROM json_each(?))", (ids,))
        self._connection.executemany("INSERT OR IGNORE INTO problems VALUES (?, ?, ?, ?)", problems)
        self._connection.execute(
            "DELETE FROM problems WHERE row_id IN (SELECT w.value FROM json_each(?) w "
            "JOIN rows r ON r.row_id = w.value WHERE NOT r.filled)",
            (ids,),
        )
        self._leads.update(key for key in lead_keys if key is not None)

    def settle(self) -> None:
        """Find the leads that stand in several rows, among those that were touched. Once, at the end of an edit.

        Once for each page of rows, it would take a minute where a hundred thousand rows name the same lead.
        """
        find_same_leads(self._connection, self._head, self._leads)
        self._leads.clear()

    def _keys_of(self, row_ids: Collection[int]) -> set[str]:
        found = self._connection.execute(
            "SELECT r.lead_key FROM json_each(?) w JOIN rows r ON r.row_id = w.value WHERE r.lead_key IS NOT NULL",
            (json.dumps(list(row_ids)),),
        )
        return {row[0] for row in found}

    def _touch(self, row_ids: Iterable[int]) -> None:
        self._rows.update(row_ids)

    # Places between rows

    def _places(self, count: int, after: int | None) -> list[int]:
        """Positions for new rows behind a row; where the gap there is too small, all rows get new positions."""
        low, high = self._gap(after)
        if high is None:
            return [low + GAP * step for step in range(1, count + 1)]
        if high - low <= count:
            self._spread(count)
            low, high = self._gap(after)
        assert high is not None  # noqa: S101 - the row behind is still there
        step = (high - low) // (count + 1)
        return [low + step * place for place in range(1, count + 1)]

    def _gap(self, after: int | None) -> tuple[int, int | None]:
        if after is None:
            last = self._connection.execute("SELECT MAX(position) FROM rows").fetchone()[0]
            return last or 0, None
        low = self._connection.execute("SELECT position FROM rows WHERE row_id = ?", (after,)).fetchone()
        if low is None:
            return self._gap(None)
        high = self._connection.execute("SELECT MIN(position) FROM rows WHERE position > ?", (low[0],)).fetchone()[0]
        return low[0], high

    def _spread(self, room: int) -> None:
        """Give all rows even positions again, their order unchanged, with room for so many between any two."""
        ids = [row[0] for row in self._connection.execute("SELECT row_id FROM rows ORDER BY position")]
        # Through the negative numbers, as no two rows may ever stand at one place.
        gap = max(GAP, room + 1)
        self._connection.executemany(
            "UPDATE rows SET position = ? WHERE row_id = ?",
            [(-place * gap, row_id) for place, row_id in enumerate(ids, 1)],
        )
        self._connection.execute("UPDATE rows SET position = -position WHERE position < 0")


def _as_text(slots: Iterable[int]) -> str:
    """SQL for a row’s kinds, with some cells being text; kinds that end before a cell stay as long as they are."""
    parts, start = [], 0
    for slot in sorted(set(slots)):
        parts += [f"substr(kinds, {start + 1}, {slot - start})", f"substr('t', 1, length(kinds) > {slot})"]
        start = slot + 1
    parts.append(f"substr(kinds, {start + 1})")
    return f"CASE WHEN kinds = '' THEN '' ELSE {joined(parts, '||')} END"
