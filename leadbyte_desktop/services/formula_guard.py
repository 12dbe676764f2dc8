"""Cells of a CSV file that no spreadsheet program may take for formulas, and how they come back."""

from __future__ import annotations

# A cell that begins with one of these, even after spaces, would be run as a formula by a spreadsheet program.
# The wide forms count too: East Asian settings of these programs take them for the narrow ones.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_SPACES = " \u00a0"
_GUARD = "'"


def harmless(cell: str) -> str:
    """The cell as text that no spreadsheet program takes for a formula when it opens a CSV file."""
    return f"{_GUARD}{cell}" if _is_formula(cell.lstrip(_GUARD)) else cell


def as_it_was(cell: str) -> str:
    """The inverse of `harmless`."""
    return cell[1:] if cell.startswith(_GUARD) and _is_formula(cell.lstrip(_GUARD)) else cell


def _is_formula(text: str) -> bool:
    return text.startswith(_FORMULA_STARTS) or text.lstrip(_SPACES).startswith(_FORMULA_STARTS)
