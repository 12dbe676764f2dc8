"""Deliveries: leads go to buyers, and the practice account says which; the list of deliveries is kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFrame,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from leadbyte_desktop.api.client import LeadByteClient
from leadbyte_desktop.api.network import Transports
from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT, ApiKey
from leadbyte_desktop.domain.account_list import ListKind
from leadbyte_desktop.domain.errors import MayNotList
from leadbyte_desktop.domain.job import DraftItem, ItemState, JobDraft, JobKind
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.practice.account import build_app
from leadbyte_desktop.practice.keys import FULL_KEY, UPDATE_ONLY_KEY
from leadbyte_desktop.practice.world import LeadStatus
from leadbyte_desktop.services.desk import Desk
from leadbyte_desktop.services.review_campaigns import NOT_COMPARED
from leadbyte_desktop.ui.deliveries_model import SHOW_COLUMN, STATUS_COLUMN
from leadbyte_desktop.ui.deliveries_presenter import DeliveriesPresenter
from leadbyte_desktop.ui.deliveries_tab import LIST, DeliveriesTab
from leadbyte_desktop.ui.parts.cell_delegate import TONE_ROLE
from leadbyte_desktop.ui.theme import Tone
from tests.ui.tab_window import TabWindow

if TYPE_CHECKING:
    from tests.ui.conftest import Office

ACME, LARKFOLD, INACTIVE = "1053", "1060", "1070"
CAMPAIGN_COLUMN = 4


class Tab(TabWindow):
    """What a person does on this tab."""

    def __init__(self, office: Office, qtbot: QtBot) -> None:
        super().__init__(office, qtbot, "deliveries")
        self.tab = DeliveriesTab(self.window)
        self.presenter = DeliveriesPresenter(self.tab, office.flow, office.runner)
        self.show(self.tab)

    def type_ids(self, *numbers: str) -> None:
        self.qtbot.keyClicks(self.tab.send.ids.edit, ", ".join(numbers))

    def tick(self, *delivery_ids: str) -> None:
        for delivery_id in delivery_ids:
            ticks = self.tab.send.ticks
            place = ticks.row_rect(delivery_id).center()
            self.qtbot.mouseClick(ticks.view.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def send(self) -> None:
        self.qtbot.keyClick(self.tab.send.ids.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.office.settle()

    def results(self) -> list[tuple[str, str, str]]:
        """The rows of the table of results: lead, what happened, LeadByte's words."""
        model = self.tab.send.results.table.view.model()
        return [
            (str(model.index(row, 0).data()), str(model.index(row, 1).data()), str(model.index(row, 2).data()))
            for row in range(model.rowCount())
        ]

    def head_of_results(self) -> str:
        """What the first column of the results is called."""
        model = self.tab.send.results.table.view.model()
        return str(model.headerData(0, Qt.Orientation.Horizontal))

    def listed(self, column: int = 3) -> list[str]:
        model = self.tab.list.table.view.model()
        return [str(model.index(row, column).data()) for row in range(model.rowCount())]

    def row_of(self, delivery_id: str) -> int:
        return self.listed().index(delivery_id)

    def offered(self) -> list[str]:
        return [row.key for row in self.tab.send.ticks.rows()]


@pytest.fixture
def tab(office: Office, qtbot: QtBot) -> Tab:
    return Tab(office, qtbot)


def choose(box: QComboBox, words: str) -> None:
    """Choose an entry from the keyboard's side: what can be chosen must be there."""
    assert box.findText(words) >= 0, words
    box.setCurrentIndex(box.findText(words))


def valid(office: Office, count: int) -> list[str]:
    return [lead.number for lead in office.world.with_status(LeadStatus.VALID)[:count]]


# --- Send leads to buyers -------------------------------------------------------------------------------------------


def test_three_leads_go_to_two_buyers_once_each(office: Office, tab: Tab) -> None:
    leads = valid(office, 3)
    tab.type_ids(*leads)
    tab.tick(ACME, LARKFOLD)
    assert tab.find(QPushButton, "review").text().startswith("Review 3 leads…")
    assert tab.words("foot_hint") == "3 leads to Acme Ltd and Larkfold Life Ltd: 6 deliveries in all"
    tab.send()
    assert office.ledger.triggers == Counter(
        {(LeadRef(lead), delivery): 1 for lead in leads for delivery in (ACME, LARKFOLD)}
    )
    assert not office.ledger.updates
    assert not office.ledger.actions
    assert tab.results() == [(lead, "Updated", "Lead updated") for lead in leads]
    assert tab.words("results_note_text") == (
        "LeadByte took all 3 leads. It does not report the deliveries themselves."
    )


