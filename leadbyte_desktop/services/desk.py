"""The desk of one open account: from a draft to its review, into the journal, out to LeadByte.

It is the only way by which the window sends anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from leadbyte_desktop.api.client import LeadByteClient
from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.errors import NotAllowedNow
from leadbyte_desktop.domain.job import ItemState, Job, JobDraft
from leadbyte_desktop.services.accounts import Accounts
from leadbyte_desktop.services.delivery_list import DeliveryList
from leadbyte_desktop.services.progress import Progress, RunResult
from leadbyte_desktop.services.results import Results
from leadbyte_desktop.services.review import Review
from leadbyte_desktop.services.reviews import Reviews
from leadbyte_desktop.services.sender import Sender
from leadbyte_desktop.services.settling import Settling
from leadbyte_desktop.store.drafts import Drafts
from leadbyte_desktop.store.journal import Journal


@dataclass(frozen=True, slots=True)
class Tools:
    """What every desk shares; built once by the app.

    Attributes:
        journal: everything that was ever sent from this PC.
        sender: sends it.
        reviews: puts it into words first.
        delivery_list: the deliveries of all accounts.
        accounts: the accounts on this PC.
        settling: takes a person's word on what is not known.
        results: saves what became of it.
        drafts: unfinished batches.
        person: the login name that is written beside every job.
    """

    journal: Journal
    sender: Sender
    reviews: Reviews
    delivery_list: DeliveryList
    accounts: Accounts
    settling: Settling
    results: Results
    drafts: Drafts
    person: str


class Desk:
    """One open account.

    Args:
        tools: what all desks share.
        account: the account.
        client: its client.
    """

    def __init__(self, tools: Tools, account: Account, client: LeadByteClient) -> None:
        self.tools = tools
        self.account = account
        self.client = client
        self._deliveries: tuple[Delivery, ...] = ()

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """All deliveries of the account that this PC knows, by name."""
        return self._deliveries

    @property
    def offered(self) -> tuple[Delivery, ...]:
        """Those that the tabs offer."""
        return tuple(delivery for delivery in self._deliveries if delivery.shown)

    async def load_deliveries(self) -> tuple[Delivery, ...]:
        """Read the deliveries that this PC keeps for the account."""
        self._deliveries = tuple(await self.tools.delivery_list.all(self.account.account_id))
        return self._deliveries

    async def refresh_deliveries(self) -> tuple[Delivery, ...]:
        """Fetch the deliveries from LeadByte.

        Raises:
            ConnectionProblem: the list did not come; what was known stays.
        """
        await self.tools.delivery_list.refresh(self.account.account_id, self.client)
        self.account = await self.tools.accounts.mark_proven(self.account)
        return await self.load_deliveries()

    async def prepare(self, draft: JobDraft) -> Review:
        """The review of a new job.

        Raises:
            BadInput: there is nothing to send.
            NotAllowedNow: the draft belongs to another account.
        """
        self._must_be_mine(draft.account_id)
        return await self.tools.reviews.prepare(draft, self.account, self.deliveries)

    async def prepare_rest(self, job_id: int) -> Review:
        """The review of what a *Continue* of a job would send.

        Raises:
            NotAllowedNow: nothing of it can be sent, it is being sent, or it belongs to another account.
        """
        job = await self.tools.journal.job(job_id)
        self._must_be_mine(job.account_id)
        if job_id in self.tools.sender.running:
            raise NotAllowedNow("This job is being sent already. Nothing was sent a second time. Wait for its end.")
        return await self.tools.reviews.prepare_rest(job, self.account, self.deliveries)

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
        if left_out := review.left_out_rows:
            await journal.leave_out(job_id, left_out)
        if again := review.rows_sent_again:
            await journal.allow_again(job_id, again)
        return await journal.job(job_id)

    async def send(self, job: Job, on_progress: Callable[[Progress], None], *, again: bool) -> RunResult:
        """Send what waits in a job that was agreed to.

        Raises:
            StorageProblem: the journal could not be written; nothing more was sent.
        """
        result = await self.tools.sender.run(job.job_id, self.client, on_progress, again=again)
        if result.counts.get(ItemState.UPDATED) and not self.account.proven:
            self.account = await self.tools.accounts.mark_proven(self.account)
        return result

    async def close(self) -> None:
        """Close the account's connections."""
        await self.client.aclose()

    def _must_be_mine(self, account_id: str) -> None:
        if account_id != self.account.account_id:
            raise NotAllowedNow(
                "This belongs to another account. Nothing was sent. Open that account in Settings, then try again."
            )
