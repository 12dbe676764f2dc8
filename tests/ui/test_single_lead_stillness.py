"""Single lead: nothing on the page moves because a field was left, so the click that left it is never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.lead_update import Action, LeadUpdate
from leadbyte_desktop.practice.keys import NO_READING_KEY
from leadbyte_desktop.practice.world import LeadStatus
from leadbyte_desktop.ui.parts.text import LinesText
from leadbyte_desktop.ui.theme import Theme
from tests.ui.layouts import come_to_rest
from tests.ui.reading_desk import hold_readings, know_no_reading, open_with
from tests.ui.single_form import LEAD, Form, type_here

if TYPE_CHECKING:
    from tests.ui.conftest import Office

# Only the offscreen platform says so, whenever a list drops down.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")

WIDTHS = [1180, 1366]


@pytest.fixture
def form(office: Office, qtbot: QtBot) -> Form:
    return Form(office, qtbot)


class Place(NamedTuple):
    """Where a widget stands in the window."""

    name: str
    x: int
    y: int
    width: int
    height: int


def places(form: Form) -> list[Place]:
    """Where everything with a name stands that a person can click."""
    found: list[QWidget] = [
        each for kind in (QPushButton, QCheckBox) for each in form.window.findChildren(kind) if each.isVisible()
    ]
    found.append(form.deliveries.view)
    at = [(each, each.mapTo(form.window, QPoint())) for each in found]
    return [Place(each.objectName(), place.x(), place.y(), each.width(), each.height()) for each, place in at]


def but_read_again(shown: list[Place]) -> list[Place]:
    """All but *Read again*: it comes with the lead, in a line that is there anyway."""
    return [each for each in shown if each.name != "single.readAgain"]


def resize(form: Form, width: int) -> None:
    form.window.resize(width, 900)
    form.tab.resize(width, 900)
    come_to_rest()


def type_in(form: Form, name: str, text: str) -> None:
    """Go into a line as a person does, type, and stay there."""
    form.window.activateWindow()
    form.office.until(form.window.isActiveWindow)
    form.line(name).setFocus()
    form.line(name).selectAll()
    type_here(text)
    come_to_rest()


def click(form: Form, widget: QWidget, at: QPoint | None = None) -> None:
    """Press the mouse on a widget, let the window take that up, and let go at the same place on the screen."""
    place = widget.mapToGlobal(at or widget.rect().center())
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=widget.mapFromGlobal(place))
    come_to_rest()
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=widget.mapFromGlobal(place))
    come_to_rest()


def click_delivery(form: Form, delivery_id: str) -> None:
    click(form, form.deliveries.view.viewport(), form.deliveries.row_rect(delivery_id).center())


# --- the click that leaves the field ----------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
def test_review_is_clicked_right_out_of_the_postcode(form: Form, office: Office, width: int) -> None:
    office.go_back()
    resize(form, width)
    form.type_id(LEAD.number)
    type_in(form, "value_postcode", "tn256qd")
    click(form, form.primary)
    office.settle()
    assert [each.going[0].update for each in office.reviews] == [LeadUpdate(LEAD, {"postcode": "TN25 6QD"})]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_delivery_is_ticked_right_out_of_the_postcode(form: Form, width: int) -> None:
    resize(form, width)
    type_in(form, "value_postcode", "tn256qd")
    click_delivery(form, "1053")
    assert form.tab.delivery_ids == ("1053",)
    assert form.value("postcode").text() == "TN25 6QD"


def test_a_delivery_is_ticked_right_out_of_a_wrong_lead_id(form: Form) -> None:
    type_in(form, "leadId", "29326x")
    click_delivery(form, "1053")
    assert form.tab.delivery_ids == ("1053",)
    assert "is not a lead ID" in form.words("leadId_error")


def test_add_to_batch_is_clicked_though_leaving_the_postcode_shows_that_nothing_changes(
    form: Form, office: Office
) -> None:
    """The primary button says something else then, and is as wide as its words."""
    wanted: list[LeadUpdate] = []
    office.flow.batch_wanted.connect(wanted.append)
    office.world.leads[LEAD.number].changed = {"postcode": "TN25 6QD"}
    type_in(form, "leadId", LEAD.number)
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    office.settle()
    type_in(form, "value_postcode", "tn256qd")
    assert form.primary.text().startswith("Nothing would change")
    click(form, form.find(QPushButton, "addToBatch"))
    assert wanted == [LeadUpdate(LEAD, {"postcode": "TN25 6QD"})]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("height", range(470, 650, 10))
def test_release_it_is_clicked_right_out_of_the_postcode(
    form: Form, office: Office, light_theme: Theme, width: int, height: int
) -> None:
    """Wherever the window's edge cuts through the button, the page does not scroll from under the mouse."""
    lead = office.world.with_status(LeadStatus.QUARANTINED)[0].quarantine_number
    form.window.resize(width, height)
    form.tab.resize(width, height)
    form.click("kind_quarantineId")
    form.type_id(lead)
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    office.settle()
    release = form.find(QPushButton, "inQuarantine_process")
    form.line("value_postcode").setFocus()
    come_to_rest()
    seen_at = release.mapTo(form.window, QPoint())
    type_in(form, "value_postcode", "tn256qd")
    aimed_at = release.mapTo(form.window, QPoint())
    QTest.mousePress(release, Qt.MouseButton.LeftButton, pos=QPoint(9, 2))
    come_to_rest()
    assert seen_at == aimed_at == release.mapTo(form.window, QPoint())
    QTest.mouseRelease(release, Qt.MouseButton.LeftButton, pos=QPoint(9, 2))
    assert form.tab.action is Action.RELEASE
    assert form.value("postcode").text() == "TN25 6QD"


