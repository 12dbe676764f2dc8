"""Notes, bands, cards, empty states, progress: what can be read, pressed and heard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.ui.parts.band import Band
from leadbyte_desktop.ui.parts.card import Card
from leadbyte_desktop.ui.parts.empty_state import EmptyState
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.parts.progress_line import ProgressLine
from leadbyte_desktop.ui.parts.text import Pill, Text
from leadbyte_desktop.ui.theme import Tone


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader would say; none runs in a test, so the system's end of the line is replaced."""
    heard: list[str] = []

    def hear(event: QAccessibleEvent) -> None:
        if event.type() == QAccessible.Event.Announcement:
            heard.append(event.message())  # type: ignore[attr-defined]

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    return heard


def button(inside: QWidget, name: str) -> QPushButton:
    found = inside.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def test_a_note_is_hidden_until_it_speaks(qtbot: QtBot, spoken: list[str]):
    home = QWidget()
    note = Note("result", parent=home)
    qtbot.addWidget(home)
    home.show()
    assert not note.isVisible()
    note.say("Lead 2932682 may or may not have been updated.", Tone.UNKNOWN, (("yes", "It went through"),))
    assert note.isVisible()
    assert note.words == note.accessibleName() == "Lead 2932682 may or may not have been updated."
    assert spoken == [note.words]
    with qtbot.waitSignal(note.chosen) as got:
        qtbot.mouseClick(button(note, "result_yes"), Qt.MouseButton.LeftButton)
    assert got.args == ["yes"]
    note.hide_note()
    assert not note.isVisible()
    assert note.words == ""


def test_a_note_changes_its_actions(qtbot: QtBot):
    note = Note("result", "First", Tone.OK)
    qtbot.addWidget(note)
    note.say("Second", Tone.ERROR, (("a", "Try again"), ("b", "Leave it")))
    note.say("Third", Tone.WARNING, (("c", "Look"),))
    shown = [each.text() for each in note.findChildren(QPushButton) if not each.isHidden()]
    assert shown == ["Look"]
    assert note.property("tone") == "warning"


def test_an_action_is_pressed_from_the_keyboard(qtbot: QtBot):
    note = Note("result")
    qtbot.addWidget(note)
    note.say("It may have gone.", Tone.UNKNOWN, (("yes", "It went through"), ("no", "It did not")))
    note.show()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        with qtbot.waitSignal(note.chosen) as got:
            qtbot.keyClick(button(note, "result_no"), key)
        assert got.args == ["no"]


def test_what_leadbyte_says_is_never_read_as_markup(qtbot: QtBot):
    text = Text("<b>Lead</b> updated")
    qtbot.addWidget(text)
    assert text.textFormat() is Qt.TextFormat.PlainText


def test_a_band_shows_words_and_leads_on(qtbot: QtBot, spoken: list[str]):
    home = QWidget()
    band = Band("practice", parent=home)
    qtbot.addWidget(home)
    home.show()
    assert not band.isVisible()
    band.say("PRACTICE — nothing here is real.", Tone.PRACTICE, (("connect", "Connect your account…"),))
    assert band.isVisible()
    assert spoken == ["PRACTICE — nothing here is real."]
    with qtbot.waitSignal(band.chosen) as got:
        qtbot.mouseClick(button(band, "practice_connect"), Qt.MouseButton.LeftButton)
    assert got.args == ["connect"]
    band.say("")
    assert not band.isVisible()


def test_a_card_shows_heading_hint_and_corner(qtbot: QtBot):
    card = Card("Joe Blogs · lead 2932682", "lead", "Solar", corner=Pill("Valid", Tone.OK))
    qtbot.addWidget(card)
    card.add(Text("Postcode"))
    card.show()
    shown = [each.text() for each in card.findChildren(QLabel) if each.isVisible()]
    assert sorted(shown) == sorted(["Joe Blogs · lead 2932682", "Solar", "Valid", "Postcode"])
    assert card.accessibleName() == "Joe Blogs · lead 2932682"
    card.set_heading("", "")
    assert not card.heading.isVisible()
    assert not card.hint.isVisible()


def test_a_wrapped_text_in_a_card_is_not_cut_off(qtbot: QtBot):
    card = Card("Heading", "card")
    words = Text("LeadByte did not answer in time. Lead 2932682 may or may not have been updated. " * 4)
    card.add(words)
    qtbot.addWidget(card)
    card.resize(240, card.heightForWidth(240))
    card.show()
    assert words.height() >= words.heightForWidth(words.width())


def test_an_empty_state_says_what_to_do_next(qtbot: QtBot):
    empty = EmptyState("none", "No leads yet", "Open a CSV, or paste lead IDs.", "Open a CSV…")
    qtbot.addWidget(empty)
    empty.show()
    assert empty.accessibleName() == "No leads yet. Open a CSV, or paste lead IDs."
    with qtbot.waitSignal(empty.pressed):
        qtbot.mouseClick(button(empty, "none_button"), Qt.MouseButton.LeftButton)
    empty.say("No leads yet")
    assert not button(empty, "none_button").isVisible()


def test_progress_is_words_first(qtbot: QtBot):
    progress = ProgressLine("sending", "Leads sent")
    qtbot.addWidget(progress)
    progress.show_progress(754, 1204, "754 of 1,204 · about 2 seconds left")
    bar = progress.findChild(QProgressBar, "sending_bar")
    assert isinstance(bar, QProgressBar)
    assert (bar.value(), bar.maximum()) == (754, 1204)
    assert bar.accessibleName() == "Leads sent"
    assert progress.words == bar.accessibleDescription() == "754 of 1,204 · about 2 seconds left"
    progress.show_busy("Reading the file")
    assert (bar.minimum(), bar.maximum()) == (0, 0)
    progress.show_progress(0, 0, "Nothing to send")
    assert bar.maximum() == 1