def test_what_is_reviewed_is_the_job_and_the_request(office: Office, tab: Tab) -> None:
    leads = valid(office, 2)
    tab.type_ids(*leads)
    tab.tick(ACME)
    tab.send()
    (review,) = office.reviews
    assert (review.draft.kind, review.draft.title) == (JobKind.BUYERS, "2 leads to Acme Ltd")
    (request,) = review.requests
    assert request.body == {"leads": [{"id": lead, "triggerDeliveryId": ACME} for lead in leads]}


def test_after_a_success_the_form_is_clear_and_the_results_stay(office: Office, tab: Tab) -> None:
    tab.type_ids(*valid(office, 2))
    tab.tick(ACME)
    tab.send()
    assert tab.tab.send.ids.text() == ""
    assert tab.tab.send.ticks.ticked() == []
    assert tab.words("foot_hint") == "Paste or type the lead IDs"
    assert len(tab.results()) == 2


def test_what_already_went_is_left_out(office: Office, tab: Tab) -> None:
    first, second = valid(office, 2)
    tab.type_ids(first)
    tab.tick(ACME)
    tab.send()
    tab.type_ids(first, second)
    tab.tick(ACME)
    tab.send()
    assert office.ledger.triggers == Counter({(LeadRef(first), ACME): 1, (LeadRef(second), ACME): 1})
    assert [entry.lead.number for entry in office.reviews[1].already] == [first]
    (left_out, sent) = tab.results()
    assert left_out[:2] == (first, "Left out")
    assert tab.words("results_note_text").endswith("1 lead was left out, having gone before.")
    assert left_out[2].startswith(f"Left out: Lead {first} went to Acme Solar — evening on ")
    assert sent[:2] == (second, "Updated")
    assert tab.tab.send.ids.text() == ""


def test_refused_leads_stay_typed_with_leadbytes_words_beside(office: Office, tab: Tab) -> None:
    good = valid(office, 1)[0]
    bad = office.world.with_status(LeadStatus.REJECTED)[0].number
    tab.type_ids(good, bad)
    tab.tick(ACME)
    tab.send()
    assert tab.results()[1] == (bad, "Refused", "Lead not updated; Lead is not valid, it is rejected")
    assert tab.tab.send.ids.text() == bad
    assert tab.tab.send.ticks.ticked() == [ACME]
    assert tab.words("results_note_text").startswith("LeadByte refused 1 lead; nothing was changed on it")
    assert office.ledger.triggers == Counter({(LeadRef(good), ACME): 1})


def test_the_refused_lead_is_in_sight_with_all_its_words(office: Office, tab: Tab) -> None:
    bad = office.world.with_status(LeadStatus.REJECTED)[0].number
    tab.type_ids(*valid(office, 12), bad)
    tab.tick(ACME)
    tab.send()
    assert "it is rejected" in tab.words("results_outcome_note_text")
    view = tab.tab.send.results.table.view
    office.until(lambda: view.viewport().rect().contains(view.visualRect(view.model().index(12, 0))))


def test_a_count_shows_only_its_rows(office: Office, tab: Tab) -> None:
    bad = office.world.with_status(LeadStatus.REJECTED)[0].number
    tab.type_ids(*valid(office, 2), bad)
    tab.tick(ACME)
    tab.send()
    tab.press("results_refused")
    assert [row[0] for row in tab.results()] == [bad]
    tab.press("results_refused")
    assert len(tab.results()) == 3


def test_what_is_no_lead_id_is_named_and_nothing_goes(office: Office, tab: Tab) -> None:
    tab.type_ids("2932682", "29-32")
    tab.tick(ACME)
    tab.send()
    assert tab.words("sendIds_error").startswith("“29-32” is not a lead ID.")
    assert tab.words("foot_hint") == "Correct or take out what is no lead ID"
    assert not tab.find(QPushButton, "review").isEnabled()
    assert not office.reviews
    tab.press("sendIds_takeOut")
    tab.send()
    assert office.ledger.triggers == Counter({(LeadRef("2932682"), ACME): 1})


