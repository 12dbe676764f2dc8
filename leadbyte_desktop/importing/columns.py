"""Which column of a table is what: a field of the lead, its ID, deliveries, an action, or nothing that is sent."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leadbyte_desktop.domain.job import LEFT_OUT
from leadbyte_desktop.domain.lead_fields import LEAD_FIELDS, known_name, plain_form
from leadbyte_desktop.domain.sheet import Column, Role, naming_leads
from leadbyte_desktop.domain.words import listed

_LEAD_ID_HEADINGS = ("leadid", "leadbyteid", "leadbyteleadid", "leadnumber", "leadno", "id")
# Beside an ID this is most likely somebody's name.
_PERHAPS_LEAD_ID = "lead"
_QUARANTINE_HEADINGS = (
    "quarantineid",
    "quarantinedleadid",
    "quarantineleadid",
    "quarantinenumber",
    "quarantine",
    "qid",
)
_DELIVERY_HEADINGS = (
    "deliveries", "deliveryids", "deliveryid", "delivery", "triggerdeliveryid", "triggerdeliveryids",
    "deliveriesofthisrow",
)  # fmt: skip
_ACTION_HEADINGS = ("action", "leadaction")
# How else people head these columns, in the form of `plain_form`.
_SYNONYMS: dict[str, tuple[str, ...]] = {
    "title": ("salutation",),
    "firstname": ("forename", "givenname", "christianname", "fname", "first"),
    "lastname": ("surname", "familyname", "secondname", "lname", "last"),
    "fullname": ("name", "customername", "contactname"),
    "email": ("emailaddress", "mail"),
    "phone1": ("phone", "phonenumber", "telephone", "telephonenumber", "tel", "mobile", "mobilenumber", "mobilephone"),
    "phone2": ("phonenumber2", "telephone2", "landline", "homephone", "alternativephone", "secondphone"),
    "phone3": ("phonenumber3", "telephone3", "workphone"),
    "building": ("buildingname", "housename"),
    "street1": ("address", "address1", "addressline1", "streetaddress", "streetline1"),
    "street2": ("address2", "addressline2"),
    "towncity": ("town", "city", "posttown"),
    "postcode": ("postalcode", "zip", "zipcode", "pcode"),
    "dob": ("birthdate", "birthday"),
    "gender": ("sex",),
    "company": ("companyname", "business", "organisation"),
    "notes": ("note", "comment", "comments"),
    "source": ("leadsource",),
    "ipaddress": ("ip",),
    "optinurl": ("optinpage",),
    "optindate": ("dateoptin", "optedin"),
}
_BY_SYNONYM = {synonym: name for name, synonyms in _SYNONYMS.items() for synonym in synonyms}
_KNOWN_FORMS = (
    {name: name for name in LEAD_FIELDS}
    | {plain_form(label): name for name, label in LEAD_FIELDS.items()}
    | _BY_SYNONYM
)
_CLOSE_ENOUGH = 0.86
_DIGITS = re.compile(r"\d")


# What this app puts behind the columns of a file of results (services/results.py).
_CONFIRMED = "deliveryoractionconfirmed"
_RESULTS = ("outcome", "leadbytesaid", _CONFIRMED, "time", "requestnumber")

_SAYS = "as this file of results says."
_TAKEN = f"{LEFT_OUT} LeadByte took it already, {_SAYS}"
_QUEUED = f"{LEFT_OUT} LeadByte has it in its queue already, {_SAYS}"
_WENT_EARLIER = f"{LEFT_OUT} its delivery or action went earlier, or stands in another row, {_SAYS}"
_SO_IT_WAS = f"{LEFT_OUT} so it was when these results were saved, as it went already or another row asks for the same."
_MAY_STILL_GO = f"{LEFT_OUT} it had not gone when these results were saved, and its job may still send it. See History."
_MAY_HAVE_GONE = (
    f"{LEFT_OUT} this file of results says “Not known”, so its delivery or action may have gone. Look at the lead in "
    "LeadByte and settle it in History."
)
# Results of such results say of those rows that they were not sent, for one of these reasons, and that still holds.
_STILL_HOLDS = frozenset({_TAKEN, _QUEUED, _SO_IT_WAS, _WENT_EARLIER, _MAY_STILL_GO, _MAY_HAVE_GONE})


@dataclass(frozen=True, slots=True)
class ResultsColumns:
    """Where what this app wrote stands in a file of results.

    Attributes:
        outcome: the column of the outcome; where a file was opened and saved again, the last of them.
        said: the column of LeadByte's words, or of why the row was left out.
        deliveries: the column of the deliveries that were asked for; None where there is none.
        action: the column of the action; None where there is none.
        confirmed: the column that says whether a delivery or action was confirmed; blank where none was asked for.
        ours: the columns that this app added, which new results replace.
    """

    outcome: int
    said: int
    deliveries: int | None
    action: int | None
    confirmed: int
    ours: frozenset[int]


def is_results(headings: Sequence[str]) -> ResultsColumns | None:
    """Where the outcomes stand, in a file of results that this app saved; None for any other table."""
    plain = [plain_form(heading) for heading in headings]
    outcomes = [place for place in range(len(plain)) if tuple(plain[place : place + len(_RESULTS)]) == _RESULTS]
    if not outcomes:
        return None
    ours = {place + offset for place in outcomes for offset in range(len(_RESULTS))}
    # Results of a job without a file of its own begin with the row's number.
    ours |= {0} if plain[0] == "row" else set()
    outcome = outcomes[-1]
    deliveries, action = _first(plain, _DELIVERY_HEADINGS), _first(plain, _ACTION_HEADINGS)
    return ResultsColumns(
        outcome, outcome + 1, deliveries, action, outcome + _RESULTS.index(_CONFIRMED), frozenset(ours)
    )


def outcome_left_out(outcome: str, said: str = "", *, asks_effect: bool) -> str:
    """Why a row of a file of results is not offered again; "" where it is.

    Args:
        outcome: what its outcome column says.
        said: what stands beside it.
        asks_effect: it asks for a delivery or an action, which must never go twice unnoticed.
    """
    word, words = outcome.strip().casefold(), said.strip()
    if words in _STILL_HOLDS:
        return words
    if word.startswith("updated"):
        return _TAKEN
    if word.startswith("queued"):
        return _QUEUED
    if word.startswith("cancelled: left out"):
        return _SO_IT_WAS
    if word.startswith(("waiting", "sending")):
        return _MAY_STILL_GO
    if word.startswith("not known") and asks_effect:
        return _MAY_HAVE_GONE
    # Older versions wrote such an outcome as plainly cancelled.
    return _WENT_EARLIER if word.startswith("cancelled") and asks_effect and words.startswith(LEFT_OUT) else ""


def match_columns(
    headings: Sequence[str],
    remembered: Mapping[str, tuple[Role, str]] | None = None,
    own: Mapping[str, str] | None = None,
) -> tuple[Column, ...]:
    """Tell which column is what.

    The surest way first: as a person matched it before, by the account's own label, by LeadByte's name or its label, by
    a synonym, then by a likeness without doubt. A field belongs to one column: the first with the surest heading. Every
    column that could name the leads is said to, for taking the wrong one would change the wrong leads; `missing_words`
    then asks which. What is not recognised is not sent.

    Args:
        headings: the table's headings; column 0 has slot 0, and so on.
        remembered: heading to what a person said it is.
        own: the account's own labels, in the form of `plain_form`, to the field that each means; "" for a label that
            several fields have: which of them is meant, only a person can say.
    """
    plain = [plain_form(heading) for heading in headings]
    results = is_results(headings)
    found: dict[int, tuple[Role, str]] = dict.fromkeys(results.ours if results else (), (Role.IGNORED, ""))
    for place, heading in enumerate(headings):
        if remembered and heading in remembered and remembered[heading] not in _taken(found):
            found[place] = remembered[heading]
    _find_roles(plain, found)
    known = own or {}
    free = [
        place for place in range(len(plain)) if place not in found and plain[place] and known.get(plain[place], "?")
    ]
    for how in (known.get, known_name, _BY_SYNONYM.get, _closest):
        for place in free:
            name = how(plain[place])
            if place not in found and name and (Role.FIELD, name) not in _taken(found):
                found[place] = (Role.FIELD, name)
    ignored = (Role.IGNORED, "")
    return tuple(Column(place, heading, *found.get(place, ignored)) for place, heading in enumerate(headings))


def known_headings() -> Mapping[str, str]:
    """Every heading that is known for a field, in the form of `plain_form`, and LeadByte's name of the field."""
    return _KNOWN_FORMS


