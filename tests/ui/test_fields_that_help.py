"""Single lead: the campaign's own labels, pick lists, dates and postcodes, and what is sent for them."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLabel, QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.lead_fields import label_of
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.practice.keys import NO_CAMPAIGNS_KEY
from leadbyte_desktop.practice.world import LeadStatus
from leadbyte_desktop.services.review import Agreed
from leadbyte_desktop.ui.field_calendar import FieldCalendar
from leadbyte_desktop.ui.field_chooser import offers_for
from leadbyte_desktop.ui.field_words import FieldWords
from leadbyte_desktop.ui.theme import LIGHT, Theme
from tests.ui.reading_desk import hold_fields, hold_readings, open_with
from tests.ui.single_form import Form

if TYPE_CHECKING:
    from leadbyte_desktop.services.review import Review
    from tests.ui.conftest import Office

# Only the offscreen platform says so, whenever a list drops down.
pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard"),
    pytest.mark.qt_log_ignore("This plugin does not support grabbing input"),
]

ENERGY, LIFE, SOLAR = "Energy Switch", "Life Cover", "Solar Panels"


@pytest.fixture
def form(office: Office, qtbot: QtBot) -> Form:
    return Form(office, qtbot)


def leads_of(office: Office, campaign: str) -> list[LeadRef]:
    """The valid leads of a campaign."""
    valid = office.world.with_status(LeadStatus.VALID)
    return [LeadRef(lead.number) for lead in valid if lead.campaign.name == campaign]


def lead_of(office: Office, campaign: str) -> LeadRef:
    """A valid lead of a campaign."""
    return leads_of(office, campaign)[0]


def open_lead(form: Form, office: Office, campaign: str) -> LeadRef:
    lead = lead_of(office, campaign)
    form.type_id(lead.number)
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    office.settle()
    return lead


def add(form: Form, typed: str) -> None:
    form.click("addField")
    QTest.keyClicks(form.line("fieldName"), typed)
    QTest.keyClick(form.line("fieldName"), Qt.Key.Key_Return)


def name_of(office: Office, campaign: str, label: str) -> str:
    """LeadByte's name of a campaign's own field."""
    words = office.run(office.desk.tools.word_keeper.known(office.desk.account.account_id))
    [name] = {field.name for fields in words.fields.values() for field in fields if field.label == label}
    return name


def choices(form: Form, name: str) -> QListView | None:
    for top in QApplication.topLevelWidgets():
        found = top if top.objectName() == f"single.value_{name}_choices" else None
        if isinstance(found, QListView) and found.isVisible():
            return found
    return None


def days(form: Form, name: str) -> QCalendarWidget:
    found = form.value(name).findChild(QCalendarWidget)
    assert found is not None
    return found


def note(form: Form, name: str) -> str:
    label = form.find(QLabel, f"note_{name}")
    return label.text() if label.isVisible() else ""


def sent(form: Form, office: Office) -> LeadUpdate:
    office.go_back()
    form.review()
    update = office.reviews[-1].going[0].update
    assert isinstance(update, LeadUpdate)
    return update


# --- labels -----------------------------------------------------------------------------------------------------------


def test_an_own_field_is_found_by_its_label_and_sent_under_its_name(form: Form, office: Office) -> None:
    lead = open_lead(form, office, ENERGY)
    name = name_of(office, ENERGY, "meter_type")
    assert name.startswith("data")
    add(form, "meter")
    assert form.focus() == f"value_{name}"
    assert form.words(f"label_{name}") == "meter_type"
    assert not form.find(QLabel, f"warning_{name}").isVisible()
    QTest.keyClicks(form.value(name), "OLD")
    update = sent(form, office)
    assert (update.lead, update.changes) == (lead, {name: "OLD"})
    assert office.reviews[-1].summary == ("meter_type becomes “OLD” (in the list “Meter that is read”)",)


def test_required_fields_are_marked_and_clearing_one_is_warned_of(form: Form, office: Office) -> None:
    open_lead(form, office, LIFE)
    add(form, "phone 1")
    assert form.words("label_phone1") == "Phone 1 *"
    assert "required" in form.find(QLabel, "label_phone1").toolTip()
    form.turn("clear_phone1")
    assert "LeadByte may refuse to clear it" in note(form, "phone1")
    assert sent(form, office).changes == {"phone1": ""}


def test_a_quarantined_lead_s_field_is_called_by_no_campaign_s_label_that_may_be_wrong(
    form: Form, office: Office
) -> None:
    office.run(office.desk.refresh_words())
    office.flow.words_changed.emit()
    office.flow.desk_changed.emit(office.desk)
    office.settle()
    name = name_of(office, SOLAR, "monthly_bill")
    form.click("kind_quarantineId")
    form.type_id("8419715")
    add(form, "monthly_bill")
    assert form.focus() == f"value_{name}"
    plain = label_of(name)
    assert form.find(QLabel, f"label_{name}").toolTip() == f"{plain} ({name})"
    assert "monthly_bill in Solar Panels" in note(form, name)
    QTest.keyClicks(form.value(name), "Smart meter")
    assert form.tab.changes == {name: "Smart meter"}, "no campaign’s list may turn it into a value"
    sent(form, office)
    [line] = office.reviews[-1].summary[:1]
    assert line.startswith(f"{plain} (")
    assert "monthly_bill in Solar Panels" in line
    assert line.endswith("becomes “Smart meter”")


def test_what_every_campaign_has_alike_helps_without_a_lead(form: Form, office: Office) -> None:
    office.run(office.desk.refresh_words())
    office.flow.desk_changed.emit(office.desk)
    office.settle()
    add(form, "title")
    QTest.keyClick(form.value("title"), Qt.Key.Key_Down)
    popup = choices(form, "title")
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    add(form, "phone 1")
    assert form.words("label_phone1") == "Phone 1 *"
    assert "required in every campaign" in form.find(QLabel, "label_phone1").toolTip()
    form.turn("clear_phone1")
    assert note(form, "phone1") == "Every campaign requires the field, so LeadByte may refuse to clear it."
    QTest.keyClicks(form.value("title"), "Sir")
    assert note(form, "title").startswith("“Sir” is not in any campaign’s list.")


def test_until_a_campaign_s_fields_come_those_of_another_are_not_shown(office: Office) -> None:
    gate = hold_fields(office)
    gate.set()
    words = FieldWords(office.flow, office.runner, office.runner)
    words.use("12")
    office.settle()
    assert "meter_type" in words.labels.values()
    gate.clear()
    told: list[int] = []
    words.changed.connect(lambda: told.append(len(words.fields)))
    words.use("9")
    office.until(lambda: told)
    assert told == [0]
    gate.set()
    office.settle()
    assert "roof_type" in words.labels.values()
    assert told == [0, len(words.fields)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", ["title", "data13", "firstname"]),
        ("make", ["data13", "make"]),
        ("Make of car", ["data13"]),
        ("days", ["days"]),
    ],
)
def test_the_campaign_s_fields_are_offered_first(typed: str, names: list[str]) -> None:
    campaign = {"title": "Title", "data13": "Make of car"}
    offers = offers_for(typed, (), campaign=campaign)
    assert [offer.name for offer in offers][: len(names)] == names
    assert all(offer.words == "Make of car (data13)" for offer in offers if offer.name == "data13")


def test_without_the_campaigns_fields_the_form_works_as_before(form: Form, office: Office) -> None:
    open_with(office, NO_CAMPAIGNS_KEY)
    open_lead(form, office, LIFE)
    add(form, "phone 1")
    assert form.words("label_phone1") == "Phone 1"
    QTest.keyClicks(form.value("phone1"), "07700900123")
    assert sent(form, office).changes == {"phone1": "07700900123"}
    assert not office.told


# --- pick lists -------------------------------------------------------------------------------------------------------


def test_a_pick_list_drops_down_and_the_words_send_their_value(form: Form, office: Office) -> None:
    open_lead(form, office, ENERGY)
    name = name_of(office, ENERGY, "meter_type")
    add(form, "meter")
    QTest.keyClick(form.value(name), Qt.Key.Key_Down)
    popup = choices(form, name)
    assert popup is not None
    assert [str(popup.model().index(row, 0).data()) for row in range(popup.model().rowCount())] == [
        "Smart meter",
        "Meter that is read",
    ]
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert form.value(name).text() == "Meter that is read"
    assert choices(form, name) is None
    assert form.focus() == f"value_{name}"
    assert note(form, name) == "Sent as “OLD”."
    assert sent(form, office).changes == {name: "OLD"}


def type_before_the_list_is_known(
    form: Form, office: Office, gate: asyncio.Event, words: str, *, read: bool = False
) -> tuple[LeadRef, str]:
    """Name a lead, and type these words into a field before its list is known; with `read` the lead is known."""
    lead, name = lead_of(office, ENERGY), "data2"
    form.type_id(lead.number)
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    office.until(lambda: not read or form.presenter._reading.now)
    add(form, name)
    QTest.keyClicks(form.value(name), words)
    assert form.tab.changes == {name: words}
    assert not gate.is_set()
    return lead, name


def test_words_that_were_typed_before_the_lead_was_read_send_the_value_of_its_list(form: Form, office: Office) -> None:
    gate = hold_readings(office)
    office.settle()
    lead, name = type_before_the_list_is_known(form, office, gate, "Smart meter")
    form.click("review")
    gate.set()
    office.settle()
    assert [item.update for item in office.reviews[-1].going] == [LeadUpdate(lead, {name: "SMART"})]
    assert office.world.leads[lead.number].fields[name] == "SMART"
    assert form.blank(), "what stood in the form was sent"


def test_a_pick_list_that_comes_while_the_review_lies_open_is_reviewed_anew(form: Form, office: Office) -> None:
    form.presenter._reading.patience = 0.05
    gate, come = hold_fields(office), asyncio.Event()
    office.settle()
    lead, name = type_before_the_list_is_known(form, office, gate, "Smart meter", read=True)

    async def read(review: Review) -> Agreed:
        office.reviews.append(review)
        gate.set()
        await come.wait()
        return Agreed(review, review.choices[0])

    form.presenter._words.changed.connect(come.set)
    office.flow._ask_review = read
    form.review()
    assert [item.update for review in office.reviews for item in review.going] == [
        LeadUpdate(lead, {name: "Smart meter"}),
        LeadUpdate(lead, {name: "SMART"}),
    ]
    puts = [each for each in office.ledger.requests if each.method == "PUT"]
    assert len(puts) == 1
    assert office.world.leads[lead.number].fields[name] == "SMART"


def test_words_that_come_to_mean_two_entries_of_a_list_are_not_sent(form: Form, office: Office) -> None:
    meters = [{"value": "S1", "label": "Smart meter"}, {"value": "S2", "label": "Smart meter"}]
    fields = [{"name": "data2", "label": "meter_type", "dataType": "select", "selection": meters}]
    gate = hold_readings(office, {("GET", "/campaigns/12"): {"id": "12", "name": ENERGY, "fields": fields}})
    office.settle()
    type_before_the_list_is_known(form, office, gate, "Smart meter")
    form.click("review")
    gate.set()
    office.settle()
    assert not office.reviews
    assert form.hint.startswith("Nothing was sent: the pick list that came meanwhile has several values")
    assert not [each for each in office.ledger.requests if each.method == "PUT"]


def test_another_value_than_those_of_the_list_can_be_sent_and_is_quietly_told(form: Form, office: Office) -> None:
    open_lead(form, office, ENERGY)
    name = name_of(office, ENERGY, "meter_type")
    add(form, "meter")
    QTest.keyClicks(form.value(name), "Prepaid")
    assert "“Prepaid” is not in this campaign’s list." in note(form, name)
    assert sent(form, office).changes == {name: "Prepaid"}


def test_escape_leaves_the_list_and_the_value(form: Form, office: Office) -> None:
    open_lead(form, office, ENERGY)
    add(form, "title")
    QTest.keyClicks(form.value("title"), "Mx")
    QTest.keyClick(form.value("title"), Qt.Key.Key_F4)
    popup = choices(form, "title")
    assert popup is not None
    assert str(popup.currentIndex().data()) == "Mx"
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert form.value("title").text() == "Mx"
    assert form.tab.changes == {"title": "Mx"}


def test_after_the_send_the_field_is_called_as_the_lead_s_campaign_calls_it(form: Form, office: Office) -> None:
    open_lead(form, office, LIFE)
    add(form, "smoker")
    name = name_of(office, LIFE, "smoker")
    QTest.keyClicks(form.value(name), "No")
    form.review()
    assert form.blank(), "the form belongs to no campaign any more"
    assert "LeadByte now holds smoker “No”, as sent." in form.outcome


# --- dates ------------------------------------------------------------------------------------------------------------


def test_a_date_is_chosen_in_a_calendar_and_written_day_first(form: Form, office: Office) -> None:
    open_lead(form, office, LIFE)
    add(form, "date of birth")
    QTest.keyClicks(form.value("dob"), "07/03/1980")
    QTest.keyClick(form.value("dob"), Qt.Key.Key_Down)
    assert days(form, "dob").selectedDate() == QDate(1980, 3, 7)
    days(form, "dob").activated.emit(QDate(1980, 3, 9))
    assert form.value("dob").text() == "09/03/1980"
    assert not form.find(QWidget, "value_dob_calendar").isVisible()
    assert sent(form, office).changes == {"dob": "09/03/1980"}


def test_the_days_of_other_months_are_written_more_quietly(light_theme: Theme) -> None:
    line = QLineEdit()
    calendar = FieldCalendar(line)
    calendar.open_at(date(1980, 4, 7))

    def darkest(day: QDate) -> int:
        """How dark the ink of one day is (0 black, 255 white), drawn on white paper."""
        paper = QImage(40, 30, QImage.Format.Format_RGB32)
        paper.fill(Qt.GlobalColor.white)
        painter = QPainter(paper)
        calendar.days.paintCell(painter, paper.rect(), day)
        painter.end()
        return min(paper.pixelColor(x, y).lightness() for x in range(40) for y in range(30))

    beside, within = darkest(QDate(1980, 5, 1)), darkest(QDate(1980, 4, 1))
    calendar.hide()
    assert within < QColor(LIGHT.text_2).lightness() <= beside < QColor(LIGHT.surface).lightness()


def test_a_campaign_that_writes_the_year_first_gets_it_so(form: Form, office: Office) -> None:
    lead = lead_of(office, LIFE)
    office.world.leads[lead.number].changed = {"dob": "1980-03-07"}
    open_lead(form, office, LIFE)
    add(form, "date of birth")
    QTest.keyClick(form.value("dob"), Qt.Key.Key_Down)
    days(form, "dob").clicked.emit(QDate(1981, 12, 1))
    assert form.value("dob").text() == "1981-12-01"


@pytest.mark.parametrize(
    ("held", "written", "said"),
    [
        ("2026-09-01 14:05:00", "2026-04-03 14:05:00", "The time 14:05:00 stays as it was."),
        ("09/23/2026", "04/03/2026", ""),
        ("23-09-2026", "03-04-2026", ""),
        ("05/06/2026", "03/04/2026", "Written as day/month/year; “05/06/2026” could have its month first."),
    ],
)
def test_a_chosen_day_is_written_as_the_lead_holds_it_and_no_time_is_lost(
    form: Form, office: Office, held: str, written: str, said: str
) -> None:
    lead = lead_of(office, LIFE)
    office.world.leads[lead.number].changed = {"optindate": held, "dob": ""}
    open_lead(form, office, LIFE)
    add(form, "opt-in date")
    QTest.keyClick(form.value("optindate"), Qt.Key.Key_Down)
    opened = days(form, "optindate").selectedDate()
    assert opened.year() == 2026, "it opens where the lead is, not today"
    days(form, "optindate").activated.emit(QDate(2026, 4, 3))
    assert form.value("optindate").text() == written
    assert note(form, "optindate") == said
    assert sent(form, office).changes == {"optindate": written}
    QTest.keyClicks(form.value("optindate"), "7")
    assert note(form, "optindate") == "", "it was said of the day that was chosen"


def test_other_dates_of_the_lead_tell_that_the_month_comes_first(form: Form, office: Office) -> None:
    lead = lead_of(office, LIFE)
    office.world.leads[lead.number].changed = {"dob": "12/31/1980", "optindate": "05/06/2026"}
    open_lead(form, office, LIFE)
    add(form, "opt-in date")
    QTest.keyClick(form.value("optindate"), Qt.Key.Key_Down)
    assert days(form, "optindate").selectedDate() == QDate(2026, 5, 6)
    days(form, "optindate").clicked.emit(QDate(2026, 4, 3))
    assert (form.value("optindate").text(), note(form, "optindate")) == ("04/03/2026", "")


def test_a_blank_date_is_written_as_other_leads_of_the_campaign_were_seen_to_hold_it(
    form: Form, office: Office
) -> None:
    first, second = leads_of(office, LIFE)[:2]
    office.world.leads[first.number].changed = {"dob": "1980-03-07"}
    office.world.leads[second.number].changed = {"dob": ""}
    for lead in (first, second):
        form.type_id(lead.number)
        QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
        office.settle()
    add(form, "date of birth")
    QTest.keyClick(form.value("dob"), Qt.Key.Key_Down)
    days(form, "dob").clicked.emit(QDate(1981, 12, 1))
    assert (form.value("dob").text(), note(form, "dob")) == ("1981-12-01", "")


def test_a_form_that_nothing_tells_is_said_beside_the_field(form: Form, office: Office) -> None:
    add(form, "date of birth")
    QTest.keyClick(form.value("dob"), Qt.Key.Key_Down)
    assert days(form, "dob").selectedDate() == QDate.currentDate()
    days(form, "dob").clicked.emit(QDate(1981, 12, 1))
    assert form.value("dob").text() == "01/12/1981"
    assert note(form, "dob") == "Written as day/month/year; the form of this campaign is not known."


def test_what_is_typed_as_a_date_stays_as_it_is(form: Form, office: Office) -> None:
    open_lead(form, office, LIFE)
    add(form, "date of birth")
    QTest.keyClicks(form.value("dob"), "7.3.80")
    QTest.keyClick(form.value("dob"), Qt.Key.Key_Tab)
    assert sent(form, office).changes == {"dob": "7.3.80"}


# --- postcodes and phones ---------------------------------------------------------------------------------------------


def leave(form: Form, name: str) -> None:
    form.value(name).setFocus()
    QTest.keyClick(form.value(name), Qt.Key.Key_Tab)


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("tn256qd", "TN25 6QD"),
        ("m1  1aa", "M1 1AA"),
        ("TN25 6QD", "TN25 6QD"),
        ("7010", "7010"),
        ("d02 x285", "d02 x285"),
    ],
)
def test_a_british_postcode_is_written_as_one_when_it_is_left(form: Form, typed: str, tidy: str) -> None:
    form.value("postcode").setFocus()
    form.type_value("postcode", typed)
    assert form.value("postcode").text() == typed, "nobody is corrected in the middle of a word"
    leave(form, "postcode")
    assert form.value("postcode").text() == tidy
    assert ("Ctrl+Z" in note(form, "postcode")) == (typed != tidy)


@pytest.mark.parametrize(
    ("name", "typed", "written", "what"),
    [
        ("postcode", "77 Half Ty", "77 Half Ty", "UK postcode"),
        ("postcode", "ab1 2cd", "AB1 2CD", "UK postcode"),
        ("phone1", "07700 900 12", "07700 900 12", "phone number"),
    ],
)
def test_what_looks_mistyped_is_told_once_the_line_is_left(
    form: Form, name: str, typed: str, written: str, what: str
) -> None:
    if name not in form.tab.field_names:
        add(form, "phone 1")
    form.value(name).setFocus()
    form.type_value(name, typed)
    assert "does not look like" not in note(form, name), "nobody is told off in the middle of a word"
    leave(form, name)
    assert form.value(name).text() == written
    assert note(form, name) == f"“{written}” does not look like a {what}."
    assert form.find(QLabel, f"note_{name}").property("tone") == "warning"
    form.value(name).setFocus()
    form.value(name).selectAll()
    form.type_value(name, "TN25 6QD" if name == "postcode" else "07700 900123")
    leave(form, name)
    assert note(form, name) == ""
    assert form.find(QLabel, f"note_{name}").property("tone") == ""


def test_the_next_customer_may_live_at_the_same_postcode(form: Form) -> None:
    for _customer in range(2):
        form.value("postcode").setFocus()
        form.type_value("postcode", "tn256qd")
        leave(form, "postcode")
        assert form.value("postcode").text() == "TN25 6QD"
        form.click("startAgain")


def test_a_review_from_within_the_field_shows_the_postcode_as_it_is_written(form: Form, office: Office) -> None:
    lead = open_lead(form, office, LIFE)
    form.value("postcode").setFocus()
    form.type_value("postcode", "tn256qd")
    QTest.keyClick(form.value("postcode"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    office.settle()
    assert office.reviews[-1].going[0].update == LeadUpdate(lead, {"postcode": "TN25 6QD"})
    assert form.value("postcode").text() == ""


def test_a_postcode_that_is_taken_back_stays_as_it_was_typed(form: Form, office: Office) -> None:
    lead = open_lead(form, office, LIFE)
    form.value("postcode").setFocus()
    form.type_value("postcode", "tn256qd")
    leave(form, "postcode")
    assert form.value("postcode").text() == "TN25 6QD"
    form.value("postcode").setFocus()
    while form.value("postcode").text() != "tn256qd":
        assert form.value("postcode").isUndoAvailable()
        QTest.keyClick(form.value("postcode"), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    leave(form, "postcode")
    assert sent(form, office) == LeadUpdate(lead, {"postcode": "tn256qd"})


def test_phones_are_shown_in_groups_and_never_changed_in_what_is_sent(form: Form, office: Office) -> None:
    lead = lead_of(office, LIFE)
    office.world.leads[lead.number].changed = {"phone1": "07700900123"}
    open_lead(form, office, LIFE)
    add(form, "phone 1")
    assert form.words("now_phone1") == "07700 900123"
    QTest.keyClicks(form.value("phone1"), "+44 (0)7700-900456")
    leave(form, "phone1")
    assert sent(form, office).changes == {"phone1": "+44 (0)7700-900456"}
    assert office.reviews[-1].summary == ("Phone 1: “07700900123” → “+44 (0)7700-900456”",)
