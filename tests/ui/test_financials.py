"""Financials: money as people type it, totals before it goes, and each lead's own answer afterwards."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableView,
)
from pytestqt.qtbot import QtBot

from leadbyte_desktop.api.client import LeadByteClient
from leadbyte_desktop.api.network import Transports
from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT, ApiKey
from leadbyte_desktop.domain.buyer import Buyer
from leadbyte_desktop.domain.buyer_names import BuyerNames
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.job import JobKind
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.practice.account import build_app
from leadbyte_desktop.practice.keys import UPDATE_ONLY_KEY
from leadbyte_desktop.practice.world import LeadStatus
from leadbyte_desktop.services.desk import Desk
from leadbyte_desktop.ui.bid_field import BidField
from leadbyte_desktop.ui.financials_presenter import FinancialsPresenter
from leadbyte_desktop.ui.financials_tab import FinancialsTab
from leadbyte_desktop.ui.parts.cell_delegate import TONE_ROLE
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.review_dialog import ReviewDialog
from leadbyte_desktop.ui.theme import Tone
from tests.ui.tab_window import TabWindow

if TYPE_CHECKING:
    from tests.ui.conftest import Office

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")


class Tab(TabWindow):
    """What a person does on this tab."""

    def __init__(self, office: Office, qtbot: QtBot) -> None:
        super().__init__(office, qtbot, "financials")
        self.tab = FinancialsTab(self.window)
        self.presenter = FinancialsPresenter(self.tab, office.flow, office.runner)
        self.show(self.tab)

    def type_ids(self, *numbers: str) -> None:
        self.qtbot.keyClicks(self.tab.one.ids.edit, " ".join(numbers))

    def type_money(self, name: str, text: str) -> None:
        box = self.find(QLineEdit, name)
        box.setFocus()
        box.selectAll()
        box.insert(text)
        self.qtbot.keyClick(box, Qt.Key.Key_Tab)

    def paste(self, text: str) -> None:
        """Copy rows in a spreadsheet, and press Ctrl+V on the table."""
        QGuiApplication.clipboard().setText(text)
        view = self.tab.each.table.view
        view.setFocus()
        self.qtbot.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def send(self) -> None:
        self.qtbot.keyClick(self.tab, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.office.settle()

    def results(self) -> list[tuple[str, ...]]:
        """The rows of the table of results: lead, payout, revenue, what happened, LeadByte's words."""
        return self._results("Lead ID", "Payout", "Revenue", "What happened", "LeadByte said")

    def buyers(self) -> list[str]:
        """The buyers in the table of results."""
        return [buyer for (buyer,) in self._results("Buyer")]

    def _results(self, *headings: str) -> list[tuple[str, ...]]:
        model = self.tab.results.table.view.model()
        across = Qt.Orientation.Horizontal
        places = {model.headerData(column, across): column for column in range(model.columnCount())}
        columns = [places[heading] for heading in headings]
        return [tuple(str(model.index(row, column).data()) for column in columns) for row in range(model.rowCount())]

    def cells(self, row: int) -> tuple[str, ...]:
        model = self.tab.each.model
        return tuple(str(model.index(row, column).data()) for column in range(5))


@pytest.fixture
def tab(office: Office, qtbot: QtBot) -> Tab:
    return Tab(office, qtbot)


@pytest.fixture
def rows(tab: Tab) -> Tab:
    """The tab with a row for each lead."""
    tab.press("way_each")
    return tab


def approved(office: Office, count: int) -> list[str]:
    return [lead.number for lead in office.world.with_status(LeadStatus.APPROVED)[:count]]


def rejected(office: Office) -> str:
    return office.world.with_status(LeadStatus.REJECTED)[0].number


# --- One amount for all ---------------------------------------------------------------------------------------------


