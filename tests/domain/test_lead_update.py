"""Lead IDs stay text, and an update knows what must not happen twice."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.domain.errors import BadLeadId
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate, same_effect

REFS = st.builds(LeadRef, st.from_regex(r"[0-9]{1,20}", fullmatch=True), st.sampled_from(LeadKind))
UPDATES = st.builds(
    LeadUpdate,
    REFS,
    st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=4),
    st.lists(st.from_regex(r"[0-9]{1,6}", fullmatch=True), max_size=3, unique=True).map(tuple),
    st.sampled_from([None, *Action]),
)


@pytest.mark.parametrize(
    ("typed", "number"), [("2932682", "2932682"), (" 2932682\n", "2932682"), ("007", "007"), ("9" * 20, "9" * 20)]
)
def test_an_id_as_a_person_types_it(typed, number):
    assert LeadRef.parse(typed) == LeadRef(number, LeadKind.LEAD)
    assert LeadRef.parse(typed, LeadKind.QUARANTINE) == LeadRef(number, LeadKind.QUARANTINE)


@pytest.mark.parametrize("typed", ["", "  ", "29326a", "29 32", "-1", "1.0", "1e5", "٢٩", "²", "1\n2", "9" * 21, "#7"])
def test_what_is_no_id(typed):
    with pytest.raises(BadLeadId) as problem:
        LeadRef.parse(typed)
    assert problem.value.user_text.endswith((".", "lead."))


def test_how_a_lead_is_named():
    assert (str(LeadRef("5")), LeadRef("5").words) == ("5", "lead 5")
    held = LeadRef("5", LeadKind.QUARANTINE)
    assert (str(held), held.words) == ("quarantine 5", "quarantined lead 5")
    assert held != LeadRef("5")


@pytest.mark.parametrize(
    ("update", "harmless", "nothing", "effects"),
    [
        (LeadUpdate(LeadRef("1")), True, True, ()),
        (LeadUpdate(LeadRef("1"), {"c1": ""}), True, False, ()),
        (LeadUpdate(LeadRef("1"), {}, ("1053", "7")), False, False, ("delivery:1053", "delivery:7")),
        (LeadUpdate(LeadRef("1"), {}, (), Action.REPROCESS), False, False, ("action:reprocess",)),
        (LeadUpdate(LeadRef("1"), {}, ("7",), Action.RELEASE), False, False, ("delivery:7", "action:process")),
        (LeadUpdate(LeadRef("1"), {}, (), Action.REJECT), False, False, ("action:reject",)),
    ],
)
def test_what_must_not_happen_twice(update, harmless, nothing, effects):
    assert (update.harmless_to_repeat, update.does_nothing, update.effects) == (harmless, nothing, effects)


def test_a_delivery_under_two_spellings_is_triggered_once():
    assert LeadUpdate(LeadRef("1"), {}, ("1053", "7", "01053", "007")).delivery_ids == ("1053", "7")
    assert LeadUpdate(LeadRef("1"), {}, ("0", "00", "01053", "1053")).delivery_ids == ("0", "01053")


@given(UPDATES)
def test_plain_and_back_through_json(update):
    back = LeadUpdate.from_plain(json.loads(json.dumps(update.to_plain())))
    assert back == update
    assert list(back.changes) == list(update.changes)


def test_a_plain_copy_is_not_the_update_itself():
    update = LeadUpdate(LeadRef("1"), {"c1": "x"})
    update.to_plain()["changes"]["c1"] = "y"
    assert update.changes == {"c1": "x"}


@pytest.mark.parametrize(
    ("effect", "key"),
    [
        ("delivery:1053", "delivery:1053"),
        ("delivery:01053", "delivery:1053"),
        ("delivery:0", "delivery:0"),
        ("action:reprocess", "action:reprocess"),
    ],
)
def test_zeros_in_front_make_no_other_delivery(effect: str, key: str) -> None:
    assert same_effect(effect) == key


@pytest.mark.parametrize(("kind", "noun"), [(LeadKind.LEAD, "lead ID"), (LeadKind.QUARANTINE, "quarantine ID")])
def test_a_wrong_number_is_called_by_its_name(kind, noun):
    for text in ("", "12x"):
        with pytest.raises(BadLeadId) as caught:
            LeadRef.parse(text, kind)
        assert noun in caught.value.user_text
