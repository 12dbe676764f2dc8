"""What became of a lead, and what a person can say to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.job import Confirmation, Item, ItemState, Settlement
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.services.outcome_words import item_words
from leadbyte_desktop.ui.outcome_note import OutcomeNote
from leadbyte_desktop.ui.outcome_panel import OutcomePanel
from leadbyte_desktop.ui.theme import Tone
from tests.ui.layouts import come_to_rest

ACME = Delivery("1053", "Acme Solar — evening", "Acme Ltd", "33")
DELIVERIES = {"1053": ACME}
ITEM = Item(
    7,
    3,
    1,
    LeadUpdate(LeadRef("2932682"), {"postcode": "TN25 6QD"}, ("1053",)),
    ItemState.UPDATED,
    "Lead updated",
    confirmation=Confirmation.CONFIRMED,
    changed_at=datetime.now(UTC),
)
NOT_KNOWN = replace(ITEM, state=ItemState.NOT_KNOWN, words="LeadByte did not answer in time.")


@pytest.fixture
def note(qtbot: QtBot) -> OutcomeNote:
    note = OutcomeNote()
    qtbot.addWidget(note)
    note.show()
    return note


def frame(note: OutcomeNote) -> QFrame:
    found = note.findChild(QFrame, "outcome_note")
    assert isinstance(found, QFrame)
    return found


def buttons(note: OutcomeNote) -> dict[str, QPushButton]:
    # A button that was taken back is deleted later; it is hidden at once.
    return {button.text(): button for button in note.findChildren(QPushButton) if not button.isHidden()}


@pytest.mark.parametrize(
    ("item", "tone"),
    [
        (ITEM, "ok"),
        (replace(ITEM, warnings=("Phone 1 looks odd",)), "warning"),
        (replace(ITEM, confirmation=Confirmation.DENIED), "warning"),
        (replace(ITEM, state=ItemState.QUEUED), "ok"),
        (replace(ITEM, state=ItemState.REFUSED, words="Lead not valid"), "error"),
        (replace(ITEM, state=ItemState.NOT_SENT, words="No network."), "warning"),
        (replace(ITEM, state=ItemState.CANCELLED, words="Left out."), ""),
        (replace(NOT_KNOWN, settlement=Settlement.SENT_AGAIN), ""),
    ],
)
def test_it_says_what_became_of_the_item_and_asks_nothing(note: OutcomeNote, item: Item, tone: str) -> None:
    note.show_item(item, DELIVERIES)
    assert note.words == item_words(item, DELIVERIES)
    assert frame(note).isVisible()
    assert frame(note).property("tone") == tone
    assert not buttons(note)


def focused(note: OutcomeNote) -> str:
    widget = QApplication.focusWidget()
    return widget.objectName().removeprefix("outcome_note_") if widget is not None and note.isAncestorOf(widget) else ""


def test_what_a_look_brought_stands_below_the_answers_and_the_focus_stays(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    note = OutcomeNote()
    column = QVBoxLayout(window)
    column.addWidget(note)
    column.addStretch(1)
    window.resize(360, 700)
    window.show()
    note.show_item(NOT_KNOWN, DELIVERIES)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    buttons(note)["Look in LeadByte"].setFocus()
    come_to_rest()
    before = [each.mapTo(window, QPoint()) for each in buttons(note).values()]
    note.show_look(NOT_KNOWN.item_id, "In LeadByte now: Postcode “TN25 6QD”. " * 6)
    come_to_rest()
    assert [each.mapTo(window, QPoint()) for each in buttons(note).values()] == before
    assert focused(note) == "look"
    assert note.words.endswith("Postcode “TN25 6QD”. ")


def test_an_answer_leaves_the_focus_at_the_note(note: OutcomeNote, qtbot: QtBot) -> None:
    note.show_item(NOT_KNOWN, DELIVERIES)
    note.activateWindow()
    qtbot.waitUntil(note.isActiveWindow)
    buttons(note)["It went through"].setFocus()
    note.show_item(replace(NOT_KNOWN, settlement=Settlement.WENT_THROUGH), DELIVERIES)
    assert not buttons(note)
    assert focused(note) == "text"


def test_not_known_is_a_tone_of_its_own_and_offers_a_look_and_three_answers(note: OutcomeNote) -> None:
    note.show_item(NOT_KNOWN, DELIVERIES)
    assert frame(note).property("tone") == "unknown"
    assert "Acme Ltd" in note.words
    assert list(buttons(note)) == ["Look in LeadByte", "It went through", "It did not", "Send it again…"]


@pytest.mark.parametrize(
    ("words", "wanted"), [("It went through", "went"), ("It did not", "not"), ("Send it again…", "again")]
)
def test_each_answer_names_the_item_and_is_the_only_one(
    note: OutcomeNote, qtbot: QtBot, words: str, wanted: str
) -> None:
    said: list[tuple[str, int]] = []
    note.went_through.connect(lambda number: said.append(("went", number)))
    note.did_not.connect(lambda number: said.append(("not", number)))
    note.send_again.connect(lambda number: said.append(("again", number)))
    note.show_item(NOT_KNOWN, DELIVERIES)
    qtbot.mouseClick(buttons(note)[words], Qt.MouseButton.LeftButton)
    assert said == [(wanted, 7)]


def test_once_settled_there_is_nothing_left_to_answer(note: OutcomeNote) -> None:
    note.show_item(NOT_KNOWN, DELIVERIES)
    note.show_item(replace(ITEM, settlement=Settlement.WENT_THROUGH, words="Sam saw it in LeadByte."), DELIVERIES)
    assert frame(note).property("tone") == "ok"
    assert not buttons(note)


def test_showing_the_same_again_leaves_the_focus_on_the_answer(note: OutcomeNote) -> None:
    note.show_item(NOT_KNOWN, DELIVERIES)
    button = buttons(note)["It did not"]
    button.setFocus()
    note.show_item(replace(NOT_KNOWN), dict(DELIVERIES))
    assert buttons(note)["It did not"] is button
    assert note.focusWidget() is button


def test_cleared_it_takes_no_room(note: OutcomeNote) -> None:
    note.show_item(ITEM, DELIVERIES)
    note.clear()
    assert note.item is None
    assert not note.words
    assert not note.isVisible()
    note.show_item(ITEM, DELIVERIES)
    assert note.isVisible()


def test_a_note_over_a_short_table_is_no_higher_than_its_words(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    panel = OutcomePanel("panel", ("Nothing sent yet", "It appears here."))
    column.addWidget(panel)
    page.resize(540, 600)
    page.show()
    qtbot.waitExposed(page)
    panel.show_job("3 leads to Acme Ltd")
    panel.show_items([replace(ITEM, item_id=each, position=each) for each in (1, 2, 3)], DELIVERIES)
    panel.show_end("LeadByte took all 3 leads. It does not report the deliveries.", Tone.OK, can_continue=False)
    qtbot.waitUntil(lambda: panel.table.height() == panel.table.maximumHeight())
    assert panel.note.height() == panel.note.heightForWidth(panel.note.width())


def test_a_long_note_in_a_narrow_column_is_read_to_its_end(qtbot: QtBot) -> None:
    words = "The app ended before LeadByte’s answer was written down. It may or may not have been done. " * 2
    page, note = QWidget(), OutcomeNote()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    column.addWidget(note)
    column.addStretch(1)
    page.resize(280, 700)
    page.show()
    note.show_item(replace(NOT_KNOWN, words=words), DELIVERIES)
    inner = note.findChild(QWidget, "outcome_note")
    assert inner is not None
    qtbot.waitUntil(lambda: inner.width() > 200)
    assert inner.height() >= inner.heightForWidth(inner.width())
