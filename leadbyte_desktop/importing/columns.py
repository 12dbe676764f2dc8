"""Which column of a table is which field of a lead."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from leadbyte_desktop.domain.lead_fields import LEAD_FIELDS, known_name, plain_form

# The closest first: where two columns could be the lead ID, the better heading wins.
_LEAD_ID_HEADINGS = ("leadid", "leadbyteid", "leadbyteleadid", "leadnumber", "leadno", "id", "lead")
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


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """What each column of a table is taken for.

    Attributes:
        headings: the table's headings.
        lead_column: the place of the column of lead IDs, from 0; None where none is.
        fields: for each column LeadByte's name of its field; None where the column is ignored or holds the lead IDs.
    """

    headings: tuple[str, ...]
    lead_column: int | None
    fields: tuple[str | None, ...]

    @property
    def words(self) -> str:
        """What is missing and what to do; empty where the table can be used."""
        if self.lead_column is not None:
            return ""
        found = ", ".join(f"“{heading}”" for heading in self.headings if heading.strip())
        return (
            f"No column holds the lead IDs. Head it “Lead ID” in the file, and open it again. The headings are {found}."
        )

    @property
    def field_names(self) -> tuple[str, ...]:
        """The fields that the table changes, in the order of its columns."""
        return tuple(name for name in self.fields if name is not None)

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headings of the columns that are not sent."""
        return tuple(
            heading
            for column, heading in enumerate(self.headings)
            if self.fields[column] is None and column != self.lead_column and heading.strip()
        )


def match_columns(headings: Sequence[str]) -> ColumnMatch:
    """Tell which column is which: by LeadByte's name or its label, by a synonym, then by a likeness without doubt.

    A field belongs to one column: the first with the surest heading. What is not recognised is ignored.
    """
    plain = [plain_form(heading) for heading in headings]
    lead_column = _lead_column(plain)
    free = [column for column in range(len(plain)) if column != lead_column and plain[column]]
    fields: dict[int, str] = {}
    for how in (known_name, _BY_SYNONYM.get, _closest):
        for column in free:
            name = how(plain[column])
            if column not in fields and name and name not in fields.values():
                fields[column] = name
    return ColumnMatch(tuple(headings), lead_column, tuple(fields.get(column) for column in range(len(plain))))


def _lead_column(plain: list[str]) -> int | None:
    """The column of lead IDs by its heading alone: taking another one for it would change the wrong leads."""
    return next((plain.index(heading) for heading in _LEAD_ID_HEADINGS if heading in plain), None)


def _closest(plain: str) -> str | None:
    """The one field whose name, label or synonym is nearly this; None where there is none, or more than one."""
    # "Phone 4" is near to "Phone 1" and something else: the digits must be the same.
    forms = [form for form in _KNOWN_FORMS if _DIGITS.findall(form) == _DIGITS.findall(plain)]
    names = {_KNOWN_FORMS[form] for form in difflib.get_close_matches(plain, forms, 5, _CLOSE_ENOUGH)}
    return names.pop() if len(names) == 1 else None