def missing_words(columns: Sequence[Column], first_column: int = 0) -> str:
    """What is missing before a table can be used, and what to do; "" where nothing is.

    Args:
        columns: the table's columns.
        first_column: as in `told_apart`.
    """
    leads = naming_leads(columns)
    if len(leads) == 1:
        return ""
    if leads:
        return f"{both_name_leads(leads, first_column)} Say which one."
    found = ", ".join(f"“{column.heading}”" for column in columns if column.heading.strip())
    return f"No column holds the lead IDs. Say which column does. The headings are {found}."


def both_name_leads(leads: Sequence[Column], first_column: int = 0) -> str:
    """That several columns name the leads, with their headings."""
    names, both = told_apart(leads, first_column), "both" if len(leads) == 2 else "all"
    return f"{listed(names)} {both} name the leads, and only one of them can."


def quoted(column: Column, first_column: int = 0) -> str:
    """A column as a sentence names it: by its heading, or by its place where it has none."""
    heading = " ".join(column.heading.split())
    return f"“{heading}”" if heading else f"column {first_column + column.slot + 1}"


def told_apart(columns: Sequence[Column], first_column: int = 0) -> list[str]:
    """The same for each of several; with their places too where some have the same heading.

    Args:
        columns: some of a table's columns.
        first_column: where places are those of a worksheet: its column, from 0, in which the table begins.
    """
    names = [quoted(column, first_column) for column in columns]
    return [
        f"{name} (column {first_column + column.slot + 1})" if names.count(name) > 1 else name
        for name, column in zip(names, columns, strict=True)
    ]


