"""What the cells of a sheet look like: their words, their tones and why. Made once as rows come from the disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from leadbyte_desktop.domain.field_labels import FieldLabels
from leadbyte_desktop.domain.sheet import BadCell, Column, Role, SheetHead, SheetRow, read_deliveries
from leadbyte_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from leadbyte_desktop.domain.delivery import Delivery
    from leadbyte_desktop.store.sheet import ProblemAt

CLEARED_WORDS = "(cleared)"
REPROCESS_WORDS = "Reprocess"
# A cell shows no more than this: measuring ten thousand letters at each paint is felt while scrolling.
_MOST_SHOWN = 240


class SaysProblems(Protocol):
    """Puts a finding into words: what is wrong, and what follows or what to do."""

    def __call__(self, code: str, text: str | None, column: Column, picks: Sequence[str] = (), /) -> tuple[str, str]:
        """The words for one cell."""


@dataclass(slots=True)
class ShownRow:
    """One row, ready to be painted. The lists have one entry for each column of the table.

    Attributes:
        row: as it stands in the sheet.
        texts: what the cells show.
        tones: the cells' tones.
        whys: column to why a cell has its tone.
        problems: what was found in it.
        read: the number of the reading by which it came; a row of an older one is read again when it is in sight.
    """

    row: SheetRow
    texts: list[str]
    tones: list[str]
    whys: dict[int, str] = field(default_factory=dict)
    problems: Sequence[ProblemAt] = ()
    read: int = 0


def no_words(code: str, text: str | None, column: Column, picks: Sequence[str] = (), /) -> tuple[str, str]:
    """For rows in which nothing was looked for yet."""
    del code, text, column, picks
    return "", ""


class CellPainter:
    """Makes rows ready to be painted.

    Args:
        head: the sheet's head.
        deliveries: the account's deliveries by ID, whose names stand in place of their IDs.
        words_of: puts what was found into words.
    """

    def __init__(
        self, head: SheetHead, deliveries: Mapping[str, Delivery] | None = None, words_of: SaysProblems = no_words
    ) -> None:
        self.head = head
        self._deliveries = deliveries or {}
        self._words_of = words_of
        self._places = {column.slot: place for place, column in enumerate(head.columns)}
        self._roles = [(column.slot, column.role) for column in head.columns]
        self._blank_clears = head.for_all.blank_clears

    def shown(self, row: SheetRow, problems: Sequence[ProblemAt] = (), read: int = 0) -> ShownRow:
        """A row with what was found in it."""
        blank = row.blank
        texts = [self._text(row.cells, slot, role, blank=blank) for slot, role in self._roles]
        if row.left_out:
            return ShownRow(row, texts, [Tone.HINT] * len(texts), {}, problems, read)
        tones: list[str] = [
            Tone.HINT if role is Role.IGNORED else Tone.WARNING if text == CLEARED_WORDS else Tone.PLAIN
            for text, (_slot, role) in zip(texts, self._roles, strict=True)
        ]
        shown = ShownRow(row, texts, tones, {}, problems, read)
        for problem in problems:
            self._mark(shown, problem)
        return shown

    def _text(self, cells: Sequence[str | None], slot: int, role: Role, *, blank: bool) -> str:
        cell = cells[slot] if slot < len(cells) else None
        if cell is None or (cell and not cell.strip()):
            return CLEARED_WORDS if self._blank_clears and role is Role.FIELD and not blank else ""
        if not cell:
            return CLEARED_WORDS if role is Role.FIELD else ""
        if role is Role.DELIVERIES:
            cell = self.delivery_words(cell)
        return cell[:_MOST_SHOWN].replace("\n", " ").replace("\r", " ")

    def delivery_words(self, cell: str) -> str:
        """The deliveries of a cell by name; the cell itself where it cannot be read."""
        try:
            ids = read_deliveries(0, cell)
        except BadCell:
            return cell
        return ", ".join(
            self._deliveries[each].name if each in self._deliveries else f"delivery {each}" for each in ids
        )

    def _mark(self, shown: ShownRow, problem: ProblemAt) -> None:
        place = self._places.get(problem.slot)
        if place is None:
            return
        column = self.head.columns[place]
        said = self._words_of(problem.code, problem.text, column, self.head.picks.get(column.field, ()))
        words = " ".join(said).strip()
        shown.whys[place] = f"{shown.whys[place]}\n{words}" if place in shown.whys else words
        if problem.stops or shown.tones[place] != Tone.ERROR:
            shown.tones[place] = Tone.ERROR if problem.stops else Tone.WARNING


def heading_of(column: Column, labels: FieldLabels) -> tuple[str, str]:
    """What stands over a column: what it is sent as, and the file's own heading where that says something else."""
    title, own = column.title_by(labels), column.heading.strip()
    if column.role is Role.IGNORED:
        return (own or "No heading", title)
    return title, own if own.casefold() != title.casefold() else ""