def test_the_words_beside_the_button_say_what_is_missing(tab: Tab) -> None:
    assert tab.words("foot_hint") == "Paste or type the lead IDs"
    tab.type_ids("7")
    assert tab.words("foot_hint") == "Tick at least one delivery"
    tab.tick(ACME)
    assert tab.words("foot_hint") == "1 lead to Acme Ltd"


def test_enter_alone_sends_nothing(office: Office, tab: Tab, qtbot: QtBot) -> None:
    tab.type_ids("2932682")
    tab.tick(ACME)
    qtbot.keyClick(tab.tab.send.ids.edit, Qt.Key.Key_Return)
    qtbot.keyClick(tab.tab.send.ticks.view, Qt.Key.Key_Return)
    office.settle()
    assert not office.reviews
    assert office.ledger.empty


def test_going_back_from_the_review_loses_nothing(office: Office, tab: Tab) -> None:
    office.go_back()
    tab.type_ids("2932682", "2932683")
    tab.tick(ACME)
    tab.send()
    assert len(office.reviews) == 1
    assert office.ledger.empty
    assert tab.tab.send.ids.text() == "2932682, 2932683"
    assert tab.tab.send.ticks.ticked() == [ACME]


def test_a_lead_that_is_not_known_waits_for_a_person(office: Office, tab: Tab) -> None:
    office.practise(PractiseProblem.CUT)
    tab.type_ids(*valid(office, 2))
    tab.tick(ACME)
    tab.send()
    assert [row[1] for row in tab.results()] == ["Not known", "Not known"]
    assert "may have gone to Acme Ltd" in tab.words("results_outcome_note_text")
    tab.press("results_outcome_note_wentThrough")
    assert [row[1] for row in tab.results()] == ["Updated", "Not known"]
    assert sum(office.ledger.triggers.values()) == 2


def test_send_it_again_goes_through_the_review_and_keeps_the_other_rows(office: Office, tab: Tab) -> None:
    first, second = valid(office, 2)
    office.practise(PractiseProblem.CUT)
    tab.type_ids(first, second)
    tab.tick(ACME)
    tab.send()
    tab.press("results_outcome_note_sendAgain")
    assert len(office.reviews) == 2
    assert [row[:2] for row in tab.results()] == [
        (first, "Not known, sent again"), (second, "Not known"), (first, "Updated"),
    ]  # fmt: skip
    assert office.ledger.triggers == Counter({(LeadRef(first), ACME): 2, (LeadRef(second), ACME): 1})


def test_a_lost_network_loses_nothing_and_can_be_continued(office: Office, tab: Tab) -> None:
    lead = valid(office, 1)[0]
    office.practise(PractiseProblem.LOSE_NETWORK, times=None)
    tab.type_ids(lead)
    tab.tick(ACME)
    tab.send()
    assert tab.results()[0][1] == "Not sent"
    assert "1 lead was not sent; nothing was changed on it." in tab.words("results_note_text")
    assert tab.tab.send.ids.text() == lead
    assert office.ledger.empty
    office.practise(None)
    tab.press("results_note_continue")
    assert tab.results()[0][:2] == (lead, "Updated")
    assert tab.tab.send.ids.text() == ""
    assert office.ledger.triggers == Counter({(LeadRef(lead), ACME): 1})


def test_jobs_of_other_tabs_do_not_appear_here(office: Office, tab: Tab) -> None:
    tab.type_ids(*valid(office, 1))
    tab.tick(ACME)
    tab.send()
    before = tab.results()
    elsewhere = DraftItem(LeadUpdate(LeadRef(valid(office, 1)[0]), {}, (LARKFOLD,)))
    office.send(JobDraft(JobKind.SINGLE, "Elsewhere", office.desk.account.account_id, (elsewhere,)))
    office.settle()
    assert tab.results() == before


# --- Reprocess, release, reject -------------------------------------------------------------------------------------


def held(office: Office, count: int) -> list[str]:
    return [lead.quarantine_number for lead in office.world.with_status(LeadStatus.QUARANTINED)[:count]]


def quarantined(*numbers: str) -> list[LeadRef]:
    return [LeadRef(number, LeadKind.QUARANTINE) for number in numbers]


