"""A person at the tab *History*, for the tests of that tab and of what other tabs leave there."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT
from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import DraftItem, JobDraft, JobKind
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.practice.world import LeadStatus
from leadbyte_desktop.ui.history_presenter import HistoryPresenter
from leadbyte_desktop.ui.history_tab import HistoryTab
from leadbyte_desktop.ui.parts.chip import CountChip
from leadbyte_desktop.ui.parts.data_table import DataTable

if TYPE_CHECKING:
    from tests.ui.conftest import Office

W = TypeVar("W", bound=QWidget)
FIRST = 2932682


class History:
    """The tab in a window of its own, as a person meets it."""

    def __init__(self, office: Office, qtbot: QtBot, *, at_once: bool = False) -> None:
        """Open it; with `at_once` while something is under way, of which the end is not waited for."""
        self.office = office
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(1180, 760)
        self.tab = HistoryTab(self.window)
        self.presenter = HistoryPresenter(self.tab, office.flow, office.runner)
        self.tab.resize(1180, 620)
        self.window.show()
        qtbot.waitExposed(self.window)
        if not at_once:
            office.settle()

    def find(self, kind: type[W], name: str) -> W:
        found = self.window.findChild(kind, name)
        assert found is not None, f"nothing is called {name}"
        return found

    def sees(self, name: str) -> bool:
        return any(each.isVisible() for each in self.window.findChildren(QWidget, name))

    def words(self, name: str) -> str:
        label = self.find(QLabel, f"history.{name}")
        return label.text() if label.isVisible() else ""

    def table(self, name: str) -> list[list[str]]:
        """All cells of a table, row by row."""
        model = self.find(DataTable, f"history.{name}").view.model()
        columns = range(model.columnCount())
        return [[str(model.index(row, column).data()) for column in columns] for row in range(model.rowCount())]

    def titles(self) -> list[str]:
        return [row[1] for row in self.table("jobs")]

    def leads(self) -> list[str]:
        return [row[1] for row in self.table("items")]

    def choose(self, table: str, row: int) -> None:
        """Click a row, and wait for the end of what that starts."""
        self.click_row(table, row)
        self.office.settle()

    def click_row(self, table: str, row: int) -> None:
        """Click a row."""
        view = self.find(DataTable, f"history.{table}").view
        place = view.visualRect(view.model().index(row, 1)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def click(self, name: str) -> None:
        QTest.mouseClick(self.find(QPushButton, f"history.{name}"), Qt.MouseButton.LeftButton)

    def press(self, name: str) -> None:
        """Click, and wait for the end of what it starts."""
        self.click(name)
        self.office.settle()

    def search(self, text: str) -> None:
        line = self.find(QLineEdit, "history.search")
        line.selectAll()
        QTest.keyClicks(line, text) if text else line.clear()
        self.office.until(lambda: not self.tab._waiting.isActive())
        self.office.settle()

    def counts(self) -> list[str]:
        return [chip.text() for chip in self.window.findChildren(CountChip) if chip.isVisible()]

    @property
    def hint(self) -> str:
        return self.words("foot_hint")

    @property
    def outcome(self) -> str:
        return self.words("outcome_note_text")

    def code(self, name: str) -> str:
        return self.find(QPlainTextEdit, f"history.attempt_{name}").toPlainText()


def update(number: int, deliveries: tuple[str, ...] = (), **changes: str) -> LeadUpdate:
    return LeadUpdate(LeadRef(str(number)), changes, deliveries)


def draft(title: str, *updates: LeadUpdate | FinancialUpdate, kind: JobKind = JobKind.BATCH) -> JobDraft:
    return JobDraft(kind, title, PRACTICE_ACCOUNT.account_id, tuple(DraftItem(each) for each in updates))


def plain(title: str, count: int = 1, first: int = FIRST) -> JobDraft:
    return draft(title, *(update(first + place, postcode="TN25 6QD") for place in range(count)))


def with_status(office: Office, status: LeadStatus, count: int = 1) -> list[int]:
    """The IDs of leads that stand so."""
    return [int(lead.number) for lead in office.world.with_status(status)[:count]]


def write_down(office: Office, made: JobDraft) -> int:
    """A job that stands in the journal and of which nothing was sent yet, as after the power failed."""
    journal = office.workplace.tools.journal
    return office.run(journal.create_job(made, PRACTICE_ACCOUNT, "sam")).job_id
