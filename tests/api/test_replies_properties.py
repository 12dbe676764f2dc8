"""Any text at all: always one result per lead, and never *updated* without LeadByte's own word for that very lead."""

import json
from decimal import Decimal
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from leadbyte_desktop.api.replies import read_reply
from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import Confirmation, ItemState, Update
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate

NUMBERS = st.sampled_from(["1", "2", "3", "1053"])
REFS = st.builds(LeadRef, NUMBERS, st.sampled_from(LeadKind))
LEAD_UPDATES = st.builds(
    LeadUpdate,
    REFS,
    st.just({"postcode": "TN25 6QD"}),
    st.sampled_from([(), ("1053",), ("1053", "1054")]),
    st.sampled_from([None, *Action]),
)
FINANCIALS = st.builds(FinancialUpdate, st.builds(LeadRef, NUMBERS), st.just(Decimal(80)))
UPDATES = st.one_of(
    st.lists(LEAD_UPDATES, min_size=1, max_size=4, unique_by=lambda update: update.lead),
    st.lists(FINANCIALS, min_size=1, max_size=4, unique_by=lambda update: update.lead),
)
STATUSES = st.one_of(st.just(200), st.sampled_from([201, 204, 302, 400, 401, 429, 500]), st.integers(100, 599))

WORDS = st.sampled_from(
    ["Success", "Warning", "Error", "OK", "Lead updated", "Queued for reprocessing", "Delivery 1053 is not active", ""]
)
IDS = st.one_of(NUMBERS, st.integers(0, 4), st.just(1053), st.none(), st.booleans(), st.floats())
FLAGS = st.sampled_from([True, False, "true", "Yes", 1, 0, "0", None, "maybe"])
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), WORDS, st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)
ITEMS = st.fixed_dictionaries(
    {},
    optional={
        "id": IDS,
        "quarantineId": IDS,
        "leadId": IDS,
        "deliveryId": IDS,
        "success": FLAGS,
        "queued": FLAGS,
        "status": WORDS,
        "message": st.one_of(WORDS, ANYTHING),
        "errors": st.one_of(st.just([]), ANYTHING),
        "warnings": ANYTHING,
        "pushResults": ANYTHING,
    },
)
COLLECTIONS = st.one_of(st.lists(ITEMS, max_size=5), ITEMS, st.dictionaries(NUMBERS, ITEMS, max_size=3), ANYTHING)
REPLIES = st.one_of(
    st.fixed_dictionaries(
        {"status": st.one_of(WORDS, ANYTHING)},
        optional={
            "message": ANYTHING,
            "success": FLAGS,
            "leads": COLLECTIONS,
            "details": st.one_of(st.dictionaries(NUMBERS, WORDS, max_size=3), ANYTHING),
            "pushResults": COLLECTIONS,
            "deliveries": COLLECTIONS,
            "errors": ANYTHING,
            "warnings": ANYTHING,
        },
    ),
    ANYTHING,
)
TEXTS = st.one_of(st.text(), REPLIES.map(json.dumps), REPLIES.map(lambda body: json.dumps(body)[:-1]))

OUT_OF_SENDING = {
    ItemState.UPDATED,
    ItemState.QUEUED,
    ItemState.REFUSED,
    ItemState.NOT_SENT,
    ItemState.NOT_KNOWN,
}


@settings(max_examples=500)
@given(updates=UPDATES, status=STATUSES, text=TEXTS)
@example(updates=[LeadUpdate(LeadRef("1"), {"a": "b"})], status=200, text="[" * 100_000)
@example(updates=[LeadUpdate(LeadRef("1"), {"a": "b"})], status=200, text='{"status":' + "9" * 5_000 + "}")
def test_exactly_one_storable_result_per_lead(updates: list[Update], status: int, text: str) -> None:
    results = read_reply(updates, status, text).results
    assert list(results) == [update.lead for update in updates]
    for update in updates:
        result = results[update.lead]
        assert result.state in OUT_OF_SENDING
        assert result.words
        assert set(result.denied) <= set(update.effects)
        assert (result.confirmation is Confirmation.NOTHING_ASKED) is update.harmless_to_repeat
        for words in (result.words, *result.warnings):
            words.encode()
            assert len(words) <= 600


@settings(max_examples=1000)
@given(updates=UPDATES, status=STATUSES, body=REPLIES)
def test_never_updated_without_leadbytes_own_word_for_that_lead(updates: list[Update], status: int, body: Any) -> None:
    for lead, result in read_reply(updates, status, json.dumps(body)).results.items():
        if result.state is ItemState.UPDATED:
            financial = isinstance(updates[0], FinancialUpdate)
            assert 200 <= status <= 299
            assert body["status"].strip().casefold() in ("success", "warning")
            assert _own_yes(body.get("leads"), lead) or (financial and _covered(body, lead))
        if result.state is ItemState.QUEUED:
            assert 200 <= status <= 299
            assert "queued" in json.dumps(body).casefold()


SOLD = LEAD_UPDATES.filter(lambda update: bool(update.delivery_ids))
TRACES = st.sampled_from(
    [
        {"warnings": ["Delivery 1053 queued"]},
        {"pushResults": [{"deliveryId": "1053", "status": "Pending"}]},
        {"message": "1 delivery triggered"},
        {"results": [{"deliveryId": 1053, "queued": True}]},
    ]
)


@given(update=SOLD, bare=st.booleans(), status=STATUSES, body=REPLIES, trace=TRACES)
def test_what_may_have_been_sold_is_never_refused(
    update: LeadUpdate, bare: bool, status: int, body: Any, trace: dict[str, Any]
) -> None:
    """*Refused* and *not sent* let it go again unasked, and the second way sends it at once."""
    asked = LeadUpdate(update.lead, {} if bare else update.changes, update.delivery_ids, update.action)
    reply = (body if isinstance(body, dict) else {"status": "Error", "message": "Nothing to update"}) | trace
    reading = read_reply([asked], status, json.dumps(reply))
    assert reading.results[asked.lead].state not in (ItemState.REFUSED, ItemState.NOT_SENT)
    assert not reading.wants_update


@given(updates=UPDATES, status=STATUSES, body=REPLIES)
def test_a_refusal_of_the_whole_leaves_no_lead_in_doubt(updates: list[Update], status: int, body: Any) -> None:
    reading = read_reply(updates, status, json.dumps(body))
    if reading.whole_refusal:
        assert {result.state for result in reading.results.values()} == {ItemState.REFUSED}


def _own_yes(leads: Any, lead: LeadRef) -> bool:
    """Written without the code under test: some entry names the lead and says yes, and none says anything else."""
    if isinstance(leads, dict):
        mapped = [{"id": key, **value} for key, value in leads.items() if isinstance(value, dict)]
        leads = [leads, *mapped]
    if not isinstance(leads, list):
        return False
    own = [entry for entry in leads if isinstance(entry, dict) and _names(entry, lead)]
    flags = [str(entry.get("success")).casefold() for entry in own]
    return bool(flags) and all(flag in ("true", "1", "yes") for flag in flags)


def _names(entry: dict[str, Any], lead: LeadRef) -> bool:
    names = ("quarantineId",) if lead.kind is LeadKind.QUARANTINE else ("id", "leadId")
    values = [entry[name] for name in names if name in entry]
    return any(not isinstance(value, bool) and str(value).removesuffix(".0") == lead.number for value in values)


def _covered(body: dict[str, Any], lead: LeadRef) -> bool:
    listed = body.get("leads")
    return not listed or any(str(entry).removesuffix(".0") == lead.number for entry in listed)
