"""LeadByte's standard lead fields: the name that is sent, and the label that a person reads.

The names are those of leadbyte-api.md section 5, without what LeadByte only reports (`queue_ref`) and what only steers
a submission (`campid`). Any other name may be typed as well: an account has fields of its own.
"""

from __future__ import annotations

import re

# In the order in which a person looks for them.
LEAD_FIELDS: dict[str, str] = {
    "title": "Title",
    "firstname": "First name",
    "lastname": "Last name",
    "fullname": "Full name",
    "email": "Email",
    "phone1": "Phone 1",
    "phone2": "Phone 2",
    "phone3": "Phone 3",
    "building": "Building",
    "street1": "Street",
    "street2": "Street line 2",
    "towncity": "Town or city",
    "county": "County",
    "postcode": "Postcode",
    "country": "Country",
    "dob": "Date of birth",
    "gender": "Gender",
    "company": "Company",
    "notes": "Notes",
    "source": "Source",
    "ipaddress": "IP address",
    "optinurl": "Opt-in URL",
    "optindate": "Opt-in date",
    "c1": "Tracking C1",
    "c2": "Tracking C2",
    "c3": "Tracking C3",
}

# The database names of an account's own fields: data1, data2, and so on.
_CUSTOM_NAME = re.compile(r"data([1-9][0-9]{0,3})\Z")
_CUSTOM_LABEL = re.compile(r"customfield([1-9][0-9]{0,3})\Z")


def plain_form(text: str) -> str:
    """A name or label without case, spaces and punctuation: "Opt-in URL" is "optinurl"."""
    return "".join(character for character in text.casefold() if character.isalnum())


_BY_PLAIN_FORM = {plain_form(label): name for name, label in LEAD_FIELDS.items()} | {name: name for name in LEAD_FIELDS}


def label_of(name: str) -> str:
    """The label under which a field is shown: "Postcode" for "postcode"; an unknown name stands for itself."""
    custom = _CUSTOM_NAME.match(name)
    return f"Custom field {custom[1]}" if custom else LEAD_FIELDS.get(name, name)


def known_name(label_or_name: str) -> str | None:
    """LeadByte's name for a label or name, however it is spaced and capitalised; None where neither is known."""
    plain = plain_form(label_or_name)
    if plain in _BY_PLAIN_FORM:
        return _BY_PLAIN_FORM[plain]
    custom = _CUSTOM_NAME.match(plain) or _CUSTOM_LABEL.match(plain)
    return f"data{custom[1]}" if custom else None


def name_of(label_or_name: str) -> str:
    """The name to send for what a person chose or typed. What is not known is taken as it was typed."""
    return known_name(label_or_name) or label_or_name.strip()
