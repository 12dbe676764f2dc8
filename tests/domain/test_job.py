"""The only table of state changes, and what waits for a person."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import (
    ALLOWED_CHANGES,
    OUTCOMES,
    Item,
    ItemState,
    Job,
    JobKind,
    Settlement,
    sources_of,
)
from leadbyte_desktop.domain.lead_update import Action, LeadRef, LeadUpdate

PLAIN = LeadUpdate(LeadRef("1"), {"c1": "x"})
MONEY = FinancialUpdate(LeadRef("1"), Decimal(80))
SELL = LeadUpdate(LeadRef("1"), {}, ("1053",))
REPROCESS = LeadUpdate(LeadRef("1"), {}, (), Action.REPROCESS)


def test_the_table_names_every_state_once():
    assert set(ALLOWED_CHANGES) == set(ItemState)


def test_the_six_outcomes_of_the_design():
    assert [state.words for state in OUTCOMES] == [
        "Updated",
        "Queued",
        "Refused",
        "Not sent",
        "Not known",
        "Cancelled",
    ]


@pytest.mark.parametrize("final", [ItemState.UPDATED, ItemState.QUEUED, ItemState.REFUSED, ItemState.CANCELLED])
def test_leadbytes_own_word_and_a_cancel_are_final(final):
    assert ALLOWED_CHANGES[final] == frozenset()


def test_nothing_is_updated_but_by_an_answer_or_a_persons_word():
    assert set(sources_of(ItemState.UPDATED)) == {ItemState.SENDING, ItemState.NOT_KNOWN}
    assert set(sources_of(ItemState.QUEUED)) == {ItemState.SENDING}
    assert set(sources_of(ItemState.REFUSED)) == {ItemState.SENDING}


def test_what_has_left_can_neither_wait_again_nor_be_cancelled():
    assert sources_of(ItemState.WAITING) == ()
    assert set(sources_of(ItemState.CANCELLED)) == {ItemState.WAITING, ItemState.NOT_SENT}
    assert ItemState.SENDING not in ALLOWED_CHANGES[ItemState.SENDING]


@pytest.mark.parametrize("state", ItemState)
def test_sources_are_the_table_read_backwards(state):
    for source in ItemState:
        assert (source in sources_of(state)) is (state in ALLOWED_CHANGES[source])


@pytest.mark.parametrize("state", ItemState)
@pytest.mark.parametrize("settlement", [None, *Settlement])
@pytest.mark.parametrize("update", [PLAIN, MONEY, SELL, REPROCESS])
def test_what_waits_for_a_person(state, settlement, update):
    item = Item(1, 1, 1, update, state, settlement=settlement)
    unsettled = state is ItemState.NOT_KNOWN and settlement is None
    assert item.can_be_settled is unsettled
    assert item.lead == update.lead


def test_a_jobs_counts():
    now = datetime(2026, 11, 23, 14, 2, tzinfo=UTC)
    counts = {ItemState.WAITING: 3, ItemState.NOT_SENT: 2, ItemState.UPDATED: 5}
    job = Job(1, JobKind.BATCH, "x", "a", "Acme", "acme.leadbyte.co.uk", now, "jo", counts)
    assert (job.total, job.unfinished) == (10, 5)
    empty = Job(1, JobKind.BATCH, "x", "a", "Acme", "acme.leadbyte.co.uk", now, "jo")
    assert (empty.total, empty.unfinished) == (0, 0)
