"""A row has one number, from the file to the results, wherever a person reads it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT
from leadbyte_desktop.domain.job import DraftItem, JobDraft, JobKind
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.practice.world import LeadStatus
from leadbyte_desktop.services.review_choices import to_come_words
from leadbyte_desktop.ui.batch_sent_columns import OUTCOME, ROW
from leadbyte_desktop.ui.review_leads import ReviewLeads
from tests.ui.batch_desk import ACME, Desk, sit_down
from tests.ui.history_desk import History

if TYPE_CHECKING:
    from tests.ui.conftest import Office

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")


@pytest.fixture
def desk(office: Office, qtbot: QtBot) -> Desk:
    return sit_down(office, qtbot)


def editor_numbers(desk: Desk) -> list[str]:
    model = desk.tab.build.model
    return [str(model.headerData(row, Qt.Orientation.Vertical)) for row in range(model.rowCount())]


def review_numbers(desk: Desk, qtbot: QtBot) -> list[str]:
    """What the review lists, as it was shown last; its rows may be closed by now, those in sight are in memory."""
    listed = ReviewLeads(desk.office.reviews[-1])
    qtbot.addWidget(listed)
    model = listed._model
    return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]


def sent_numbers(desk: Desk) -> list[tuple[str, str]]:
    model = desk.tab.sent.model
    return [(model.index(row, ROW).data(), model.index(row, OUTCOME).data()) for row in range(model.rowCount())]


def open_file(desk: Desk, path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    desk.office.run(desk.presenter.open_if_empty(path))
    desk.settle()


def test_a_row_of_a_file_keeps_its_number_to_the_end(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    history = History(desk.office, qtbot)
    first, second = desk.good(2)
    rejected = desk.leads(1, LeadStatus.REJECTED)[0]
    rows = [f"{first},M1 1AA", "", "seven,M1 1AA", f"{second},M1 1AA", f"{first},M1 1AA", f"{rejected},M1 1AA"]
    open_file(desk, tmp_path / "today.csv", "\n".join(["Lead ID,Postcode", *rows]))
    assert editor_numbers(desk) == ["2", "4", "5", "6", "7"]
    desk.office.run(desk.presenter.editing.changed(lambda sheet: sheet.leave_out_stopped()))

    desk.send_all()

    assert review_numbers(desk, qtbot) == ["2", "5", "6", "7"]
    assert sent_numbers(desk) == [
        ("2", "Updated"),
        ("4", "Left out"),
        ("5", "Updated"),
        ("6", "Left out"),
        ("7", "Refused"),
    ]
    assert [row[0] for row in history.table("items")] == ["2", "4", "5", "6", "7"]
    assert history.table("items")[3][3] == "Left out: row 2 asks for the same."
    history.choose("items", 4)
    assert history.words("details_heading") == f"Row 7 · lead {rejected}"


def test_history_counts_every_row_of_the_file(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    history = History(desk.office, qtbot)
    first, second = desk.good(2)
    open_file(desk, tmp_path / "today.csv", f"Lead ID,Postcode\n{first},M1 1AA\nseven,M1 1AA\n{second},M1 1AA\n")
    desk.office.run(desk.presenter.editing.changed(lambda sheet: sheet.leave_out_stopped()))
    desk.send_all()
    assert history.table("jobs")[0][4:] == ["3", "2 updated, 1 left out"]
    assert history.counts() == ["2 updated", "1 left out"]
    assert history.hint == "All 3 rows accounted for."

    history.press("count_left_out")

    assert history.table("items") == [["3", "", "Left out", "Left out: “seven” is not a lead ID.", ""]]
    assert history.words("details_heading") == "Row 3"
    assert history.words("detailsEmpty_heading") == "This row was left out before the sending"
    assert history.words("detailsEmpty_hint") == "Left out: “seven” is not a lead ID."
    history.press("count_left_out")
    history.choose("items", 2)
    assert f"Lead {second} updated" in history.outcome


def test_a_delivery_asked_for_twice_is_named_by_the_files_row(desk: Desk, tmp_path: Path) -> None:
    number = desk.good(1)[0]
    text = f"\nLead ID,Deliveries\n\n{number},{ACME}\n{number},{ACME}\n"
    open_file(desk, tmp_path / "today.csv", text)
    desk.send_all()
    [entry] = desk.office.reviews[-1].already
    assert entry.words.startswith("Row 4 of this job asks for the same")
    assert [number for number, _ in sent_numbers(desk)] == ["4", "5"]


def test_rows_made_by_hand_have_the_numbers_of_the_editor(desk: Desk, qtbot: QtBot) -> None:
    numbers = desk.good(4)
    desk.build(*((number, "M1 1AA") for number in numbers))
    desk.choose(1, 0)
    desk.act("deleteRows")
    desk.choose(0, 0)
    desk.act("copyRows")
    before = editor_numbers(desk)
    assert len(set(before)) == 4

    desk.send_all()

    assert review_numbers(desk, qtbot) == before
    assert [number for number, _ in sent_numbers(desk)] == before


def test_a_lead_that_waits_in_a_batch_is_named_by_the_files_row(desk: Desk, tmp_path: Path) -> None:
    """The review of a single lead, which names the row of the batch."""
    first, second = desk.good(2)
    open_file(desk, tmp_path / "today.csv", f"Lead ID,Postcode\n{first},M1 1AA\n\n\n{second},M1 1AA\n")

    async def write_down() -> None:
        sheet = desk.presenter.sheet
        assert sheet is not None
        draft = await sheet.draft("today.csv", PRACTICE_ACCOUNT.account_id)
        review = await desk.office.desk.prepare(draft)
        await desk.office.desk.write_down(review)
        review.close()

    desk.office.run(write_down())
    update = LeadUpdate(LeadRef(second), {"postcode": "M2 2BB"})
    single = JobDraft(JobKind.SINGLE, "A lead", PRACTICE_ACCOUNT.account_id, (DraftItem(update),))
    review = desk.office.run(desk.office.desk.prepare(single))
    assert "Row 5 of “today.csv”" in to_come_words(review)
    rest = desk.office.run(desk.office.desk.prepare_rest(1))
    assert [rest.row_number(index) for index in (0, 1)] == [2, 5]


def test_leads_without_a_file_count_from_one(desk: Desk, qtbot: QtBot) -> None:
    history = History(desk.office, qtbot)
    updates = [LeadUpdate(LeadRef(number), {}, (ACME,)) for number in desk.good(2)]
    draft = JobDraft(JobKind.BUYERS, "To Acme", PRACTICE_ACCOUNT.account_id, tuple(map(DraftItem, updates)))
    desk.office.send(draft)
    desk.settle()
    assert [row[0] for row in history.table("items")] == ["1", "2"]


def test_results_of_a_file_have_no_number_of_their_own(desk: Desk, tmp_path: Path) -> None:
    number = desk.good(1)[0]
    open_file(desk, tmp_path / "today.csv", f"Lead ID,Postcode\n\n{number},M1 1AA\n")
    desk.send_all()
    job = desk.presenter.sending.job
    assert job is not None
    out = tmp_path / "results.csv"
    desk.office.run(desk.office.desk.tools.results.save(job.job_id, out))
    with out.open(encoding="utf-8-sig", newline="") as file:
        headings, row = csv.reader(file)
    assert headings[:3] == ["Lead ID", "Postcode", "Outcome"]
    assert row[:3] == [number, "M1 1AA", "Updated"]
