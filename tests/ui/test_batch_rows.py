"""Batches made out of updates ask for exactly the same again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.domain.sheet import Role, RowReader
from leadbyte_desktop.ui.batch_rows import head_of, rows_of

_NUMBERS = st.integers(1, 10**9).map(str)
_CHANGES = st.dictionaries(st.sampled_from(["postcode", "email", "roof"]), st.sampled_from(["", "x", "M1 1AA"]))
_DELIVERIES = st.lists(st.sampled_from(["1053", "1054", "9"]), unique=True).map(tuple)


def test_what_all_rows_share_holds_for_all_rows() -> None:
    updates = [
        LeadUpdate(LeadRef("1"), {"postcode": "M1 1AA"}, ("1053", "9"), Action.REPROCESS),
        LeadUpdate(LeadRef("2"), {"email": ""}, ("1053",), Action.REPROCESS),
    ]
    head = head_of(updates, "leads.csv, refused rows")

    assert head.for_all.delivery_ids == ("1053",)
    assert head.for_all.action is Action.REPROCESS
    assert [column.role for column in head.columns] == [Role.LEAD, Role.FIELD, Role.FIELD, Role.DELIVERIES]
    assert rows_of(updates, head) == [["1", "M1 1AA", None, "9"], ["2", None, "", None]]


def test_quarantined_leads_stay_quarantined_leads() -> None:
    updates = [LeadUpdate(LeadRef("5", LeadKind.QUARANTINE), {}, (), Action.RELEASE)]
    head = head_of(updates, "")
    assert RowReader(head).update_of(rows_of(updates, head)[0]) == updates[0]


@given(
    st.lists(
        st.builds(LeadUpdate, _NUMBERS.map(LeadRef), _CHANGES, _DELIVERIES, st.sampled_from([None, Action.REPROCESS])),
        min_size=1,
    )
)
def test_no_update_becomes_another(updates: list[LeadUpdate]) -> None:
    head = head_of(updates, "again")
    reader = RowReader(head)
    for update, cells in zip(updates, rows_of(updates, head), strict=True):
        read = reader.update_of(cells)
        assert (read.lead, read.changes, read.action) == (update.lead, update.changes, update.action)
        assert set(read.delivery_ids) == set(update.delivery_ids)