def test_several_leads_are_reprocessed_and_queued(office: Office, tab: Tab) -> None:
    leads = valid(office, 6)
    tab.press("act_reprocess")
    assert not tab.find(QWidget, "buyersCard").isVisible()
    assert "Leads > Reprocess" in tab.words("bounds")
    tab.type_ids(*leads)
    assert tab.find(QPushButton, "review").text().startswith("Review 6 leads to reprocess…")
    assert tab.words("foot_hint") == "6 leads are reprocessed; LeadByte queues this"
    tab.send()
    (review,) = office.reviews
    assert review.draft.title == "6 leads to reprocess"
    assert office.ledger.actions == Counter({(LeadRef(lead), Action.REPROCESS): 1 for lead in leads})
    assert tab.results() == [(lead, "Queued", "Queued for reprocessing") for lead in leads]
    assert tab.head_of_results() == "Lead ID"
    assert tab.words("results_note_text") == (
        "LeadByte took all 6 leads. 6 leads wait in its queue: they are not done yet."
    )
    assert tab.tab.send.ids.text() == ""


@pytest.mark.parametrize(
    ("act", "action", "end", "said"),
    [
        ("release", Action.RELEASE, "to release", "Queued for processing"),
        ("reject", Action.REJECT, "to reject", "Queued for rejection"),
    ],
)
def test_quarantined_leads_are_released_or_rejected(
    office: Office, tab: Tab, act: str, action: Action, end: str, said: str
) -> None:
    numbers = held(office, 2)
    tab.press(f"act_{act}")
    tab.type_ids(*numbers)
    assert tab.find(QPushButton, "review").text().startswith(f"Review 2 leads {end}…")
    tab.send()
    (review,) = office.reviews
    assert review.draft.title == f"2 quarantined leads {end}"
    assert office.ledger.actions == Counter({(lead, action): 1 for lead in quarantined(*numbers)})
    assert [row[1:] for row in tab.results()] == [("Queued", said)] * 2
    assert tab.head_of_results() == "Quarantine ID"
    assert tab.tab.send.ids.text() == ""


def test_a_lead_id_is_never_read_as_a_quarantine_id(office: Office, tab: Tab) -> None:
    (lead,) = valid(office, 1)
    tab.type_ids(lead)
    tab.tick(ACME)
    tab.press("act_reject")
    assert tab.tab.send.ids.text() == ""
    assert tab.words("foot_hint") == "Paste or type the quarantine IDs"
    assert tab.tab.send.ids.edit.placeholderText().startswith("Paste or type quarantine IDs")
    tab.type_ids("29x")
    assert tab.words("sendIds_error").startswith("“29x” is not a quarantine ID.")
    tab.press("act_reprocess")
    assert tab.tab.send.ids.leads() == [LeadRef(lead)]
    tab.press("act_release")
    assert tab.tab.send.ids.text() == "29x"
    tab.press("act_buyers")
    assert tab.tab.send.ids.leads() == [LeadRef(lead)]
    assert tab.tab.send.ticks.ticked() == [ACME]


def test_what_is_no_longer_in_quarantine_is_refused_and_stays_in_the_box(office: Office, tab: Tab) -> None:
    (number,) = held(office, 1)
    tab.press("act_release")
    tab.type_ids(number, "1")
    tab.send()
    assert [row[1] for row in tab.results()] == ["Queued", "Refused"]
    assert tab.tab.send.ids.text() == "1"


def test_a_delivery_that_wants_an_update_goes_by_the_other_way_once(office: Office, tab: Tab) -> None:
    leads = valid(office, 2)
    tab.type_ids(*leads)
    tab.qtbot.keyClicks(tab.find(QLineEdit, "sendTo_search"), "1061")
    tab.tick("1061")
    tab.send()
    (review,) = office.reviews
    assert "asks LeadByte for the delivery alone, one time." in " ".join(review.summary)
    assert office.ledger.triggers == Counter({(LeadRef(lead), "1061"): 1 for lead in leads})
    assert tab.results() == [(lead, "Queued", "Queued") for lead in leads]
    methods = [request.method for request in office.ledger.requests if request.path.endswith(("leads", "trigger"))]
    assert methods == ["PUT", "POST", "POST"]


