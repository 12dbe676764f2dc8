"""Single lead while a lead that was sent there waits: the form is free for the next customer, and nothing is lost."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.api.client import Answer, LeadByteClient
from leadbyte_desktop.api.requests import ApiRequest
from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT, KeyHeard
from leadbyte_desktop.domain.campaign import CampaignField
from leadbyte_desktop.domain.found_lead import LeadNow
from leadbyte_desktop.domain.job import ItemState, JobKind, Update
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.practice.world import LeadStatus
from leadbyte_desktop.services.desk import Desk
from leadbyte_desktop.services.review_choices import to_come_words
from leadbyte_desktop.services.sender import Sender
from leadbyte_desktop.services.to_come import Choice
from leadbyte_desktop.ui.parts.message_dialog import MessageDialog
from tests.ui.history_desk import draft, update, with_status
from tests.ui.live_jobs import batch, begin, finish, hold
from tests.ui.single_form import Form

if TYPE_CHECKING:
    from tests.ui.conftest import Office

ROWS = 200
NAME = "leads-today.csv"


class Waits:
    """A batch that is held, and a form in which its last lead was sent after it."""

    def __init__(self, office: Office, qtbot: QtBot, *, delivery: str = "") -> None:
        self.office = office
        self.numbers = [str(number) for number in with_status(office, LeadStatus.VALID, ROWS + 2)]
        self.batch = hold(office, batch(office, NAME, ROWS))
        self.form = Form(office, qtbot, at_once=True)
        self.lead = self.numbers[ROWS - 1]
        self.send(self.lead, "M1 1AA", delivery)

    def send(self, lead: str, postcode: str, delivery: str = "") -> None:
        self.form.fill(lead, postcode, delivery)
        self.form.click("review")
        self.office.until(lambda: self.listed(0) and self.form.blank())

    def listed(self, place: int) -> str:
        """A line of the list: which lead and how it stands; "" where there is none."""
        line = self.form.window.findChild(QLabel, f"single.waiting_{place}_title")
        if line is None or not line.isVisible():
            return ""
        return f"{line.text()}: {self.form.words(f'waiting_{place}_words')}"

    def act(self, name: str, place: int = 0) -> None:
        button = self.form.find(QPushButton, f"waiting_{place}_{name}")
        assert button.isVisible()
        button.click()

    def acts(self, place: int = 0) -> list[str]:
        names = ("resume", "cancel", "continue", "putBack", "close")
        return [name for name in names if self.form.find(QPushButton, f"waiting_{place}_{name}").isVisible()]

    def state(self) -> ItemState:
        return self.office.items(self.batch + 1)[0].state


@pytest.fixture
def waits(office: Office, qtbot: QtBot) -> Waits:
    return Waits(office, qtbot)


def words_of(waits: Waits) -> str:
    return f"Lead {waits.lead}: Waits until row {ROWS} of “{NAME}” has been sent. “{NAME}” is paused."


def test_the_form_is_free_at_once_and_the_lead_is_listed(waits: Waits) -> None:
    form = waits.form
    assert f"Row {ROWS} of “{NAME}”, which is paused now, would do this" in to_come_words(waits.office.reviews[-1])
    assert form.blank()
    assert form.line("leadId").isEnabled()
    assert form.focus() == "leadId"
    waits.office.until(lambda: waits.listed(0) == words_of(waits))
    assert waits.acts() == ["cancel"]
    assert form.hint.startswith(f"Lead {waits.lead} is written down and waits; it stands under “Not done yet”.")
    finish(waits.office, waits.batch)
    assert form.hint == "Add the lead’s ID", "it waits no more"


def test_the_next_customer_is_served_while_it_waits(waits: Waits) -> None:
    form, office = waits.form, waits.office
    following = waits.numbers[ROWS]
    form.fill(following, "TN25 6QD", "1053")
    form.click("review")
    office.until(lambda: f"Lead {following} updated" in form.outcome)
    assert form.blank()
    assert office.ledger.triggers == {(LeadRef(following), "1053"): 1}
    assert waits.listed(0) == words_of(waits)
    assert office.world.leads[waits.lead].fields["postcode"] != "M1 1AA"

    finish(office, waits.batch)

    assert office.world.leads[waits.lead].fields["postcode"] == "M1 1AA"
    assert f"Lead {waits.lead} updated" in form.outcome, "it was sent last, though written down before the other"
    assert not form.find(QWidget, "waiting").isVisible()


def test_what_is_being_typed_stays_when_the_one_before_is_done(waits: Waits) -> None:
    form = waits.form
    form.fill(waits.numbers[ROWS], "ME1 2AB")
    form.value("street1").setFocus()
    finish(waits.office, waits.batch)
    assert waits.state() is ItemState.UPDATED
    assert form.tab.lead_text == waits.numbers[ROWS]
    assert form.tab.changes == {"postcode": "ME1 2AB"}
    assert form.focus() == "value_street1"


def test_several_wait_and_are_listed_in_their_order(waits: Waits) -> None:
    other = waits.numbers[ROWS - 2]
    waits.form.fill(other, "M2 2BB")
    waits.form.click("review")
    waits.office.until(lambda: waits.listed(1).startswith(f"Lead {other}: Waits until row {ROWS - 1} of"))
    assert waits.listed(0) == words_of(waits)
    finish(waits.office, waits.batch)
    assert [waits.office.world.leads[lead].fields["postcode"] for lead in (waits.lead, other)] == ["M1 1AA", "M2 2BB"]


def test_it_is_cancelled_from_there_and_can_be_put_back_whole(office: Office, qtbot: QtBot) -> None:
    waits = Waits(office, qtbot, delivery="1053")
    waits.act("cancel")
    office.until(lambda: "Cancelled before it was sent" in waits.listed(0))
    assert waits.state() is ItemState.CANCELLED
    assert waits.acts() == ["putBack", "close"]
    waits.act("putBack")
    office.until(lambda: waits.form.tab.lead_text == waits.lead)
    assert (waits.form.tab.changes, waits.form.tab.delivery_ids) == ({"postcode": "M1 1AA"}, ("1053",))
    assert not waits.listed(0)
    finish(office, waits.batch)
    assert not office.ledger.triggers


@pytest.mark.parametrize(("answer", "lead"), [(1, "999"), (2, "")])
def test_putting_it_back_never_overwrites_what_is_typed_unasked(waits: Waits, answer: int, lead: str) -> None:
    waits.act("cancel")
    waits.office.until(lambda: waits.acts() == ["putBack", "close"])
    waits.form.type_id("999")
    waits.act("putBack")
    waits.office.until(lambda: waits.form.window.findChild(MessageDialog) is not None)
    dialog = waits.form.window.findChild(MessageDialog)
    assert dialog is not None
    dialog.done(answer)
    finish(waits.office, waits.batch)
    assert waits.form.tab.lead_text == (lead or waits.lead)
    assert bool(waits.listed(0)) is (answer == 1)


def test_a_refusal_that_comes_later_is_said_and_mended(waits: Waits) -> None:
    # LeadByte takes no change on this lead any more.
    waits.office.world.leads[waits.lead].status = LeadStatus.REJECTED
    finish(waits.office, waits.batch)
    assert waits.state() is ItemState.REFUSED
    assert waits.listed(0) == f"Lead {waits.lead}: LeadByte refused it. What it said stands under “Last done”."
    assert f"LeadByte refused lead {waits.lead}" in waits.form.outcome
    waits.act("close")
    assert not waits.listed(0)


def test_where_the_batch_ends_without_its_row_the_lead_is_continued_from_there(waits: Waits) -> None:
    waits.office.practise(PractiseProblem.LOSE_NETWORK, None)
    finish(waits.office, waits.batch)
    assert waits.state() is ItemState.WAITING
    assert waits.listed(0).startswith(f"Lead {waits.lead}: The sending stopped. “{NAME}” ended before its row of this")
    assert waits.acts() == ["continue", "close"]
    waits.office.practise(None)
    waits.act("continue")
    waits.office.settle()
    assert waits.state() is ItemState.UPDATED
    assert not waits.listed(0)
    assert f"Lead {waits.lead} updated" in waits.form.outcome


def test_a_lead_that_was_held_elsewhere_goes_on_from_here(waits: Waits) -> None:
    waits.office.flow.pause(waits.batch + 1)
    waits.office.until(lambda: waits.acts() == ["resume", "cancel"])
    assert "Paused by you." in waits.listed(0)
    waits.act("resume")
    waits.office.until(lambda: waits.acts() == ["cancel"])
    finish(waits.office, waits.batch)
    assert waits.state() is ItemState.UPDATED


class Held:
    """A client whose requests are answered only when they are let."""

    def __init__(self, client: LeadByteClient) -> None:
        self._client = client
        self.gate = asyncio.Event()
        self.asked = 0

    @property
    def base_url(self) -> str:
        return self._client.base_url

    @property
    def key_heard(self) -> KeyHeard:
        return self._client.key_heard

    async def send(self, request: ApiRequest, updates: Sequence[Update]) -> Answer:
        self.asked += 1
        await self.gate.wait()
        return await self._client.send(request, updates)

    async def lead_now(self, lead: LeadRef) -> LeadNow:
        return await self._client.lead_now(lead)

    async def list_campaign_fields(self, campaign_id: str) -> list[CampaignField]:
        return await self._client.list_campaign_fields(campaign_id)

    async def aclose(self) -> None:
        await self._client.aclose()


def test_behind_a_batch_that_awaits_an_answer_the_form_is_free_too(office: Office, qtbot: QtBot) -> None:
    held = Held(office.desk.client)
    desk = Desk(office.desk.tools, office.desk.account, held)  # type: ignore[arg-type]  # the methods that it needs
    office.run(desk.load_deliveries())
    office.flow.open_desk(desk)
    begin(office, batch(office, NAME, ROWS))
    office.until(lambda: held.asked == 1)
    form = Form(office, qtbot, at_once=True)
    lead = str(with_status(office, LeadStatus.VALID, ROWS + 1)[-1])
    form.fill(lead, "M1 1AA")
    form.click("review")
    office.until(form.blank)
    assert form.line("leadId").isEnabled()
    assert form.words("waiting_0_words") == f"Waits for LeadByte’s answer to what “{NAME}” has sent."
    held.gate.set()
    office.settle()
    assert office.world.leads[lead].fields["postcode"] == "M1 1AA"
    assert not form.find(QWidget, "waiting").isVisible()


def test_leads_of_other_tabs_are_not_listed_there(office: Office, qtbot: QtBot) -> None:
    first = hold(office, batch(office, NAME, ROWS))
    form = Form(office, qtbot, at_once=True)
    second = begin(office, batch(office, "other.csv", ROWS, first=ROWS))
    office.until(lambda: office.flow.live[second].waits)
    assert not form.find(QWidget, "waiting").isVisible()
    finish(office, first)
    assert not form.find(QWidget, "waiting").isVisible()
    assert JobKind.SINGLE not in {office.run(office.desk.tools.journal.job(each)).kind for each in (first, second)}


# --- a lead that is tried again ---------------------------------------------------------------------------------------


class Tries:
    """A form whose lead did not get through at first; it goes again when the test lets it."""

    def __init__(self, office: Office, qtbot: QtBot, problem: PractiseProblem) -> None:
        self.office, self._time_is_up = office, asyncio.Event()
        first: list[asyncio.Event] = []

        async def wait(wake: asyncio.Event, _seconds: float) -> None:
            first.append(wake)
            if wake is not first[0]:  # another lead, whose time comes at once
                return
            either = [asyncio.ensure_future(each.wait()) for each in (wake, self._time_is_up)]
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            for each in either:
                each.cancel()

        office.desk.tools = replace(office.desk.tools, sender=Sender(office.desk.tools.journal, wait=wait))
        self.form = Form(office, qtbot)
        self.lead, self.other = (str(number) for number in with_status(office, LeadStatus.VALID, 2))
        office.practise(problem, None)
        self.form.fill(self.lead, "M1 1AA")
        self.form.click("review")
        self.office.until(lambda: self.words and self.form.blank())

    @property
    def words(self) -> str:
        """How the lead stands; "" where it is not listed."""
        label = self.form.window.findChild(QLabel, "single.waiting_0_words")
        return label.text() if label is not None and label.isVisible() else ""

    @property
    def noted(self) -> list[str]:
        """What is said under *Last done*."""
        return [str(note.item.lead.number) for note in self.form.tab._last_done.notes if note.item is not None]

    def send(self, lead: str, postcode: str) -> None:
        self.form.fill(lead, postcode)
        self.form.click("review")

    def time_is_up(self) -> None:
        """Nothing is to be waited for any more."""
        self._time_is_up.set()
        self.office.settle()

    def postcode(self, lead: str) -> str:
        return self.office.world.leads[lead].fields["postcode"]


def test_while_it_is_tried_again_the_form_is_free_and_that_it_goes_by_itself_is_said(
    office: Office, qtbot: QtBot
) -> None:
    tries = Tries(office, qtbot, PractiseProblem.LOSE_NETWORK)
    form = tries.form
    by_itself = r"Trying again in \d+ seconds?\. It goes by itself, unless you cancel it\."
    assert re.fullmatch(rf"LeadByte could not be reached\. Nothing was sent\. {by_itself}", tries.words)
    assert form.line("leadId").isEnabled()
    assert form.focus() == "leadId"
    assert form.hint.startswith(f"Lead {tries.lead} is tried again by itself; it stands under “Not done yet”.")
    assert not tries.noted, "it has not come to its end"
    office.practise(None)
    tries.time_is_up()
    assert tries.postcode(tries.lead) == "M1 1AA"
    assert not tries.words
    assert f"Lead {tries.lead} updated" in form.outcome


@pytest.mark.parametrize("problem", [PractiseProblem.LOSE_NETWORK, PractiseProblem.CUT])
def test_the_same_lead_typed_meanwhile_goes_after_it(office: Office, qtbot: QtBot, problem: PractiseProblem) -> None:
    tries = Tries(office, qtbot, problem)
    tries.send(tries.lead, "M2 2BB")
    office.until(tries.form.blank)
    assert office.reviews[1].choices == (Choice.AFTER,)
    assert tries.form.words("waiting_1_words") == f"Waits until row 1 of “Lead {tries.lead}” has been sent."
    office.practise(None)
    tries.time_is_up()
    assert tries.postcode(tries.lead) == "M2 2BB"
    assert office.ledger.updates[LeadRef(tries.lead)] == (2 if problem is PractiseProblem.LOSE_NETWORK else 3)
    assert not tries.words


def test_another_lead_that_is_done_meanwhile_leaves_it_under_not_done_yet(office: Office, qtbot: QtBot) -> None:
    tries = Tries(office, qtbot, PractiseProblem.CUT)
    office.practise(None)
    tries.send(tries.other, "M2 2BB")
    office.until(lambda: tries.noted)
    assert f"Lead {tries.other} updated" in tries.form.outcome
    assert tries.noted == [tries.other], "nobody is to settle what is tried again"
    assert "Trying again in" in tries.words
    tries.time_is_up()
    assert tries.postcode(tries.lead) == "M1 1AA"
    assert f"Lead {tries.lead} updated" in tries.form.outcome


def test_it_is_cancelled_while_it_is_tried_again_and_can_be_put_back(office: Office, qtbot: QtBot) -> None:
    tries = Tries(office, qtbot, PractiseProblem.LOSE_NETWORK)
    tries.form.find(QPushButton, "waiting_0_cancel").click()
    office.settle()
    assert tries.words == "Cancelled before it was sent. Nothing was changed in LeadByte."
    assert office.ledger.empty
    tries.form.find(QPushButton, "waiting_0_putBack").click()
    office.settle()
    assert (tries.form.tab.lead_text, tries.form.tab.changes) == (tries.lead, {"postcode": "M1 1AA"})
    assert not tries.words


def test_where_it_never_gets_through_it_is_continued_from_there(office: Office, qtbot: QtBot) -> None:
    tries = Tries(office, qtbot, PractiseProblem.LOSE_NETWORK)
    tries.time_is_up()
    assert tries.words.startswith("The sending stopped. LeadByte could not be reached. 1 lead was not sent")
    assert tries.form.hint == "Add the lead’s ID", "it is not tried again any more"
    office.practise(None)
    tries.form.find(QPushButton, "waiting_0_continue").click()
    office.settle()
    assert tries.postcode(tries.lead) == "M1 1AA"
    assert not tries.words


# --- after the app was closed, or ended by itself ---------------------------------------------------------------------


def test_a_lead_that_was_not_sent_is_listed_again_at_the_next_start(office: Office, qtbot: QtBot) -> None:
    number = with_status(office, LeadStatus.VALID, 1)[0]
    waiting = draft(f"Lead {number}", update(number, postcode="M1 1AA"), kind=JobKind.SINGLE)
    batch_of_two = draft(
        NAME, *(update(each, postcode="M2 2BB") for each in with_status(office, LeadStatus.VALID, 3)[1:])
    )
    for made in (waiting, batch_of_two):
        office.run(office.workplace.tools.journal.create_job(made, PRACTICE_ACCOUNT, "sam"))
    form = Form(office, qtbot)
    office.settle()
    card = form.find(QLabel, "waiting_0_title")
    assert card.isVisible()
    assert card.text() == f"Lead {number}"
    assert form.words("waiting_0_words") == "It was not sent. Nothing was changed in LeadByte."
    assert (
        form.window.findChild(QLabel, "single.waiting_1_title") is None
        or not form.find(QLabel, "waiting_1_title").isVisible()
    ), "a batch is continued in its own tab"
    form.find(QPushButton, "waiting_0_continue").click()
    office.settle()
    assert office.world.leads[str(number)].fields["postcode"] == "M1 1AA"
    assert not card.isVisible()
