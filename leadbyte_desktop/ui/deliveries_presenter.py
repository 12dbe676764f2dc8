"""What the Deliveries tab does: builds the job that sends leads to buyers, and keeps the list of deliveries."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from leadbyte_desktop.domain.account_list import ListKind
from leadbyte_desktop.domain.errors import AppError, MayNotList
from leadbyte_desktop.domain.job import DraftItem, JobDraft, JobKind
from leadbyte_desktop.domain.lead_update import LeadUpdate
from leadbyte_desktop.domain.words import capitalised, count_of
from leadbyte_desktop.services.account_words import may_not_words
from leadbyte_desktop.ui.async_runner import AsyncRunner
from leadbyte_desktop.ui.deliveries_send import receivers_words
from leadbyte_desktop.ui.deliveries_tab import DeliveriesTab
from leadbyte_desktop.ui.delivery_sets_presenter import DeliverySetsPresenter, change_sets
from leadbyte_desktop.ui.outcome_presenter import OutcomePresenter
from leadbyte_desktop.ui.send_flow import SendFlow
from leadbyte_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from leadbyte_desktop.services.desk import Desk


class DeliveriesPresenter(QObject):
    """Stands between the Deliveries tab and the open account's desk."""

    def __init__(self, tab: DeliveriesTab, flow: SendFlow, runner: AsyncRunner) -> None:
        super().__init__(tab)
        self._tab, self._flow, self._runner = tab, flow, runner
        self._outcome = OutcomePresenter(tab.send.results, flow, runner)
        self._outcome.leads_done.connect(tab.send.take_out)
        self._sets = DeliverySetsPresenter(tab.send.sets, flow, runner)
        tab.send.review_asked.connect(self._review)
        tab.list.refresh_asked.connect(self._refresh)
        tab.list.shown_changed.connect(self._set_shown)
        tab.list.add_asked.connect(self._add)
        tab.list.remove_asked.connect(self._remove)
        tab.list.sets_asked.connect(self._change_sets)
        flow.account_left.connect(tab.send.clear)
        flow.desk_changed.connect(self._open)
        flow.deliveries_changed.connect(self._show)
        if flow.ready:
            self._open()

    def _open(self) -> None:
        self._tab.list.say("", Tone.PLAIN)
        self._show()

    def _show(self) -> None:
        desk = self._flow.desk
        self._tab.send.show_ready(True)
        self._tab.send.show_offered(desk.offered)
        self._tab.list.show_deliveries(desk.deliveries)
        if desk.may_not_list:
            self._tab.list.say(may_not_words(ListKind.DELIVERIES), Tone.ACCENT)
        self._start(self._show_fetched(desk), self._say_in_list)

    async def _show_fetched(self, desk: Desk) -> None:
        at = await desk.tools.delivery_list.refreshed_at(desk.lists_id)
        if desk is self._flow.desk:
            self._tab.list.show_fetched(at)

    # --- Send leads to buyers ---------------------------------------------------------------------------------------

    def _review(self) -> None:
        self._start(self._send(), self._say_in_form)

    async def _send(self) -> None:
        desk = self._flow.desk
        leads, act = self._tab.send.ids.leads(), self._tab.send.act.act
        if act.action is not None:
            what = capitalised(leads[0].words) if len(leads) == 1 else act.leads(len(leads))
            items = tuple(DraftItem(LeadUpdate(lead, action=act.action)) for lead in leads)
            title = f"{what}{act.end}"
        else:
            ids = tuple(self._tab.send.ticks.ticked())
            items = tuple(DraftItem(LeadUpdate(lead, {}, ids)) for lead in leads)
            title = self._title_to_buyers(ids, len(items), items[0].update.lead.number)
        await self._outcome.send(JobDraft(JobKind.BUYERS, title, desk.account.account_id, items))

    def _title_to_buyers(self, delivery_ids: tuple[str, ...], count: int, first: str) -> str:
        known = {delivery.delivery_id: delivery.receiver for delivery in self._flow.desk.deliveries}
        to = receivers_words(list(dict.fromkeys(known.get(each, f"delivery {each}") for each in delivery_ids)))
        what = f"Lead {first}" if count == 1 else count_of(count, "lead", "leads")
        return f"{what} to {to}"

    def _say_in_form(self, error: AppError) -> None:
        self._tab.send.say_error(error.user_text)

    # --- Deliveries on this PC --------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        self._tab.list.say("", Tone.PLAIN)
        self._runner.start(self._fetch(), self._say_not_fetched, self._tab.list.show_refreshing)

    async def _fetch(self) -> None:
        await self._flow.desk.refresh_deliveries()
        self._flow.deliveries_changed.emit()

    def _say_not_fetched(self, error: AppError) -> None:
        if isinstance(error, MayNotList):
            self._tab.list.say(may_not_words(ListKind.DELIVERIES), Tone.ACCENT)
            return
        # Yellow, not red: what this PC knows is all still there, and work can go on with it.
        self._tab.list.say(error.user_text, Tone.WARNING)

    def _change_sets(self) -> None:
        self._start(change_sets(self._flow, self._runner, self._tab.window()), self._say_in_list)

    def _set_shown(self, delivery_id: str, shown: bool) -> None:
        self._start(self._after(self._write_shown(delivery_id, shown)), self._say_in_list)

    async def _write_shown(self, delivery_id: str, shown: bool) -> None:
        desk = self._flow.desk
        await desk.tools.delivery_list.set_shown(desk.lists_id, delivery_id, shown)

    def _add(self, id_text: str, name: str) -> None:
        self._tab.list.say_adding_error("")
        self._start(self._after(self._write_new(id_text, name)), self._say_not_added)

    async def _write_new(self, id_text: str, name: str) -> None:
        desk = self._flow.desk
        added = await desk.tools.delivery_list.add_by_hand(desk.lists_id, id_text, name)
        self._tab.list.show_added(added.name)

    def _say_not_added(self, error: AppError) -> None:
        self._tab.list.say_adding_error(error.user_text)

    def _remove(self, delivery_id: str) -> None:
        self._start(self._after(self._write_removed(delivery_id)), self._say_in_list)

    async def _write_removed(self, delivery_id: str) -> None:
        desk = self._flow.desk
        await desk.tools.delivery_list.remove(desk.lists_id, delivery_id)

    async def _after(self, change: Coroutine[Any, Any, None]) -> None:
        """Make a change to the list, then let every tab know."""
        await change
        await self._flow.desk.load_deliveries()
        self._flow.deliveries_changed.emit()

    def _say_in_list(self, error: AppError) -> None:
        self._tab.list.say(error.user_text, Tone.ERROR)

    def _start(self, coroutine: Coroutine[Any, Any, object], on_error: Callable[[AppError], None]) -> None:
        self._runner.start(coroutine, on_error=on_error)
