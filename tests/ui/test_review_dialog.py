"""The review: nothing leaves by accident, and what leaves is what was shown."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import DraftItem, ItemState, JobDraft, JobKind, LeadResult
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.practice.world import LeadStatus
from leadbyte_desktop.services.lead_seen import LeadSeen
from leadbyte_desktop.services.review import Agreed, Review
from leadbyte_desktop.services.review_requests import MOST_SHOWN
from leadbyte_desktop.services.review_walk import KEPT
from leadbyte_desktop.services.to_come import Choice
from leadbyte_desktop.ui.parts.cell_delegate import cell_width
from leadbyte_desktop.ui.parts.data_table import DataTable
from leadbyte_desktop.ui.parts.tick_list import TickList
from leadbyte_desktop.ui.review_dialog import QUIET_MS, ReviewDialog, ask_review
from leadbyte_desktop.ui.theme import Theme
from tests.ui.conftest import Office
from tests.ui.layouts import come_to_rest

FIRST, SECOND, THIRD = "2932682", "2932683", "2932684"
KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


W = TypeVar("W", bound=QWidget)


def part_of(whole: QWidget, kind: type[W], name: str = "") -> W:
    found = whole.findChild(kind, name) if name else whole.findChild(kind)
    assert found is not None, name
    return found


class Shown:
    """An open review, and the person in front of it."""

    def __init__(self, qtbot: QtBot, dialog: ReviewDialog) -> None:
        self._qtbot = qtbot
        self.dialog = dialog
        self.accepted: list[bool] = []
        dialog.accepted.connect(lambda: self.accepted.append(True))
        dialog.open()
        qtbot.waitExposed(dialog)
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)

    @property
    def send(self) -> QPushButton:
        return self.find(QPushButton, "review_send")

    @property
    def typed(self) -> QLineEdit:
        return self.find(QLineEdit, "review_typed")

    @property
    def exact(self) -> QPlainTextEdit:
        return self.find(QPlainTextEdit, "review_exact")

    def find(self, kind: type[W], name: str) -> W:
        return part_of(self.dialog, kind, name)

    def words(self, name: str) -> str:
        """What a label says; "" while it cannot be seen."""
        label = self.find(QLabel, name)
        return label.text() if label.isVisible() else ""

    def wait_until_awake(self) -> None:
        self._qtbot.waitUntil(self.send.isEnabled, timeout=20_000)

    def wait_past_the_silence(self) -> None:
        self._qtbot.waitUntil(lambda: not self.dialog._quiet, timeout=20_000)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is, as the system does: shortcuts see it too."""
        self._qtbot.keyClick(QApplication.focusWidget() or self.dialog, key, modifier)

    def hold(
        self, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """What a widget gets of a key that was held down before it came."""
        for _again in range(3):
            QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, modifier, "", True))
            QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyRelease, key, modifier, "", True))

    def click(self, name: str) -> None:
        self._qtbot.mouseClick(self.find(QWidget, name), Qt.MouseButton.LeftButton)

    def tick(self, index: int) -> None:
        ticks = self.find(TickList, "review_already")
        place: QPoint = ticks.row_rect(str(index)).center()
        self._qtbot.mouseClick(ticks.view.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def rows(self) -> list[tuple[str, str, str]]:
        model = self.find(DataTable, "review_leads").view.model()
        return [tuple(model.data(model.index(row, column)) for column in range(3)) for row in range(model.rowCount())]


Show = Callable[[Review], Shown]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    def open_it(review: Review) -> Shown:
        dialog = ReviewDialog(review)
        qtbot.addWidget(dialog)
        return Shown(qtbot, dialog)

    return open_it


def plain(lead: str) -> DraftItem:
    return DraftItem(LeadUpdate(LeadRef(lead), {"postcode": "TN25 6QD"}))


def sold(lead: str, *deliveries: str) -> DraftItem:
    return DraftItem(LeadUpdate(LeadRef(lead), {}, deliveries or ("1053",)))


def draft(*rows: DraftItem, kind: JobKind = JobKind.BATCH) -> JobDraft:
    return JobDraft(kind, "A job", "practice", rows)


def prepared(office: Office, *rows: DraftItem, kind: JobKind = JobKind.BATCH) -> Review:
    return office.run(office.desk.prepare(draft(*rows, kind=kind)))


# --- nothing leaves by accident ---------------------------------------------------------------------------------------


def test_half_a_second_of_silence(office: Office, show: Show) -> None:
    review = prepared(office, sold(FIRST))
    before = time.monotonic()
    shown = show(review)
    assert not shown.send.isEnabled()
    shown.click("review_send")
    shown.press(Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    assert shown.accepted == []
    shown.wait_until_awake()
    # The timer is precise; the last milliseconds are the clock's own grain.
    assert time.monotonic() - before >= QUIET_MS / 1000 - 0.02
    assert shown.accepted == []


def test_what_is_erased_is_amber_and_has_the_sign_of_a_warning(office: Office, show: Show) -> None:
    row = DraftItem(LeadUpdate(LeadRef(FIRST), {"postcode": "", "street1": "9 Quay"}))
    shown = show(prepared(office, row, kind=JobKind.SINGLE))
    summary = shown.find(QWidget, "review_summary")
    told = {each.text(): each.property("tone") for each in summary.findChildren(QLabel) if len(each.text()) > 1}
    assert [(words[:19], tone) for words, tone in told.items()] == [
        ("Postcode is cleared", "warning"), ("Street becomes “9 Q", "")
    ]  # fmt: skip
    [sign] = [each for each in summary.findChildren(QLabel) if not each.pixmap().isNull()]
    assert (sign.accessibleName(), sign.isVisible()) == ("Warning", True)


def test_alt_s_sends(office: Office, show: Show) -> None:
    shown = show(prepared(office, sold(FIRST)))
    shown.wait_until_awake()
    shown.press(Qt.Key.Key_S)
    assert shown.accepted == []
    shown.press(Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    assert shown.accepted == [True]


def test_a_click_sends_once(office: Office, show: Show) -> None:
    shown = show(prepared(office, sold(FIRST)))
    shown.wait_until_awake()
    shown.click("review_send")
    shown.click("review_send")
    assert shown.accepted == [True]


@pytest.mark.parametrize("key", KEYS)
def test_enter_and_space_where_the_dialog_opens_send_nothing(office: Office, show: Show, key: Qt.Key) -> None:
    shown = show(prepared(office, sold(FIRST)))
    shown.wait_until_awake()
    assert QApplication.focusWidget() is not shown.send
    shown.press(key)
    assert shown.accepted == []


@pytest.mark.parametrize("key", KEYS)
def test_no_key_that_is_held_down_sends(office: Office, show: Show, key: Qt.Key) -> None:
    shown = show(prepared(office, sold(FIRST)))
    shown.wait_until_awake()
    shown.send.setFocus()
    shown.hold(shown.send, key)
    assert shown.accepted == []
    # The same key, pressed anew by somebody who tabbed there, does.
    shown.press(key)
    assert shown.accepted == [True]


def test_nor_does_alt_s_held_down(office: Office, show: Show) -> None:
    shown = show(prepared(office, sold(FIRST)))
    shown.wait_until_awake()
    for _again in range(3):
        held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier, "s", True)
        QApplication.sendEvent(shown.dialog.windowHandle(), held)
    assert shown.accepted == []


def test_no_button_is_the_default(office: Office, show: Show) -> None:
    shown = show(prepared(office, plain(FIRST), sold(SECOND)))
    shown.wait_until_awake()
    buttons = shown.dialog.findChildren(QPushButton)
    assert len(buttons) >= 2
    for button in buttons:
        button.setFocus()
        assert not button.isDefault()
        assert not button.autoDefault()
    shown.dialog.setFocus()
    QApplication.sendEvent(
        shown.dialog, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    )
    assert shown.dialog.isVisible()
    assert shown.accepted == []


def test_escape_goes_back(office: Office, show: Show) -> None:
    shown = show(prepared(office, sold(FIRST)))
    shown.wait_until_awake()
    shown.press(Qt.Key.Key_Escape)
    assert not shown.dialog.isVisible()
    assert shown.accepted == []


# --- a large send wants its number ------------------------------------------------------------------------------------


def test_more_than_fifty_deliveries_want_their_number(office: Office, show: Show) -> None:
    leads = list(office.world.leads)[:51]
    shown = show(prepared(office, *map(sold, leads)))
    shown.wait_past_the_silence()
    assert not shown.send.isEnabled()
    assert "51" in shown.typed.accessibleName()
    for text, right in (("50", False), ("5", False), ("", False), (" 51 ", True), ("511", False)):
        shown.typed.setText(text)
        assert shown.send.isEnabled() is right
    shown.press(Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    assert shown.accepted == []
    shown.typed.setText("51")
    shown.press(Qt.Key.Key_Return)
    assert shown.accepted == []
    shown.press(Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    assert shown.accepted == [True]


def test_the_right_number_typed_early_still_waits_for_the_silence(office: Office, show: Show) -> None:
    shown = show(prepared(office, *map(sold, list(office.world.leads)[:51])))
    shown.typed.setText("51")
    assert not shown.send.isEnabled()
    shown.wait_until_awake()


def test_more_than_a_thousand_pounds_wants_the_amount(office: Office, show: Show) -> None:
    rows = [DraftItem(FinancialUpdate(LeadRef(str(n)), Decimal("500.01"))) for n in (1, 2)]
    shown = show(prepared(office, *rows, kind=JobKind.FINANCIALS))
    shown.wait_past_the_silence()
    assert "£1,000.02" in shown.typed.accessibleName()
    shown.typed.setText("1000.02")
    assert shown.send.isEnabled()


def test_a_small_send_wants_nothing_typed(office: Office, show: Show) -> None:
    shown = show(prepared(office, sold(FIRST)))
    assert not shown.typed.isVisible()


# --- a delivery of another campaign -----------------------------------------------------------------------------------


def test_a_delivery_of_another_campaign_is_warned_of_and_can_be_sent(office: Office, show: Show) -> None:
    shown = show(replace(prepared(office, sold(FIRST)), seen=LeadSeen(campaign="Life Cover")))
    assert "is in the campaign “Life Cover”, but “Acme Solar" in shown.words("review_campaignNote_text")
    shown.wait_until_awake()
    shown.click("review_send")
    assert shown.accepted == [True]


def test_while_nothing_goes_nothing_is_warned_of(office: Office, show: Show) -> None:
    office.send(draft(sold(FIRST)))
    shown = show(replace(prepared(office, sold(FIRST)), seen=LeadSeen(campaign="Life Cover")))
    assert shown.words("review_campaignNote_text") == ""
    shown.tick(0)
    assert "“Life Cover”" in shown.words("review_campaignNote_text")
    shown.tick(0)
    assert shown.words("review_campaignNote_text") == ""


def test_markup_in_a_name_is_shown_as_it_is(office: Office, show: Show) -> None:
    shown = show(replace(prepared(office, plain(FIRST)), seen=LeadSeen(name="<b>Karen</b> & Co [*]")))
    title = shown.find(QLabel, "review_title")
    assert title.text() == f"Update <b>Karen</b> & Co [*], lead {FIRST}?"
    assert title.textFormat() is Qt.TextFormat.PlainText


# --- what already went ------------------------------------------------------------------------------------------------


def test_the_rejection_of_a_lead_that_was_released_is_ticked_and_called_no_second_one(
    office: Office, show: Show
) -> None:
    number = office.world.with_status(LeadStatus.QUARANTINED)[0].quarantine_number
    lead = LeadRef(number, LeadKind.QUARANTINE)
    office.send(draft(DraftItem(LeadUpdate(lead, action=Action.RELEASE)), kind=JobKind.SINGLE))
    shown = show(prepared(office, DraftItem(LeadUpdate(lead, action=Action.REJECT)), kind=JobKind.SINGLE))
    assert "released or rejected from this PC before" in shown.words("review_alreadyNote_text")
    assert shown.send.text() == "Nothing to send"
    shown.tick(0)
    shown.wait_until_awake()
    assert shown.send.text() == "Reject lead   Alt+S"


def test_a_row_that_already_went_is_left_out_unless_ticked(office: Office, show: Show) -> None:
    office.send(draft(sold(FIRST)))
    shown = show(prepared(office, sold(FIRST), sold(SECOND)))
    shown.wait_until_awake()
    assert "1 row is left out" in shown.words("review_alreadyNote_text")
    assert shown.rows()[0][2].startswith("Left out: Lead 2932682 went to ")
    assert shown.rows()[1][:2] == ("2", SECOND)
    assert shown.words("review_title") == f"Send lead {SECOND}?"

    shown.tick(0)
    assert "goes again" in shown.words("review_alreadyNote_text")
    assert shown.words("review_title") == "Send 2 leads?"
    assert "Left out" not in shown.rows()[0][2]
    assert [item.send_again for item in shown.dialog.review.going] == [True, False]
    shown.tick(0)
    assert [item.update.lead.number for item in shown.dialog.review.going] == [SECOND]


def test_what_went_is_read_to_its_end(office: Office, show: Show) -> None:
    office.send(draft(sold(FIRST, "1053", "1052", "1041", "1043")))
    shown = show(prepared(office, sold(FIRST, "1053", "1052", "1041", "1043")))
    ticks = shown.find(TickList, "review_already")
    words = ticks.rows()[0].name
    assert words.count(" went to ") == 4
    metrics, row = ticks.view.fontMetrics(), ticks.row_rect("0")
    assert row.height() > metrics.horizontalAdvance(words) / row.width() * metrics.height()
    assert ticks.view.viewport().rect().contains(row)
    scrolled = shown.find(QScrollArea, "review_scroll")
    assert scrolled.verticalScrollBar().maximum() == 0, "the dialog is as high as its words need"


def test_where_nothing_is_left_there_is_nothing_to_send(office: Office, show: Show) -> None:
    office.send(draft(sold(FIRST)))
    shown = show(prepared(office, sold(FIRST)))
    shown.wait_past_the_silence()
    assert not shown.send.isEnabled()
    assert shown.send.text() == "Nothing to send"
    shown.press(Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    assert shown.accepted == []
    shown.tick(0)
    shown.press(Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    assert shown.accepted == [True]


def test_a_tick_that_makes_the_send_large_wants_the_new_number(office: Office, show: Show) -> None:
    leads = list(office.world.leads)[:51]
    office.send(draft(sold(leads[0])))
    shown = show(prepared(office, *map(sold, leads)))
    shown.wait_until_awake()
    assert not shown.typed.isVisible()
    shown.tick(0)
    assert shown.typed.isVisible()
    assert not shown.send.isEnabled()


# --- the exact request ------------------------------------------------------------------------------------------------


def test_the_exact_request_is_what_is_sent_and_has_no_key(office: Office, show: Show) -> None:
    shown = show(prepared(office, *(plain(lead) for lead in list(office.world.leads)[:30]), sold(FIRST)))
    assert not shown.exact.isVisible()
    shown.click("review_showExact")
    pages = [shown.exact.toPlainText()]
    while shown.find(QPushButton, "review_exactLater").isEnabled():
        shown.click("review_exactLater")
        pages.append(shown.exact.toPlainText())
    review = shown.dialog.review
    assert pages == [request.shown(office.desk.account.base_url) for request in review.requests]
    assert len(pages) == 3
    assert all("practice-key" not in page for page in pages)
    shown.click("review_exactEarlier")
    assert shown.exact.toPlainText() == pages[1]
    shown.dialog.reject()

    sent: list[str] = []
    office.ledger.requests.clear()
    office.run(office.desk.send(office.run(office.desk.write_down(review)), lambda _progress: None, again=False))
    sent = [request.body for request in office.ledger.requests]
    # While LeadByte answers well more than one is in flight, so they may arrive in another order.
    assert sorted(sent) == sorted(request.body_text for request in review.requests)


def test_it_follows_the_ticks(office: Office, show: Show) -> None:
    office.send(draft(sold(FIRST)))
    shown = show(prepared(office, sold(FIRST), sold(SECOND)))
    shown.click("review_showExact")
    assert FIRST not in shown.exact.toPlainText()
    shown.tick(0)
    assert FIRST in shown.exact.toPlainText()
    shown.click("review_showExact")
    assert not shown.exact.isVisible()


# --- what it says -----------------------------------------------------------------------------------------------------


def test_it_names_account_and_host(office: Office, show: Show) -> None:
    shown = show(prepared(office, sold(FIRST)))
    assert shown.words("review_hint") == "Practice account · inside this app"
    shown.wait_until_awake()
    assert shown.send.text().endswith("Alt+S")


def test_the_rest_of_a_job_shows_its_rows_by_their_numbers(office: Office, show: Show) -> None:
    job = office.run(office.desk.write_down(prepared(office, plain(FIRST), plain(SECOND), plain(THIRD))))
    first = office.items(job.job_id)[0]
    office.run(office.desk.tools.journal.leave_out(job.job_id, {first.item_id: "x"}))
    shown = show(office.run(office.desk.prepare_rest(job.job_id)))
    assert [row[:2] for row in shown.rows()] == [("2", SECOND), ("3", THIRD)]


# --- how high it is ---------------------------------------------------------------------------------------------------


def test_where_there_is_room_nothing_scrolls(office: Office, show: Show) -> None:
    office.run(office.desk.write_down(prepared(office, plain(SECOND))))
    long = DraftItem(LeadUpdate(LeadRef(FIRST), {"notes": "call back " * 30, "street1": ""}, ("1053", "1061")))
    for row in (plain(FIRST), sold(FIRST), long, plain(SECOND)):
        assert not scrolls(show(prepared(office, row)))


def test_nor_after_something_was_ticked_or_chosen(office: Office, show: Show) -> None:
    office.send(draft(sold(FIRST, "1053", "1061")))
    shown = show(prepared(office, sold(FIRST, "1053", "1061")))
    before = shown.dialog.height()
    shown.tick(0)
    assert len(shown.dialog.review.summary) == 3
    assert shown.dialog.height() > before
    assert not scrolls(shown)

    office.run(office.desk.write_down(prepared(office, plain(SECOND))))
    to_come = show(prepared(office, sold(SECOND)))
    to_come.click("review_choice_change")
    assert not scrolls(to_come)
    # Nor is it any higher than its words need: shorter ones take fewer lines.
    height = to_come.dialog.height()
    to_come.dialog.fit_height()
    assert to_come.dialog.height() == height


@pytest.mark.parametrize("name", ["", "Mrs Fatima Armstrong", "Mrs Fatima Armstrong of the Orchards"])
def test_nor_where_nothing_is_left_in_the_app_s_own_look(
    office: Office, qtbot: QtBot, light_theme: Theme, name: str
) -> None:
    office.send(draft(sold(FIRST), kind=JobKind.SINGLE))
    review = prepared(office, sold(FIRST), kind=JobKind.SINGLE)
    review = replace(review, seen=replace(review.seen, name=name, campaign="Solar Panels" if name else ""))
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    shown = Shown(qtbot, ReviewDialog(review, window))
    assert not scrolls(shown)
    assert shown.words("review_alreadyNote_text").startswith("This lead is left out, as it repeats what already went")


@pytest.mark.parametrize("count", [2, 3, 5, 8])
@pytest.mark.parametrize("kind", [JobKind.BUYERS, JobKind.FINANCIALS])
def test_a_table_with_room_for_its_rows_shows_them_all(
    office: Office, qtbot: QtBot, light_theme: Theme, count: int, kind: JobKind
) -> None:
    leads = [str(2_932_682 + place) for place in range(count)]
    money = kind is JobKind.FINANCIALS
    rows = [
        DraftItem(FinancialUpdate(LeadRef(lead), Decimal(80), Decimal(120), "33")) if money else sold(lead, "1053")
        for lead in leads
    ]
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    shown = Shown(qtbot, ReviewDialog(prepared(office, *rows, kind=kind), window))
    assert not scrolls(shown)
    view = shown.find(DataTable, "review_leads").view
    assert view.verticalScrollBar().maximum() == view.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("number", [FIRST, "29326841052", "9" * 20])
def test_the_lead_s_number_is_shown_to_its_last_digit(
    office: Office, show: Show, light_theme: Theme, number: str
) -> None:
    shown = show(prepared(office, sold(FIRST), sold(number), sold(SECOND)))
    view = shown.find(DataTable, "review_leads").view
    assert view.columnWidth(1) >= cell_width(view, number)
    assert view.horizontalScrollBar().maximum() == 0


def scrolls(shown: Shown) -> bool:
    """Whether something is out of sight, once the window has come to rest."""
    come_to_rest()
    return shown.find(QScrollArea, "review_scroll").verticalScrollBar().maximum() > 0


# --- many rows --------------------------------------------------------------------------------------------------------


def many(count: int, kind: JobKind = JobKind.BATCH) -> JobDraft:
    """A job of so many rows, each of which goes to a buyer."""
    return draft(*(sold(str(3_000_000 + number)) for number in range(count)), kind=kind)


def test_of_many_rows_the_first_are_shown_and_all_are_counted(office: Office, show: Show) -> None:
    shown = show(office.run(office.desk.prepare(many(KEPT + 1))))
    assert len(shown.rows()) == KEPT
    assert shown.words("review_more") == "The first 300 of 301 rows. All of them are checked and counted above."
    assert "301" in shown.words("review_title")
    assert not show(prepared(office, sold(FIRST), sold(SECOND))).words("review_more")


def test_where_not_all_of_many_rows_go_it_says_how_many(office: Office, show: Show) -> None:
    updates = [plain(str(3_000_000 + number)) for number in range(KEPT)]
    shown = show(prepared(office, *updates, updates[-1]))
    assert shown.words("review_title") == "Update 300 leads?"
    assert shown.words("review_more") == (
        "The first 300 of 301 rows, of which 300 go. All of them are checked and counted above."
    )


def test_the_words_below_the_rows_follow_the_ticks(office: Office, show: Show) -> None:
    office.send(draft(sold(FIRST)))
    shown = show(prepared(office, sold(FIRST), *(sold(str(3_000_000 + number)) for number in range(KEPT))))
    assert ", of which 300 go." in shown.words("review_more")
    shown.tick(0)
    assert "of which" not in shown.words("review_more")


def test_the_requests_of_many_rows_are_read_beside_the_window(office: Office, show: Show) -> None:
    review = office.run(office.desk.prepare(many(5 * MOST_SHOWN + 6)))
    shown = show(review)
    shown.click("review_showExact")
    office.until(lambda: shown.words("review_exactPlace").endswith("read"))
    assert shown.words("review_exactPlace") == "Request 1 of 202; the first 200 can be read"
    first = next(iter(review.requests))
    assert shown.exact.toPlainText() == first.shown(office.desk.account.base_url)
    while shown.find(QPushButton, "review_exactLater").isEnabled():
        shown.click("review_exactLater")
    assert shown.words("review_exactPlace").startswith("Request 200 of 202")


def test_the_reading_ends_with_the_dialog(office: Office, show: Show) -> None:
    shown = show(office.run(office.desk.prepare(many(20_000))))
    shown.click("review_showExact")
    (reading,) = (thread for thread in threading.enumerate() if thread.name == "requests")
    shown.dialog.reject()
    assert not reading.is_alive()


def test_a_hundred_thousand_rows_hold_the_window_up_for_less_than_50_ms(office: Office, qtbot: QtBot) -> None:
    sent_before = [sold(str(3_000_000 + number)) for number in range(2_000)]
    office.run(_as_sent(office, sent_before))
    review = office.run(office.desk.prepare(many(100_000)))
    assert len(review.already) == 2_000
    dialog = ReviewDialog(review)
    qtbot.addWidget(dialog)
    shown = Shown(qtbot, dialog)
    took: list[float] = []
    for act in (
        lambda: shown.tick(5),
        lambda: shown.tick(5),
        lambda: shown.click("review_showExact"),
        dialog.reject,
    ):
        # Only the window's thread: what is put together beside it, and what an earlier test left, holds nobody up.
        started = time.thread_time()
        act()
        took.append(time.thread_time() - started)
    # Something that walks over the rows takes seconds; a slow machine is given some more than the figure.
    assert max(took) < 0.2, took


async def _as_sent(office: Office, rows: list[DraftItem]) -> None:
    """Write a job down as one that LeadByte took, in one request, without sending it."""
    journal = office.desk.tools.journal
    job = await journal.create_job(draft(*rows), office.desk.account, "sam")
    ids = [item.item_id for item in await journal.items(job.job_id, None, 0, len(rows))]
    number = await journal.mark_sending(job.job_id, ids, "PUT", "https://practice.example.com", "{}")
    results = dict.fromkeys(ids, LeadResult(ItemState.UPDATED, "x"))
    await journal.record(number, results, 200, "", "")


def test_more_repeats_than_anyone_ticks_stay_left_out(office: Office, show: Show) -> None:
    office.run(_as_sent(office, [sold(str(3_000_000 + number)) for number in range(KEPT + 5)]))
    shown = show(office.run(office.desk.prepare(many(KEPT + 6))))
    assert "The first 300 of 305 are listed; the others stay left out." in shown.words("review_alreadyNote_text")
    shown.tick(0)
    assert [item.update.lead.number for item in shown.dialog.review.going] == ["3000000", "3000305"]


# --- a lead that is still to come elsewhere ---------------------------------------------------------------------------


def test_a_lead_that_waits_in_a_batch_is_said_with_a_choice(office: Office, show: Show) -> None:
    office.run(office.desk.write_down(prepared(office, plain(SECOND), plain(FIRST))))
    shown = show(prepared(office, sold(FIRST), kind=JobKind.SINGLE))
    assert "Row 2 of “A job”, which is not being sent now" in shown.words("review_toCome_text")
    assert "what it sets wins" in shown.words("review_choiceHint")
    assert shown.dialog.choice.value == "send"

    shown.click("review_choice_change")
    assert shown.dialog.choice.value == "change"
    assert shown.words("review_title") == "Change row 2 of “A job”?"
    assert shown.words("review_choiceHint").startswith("Nothing is sent now.")
    assert not shown.find(QPushButton, "review_showExact").isVisible()
    shown.wait_until_awake()
    assert shown.send.text().startswith("Change row 2 of the batch")


def test_without_one_there_is_no_choice(office: Office, show: Show) -> None:
    shown = show(prepared(office, sold(FIRST)))
    assert shown.words("review_toCome_text") == ""
    assert shown.dialog.choice is Choice.SEND


def test_of_a_larger_job_it_is_one_line(office: Office, show: Show) -> None:
    office.run(office.desk.write_down(prepared(office, plain(FIRST))))
    shown = show(prepared(office, plain(FIRST), plain(SECOND)))
    assert shown.words("review_toCome_text").startswith("1 lead of this job is still to come in another job")
    assert shown.dialog.findChild(QLabel, "review_choiceHint") is None


def test_a_rest_that_was_overtaken_says_so(office: Office, show: Show) -> None:
    job = office.run(office.desk.write_down(prepared(office, plain(FIRST), plain(SECOND))))
    office.send(JobDraft(JobKind.SINGLE, "Lead 2932682", "practice", (plain(FIRST),)))
    shown = show(office.run(office.desk.prepare_rest(job.job_id)))
    assert "a newer job changed the lead since" in shown.words("review_alreadyNote_text")
    assert "Lead 2932682 was changed since, on " in shown.rows()[0][2]
    shown.tick(0)
    assert shown.words("review_title") == "Update 2 leads?"


# --- asking -----------------------------------------------------------------------------------------------------------


def test_asking_gives_back_what_was_agreed_to(office: Office, qtbot: QtBot) -> None:
    office.send(draft(sold(FIRST)))
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    review = prepared(office, sold(FIRST), sold(SECOND))
    asked = asyncio.ensure_future(ask_review(review, parent))
    office.until(lambda: parent.findChild(ReviewDialog) is not None)
    dialog = part_of(parent, ReviewDialog)
    dialog._already.set_ticked(["0"])
    dialog._choose_again()
    send = part_of(dialog, QPushButton, "review_send")
    office.until(send.isEnabled)
    qtbot.mouseClick(send, Qt.MouseButton.LeftButton)
    office.until(asked.done)
    assert asked.result() == Agreed(review.send_again([0]), Choice.SEND)


def test_going_back_gives_nothing(office: Office, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    asked = asyncio.ensure_future(ask_review(prepared(office, sold(FIRST)), parent))
    office.until(lambda: parent.findChild(ReviewDialog) is not None)
    qtbot.mouseClick(part_of(parent, QPushButton, "review_back"), Qt.MouseButton.LeftButton)
    office.until(asked.done)
    assert asked.result() is None
