"""Finding a lead in Single lead: from what a customer says on the phone to the lead in the form."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from leadbyte_desktop.api.client import LeadByteClient
from leadbyte_desktop.api.network import Transports
from leadbyte_desktop.domain.account import ApiKey
from leadbyte_desktop.domain.account_list import ListKind
from leadbyte_desktop.domain.campaign import Campaign
from leadbyte_desktop.domain.found_lead import FoundLead
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.practice.account import build_app
from leadbyte_desktop.practice.keys import FULL_KEY, NO_CAMPAIGNS_KEY, NO_READING_KEY, NO_SEARCH_KEY, PracticeKey
from leadbyte_desktop.practice.shapes import Shapes
from leadbyte_desktop.practice.world import missing_numbers
from leadbyte_desktop.services.desk import Desk
from leadbyte_desktop.ui.find_answers import FindAnswers
from leadbyte_desktop.ui.find_campaigns_dialog import FindCampaignsDialog
from leadbyte_desktop.ui.parts.message_dialog import MessageDialog
from leadbyte_desktop.ui.parts.tick_list import TickList
from leadbyte_desktop.ui.review_dialog import ReviewDialog, ask_review
from tests.practice_server import dead_address
from tests.ui.reading_desk import answer_with, open_with
from tests.ui.single_form import LEAD, Form, press, type_here

if TYPE_CHECKING:
    from tests.ui.conftest import Office

# Only the offscreen platform says so, whenever a list drops down.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")

TWO = "07700 900631"
"""The phone number of leads 2932683, the newer, and 2932682, which stores it as +44."""
ONE = "0116 496 0092"
"""The phone number of lead 2932683 alone."""
BOTH = ["2932683", "2932682"]


@pytest.fixture
def form(office: Office, qtbot: QtBot) -> Form:
    return Form(office, qtbot)


def look_for(form: Form, typed: str, *, wait: bool = True) -> None:
    """Type it and press Enter, as with nothing but a keyboard."""
    form.window.activateWindow()
    form.office.until(form.window.isActiveWindow)
    form.line("leadId").setFocus()
    form.line("leadId").selectAll()
    type_here(typed)
    press(Qt.Key.Key_Return)
    if wait:
        form.office.settle()


def answers(form: Form) -> list[str]:
    table = form.find(FindAnswers, "findAnswers")
    return [lead.lead.number for lead in table.leads] if table.isVisible() else []


def cells(form: Form, row: int) -> list[str]:
    model = form.find(FindAnswers, "findAnswers").view.model()
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


# --- what is typed ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("", "Lead ID, phone number or e-mail"),
        ("2932682", "Lead ID"),
        ("07700 900631", "Phone number: press Enter to find the lead"),
        ("karen@example.com", "E-mail address: press Enter to find the lead"),
        ("7700900631", "A lead ID or a phone number: Enter finds which"),
    ],
)
def test_what_was_understood_is_said_beside_the_box(form: Form, typed: str, seen: str) -> None:
    form.type_id(typed)
    assert form.words("findSeen") == seen


def test_a_phone_number_is_no_lead_id_and_cannot_be_sent(form: Form, office: Office) -> None:
    form.fill("07700900631")
    form.review()
    assert "“07700900631” is not a lead ID but a phone number. Press Enter" in form.words("leadId_error")
    assert form.focus() == "leadId"
    assert not office.reviews
    form.type_id(LEAD.number)
    assert "is not a lead ID" not in form.words("leadId_error")


def test_a_lead_id_that_is_finished_shows_whose_lead_it_is(form: Form, office: Office) -> None:
    look_for(form, LEAD.number)
    assert form.focus() == "value_postcode"
    assert form.words("leadWho") == "Ms Karen Fletcher · lead 2932682"
    assert form.words("leadAbout") == "Life Cover · received 21 Oct 2026"
    form.type_id("29326821")
    assert not form.find(QPushButton, "review").isEnabled()
    assert form.words("leadWho") == "What changes", "it is another lead now"


# --- what is found ----------------------------------------------------------------------------------------------------


def test_one_lead_is_taken_at_once(form: Form, office: Office) -> None:
    look_for(form, ONE)
    assert form.tab.lead_text == "2932683"
    assert form.focus() == "value_postcode"
    assert form.words("leadWho") == "Mrs Fatima Armstrong · lead 2932683"
    assert form.words("leadAbout") == "Solar Panels · received 21 Oct 2026"
    assert answers(form) == []
    assert office.ledger.empty


def test_an_email_address_finds_its_lead(form: Form) -> None:
    look_for(form, "Karen.Fletcher3155@example.org")
    assert form.tab.lead_text == LEAD.number


def test_several_are_offered_newest_first_and_chosen_by_the_arrows(form: Form) -> None:
    look_for(form, TWO)
    assert answers(form) == BOTH
    assert cells(form, 0)[:2] == ["Mrs Fatima Armstrong", "Solar Panels"]
    assert cells(form, 0)[2].startswith("21 Oct 2026, ")
    assert cells(form, 0)[3] == "2932683"
    assert form.words("findWords").startswith("2 leads have the phone number 07700 900631, newest first.")
    assert form.focus() == "findAnswers_view"
    assert not form.primary.isEnabled()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    form.office.settle()
    assert form.tab.lead_text == "2932682"
    assert answers(form) == []
    assert form.focus() == "value_postcode"
    assert form.words("leadWho") == "Ms Karen Fletcher · lead 2932682"


def test_escape_goes_back_to_the_box_and_down_to_the_answers_again(form: Form) -> None:
    look_for(form, TWO)
    press(Qt.Key.Key_Escape)
    assert form.focus() == "leadId"
    assert form.line("leadId").text() == TWO
    press(Qt.Key.Key_Down)
    assert form.focus() == "findAnswers_view"
    press(Qt.Key.Key_Up)
    assert form.focus() == "leadId"
    press(Qt.Key.Key_Escape)
    assert answers(form) == []


def test_other_words_in_the_box_put_the_answers_away(form: Form) -> None:
    look_for(form, TWO)
    form.line("leadId").setFocus()
    type_here("1")
    assert answers(form) == []


def test_a_number_that_may_be_both_finds_both(form: Form) -> None:
    look_for(form, "7700900631")
    assert answers(form) == BOTH


def test_nothing_found_says_where_it_was_looked_for_and_what_to_do(form: Form, office: Office) -> None:
    look_for(form, "01632 960003")
    said = form.words("findNote_text")
    assert "LeadByte found no lead with the phone number 01632 960003 in" in said
    assert "LeadByte may look only in leads that came lately." in said
    assert "Nothing was changed in LeadByte." in said
    assert form.focus() == "leadId"
    assert office.ledger.empty


def test_a_lead_that_does_not_show_the_number_is_offered_and_not_taken(office: Office, qtbot: QtBot) -> None:
    other = {"leadId": 2932683, "firstname": "Other", "lastname": "Person", "phone1": "07000000000", "campaignId": 9}
    searches = [{"campaignId": 9, "matches": 1, "results": [other]}]
    answer_with(office, {("POST", "/leads/search"): {"status": "Success", "totalMatches": 1, "searches": searches}})
    form = Form(office, qtbot)
    look_for(form, ONE)
    assert form.line("leadId").text() == ONE
    assert len(answers(form)) == 1
    assert form.words("findWords").startswith(f"1 lead was given for the phone number {ONE}, newest first.")
    assert f"lead 2932683, which does not show the phone number {ONE}." in form.words("findNote_text")
    press(Qt.Key.Key_Return)
    office.settle()
    assert form.tab.lead_text == "2932683", "it is a person's word"


def test_one_of_several_that_leadbyte_counts_is_not_taken_by_itself(form: Form, office: Office) -> None:
    world = office.world
    named = world.leads["2932683"]
    other = next(
        lead
        for lead in world.leads.values()
        if lead.campaign is named.campaign and lead.takes_updates and lead.number < "2930000"
    )
    world.update(LeadRef(other.number), {"phone1": named.fields["phone1"]})
    world.shapes = Shapes(most_results=1)
    look_for(form, ONE)
    assert len(answers(form)) == 1
    assert form.focus() == "findAnswers_view"
    assert form.line("leadId").text() == ONE, "which of them it is, nobody has said yet"
    assert form.words("findWords").startswith(f"1 of 2 leads with the phone number {ONE}, newest first. Choose")
    assert "LeadByte counts 2 leads with this phone number and shows 1 of them." in form.words("findNote_text")
    press(Qt.Key.Key_Return)
    office.settle()
    assert form.tab.lead_text in (other.number, "2932683")


@pytest.mark.parametrize("no_lead", [False, True])
def test_a_number_of_no_lead_says_so_where_its_values_would_stand(form: Form, office: Office, *, no_lead: bool) -> None:
    """LeadByte may say so with an error, or with an empty list in a Success."""
    office.world.shapes = Shapes(no_lead=no_lead)
    look_for(form, missing_numbers(1)[0])
    said = form.words("nowWords")
    assert ("shows no such lead" if no_lead else "“Lead not found”") in said
    assert "Nothing was changed in LeadByte." in said
    assert form.words("leadWho") == "What changes"
    assert answers(form) == []


def test_a_campaign_without_a_known_name_is_shown_by_its_id(form: Form) -> None:
    table = form.find(FindAnswers, "findAnswers")
    leads = [
        FoundLead(LeadRef("7"), campaign_id="99"),
        FoundLead(LeadRef("5"), campaign_id="9"),
        FoundLead(LeadRef("4")),
    ]
    table.show_leads(leads, {"9": "Solar Panels"})
    assert [cells(form, row)[1] for row in range(3)] == ["Campaign 99", "Solar Panels", ""]
    spoken = table.view.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Lead 7, Campaign 99, 7"


def test_a_lead_of_a_campaign_without_a_known_name_says_its_id_in_the_form(form: Form, office: Office) -> None:
    """Where the key may list no campaigns, the one to search is added by its ID, and may be another lead's."""
    open_with(office, NO_READING_KEY)
    look_for(form, ONE)
    finder = form.find(FindAnswers, "findAnswers")
    finder.chosen.emit(FoundLead(LeadRef("2932682"), "Ms Karen Fletcher", campaign_id="99"))
    office.settle()
    assert form.words("leadAbout") == "Campaign 99"


