"""What the form of Single lead says it would do, and what it asks for first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef
from leadbyte_desktop.ui.form_plan import FormPlan

LEAD = LeadRef("2932682")
QUARANTINED = LeadRef("8419055", LeadKind.QUARANTINE)
BLANK = FormPlan(ready=True, kind=LeadKind.LEAD, text="", lead=None)
NAMED = replace(BLANK, text=LEAD.number, lead=LEAD)
IN_QUARANTINE = FormPlan(ready=True, kind=LeadKind.QUARANTINE, text=QUARANTINED.number, lead=QUARANTINED)


@pytest.mark.parametrize(
    ("plan", "missing"),
    [
        (replace(NAMED, ready=False, changes={"postcode": "TN25 6QD"}), "Wait a moment: the account is not open yet"),
        (BLANK, "Add the lead’s ID"),
        (replace(BLANK, changes={"postcode": "TN25 6QD"}), "Add the lead’s ID"),
        (replace(BLANK, kind=LeadKind.QUARANTINE), "Add the lead’s quarantine ID"),
        (replace(BLANK, text="07700 900631"), "First find the lead: press Enter at the phone number"),
        (NAMED, "Give a field a new value, or tick a delivery"),
        (IN_QUARANTINE, "Give a field a new value, or release or reject it"),
        (replace(NAMED, delivery_ids=("1060",)), ""),
    ],
)
def test_what_comes_first_is_asked_for_first(plan: FormPlan, missing: str) -> None:
    assert plan.missing == missing


@pytest.mark.parametrize(
    ("plan", "button", "summary"),
    [
        (replace(NAMED, changes={"postcode": "TN25 6QD"}), "Update lead 2932682…", "1 field changes"),
        (
            replace(NAMED, changes={"postcode": "TN25 6QD", "street2": ""}, delivery_ids=("1053", "1060")),
            "Update and send lead 2932682…",
            "1 field changes, 1 field is cleared, 2 deliveries are triggered",
        ),
        (
            replace(NAMED, changes={"postcode": "TN25 6QD"}, held={"postcode": "TN25 6QD"}),
            "Nothing would change on lead 2932682",
            "1 field stays as it is",
        ),
        (
            replace(NAMED, changes={"postcode": "TN25 6QD"}, held={"postcode": "TN25 6QD"}, delivery_ids=("1060",)),
            "Send lead 2932682…",
            "1 delivery is triggered, 1 field stays as it is",
        ),
        (
            replace(IN_QUARANTINE, changes={"postcode": "ME1 2AB"}, action=Action.RELEASE),
            "Update and release quarantined lead 8419055…",
            "1 field changes, the lead is released from quarantine",
        ),
        (replace(NAMED, text="29326", lead=None), "Review update…", "Type the lead’s ID as digits only, or"),
    ],
)
def test_button_and_summary_say_all_that_would_be_done(plan: FormPlan, button: str, summary: str) -> None:
    assert plan.button == button
    assert plan.summary.startswith(summary)
