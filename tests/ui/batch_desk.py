"""A person at the tab *Batch*, for the tests of that tab."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.job import ItemState
from leadbyte_desktop.domain.sheet import Column, ForAll, Role, SheetHead
from leadbyte_desktop.practice.world import LeadStatus
from leadbyte_desktop.ui.batch_presenter import BatchPresenter
from leadbyte_desktop.ui.batch_sent_columns import LEAD, OUTCOME, SAID
from leadbyte_desktop.ui.batch_tab import BatchTab

if TYPE_CHECKING:
    from tests.ui.conftest import Office

ACME = "1053"
"""The delivery “Acme Solar — evening” of the practice account."""
W = TypeVar("W", bound=QWidget)


@dataclass
class Desk:
    """The tab in a window of its own, and the hands of a person at it."""

    office: Office
    window: QWidget
    tab: BatchTab
    presenter: BatchPresenter

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.office.settle()

    def button(self, name: str) -> QPushButton:
        return self.find(QPushButton, name)

    def find(self, kind: type[W], name: str) -> W:
        self.office.until(lambda: self.tab.findChild(kind, name) is not None)
        return cast("W", self.tab.findChild(kind, name))

    def press(self, name: str) -> None:
        button = self.button(name)
        assert button.isVisible()
        assert button.isEnabled()
        button.click()

    def paste(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        QTest.keyClick(self.tab.build.table.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def type_in_cell(self, text: str) -> None:
        """Type in the cell that is open, and press Enter."""
        view = self.tab.build.table.view
        editor = view.indexWidget(view.currentIndex())
        assert isinstance(editor, QLineEdit)
        QTest.keyClicks(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        # Enter takes the text in the next turn of the loop.
        self.office.until(lambda: view.indexWidget(view.currentIndex()) is not editor)

    def type_over(self, row: int, column: int, text: str) -> None:
        """Go to a cell and type in it what it shall be."""
        self.go_to(row, column)
        QTest.keyClick(self.tab.build.table.view, Qt.Key.Key_F2)
        editor = self.tab.build.table.view.indexWidget(self.tab.build.table.view.currentIndex())
        assert isinstance(editor, QLineEdit)
        editor.selectAll()
        self.type_in_cell(text)
        self.settle()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier) -> None:
        """Press a key in the table."""
        QTest.keyClick(self.tab.build.table.view, key, modifier)
        self.settle()

    def choose(self, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        """Choose a block of cells."""
        self.tab.build.table.view.choose_block(row, column, rows, columns)

    def act(self, name: str) -> None:
        """Choose an entry of the menu of the chosen rows."""
        action = self.tab.build.findChild(QAction, f"batch.{name}")
        assert action is not None
        action.trigger()
        self.settle()

    def go_to(self, row: int, column: int) -> None:
        self.tab.build.table.view.choose_block(row, column, 1, 1)

    def build(
        self, *rows: Sequence[str | None], fields: tuple[str, ...] = ("postcode",), name: str = "",
        roles: tuple[Role, ...] = (), for_all: ForAll | None = None, lead: Role = Role.LEAD,
    ) -> None:  # fmt: skip
        """Have a batch: the lead's number, the fields, then a column for each further role."""
        kinds = [(lead, ""), *((Role.FIELD, field) for field in fields), *((role, "") for role in roles)]
        columns = tuple(Column(slot, "", role, field) for slot, (role, field) in enumerate(kinds))
        head = SheetHead(name, columns, for_all or ForAll())
        cells = [[*row, *[None] * len(kinds)][: len(kinds)] for row in rows]

        async def change() -> None:
            sheet = await self.presenter.sheets.new_current(self.presenter.account_id)
            await sheet.set_head(head, "making the batch")
            if cells:
                await sheet.add_rows(cells)
            await self.presenter.show_sheet(sheet)

        self.office.run(change())
        self.settle()

    def review(self) -> None:
        self.settle()
        self.press("batch.review_primary")

    def send_all(self) -> None:
        """Review, agree, and wait for the end."""
        self.review()
        self.wait_for_end()

    def wait_for_end(self) -> None:
        self.office.until(lambda: not self.tab.building and not self.presenter.sending.sending)
        self.settle()

    @property
    def cells(self) -> list[list[str]]:
        """What the table shows in which a batch is built."""
        model = self.tab.build.model
        columns = range(model.columnCount())
        return [[str(model.index(row, column).data() or "") for column in columns] for row in range(model.rowCount())]

    @property
    def outcomes(self) -> dict[str, tuple[str, str]]:
        """Lead ID to what happened and what LeadByte said, as the table of results shows it."""
        model = self.tab.sent.model
        return {
            model.index(row, LEAD).data(): (model.index(row, OUTCOME).data(), model.index(row, SAID).data())
            for row in range(model.rowCount())
        }

    def leads(self, count: int, *statuses: LeadStatus) -> list[str]:
        wanted = [each.number for each in self.office.world.leads.values() if each.status in statuses]
        return wanted[:count]

    def good(self, count: int) -> list[str]:
        return self.leads(count, LeadStatus.VALID)

    def job_items(self) -> dict[str, ItemState]:
        job = self.presenter.sending.job
        assert job is not None
        return {item.lead.number: item.state for item in self.office.items(job.job_id)}


def sit_down(office: Office, qtbot: QtBot) -> Desk:
    window = QWidget()
    window.resize(1180, 640)
    tab = BatchTab(window)
    presenter = BatchPresenter(tab, office.flow, office.runner)
    tab.resize(1180, 640)
    window.show()
    qtbot.waitExposed(window)
    desk = Desk(office, window, tab, presenter)
    # pytest-qt closes windows before any fixture ends, so what is under way has to end before that.
    qtbot.addWidget(window, before_close_func=lambda _window: desk.settle())
    desk.settle()
    return desk