def test_twelve_leads_get_their_amounts(office: Office, tab: Tab) -> None:
    leads = approved(office, 12)
    tab.type_ids(*leads)
    tab.type_money("payout", "£80")
    tab.type_money("revenue", "120")
    assert tab.words("foot_hint") == "12 leads · payout £960.00 · revenue £1,440.00"
    assert tab.find(QPushButton, "review").text().startswith("Review 12 leads…")
    tab.send()
    assert office.ledger.financials == Counter({LeadRef(lead): 1 for lead in leads})
    assert {(office.world.leads[lead].payout, office.world.leads[lead].revenue) for lead in leads} == {
        (Decimal("80.00"), Decimal("120.00"))
    }
    assert [row[:4] for row in tab.results()] == [(lead, "£80.00", "£120.00", "Updated") for lead in leads]
    assert tab.words("results_note_text") == "LeadByte took all 12 leads."


def test_the_review_is_of_money_and_the_request_is_one(office: Office, tab: Tab) -> None:
    leads = approved(office, 2)
    tab.type_ids(*leads)
    tab.type_money("payout", "1,200.50")
    tab.send()
    (review,) = office.reviews
    assert (review.draft.kind, review.must_type) == (JobKind.FINANCIALS, "£2,401.00")
    (request,) = review.requests
    assert request.body == {"leads": [int(lead) for lead in leads], "newPayout": 1200.5}


def test_only_the_amount_that_was_typed_changes(office: Office, tab: Tab) -> None:
    (lead,) = approved(office, 1)
    before = office.world.leads[lead].payout
    tab.type_ids(lead)
    tab.type_money("revenue", "0")
    assert tab.words("revenue_error") == "Read as £0.00"
    assert tab.words("payout_error") == "Left as it is while empty"
    tab.send()
    assert office.world.leads[lead].revenue == Decimal("0.00")
    assert office.world.leads[lead].payout == before


def test_unclear_money_is_answered_in_words_and_stays(office: Office, tab: Tab) -> None:
    tab.type_ids(*approved(office, 2))
    tab.type_money("payout", "12,50,0")
    assert tab.words("payout_error").startswith("“12,50,0” cannot be read as one amount.")
    assert tab.words("foot_hint") == "Correct the payout"
    assert not tab.find(QPushButton, "review").isEnabled()
    tab.send()
    assert not office.reviews
    assert tab.find(QLineEdit, "payout").text() == "12,50,0"
    tab.type_money("payout", "1,250")
    assert tab.words("payout_error") == "Read as £1,250.00"
    assert tab.words("foot_hint") == "2 leads · payout £2,500.00"


def test_half_typed_money_is_no_mistake_yet(tab: Tab, qtbot: QtBot) -> None:
    box = tab.find(QLineEdit, "payout")
    qtbot.keyClicks(box, "1,2")
    assert tab.words("payout_error") == "Left as it is while empty"
    qtbot.keyClicks(box, "00.50")
    assert tab.words("payout_error") == "Read as £1,200.50"


def test_the_words_beside_the_button_say_what_is_missing(office: Office, tab: Tab) -> None:
    assert tab.words("foot_hint") == "Paste or type the lead IDs"
    tab.type_ids("7")
    assert tab.words("foot_hint") == "Type a payout, a revenue or both"
    tab.type_money("revenue", "5")
    assert tab.words("foot_hint") == "1 lead · revenue £5.00"
    tab.type_ids(" x")
    assert tab.words("foot_hint") == "Correct or take out what is no lead ID"


def test_it_says_which_leads_can_be_changed(tab: Tab) -> None:
    assert tab.words("bounds") == "Only Approved leads can be changed, not rejected or unsold ones."


def test_of_a_refused_group_the_culprit_is_found_and_the_rest_is_updated(office: Office, tab: Tab) -> None:
    good, bad = approved(office, 6), rejected(office)
    tab.type_ids(*good[:4], bad, *good[4:])
    tab.type_money("payout", "15.25")
    tab.send()
    assert office.ledger.financials == Counter({LeadRef(lead): 1 for lead in good})
    happened = {row[0]: row[3:] for row in tab.results()}
    assert happened[bad] == ("Refused", "Lead is not approved")
    assert {happened[lead][0] for lead in good} == {"Updated"}
    assert tab.words("results_note_text") == (
        "LeadByte refused 1 lead; nothing was changed on it, and its ID is still in the form. LeadByte took 6 leads."
    )
    assert tab.tab.one.ids.text() == bad
    assert tab.find(QLineEdit, "payout").text() == "15.25"


