"""What *Single lead* does: builds one lead's update, has it reviewed and sent, and keeps the answer in sight."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject

from leadbyte_desktop.domain.errors import BadLeadId
from leadbyte_desktop.domain.found_lead import FoundLead, LeadNow
from leadbyte_desktop.domain.job import Confirmation, Item, ItemState, Job, JobKind, Update
from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.domain.typed_lead import typed_lead
from leadbyte_desktop.domain.wanted_lead import read_wanted
from leadbyte_desktop.domain.words import capitalised, count_of
from leadbyte_desktop.services.lead_seen import LeadSeen
from leadbyte_desktop.services.live import LiveJob
from leadbyte_desktop.services.progress import Progress, RunResult
from leadbyte_desktop.store.database import utc_now
from leadbyte_desktop.ui.async_runner import AsyncRunner
from leadbyte_desktop.ui.delivery_sets_presenter import DeliverySetsPresenter
from leadbyte_desktop.ui.field_words import FieldWords
from leadbyte_desktop.ui.find_presenter import FindPresenter
from leadbyte_desktop.ui.form_plan import FormPlan
from leadbyte_desktop.ui.lead_reading import LeadReading
from leadbyte_desktop.ui.lead_reviews import LeadReviews, Meant
from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.parts.message_dialog import MessageDialog
from leadbyte_desktop.ui.parts.mouse_up import WhenMouseUp
from leadbyte_desktop.ui.recent_leads import LookedAt
from leadbyte_desktop.ui.send_flow import SendFlow
from leadbyte_desktop.ui.single_lead_tab import SingleLeadTab
from leadbyte_desktop.ui.single_lead_templates import SingleLeadTemplates
from leadbyte_desktop.ui.single_lead_waiting import SingleLeadWaiting

_LAST_ITEMS = 30
_START_AFRESH = 2
_IT_IS_FOR = 3
_DONE = (ItemState.UPDATED, ItemState.QUEUED)


@dataclass(slots=True, eq=False)
class _OwnRun:
    """What the form is locked for: a review, and the sending that comes of it.

    Attributes:
        typed: what stood in the form; None where something else is sent again.
        job_id: its job, once it is written down.
    """

    typed: LeadUpdate | None = None
    job_id: int | None = None


class SingleLeadPresenter(QObject):
    """Slots of the tab and of the flow.

    Args:
        tab: the tab; owns the presenter.
        flow: the way to LeadByte.
        runner: starts coroutines.
    """

    def __init__(self, tab: SingleLeadTab, flow: SendFlow, runner: AsyncRunner) -> None:
        super().__init__(tab)
        self._tab, self._flow, self._runner = tab, flow, runner
        self._account_id = ""
        self._last_text = ""
        self._typed_for: LeadRef | None = None
        """The lead for which the values in the form were typed; None where none was named yet."""
        self._typed_at = ""
        """What stood in the box when those values were typed, where it named no lead yet: a customer's phone number."""
        self._own: _OwnRun | None = None
        self._last_named: tuple[LeadRef | None, str] = (None, "")
        """The last lead of which the customer's name is known, and that name."""
        self._looked_at: dict[LeadRef, LookedAt] = {}
        self._asks_whose = False
        self._left_with: dict[str, str] | None = None
        """The values in the form when the lead ID was left, until its lead was read."""
        self._just_done, self._awaited = "", ""
        self._said_of: int | None = None
        """The job of which that is said, where it may have come to its end meanwhile."""
        self._waiting = SingleLeadWaiting(tab.waiting, flow, runner, self)
        self._waiting.put_back_wanted.connect(self._put_back)
        self._sets = DeliverySetsPresenter(tab.sets, flow, runner)
        self._finder = FindPresenter(tab.finder, lambda: tab.lead_text, flow, runner, self)
        self._finder.taken.connect(self._found)
        self._reading = LeadReading(flow, runner, self)
        self._reading.left.connect(self._left_lead)
        self._show_lead_soon = WhenMouseUp(self._show_lead, self)
        self._reading.changed.connect(self._reading_changed)
        self._words = FieldWords(flow, runner, self)
        self._use_fields_soon = WhenMouseUp(self._use_fields, self)
        self._words.changed.connect(self._use_fields_soon)
        self._templates = SingleLeadTemplates(tab, flow, runner, self._reading, self._words)
        self._reviews = LeadReviews(
            flow, self._reading, self._words, self._templates, say_busy=self._say_busy, say_done=self._say_done
        )
        self._listen_to_tab()
        self._listen_to_flow()
        if flow.ready:
            self._open_desk()
        else:
            self._show_deliveries()
            self._show_plan()

    def _listen_to_tab(self) -> None:
        tab = self._tab
        tab.edited.connect(self._edited)
        tab.id_finished.connect(self._check_id)
        tab.review_wanted.connect(self._review)
        tab.batch_wanted.connect(self._add_to_batch)
        tab.start_again_wanted.connect(self._start_again)
        tab.recent_chosen.connect(self._recent_chosen)
        tab.went_through.connect(self._went_through)
        tab.did_not.connect(self._did_not)
        tab.send_again.connect(self._send_again)
        tab.look_wanted.connect(self._look)
        tab.read_wanted.connect(self._reading.read_again)
        self._flow.looked.connect(tab.show_look)
        self._flow.row_changed.connect(self._row_changed)
        self._flow.batch_refused.connect(self._not_in_batch)

    def _listen_to_flow(self) -> None:
        flow = self._flow
        flow.desk_changed.connect(self._open_desk)
        flow.deliveries_changed.connect(self._show_deliveries)
        flow.words_changed.connect(self._show_labels)
        flow.job_started.connect(self._job_started)
        flow.progressed.connect(self._progressed)
        flow.job_ended.connect(lambda result: self._has_ended(result.job_id))
        flow.job_broke.connect(self._has_ended)
        flow.item_settled.connect(self._item_settled)

    # --- the account ------------------------------------------------------------------------------------------------

    def _open_desk(self) -> None:
        account_id = self._flow.desk.account.account_id
        if self._account_id not in ("", account_id):
            self._tab.start_again()  # a lead ID of another account means another lead
            self._last_named = (None, "")
            self._looked_at.clear()
            self._tab.show_looked_at(self._looked_at)
        self._account_id = account_id
        self._show_labels()
        self._words.use("")
        self._show_deliveries()
        self._show_plan()
        self._reload()

    def _use_fields(self) -> None:
        self._tab.use_fields(self._words.fields)
        self._show_plan()  # what a pick list sends for the words that stand there may be another value now

    def _show_labels(self) -> None:
        self._tab.show_labels(self._flow.desk.names.fields)

    def _show_deliveries(self) -> None:
        if not self._flow.ready:
            self._tab.show_deliveries((), "They appear here as soon as the account is open.")
            return
        desk = self._flow.desk
        known = len(desk.deliveries)
        if known:
            why_none = (
                f"This PC knows {count_of(known, 'delivery', 'deliveries')}, but none is offered. "
                "Open the Deliveries tab and switch on “Show in lists” for those you use."
            )
        else:
            why_none = "Open the Deliveries tab and add one by its ID, or fetch the list from LeadByte."
        self._tab.show_deliveries(desk.offered, why_none)

    def _left_lead(self, lead: LeadRef, name: str) -> None:
        """Whoever asks for it again has it at hand, also where nothing was sent."""
        self._looked_at[lead] = LookedAt(name, utc_now())
        self._tab.show_looked_at(self._looked_at)

    def _has_ended(self, job_id: int) -> None:
        if job_id == self._said_of:
            self._just_done, self._said_of = "", None
            self._show_plan()
        self._reload()

    def _reload(self) -> None:
        """Show what the journal says was done last."""
        self._runner.start(self._load_last())

    async def _load_last(self) -> None:
        desk = self._flow.desk
        items = await desk.tools.journal.last_items(desk.account.account_id, _LAST_ITEMS)
        # What is under way has not come to its end; where it is tried again, it stands under “Not done yet”.
        items = [item for item in items if item.job_id not in self._flow.live]
        # What waited for a batch was written down before what was sent meanwhile.
        items.sort(key=lambda item: item.request_number or 0, reverse=True)
        if desk is self._flow.desk:
            self._tab.show_items(items, {each.delivery_id: each for each in desk.deliveries})

    # --- the form ---------------------------------------------------------------------------------------------------

    def _edited(self) -> None:
        self._just_done = ""
        if not self._unclear():
            self._tab.show_id_error("")
        if self._lead != self._reading.lead:
            self._reading.forget()
        self._note_whose()
        self._show_plan()

    def _note_whose(self) -> None:
        """Remember the lead for which a value was typed; a lead ID that is only half typed is nobody's."""
        text = self._tab.lead_text
        if not self._holds_changes:
            self._typed_for, self._typed_at = None, ""
        elif self._typed_for is None and text == self._last_text:
            self._typed_for = self._lead
            self._typed_at = self._typed_at or text
        self._last_text = text

    def _check_id(self) -> None:
        """When the person is done with the ID, not at every key."""
        self._tab.show_id_error(self._unclear())
        lead = self._lead
        if lead is None:
            return
        if (before := self._typed_before) is not None:
            self._runner.start(self._ask_whose(before, lead))
            return
        self._typed_for = lead if self._holds_changes else None
        if lead != self._reading.lead:
            self._left_with = self._tab.changes
        self._reading.open(lead)

    @property
    def _typed_before(self) -> LeadRef | None:
        """The lead for which the form was filled, where another one is named now; None where it is not so."""
        before, lead = self._typed_for, self._lead
        return before if self._holds_changes and lead is not None and before != lead else None

    async def _ask_whose(self, before: LeadRef, lead: LeadRef) -> None:
        """Another lead was typed over what is filled in: one customer's values must never end up on another unseen."""
        if self._asks_whose:
            return
        self._asks_whose = True
        dialog = MessageDialog(
            f"Is what you filled in for {lead.words}?",
            "single.whoseValues",
            f"It was filled in for {self._who(before)}, and was not sent.",
            "Nothing was changed in LeadByte.",
            f"Go back to {before.words}, empty the form for {lead.words}, or say that it is for {lead.words}.",
            (f"Back to {before.number}", f"Start with {lead.number}", f"It is for {lead.number}"),
            parent=self._tab.window(),
        )
        try:
            answer = await self._runner.ask(dialog)
        finally:
            dialog.deleteLater()
            self._asks_whose = False
        if answer == _IT_IS_FOR:
            self._typed_for = lead
        elif answer == _START_AFRESH:
            self._tab.start_again()
            self._tab.put_lead(lead.number, lead.kind)
        else:
            self._tab.put_lead(before.number, before.kind)
        self._check_id()

    @property
    def _lead(self) -> LeadRef | None:
        """The lead whose ID stands in the form; None where there is none."""
        try:
            return self._named(self._tab.lead_text)
        except BadLeadId:
            return None

    def _unclear(self) -> str:
        """What is wrong with what was typed to name the lead; empty for nothing, and where it can be looked for."""
        text = self._tab.lead_text.strip()
        if not text or (self._tab.kind is LeadKind.LEAD and read_wanted(text).searchable):
            return ""
        try:
            self._named(text)
        except BadLeadId as bad:
            return bad.user_text
        return ""

    def _named(self, text: str) -> LeadRef:
        """The lead that the number names.

        Raises:
            BadLeadId: it names none.
        """
        kind = self._tab.kind
        return typed_lead(text) if kind is LeadKind.LEAD else LeadRef.parse(text, kind)

    def _reading_changed(self) -> None:
        self._show_lead_soon()
        reading, left_with = self._reading, self._left_with
        if not (reading.unknown or reading.problem or reading.now):
            return
        self._left_with = None
        if reading.unknown and left_with == self._tab.changes and self._tab.about_to_type:
            # Nobody has gone on yet: the number is asked for again, before anything is typed for nobody.
            self._tab.focus_id()

    def _show_lead(self) -> None:
        reading = self._reading
        now = reading.now
        if reading.lead is not None and reading.name:
            self._last_named = (reading.lead, reading.name)
        awaited = reading.lead is None or reading.under_way
        self._tab.fit_deliveries(reading.campaign_name, known=not awaited)
        self._tab.show_lead(now.found if now else reading.found, reading.campaign, now.status if now else "")
        # While it is read for the first time there is nothing to read again.
        may_read = reading.lead is not None and bool(now or reading.problem or reading.may_not)
        self._tab.show_now(now.fields if now else None, may_read=may_read)
        self._tab.say_reading(reading.words, unknown=reading.unknown, always=bool(reading.may_not))
        self._tab.show_id_warning(_no_such(reading.lead) if reading.unknown and reading.lead else "")
        self._words.use(reading.campaign_id)
        if now is not None:
            self._words.learn(reading.campaign_id, now.fields)
        self._show_plan()

    def _found(self, found: FoundLead, campaign: str, now: LeadNow | None) -> None:
        """Go on with the lead that was found; what was typed for another lead must never end up on it."""
        self._runner.start(self._go_on_with(found, campaign, now))

    async def _go_on_with(self, found: FoundLead, campaign: str, now: LeadNow | None) -> None:
        before = self._typed_for
        if before is not None and before != found.lead and self._holds_changes:
            if not await self._ask_to_change_lead(found.lead):
                self._put_lead(before)
                return
            self._tab.start_again()
        elif before is None and not await self._is_whose_number_was_typed(found):
            return
        self._tab.put_lead(found.lead.number)
        self._typed_for = found.lead if self._holds_changes else None
        self._reading.take(found, campaign, now)

    async def _is_whose_number_was_typed(self, found: FoundLead) -> bool:
        """Whether to go on with a lead: it shows the phone number or e-mail beside which the form was filled in.

        Another customer's number may stand in the box by now. Where the person empties the form, it is so too.
        """
        at = read_wanted(self._typed_at)
        if not (self._holds_changes and at.searchable) or at.may_be(found.phones, found.email):
            return True
        lead, number = found.lead.words, found.lead.number
        dialog = MessageDialog(
            f"Is what you filled in for {lead}?",
            "single.whoseNumber",
            f"It was filled in beside the {at.words}, which {lead} does not show, and was not sent.",
            "Nothing was changed in LeadByte.",
            f"Go back, empty the form for {lead}, or say that it is for {lead}.",
            ("Go back", f"Start with {number}", f"It is for {number}"),
            parent=self._tab.window(),
        )
        answer = await self._runner.ask(dialog)
        dialog.deleteLater()
        if answer == _START_AFRESH:
            self._tab.start_again()
        return answer in (_START_AFRESH, _IT_IS_FOR)

    @property
    def _holds_changes(self) -> bool:
        return bool(self._tab.changes or self._tab.delivery_ids or self._tab.action)

    def _show_plan(self) -> None:
        plan = self._plan
        said = f"{self._just_done} {plan.missing}".strip() if plan.missing else ""
        self._tab.show_plan(plan.button, self._just_done or plan.summary, said)

    @property
    def _plan(self) -> FormPlan:
        tab, now = self._tab, self._reading.now
        held = now.fields if now is not None else {}
        ready, text = self._flow.ready, tab.lead_text
        unclear = next(iter(tab.unclear.values()), "")
        return FormPlan(ready, tab.kind, text, self._lead, tab.changes, tab.delivery_ids, tab.action, held, unclear)

    def _read(self) -> LeadUpdate:
        """What the form asks for.

        Raises:
            BadLeadId: the ID cannot be used.
        """
        tab = self._tab
        return LeadUpdate(self._named(tab.lead_text), tab.changes, tab.delivery_ids, tab.action)

    def _read_or_say(self) -> LeadUpdate | None:
        if self._tab.unclear:
            self._show_plan()
            return None
        try:
            return self._read()
        except BadLeadId as bad:
            self._tab.show_id_error(bad.user_text)
            self._tab.focus_id()
            return None

    def _start_again(self) -> None:
        self._tab.start_again()
        self._tab.focus_id()

    def _recent_chosen(self, lead: LeadRef) -> None:
        """Begin with a recent lead; one customer's values and deliveries must never end up on another."""
        self._finder.stop()
        other = self._tab.lead_text.strip() not in ("", lead.number) or self._tab.kind is not lead.kind
        if other and self._holds_changes:
            self._runner.start(self._begin_with(lead))
        else:
            self._put_lead(lead)

    async def _begin_with(self, lead: LeadRef) -> None:
        if await self._ask_to_change_lead(lead):
            self._tab.start_again()
            self._put_lead(lead)

    def _put_lead(self, lead: LeadRef) -> None:
        self._tab.put_lead(lead.number, lead.kind)
        self._check_id()

    def _put_back(self, job_id: int, update: LeadUpdate) -> None:
        """What was typed for a lead that did not go stands in the form again."""
        self._runner.start(self._begin_again_with(job_id, update))

    async def _begin_again_with(self, job_id: int, update: LeadUpdate) -> None:
        if self._own is None and await self._take_back(update):
            self._waiting.close_lead(job_id)

    async def _take_back(self, update: LeadUpdate) -> bool:
        """Have what was typed for a lead in the form again; False where what stands there now shall stay."""
        may = self._is_blank or await self._ask_to_change_lead(update.lead)
        if may:
            self._tab.start_again()
            self._tab.put_update(update)
            self._check_id()
        return may

    @property
    def _is_blank(self) -> bool:
        return not (self._tab.lead_text.strip() or self._holds_changes)

    async def _ask_to_change_lead(self, lead: LeadRef) -> bool:
        """Ask whether what stands in the form may go, to begin with another lead."""
        dialog = MessageDialog(
            f"Start afresh with {lead.words}?",
            "single.changeLead",
            self._what_it_holds(),
            "Nothing was changed in LeadByte.",
            f"Keep it, or empty the form and begin with {lead.words}.",
            ("Keep what I typed", f"Start with {lead.words}"),
            parent=self._tab.window(),
        )
        answer = await self._runner.ask(dialog)
        dialog.deleteLater()
        return answer == _START_AFRESH

    def _what_it_holds(self) -> str:
        """Whose lead the form is filled in for, as far as that is known."""
        lead = (self._typed_for if self._holds_changes else None) or self._lead
        if lead is None:
            return "The form holds something that was not sent, and names no lead yet."
        return f"The form is filled in for {self._who(lead)}, and was not sent."

    def _who(self, lead: LeadRef) -> str:
        """The lead with the customer's name where that was read: the box may hold another number by now."""
        named, name = self._last_named
        return LeadSeen(name=name if named == lead else "").who(lead)

    def _add_to_batch(self) -> None:
        self._tab.settle_fields()
        update = self._read_or_say()
        if update is None or self._must_ask_whose():
            return
        self._flow.batch_wanted.emit(update)
        self._make_room(f"{capitalised(update.lead.words)} is now a row of the batch; nothing was sent.")

    def _not_in_batch(self, update: LeadUpdate, why: str) -> None:
        """It did not become a row: what was typed must not be lost by that."""
        self._runner.start(self._give_back(update, why))

    async def _give_back(self, update: LeadUpdate, why: str) -> None:
        await self._take_back(update)
        self._tab.finder.say_problem(why)

    def _row_changed(self, row: Item) -> None:
        """Instead of a job of its own, the lead's row that waits in a batch took up what was typed here."""
        if self._own is not None:
            self._make_room(f"The batch’s row of {row.lead.words} was changed; nothing was sent now.")

    def _make_room(self, done: str) -> None:
        """What was typed stands elsewhere now: say where, and be ready for the next customer."""
        self._tab.clear_form()
        self._tab.focus_id()
        self._say_done(done)

    def _say_busy(self, words: str) -> None:
        """Say beside the button what is awaited before the review; "" when it has come."""
        if words or self._just_done == self._awaited:
            self._awaited, self._just_done, self._said_of = words, words, None
            self._show_plan()

    def _say_done(self, done: str) -> None:
        self._just_done, self._said_of = done, None
        announce(self._tab, done)
        self._show_plan()

    # --- sending ----------------------------------------------------------------------------------------------------

    def _review(self) -> None:
        # By the keyboard it is asked for from within a field, which is not left before.
        self._tab.settle_fields()
        update = self._read_or_say()
        if update is None or self._own is not None or self._must_ask_whose():
            return
        self._start(self._reviews.review(update, self._meant(update)), update)

    def _meant(self, typed: LeadUpdate) -> Meant:
        """What the words in the form send for this lead, as its campaign's pick lists have it that may yet come."""
        tab, stood = self._tab, self._tab.field_words

        def now() -> LeadUpdate | None:
            if self._lead != typed.lead:
                return typed
            same = {name for name, words in tab.field_words.items() if words and words == stood.get(name)}
            if same & typed.changes.keys() & tab.unclear.keys():
                return None
            means = {name: value for name, value in tab.changes.items() if name in same}
            return replace(typed, changes={name: means.get(name, value) for name, value in typed.changes.items()})

        return now

    def _must_ask_whose(self) -> bool:
        """Ask, where another lead is named than the form was filled in for."""
        if self._typed_before is None:
            return False
        self._check_id()
        return True

    def _send_again(self, item_id: int) -> None:
        if self._own is None:
            self._start(self._reviews.review_again(item_id))

    def _start(self, run: Coroutine[Any, Any, RunResult | None], typed: LeadUpdate | None = None) -> None:
        own = self._own = _OwnRun(typed)
        self._runner.start(self._send(run, own), busy=lambda busy: None if busy else self._let_go(own))

    def _let_go(self, own: _OwnRun) -> None:
        """A second click does nothing from the click to the end of the run, or until it waits or is tried again."""
        if self._own is own:
            self._own = None
            self._tab.show_sending("")
            self._show_plan()

    async def _send(self, run: Coroutine[Any, Any, RunResult | None], own: _OwnRun) -> None:
        desk = self._flow.desk
        result = await run
        if result is not None:
            for item in await desk.tools.journal.items(result.job_id, None, 0, 1):
                self._clear_if_done(item)
                self._look_after(item)
                if self._own is own and item.state is ItemState.WAITING:
                    # Nothing of it left, so nothing of it stands under “Last done”.
                    self._waiting.list_end(result.job_id)

    def _clear_if_done(self, item: Item) -> None:
        """Make room for the next customer, if the form still holds just what was done."""
        denied = item.confirmation is Confirmation.DENIED
        if item.state in _DONE and not denied and self._stands_in_form(item.update):
            self._tab.show_sending("")
            self._tab.clear_form()
            self._tab.focus_id()

    def _stands_in_form(self, sent: Update) -> bool:
        """Whether the form still asks for what was sent, and for nothing but that."""
        stands = self._as_it_stands()
        return stands is not None and self._reviews.is_of(stands, sent)

    def _look_after(self, item: Item) -> None:
        """Show what LeadByte holds after a send, beside its answer."""
        if item.state is ItemState.UPDATED and isinstance(item.update, LeadUpdate):
            self._runner.start(self._read_after(item.item_id, item.update))

    async def _read_after(self, item_id: int, sent: LeadUpdate) -> None:
        desk = self._flow.desk
        words = await self._reading.look_after_sending(sent, self._reviews.labels)
        if words and desk is self._flow.desk:
            await self._load_last()
            self._tab.show_look(item_id, words)

    def _as_it_stands(self) -> LeadUpdate | None:
        try:
            return self._read()
        except BadLeadId:
            return None

    def _job_started(self, job: Job) -> None:
        if self._own is not None and self._own.job_id is None and job.kind is JobKind.SINGLE:
            self._own.job_id = job.job_id
            self._tab.show_sending("Sending to LeadByte…")

    def _progressed(self, progress: Progress) -> None:
        if self._own is None or progress.job_id != self._own.job_id:
            return
        live = self._flow.live[progress.job_id]
        if live.stands_still:
            self._free_form(live, self._own.typed)

    def _free_form(self, live: LiveJob, typed: LeadUpdate | None) -> None:
        """It is written down, and waits or is tried again: here the next customer can begin at once."""
        self._own = None
        self._tab.show_sending("", show_answer=False)
        if typed is not None and self._reviews.was_of(self._as_it_stands()):
            stands = "is tried again by itself" if live.tries_again else "is written down and waits"
            self._make_room(f"{live.job.title} {stands}; it stands under “Not done yet”.")
            self._said_of = live.job.job_id
        else:
            self._show_plan()

    # --- what is not known ------------------------------------------------------------------------------------------

    def _went_through(self, item_id: int) -> None:
        self._runner.start(self._flow.went_through(item_id))

    def _did_not(self, item_id: int) -> None:
        self._runner.start(self._flow.did_not(item_id))

    def _look(self, item_id: int) -> None:
        self._runner.start(self._flow.look(item_id))

    def _item_settled(self, item: Item) -> None:
        self._clear_if_done(item)
        self._reload()


def _no_such(lead: LeadRef) -> str:
    if lead.kind is LeadKind.QUARANTINE:
        return f"LeadByte shows no {lead.words}. Check the number; Enter goes on with it all the same."
    return f"LeadByte shows no {lead.words}. Check it: is it a Quarantine ID? Enter goes on with it all the same."