def test_a_lead_whose_campaign_was_seen_is_warned_of_and_the_others_are_said_not_to_be_compared(
    office: Office, tab: Tab
) -> None:
    seen, other = valid(office, 2)
    office.go_back()
    tab.type_ids(seen, other)
    tab.tick(ACME)
    tab.send()
    assert (office.reviews[-1].campaign_note(), NOT_COMPARED in office.reviews[-1].summary) == ("", True)

    office.desk.learn_campaign(LeadRef(seen), "Life Cover")
    tab.send()
    review = office.reviews[-1]
    assert review.campaign_note().startswith(
        f"1 lead goes through deliveries of another campaign: lead {seen} is in the campaign “Life Cover”, but “Acme "
        "Solar — evening” is a delivery of the campaign “Solar Panels”."
    )
    assert any(each.startswith("Of 1 of the 2 leads the campaign was not checked") for each in review.wants_eye)

    office.desk.learn_campaign(LeadRef(other), "solar panels")
    tab.send()
    review = office.reviews[-1]
    assert review.campaign_note().startswith("1 lead goes")
    assert not any("compared" in each or "looked at" in each for each in review.summary)
    # LeadByte is asked nothing for this.
    assert not any("/leads/" in request.path for request in office.ledger.requests)


def test_one_lead_alone_is_compared_too_where_its_campaign_was_seen(office: Office, tab: Tab) -> None:
    (lead,) = valid(office, 1)
    office.go_back()
    tab.type_ids(lead)
    tab.tick(ACME)
    tab.send()
    assert any("Which campaign this lead is in is not known here" in each for each in office.reviews[-1].summary)
    office.desk.learn_campaign(LeadRef(lead), "Life Cover")
    tab.send()
    assert "is in the campaign “Life Cover”, but “Acme" in office.reviews[-1].campaign_note()
    assert not any("not known here" in each for each in office.reviews[-1].summary)


def test_an_automatic_delivery_is_offered_marked_and_the_review_says_so(office: Office, tab: Tab) -> None:
    details = {row.key: row.details for row in tab.tab.send.ticks.rows()}
    assert details["1054"] == "ID 1054 · Solar Panels · Acme Ltd (BID 33) · Automatic"
    assert "Automatic" not in details[ACME]
    tab.type_ids(*valid(office, 1))
    tab.tick(ACME)
    assert tab.words("automatic") == ""
    tab.tick("1054")
    assert tab.words("automatic").startswith("“Acme Solar — automatic” is set in LeadByte to send")
    assert tab.find(QPushButton, "review").isEnabled()
    tab.send()
    (review,) = office.reviews
    (line,) = [each for each in review.summary if "(ID 1054)" in each]
    assert "LeadByte may refuse to send it from here" in line
    assert not any("may refuse" in each for each in review.summary if "(ID 1053)" in each)
    tab.press("act_reprocess")
    assert tab.words("automatic") == ""


# --- Deliveries on this PC ------------------------------------------------------------------------------------------


@pytest.fixture
def listing(tab: Tab) -> Tab:
    tab.press("part_list")
    return tab


def test_both_parts_say_for_what_they_work(tab: Tab) -> None:
    words = "Works for valid leads, and for deliveries that are set to trigger manually via the REST API."
    assert tab.words("bounds") == words
    tab.press("part_list")
    assert tab.words("bounds") == words


def test_the_list_says_when_leadbyte_gave_it(listing: Tab) -> None:
    assert listing.words("listed").startswith("24 deliveries · Fetched from LeadByte just now")
    assert listing.listed()[listing.row_of(ACME)] == ACME


def test_the_search_leaves_what_holds_every_word(listing: Tab, qtbot: QtBot) -> None:
    search = listing.find(QLineEdit, "search")
    qtbot.keyClicks(search, "acme 33 solar")
    assert sorted(listing.listed()) == ["1052", "1053", "1054"]
    assert listing.words("listed").startswith("3 of 24 deliveries")
    search.setText("nobody")
    assert listing.words("table_empty_heading") == "No delivery matches the search"
    listing.press("table_empty_button")
    assert len(listing.listed()) == 24


