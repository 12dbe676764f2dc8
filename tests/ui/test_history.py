"""History: what was sent is read on the screen, with LeadByte's words; what is left of a job can be dealt with."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT
from leadbyte_desktop.domain.financial_update import FinancialUpdate, parse_money
from leadbyte_desktop.domain.job import ItemState, JobKind, LeadResult, Settlement
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.practice.world import LeadStatus
from leadbyte_desktop.services.desk import Desk
from leadbyte_desktop.ui.history_presenter import JOBS_PAGE, ROWS_PAGE
from leadbyte_desktop.ui.history_words import indented
from leadbyte_desktop.ui.parts.cell_delegate import TONE_ROLE
from leadbyte_desktop.ui.parts.chip import CountChip
from leadbyte_desktop.ui.parts.data_table import DataTable
from tests.ui.history_desk import FIRST, History, draft, plain, update, with_status, write_down

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.conftest import Office


@pytest.fixture
def history(office: Office, qtbot: QtBot) -> History:
    return History(office, qtbot)


def cut_delivery(office: Office, number: int = FIRST) -> None:
    """Send a lead to a buyer, and lose the answer."""
    office.practise(PractiseProblem.CUT)
    office.send(draft("A lead to Acme", update(number, ("1053",)), kind=JobKind.BUYERS))


# --- the list -------------------------------------------------------------------------------------------------------


def test_before_anything_was_sent_it_says_what_to_do(history: History) -> None:
    assert history.words("jobs_empty_heading") == "Nothing was sent from this PC yet"
    assert "Single lead" in history.words("jobs_empty_hint")
    assert not history.sees("history.items")
    assert not history.sees("history.details")
    assert not history.sees("history.saveResults")
    assert not history.sees("history.foot_primary")


def test_jobs_stand_newest_first_with_all_that_was_asked_for(office: Office, history: History) -> None:
    for title in ("Monday.csv", "Tuesday.csv"):
        office.send(plain(title, 2))
    office.settle()
    assert history.titles() == ["Tuesday.csv", "Monday.csv"]
    when, what, account, by, rows, stands = history.table("jobs")[0]
    assert ":" in when
    assert (what, account, rows, stands) == ("Tuesday.csv", "Practice account", "2", "2 updated")
    assert by == office.workplace.tools.person


def test_it_can_be_built_before_an_account_is_open(closed_office: Office, qtbot: QtBot) -> None:
    history = History(closed_office, qtbot)
    assert "being read" in history.words("jobs_empty_heading")
    closed_office.open()
    closed_office.settle()
    assert history.words("jobs_empty_heading") == "Nothing was sent from this PC yet"


def test_it_reads_what_was_sent_before_it_was_built(office: Office, qtbot: QtBot) -> None:
    office.send(plain("Monday.csv"))
    history = History(office, qtbot)
    assert history.titles() == ["Monday.csv"]
    assert history.words("job") == "Monday.csv"


def test_a_job_that_starts_is_shown_at_once(office: Office, history: History) -> None:
    office.send(plain("Monday.csv"))
    office.settle()
    assert history.words("job") == "Monday.csv"
    office.send(plain("Tuesday.csv"))
    office.settle()
    assert history.words("job") == "Tuesday.csv"
    assert history.find(DataTable, "history.jobs").current_row() == 0


def test_older_jobs_come_when_somebody_scrolls(office: Office, qtbot: QtBot) -> None:
    for number in range(JOBS_PAGE + 5):
        write_down(office, plain(f"Job {number}"))
    history = History(office, qtbot)
    assert len(history.titles()) == JOBS_PAGE
    view = history.find(DataTable, "history.jobs").view
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    office.until(lambda: len(history.titles()) == JOBS_PAGE + 5)
    assert history.titles() == [f"Job {number}" for number in reversed(range(JOBS_PAGE + 5))]


@pytest.mark.parametrize(
    ("counts", "tone"),
    [
        ({ItemState.UPDATED: 2}, "ok"),
        ({ItemState.UPDATED: 2, ItemState.NOT_KNOWN: 1}, "unknown"),
        ({ItemState.UPDATED: 2, ItemState.WAITING: 1}, "warning"),
        ({ItemState.REFUSED: 2}, "error"),
        ({ItemState.UPDATED: 2, ItemState.REFUSED: 1}, ""),
    ],
)
def test_the_colour_says_what_wants_a_person(
    office: Office, history: History, counts: dict[ItemState, int], tone: str
) -> None:
    office.send(plain("Monday.csv"))
    office.settle()
    job = history.tab.jobs_model.jobs[0]
    history.tab.jobs_model.put(replace(job, counts=counts), insert=False)
    assert history.tab.jobs_model.index(0, 5).data(TONE_ROLE) == tone


def test_how_a_job_stands_begins_with_what_wants_a_person_and_that_is_in_sight(
    office: Office, history: History
) -> None:
    history.window.resize(1366, 768)
    history.tab.resize(1366, 620)
    office.send(plain("Monday.csv"))
    office.settle()
    counts = {
        ItemState.UPDATED: 2564, ItemState.QUEUED: 1, ItemState.REFUSED: 836, ItemState.NOT_SENT: 4,
        ItemState.NOT_KNOWN: 33, ItemState.CANCELLED: 7, ItemState.SENDING: 2, ItemState.WAITING: 50,
    }  # fmt: skip
    job = history.tab.jobs_model.jobs[0]
    history.tab.jobs_model.put(replace(job, counts=counts, left_out=3), insert=False)
    table = history.find(DataTable, "history.jobs").view
    cell = table.model().index(0, 5)
    wants_a_person = "33 not known, 4 not sent, 50 waiting, 2 sending, 836 refused"
    assert cell.data() == f"{wants_a_person}, 2,564 updated, 1 queued, 4 cancelled, 3 left out"
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == cell.data()
    assert table.visualRect(cell).width() > table.fontMetrics().horizontalAdvance(f"{wants_a_person}, … ")
    assert table.horizontalScrollBar().maximum() == 0


def test_a_job_that_a_notice_speaks_of_is_chosen_however_old_and_filtered(office: Office, qtbot: QtBot) -> None:
    told_of = write_down(office, plain("Told of", 2, FIRST + 10))
    for number in range(JOBS_PAGE + 1):
        write_down(office, plain(f"Job {number}"))
    history = History(office, qtbot)
    history.search(str(FIRST))
    history.press("count_waiting")
    history.presenter.show_job(told_of)
    office.settle()
    for _ in range(2):
        assert history.titles()[history.find(DataTable, "history.jobs").current_row()] == "Told of"
        assert history.words("job") == "Told of"
        assert history.leads() == [str(FIRST + 10), str(FIRST + 11)]
        assert history.find(QLineEdit, "history.search").text() == ""
        assert not history.find(CountChip, "history.count_waiting").isChecked()
        # What comes after reads the list anew, and leaves the choice alone.
        office.flow.desk_changed.emit(office.desk)
        office.settle()


# --- the search -----------------------------------------------------------------------------------------------------


def test_a_lead_is_found_in_every_job_that_touched_it(office: Office, history: History) -> None:
    office.send(plain("Monday.csv", 3))
    office.send(plain("Tuesday.csv", 1, FIRST + 100))
    office.send(plain("Wednesday.csv", 2))
    history.search(str(FIRST))
    assert history.titles() == ["Wednesday.csv", "Monday.csv"]
    assert history.leads() == [str(FIRST)]
    assert history.words("only") == f"Only rows with “{FIRST}”."
    history.search("")
    assert len(history.titles()) == 3
    assert history.leads() == [str(FIRST), str(FIRST + 1)]
    assert not history.words("only")


def test_a_search_without_a_hit_says_so_and_shows_the_way_back(office: Office, history: History) -> None:
    office.send(plain("Monday.csv"))
    history.search("999999")
    assert "begins with “999999”" in history.words("jobs_empty_heading")
    assert not history.sees("history.items")
    history.click("jobs_empty_button")
    office.until(history.titles)
    office.settle()
    assert history.titles() == ["Monday.csv"]
    assert history.sees("history.items")


def test_a_search_whose_rows_a_count_hides_says_so_and_shows_them(office: Office, history: History) -> None:
    [rejected] = with_status(office, LeadStatus.REJECTED)
    office.send(draft("Monday.csv", update(FIRST, postcode="TN25 6QD"), update(rejected, postcode="ME1 2AB")))
    office.settle()
    history.press("count_refused")
    history.search(str(FIRST))
    assert history.leads() == []
    assert history.words("items_empty_heading") == f"No row with “{FIRST}” is in this state now"
    assert history.words("items_empty_hint") == "Let go of the count above to see those in another."
    history.press("items_empty_button")
    assert history.leads() == [str(FIRST)]
    assert not history.find(CountChip, "history.count_refused").isChecked()
    assert history.words("details_heading") == f"Row 1 · lead {FIRST}"
    assert history.find(DataTable, "history.items").view.hasFocus()


def test_a_count_that_fell_to_nothing_says_so_and_shows_all_rows(office: Office, history: History) -> None:
    cut_delivery(office)
    office.settle()
    history.press("count_not_known")
    history.press("outcome_note_wentThrough")
    assert history.leads() == []
    assert history.words("items_empty_heading") == "No row is in this state now"
    history.press("items_empty_button")
    assert history.leads() == [str(FIRST)]


def test_letters_are_answered_with_what_a_lead_id_is(office: Office, history: History) -> None:
    history.search("Blogs")
    assert "digits only" in history.words("jobs_empty_hint")


# --- the rows -------------------------------------------------------------------------------------------------------


def test_each_row_stands_with_what_happened_and_leadbytes_words(office: Office, history: History) -> None:
    [rejected] = with_status(office, LeadStatus.REJECTED)
    office.send(draft("Monday.csv", update(FIRST, postcode="TN25 6QD"), update(rejected, postcode="ME1 2AB")))
    office.settle()
    first, second = history.table("items")
    assert first[:3] == ["1", str(FIRST), "Updated"]
    assert first[3]
    assert ":" in first[4]
    assert second[:3] == ["2", str(rejected), "Refused"]
    assert second[3] == office.items(1)[1].words
    assert history.counts() == ["1 updated", "1 refused"]


def test_a_count_filters_and_lets_go(office: Office, history: History) -> None:
    [rejected] = with_status(office, LeadStatus.REJECTED)
    office.send(draft("Monday.csv", update(FIRST, postcode="TN25 6QD"), update(rejected, postcode="ME1 2AB")))
    office.settle()
    history.press("count_refused")
    assert history.leads() == [str(rejected)]
    assert history.words("details_heading") == f"Row 2 · lead {rejected}"
    history.press("count_refused")
    assert len(history.leads()) == 2


def test_another_job_is_shown_unfiltered(office: Office, history: History) -> None:
    office.send(plain("Monday.csv", 2))
    office.send(plain("Tuesday.csv", 3))
    office.settle()
    history.press("count_updated")
    history.choose("jobs", 1)
    assert history.words("job") == "Monday.csv"
    assert len(history.leads()) == 2
    assert not history.find(CountChip, "history.count_updated").isChecked()


def test_further_rows_come_when_somebody_scrolls(office: Office, qtbot: QtBot) -> None:
    write_down(office, plain("Large.csv", ROWS_PAGE + 30))
    history = History(office, qtbot)
    assert len(history.leads()) == ROWS_PAGE
    view = history.find(DataTable, "history.items").view
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    office.until(lambda: len(history.leads()) == ROWS_PAGE + 30)
    assert [row[0] for row in history.table("items")] == [str(place + 1) for place in range(ROWS_PAGE + 30)]


def test_while_a_job_runs_the_counts_move(office: Office, history: History) -> None:
    seen: list[list[str]] = []
    history.tab.jobs_model.dataChanged.connect(lambda: seen.append(history.table("jobs")[0]))
    office.flow.progressed.connect(lambda _progress: history.presenter._flush())
    office.send(plain("Monday.csv", 60))
    office.settle()
    stands = [row[5] for row in seen]
    assert any("waiting" in words for words in stands)
    assert "waiting" not in history.table("jobs")[0][5]
    assert not [row for row in history.table("items") if row[2] == "Waiting"]


# --- the details ----------------------------------------------------------------------------------------------------


def test_the_details_hold_the_exact_request_and_the_answer(office: Office, history: History) -> None:
    office.send(draft("Lead", update(FIRST, ("1053",), postcode="TN25 6QD", street1=""), kind=JobKind.SINGLE))
    office.settle()
    assert history.words("details_heading") == f"Row 1 · lead {FIRST}"
    assert f"Lead {FIRST} updated" in history.outcome
    assert history.words("asked").splitlines()[0] == "Postcode becomes “TN25 6QD”"
    assert "is cleared" in history.words("asked")
    assert "Delivery to Acme Ltd, through “Acme Solar — evening” (ID 1053)" in history.words("asked")
    head, body = history.code("0_sent").split("\n\n", 1)
    assert head == f"PUT {PRACTICE_ACCOUNT.base_url}/leads"
    assert json.loads(body) == {
        "leads": [{"id": str(FIRST), "triggerDeliveryId": "1053", "update": {"postcode": "TN25 6QD", "street1": ""}}]
    }
    assert "LeadByte answered at" in history.words("attempt_0_answer")
    assert "OK (200)" in history.words("attempt_0_answer")
    assert json.loads(history.code("0_reply"))["status"] == "Success"


def test_every_attempt_is_shown_with_what_became_of_it(office: Office, history: History) -> None:
    office.practise(PractiseProblem.LOSE_NETWORK)
    office.send(plain("Monday.csv"))
    office.settle()
    assert history.table("items")[0][2] == "Updated"
    assert "No answer came." in history.words("attempt_0_answer")
    assert not history.find(QPlainTextEdit, "history.attempt_0_reply").isVisible()
    assert "OK (200)" in history.words("attempt_1_answer")
    assert history.words("attempt_0_title") != history.words("attempt_1_title")


def test_money_is_shown_as_money(office: Office, history: History) -> None:
    [approved] = with_status(office, LeadStatus.APPROVED)
    amounts = FinancialUpdate(LeadRef(str(approved)), parse_money("80"), parse_money("1,200.50"), "33")
    office.send(draft("Money", amounts, kind=JobKind.FINANCIALS))
    office.settle()
    assert history.words("asked").splitlines() == [
        "Payout becomes £80.00",
        "Revenue becomes £1,200.50",
        "Buyer: Acme Ltd (BID 33)",
    ]
    assert '"key"' not in history.code("0_sent")


def test_a_row_that_never_left_says_so(office: Office, qtbot: QtBot) -> None:
    write_down(office, plain("Monday.csv"))
    history = History(office, qtbot)
    assert history.words("requestsHint") == "Nothing of this row has left this PC."
    assert not history.sees("history.attempt_0")
    assert history.table("items")[0][4] == ""


def test_the_key_is_nowhere(office: Office, history: History) -> None:
    office.send(plain("Monday.csv"))
    office.settle()
    shown = [each.text() for each in history.window.findChildren(QLabel)]
    shown += [each.toPlainText() for each in history.window.findChildren(QPlainTextEdit)]
    assert not [words for words in shown if "practice-key" in words]


def test_another_row_is_read_when_it_is_chosen(office: Office, history: History) -> None:
    office.send(plain("Monday.csv", 3))
    office.settle()
    history.choose("items", 2)
    assert history.words("details_heading") == f"Row 3 · lead {FIRST + 2}"
    assert f"lead {FIRST + 2}" in history.outcome.casefold()


# --- a person's word ------------------------------------------------------------------------------------------------


def test_it_went_through_settles_it(office: Office, history: History) -> None:
    cut_delivery(office)
    office.settle()
    assert "may have gone to Acme Ltd" in history.outcome
    assert "1 row is not known" in history.hint
    history.press("outcome_note_wentThrough")
    assert "is marked as done" in history.outcome
    assert office.workplace.tools.person in history.outcome
    assert history.counts() == ["1 updated"]
    assert history.table("jobs")[0][5] == "Updated"
    assert office.items(1)[0].settlement is Settlement.WENT_THROUGH


def test_it_did_not_lets_it_go_again_with_continue(office: Office, history: History) -> None:
    cut_delivery(office)
    office.settle()
    assert not history.sees("history.foot_primary")
    history.press("outcome_note_didNot")
    assert "1 row has not been sent" in history.hint
    triggered = office.ledger.triggers[LeadRef(str(FIRST)), "1053"]
    history.press("foot_primary")
    assert len(office.reviews) == 2
    assert office.reviews[-1].continues == 1
    assert office.ledger.triggers[LeadRef(str(FIRST)), "1053"] == triggered + 1
    assert history.table("items")[0][2] == "Updated"
    assert not history.sees("history.foot_primary")


def test_send_it_again_goes_through_the_review_as_a_job_of_its_own(office: Office, history: History) -> None:
    cut_delivery(office)
    office.settle()
    office.go_back()
    history.press("outcome_note_sendAgain")
    assert len(office.reviews) == 2
    assert office.ledger.triggers[LeadRef(str(FIRST)), "1053"] == 1
    assert history.titles() == ["A lead to Acme"]
    office.agree()
    history.press("outcome_note_sendAgain")
    assert office.ledger.triggers[LeadRef(str(FIRST)), "1053"] == 2
    assert history.titles() == [f"Lead {FIRST}, sent again", "A lead to Acme"]
    assert history.words("job") == f"Lead {FIRST}, sent again"
    history.choose("jobs", 1)
    assert history.table("items")[0][2] == "Not known, sent again"
    assert not history.sees("history.outcome_note_sendAgain")


# --- what is left of a job ------------------------------------------------------------------------------------------


def test_continue_reviews_and_sends_what_is_left(office: Office, qtbot: QtBot) -> None:
    leads = with_status(office, LeadStatus.VALID, 3)
    write_down(office, draft("Monday.csv", *(update(lead, postcode="TN25 6QD") for lead in leads)))
    history = History(office, qtbot)
    assert "3 rows have not been sent" in history.hint
    office.go_back()
    history.press("foot_primary")
    assert not office.ledger.updates
    assert [len(review.going) for review in office.reviews] == [3]
    office.agree()
    history.press("foot_primary")
    assert history.table("jobs")[0][5] == "3 updated"
    assert history.hint == "All 3 rows accounted for."
    assert not history.sees("history.foot_primary")
    assert not history.sees("history.cancelRest")


def test_ctrl_enter_continues_from_anywhere(office: Office, qtbot: QtBot) -> None:
    write_down(office, plain("Monday.csv"))
    history = History(office, qtbot)
    history.window.activateWindow()
    line = history.find(QLineEdit, "history.search")
    QTest.keyClick(line, Qt.Key.Key_Return)
    office.settle()
    assert not office.reviews
    QTest.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    office.settle()
    assert len(office.reviews) == 1


def test_the_rest_can_be_cancelled_after_a_question(office: Office, qtbot: QtBot) -> None:
    job_id = write_down(office, plain("Monday.csv", 3))
    history = History(office, qtbot)
    _answer_cancel(history, 1)
    assert {item.state for item in office.items(job_id)} == {ItemState.WAITING}
    _answer_cancel(history, 2)
    assert {item.state for item in office.items(job_id)} == {ItemState.CANCELLED}
    assert "3 rows cancelled" in history.hint
    assert history.table("jobs")[0][5] == "3 cancelled"
    assert not history.sees("history.cancelRest")
    assert not history.sees("history.foot_primary")
    assert not office.ledger.updates


def test_after_a_cancel_it_is_said_what_goes_only_by_a_continue(office: Office, qtbot: QtBot) -> None:
    job_id = write_down(office, draft("Monday.csv", *(update(lead, postcode="A") for lead in (1, 2))))
    end_first(office, job_id, ItemState.NOT_KNOWN)
    history = History(office, qtbot)
    _answer_cancel(history, 2)
    assert history.hint == (
        "1 row cancelled. Nothing more of this job goes by itself; what is not known or was not sent goes only if you "
        "continue it."
    )
    assert history.sees("history.foot_primary")


def test_after_a_cancel_what_is_not_known_and_must_not_go_again_is_told(office: Office, qtbot: QtBot) -> None:
    job_id = write_down(office, draft("Monday.csv", *(update(lead, ("1053",)) for lead in (1, 2))))
    end_first(office, job_id, ItemState.NOT_KNOWN)
    history = History(office, qtbot)
    _answer_cancel(history, 2)
    assert history.hint == "1 row cancelled. Nothing more of this job is sent."
    assert not history.sees("history.foot_primary")


def end_first(office: Office, job_id: int, state: ItemState) -> None:
    """Put the first row of a job through the journal as if it had been sent."""
    journal, item_id = office.workplace.tools.journal, office.items(job_id)[0].item_id
    number = office.run(journal.mark_sending(job_id, [item_id], "PUT", "https://x", "{}"))
    office.run(journal.record(number, {item_id: LeadResult(state, "x")}, None, "", "x"))


def _answer_cancel(history: History, answer: int) -> None:
    history.click("cancelRest")
    history.office.until(lambda: history.sees("history.cancel"))
    assert history.find(QPushButton, "history.cancel_1").hasFocus()
    history.press(f"cancel_{answer}")
    history.office.until(lambda: not history.window.findChildren(QDialog))


def test_while_it_is_sent_it_can_be_cancelled_and_not_continued(office: Office, history: History) -> None:
    seen: list[tuple[bool, bool, str]] = []

    def look(_progress: object) -> None:
        office.runner.start(history.presenter._read_job())
        seen.append((history.sees("history.cancelRest"), history.sees("history.foot_primary"), history.hint))

    office.flow.progressed.connect(look)
    office.send(plain("Monday.csv", 120))
    office.settle()
    assert len(seen) >= 4
    assert not [one for one in seen if one[1]]
    assert seen[-1][0]
    assert not history.sees("history.cancelRest")
    assert "Being sent now" in seen[-1][2]
    assert "Being sent now" not in history.hint


def test_jobs_of_another_account_are_shown_but_left_alone(office: Office, qtbot: QtBot) -> None:
    cut_delivery(office)
    write_down(office, plain("Monday.csv", 2))
    _open_another_account(office)
    history = History(office, qtbot)
    assert history.titles() == ["Monday.csv", "A lead to Acme"]
    assert not history.sees("history.foot_primary")
    assert not history.sees("history.cancelRest")
    assert "Acme Leads is open now; open Practice account" in history.hint
    assert history.sees("history.saveResults")
    history.choose("jobs", 1)
    assert "Lead 2932682 may have gone to Acme Ltd" in history.outcome
    for answer in ("wentThrough", "didNot", "sendAgain"):
        assert not history.sees(f"history.outcome_note_{answer}")
    assert "Open Practice account" in history.words("elsewhere")


def test_going_back_to_its_account_gives_the_buttons_back(office: Office, qtbot: QtBot) -> None:
    write_down(office, plain("Monday.csv", 2))
    own = office.desk
    _open_another_account(office)
    history = History(office, qtbot)
    assert not history.sees("history.foot_primary")
    office.flow.open_desk(own)
    office.settle()
    assert history.sees("history.foot_primary")
    assert history.sees("history.cancelRest")


def _open_another_account(office: Office) -> None:
    """Another account is open; it shares the connection, which no test here uses."""
    account = replace(PRACTICE_ACCOUNT, account_id="acme", name="Acme Leads", practice=False)
    office.flow.open_desk(Desk(office.desk.tools, account, office.desk.client))


def test_what_cannot_be_continued_is_said_beside_it(office: Office, qtbot: QtBot) -> None:
    write_down(office, plain("Monday.csv"))
    history = History(office, qtbot)
    office.run(office.workplace.tools.journal.cancel_waiting(1))
    history.press("foot_primary")
    assert "Nothing of this job can be sent now" in history.words("note_text")
    assert not office.told


def test_results_are_saved_as_a_table(office: Office, history: History, tmp_path: Path) -> None:
    office.send(plain("Monday.csv", 2))
    office.settle()
    history.click("saveResults")
    office.until(lambda: history.sees("saveFile"))
    dialog = history.find(QFileDialog, "saveFile")
    assert dialog.selectedFiles()[0].endswith("Monday results.csv")
    line = dialog.findChild(QLineEdit)
    assert line is not None
    line.setText(str(tmp_path / "mine.csv"))
    dialog.accept()
    office.settle()
    assert history.hint == "2 rows saved as mine.csv."
    text = (tmp_path / "mine.csv").read_text(encoding="utf-8-sig")
    assert len(text.splitlines()) == 3
    assert str(FIRST) in text


# --- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{"a":1.10,"b":[]}', '{\n  "a": 1.10,\n  "b": []\n}'),
        ('[{"x":"a, {b}: \\"c\\""}]', '[\n  {\n    "x": "a, {b}: \\"c\\""\n  }\n]'),
        ("12345678901234567890123", "12345678901234567890123"),
        ("{}", "{}"),
        ("<html>no</html>", "<html>no</html>"),
        ('{"cut', '{"cut'),
        ("", ""),
    ],
)
def test_json_is_spread_out_and_every_character_of_it_kept(text: str, shown: str) -> None:
    assert indented(text) == shown


def test_a_reprocess_is_named(office: Office, history: History) -> None:
    reprocessed = LeadUpdate(LeadRef(str(FIRST)), action=Action.REPROCESS)
    office.send(draft("Again", reprocessed))
    office.settle()
    assert history.words("asked") == "Reprocess the lead"


# --- leads in quarantine ----------------------------------------------------------------------------------------------


def test_the_number_of_a_quarantined_lead_is_not_cut_off(history: History, office: Office) -> None:
    lead = office.world.with_status(LeadStatus.QUARANTINED)[0].quarantine_number
    update = LeadUpdate(LeadRef(lead, LeadKind.QUARANTINE), action=Action.RELEASE)
    office.send(draft(f"Quarantined lead {lead} released", update))
    assert history.titles()[0] == f"Quarantine {lead} released"
    history.choose("jobs", 0)
    assert history.leads() == [f"{lead} (quarantine)"]
    for name, column in (("jobs", 1), ("items", 1)):
        table = history.find(DataTable, f"history.{name}")
        words = str(table.view.model().index(0, column).data()).removesuffix(" released")
        assert table.view.fontMetrics().horizontalAdvance(words) + 16 <= table.view.columnWidth(column)
