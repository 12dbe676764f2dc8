"""The tab Deliveries by keys alone, in the whole window: what is typed never goes to nowhere, and never goes away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from leadbyte_desktop.api.client import LeadByteClient
from leadbyte_desktop.api.network import Transports
from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT, ApiKey
from leadbyte_desktop.practice.account import build_app
from leadbyte_desktop.practice.keys import UPDATE_ONLY_KEY
from leadbyte_desktop.practice.world import LeadStatus
from leadbyte_desktop.services.desk import Desk
from leadbyte_desktop.ui.deliveries_tab import DeliveriesTab
from leadbyte_desktop.ui.main_window import MainWindow
from tests.ui.layouts import come_to_rest
from tests.ui.single_form import press, type_here

if TYPE_CHECKING:
    from tests.ui.conftest import Office

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SEARCH_WORDS = "Search by name, buyer, campaign or ID   Alt+D"
W = TypeVar("W", bound=QWidget)


def part(window: MainWindow, kind: type[W], name: str) -> W:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def focused() -> str:
    widget = QApplication.focusWidget()
    return widget.objectName() if widget is not None else ""


def open_tab(office: Office, place: Qt.Key = Qt.Key.Key_3) -> None:
    press(place, ALT)
    office.settle()
    come_to_rest()


def valid(office: Office, count: int) -> list[str]:
    return [lead.number for lead in office.world.with_status(LeadStatus.VALID)[:count]]


def use_key(office: Office, key: str, account_id: str = PRACTICE_ACCOUNT.account_id) -> None:
    """Open an account with this key."""
    account = replace(PRACTICE_ACCOUNT, account_id=account_id)
    client = LeadByteClient(account, ApiKey(key), Transports.in_process(build_app(office.world), office.problems))
    office.flow.open_desk(Desk(office.desk.tools, account, client))
    office.settle()
    come_to_rest()


# --- the way in -------------------------------------------------------------------------------------------------------


def test_alt_3_goes_to_the_box_of_lead_ids(office: Office, window: MainWindow) -> None:
    open_tab(office)
    type_here("2932682")
    assert part(window, QPlainTextEdit, "deliveries.sendIds").toPlainText() == "2932682"


def test_it_goes_there_again_while_the_box_is_empty(office: Office, window: MainWindow) -> None:
    open_tab(office)
    part(window, QPushButton, "deliveries.act_buyers").setFocus()
    open_tab(office, Qt.Key.Key_4)
    open_tab(office)
    assert focused() == "deliveries.sendIds"


def test_with_something_in_the_box_whoever_comes_back_goes_on_where_they_were(
    office: Office, window: MainWindow
) -> None:
    open_tab(office)
    type_here("2932682")
    press(Qt.Key.Key_D, ALT)
    for there in ("deliveries.sendTo_search", "deliveries.sendIds"):
        part(window, QWidget, there).setFocus()
        open_tab(office, Qt.Key.Key_4)
        open_tab(office)
        assert focused() == there


def test_the_arrows_on_the_strip_stay_there(office: Office, window: MainWindow) -> None:
    part(window, QWidget, "tabs_bar").setFocus()
    for _step in range(2):
        press(Qt.Key.Key_Right)
    office.settle()
    assert window.open_key == "deliveries"
    assert focused() == "tabs_bar"


# --- Alt+D ------------------------------------------------------------------------------------------------------------


def test_alt_d_goes_to_the_search_of_deliveries(office: Office, window: MainWindow) -> None:
    open_tab(office)
    type_here("2932682")
    press(Qt.Key.Key_D, ALT)
    type_here("solar")
    search = part(window, QLineEdit, "deliveries.sendTo_search")
    assert search.placeholderText() == SEARCH_WORDS
    assert search.text() == "solar"
    assert part(window, QPlainTextEdit, "deliveries.sendIds").toPlainText() == "2932682"


def test_where_the_act_has_no_deliveries_alt_d_leaves_whoever_types_alone(office: Office, window: MainWindow) -> None:
    open_tab(office)
    part(window, DeliveriesTab, "deliveries").send.acts.choose("reprocess")
    part(window, QWidget, "deliveries.sendIds").setFocus()
    press(Qt.Key.Key_D, ALT)
    assert focused() == "deliveries.sendIds"


def test_without_deliveries_alt_d_goes_to_where_they_are_added(office: Office, window: MainWindow) -> None:
    use_key(office, UPDATE_ONLY_KEY.text, "another")
    open_tab(office)
    press(Qt.Key.Key_D, ALT)
    assert focused() == "deliveries.noneOffered_button"


def test_on_single_lead_without_deliveries_alt_d_leaves_whoever_types_alone(office: Office, window: MainWindow) -> None:
    use_key(office, UPDATE_ONLY_KEY.text, "another")
    part(window, QLineEdit, "single.leadId").setFocus()
    press(Qt.Key.Key_D, ALT)
    come_to_rest()
    assert focused() == "single.leadId"
    assert not part(window, QLineEdit, "single.leadId").visibleRegion().isEmpty(), "what is typed stays in sight"
    press(Qt.Key.Key_Down)
    assert QApplication.activePopupWidget() is None


# --- after a send -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["box", "list", "button"])
def test_after_a_send_the_next_ids_can_be_typed(office: Office, window: MainWindow, by: str) -> None:
    open_tab(office)
    type_here(", ".join(valid(office, 2)))
    part(window, DeliveriesTab, "deliveries").send.ticks.tick("1053")
    press(Qt.Key.Key_D, ALT)
    press(Qt.Key.Key_Return)
    if by == "box":
        part(window, QWidget, "deliveries.sendIds").setFocus()
    if by == "button":
        part(window, QPushButton, "deliveries.review").setFocus()
        press(Qt.Key.Key_Space)
    else:
        press(Qt.Key.Key_Return, CTRL)
    office.settle()
    come_to_rest()
    assert len(office.reviews) == 1
    type_here("2932682")
    assert part(window, QPlainTextEdit, "deliveries.sendIds").toPlainText() == "2932682"


def test_whoever_went_elsewhere_meanwhile_stays_there(office: Office, window: MainWindow) -> None:
    open_tab(office)
    type_here(valid(office, 1)[0])
    part(window, DeliveriesTab, "deliveries").send.ticks.tick("1053")
    press(Qt.Key.Key_D, ALT)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, CTRL)
    part(window, QWidget, "deliveries.sendTo_search").setFocus()
    office.settle()
    come_to_rest()
    assert part(window, QPlainTextEdit, "deliveries.sendIds").toPlainText() == ""
    assert focused() == "deliveries.sendTo_search"


# --- another key ------------------------------------------------------------------------------------------------------


def test_with_another_key_what_was_typed_and_sent_stays(office: Office, window: MainWindow) -> None:
    open_tab(office)
    tab = part(window, DeliveriesTab, "deliveries")
    sent = valid(office, 1)[0]
    type_here(sent)
    tab.send.ticks.tick("1053")
    press(Qt.Key.Key_Return, CTRL)
    office.settle()
    type_here("2932682")
    use_key(office, UPDATE_ONLY_KEY.text)
    assert tab.send.ids.text() == "2932682"
    assert [item.lead.number for item in tab.send.results.items] == [sent]


def test_with_another_account_nothing_of_this_one_stays(office: Office, window: MainWindow) -> None:
    open_tab(office)
    tab = part(window, DeliveriesTab, "deliveries")
    type_here(valid(office, 1)[0])
    tab.send.ticks.tick("1053")
    press(Qt.Key.Key_Return, CTRL)
    office.settle()
    type_here("2932682")
    use_key(office, UPDATE_ONLY_KEY.text, "another")
    assert tab.send.ids.text() == ""
    assert tab.send.results.items == ()


# --- what the empty box asks for --------------------------------------------------------------------------------------


class Painted(QObject):
    """Counts how often a widget is painted."""

    times = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.times += event.type() is QEvent.Type.Paint
        return False


def test_another_kind_of_id_is_asked_for_at_once(office: Office, window: MainWindow) -> None:
    open_tab(office)
    box = part(window, QPlainTextEdit, "deliveries.sendIds")
    part(window, QPushButton, "deliveries.act_reprocess").click()
    part(window, QPushButton, "deliveries.act_reprocess").setFocus()
    come_to_rest()
    painted = Painted(box)
    box.viewport().installEventFilter(painted)
    press(Qt.Key.Key_Right)
    come_to_rest()
    assert box.placeholderText().startswith("Paste or type quarantine IDs")
    assert painted.times