def test_a_campaign_that_cannot_be_looked_in_is_said_beside_what_was_found(form: Form, office: Office) -> None:
    look_for(form, ONE)
    office.world.shapes = Shapes(refuses_unknown_campaigns=True)
    keeper = office.desk.tools.word_keeper
    office.run(keeper.add_campaign(office.desk.account.account_id, "99", ""))
    look_for(form, TWO)
    assert answers(form) == BOTH
    assert form.words("findNote_text").startswith("Campaign 99 could not be looked in, so there may be more leads.")


# --- what may not be found --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "words"),
    [(NO_SEARCH_KEY, "Leads > Search"), (NO_CAMPAIGNS_KEY, "This key may not list campaigns.")],
)
def test_a_key_that_may_not_search_is_told_what_to_ask_for(
    form: Form, office: Office, key: PracticeKey, words: str
) -> None:
    open_with(office, key)
    look_for(form, ONE)
    assert words in form.words("findNote_text")
    assert "type the lead’s ID" in form.words("findNote_text")
    assert not office.told
    look_for(form, "2932683")
    assert form.focus() == "value_postcode"
    assert form.words("leadWho") == "Mrs Fatima Armstrong · lead 2932683"


def test_a_lead_that_may_not_be_read_is_shown_as_the_search_told_of_it(form: Form, office: Office) -> None:
    open_with(office, NO_READING_KEY)
    look_for(form, ONE)
    assert form.tab.lead_text == "2932683"
    assert "Fatima Armstrong · lead 2932683" in form.words("leadWho")
    assert form.words("leadAbout") == "Solar Panels · received 21 Oct 2026"
    assert not office.told