# --- nothing moves ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("value_postcode", "tn256qd"),
        ("value_postcode", "nowhere"),
        ("value_street1", "  3 Orchard Close "),
        ("value_phone1", "07700900123"),
        ("value_dob", "07/03/1980"),
        ("value_gender", "Neither of them"),
        ("leadId", "29326x"),
        ("leadId", "0770 90063"),
        ("leadId", "1" * 300),
        ("leadId", "9999999"),
        ("leadId", LEAD.number),
    ],
)
def test_nothing_moves_when_a_field_is_left(form: Form, office: Office, width: int, name: str, typed: str) -> None:
    for label in ("phone1", "dob", "gender"):
        form.click("addField")
        QTest.keyClicks(form.line("fieldName"), label)
        QTest.keyClick(form.line("fieldName"), Qt.Key.Key_Return)
    gate = hold_readings(office)
    resize(form, width)
    type_in(form, name, typed)
    before = places(form)
    other = "value_firstname" if name != "value_firstname" else "value_street1"
    form.line(other).setFocus()
    come_to_rest()
    assert places(form) == before
    gate.set()
    office.settle()
    come_to_rest()
    assert but_read_again(places(form)) == but_read_again(before)


def test_a_key_that_may_not_read_moves_nothing_with_each_lead(form: Form, office: Office) -> None:
    open_with(office, NO_READING_KEY)
    type_in(form, "leadId", LEAD.number)
    form.line("value_street1").setFocus()
    office.settle()
    form.click("startAgain")
    come_to_rest()
    type_in(form, "leadId", "2932683")
    before = places(form)
    form.line("value_street1").setFocus()
    office.settle()
    come_to_rest()
    assert but_read_again(places(form)) == but_read_again(before)
    assert form.words("nowWords").startswith("What the lead holds now is not shown.")


