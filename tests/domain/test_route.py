"""By which of LeadByte's ways an update goes (leadbyte-api.md section 3)."""

from decimal import Decimal

import pytest

from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.grouping import group_key, group_size
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.domain.route import Route, route_of, triggers_only

LEAD, HELD = LeadRef("5"), LeadRef("5", LeadKind.QUARANTINE)
VALUE = {"postcode": "TN25 6QD"}
BARE = LeadUpdate(LEAD, {}, ("1053",))


@pytest.mark.parametrize(
    ("update", "route", "size"),
    [
        (LeadUpdate(LEAD, VALUE), Route.UPDATE, 25),
        (LeadUpdate(LEAD, VALUE, ("1053",), Action.REPROCESS), Route.UPDATE, 5),
        (LeadUpdate(LEAD, VALUE, action=Action.REPROCESS), Route.UPDATE, 5),
        (BARE, Route.UPDATE, 5),
        (LeadUpdate(LEAD, {}, ("1053",), Action.REPROCESS), Route.UPDATE, 5),
        (LeadUpdate(LEAD, action=Action.REPROCESS), Route.REPROCESS, 5),
        (LeadUpdate(HELD, VALUE, action=Action.RELEASE), Route.UPDATE, 5),
        (LeadUpdate(HELD, action=Action.RELEASE), Route.QUARANTINE, 1),
        (LeadUpdate(HELD, action=Action.REJECT), Route.QUARANTINE, 1),
        # There is no such thing; LeadByte judges it by the way that knows the word.
        (LeadUpdate(HELD, action=Action.REPROCESS), Route.UPDATE, 5),
        (LeadUpdate(LEAD, action=Action.RELEASE), Route.UPDATE, 5),
        (FinancialUpdate(LEAD, Decimal(80)), Route.FINANCIALS, 25),
    ],
)
def test_the_first_way(update, route, size):
    assert route_of(update) is route
    assert group_size(update) == size


def test_only_a_delivery_alone_has_a_second_way():
    others = (
        LeadUpdate(LEAD, VALUE, ("1053",)),
        LeadUpdate(LEAD, {}, ("1053",), Action.REPROCESS),
        LeadUpdate(HELD, {}, ("1053",)),
        LeadUpdate(LEAD, action=Action.REPROCESS),
        FinancialUpdate(LEAD, Decimal(80)),
    )
    assert route_of(BARE, wants_update=True) is Route.TRIGGER
    assert group_size(BARE, wants_update=True) == 1
    assert group_key(BARE, wants_update=True) != group_key(BARE)
    for other in others:
        assert not triggers_only(other)
        assert route_of(other, wants_update=True) is route_of(other)


def test_two_ways_never_share_a_request():
    actions = [LeadUpdate(LEAD, action=Action.REPROCESS), LeadUpdate(HELD, action=Action.RELEASE), BARE]
    assert len({group_key(update) for update in actions}) == len(actions)


def test_permissions_are_named_where_a_source_names_them():
    assert "Leads > Reprocess" in Route.REPROCESS.permission
    assert "Administrator" in Route.REPROCESS.permission
    assert Route.QUARANTINE.permission == "Quarantine > Process"
    assert Route.TRIGGER.permission == ""