def _taken(found: Mapping[int, tuple[Role, str]]) -> set[tuple[Role, str]]:
    return {what for what in found.values() if what[0] is not Role.IGNORED}


def _find_roles(plain: Sequence[str], found: dict[int, tuple[Role, str]]) -> None:
    """The columns that are no fields, by their headings alone: taking a wrong one would change the wrong leads."""
    roles = {role for role, _ in found.values()}
    free = [heading if place not in found else "" for place, heading in enumerate(plain)]
    if not {Role.LEAD, Role.QUARANTINE} & roles:
        found |= _naming_leads(free)
    for role, known in ((Role.DELIVERIES, _DELIVERY_HEADINGS), (Role.ACTION, _ACTION_HEADINGS)):
        place = _first(free, known)
        if role not in roles and place is not None:
            found[place] = (role, "")


def _naming_leads(plain: Sequence[str]) -> dict[int, tuple[Role, str]]:
    """Every column whose heading says that it names the leads."""
    roles = dict.fromkeys(_LEAD_ID_HEADINGS, Role.LEAD) | dict.fromkeys(_QUARANTINE_HEADINGS, Role.QUARANTINE)
    named = {place: (roles[heading], "") for place, heading in enumerate(plain) if heading in roles}
    perhaps = {place: (Role.LEAD, "") for place, heading in enumerate(plain) if heading == _PERHAPS_LEAD_ID}
    return named or perhaps


def _first(plain: Sequence[str], headings: Sequence[str]) -> int | None:
    """The column with the first of these headings that is there at all."""
    return next((plain.index(heading) for heading in headings if heading in plain), None)


def _closest(plain: str) -> str | None:
    """The one field whose name, label or synonym is nearly this; None where there is none, or more than one."""
    # "Phone 4" is near to "Phone 1" and something else: the digits must be the same.
    forms = [form for form in _KNOWN_FORMS if _DIGITS.findall(form) == _DIGITS.findall(plain)]
    names = {_KNOWN_FORMS[form] for form in difflib.get_close_matches(plain, forms, 5, _CLOSE_ENOUGH)}
    return names.pop() if len(names) == 1 else None
