"""What finding a lead does: looks in the campaigns that the person ticked, and offers what LeadByte found."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from leadbyte_desktop.domain.account_list import ListKind
from leadbyte_desktop.domain.campaign import campaign_called
from leadbyte_desktop.domain.errors import BadInput
from leadbyte_desktop.domain.found_lead import FoundLead
from leadbyte_desktop.domain.wanted_lead import read_wanted
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.services.finding import FoundLeads, find
from leadbyte_desktop.store.database import utc_now
from leadbyte_desktop.ui.async_runner import AsyncRunner
from leadbyte_desktop.ui.awaited import Awaited
from leadbyte_desktop.ui.find_panel import FindPanel
from leadbyte_desktop.ui.send_flow import SendFlow

if TYPE_CHECKING:
    from leadbyte_desktop.services.account_words import AccountWords
    from leadbyte_desktop.services.desk import Desk
    from leadbyte_desktop.ui.find_campaigns_dialog import FindCampaignsDialog

_NOT_OPEN = "The account is not open yet, so nothing was looked for. Wait a moment, then press Enter again."
_UNTIL_THEN = (
    "Nothing was changed in LeadByte. Until then, add the campaign by its ID under Campaigns…, or type the lead’s ID."
)


class FindPresenter(QObject):
    """Slots of the panel.

    Signals:
        taken(FoundLead, str, LeadNow | None): this lead shall be worked on; how its campaign is called; and the lead as
            it stands, where it was read.

    Args:
        panel: where it is shown.
        typed: gives what stands in the box.
        flow: the way to LeadByte.
        runner: starts coroutines.
        parent: its owner.
    """

    taken = Signal(object, str, object)

    def __init__(
        self, panel: FindPanel, typed: Callable[[], str], flow: SendFlow, runner: AsyncRunner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._panel, self._typed, self._flow, self._runner = panel, typed, flow, runner
        self._asked = 0
        """Counts what was asked, so that an answer which comes late never replaces a newer one."""
        self._awaited = Awaited(self)
        self._campaigns: dict[str, str] = {}
        panel.find_wanted.connect(self._find)
        panel.cancel_wanted.connect(self.stop)
        panel.campaigns_wanted.connect(self._choose_campaigns)
        panel.answers.chosen.connect(self._take)
        flow.desk_changed.connect(self.stop)
        flow.desk_changed.connect(self._show_new)
        flow.words_changed.connect(self._show_new)

    def stop(self) -> None:
        """Wait for no answer any more, and put away what is on offer."""
        self._asked += 1
        self._awaited.give_up()
        self._panel.clear()

    def _show_new(self) -> None:
        self._panel.show_new_campaigns(len(self._flow.desk.known_words.new))

    def _find(self) -> None:
        self.stop()
        wanted = read_wanted(self._typed())
        if wanted.problem:
            self._panel.say_problem(wanted.problem)
        elif not self._flow.ready:
            self._panel.say_problem(_NOT_OPEN)
        else:
            self._panel.show_searching(f"Looking for {wanted.words}…")
            self._runner.start(self._look(self._typed(), self._asked))

    async def _look(self, typed: str, asked: int) -> None:
        if asked != self._asked:
            return
        self._awaited.begin()
        desk = self._flow.desk
        try:
            words = await _account_words(desk)
            if asked == self._asked and words.searched_campaigns:
                where = count_of(len(words.searched_campaigns), "campaign", "campaigns")
                self._panel.show_searching(f"Looking for {read_wanted(typed).words} in {where}…")
            searched = words.searched_campaigns
            found = await find(typed, searched, desk.client, all_known=len(searched) == len(words.campaigns))
        finally:
            self._awaited.end()
        if asked == self._asked:
            self._show(found, words)

    def _show(self, found: FoundLeads, words: AccountWords) -> None:
        self._campaigns = {each.campaign_id: each.name for each in words.campaigns}
        self._panel.clear()
        if (only := found.exactly_one) is not None:
            self._panel.say_beside(found.words)
            self.taken.emit(only, self._campaign_of(only), found.now)
        elif found.leads:
            self._panel.answers.show_leads(found.leads, self._campaigns)
            self._panel.say_beside(found.words)
            self._panel.show_answers(
                f"{_how_many(found)} the {found.wanted.words}, newest first. Choose with the arrows and Enter; Escape "
                "goes back."
            )
        else:
            self._panel.say_problem(_why_nothing(found, words))

    def _take(self, lead: FoundLead) -> None:
        self.stop()
        self.taken.emit(lead, self._campaign_of(lead), None)

    def _campaign_of(self, lead: FoundLead) -> str:
        return campaign_called(lead.campaign_id, self._campaigns)

    # --- where it is looked for -------------------------------------------------------------------------------------

    def _choose_campaigns(self) -> None:
        if self._flow.ready:
            self.stop()
            self._runner.start(self._ask_for_campaigns(self._flow.desk))
        else:
            self._panel.say_problem(_NOT_OPEN)

    async def _ask_for_campaigns(self, desk: Desk) -> None:
        from leadbyte_desktop.ui.find_campaigns_dialog import FindCampaignsDialog

        asked = self._asked
        words = await _account_words(desk)
        if asked != self._asked:
            return
        state = words.states[ListKind.CAMPAIGNS]
        dialog = FindCampaignsDialog(
            words.campaigns, words.searched, state.age(utc_now()), state.problem, words.new, self._panel.window()
        )
        dialog.add_wanted.connect(
            lambda typed: self._runner.start(self._add(dialog, desk, typed), busy=dialog.keep_while)
        )
        accepted = await self._runner.ask(dialog) == dialog.DialogCode.Accepted
        ticked = frozenset(dialog.ticked)
        dialog.leave()
        if accepted:
            await desk.tools.word_keeper.set_searched(desk.lists_id, ticked)
            await desk.words()
            if desk is self._flow.desk:
                self._show_new()

    async def _add(self, dialog: FindCampaignsDialog, desk: Desk, typed: str) -> None:
        keeper, lists_id = desk.tools.word_keeper, desk.lists_id
        try:
            campaign = await keeper.add_campaign(lists_id, typed, "")
        except BadInput as bad:
            dialog.show_id_error(bad.user_text)
            return
        dialog.show_added((await keeper.known(lists_id)).campaigns, campaign.campaign_id)


async def _account_words(desk: Desk) -> AccountWords:
    """What this PC knows of the account; the campaigns are asked for where none is known yet."""
    keeper, lists_id = desk.tools.word_keeper, desk.lists_id
    words = await keeper.known(lists_id)
    if words.campaigns or words.states[ListKind.CAMPAIGNS].may_not:
        return words
    # A search cannot wait for every list.
    return await keeper.refresh(lists_id, desk.client, (ListKind.CAMPAIGNS,))


def _how_many(found: FoundLeads) -> str:
    shown = len(found.leads)
    if found.unlike:
        return f"{count_of(shown, 'lead was', 'leads were')} given for"
    if found.unshown:
        return f"{shown:,} of {shown + found.unshown:,} leads with"
    return count_of(shown, "lead has", "leads have")


def _why_nothing(found: FoundLeads, words: AccountWords) -> str:
    if found.wanted.searchable and not words.campaigns:
        return _no_campaigns(words) or found.words
    return found.words


def _no_campaigns(words: AccountWords) -> str:
    """Why no campaign is known; empty where LeadByte simply has none for this key."""
    state = words.states[ListKind.CAMPAIGNS]
    return f"{state.problem} {_UNTIL_THEN}" if state.may_not else state.problem
