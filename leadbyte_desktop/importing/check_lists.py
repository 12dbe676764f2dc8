"""What the account says of its fields: pick lists, and which a lead must have. LeadByte decides, so it only warns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from leadbyte_desktop.importing.check_codes import NOT_IN_LIST
from leadbyte_desktop.importing.check_text import Found


def find_outside(picks: Collection[str], cells: Sequence[str], _kinds: Sequence[str] | None) -> Found:
    """The places of values that are not in a pick list.

    Args:
        picks: its values, casefolded: whether LeadByte minds capitals is not known.
        cells: the cells; blank ones are passed over.
    """
    # A column with a pick list holds few different values: each is looked at once.
    odd = {cell for cell in set(cells) if (bare := cell.strip()) and bare.casefold() not in picks}
    return [(place, NOT_IN_LIST) for place, cell in enumerate(cells) if cell in odd] if odd else []


def find_cleared(
    leads: Sequence[str], cells: Sequence[str | None], clears: Callable[[str | None], bool]
) -> Iterator[int]:
    """The places of rows that clear a field; rows that name no lead are passed over.

    Args:
        leads: what names the leads, row by row.
        cells: the field's cells.
        clears: tells whether a cell clears its field.
    """
    return (place for place, cell in enumerate(cells) if clears(cell) and leads[place].strip())
