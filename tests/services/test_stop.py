"""After which answers a run stops by itself, and what it says."""

from __future__ import annotations

import pytest

from leadbyte_desktop.api.client import Answer
from leadbyte_desktop.domain.job import ItemState, LeadResult
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.services.stop import STOP_AFTER, Stop, Trouble, asleep, not_after

UPDATES = [LeadUpdate(LeadRef(str(n)), {"postcode": "A"}) for n in (1, 2)]


def answer(*states: ItemState, status: int | None = 200, problem: str = "", key_refused: bool = False) -> Answer:
    given = states or (ItemState.UPDATED, ItemState.UPDATED)
    results = {update.lead: LeadResult(state, "") for update, state in zip(UPDATES, given, strict=True)}
    return Answer(results, status, problem=problem, key_refused=key_refused)


NOT_KNOWN = [ItemState.NOT_KNOWN] * 2
REFUSED = [ItemState.REFUSED] * 2
NOT_SENT = [ItemState.NOT_SENT] * 2


@pytest.mark.parametrize(
    "failure",
    [
        answer(*REFUSED),
        answer(*REFUSED, status=422),
        answer(*NOT_KNOWN),
        answer(*NOT_KNOWN, status=302),
        answer(*NOT_KNOWN, status=502),
        answer(*NOT_KNOWN, status=None, problem="LeadByte did not answer in time."),
        answer(ItemState.REFUSED, ItemState.NOT_KNOWN),
    ],
)
def test_the_fifth_of_a_kind_in_a_row_stops(failure: Answer) -> None:
    trouble = Trouble()
    stops = [trouble.after(failure, UPDATES) for _ in range(STOP_AFTER)]
    assert stops[:-1] == [None] * (STOP_AFTER - 1)
    assert stops[-1] is not None
    assert stops[-1].why == "5 requests in a row failed in the same way."


@pytest.mark.parametrize(
    "between",
    [answer(), answer(ItemState.UPDATED, ItemState.REFUSED), answer(*REFUSED), answer(*NOT_KNOWN, status=301)],
)
def test_another_answer_between_them_begins_the_count_anew(between: Answer) -> None:
    trouble = Trouble()
    failure = answer(*NOT_KNOWN, status=502)
    answers = [failure] * (STOP_AFTER - 1) + [between] + [failure] * (STOP_AFTER - 1)
    assert [trouble.after(each, UPDATES) for each in answers] == [None] * len(answers)


def test_faults_of_leadbyte_are_of_one_kind_whatever_their_number() -> None:
    trouble = Trouble()
    stops = [trouble.after(answer(*NOT_KNOWN, status=status), UPDATES) for status in (500, 502, 503, 504, 500)]
    assert stops[-1] is not None


def test_what_goes_again_by_itself_counts_but_does_not_stop_at_once() -> None:
    trouble = Trouble()
    away = answer(*NOT_SENT, status=None, problem="LeadByte could not be reached. Nothing was sent.")
    assert trouble.after(away, UPDATES, goes_again=True) is None
    stop = trouble.after(away, UPDATES)
    assert stop is not None
    assert stop.why == "LeadByte could not be reached."


def test_many_that_could_not_be_sent_say_why() -> None:
    trouble = Trouble()
    away = answer(*NOT_SENT, status=None, problem="LeadByte could not be reached. Nothing was sent.")
    stops = [trouble.after(away, UPDATES, goes_again=True) for _ in range(STOP_AFTER)]
    assert stops[:-1] == [None] * (STOP_AFTER - 1)
    assert stops[-1] is not None
    assert stops[-1].why == "LeadByte could not be reached."


def test_a_refused_key_stops_at_once() -> None:
    stop = Trouble().after(answer(*REFUSED, status=401, key_refused=True), UPDATES)
    assert stop is not None
    assert "refused this key" in stop.why


def test_a_halved_group_counts_once_and_only_where_nothing_got_through() -> None:
    trouble = Trouble()
    for _ in range(STOP_AFTER - 1):
        assert trouble.after_halving(got_through=False) is None
    assert trouble.after_halving(got_through=True) is None
    stops = [trouble.after_halving(got_through=False) for _ in range(STOP_AFTER)]
    assert stops[-1] is not None


@pytest.mark.parametrize("stop", [asleep(), not_after("leads.csv")])
def test_words_say_what_was_changed_and_what_to_do(stop: Stop) -> None:
    words = stop.words(35)
    assert "35 leads were not sent; nothing was changed on them." in words
    assert "Continue" in words
    assert stop.words(0) == stop.why