def test_a_campaign_a_buyer_and_a_status_are_searched_for_and_filtered_by(office: Office, listing: Tab) -> None:
    campaign, status = (listing.find(QComboBox, f"filter_{what}") for what in ("campaign", "status"))
    assert [status.itemText(at) for at in range(status.count())] == ["Any status", "Active", "Inactive", "Saved"]
    choose(campaign, "Energy Switch")
    assert set(listing.listed(CAMPAIGN_COLUMN)) == {"Energy Switch"}
    choose(status, "Inactive")
    assert listing.listed(0) == ["Acme energy"]
    assert listing.words("listed").startswith("1 of 24 deliveries")
    choose(listing.find(QComboBox, "filter_buyer"), "Wrenmarsh Utilities Ltd")
    assert listing.words("table_empty_heading") == "No delivery matches the filters and the search"
    listing.press("table_empty_button")
    assert len(listing.listed()) == 24
    assert campaign.currentText() == "Any campaign"
    listing.find(QLineEdit, "search").setText("inactive energy")
    assert listing.listed(0) == ["Acme energy"]


def test_a_filter_stays_when_the_list_is_fetched_again(office: Office, listing: Tab) -> None:
    choose(listing.find(QComboBox, "filter_status"), "Inactive")
    before = listing.listed()
    listing.press("refresh")
    assert listing.listed() == before
    assert 0 < len(before) < 24


def test_what_leadbyte_did_not_say_can_be_asked_for(office: Office, listing: Tab) -> None:
    office.run(office.desk.tools.delivery_list.add_by_hand(office.desk.account.account_id, "2001", "Oakvale"))
    office.run(office.desk.load_deliveries())
    office.flow.deliveries_changed.emit()
    choose(listing.find(QComboBox, "filter_campaign"), "Campaign not known")
    assert listing.listed() == ["2001"]
    choose(listing.find(QComboBox, "filter_status"), "Added by hand")
    assert listing.listed() == ["2001"]


def test_an_inactive_delivery_is_marked_in_words_and_in_colour(listing: Tab) -> None:
    model = listing.tab.list.table.view.model()
    index = model.index(listing.row_of(INACTIVE), STATUS_COLUMN)
    assert index.data() == "Inactive"
    assert index.data(TONE_ROLE) == Tone.WARNING
    assert "not active" in str(index.data(Qt.ItemDataRole.ToolTipRole))
    assert model.index(listing.row_of(ACME), STATUS_COLUMN).data(TONE_ROLE) == ""


def test_a_delivery_that_leadbyte_lists_no_more_is_marked_in_words_and_in_colour(office: Office, listing: Tab) -> None:
    rest = [each for each in office.desk.deliveries if each.delivery_id != ACME]
    office.run(office.desk.tools.delivery_list.keep(office.desk.account.account_id, rest, whole=True))
    office.run(office.desk.load_deliveries())
    office.flow.deliveries_changed.emit()
    model = listing.tab.list.table.view.model()
    index = model.index(listing.row_of(ACME), STATUS_COLUMN)
    assert index.data() == "Not listed any more"
    assert index.data(TONE_ROLE) == Tone.WARNING
    assert index.data(Qt.ItemDataRole.ToolTipRole) == (
        "LeadByte’s last list of deliveries did not have this one. It was Active when it was last listed."
    )
    choose(listing.find(QComboBox, "filter_status"), "Not listed any more")
    assert listing.listed() == [ACME]
    [row] = [row for row in listing.tab.send.ticks.rows() if row.key == ACME]
    assert row.details.endswith(" · Not listed any more"), "it stays, and says so where it is ticked"


def test_an_automatic_delivery_is_marked_beside_its_status(listing: Tab) -> None:
    model = listing.tab.list.table.view.model()
    cell = model.index(listing.row_of("1054"), STATUS_COLUMN)
    assert cell.data() == "Active, automatic"
    assert "when a lead arrives" in cell.data(Qt.ItemDataRole.ToolTipRole)
    assert model.index(listing.row_of("1053"), STATUS_COLUMN).data() == "Active"
    listing.qtbot.keyClicks(listing.find(QLineEdit, "search"), "acme active, automatic")
    assert listing.listed() == ["1054"]


def test_the_age_of_the_list_is_said_and_begins_anew_when_it_is_fetched(office: Office, listing: Tab) -> None:
    listing.tab.list.show_fetched(datetime.now(UTC) - timedelta(hours=2, minutes=5))
    assert listing.words("listed") == "24 deliveries · Fetched from LeadByte 2 hours ago"
    assert listing.find(QPushButton, "refresh").text() == "Fetch again"
    listing.press("refresh")
    assert listing.words("listed") == "24 deliveries · Fetched from LeadByte just now"


