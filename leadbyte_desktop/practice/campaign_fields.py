"""The fields of the practice account's campaigns, with their types and pick lists (leadbyte-api.md section 3)."""

from __future__ import annotations

from typing import Any

from leadbyte_desktop.domain.lead_fields import LEAD_FIELDS
from leadbyte_desktop.practice.catalogue import Campaign

_REQUIRED = frozenset({"phone1", "cover_for"})
# TP knows `dataType` and `selection[]` without their values, so here are several shapes of both.
_MORE: dict[str, dict[str, Any]] = {
    "title": {"dataType": "select", "selection": ["Mr", "Mrs", "Miss", "Ms", "Mx", "Dr"]},
    "gender": {
        "dataType": "select",
        "selection": [{"value": "Female", "label": "Female"}, {"value": "Male", "label": "Male"}],
    },
    "email": {"dataType": "email", "selection": []},
    "phone1": {"dataType": "phone"},
    "phone2": {"dataType": "phone"},
    "phone3": {"dataType": "phone"},
    "dob": {"dataType": "date"},
    "roof_faces": {"dataType": "select", "selection": ["North", "East", "South", "West", "Flat roof"]},
    "survey_date": {"dataType": "date", "selection": {}},
    "meter_type": {"dataType": "select", "selection": {"SMART": "Smart meter", "OLD": "Meter that is read"}},
    "contract_ends": {"dataType": "date"},
    "smoker": {"dataType": "select", "selection": ["Yes", "No"]},
    "cover_for": {
        "dataType": "select",
        "selection": [{"value": "1", "label": "One person"}, {"value": "2", "label": "A couple"}],
    },
}


def fields_of(campaign: Campaign) -> list[dict[str, Any]]:
    """A campaign's fields, the standard ones first; `label` is shown, `name` is sent."""
    own = zip(campaign.field_names, campaign.own_fields, strict=True)
    return [
        {"name": name, "label": label, "required": label in _REQUIRED, **_MORE.get(label, {})}
        for name, label in [*((name, name) for name in LEAD_FIELDS), *own]
    ]
