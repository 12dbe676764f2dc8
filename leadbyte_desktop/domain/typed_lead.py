"""The lead that a person typed as the one to change: only a lead ID names it."""

from __future__ import annotations

from leadbyte_desktop.domain.errors import BadLeadId
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.domain.wanted_lead import WantedLead, read_wanted
from leadbyte_desktop.domain.words import on_one_line


def typed_lead(typed: str) -> LeadRef:
    """The lead of the ID that was typed.

    Raises:
        BadLeadId: nothing was typed, or a phone number or e-mail address, whose lead must be found first, or neither.
    """
    wanted = read_wanted(typed)
    if wanted.lead is not None:
        return wanted.lead
    text = typed.strip()
    if not text:
        return LeadRef.parse(text)
    raise BadLeadId(f"“{on_one_line(text)}” is not a lead ID{_what_else(wanted)} Nothing was sent.")


def _what_else(wanted: WantedLead) -> str:
    if wanted.searchable:
        article = "an" if wanted.emails else "a"
        return f" but {article} {wanted.kind.value}. Press Enter there to find its leads, and choose one."
    if wanted.looks_like:
        return f": {wanted.looks_like}"
    return ", a phone number or an e-mail address. A lead ID holds digits only, for example 2932682."
