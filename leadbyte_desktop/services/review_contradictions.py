"""Rows of one lead that ask LeadByte for different actions: it is released in one row and rejected in another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from leadbyte_desktop.domain.lead_update import Action, LeadRef
from leadbyte_desktop.domain.words import capitalised, count_of, listed

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class ActingRow:
    """A row with an action, of a lead that stands in several rows.

    Attributes:
        index: its place in the draft, from 0.
        number: the number by which a person knows it.
        lead: its lead.
        action: what LeadByte shall do.
    """

    index: int
    number: int
    lead: LeadRef
    action: Action


def contradicting(rows: Iterable[ActingRow]) -> tuple[ActingRow, ...]:
    """Of the rows of one lead, in their order, the first of each action; none where all ask for the same."""
    first: dict[Action, ActingRow] = {}
    for row in rows:
        first.setdefault(row.action, row)
    return tuple(first.values()) if len(first) > 1 else ()


def contradiction_words(leads: Sequence[Sequence[ActingRow]]) -> str:
    """What a person must read before such rows go, in whole sentences; empty for nothing.

    Args:
        leads: for each lead its rows, as `contradicting` gives them.
    """
    if not leads:
        return ""
    named = "; ".join(
        f"{rows[0].lead.words}: {listed(f'row {row.number:,} {row.action.does} it' for row in rows)}"
        for rows in leads[:_MOST_NAMED]
    )
    more = len(leads) - _MOST_NAMED
    rest = f"; and {count_of(more, 'more lead', 'more leads')}" if more > 0 else ""
    whose = "Rows of one lead contradict" if len(leads) == 1 else f"Rows of {len(leads):,} leads contradict"
    return (
        f"{whose} each other. {capitalised(named)}{rest}. LeadByte does the first and may refuse the other. Leave one "
        f"{'out' if len(leads) == 1 else 'of each out'}."
    )
