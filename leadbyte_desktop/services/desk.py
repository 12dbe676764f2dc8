"""The desk of one open account: from a draft to its review, into the journal, out to LeadByte.

It is the only way by which the window sends anything.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from leadbyte_desktop.api.client import LeadByteClient
from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.domain.account_list import ListKind
from leadbyte_desktop.domain.account_names import PLAIN_NAMES, AccountNames
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.errors import ConnectionProblem, NotAllowedNow
from leadbyte_desktop.domain.job import Item, ItemState, Job, JobDraft
from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef
from leadbyte_desktop.services.account_words import AccountWords, GivesLists, WordKeeper
from leadbyte_desktop.services.accounts import Accounts
from leadbyte_desktop.services.batch_sheets import BatchSheets
from leadbyte_desktop.services.delivery_list import DeliveryList
from leadbyte_desktop.services.progress import Progress, RunResult
from leadbyte_desktop.services.results import Results
from leadbyte_desktop.services.review import Review
from leadbyte_desktop.services.review_rows import close_rows
from leadbyte_desktop.services.reviews import Reviews
from leadbyte_desktop.services.sender import Sender
from leadbyte_desktop.services.settling import Settling
from leadbyte_desktop.store.delivery_sets import DeliverySets
from leadbyte_desktop.store.journal import Journal
from leadbyte_desktop.store.templates import Templates


@dataclass(frozen=True, slots=True)
class Tools:
    """What every desk shares; built once by the app.

    Attributes:
        journal: everything that was ever sent from this PC.
        sender: sends it.
        reviews: puts it into words first.
        delivery_list: the deliveries of all accounts.
        word_keeper: the campaigns, fields and buyers of all accounts, and their deliveries beside them.
        accounts: the accounts on this PC.
        settling: takes a person's word on what is not known.
        results: saves what became of it.
        batch_sheets: unfinished batches.
        delivery_sets: the named sets of deliveries.
        templates: the templates of Single lead.
        person: the login name that is written beside every job.
    """

    journal: Journal
    sender: Sender
    reviews: Reviews
    delivery_list: DeliveryList
    word_keeper: WordKeeper
    accounts: Accounts
    settling: Settling
    results: Results
    batch_sheets: BatchSheets
    delivery_sets: DeliverySets
    templates: Templates
    person: str


class Desk:
    """One open account.

    Args:
        tools: what all desks share.
        account: the account.
        client: its client.
        lists_id: where this PC keeps the account's lists; in the account's own place where none is given.

    Attributes:
        lists_id: the ID under which `Tools.word_keeper` and `Tools.delivery_list` know the account's lists. It is the
            account's own, but a key that is practised has a place of its own: what another key was allowed to list is
            not known to it.
    """

    def __init__(self, tools: Tools, account: Account, client: LeadByteClient, lists_id: str = "") -> None:
        self.tools = tools
        self.account = account
        self.client = client
        self.lists_id = lists_id or account.account_id
        self._deliveries: tuple[Delivery, ...] = ()
        self._words = AccountWords()
        self._names: AccountNames = PLAIN_NAMES
        self._campaigns: dict[tuple[LeadKind, str], str] = {}

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """All deliveries of the account that this PC knows, by name."""
        return self._deliveries

    @property
    def offered(self) -> tuple[Delivery, ...]:
        """Those that the tabs offer."""
        return tuple(delivery for delivery in self._deliveries if delivery.shown)

    @property
    def known_words(self) -> AccountWords:
        """The account's lists as `words` or `refresh_words` last found them."""
        return self._words

    @property
    def may_not_list(self) -> bool:
        """Whether LeadByte said that the key may not list deliveries, when they were last to be fetched."""
        state = self._words.states.get(ListKind.DELIVERIES)
        return state is not None and state.may_not

    @property
    def names(self) -> AccountNames:
        """What the account calls its fields and buyers."""
        return self._names

    async def words(self) -> AccountWords:
        """What this PC knows of the account's campaigns, fields, deliveries and buyers, without asking LeadByte."""
        self._take(await self.tools.word_keeper.known(self.lists_id))
        return self._words

    async def refresh_words(
        self,
        kinds: Collection[ListKind] = tuple(ListKind),
        by: GivesLists | None = None,
        fields_before: datetime | None = None,
    ) -> AccountWords:
        """Ask LeadByte for it; what does not come stays as it was known, and says why in `problems`.

        Args:
            kinds: which of the lists.
            by: what asks LeadByte in place of the account's client.
            fields_before: the fields of those campaigns only that were last given then or earlier; None for all.
        """
        keeper = self.tools.word_keeper
        words = await keeper.refresh(self.lists_id, by or self.client, kinds, fields_before)
        if words.any_list_came(kinds):
            self.account = await self.tools.accounts.mark_proven(self.account)
        await self.load_deliveries()
        self._take(words)
        return words

    async def refresh_fields(self, campaign_id: str) -> AccountWords:
        """Ask LeadByte for the fields of one campaign; where they do not come, its state says why."""
        self._take(await self.tools.word_keeper.refresh_fields(self.lists_id, campaign_id, self.client))
        return self._words

    async def learn_date_forms(self, campaign_id: str, fields: Mapping[str, str]) -> None:
        """Take up from a lead that was read in which form its campaign holds dates."""
        if await self.tools.word_keeper.learn_date_forms(self.lists_id, campaign_id, fields):
            await self.words()

    def learn_campaign(self, lead: LeadRef, campaign: str) -> None:
        """Keep in mind in which campaign a lead is that was looked at; an empty name tells nothing."""
        if campaign:
            self._campaigns[lead.same_as] = campaign

    def _take(self, words: AccountWords) -> None:
        self._words, self._names = words, words.names

    async def load_deliveries(self) -> tuple[Delivery, ...]:
        """Read the deliveries that this PC keeps for the account."""
        self._deliveries = tuple(await self.tools.delivery_list.all(self.lists_id))
        return self._deliveries

    async def refresh_deliveries(self) -> tuple[Delivery, ...]:
        """Fetch the deliveries from LeadByte.

        Raises:
            ConnectionProblem: the list did not come; what was known stays.
        """
        keeper, lists_id = self.tools.word_keeper, self.lists_id
        try:
            await self.tools.delivery_list.refresh(lists_id, self.client)
        except ConnectionProblem as problem:
            keeper.note(lists_id, ListKind.DELIVERIES, problem)
            await self.words()
            raise
        keeper.note(lists_id, ListKind.DELIVERIES, None)
        await self.words()
        self.account = await self.tools.accounts.mark_proven(self.account)
        return await self.load_deliveries()

    async def prepare(self, draft: JobDraft) -> Review:
        """The review of a new job. It must be closed; where this raises, the draft's rows are closed already.

        Raises:
            BadInput: there is nothing to send.
            NotAllowedNow: the draft belongs to another account.
        """
        try:
            self._must_be_mine(draft.account_id)
        except NotAllowedNow:
            close_rows(draft.items)
            raise
        sender = self.tools.sender
        review = await self.tools.reviews.prepare(
            draft, self._account_as_sent, self.deliveries, sender.running, sender.paused, names=self._names
        )
        return replace(review, campaigns=dict(self._campaigns))

    async def prepare_rest(self, job_id: int) -> Review:
        """The review of what a *Continue* of a job would send. It must be closed.

        Raises:
            NotAllowedNow: nothing of it can be sent, it is being sent, or it belongs to another account.
        """
        job = await self.tools.journal.job(job_id)
        self._must_be_mine(job.account_id)
        sender = self.tools.sender
        if job_id in sender.running:
            raise NotAllowedNow("This job is being sent already. Nothing was sent a second time. Wait for its end.")
        review = await self.tools.reviews.prepare_rest(
            job, self._account_as_sent, self.deliveries, sender.running, sender.paused, names=self._names
        )
        return replace(review, campaigns=dict(self._campaigns))

    async def write_down(self, review: Review) -> Job:
        """Put an agreed review into the journal, whole, before its first request.

        Of a continued job, the rows that the review left out are cancelled, and those ticked *send again* may repeat
        what already went.

        Raises:
            NotAllowedNow: what was agreed to is not how the journal stands any more. Nothing was sent.
        """
        if review.continues is not None:
            return await self._write_down_rest(review.continues, review)
        return await self.tools.journal.create_job(review.draft, self.account, self.tools.person)

    async def _write_down_rest(self, job_id: int, review: Review) -> Job:
        journal = self.tools.journal
        # In a thread: it may be most of a large job.
        if left_out := await asyncio.to_thread(lambda: review.left_out_rows):
            await journal.leave_out(job_id, left_out)
        if again := review.rows_sent_again:
            await journal.allow_again(job_id, again)
        return await journal.job(job_id)

    async def change_row(self, review: Review) -> Item:
        """Let the row of another job, which still waits, take up what was reviewed; nothing is sent.

        Returns:
            the row as it now stands.

        Raises:
            NotAllowedNow: that row was sent or left out meanwhile. Nothing was changed.
        """
        row, changed = review.row_to_change, review.changed_row
        if row is None or changed is None:
            raise ValueError("a review without a row of another job to change")
        return await self.tools.journal.change_waiting(row.item.item_id, changed.update)

    async def send(
        self, job: Job, on_progress: Callable[[Progress], None], *, again: bool, after: Sequence[int] = ()
    ) -> RunResult:
        """Send what waits in a job that was agreed to.

        Args:
            job: the job.
            on_progress: called after every request.
            again: a person said *Continue*.
            after: items of other jobs, all being sent, that must have had their turn before this job leaves.

        Raises:
            StorageProblem: the journal could not be written; nothing more was sent.
        """
        result = await self.tools.sender.run(job.job_id, self.client, on_progress, again=again, after=after)
        if result.counts.get(ItemState.UPDATED) and not self.account.proven:
            self.account = await self.tools.accounts.mark_proven(self.account)
        return result

    async def close(self) -> None:
        """Close the account's connections."""
        await self.client.aclose()

    @property
    def _account_as_sent(self) -> Account:
        """The account with the key where its client puts it by now, so that what is shown is what is sent."""
        return replace(self.account, key_heard=self.client.key_heard)

    def _must_be_mine(self, account_id: str) -> None:
        if account_id != self.account.account_id:
            raise NotAllowedNow(
                "This belongs to another account. Nothing was sent. Open that account in Settings, then try again."
            )
