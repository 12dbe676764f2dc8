"""The box for lead IDs: what is counted, what is named as wrong, what a pasted table gives."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef
from leadbyte_desktop.ui.parts.lead_ids_box import LeadIdsBox, count_words, ids_of_pasted, wrong_words


@pytest.fixture
def box(qtbot: QtBot) -> LeadIdsBox:
    made = LeadIdsBox("ids", "Lead IDs")
    qtbot.addWidget(made)
    made.show()
    return made


def words(box: LeadIdsBox, name: str) -> str:
    label = box.findChild(QLabel, f"ids_{name}")
    assert label is not None
    return label.text() if label.isVisible() else ""


def numbers(box: LeadIdsBox) -> list[str]:
    return [lead.number for lead in box.leads()]


def paste(box: LeadIdsBox, text: str) -> None:
    mime = QMimeData()
    mime.setText(text)
    box.edit.insertFromMimeData(mime)


def test_typed_ids_are_counted_each_once(box: LeadIdsBox, qtbot: QtBot) -> None:
    qtbot.keyClicks(box.edit, "2932682, 2932683;0012 2932682")
    assert numbers(box) == ["2932682", "2932683", "0012"]
    assert words(box, "count") == "3 leads; 1 stood there twice and counts once"
    assert words(box, "error") == ""


def test_it_tells_of_every_change(box: LeadIdsBox, qtbot: QtBot) -> None:
    with qtbot.waitSignal(box.changed):
        qtbot.keyClicks(box.edit, "7")
    assert words(box, "count") == "1 lead"


def test_what_is_no_id_is_named_beside_and_can_be_taken_out(box: LeadIdsBox, qtbot: QtBot) -> None:
    qtbot.keyClicks(box.edit, "29-32, 2932682, abc")
    assert box.wrong() == ["29-32", "abc"]
    assert words(box, "error").startswith("“29-32” and “abc” are not lead IDs.")
    assert box.edit.property("invalid") == "true"
    link = box.findChild(QPushButton, "ids_takeOut")
    assert link is not None
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert box.text() == "2932682"
    assert words(box, "error") == ""
    assert not link.isVisible()


def test_a_phone_number_is_no_lead_and_is_called_one(box: LeadIdsBox, qtbot: QtBot) -> None:
    qtbot.keyClicks(box.edit, "2932682, 07700900631 07700 900632")
    assert numbers(box) == ["2932682"]
    assert words(box, "count") == "1 lead"
    assert words(box, "error") == (
        "“07700900631” and “07700 900632” are not lead IDs but phone numbers. Find their leads in Single lead, and "
        "type the lead IDs here."
    )
    box.take_out_wrong()
    assert box.text() == "2932682"


def test_a_slip_of_the_fingers_counts_and_is_to_be_checked(box: LeadIdsBox, qtbot: QtBot) -> None:
    qtbot.keyClicks(box.edit, "2932682, 29326841052")
    assert numbers(box) == ["2932682", "29326841052"]
    assert words(box, "odd") == "29326841052 has 11 digits: check it."
    assert "29326841052 has 11 digits: check it." in box.edit.accessibleDescription()
    box.remove([LeadRef("29326841052")])
    assert words(box, "odd") == ""


def test_taken_out_text_comes_back_with_undo(box: LeadIdsBox, qtbot: QtBot) -> None:
    qtbot.keyClicks(box.edit, "7 abc")
    box.take_out_wrong()
    box.edit.undo()
    assert box.text() == "7 abc"


def test_leads_that_were_dealt_with_leave_and_the_rest_stays_as_typed(box: LeadIdsBox) -> None:
    box.set_text("1, 2\n3; 4 abc\n\n5")
    box.remove({LeadRef("2"), LeadRef("5")})
    assert box.text() == "1\n3; 4 abc"


def test_removing_what_is_not_there_changes_nothing(box: LeadIdsBox) -> None:
    box.set_text("1,  2")
    box.remove({LeadRef("9")})
    assert box.text() == "1,  2"


def test_of_a_pasted_table_only_the_lead_ids_are_taken(box: LeadIdsBox) -> None:
    paste(box, "Name\tLead ID\tPhone\nJo\t2932682\t07700900214\nSam\t2932683\t07700900215\n")
    assert numbers(box) == ["2932682", "2932683"]
    assert words(box, "count") == "2 leads; of the 3 pasted columns only “Lead ID” was taken"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("2932682\n2932683", "2932682\n2932683"),
        ("2932682\t2932683\t2932684", "2932682\t2932683\t2932684"),
        ("2932682,2932683\n2932684,2932685", "2932682,2932683\n2932684,2932685"),
        ("2932682\t80\n2932683\t90", "2932682\n2932683"),
        ("2932682,80,120\n2932683,80,120", "2932682\n2932683"),
        ("2932682;Jo\n2932683;Sam", "2932682\n2932683"),
        ("2932682\t07700900214", "2932682"),
        ("2932682, 2932683,\n2932684", "2932682, 2932683,\n2932684"),
        ("", ""),
    ],
)
def test_pasted_amounts_and_phones_are_never_read_as_leads(text: str, ids: str) -> None:
    assert ids_of_pasted(text)[0] == ids


def test_the_clipboard_goes_the_same_way(box: LeadIdsBox, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("Lead ID\tPayout\n2932682\t80")
    box.edit.setFocus()
    qtbot.keyClick(box.edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert numbers(box) == ["2932682"]


def test_a_hundred_thousand_ids_are_taken(box: LeadIdsBox, qtbot: QtBot) -> None:
    with qtbot.waitSignal(box.changed):
        paste(box, "\n".join(str(2_000_000 + each) for each in range(100_000)))
    assert len(box.leads()) == 100_000
    assert words(box, "count") == "100,000 leads"


def test_tab_leaves_the_box(box: LeadIdsBox) -> None:
    assert box.edit.tabChangesFocus()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ([], ""),
        (["x"], "“x” is not a lead ID. A lead ID holds digits only, for example 2932682."),
        (["a", "b"], "“a” and “b” are not lead IDs. A lead ID holds digits only, for example 2932682."),
        (["a", "b", "c", "d", "e"], "“a”, “b”, “c” and 2 more are not lead IDs."),
        (
            ["07700900631"],
            "“07700900631” is not a lead ID but a phone number. Find its lead in Single lead, and type",
        ),
        (["07700900631", "x"], "“07700900631” is not a lead ID but a phone number. Find its lead in Single lead, and"),
        (["x" * 40], f"“{'x' * 23}…” is not a lead ID."),
    ],
)
def test_wrong_pieces_in_words(wrong: list[str], said: str) -> None:
    assert wrong_words(wrong).startswith(said)
    assert bool(wrong_words(wrong)) == bool(wrong)


def test_counts_in_words() -> None:
    assert count_words(0, 0) == "No leads yet"
    assert count_words(1_204, 1_204) == "1,204 leads"
    assert count_words(2, 5) == "2 leads; 3 repeated ones count once"


def test_quarantine_ids_are_read_as_such(box: LeadIdsBox, qtbot: QtBot) -> None:
    box.set_kind(LeadKind.QUARANTINE, "Quarantine IDs")
    paste(box, "Lead ID\tQuarantine ID\n7\t8419715\n8\t8419718\n")
    assert box.leads() == [LeadRef("8419715", LeadKind.QUARANTINE), LeadRef("8419718", LeadKind.QUARANTINE)]
    assert "“Quarantine ID”" in words(box, "count")
    # A lead of that number is another lead.
    box.remove([LeadRef("8419715")])
    assert numbers(box) == ["8419715", "8419718"]
    box.remove([LeadRef("8419715", LeadKind.QUARANTINE)])
    assert numbers(box) == ["8419718"]
    qtbot.keyClicks(box.edit, " 8x")
    assert words(box, "error").endswith("A quarantine ID holds digits only, for example 8419715.")
