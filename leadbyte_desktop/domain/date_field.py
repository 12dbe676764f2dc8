"""A field that holds dates: what looks mistyped in one, and how a day that was written out is put into its form.

LeadByte is the authority: what is found odd here can be sent all the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from leadbyte_desktop.domain.campaign import CampaignField
from leadbyte_desktop.domain.date_form import ReadDate, WrittenDate, is_of_no_day, pattern_in_type, read_date, write_for
from leadbyte_desktop.domain.lead_fields import label_of, plain_form
from leadbyte_desktop.domain.words import quoted

_DATES = ("dob", "optindate")
"""The standard fields that hold dates, whether LeadByte tells their types or not."""


def is_date_field(name: str, field: CampaignField | None) -> bool:
    """Whether a field is there for dates: by its name, by LeadByte's type, or where it tells none by its label.

    Args:
        name: the field, as it is sent.
        field: what LeadByte tells of it; None where it tells nothing.
    """
    kind = field.data_type.casefold() if field else ""
    if name in _DATES or kind.startswith("date"):
        return True
    label = plain_form(field.label) if field and not field.choices else ""
    return not kind and label.endswith(("date", "dateofbirth")) and not label.endswith("update")


def usual_form(field: CampaignField | None) -> str:
    """In which form the campaign holds a field, as it was seen or as LeadByte tells; empty where neither is."""
    return (field.date_form or pattern_in_type(field.data_type)) if field else ""


def date_doubt(text: str, name: str, field: CampaignField | None = None, held: str = "") -> str:
    """What looks mistyped in the value of a date field, without a full stop; empty for nothing.

    Args:
        text: the value, without spaces around it.
        name: the field, as it is sent.
        field: what LeadByte tells of it; None where it tells nothing.
        held: the value that the lead has now; empty where it is not known.
    """
    if not text or not is_date_field(name, field):
        return ""
    read = read_date(text)
    if read is None:
        words = quoted(text)
        return f"There is no such day as {words}" if is_of_no_day(text) else f"{words} does not look like a date"
    if _year_is_sure(read, name, field) or _years_are_short(field, held):
        return ""
    year = read.day.year
    other = year - 100 if year >= 2000 else year + 100
    return f"The year of {quoted(text)} could be {year} or {other}"


def date_in_form(
    text: str, name: str, field: CampaignField | None = None, held: str = "", others: Iterable[str] = ()
) -> WrittenDate | None:
    """A day whose month is written as a word, in the form that the lead or its campaign uses.

    A date in figures stays as it was typed: its form is not known better here than by who typed it.

    Args:
        text: what was typed, without spaces around it.
        name: the field, as it is sent.
        field: what LeadByte tells of it; None where it tells nothing.
        held: the value that the lead has now; empty where it is not known.
        others: the values of its other fields, which may tell whether dates have their month first.

    Returns:
        None where it is to stay as it was typed: no such date, one that is in doubt, or written so already.
    """
    read = read_date(text) if is_date_field(name, field) else None
    # The time that somebody typed behind a day was copied from somewhere, and stays with the day as it is.
    if read is None or "MMM" not in read.pattern.upper() or read.time or not _year_is_sure(read, name, field):
        return None
    written = write_for(read.day, held=held if read_date(held) else "", usual=usual_form(field), others=others)
    return written if written.text != text else None


def _year_is_sure(read: ReadDate, name: str, field: CampaignField | None) -> bool:
    """Whether the century is beyond doubt: nobody is born in years to come, and a lead's other dates are of today."""
    if read.has_whole_year:
        return True
    words = plain_form(f"{name} {field.label if field else label_of(name)}")
    is_birth = "dob" in words or "birth" in words
    # `read_date` takes 00 to 29 as years of this century, the others as years of the last one.
    return (read.day.year < 2000) is is_birth


def _years_are_short(field: CampaignField | None, held: str) -> bool:
    """Whether the lead or its campaign has years of two figures itself: then LeadByte reads them."""
    before = read_date(held)
    if before is not None:
        return not before.has_whole_year
    usual = usual_form(field).lower()
    return bool(usual) and "yyyy" not in usual