@pytest.fixture
def held(office: Office) -> dict[str, asyncio.Event]:
    """By phone number: the event for which the answer to its search waits, once LeadByte was asked."""
    held: dict[str, asyncio.Event] = {}
    app = build_app(office.world)

    async def held_app(scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Any) -> None:
        first = await receive()
        if scope["path"].endswith("/leads/search"):
            await held.setdefault(json.loads(first["body"])["searches"][0]["phone"], asyncio.Event()).wait()
        told = iter([first])

        async def again() -> Any:
            return next(told, None) or await receive()

        await app(scope, again, send)

    account, tools = office.desk.account, office.desk.tools
    transports = Transports.in_process(held_app, office.problems)
    office.flow.open_desk(Desk(tools, account, LeadByteClient(account, ApiKey(FULL_KEY.text), transports)))
    return held


def test_a_search_that_is_under_way_says_so_and_can_be_cancelled(
    form: Form, office: Office, held: dict[str, asyncio.Event]
) -> None:
    look_for(form, ONE, wait=False)
    office.until(lambda: held)
    assert form.words("findWords").startswith("Looking for phone number 0116 496 0092 in ")
    form.click("findCancel")
    office.settle()
    assert not form.find(QPushButton, "findCancel").isVisible()
    assert form.line("leadId").text() == ONE
    held["01164960092"].set()
    office.settle()
    assert form.line("leadId").text() == ONE, "what was cancelled brings nothing any more"