def test_a_click_on_the_switch_hides_a_delivery_from_the_lists(office: Office, listing: Tab, qtbot: QtBot) -> None:
    assert ACME in listing.offered()
    view = listing.tab.list.table.view
    place = view.visualRect(view.model().index(listing.row_of(ACME), SHOW_COLUMN)).center()
    with qtbot.waitSignal(office.flow.deliveries_changed):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    office.settle()
    assert listing.listed(SHOW_COLUMN)[listing.row_of(ACME)] == "Hidden"
    assert ACME not in listing.offered()
    assert not office.reviews


def test_space_turns_the_switch_and_a_click_elsewhere_does_not(office: Office, listing: Tab, qtbot: QtBot) -> None:
    view = listing.tab.list.table.view
    row = listing.row_of(ACME)
    name = view.visualRect(view.model().index(row, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=name)
    office.settle()
    assert listing.listed(SHOW_COLUMN)[row] == "Shown"
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Space)
    office.settle()
    assert listing.listed(SHOW_COLUMN)[row] == "Hidden"
    qtbot.keyClick(view, Qt.Key.Key_Space)
    office.settle()
    assert listing.listed(SHOW_COLUMN)[row] == "Shown"


def test_a_delivery_is_added_from_its_id_and_removed_again(office: Office, listing: Tab, qtbot: QtBot) -> None:
    qtbot.keyClicks(listing.find(QLineEdit, "addId"), "2001")
    qtbot.keyClicks(listing.find(QLineEdit, "addName"), "Oakvale trial")
    listing.press("add")
    assert "2001" in listing.offered()
    assert listing.listed(STATUS_COLUMN)[listing.row_of("2001")] == "Added by hand"
    assert listing.find(QLineEdit, "addId").text() == ""
    listing.tab.list.table.choose_row(listing.row_of("2001"))
    listing.press("remove")
    assert "2001" not in listing.listed()
    assert "2001" not in listing.offered()


def test_only_what_was_added_by_hand_can_be_removed(listing: Tab) -> None:
    listing.tab.list.table.choose_row(listing.row_of(ACME))
    assert not listing.find(QPushButton, "remove").isVisible()


@pytest.mark.parametrize(
    ("typed", "name", "said"),
    [
        ("12x", "Oakvale", "“12x” is not a delivery ID."),
        ("1053", "Oakvale", "Delivery 1053 is in the list already, as “Acme Solar — evening”."),
        ("2001", " ", "The name is missing."),
    ],
)
def test_what_cannot_be_added_is_said_beside_and_stays(
    listing: Tab, qtbot: QtBot, typed: str, name: str, said: str
) -> None:
    assert "LeadByte" in listing.words("addError")
    qtbot.keyClicks(listing.find(QLineEdit, "addId"), typed)
    qtbot.keyClicks(listing.find(QLineEdit, "addName"), name)
    listing.press("add")
    assert listing.words("addError").startswith(said)
    assert listing.find(QLineEdit, "addId").text() == typed
    assert len(listing.listed()) == 24


def test_a_key_that_may_not_list_is_told_in_one_line_and_nothing_is_lost(
    office: Office, listing: Tab, qtbot: QtBot
) -> None:
    open_with(office, UPDATE_ONLY_KEY.text)
    listing.press("refresh")
    said = listing.words("listNote_text")
    assert "may not" in said
    assert "list" in said
    assert "let the key read deliveries" in said
    assert said == office.desk.known_words.states[ListKind.DELIVERIES].problem
    assert listing.find(QFrame, "listNote").property("tone") == Tone.ACCENT, "a quiet line"
    assert len(listing.listed()) == 24
    assert listing.find(QPushButton, "refresh").isEnabled()
    assert not office.told


def test_a_list_that_was_refused_at_the_start_is_told_where_the_list_stands(office: Office, listing: Tab) -> None:
    open_with(office, UPDATE_ONLY_KEY.text)
    assert listing.words("listNote_text") == ""
    with pytest.raises(MayNotList):
        office.run(office.desk.refresh_deliveries())
    office.flow.deliveries_changed.emit()
    office.settle()
    assert listing.words("listNote_text").startswith("This key may not list deliveries")
    # Settings and the other tabs say it in the same words.
    assert listing.words("listNote_text") == office.desk.known_words.states[ListKind.DELIVERIES].problem
    open_with(office, FULL_KEY.text)
    office.run(office.desk.refresh_deliveries())
    office.flow.deliveries_changed.emit()
    office.settle()
    assert listing.words("listNote_text") == ""
    assert not office.told