def test_after_a_success_the_form_is_clear(office: Office, tab: Tab, qtbot: QtBot) -> None:
    tab.type_ids(*approved(office, 1))
    tab.type_money("payout", "5")
    tab.find(QComboBox, "bid").setEditText("33")
    tab.send()
    assert tab.tab.one.ids.text() == ""
    assert tab.find(QLineEdit, "payout").text() == ""
    assert tab.find(QComboBox, "bid").currentText() == ""
    assert tab.words("results_outcome_note_text").startswith(f"Lead {tab.results()[0][0]} has its new amounts at ")


def test_what_is_typed_while_it_is_sent_stays(office: Office, tab: Tab, qtbot: QtBot) -> None:
    tab.type_ids(*approved(office, 1))
    tab.type_money("payout", "5")
    qtbot.keyClick(tab.tab, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    tab.tab.one.ids.set_text("2932682")
    office.settle()
    assert tab.tab.one.ids.text() == "2932682"
    assert tab.find(QLineEdit, "payout").text() == "5"


def test_going_back_from_the_review_loses_nothing(office: Office, tab: Tab) -> None:
    office.go_back()
    tab.type_ids("2932682")
    tab.type_money("payout", "5")
    tab.send()
    assert len(office.reviews) == 1
    assert office.ledger.empty
    assert tab.tab.one.ids.text() == "2932682"
    assert tab.find(QLineEdit, "payout").text() == "5"


def test_a_key_without_the_permission_is_told_and_nothing_is_lost(office: Office, tab: Tab) -> None:
    client = LeadByteClient(
        PRACTICE_ACCOUNT, ApiKey(UPDATE_ONLY_KEY.text), Transports.in_process(build_app(office.world), office.problems)
    )
    office.run(office.desk.close())
    office.flow.open_desk(Desk(office.workplace.tools, PRACTICE_ACCOUNT, client))
    office.settle()
    leads = approved(office, 2)
    tab.type_ids(*leads)
    tab.type_money("payout", "5")
    tab.send()
    assert office.ledger.empty
    assert {row[3] for row in tab.results()} == {"Refused"}
    assert "LeadByte refused" in tab.words("results_note_text")
    assert tab.tab.one.ids.text() == " ".join(leads)


def test_with_another_key_of_the_account_what_was_typed_and_sent_stays(office: Office, tab: Tab) -> None:
    sent, typed = approved(office, 2)
    tab.type_ids(sent)
    tab.type_money("payout", "5")
    tab.send()
    tab.type_ids(typed)
    tab.type_money("payout", "6")
    client = LeadByteClient(
        PRACTICE_ACCOUNT, ApiKey(UPDATE_ONLY_KEY.text), Transports.in_process(build_app(office.world), office.problems)
    )
    office.run(office.desk.close())
    office.flow.open_desk(Desk(office.workplace.tools, PRACTICE_ACCOUNT, client))
    office.settle()
    assert (tab.tab.one.ids.text(), tab.find(QLineEdit, "payout").text()) == (typed, "6")
    assert [row[0] for row in tab.results()] == [sent]


def test_a_lost_answer_goes_again_by_itself(office: Office, tab: Tab) -> None:
    office.practise(PractiseProblem.CUT)
    (lead,) = approved(office, 1)
    tab.type_ids(lead)
    tab.type_money("payout", "5")
    tab.send()
    assert tab.results()[0][3] == "Updated"
    assert office.ledger.financials == Counter({LeadRef(lead): 2})


def take_first(tab: Tab, box: QComboBox) -> None:
    """Take the first of the buyers that are offered for what was typed, with the arrow and Enter."""
    completer = box.completer()
    popup = completer.popup() if completer is not None else None
    assert popup is not None
    tab.qtbot.waitUntil(popup.isVisible)
    tab.qtbot.keyClick(popup, Qt.Key.Key_Down)
    tab.qtbot.keyClick(popup, Qt.Key.Key_Return)


# --- The buyer ------------------------------------------------------------------------------------------------------


def test_a_buyer_is_chosen_by_name_and_goes_as_its_bid(office: Office, tab: Tab, qtbot: QtBot) -> None:
    (lead,) = approved(office, 1)
    tab.type_ids(lead)
    tab.type_money("payout", "5")
    assert "less accurate" in tab.words("bid_error")
    box = tab.find(QComboBox, "bid")
    box.setCurrentIndex(box.findText("Acme Ltd (BID 33)"))
    assert tab.words("bid_error") == "BID 33: Acme Ltd"
    tab.send()
    assert office.world.leads[lead].bid == "33"
    assert tab.buyers() == ["33 · Acme Ltd"]
    assert tab.words("results_hint") == "for Acme Ltd (BID 33)"
    model = tab.tab.results.table.view.model()
    assert model.index(0, 3).data(Qt.ItemDataRole.ToolTipRole) == "Acme Ltd (BID 33)"


def test_the_results_say_where_no_buyer_was_named(office: Office, tab: Tab) -> None:
    tab.type_ids(*approved(office, 2))
    tab.type_money("payout", "5")
    tab.send()
    assert tab.buyers() == ["None named"] * 2
    assert tab.words("results_hint") == ""


@pytest.mark.parametrize(
    ("typed", "bid"),
    [
        ("", None),
        ("  ", None),
        ("33", "33"),
        ("north-1", "NORTH-1"),
        ("acme ltd", "33"),
        ("Acme Ltd (BID 33)", "33"),
        ("Twice Ltd", "Twice Ltd"),
        ("999", "999"),
    ],
)
def test_what_is_typed_as_a_buyer(qtbot: QtBot, typed: str, bid: str | None) -> None:
    field = BidField("bid")
    qtbot.addWidget(field)
    known = {"33": "Acme Ltd", "NORTH-1": "Penwick Energy Ltd", "1": "Twice Ltd", "2": "Twice Ltd", "": "Unknown"}
    named = [Delivery(f"10{each}", "name", buyer, each) for each, buyer in known.items()]
    field.show_buyers(BuyerNames.of([], named))
    field.box.setEditText(typed)
    assert field.bid() == bid


def test_a_bid_that_no_known_buyer_has_is_said_but_allowed(office: Office, tab: Tab) -> None:
    tab.type_ids(*approved(office, 1))
    tab.type_money("payout", "5")
    tab.find(QComboBox, "bid").setEditText("999")
    assert tab.words("bid_error").startswith("No buyer on this PC has the BID “999”")
    assert tab.find(QPushButton, "review").isEnabled()
    tab.send()
    assert tab.results()[0][3:] == ("Refused", "No buyer has this BID")


def test_half_a_company_is_offered_whole_and_said_before_it_goes(office: Office, tab: Tab) -> None:
    (lead,) = approved(office, 1)
    tab.type_ids(lead)
    tab.type_money("payout", "5")
    tab.find(QComboBox, "bid").setEditText("hol")
    assert tab.words("bid_error") == (
        "No buyer on this PC has the BID “hol”, nor that name: it goes as BID “hol”, and LeadByte decides whether it "
        "knows it."
    )
    assert tab.find(QLabel, "bid_error").property("tone") == Tone.WARNING
    take = tab.find(QPushButton, "bid_take")
    assert take.text() == "Take Hollowmere Solar Ltd (BID 208)"
    take.setFocus()
    tab.qtbot.keyClick(take, Qt.Key.Key_Space)
    assert tab.find(QComboBox, "bid").currentText() == "Hollowmere Solar Ltd (BID 208)"
    assert tab.words("bid_error") == "BID 208: Hollowmere Solar Ltd"
    assert tab.find(QLabel, "bid_error").property("tone") == Tone.PLAIN
    assert not take.isVisible()
    assert tab.find(QLineEdit, "bid_typed").hasFocus()
    tab.send()
    assert office.world.leads[lead].bid == "208"


def test_what_fits_several_companies_or_none_is_offered_nowhere_and_the_review_says_so(
    office: Office, tab: Tab
) -> None:
    tab.type_ids(*approved(office, 1))
    tab.type_money("payout", "5")
    for typed in ("zebra", "ltd"):
        tab.find(QComboBox, "bid").setEditText(typed)
        assert tab.words("bid_error").startswith(f"No buyer on this PC has the BID “{typed}”")
        assert not tab.find(QPushButton, "bid_take").isVisible()
    office.go_back()
    tab.send()
    (review,) = office.reviews
    assert review.buyer_note.startswith("No buyer on this PC has the BID “ltd”, nor that name")
    dialog = ReviewDialog(review)
    tab.qtbot.addWidget(dialog)
    dialog.show()
    note = dialog.findChild(Note, "review_buyerNote")
    assert note is not None
    assert note.isVisible()
    assert note.words == review.buyer_note
    assert note.property("tone") == Tone.WARNING
    assert office.ledger.financials == Counter()


def test_a_row_with_an_unknown_buyer_is_marked_and_counted(office: Office, rows: Tab) -> None:
    first, second = approved(office, 2)
    rows.paste(f"{first}\t5\t\thol\n{second}\t5\t\t33")
    model = rows.tab.each.model
    assert model.index(0, 3).data(TONE_ROLE) == Tone.WARNING
    assert model.index(1, 3).data(TONE_ROLE) == ""
    assert "No buyer on this PC has the BID “hol”" in str(model.index(0, 3).data(Qt.ItemDataRole.ToolTipRole))
    assert rows.words("rowCount") == "2 rows; 1 names a buyer that this PC does not know"
    office.go_back()
    rows.send()
    assert "“hol”" in office.reviews[0].buyer_note


def test_the_typed_buyer_outlives_new_deliveries(office: Office, tab: Tab) -> None:
    tab.find(QComboBox, "bid").setEditText("999")
    office.flow.deliveries_changed.emit()
    office.settle()
    assert tab.find(QComboBox, "bid").currentText() == "999"


def test_the_wheel_never_changes_the_buyer(tab: Tab) -> None:
    box = tab.find(QComboBox, "bid")
    box.setCurrentIndex(2)
    before = box.currentText()
    at = QPointF(box.rect().center())
    none, plain = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    turn = QWheelEvent(
        at, box.mapToGlobal(at), QPoint(), QPoint(0, -120), none, plain, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(box, turn)
    assert box.currentText() == before


def test_all_buyers_of_the_account_are_offered_and_inactive_ones_marked(office: Office, tab: Tab) -> None:
    box = tab.find(QComboBox, "bid")
    office.run(office.desk.refresh_words())
    office.flow.words_changed.emit()
    assert box.count() == 10
    assert box.itemText(9) == "Marlfen Finance Ltd (BID 54) · Inactive"
    box.setCurrentIndex(9)
    assert tab.words("bid_error") == "BID 54: Marlfen Finance Ltd. LeadByte says that this buyer is inactive."


def test_part_of_a_company_finds_it_from_the_keyboard(office: Office, tab: Tab) -> None:
    (lead,) = approved(office, 1)
    tab.type_ids(lead)
    tab.type_money("payout", "5")
    line = tab.find(QLineEdit, "bid_typed")
    line.setFocus()
    tab.qtbot.keyClicks(line, "wren")
    take_first(tab, tab.find(QComboBox, "bid"))
    tab.window.activateWindow()  # the closed list keeps the focus on the offscreen platform
    assert tab.words("bid_error") == "BID WREN: Wrenmarsh Utilities Ltd"
    tab.send()
    assert office.world.leads[lead].bid == "WREN"
    (review,) = office.reviews
    assert "For Wrenmarsh Utilities Ltd (BID WREN)." in review.summary


def test_a_key_that_may_not_list_buyers_says_what_to_do(qtbot: QtBot) -> None:
    field = BidField("bid")
    qtbot.addWidget(field)
    field.show_buyers(BuyerNames(), "This key may not list buyers; type the BID.")
    label = field.findChild(QLabel, "bid_error")
    assert label is not None
    assert label.text().endswith("This key may not list buyers; type the BID.")
    field.box.setEditText("33")
    assert "may not" not in label.text()


def test_a_company_with_several_bids_asks_which(qtbot: QtBot) -> None:
    field = BidField("bid")
    qtbot.addWidget(field)
    field.show_buyers(BuyerNames.of([Buyer("1", "7", "Twice Ltd"), Buyer("2", "8", "Twice Ltd")], []))
    field.box.setEditText("twice ltd")
    label = field.findChild(QLabel, "bid_error")
    assert label is not None
    assert label.text() == "Twice Ltd has several BIDs: 7 and 8. Type the one that is meant."


# --- A row for each lead --------------------------------------------------------------------------------------------


def test_pasted_rows_give_each_lead_its_own_amounts(office: Office, rows: Tab) -> None:
    first, second, third = approved(office, 3)
    rows.paste(
        f"Lead ID\tPayout\tRevenue\tBID\r\n{first}\t£1,200.50\t\t33\r\n{second}\t20\t40\t\r\n{third}\t20\t40\t\r\n"
    )
    assert rows.cells(0) == (first, "£1,200.50", "", "33 · Acme Ltd", "")
    assert rows.words("foot_hint") == "3 leads · payout £1,240.50 · revenue £80.00"
    assert rows.find(QPushButton, "review").text().startswith("Review 3 leads…")
    revenue = office.world.leads[first].revenue
    rows.send()
    amounts = {lead: (office.world.leads[lead].payout, office.world.leads[lead].revenue) for lead in (first, second)}
    assert amounts == {first: (Decimal("1200.50"), revenue), second: (Decimal(20), Decimal(40))}
    assert len(list(office.reviews[0].requests)) == 2
    assert rows.tab.each.model.rows == []


def test_a_wrong_row_is_marked_and_holds_everything_back_until_it_is_right(
    office: Office, rows: Tab, qtbot: QtBot
) -> None:
    first, second = approved(office, 2)
    rows.paste(f"{first}\t20\n{second}\t12,50,0\n")
    assert rows.cells(1)[4].startswith("“12,50,0” cannot be read as one amount.")
    assert rows.words("rowProblem").startswith("Row 2: “12,50,0” cannot be read")
    assert rows.words("foot_hint") == "Correct the row marked in the table"
    rows.send()
    assert not office.reviews
    edit_cell(rows, qtbot, 1, 1, "12.50")
    assert rows.cells(1) == (second, "£12.50", "", "", "")
    assert rows.words("rowProblem") == ""
    rows.send()
    assert office.ledger.financials == Counter({LeadRef(first): 1, LeadRef(second): 1})


def test_rows_can_be_typed(office: Office, rows: Tab, qtbot: QtBot) -> None:
    (lead,) = approved(office, 1)
    assert rows.words("foot_hint") == "Paste or type rows of lead ID, payout, revenue and BID"
    edit_cell(rows, qtbot, 0, 0, lead)
    assert rows.words("rowProblem") == "Row 1: Neither payout nor revenue is given. Type at least one of them."
    edit_cell(rows, qtbot, 0, 2, "9.99")
    rows.send()
    assert office.world.leads[lead].revenue == Decimal("9.99")


def test_what_cannot_be_told_apart_is_not_pasted(rows: Tab) -> None:
    rows.paste("2932682\t80")
    rows.paste("2932683,1,200.50")
    assert rows.words("pasteNote_text").startswith("“1,200.50” could be one amount or two. Nothing was pasted.")
    assert [row.lead for row in rows.tab.each.model.rows] == ["2932682"]


def test_rows_are_deleted(rows: Tab) -> None:
    rows.paste("1\t80\n2\t80\n3\t80")
    rows.tab.each.table.choose_row(1)
    rows.press("deleteRows")
    assert [row.lead for row in rows.tab.each.model.rows] == ["1", "3"]
    assert rows.words("rowCount") == "2 rows"


def test_a_refused_row_stays_in_the_table(office: Office, rows: Tab) -> None:
    good, bad = approved(office, 1)[0], rejected(office)
    rows.paste(f"{good}\t20\n{bad}\t20")
    rows.send()
    assert [row.lead for row in rows.tab.each.model.rows] == [bad]
    assert office.ledger.financials == Counter({LeadRef(good): 1})


def test_each_way_keeps_what_was_typed_in_it(rows: Tab) -> None:
    rows.paste("1\t80")
    rows.press("way_one")
    rows.type_ids("7 8")
    rows.press("way_each")
    assert rows.words("foot_hint") == "1 lead · payout £80.00"
    rows.press("way_one")
    assert rows.tab.one.ids.text() == "7 8"


def edit_cell(tab: Tab, qtbot: QtBot, row: int, column: int, text: str) -> None:
    """Go to a cell, press Enter, type, press Enter."""
    view = tab.tab.each.table.view
    view.setFocus()
    view.setCurrentIndex(view.model().index(row, column))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    # Not the first box in the table: that of the cell before may still be there.
    editor = view.indexWidget(view.currentIndex())
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    tab.office.until(lambda: view.state() != view.State.EditingState)


def test_every_control_has_a_name_for_tests_and_one_for_screen_readers(tab: Tab) -> None:
    controls = [
        control
        for kind in (QAbstractButton, QLineEdit, QPlainTextEdit, QTableView, QComboBox)
        for control in tab.tab.findChildren(kind)
        if control.focusPolicy() != Qt.FocusPolicy.NoFocus and not control.objectName().startswith("qt_")
    ]
    assert len(controls) > 12
    assert not [control for control in controls if not control.objectName()]
    # An empty state's button is named when its words are.
    assert not [each.objectName() for each in controls if not each.accessibleName() and each.isVisibleTo(tab.window)]


def test_a_tab_that_is_there_before_the_account_waits_for_it(closed_office: Office, qtbot: QtBot) -> None:
    early = Tab(closed_office, qtbot)
    early.type_ids("7")
    early.type_money("payout", "5")
    assert early.words("foot_hint") == "No account is open yet"
    closed_office.open()
    closed_office.settle()
    assert early.find(QComboBox, "bid").findText("Acme Ltd (BID 33)") >= 0


def test_a_cell_chooses_its_buyer_by_company_from_the_keyboard(office: Office, rows: Tab) -> None:
    (lead,) = approved(office, 1)
    rows.paste(f"{lead}\t5\t\t")
    view = rows.tab.each.table.view
    view.setCurrentIndex(rows.tab.each.model.index(0, 3))
    rows.qtbot.keyClick(view, Qt.Key.Key_F2)
    box = rows.find(QComboBox, "rowBuyer")
    rows.qtbot.keyClicks(box.lineEdit(), "penwick")
    take_first(rows, box)
    rows.qtbot.keyClick(box, Qt.Key.Key_Return)
    rows.qtbot.waitUntil(lambda: rows.cells(0)[3] == "NORTH-1 · Penwick Energy Ltd")


def test_the_same_buyers_again_disturb_nobody_who_types(office: Office, rows: Tab) -> None:
    (lead,) = approved(office, 1)
    rows.paste(f"{lead}\t5\t\t")
    edited: list[None] = []
    rows.tab.each.model.edited.connect(lambda: edited.append(None))
    office.flow.words_changed.emit()
    assert edited == []
    office.run(office.desk.refresh_words())
    office.flow.words_changed.emit()
    assert edited == [None]