def test_what_was_read_is_shown_when_the_mouse_is_up(form: Form, office: Office) -> None:
    gate = hold_readings(office)
    type_in(form, "leadId", LEAD.number)
    reprocess = form.find(QCheckBox, "reprocess")
    at = QPoint(8, reprocess.height() // 2)
    QTest.mousePress(reprocess, Qt.MouseButton.LeftButton, pos=at)
    gate.set()
    office.settle()
    assert form.words("leadWho") == "What changes"
    QTest.mouseRelease(reprocess, Qt.MouseButton.LeftButton, pos=at)
    office.until(lambda: form.words("leadWho") == "Ms Karen Fletcher · lead 2932682")
    assert reprocess.isChecked()


def test_after_the_send_the_box_for_the_next_customer_is_in_sight(form: Form, office: Office) -> None:
    resize(form, 1180)
    type_in(form, "leadId", LEAD.number)
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    office.settle()
    form.type_value("postcode", "TN25 6QD")
    form.tab._form._area.verticalScrollBar().setValue(10_000)
    form.review()
    assert form.blank()
    line, area = form.line("leadId"), form.tab._form._area.viewport()
    assert area.rect().contains(line.mapTo(area, line.rect().center()))


# --- a lead that LeadByte does not show -------------------------------------------------------------------------------


def test_an_unknown_lead_is_amber_and_its_number_is_asked_for_again(form: Form, office: Office) -> None:
    type_in(form, "leadId", "9999999")
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    office.settle()
    assert form.focus() == "leadId"
    assert form.line("leadId").selectedText() == "9999999"
    assert form.words("findSeen") == (
        "LeadByte shows no lead 9999999. Check it: is it a Quarantine ID? Enter goes on with it all the same."
    )
    for name in ("findSeen", "nowWords"):
        assert form.find(QWidget, name).property("tone") == "warning"
    assert form.line("leadId").accessibleDescription() == form.words("findSeen")
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    office.settle()
    assert form.focus() == "value_postcode", "a person may know better"
    form.type_id(LEAD.number)
    assert form.words("findSeen") == "Lead ID"
    assert form.find(QWidget, "findSeen").property("tone") == ""


def test_whoever_types_on_is_not_called_back_by_an_unknown_lead(form: Form, office: Office) -> None:
    gate = hold_readings(office)
    type_in(form, "leadId", "9999999")
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    type_here("TN")
    gate.set()
    office.settle()
    assert form.focus() == "value_postcode"
    assert (form.value("postcode").text(), form.tab.lead_text) == ("TN", "9999999")
    assert form.find(QWidget, "findSeen").property("tone") == "warning"


def test_a_key_that_may_not_read_goes_on_with_any_lead(form: Form, office: Office) -> None:
    open_with(office, NO_READING_KEY)
    type_in(form, "leadId", "9999999")
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    office.settle()
    assert form.focus() == "value_postcode"
    assert form.words("findSeen") == "Lead ID"
    assert form.find(QWidget, "nowWords").property("tone") == ""


def test_a_leadbyte_that_shows_no_leads_at_all_goes_on_with_any(form: Form, office: Office) -> None:
    know_no_reading(office)
    type_in(form, "leadId", LEAD.number)
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    office.settle()
    assert form.focus() == "value_postcode"
    assert form.words("findSeen") == "Lead ID"
    assert "has nothing to show for lead 2932682" in form.words("nowWords")
    assert form.find(QWidget, "nowWords").property("tone") == ""


def test_a_number_that_is_nearly_a_phone_number_is_told_so(form: Form) -> None:
    type_in(form, "leadId", "0770 90063")
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    assert "it looks like a phone number with too few digits (9 digits" in form.words("leadId_error")
    assert form.focus() == "leadId"


# --- the room ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("typed", ["", "2932682", "07700 900631", "7700900631", "karen@example.com", "29326x"])
def test_what_is_said_of_the_box_has_room_in_two_lines(form: Form, width: int, typed: str) -> None:
    resize(form, width)
    type_in(form, "leadId", typed)
    form.line("value_firstname").setFocus()
    come_to_rest()
    said = [form.find(LinesText, name) for name in ("findSeen", "leadId_error")]
    (shown,) = [each for each in said if each.isVisible()]
    lines = shown.shown_lines
    assert 1 <= len(lines) <= 2
    assert " ".join(lines) == shown.text(), "all of it can be read"


@pytest.mark.parametrize("width", WIDTHS)
def test_what_an_unknown_lead_id_may_be_has_room_in_the_app_s_own_look(
    form: Form, office: Office, light_theme: Theme, width: int
) -> None:
    resize(form, width)
    type_in(form, "leadId", "9999999")
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    office.settle()
    said = form.find(LinesText, "findSeen")
    assert "Quarantine ID" in said.text()
    assert " ".join(said.shown_lines) == said.text(), "all of it can be read"


def test_a_long_paste_widens_nothing(form: Form) -> None:
    type_in(form, "leadId", "29326x")
    form.line("value_firstname").setFocus()
    come_to_rest()
    before = form.tab.minimumSizeHint().width()
    type_in(form, "leadId", "1" * 300)
    form.line("value_firstname").setFocus()
    come_to_rest()
    assert form.tab.minimumSizeHint().width() <= before
    assert len(form.words("leadId_error")) < 200