def test_a_late_answer_never_takes_the_place_of_a_newer_one(
    form: Form, office: Office, held: dict[str, asyncio.Event]
) -> None:
    look_for(form, ONE, wait=False)
    office.until(lambda: "01164960092" in held)
    look_for(form, TWO, wait=False)
    office.until(lambda: "07700900631" in held)
    held["07700900631"].set()
    office.settle()
    assert answers(form) == BOTH
    held["01164960092"].set()
    office.settle()
    assert answers(form) == BOTH
    assert form.line("leadId").text() == TWO


def test_without_a_network_it_says_so_and_the_lead_id_still_works(form: Form, office: Office) -> None:
    address = dead_address()
    account = replace(office.desk.account, base_url=address)
    client = LeadByteClient(account, ApiKey(FULL_KEY.text), Transports.real(address))
    office.flow.open_desk(Desk(office.desk.tools, account, client))
    look_for(form, ONE)
    assert "could not be reached" in form.words("findNote_text")
    look_for(form, LEAD.number)
    assert form.focus() == "value_postcode"
    assert form.words("findNote_text") == ""
    assert not office.told


# --- another lead's values --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "lead", "changes"), [(1, "2932682", {"street1": "3 Orchard Close"}), (2, "2932683", {})]
)
def test_a_found_lead_never_takes_on_what_was_typed_for_another(
    form: Form, office: Office, answer: int, lead: str, changes: dict[str, str]
) -> None:
    look_for(form, LEAD.number)
    form.type_value("street1", "3 Orchard Close")
    look_for(form, ONE, wait=False)
    office.until(lambda: form.tab.window().findChild(MessageDialog) is not None)
    dialog = form.tab.window().findChild(MessageDialog)
    assert dialog is not None
    dialog.done(answer)
    office.settle()
    assert form.tab.lead_text == lead
    assert form.tab.changes == changes


