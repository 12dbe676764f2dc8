"""The table of a sent batch: all rows of the file are in it, and all of its columns can be seen beside what came."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.job import DraftItem, JobDraft, JobKind
from leadbyte_desktop.domain.lead_update import Action, LeadRef, LeadUpdate
from leadbyte_desktop.domain.sheet import ForAll, Role
from leadbyte_desktop.practice.world import LeadStatus
from leadbyte_desktop.ui.batch_sent_columns import OUTCOME, ROW, SAID
from tests.ui.batch_desk import Desk, sit_down

if TYPE_CHECKING:
    from tests.ui.conftest import Office

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")
HEADINGS = "Agent,Lead ID,Postcode,Notes of the day,,Postcode"
ALWAYS = ["Row", "Lead ID", "What happened", "LeadByte said"]


@pytest.fixture
def desk(office: Office, qtbot: QtBot) -> Desk:
    return sit_down(office, qtbot)


def send_file(desk: Desk, path: Path, *rows: str, leave_out: bool = False) -> None:
    path.write_text("\n".join([HEADINGS, *rows]), encoding="utf-8")
    desk.office.run(desk.presenter.open_if_empty(path))
    desk.settle()
    if leave_out:
        desk.office.run(desk.presenter.editing.changed(lambda sheet: sheet.leave_out_stopped()))
    desk.send_all()


def headings(desk: Desk) -> list[str]:
    model = desk.tab.sent.model
    return [str(model.headerData(column, Qt.Orientation.Horizontal)) for column in range(model.columnCount())]


def cells(desk: Desk, row: int) -> list[str]:
    model = desk.tab.sent.model
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def test_the_files_columns_are_shown_whole_and_in_their_order(desk: Desk, tmp_path: Path) -> None:
    good = desk.good(1)[0]
    refused = desk.leads(1, LeadStatus.REJECTED)[0]
    send_file(desk, tmp_path / "today.csv", f"Ash,{good},M1 1AA,07700 900123,x,", f"Birch,{refused},M2 2BB,,,ME1 2AB")
    assert headings(desk) == [*ALWAYS, "Postcode"]

    desk.press("batch.columns_own")

    assert headings(desk) == [*ALWAYS, "Agent", "Lead ID", "Postcode", "Notes of the day", "Column 5", "Postcode"]
    assert cells(desk, 0)[:3] == ["2", good, "Updated"]
    assert cells(desk, 0)[4:] == ["Ash", good, "M1 1AA", "07700 900123", "x", ""]
    assert cells(desk, 1)[2:] == ["Refused", desk.outcomes[refused][1], "Birch", refused, "M2 2BB", "", "", "ME1 2AB"]

    desk.press("batch.columns_sent")

    assert headings(desk) == [*ALWAYS, "Postcode"]
    assert cells(desk, 0)[4:] == ["M1 1AA"]


def test_quarantined_leads_are_never_called_by_a_lead_id(desk: Desk) -> None:
    held, good = (
        [lead.quarantine_number for lead in desk.office.world.with_status(LeadStatus.QUARANTINED)[:2]],
        desk.good(1)[0],
    )
    everyone = ForAll(action=Action.RELEASE)
    desk.build(*([number] for number in held), fields=(), for_all=everyone, lead=Role.QUARANTINE)
    desk.send_all()
    assert headings(desk)[1] == "Quarantine ID"
    assert [cells(desk, row)[1] for row in range(2)] == held
    assert "every lead is released from quarantine" in desk.find(QLabel, "batch.what").text()

    desk.tab.sent.foot.primary.click()
    desk.settle()
    desk.build([good, "M1 1AA"])
    desk.send_all()
    assert headings(desk)[1] == "Lead ID"


def test_the_chosen_row_and_the_filter_stay(desk: Desk, tmp_path: Path) -> None:
    good, refused = desk.good(2), desk.leads(2, LeadStatus.REJECTED)
    rows = [f"Ash,{number},M1 1AA,,," for number in (*good, *refused)]
    send_file(desk, tmp_path / "today.csv", *rows)
    desk.press("batch.count_refused")
    desk.settle()
    desk.tab.sent.table.choose_row(1)
    desk.settle()
    desk.press("batch.columns_own")
    assert desk.tab.sent.table.current_row() == 1
    assert desk.tab.sent.model.rowCount() == 2
    assert refused[1] in desk.tab.sent.outcome.words


def test_rows_far_down_are_read_when_they_are_looked_at(desk: Desk, tmp_path: Path) -> None:
    numbers = desk.good(600)
    send_file(
        desk, tmp_path / "today.csv", *(f"Agent {place},{number},M1 1AA,,," for place, number in enumerate(numbers))
    )
    desk.press("batch.columns_own")
    model, view = desk.tab.sent.model, desk.tab.sent.table.view
    assert model.index(599, 4).data() is None, "only what is in sight, and a page around it, is in memory"
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    desk.office.until(lambda: model.index(599, 4).data() == "Agent 599")
    assert cells(desk, 599)[:2] == ["601", numbers[599]]


def test_what_is_chosen_holds_for_the_next_batch_too(desk: Desk, tmp_path: Path) -> None:
    first, second = desk.good(2)
    send_file(desk, tmp_path / "one.csv", f"Ash,{first},M1 1AA,,,")
    desk.press("batch.columns_own")
    desk.tab.sent.foot.primary.click()
    desk.settle()
    send_file(desk, tmp_path / "two.csv", f"Birch,{second},M1 1AA,,,")
    assert cells(desk, 0)[4] == "Birch"


def test_while_it_is_sent_the_own_columns_stay_and_outcomes_come(desk: Desk, tmp_path: Path) -> None:
    numbers = desk.good(300)
    path = tmp_path / "today.csv"
    path.write_text("\n".join([HEADINGS, *(f"Ash,{number},M1 1AA,,," for number in numbers)]), encoding="utf-8")
    desk.office.run(desk.presenter.open_if_empty(path))
    desk.settle()
    desk.review()
    desk.office.until(lambda: desk.presenter.sending.sending and desk.button("batch.columns_own").isVisible())
    desk.press("batch.columns_own")
    desk.wait_for_end()
    assert {cells(desk, row)[OUTCOME] for row in range(50)} == {"Updated"}
    assert {cells(desk, row)[4] for row in range(50)} == {"Ash"}
    assert headings(desk)[4] == "Agent"


def test_rows_that_were_left_out_before_the_sending_stand_in_it_too(desk: Desk, tmp_path: Path) -> None:
    first, second = desk.good(2)
    rows = [f"Ash,{first},M1 1AA,,,", "Birch,seven,M2 2BB,,,", f"Cole,{first},M1 1AA,,,", f"Dale,{second},M1 1AA,,,"]
    send_file(desk, tmp_path / "today.csv", *rows, leave_out=True)
    sent = desk.tab.sent
    assert sent.card.heading.text() == "today.csv — 4 rows"
    assert sent.note.words.startswith("2 updated, 2 left out: all 4 rows accounted for.")
    assert desk.button("batch.count_all").text() == "4 in all"
    assert desk.button("batch.count_left_out").text() == "2 left out"
    assert [cells(desk, row)[ROW] for row in range(4)] == ["2", "3", "4", "5"]
    assert cells(desk, 1)[:4] == ["3", "", "Left out", "Left out: “seven” is not a lead ID."]

    desk.press("batch.columns_own")
    desk.press("batch.count_left_out")
    desk.settle()

    assert [(cells(desk, row)[ROW], cells(desk, row)[4]) for row in range(2)] == [("3", "Birch"), ("4", "Cole")]
    sent.table.choose_row(0)
    desk.settle()
    assert not sent.outcome.isVisible()
    assert cells(desk, 0)[SAID] == "Left out: “seven” is not a lead ID."


def test_a_batch_without_a_table_offers_no_columns_of_it(desk: Desk) -> None:
    desk.build((desk.good(1)[0], "M1 1AA"))
    desk.send_all()
    assert desk.button("batch.columns_own").isVisible(), "a batch that was typed has a table too"
    update = LeadUpdate(LeadRef(desk.good(2)[1]), {"postcode": "M1 1AA"})
    account_id = desk.presenter.account_id
    result = desk.office.send(JobDraft(JobKind.BATCH, "One lead, sent again", account_id, (DraftItem(update),)))
    desk.office.run(desk.presenter.open_job(result.job_id))
    desk.settle()
    assert not desk.tab.sent.findChild(QPushButton, "batch.columns_own").isVisible()  # type: ignore[union-attr]
    assert headings(desk) == [*ALWAYS, "Postcode"]