def test_an_account_without_deliveries_says_what_to_do(office: Office, tab: Tab, qtbot: QtBot) -> None:
    open_with(office, UPDATE_ONLY_KEY.text, account_id="another")
    assert tab.words("noneOffered_heading") == "No deliveries to choose from yet"
    tab.press("noneOffered_button")
    assert tab.tab.parts.current() == LIST
    assert tab.words("table_empty_heading") == "No deliveries on this PC yet"
    qtbot.keyClicks(tab.find(QLineEdit, "addId"), ACME)
    qtbot.keyClicks(tab.find(QLineEdit, "addName"), "Acme, evening")
    tab.press("add")
    tab.press("part_send")
    tab.type_ids("2932682")
    tab.tick(ACME)
    tab.send()
    assert office.ledger.triggers == Counter({(LeadRef("2932682"), ACME): 1})


@pytest.mark.parametrize("left_at", ["act_release", "act_buyers"])
def test_ids_of_either_kind_go_with_their_account(office: Office, tab: Tab, left_at: str) -> None:
    tab.type_ids("2932682")
    tab.press("act_release")
    tab.type_ids("8419055")
    tab.press(left_at)
    # There the same number is another lead.
    open_with(office, FULL_KEY.text, account_id="another")
    for act in ("act_buyers", "act_release", "act_buyers"):
        tab.press(act)
        assert tab.tab.send.ids.text() == ""


def test_a_refresh_keeps_what_was_hidden_and_added(office: Office, listing: Tab) -> None:
    account_id = office.desk.account.account_id
    office.run(office.desk.tools.delivery_list.set_shown(account_id, ACME, False))
    office.run(office.desk.tools.delivery_list.add_by_hand(account_id, "2001", "Oakvale"))
    listing.press("refresh")
    assert len(listing.listed()) == 25
    assert listing.listed(SHOW_COLUMN)[listing.row_of(ACME)] == "Hidden"


def test_a_tab_that_is_there_before_the_account_fills_when_it_opens(closed_office: Office, qtbot: QtBot) -> None:
    office = closed_office
    early = Tab(office, qtbot)
    early.type_ids("2932682")
    assert early.words("foot_hint") == "No account is open yet"
    office.open()
    office.settle()
    assert ACME in early.offered()
    assert len(early.listed()) == 24


def open_with(office: Office, key: str, account_id: str = PRACTICE_ACCOUNT.account_id) -> None:
    """Open the practice account with another of its keys, as another account of this PC if wanted."""
    account = replace(PRACTICE_ACCOUNT, account_id=account_id)
    client = LeadByteClient(account, ApiKey(key), Transports.in_process(build_app(office.world), office.problems))
    office.run(office.desk.close())
    desk = Desk(office.workplace.tools, account, client)
    office.run(desk.load_deliveries())
    office.flow.open_desk(desk)
    office.settle()


def test_the_journal_holds_what_the_practice_account_did(office: Office, tab: Tab) -> None:
    leads = valid(office, 7)
    tab.type_ids(*leads)
    tab.tick(ACME, LARKFOLD)
    tab.send()
    (job,) = office.run(office.workplace.tools.journal.jobs(10, 0))
    items = office.items(job.job_id)
    assert [item.state for item in items] == [ItemState.UPDATED] * 7
    updates = [item.update for item in items if isinstance(item.update, LeadUpdate)]
    done = Counter((update.lead, each) for update in updates for each in update.delivery_ids)
    assert office.ledger.triggers == done


def test_every_control_has_a_name_for_tests_and_one_for_screen_readers(tab: Tab) -> None:
    controls = [
        control
        for kind in (QAbstractButton, QLineEdit, QPlainTextEdit, QTableView, QListView)
        for control in tab.tab.findChildren(kind)
        if control.focusPolicy() != Qt.FocusPolicy.NoFocus and not control.objectName().startswith("qt_")
    ]
    assert len(controls) > 15
    assert not [control for control in controls if not control.objectName()]
    # An empty state's button is named when its words are.
    assert not [each.objectName() for each in controls if not each.accessibleName() and each.isVisibleTo(tab.window)]