@pytest.mark.parametrize("how", ["enter", "review"])
@pytest.mark.parametrize(
    ("answer", "lead", "changes"),
    [
        (0, LEAD.number, {"street1": "3 Orchard Close"}),
        (1, LEAD.number, {"street1": "3 Orchard Close"}),
        (2, "2932683", {}),
        (3, "2932683", {"street1": "3 Orchard Close"}),
    ],
)
def test_a_lead_id_typed_over_what_was_filled_in_for_another_asks_whose_it_is(
    form: Form, office: Office, how: str, answer: int, lead: str, changes: dict[str, str]
) -> None:
    look_for(form, LEAD.number)
    form.type_value("street1", "3 Orchard Close")
    form.line("leadId").setFocus()
    form.type_id("2932683")
    if how == "enter":
        QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    else:
        QTest.keyClick(form.tab, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    office.until(lambda: form.tab.window().findChild(MessageDialog) is not None)
    (dialog,) = form.tab.window().findChildren(MessageDialog)
    assert office.reviews == []
    dialog.done(answer)
    office.settle()
    assert form.tab.lead_text == lead
    assert form.tab.changes == changes
    assert form.tab.window().findChild(MessageDialog) is None
    assert office.reviews == []


def test_values_typed_before_the_lead_was_found_are_for_that_lead(form: Form, office: Office) -> None:
    form.type_value("street1", "3 Orchard Close")
    look_for(form, ONE)
    assert form.tab.lead_text == "2932683"
    assert form.tab.changes == {"street1": "3 Orchard Close"}
    assert form.tab.window().findChild(MessageDialog) is None


@pytest.mark.parametrize(
    ("answer", "stands", "changes"),
    [
        (0, ONE, {"street1": "3 Orchard Close"}),
        (1, ONE, {"street1": "3 Orchard Close"}),
        (2, "2932683", {}),
        (3, "2932683", {"street1": "3 Orchard Close"}),
    ],
)
def test_what_was_filled_in_beside_one_phone_number_never_goes_unasked_to_another_s_lead(
    form: Form, office: Office, answer: int, stands: str, changes: dict[str, str]
) -> None:
    form.type_id("07700 900999")
    form.type_value("street1", "3 Orchard Close")
    look_for(form, ONE, wait=False)
    office.until(lambda: form.window.findChild(MessageDialog) is not None)
    (dialog,) = form.window.findChildren(MessageDialog)
    words = dialog.findChild(QLabel, "single.whoseNumber_happened")
    assert words is not None
    assert words.text() == (
        "It was filled in beside the phone number 07700 900999, which lead 2932683 does not show, and was not sent."
    )
    dialog.done(answer)
    office.settle()
    assert form.tab.lead_text == stands
    assert form.tab.changes == changes


def test_the_same_phone_number_written_otherwise_asks_nothing(form: Form) -> None:
    form.type_id(f"+44{ONE.replace(' ', '').lstrip('0')}")
    form.type_value("street1", "3 Orchard Close")
    look_for(form, ONE)
    assert form.tab.lead_text == "2932683"
    assert form.tab.changes == {"street1": "3 Orchard Close"}
    assert form.window.findChild(MessageDialog) is None


# --- the campaigns ----------------------------------------------------------------------------------------------------


def ask_campaigns(form: Form, office: Office) -> FindCampaignsDialog:
    form.click("findCampaigns")
    office.until(lambda: form.window.findChild(FindCampaignsDialog) is not None)
    dialog = form.window.findChild(FindCampaignsDialog)
    assert dialog is not None
    return dialog


def ticks_of(dialog: FindCampaignsDialog) -> TickList:
    ticks = dialog.findChild(TickList, "campaigns_ticks")
    assert ticks is not None
    return ticks


def test_only_the_ticked_campaigns_are_looked_in_and_they_are_remembered(
    form: Form, office: Office, qtbot: QtBot
) -> None:
    dialog = ask_campaigns(form, office)
    ticks = ticks_of(dialog)
    assert ticks.ticked() == [row.key for row in ticks.rows()], "all active ones, unless a person says otherwise"
    [life] = [row.key for row in ticks.rows() if row.name == "Life Cover"]
    ticks.set_ticked({life})
    keep = dialog.findChild(QPushButton, "campaigns_keep")
    assert keep is not None
    assert keep.text() == "Look in 1 campaign"
    qtbot.mouseClick(keep, Qt.MouseButton.LeftButton)
    office.settle()
    look_for(form, TWO)
    assert form.tab.lead_text == "2932682", "the other lead is one of Solar Panels"
    again = ask_campaigns(form, office)
    assert ticks_of(again).ticked() == [life]
    again.reject()
    office.settle()


def test_going_back_changes_no_campaign_and_none_cannot_be_kept(form: Form, office: Office) -> None:
    dialog = ask_campaigns(form, office)
    ticks_of(dialog).set_ticked(())
    keep = dialog.findChild(QPushButton, "campaigns_keep")
    assert keep is not None
    assert not keep.isEnabled()
    dialog.reject()
    office.settle()
    look_for(form, TWO)
    assert answers(form) == BOTH


def test_campaigns_that_came_later_are_told_of_and_looked_in_once_they_are_ticked(
    form: Form, office: Office, qtbot: QtBot
) -> None:
    office.run(office.desk.refresh_words())
    keeper, account_id = office.desk.tools.word_keeper, office.desk.account.account_id
    office.run(keeper.set_searched(account_id, ["9", "12"]))
    office.run(
        keeper._lists.put_campaigns(account_id, [Campaign("30", "Heat Pumps"), Campaign("31", "Old", archived=True)])
    )
    office.run(office.desk.words())
    button = form.find(QPushButton, "findCampaigns")
    assert button.text() == "&Campaigns…"
    office.flow.words_changed.emit()
    assert button.text() == "&Campaigns… (1 new)"
    assert button.toolTip().endswith("1 new campaign is not looked in yet.")
    dialog = ask_campaigns(form, office)
    new = dialog.findChild(QLabel, "campaigns_new_text")
    assert new is not None
    assert (
        new.text() == "New since you last chose: Heat Pumps. Nobody is looked for there yet; tick it to look there too."
    )
    ticks = ticks_of(dialog)
    [row] = [row for row in ticks.rows() if row.name == "Heat Pumps"]
    assert row.details == "ID 30 · New"
    ticks.set_ticked({*ticks.ticked(), "30"})
    keep = dialog.findChild(QPushButton, "campaigns_keep")
    assert keep is not None
    qtbot.mouseClick(keep, Qt.MouseButton.LeftButton)
    office.settle()
    assert button.text() == "&Campaigns…"
    assert office.run(keeper.known(account_id)).searched == {"9", "12", "30"}


def test_a_key_that_lists_no_campaigns_is_told_so_and_looks_in_one_that_is_added_by_its_id(
    form: Form, office: Office, qtbot: QtBot
) -> None:
    open_with(office, NO_CAMPAIGNS_KEY)
    dialog = ask_campaigns(form, office)
    note = dialog.findChild(QLabel, "campaigns_note_text")
    line, keep = dialog.findChild(QLineEdit, "campaigns_id"), dialog.findChild(QPushButton, "campaigns_keep")
    error = dialog.findChild(QLabel, "campaigns_id_error")
    assert note is not None
    assert line is not None
    assert keep is not None
    assert error is not None
    assert note.text().startswith("This key may not list campaigns.")
    assert not keep.isEnabled()
    QTest.keyClicks(line, "life")
    QTest.keyClick(line, Qt.Key.Key_Return)
    office.until(lambda: "“life” is not a campaign ID." in error.text())
    line.clear()
    QTest.keyClicks(line, "21")
    QTest.keyClick(line, Qt.Key.Key_Return)
    office.until(keep.isEnabled)
    assert ticks_of(dialog).ticked() == ["21"]
    qtbot.mouseClick(keep, Qt.MouseButton.LeftButton)
    office.settle()
    look_for(form, TWO)
    assert form.tab.lead_text == "2932682", "the other lead is one of Solar Panels"
    words = office.run(office.desk.tools.word_keeper.known(office.desk.account.account_id))
    assert words.states[ListKind.CAMPAIGNS].may_not


# --- the whole job ----------------------------------------------------------------------------------------------------


def test_from_a_phone_number_to_a_sent_delivery_in_eight_keys(form: Form, office: Office) -> None:
    """Besides what is typed: Enter finds, the arrow and Enter choose, and so on; counted as they are pressed."""
    keys: list[str] = []

    def key(what: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        keys.append(what.name)
        press(what, modifier)

    office.flow._ask_review = lambda review: ask_review(review, form.window)
    form.tab.setFocus()
    type_here(TWO)
    key(Qt.Key.Key_Return)
    office.settle()
    key(Qt.Key.Key_Down)
    key(Qt.Key.Key_Return)
    office.settle()
    assert form.focus() == "value_postcode"
    type_here("TN25 6QD")
    key(Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    type_here("1053")
    key(Qt.Key.Key_Return)
    key(Qt.Key.Key_Space)
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    office.until(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ReviewDialog)
    send = dialog.findChild(QPushButton, "review_send")
    assert send is not None
    office.until(send.isEnabled)
    key(Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    office.settle()
    assert office.ledger.triggers == {(LEAD, "1053"): 1}
    assert office.world.leads[LEAD.number].fields["postcode"] == "TN25 6QD"
    focused = form.window.focusWidget()
    assert focused is not None
    assert focused.objectName() == "single.leadId", "ready for the next customer"
    assert len(keys) <= 8, keys


def test_a_found_lead_is_sent_under_its_id(form: Form, office: Office) -> None:
    look_for(form, ONE)
    form.type_value("postcode", "TN25 6QD")
    assert form.primary.text().startswith("Update lead 2932683…")
    form.review()
    assert [item.update for item in office.reviews[0].going] == [
        LeadUpdate(LeadRef("2932683"), {"postcode": "TN25 6QD"})
    ]
    assert form.blank()
