"""What the Financials tab does: builds the job that changes payout and revenue, and follows it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from leadbyte_desktop.domain.account_list import ListKind
from leadbyte_desktop.domain.errors import AppError
from leadbyte_desktop.domain.job import DraftItem, JobDraft, JobKind
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.ui.async_runner import AsyncRunner
from leadbyte_desktop.ui.financials_tab import FinancialsTab
from leadbyte_desktop.ui.outcome_presenter import OutcomePresenter
from leadbyte_desktop.ui.send_flow import SendFlow


class FinancialsPresenter(QObject):
    """Stands between the Financials tab and the open account's desk."""

    def __init__(self, tab: FinancialsTab, flow: SendFlow, runner: AsyncRunner) -> None:
        super().__init__(tab)
        self._tab, self._flow, self._runner = tab, flow, runner
        self._outcome = OutcomePresenter(tab.results, flow, runner)
        self._outcome.leads_done.connect(tab.take_out)
        tab.review_asked.connect(self._review)
        flow.account_left.connect(tab.clear)
        flow.desk_changed.connect(self._open)
        flow.deliveries_changed.connect(self._show)
        flow.words_changed.connect(self._show)
        if flow.ready:
            self._open()

    def _open(self) -> None:
        self._show()

    def _show(self) -> None:
        self._tab.show_ready(True)
        desk = self._flow.desk
        listed = desk.known_words.states.get(ListKind.BUYERS)
        # Those that only deliveries name are among them, of hidden deliveries too.
        self._tab.show_buyers(desk.names.buyers, listed.problem if listed is not None and listed.may_not else "")

    def _review(self) -> None:
        self._runner.start(self._send(), on_error=self._say_error)

    async def _send(self) -> None:
        items = tuple(DraftItem(update) for update in self._tab.updates())
        what = f"lead {items[0].update.lead.number}" if len(items) == 1 else count_of(len(items), "lead", "leads")
        title = f"Payout and revenue of {what}"
        await self._outcome.send(JobDraft(JobKind.FINANCIALS, title, self._flow.desk.account.account_id, items))

    def _say_error(self, error: AppError) -> None:
        self._tab.say_error(error.user_text)
