"""The tab Batch in windows of several sizes: the table has the room, and everything else is in sight."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.app import tab_makers
from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT
from leadbyte_desktop.ui.batch_header import NumberHeader
from leadbyte_desktop.ui.main_window import MainWindow
from leadbyte_desktop.ui.theme import Theme
from tests.ui.layouts import come_to_rest

if TYPE_CHECKING:
    from leadbyte_desktop.ui.batch_presenter import BatchPresenter
    from tests.ui.conftest import Office

Full = Callable[[int, int], "BatchPresenter"]


@pytest.fixture
def full(office: Office, qtbot: QtBot, light_theme: Theme, tmp_path: Path) -> Full:
    """The whole window in the look of the app, at a size, with everything in the tab that can be there at once."""
    kept: list[MainWindow] = []  # qtbot itself keeps no window alive

    def leave(window: MainWindow) -> None:
        office.settle()
        window.close_now()

    def show(width: int, height: int) -> BatchPresenter:
        window = MainWindow(tab_makers())
        window.resize(width, height)
        kept.append(window)
        qtbot.addWidget(window, before_close_func=leave)
        window.wake(office.flow, office.runner)
        window.show()
        window.show_account(PRACTICE_ACCOUNT)
        window.open_tab("batch")
        qtbot.waitExposed(window)
        office.settle()
        presenter = cast("BatchPresenter", window.presenters["batch"])
        rows = (f"{'29x' if row % 9 == 3 else 2932000 + row},TN25 6QD,770090012{row % 10}" for row in range(60))
        path = tmp_path / "leads-today.csv"
        path.write_text("\n".join(["Lead ID,Post Code,Phone", *rows]), "utf-8")
        office.run(presenter.opening.open_if_empty(path))
        office.settle()
        presenter._column_menu.sort(1, descending=True)
        office.settle()
        come_to_rest()
        return presenter

    return show


def shown_rows(presenter: BatchPresenter) -> float:
    """How many whole rows of the table can be seen, as far as the page shows the table."""
    view = presenter.page.table.view
    seen = view.viewport().visibleRegion().boundingRect().height()
    return seen // view.verticalHeader().defaultSectionSize()


def is_seen(part: QWidget) -> bool:
    """Whether the whole of it can be seen."""
    return part.isVisible() and part.visibleRegion().boundingRect() == part.rect()


def test_ten_rows_are_seen_beside_note_problems_and_sorting(full: Full) -> None:
    page = (presenter := full(1366, 768)).page

    assert shown_rows(presenter) >= 10
    for part in (page.card, page.finder, page.note, page.problems, page.finder.search, page.problems.leave_out):
        assert is_seen(part), part.objectName()
    order = page.findChild(QAbstractButton, "batch.fileOrder")
    assert isinstance(order, QAbstractButton)
    assert order.text() == "By Postcode ↓ · File’s order"
    assert order.accessibleName() == "Sorted by Postcode, downwards. Back to the file’s order"
    assert is_seen(order)


def test_problems_put_out_of_sight_leave_the_table_the_width_and_come_back(full: Full) -> None:
    page = full(1366, 768).page
    width = page.table.width()
    page.note.hide_note()
    page.problems.fold.setFocus()
    page.problems.fold.click()
    come_to_rest()

    again = page.findChild(QAbstractButton, "batch.showProblems")
    assert isinstance(again, QAbstractButton)
    assert not page.problems.isVisible()
    assert page.table.width() > width + 300
    assert again.hasFocus()
    again.click()
    come_to_rest()
    assert page.problems.isVisible()
    assert not again.isVisible()
    assert page.problems.kinds.hasFocus()
    assert page.table.width() < width + 300


def test_in_a_narrow_window_they_stand_below_each_other(full: Full) -> None:
    page = full(700, 500).page

    assert page.note.geometry().bottom() < page.table.geometry().top()
    assert page.table.geometry().bottom() < page.problems.geometry().top()
    assert page._area.horizontalScrollBar().maximum() == 0, "nothing stands beyond the window's edge"
    heading = page.heading
    assert heading.fontMetrics().horizontalAdvance(heading.text()) <= heading.width(), "the words have a line"


def test_a_note_that_says_much_has_the_whole_width(full: Full) -> None:
    page = full(1366, 768).page
    assert page.note.width() < 400
    page.say(f"It is kept as {Path('/home/priya') / ('a-folder-with-a-long-name' * 2) / 'batch.sqlite3'}. " * 3)
    come_to_rest()

    assert page.note.geometry().bottom() < page.table.geometry().top()
    assert page.note.geometry().right() == page.problems.geometry().right()
    page.say("Saved.")
    come_to_rest()
    assert page.note.geometry().left() > page.table.geometry().right()
    assert page.note.geometry().bottom() < page.problems.geometry().top()


class Asked(QStringListModel):
    """Counts how often a header asks for the words of a row or column."""

    def __init__(self) -> None:
        super().__init__([str(row) for row in range(1_000)])
        self.times = 0

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        self.times += 1
        return super().headerData(section, orientation, role)


def test_the_rows_numbers_are_as_wide_as_the_table_has_them_and_none_is_read_for_that(qtbot: QtBot) -> None:
    header, model = NumberHeader(), Asked()
    qtbot.addWidget(header)
    header.setModel(model)
    header.setFixedWidth(68)
    model.times = 0

    model.headerDataChanged.emit(Qt.Orientation.Vertical, 0, 99)

    assert header.sizeHint().width() == 68
    assert model.times == 0
