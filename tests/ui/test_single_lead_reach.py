"""Single lead in the whole window: what the keyboard goes to is in sight, with what belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea

from leadbyte_desktop.resource_files import resource_path
from leadbyte_desktop.ui.batch_presenter import BatchPresenter
from leadbyte_desktop.ui.main_window import MainWindow
from leadbyte_desktop.ui.parts.page import Page
from leadbyte_desktop.ui.parts.tick_list import TickList
from leadbyte_desktop.ui.session import SAMPLE_BATCH
from tests.ui.layouts import come_to_rest
from tests.ui.single_form import LEAD, press, type_here

if TYPE_CHECKING:
    from tests.ui.conftest import Office


def rows_in_sight(deliveries: TickList) -> int:
    """How many whole rows of the list a person sees."""
    seen = deliveries.view.viewport().visibleRegion().boundingRect()
    model = deliveries.view.model()
    places = [deliveries.view.visualRect(model.index(row, 0)) for row in range(model.rowCount())]
    return sum(seen.contains(place.adjusted(0, 1, 0, -1)) for place in places)


@pytest.mark.parametrize(("width", "height"), [(1180, 690), (1366, 768)])
@pytest.mark.parametrize("by", ["Alt+D", "Enter", "Tab"])
def test_the_list_of_deliveries_comes_into_sight_with_its_search(
    window: MainWindow, office: Office, width: int, height: int, by: str
) -> None:
    window.resize(width, height)
    lead, deliveries = window.findChild(QLineEdit, "single.leadId"), window.findChild(TickList, "single.deliveries")
    assert lead is not None
    assert deliveries is not None
    lead.setFocus()
    type_here(LEAD.number)
    press(Qt.Key.Key_Return)
    office.settle()
    come_to_rest()
    if by == "Alt+D":
        press(Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    for _step in range(0 if by == "Alt+D" else 5):
        focused = QApplication.focusWidget()
        if focused is not None and focused.objectName() != "single.deliveries_search":
            QTest.keyClick(focused, Qt.Key.Key_Tab if by == "Tab" else Qt.Key.Key_Return)
    come_to_rest()
    search = QApplication.focusWidget()
    assert search is not None
    assert search.objectName() == "single.deliveries_search"
    assert search.visibleRegion().boundingRect() == search.rect()
    assert rows_in_sight(deliveries) == 4
    type_here("solar")
    come_to_rest()
    assert rows_in_sight(deliveries) == min(4, deliveries.view.model().rowCount())


def test_alt_d_brings_the_list_back_to_whoever_scrolled_away(window: MainWindow) -> None:
    window.resize(1180, 690)
    form, deliveries = window.findChild(Page, "single.form"), window.findChild(TickList, "single.deliveries")
    assert form is not None
    assert deliveries is not None
    come_to_rest()
    press(Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    area = form.findChild(QScrollArea)
    assert area is not None
    area.verticalScrollBar().setValue(0)
    come_to_rest()
    assert rows_in_sight(deliveries) < 4
    press(Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    come_to_rest()
    assert rows_in_sight(deliveries) == 4


def test_a_file_that_is_read_in_another_tab_takes_the_focus_from_nobody(office: Office, window: MainWindow) -> None:
    lead = window.findChild(QLineEdit, "single.leadId")
    assert lead is not None
    assert QApplication.focusWidget() is lead
    batch = window.presenter("batch")
    assert isinstance(batch, BatchPresenter)
    office.run(batch.open_if_empty(resource_path(*SAMPLE_BATCH)))
    office.settle()
    come_to_rest()
    assert batch.page.model.rowCount() > 0
    type_here("07700900631")
    assert lead.text() == "07700900631"
