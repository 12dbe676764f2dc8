"""Any table comes into the tab Batch: read by the real child process, asked about, taken, added or left alone."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import pytest
import xlsxwriter
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT
from leadbyte_desktop.domain.sheet import Role
from leadbyte_desktop.services.desk import Desk
from leadbyte_desktop.store.sheet import SheetView
from leadbyte_desktop.ui.batch_presenter import BatchPresenter
from leadbyte_desktop.ui.batch_tab import BatchTab
from leadbyte_desktop.ui.column_choice import Becomes
from leadbyte_desktop.ui.columns_dialog import BELOW, REPLACE, USE, ColumnsDialog
from leadbyte_desktop.ui.parts.data_table import DataTable
from leadbyte_desktop.ui.read_as_dialog import ReadAsDialog
from leadbyte_desktop.ui.worksheet_dialog import WorksheetDialog

if TYPE_CHECKING:
    from tests.ui.conftest import Office

W = TypeVar("W", bound=QWidget)
D = TypeVar("D", bound=QDialog)
Sheets = dict[str, Sequence[Sequence[object]]]
ROWS = "Lead ID,Postcode,Agent\n2932682,TN25 6QD,Priya\n2932683,ME1 2AB,Tom\n"
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")


@dataclass
class Seat:
    """A person before the tab."""

    office: Office
    window: QWidget
    tab: BatchTab
    presenter: BatchPresenter
    folder: Path

    def open(self, path: Path) -> None:
        """Choose a file in the system's dialog."""
        self.press("batch.open")
        dialog = self.dialog(QFileDialog)
        cast("QLineEdit", dialog.findChild(QLineEdit, "fileNameEdit")).setText(str(path))
        dialog.accept()

    def drop(self, *paths: Path) -> None:
        """Drop files on whatever lies in the tab's middle."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        at, copy, left = QPointF(self.tab.rect().center()), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        plain = Qt.KeyboardModifier.NoModifier
        entered = QDragEnterEvent(at.toPoint(), copy, mime, left, plain)
        QGuiApplication.sendEvent(self.tab, entered)
        assert entered.isAccepted()
        QGuiApplication.sendEvent(self.tab, QDropEvent(at, copy, mime, left, plain))

    def dialog(self, kind: type[D]) -> D:
        """The dialog of that kind, once it is open."""

        def seen() -> list[D]:
            return [each for each in self.window.findChildren(kind) if each.isVisible()]

        self.office.until(seen)
        return seen()[0]

    def columns(self) -> ColumnsDialog:
        return self.dialog(ColumnsDialog)

    def take(self, path: Path) -> None:
        """Open a file and agree to everything."""
        self.open(path)
        self.answer(self.columns(), f"columns_{USE}")
        self.settle()

    def answer(self, dialog: QDialog, name: str) -> None:
        button = cast("QPushButton", dialog.findChild(QPushButton, name))
        assert button.isVisible()
        assert button.isEnabled()
        button.click()
        self.office.until(lambda: not dialog.isVisible())

    def press(self, name: str) -> None:
        button = self.find(QPushButton, name)
        assert button.isVisible()
        assert button.isEnabled()
        button.click()

    def find(self, kind: type[W], name: str) -> W:
        found = self.window.findChild(kind, name)
        assert found is not None, name
        return found

    def asked(self) -> list[QDialog]:
        """The dialogs that are open or being made."""
        self.office.until(lambda: not [each for each in self.window.findChildren(QDialog) if not each.isVisible()])
        return self.window.findChildren(QDialog)

    def open_another_account(self) -> None:
        """Switch to an account that has a batch of its own."""
        desk = self.office.desk
        account = replace(desk.account, account_id="other", name="Bright Homes")
        self.office.flow.open_desk(Desk(desk.tools, account, desk.client))
        self.settle()

    def open_first_account(self) -> None:
        """Switch back to the one that was open at first."""
        desk = self.office.desk
        self.office.flow.open_desk(Desk(desk.tools, PRACTICE_ACCOUNT, desk.client))
        self.settle()

    def settle(self) -> None:
        self.office.settle()
        self.office.until(lambda: not self.presenter.loader.busy and not self.office.runner.running)
        self.office.settle()

    @property
    def note(self) -> str:
        return self.tab.build.note.words

    @property
    def headings(self) -> list[str]:
        return [column.title for column in self.presenter.page.model.head.columns]

    @property
    def cells(self) -> list[tuple[str | None, ...]]:
        """What stands in the unfinished batch on the disk."""
        return self.office.run(self._cells())

    async def _cells(self) -> list[tuple[str | None, ...]]:
        sheet = self.presenter.loader.sheet
        assert sheet is not None
        return [row.cells for row in await sheet.rows(await sheet.order(SheetView()))]

    @property
    def shown(self) -> list[str]:
        """The first column as the table shows it."""
        model = self.tab.build.model
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def files(self) -> int:
        """How many sheets lie on the disk."""
        return len(list(self.folder.glob("batches/*.sqlite3")))


@pytest.fixture
def seat(office: Office, qtbot: QtBot, tmp_path: Path) -> Seat:
    window = QWidget()
    window.resize(1180, 640)
    tab = BatchTab(window)
    presenter = BatchPresenter(tab, office.flow, office.runner)
    tab.resize(1180, 640)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    seat = Seat(office, window, tab, presenter, tmp_path / "office")
    # pytest-qt closes windows before any fixture ends, so what is under way has to end before that.
    qtbot.addWidget(window, before_close_func=lambda _window: seat.settle())
    seat.settle()
    return seat


def csv_file(folder: Path, text: str = ROWS, name: str = "leads.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def excel_file(folder: Path, sheets: Sheets, name: str = "leads.xlsx") -> Path:
    path = folder / name
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for line, cells in enumerate(rows):
                for place, cell in enumerate(cells):
                    if isinstance(cell, date):
                        sheet.write_datetime(line, place, cell, day)
                    else:
                        sheet.write(line, place, cell)
    return path


def test_a_file_is_taken_after_its_columns_were_seen(seat: Seat, tmp_path: Path) -> None:
    seat.open(csv_file(tmp_path))
    dialog = seat.columns()
    assert [row.choice.currentText() for row in dialog.rows.values()] == ["Lead ID", "Postcode", "Not sent"]

    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    seat.settle()

    assert seat.cells == [("2932682", "TN25 6QD", "Priya"), ("2932683", "ME1 2AB", "Tom")]
    assert seat.shown == ["2932682", "2932683"]
    assert seat.note == "2 rows from leads.csv. 1 column is sent, 1 is not: Agent."
    assert seat.files() == 1


def test_going_back_leaves_everything_as_it_was(seat: Seat, tmp_path: Path) -> None:
    seat.take(csv_file(tmp_path, "Lead ID,Town\n7,York\n"))

    seat.open(csv_file(tmp_path, name="other.csv"))
    seat.answer(seat.columns(), "columns_back")
    seat.settle()

    assert seat.shown == ["7"]
    assert seat.cells == [("7", "York")]
    assert seat.files() == 1


@pytest.mark.parametrize(("answer", "left"), [(BELOW, ["7", "2932682", "2932683"]), (REPLACE, ["2932682", "2932683"])])
def test_what_stands_in_the_table_goes_only_when_told(seat: Seat, tmp_path: Path, answer: int, left: list[str]) -> None:
    seat.take(csv_file(tmp_path, "Lead ID,Postcode\n7,YO1 7HH\n", "first.csv"))

    seat.open(csv_file(tmp_path))
    seat.answer(seat.columns(), f"columns_{answer}")
    seat.settle()

    assert [row[0] for row in seat.cells] == left
    assert seat.shown == left
    assert seat.files() == 1


def test_enter_alone_never_puts_rows_beside_others_or_in_their_place(seat: Seat, tmp_path: Path) -> None:
    seat.take(csv_file(tmp_path, "Lead ID,Postcode\n7,YO1 7HH\n", "first.csv"))

    seat.open(csv_file(tmp_path))
    dialog = seat.columns()
    assert dialog.foot_hint.text() == "The table holds 1 row already. Say where these go; Enter only goes back."
    assert _button(dialog, f"columns_{BELOW}").text() == "Add below the 1 row"
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    seat.settle()

    assert seat.shown == ["7"]
    assert seat.files() == 1


def test_of_two_columns_of_ids_the_person_says_which_and_is_asked_once(seat: Seat, tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Lead ID,ID,Postcode\n1,2932682,TN25 6QD\n")
    seat.open(path)
    dialog = seat.columns()
    assert not _button(dialog, f"columns_{USE}").isEnabled()
    seat.find(QPushButton, "columns_note_1").click()
    seat.answer(dialog, f"columns_{USE}")
    seat.settle()
    assert seat.presenter.page.foot.primary.text().startswith("Review 1 lead…")
    assert [column.role for column in seat.presenter.page.model.head.columns][:2] == [Role.IGNORED, Role.LEAD]

    seat.open(path)
    again = seat.columns()
    assert _button(again, f"columns_{REPLACE}").isEnabled()
    seat.answer(again, "columns_back")


def test_a_batch_with_two_columns_of_ids_cannot_be_reviewed(seat: Seat, tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Lead ID,ID,Postcode\n1,2932682,TN25 6QD\n")
    seat.office.run(seat.presenter.open_if_empty(path))
    seat.settle()

    foot = seat.tab.build.foot
    assert not foot.primary.isEnabled()
    assert foot.hint.text() == "Two columns name the leads: press Columns… and choose one."


@pytest.mark.parametrize("changed", [False, True])
def test_what_was_changed_since_a_file_was_opened_does_not_go_by_enter(
    seat: Seat, tmp_path: Path, changed: bool
) -> None:
    seat.open(excel_file(tmp_path, SHEETS))
    seat.answer(seat.dialog(WorksheetDialog), "worksheet_agree")
    seat.answer(seat.columns(), f"columns_{USE}")
    seat.settle()
    if changed:
        seat.office.run(seat.presenter.editing.changed(lambda sheet: sheet.set_cells({1: {1: "M1 1AA"}})))
        seat.settle()

    seat.press("batch.note_worksheet")
    asked = seat.dialog(WorksheetDialog)
    seat.find(DataTable, "worksheet_list").choose_row(1)
    seat.answer(asked, "worksheet_agree")
    dialog = seat.columns()
    assert ("You have changed nothing" in dialog.foot_hint.text()) is not changed
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    seat.settle()

    assert seat.shown == (["2932682"] if changed else ["7", "8"])


def test_what_was_chosen_for_all_rows_of_an_empty_table_stays(seat: Seat, tmp_path: Path) -> None:
    async def clear_blanks() -> None:
        from dataclasses import replace

        sheet = seat.presenter.loader.sheet
        assert sheet is not None
        head = await sheet.head()
        await sheet.set_head(replace(head, for_all=replace(head.for_all, blank_clears=True)), "choosing")

    seat.office.run(clear_blanks())

    seat.take(csv_file(tmp_path))

    assert seat.presenter.page.model.head.for_all.blank_clears


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"Lead ID,Postcode\n", "no rows"),
        (b'Lead ID,Postcode\n1,"never closed\n', "never closed"),
        (b"PK\x03\x04 not a workbook", "file"),
        (b"Lead ID\n\x00\x01\x02\n", "bytes"),
    ],
)
def test_a_bad_file_is_said_in_words_and_loses_nothing(seat: Seat, tmp_path: Path, content: bytes, said: str) -> None:
    seat.take(csv_file(tmp_path))
    bad = tmp_path / "bad.csv"
    bad.write_bytes(content)

    seat.open(bad)
    seat.office.until(lambda: "stays as it was" in seat.note)
    seat.settle()

    assert said in seat.note
    assert seat.shown == ["2932682", "2932683"]
    assert seat.files() == 1
    assert not seat.presenter.opening.reading.panel.isVisible()


def test_a_large_file_is_cancelled_with_escape_and_nothing_of_it_stays(seat: Seat, tmp_path: Path) -> None:
    seat.take(csv_file(tmp_path))
    large = csv_file(tmp_path, "Lead ID,Postcode\n" + "".join(f"{row},AB1 2CD\n" for row in range(1, 400_000)), "l.csv")

    seat.open(large)
    panel = seat.presenter.opening.reading.panel
    seat.office.until(lambda: panel.isVisible() and seat.tab.build.model.rowCount() == 200)
    assert not seat.find(QPushButton, "batch.open").isEnabled()
    # Where the system's dialog closes, the window becomes active again; this platform leaves that to the test.
    seat.window.activateWindow()
    seat.office.until(seat.window.isActiveWindow)
    QTest.keyClick(seat.window.focusWidget(), Qt.Key.Key_Escape)
    seat.settle()

    assert not panel.isVisible()
    assert seat.find(QPushButton, "batch.open").isEnabled()
    assert seat.note == "l.csv was not opened. The table is as it was, and nothing was sent."
    assert seat.shown == ["2932682", "2932683"]
    assert seat.files() == 1


def test_progress_says_how_many_rows_and_how_much_of_the_file(seat: Seat, tmp_path: Path) -> None:
    large = csv_file(tmp_path, "Lead ID,Postcode\n" + "".join(f"{row},AB1 2CD\n" for row in range(1, 200_000)), "l.csv")

    seat.open(large)
    panel = seat.presenter.opening.reading.panel
    words = re.compile(r"[0-9,]+ rows read · [0-9]+% of the file")
    seat.office.until(lambda: words.match(panel.progress.words))
    assert panel.heading.text() == "Reading l.csv"
    seat.answer(seat.columns(), f"columns_{USE}")
    seat.settle()

    assert seat.tab.build.model.rowCount() == 199_999


SHEETS: Sheets = {
    "Leads": [["Lead ID", "Postcode"], [2932682, "TN25 6QD"]],
    "Old leads": [["Lead ID", "Town"], [7, "York"], [8, "Leeds"]],
}


def test_of_several_worksheets_one_is_chosen_with_the_keyboard(seat: Seat, tmp_path: Path) -> None:
    seat.open(excel_file(tmp_path, SHEETS))
    asked = seat.dialog(WorksheetDialog)
    assert asked.chosen == "Leads"

    QTest.keyClick(asked.focusWidget(), Qt.Key.Key_Down)
    QTest.keyClick(asked.focusWidget(), Qt.Key.Key_Return)
    seat.answer(seat.columns(), f"columns_{USE}")
    seat.settle()

    assert seat.cells == [("7", "York"), ("8", "Leeds")]
    assert "(sheet “Old leads”)" in seat.note


def test_blank_worksheets_are_not_asked_about(seat: Seat, tmp_path: Path) -> None:
    seat.take(excel_file(tmp_path, {"Sheet1": [["Lead ID"], [5]], "Sheet2": [], "Sheet3": []}))

    assert seat.shown == ["5"]
    assert seat.window.findChild(QPushButton, "batch.note_worksheet") is None


def test_the_worksheet_can_be_changed_from_the_note(seat: Seat, tmp_path: Path) -> None:
    seat.open(excel_file(tmp_path, SHEETS))
    seat.answer(seat.dialog(WorksheetDialog), "worksheet_agree")
    seat.answer(seat.columns(), f"columns_{USE}")
    seat.settle()
    assert seat.shown == ["2932682"]

    seat.press("batch.note_worksheet")
    again = seat.dialog(WorksheetDialog)
    seat.find(DataTable, "worksheet_list").choose_row(1)
    seat.answer(again, "worksheet_agree")
    seat.answer(seat.columns(), f"columns_{REPLACE}")
    seat.settle()

    assert seat.shown == ["7", "8"]
    assert seat.files() == 1


def test_the_worksheet_can_be_changed_before_it_is_taken(seat: Seat, tmp_path: Path) -> None:
    seat.open(excel_file(tmp_path, SHEETS))
    seat.answer(seat.dialog(WorksheetDialog), "worksheet_agree")
    seat.answer(seat.columns(), "columns_worksheet")
    again = seat.dialog(WorksheetDialog)
    seat.find(DataTable, "worksheet_list").choose_row(1)
    seat.answer(again, "worksheet_agree")
    seat.answer(seat.columns(), f"columns_{USE}")
    seat.settle()

    assert seat.shown == ["7", "8"]
    assert seat.files() == 1


def test_guessed_letters_are_shown_and_read_again_at_once(seat: Seat, tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Lead ID,Last name\n1,Müller\n2,Smith\n3,Brontë\n", encoding="cp1252")
    seat.open(path)
    asked = seat.dialog(ReadAsDialog)
    seat.office.until(lambda: _sample(asked) == [["1", "Müller"], ["3", "Brontë"]])

    asked.encoding.setCurrentIndex(asked.encoding.findData("cp1251"))
    seat.office.until(lambda: _sample(asked) == [["1", "Mьller"], ["3", "Brontл"]])
    asked.encoding.setCurrentIndex(asked.encoding.findData("utf-8"))
    seat.office.until(lambda: not _button(asked, "readAs_agree").isEnabled())
    asked.encoding.setCurrentIndex(asked.encoding.findData("cp1252"))
    seat.office.until(lambda: _button(asked, "readAs_agree").isEnabled())
    seat.answer(asked, "readAs_agree")
    seat.answer(seat.columns(), f"columns_{USE}")
    seat.settle()

    assert [row[1] for row in seat.cells] == ["Müller", "Smith", "Brontë"]


def test_another_encoding_is_read_before_anything_is_taken(seat: Seat, tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Lead ID,Last name\n1,Иванов\n2,Петрова\n", encoding="cp1251")
    seat.open(path)
    asked = seat.dialog(ReadAsDialog)
    asked.encoding.setCurrentIndex(asked.encoding.findData("cp1251"))
    seat.office.until(lambda: _sample(asked) == [["1", "Иванов"], ["2", "Петрова"]])
    seat.answer(asked, "readAs_agree")
    seat.answer(seat.columns(), f"columns_{USE}")
    seat.settle()

    assert [row[1] for row in seat.cells] == ["Иванов", "Петрова"]


def test_a_file_is_read_differently_from_the_note(seat: Seat, tmp_path: Path) -> None:
    seat.take(csv_file(tmp_path, "Lead ID;Postcode, old\n1;AB1 2CD\n"))

    seat.press("batch.note_reading")
    asked = seat.dialog(ReadAsDialog)
    asked.delimiter.setCurrentIndex(asked.delimiter.findData(","))
    seat.office.until(lambda: _sample(asked) == [["1;AB1 2CD", ""]])
    seat.answer(asked, "readAs_back")
    seat.settle()

    assert seat.cells == [("1", "AB1 2CD")]


GARBAGE = b"this is no table" * 4_096


@pytest.mark.parametrize("kind", ["garbage", "cut off", "a page", "another version"])
def test_a_damaged_batch_is_told_of_once_and_kept_aside_and_a_file_can_be_opened(
    seat: Seat, tmp_path: Path, kind: str
) -> None:
    seat.take(
        csv_file(tmp_path, "Lead ID,Postcode\n" + "".join(f"{row},AB1 2CD\n" for row in range(1, 3_000)), "l.csv")
    )
    path = seat.office.run(_leave_sheet(seat))
    _damage(path, kind)
    damaged = path.read_bytes()

    _start_again(seat)
    (aside,) = seat.folder.glob("batches/*-damaged-*.sqlite3")
    assert aside.read_bytes() == damaged
    assert seat.note.startswith("The table of the unfinished batch is damaged, so a new one was begun.")
    assert str(aside) in seat.note
    assert seat.tab.build.note.property("tone") == "error"
    assert seat.cells == []

    seat.take(csv_file(tmp_path))
    assert seat.shown == ["2932682", "2932683"]
    seat.office.run(_leave_sheet(seat))
    _start_again(seat)
    assert seat.note == ""
    assert seat.shown == ["2932682", "2932683"]
    assert aside.exists()


async def _leave_sheet(seat: Seat) -> Path:
    """Close the batch, as at the end of the app; gives its file."""
    sheet = await seat.presenter.loader.leave()
    assert sheet is not None
    await sheet.close()
    return sheet.path


def _start_again(seat: Seat) -> None:
    """What is done at a start, and whenever an account is opened."""
    seat.office.run(seat.office.workplace.tools.batch_sheets._files.clean_up())
    seat.office.flow.desk_changed.emit(seat.office.desk)
    seat.settle()


def _damage(path: Path, kind: str) -> None:
    whole = path.read_bytes()
    if kind == "another version":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA user_version = 99")
    elif kind == "a page":
        path.write_bytes(whole[:40_960] + GARBAGE[:8_192] + whole[49_152:])
    else:
        path.write_bytes(GARBAGE if kind == "garbage" else whole[: len(whole) // 2])


def test_a_batch_that_is_damaged_while_it_is_open_gives_way_to_a_new_one(seat: Seat, tmp_path: Path) -> None:
    large = csv_file(tmp_path, "Lead ID,Postcode\n" + "".join(f"{row},AB1 2CD\n" for row in range(1, 60_000)), "l.csv")
    seat.take(large)
    sheet = seat.presenter.sheet
    assert sheet is not None
    # Only what no connection keeps in its memory: the pages of the last rows.
    with sheet.path.open("r+b") as file:
        size = file.seek(0, 2)
        file.seek(size // 4)
        file.write(GARBAGE * (size // 2 // len(GARBAGE)))

    seat.open(csv_file(tmp_path))
    seat.office.until(lambda: seat.window.findChildren(ColumnsDialog) or "damaged" in seat.note)
    seat.answer(seat.columns(), f"columns_{USE}")
    seat.settle()

    assert seat.shown == ["2932682", "2932683"]
    assert len(list(seat.folder.glob("batches/*-damaged-*.sqlite3"))) == 1


def test_what_a_person_matched_is_remembered(seat: Seat, tmp_path: Path) -> None:
    text = "Ref,Where,Agent\n2932682,TN25 6QD,Priya\n"
    seat.open(csv_file(tmp_path, text))
    dialog = seat.columns()
    assert not _button(dialog, f"columns_{USE}").isEnabled()
    dialog.rows[0].choice.choose(Becomes(Role.LEAD))
    dialog.rows[1].choice.choose(Becomes(Role.FIELD, "postcode"))
    seat.answer(dialog, f"columns_{USE}")
    seat.settle()
    assert seat.headings == ["Lead ID", "Postcode", "Not sent"]

    seat.open(csv_file(tmp_path, text, "tomorrow.csv"))
    dialog = seat.columns()

    assert [row.choice.currentText() for row in dialog.rows.values()] == ["Lead ID", "Postcode", "Not sent"]
    assert seat.find(QLabel, "columns_how_1").text() == "As last time"
    seat.answer(dialog, f"columns_{REPLACE}")
    seat.settle()


def test_columns_are_changed_later_and_undone(seat: Seat, tmp_path: Path) -> None:
    seat.take(csv_file(tmp_path))

    seat.press("batch.note_columns")
    dialog = seat.columns()
    dialog.rows[2].choice.choose(Becomes(Role.FIELD, "notes"))
    seat.answer(dialog, f"columns_{USE}")
    seat.settle()
    assert seat.headings == ["Lead ID", "Postcode", "Notes"]

    seat.press("batch.undo")
    seat.settle()
    assert seat.headings == ["Lead ID", "Postcode", "Not sent"]


def test_real_dates_are_written_in_the_form_that_was_chosen_and_so_the_next_time(seat: Seat, tmp_path: Path) -> None:
    rows: Sheets = {"Sheet1": [["Lead ID", "Date of birth"], [1, date(1981, 4, 3)], [2, date(1975, 5, 17)]]}
    seat.open(excel_file(tmp_path, rows))
    dialog = seat.columns()
    forms = dialog.rows[1].dates
    assert forms is not None
    assert forms.itemText(0) == "dd/mm/yyyy:  03/04/1981 · 17/05/1975"
    forms.setCurrentIndex(1)
    seat.answer(dialog, f"columns_{USE}")
    seat.settle()
    assert [row[1] for row in seat.cells] == ["1981-04-03", "1975-05-17"]

    seat.open(excel_file(tmp_path, rows, "again.xlsx"))
    seat.answer(seat.columns(), f"columns_{REPLACE}")
    seat.settle()

    assert [row[1] for row in seat.cells] == ["1981-04-03", "1975-05-17"]


def test_results_offer_only_what_did_not_go_through(seat: Seat, tmp_path: Path) -> None:
    text = (
        "Lead ID,Postcode,Outcome,LeadByte said,Delivery or action confirmed,Time,Request number\n"
        "1,AB1 2CD,Updated,,,,1\n2,AB1 2CE,Refused: no such lead,,,,1\n3,AB1 2CF,Not sent,,,,\n"
    )
    seat.open(csv_file(tmp_path, text, "results.csv"))
    dialog = seat.columns()
    assert seat.find(QLabel, "columns_how_2").text() == "From results of this app"
    seat.answer(dialog, f"columns_{USE}")
    seat.settle()

    assert seat.note.startswith("3 rows from results.csv. Of these results 1 row is left out; it says why.")


def test_only_the_first_of_several_dropped_files_is_opened(seat: Seat, tmp_path: Path) -> None:
    others = [csv_file(tmp_path, name=f"{place}.csv") for place in range(2)]

    seat.drop(csv_file(tmp_path), *others)
    seat.answer(seat.columns(), f"columns_{USE}")
    seat.settle()

    assert seat.note.endswith("Only the first of the 3 files was opened; drop the others one by one.")
    assert len(seat.cells) == 2


def test_a_dropped_folder_is_said_in_words(seat: Seat, tmp_path: Path) -> None:
    seat.drop(tmp_path)
    seat.settle()

    assert "is a folder" in seat.note


def test_no_box_on_the_tab_takes_a_dropped_file_for_itself(seat: Seat) -> None:
    boxes = [box for box in seat.tab.findChildren(QLineEdit) if box.acceptDrops()]

    assert boxes == []
    assert seat.tab.childAt(QPoint(600, 300)) is not None


def test_a_second_file_waits_until_the_first_was_answered(seat: Seat, tmp_path: Path) -> None:
    seat.open(csv_file(tmp_path))
    dialog = seat.columns()

    seat.drop(csv_file(tmp_path, name="second.csv"))
    seat.office.until(lambda: "Another file is being opened" in seat.note)

    assert dialog.isVisible()
    seat.answer(dialog, f"columns_{USE}")
    seat.settle()
    assert len(seat.cells) == 2


def test_no_file_is_opened_while_the_columns_are_being_chosen(seat: Seat, tmp_path: Path) -> None:
    seat.take(csv_file(tmp_path))

    seat.press("batch.note_columns")
    seat.drop(csv_file(tmp_path, "Lead ID\n9\n", "second.csv"))
    dialog = seat.columns()
    seat.office.until(lambda: "The columns of the table are being chosen" in seat.note)
    seat.answer(dialog, "columns_back")
    seat.settle()

    assert seat.shown == ["2932682", "2932683"]
    assert seat.files() == 1
    seat.drop(csv_file(tmp_path, "Lead ID\n9\n", "second.csv"))
    seat.answer(seat.columns(), f"columns_{REPLACE}")
    seat.settle()
    assert seat.shown == ["9"]


def test_the_columns_are_asked_about_once_however_often_it_is_pressed(seat: Seat, tmp_path: Path) -> None:
    seat.take(csv_file(tmp_path))

    for _time in range(2):
        seat.tab.build.columns_wanted.emit(-1)
    seat.answer(seat.columns(), "columns_back")
    seat.settle()

    assert seat.asked() == []
    seat.press("batch.note_columns")
    seat.answer(seat.columns(), "columns_back")
    seat.settle()


def test_a_table_that_is_pasted_twice_is_asked_about_once(seat: Seat) -> None:
    paste(seat, "Lead ID\tSurname\n0042\tO’Neil\n")
    paste(seat, "Lead ID\tSurname\n0042\tO’Neil\n")
    seat.answer(seat.columns(), f"columns_{USE}")
    seat.settle()

    assert seat.asked() == []
    assert seat.cells == [("0042", "O’Neil")]
    assert seat.files() == 1


def test_a_file_goes_into_no_account_that_was_opened_after_it(seat: Seat, tmp_path: Path) -> None:
    seat.open(csv_file(tmp_path))
    seat.columns()

    seat.open_another_account()

    assert seat.asked() == []
    assert seat.cells == []
    assert seat.files() == 2, "the batches of the two accounts"
    seat.take(csv_file(tmp_path, "Lead ID\n9\n", "other.csv"))
    assert seat.shown == ["9"]


def test_a_pasted_table_goes_into_no_account_that_was_opened_after_it(seat: Seat) -> None:
    paste(seat, "Lead ID\tSurname\n0042\tO’Neil\n")
    seat.columns()

    seat.open_another_account()

    assert seat.asked() == []
    assert seat.cells == []
    assert seat.files() == 2, "the batches of the two accounts"


@pytest.mark.parametrize("wait_for_it", [True, False])
def test_columns_that_are_chosen_for_one_account_are_not_those_of_another(
    seat: Seat, tmp_path: Path, *, wait_for_it: bool
) -> None:
    seat.open_another_account()
    seat.take(csv_file(tmp_path))
    seat.open_first_account()
    seat.take(csv_file(tmp_path, "Lead ID,Postcode,Town\n9,AB1 2CD,York\n", "first.csv"))

    seat.press("batch.note_columns")
    if wait_for_it:
        dialog = seat.columns()
        dialog.rows[1].choice.choose(Becomes(Role.FIELD, "notes"))
    seat.open_another_account()

    assert seat.asked() == []
    assert seat.headings == ["Lead ID", "Postcode", "Not sent"]
    seat.open_first_account()
    assert seat.headings == ["Lead ID", "Postcode", "Town or city"]


def test_the_sample_opens_into_an_empty_table_only(seat: Seat, tmp_path: Path) -> None:
    seat.office.run(seat.presenter.open_if_empty(csv_file(tmp_path)))
    seat.settle()
    assert seat.shown == ["2932682", "2932683"]

    seat.office.run(seat.presenter.open_if_empty(csv_file(tmp_path, "Lead ID\n9\n", "other.csv")))
    seat.settle()

    assert seat.shown == ["2932682", "2932683"]
    assert seat.files() == 1


def paste(seat: Seat, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(seat.tab.build.table.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_a_pasted_table_with_headings_is_matched(seat: Seat) -> None:
    paste(seat, "Lead ID\tSurname\n0042\tO’Neil\n43\tSmith\n")
    seat.answer(seat.columns(), f"columns_{USE}")
    seat.settle()

    assert seat.headings == ["Lead ID", "Last name"]
    assert seat.cells == [("0042", "O’Neil"), ("43", "Smith")]
    assert seat.note == "2 rows pasted. 1 column is sent."
    assert seat.files() == 1


def test_a_table_with_headings_never_goes_over_the_cells_of_a_batch(seat: Seat) -> None:
    paste(seat, "Lead ID\tSurname\n0042\tO’Neil\n")
    seat.answer(seat.columns(), f"columns_{USE}")
    seat.settle()
    paste(seat, "Surname\tLead ID\nSmith\t43\n")
    seat.answer(seat.columns(), f"columns_{BELOW}")
    seat.settle()
    assert seat.cells == [("0042", "O’Neil"), ("43", "Smith")]
    assert seat.note == "1 row pasted. 1 column is sent."

    paste(seat, "Quarantine ID\tAction\n8419001\treject\n")
    seat.answer(seat.columns(), f"columns_{BELOW}")
    seat.settle()
    assert seat.cells == [("0042", "O’Neil"), ("43", "Smith")]
    assert "Nothing was added. Send them as two batches." in seat.note

    paste(seat, "Quarantine ID\tAction\n8419001\treject\n")
    seat.answer(seat.columns(), f"columns_{REPLACE}")
    seat.settle()
    assert seat.headings == ["Quarantine ID", "Action"]
    assert seat.files() == 1


def test_going_back_from_a_pasted_table_changes_nothing(seat: Seat) -> None:
    paste(seat, "Lead ID\tSurname\n0042\tO’Neil\n")
    seat.answer(seat.columns(), "columns_back")
    seat.settle()

    assert seat.cells == []
    assert seat.files() == 1


def test_pasted_columns_that_the_table_has_not_are_asked_for(seat: Seat) -> None:
    paste(seat, "1\tAB1 2CD\tx\n2\tAB1 2CE\ty\n")
    dialog = seat.columns()
    first = dialog.rows[1]
    assert first.choice.currentText() == "Not sent"
    first.choice.choose(Becomes(Role.FIELD, "postcode"))
    seat.answer(dialog, f"columns_{USE}")
    seat.settle()

    assert seat.headings == ["Lead ID", "Postcode"]
    assert seat.cells == [("1", "AB1 2CD"), ("2", "AB1 2CE")]


def test_an_empty_clipboard_is_said(seat: Seat) -> None:
    paste(seat, " ")
    seat.settle()

    assert "no text in the clipboard" in seat.note


def _button(dialog: QDialog, name: str) -> QPushButton:
    return cast("QPushButton", dialog.findChild(QPushButton, name))


def _sample(dialog: ReadAsDialog) -> list[list[str]]:
    model = dialog.table.view.model()
    columns = range(model.columnCount())
    return [[model.index(row, column).data() for column in columns] for row in range(model.rowCount())]
