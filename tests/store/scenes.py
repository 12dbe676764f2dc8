"""What the tests of the store build their scenes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.domain.job import (
    Confirmation,
    DraftItem,
    Item,
    ItemState,
    Job,
    JobDraft,
    JobKind,
    LeadResult,
    Update,
)
from leadbyte_desktop.domain.lead_update import Action, LeadRef, LeadUpdate
from leadbyte_desktop.store.journal import Journal

ACME = Account("acme", "Acme Leads", "https://acme.leadbyte.co.uk/restapi/v1.3")
ACME_AGAIN = Account("acme-again", "Acme, connected anew", "https://acme.leadbyte.com/restapi/v1.3")
GLOBEX = Account("globex", "Globex", "https://globex.leadbyte.co.uk/restapi/v1.3")
URL = "https://acme.leadbyte.co.uk/restapi/v1.3/leads"


@dataclass
class Clock:
    """A clock that only a test moves on."""

    time: datetime = datetime(2026, 11, 22, 10, 2, tzinfo=UTC)  # the same day in every time zone with many people

    def __call__(self) -> datetime:
        return self.time

    def forward(self, minutes: int = 1) -> None:
        self.time += timedelta(minutes=minutes)


def plain(number: str, postcode: str = "TN25 6QD") -> LeadUpdate:
    """Values only: harmless to repeat."""
    return LeadUpdate(LeadRef(number), {"postcode": postcode})


def to_buyer(number: str, *delivery_ids: str) -> LeadUpdate:
    """Sends the lead through deliveries."""
    return LeadUpdate(LeadRef(number), {}, delivery_ids or ("1053",))


def reprocess(number: str) -> LeadUpdate:
    return LeadUpdate(LeadRef(number), {}, (), Action.REPROCESS)


def draft(*rows: Update | DraftItem, account: Account = ACME, kind: JobKind = JobKind.BATCH) -> JobDraft:
    items = tuple(row if isinstance(row, DraftItem) else DraftItem(row) for row in rows)
    return JobDraft(kind, "leads-today.csv", account.account_id, items)


def result(state: ItemState, words: str = "Lead updated", *, denied: tuple[str, ...] = ()) -> LeadResult:
    confirmation = Confirmation.DENIED if denied else Confirmation.NOTHING_ASKED
    return LeadResult(state, words, confirmation, denied=denied)


@dataclass
class Office:
    """A journal, and short ways to use it.

    Attributes:
        journal: the journal.
        clock: its clock.
        sent: the numbers of the requests that left through `send`.
    """

    journal: Journal
    clock: Clock
    sent: list[int] = field(default_factory=list)

    async def job(self, *rows: Update | DraftItem, account: Account = ACME, kind: JobKind = JobKind.BATCH) -> Job:
        return await self.journal.create_job(draft(*rows, account=account, kind=kind), account, "sam")

    async def items(self, job: Job) -> list[Item]:
        return await self.journal.items(job.job_id, None, 0, 1_000)

    async def item(self, job: Job, position: int = 1) -> Item:
        return (await self.items(job))[position - 1]

    async def mark(self, job: Job, *positions: int) -> tuple[int, list[int]]:
        """Mark rows as leaving together; returns the request's number and their item IDs."""
        items = await self.items(job)
        ids = [items[position - 1].item_id for position in positions or (1,)]
        number = await self.journal.mark_sending(job.job_id, ids, "PUT", URL, '{"leads":[]}')
        self.sent.append(number)
        return number, ids

    async def send(
        self, job: Job, *positions: int, state: ItemState = ItemState.UPDATED, denied: tuple[str, ...] = ()
    ) -> Item:
        """Send rows in one request, which ends in one state for all of them; returns the first."""
        number, ids = await self.mark(job, *positions)
        outcome = result(state, denied=denied)
        await self.journal.record(number, dict.fromkeys(ids, outcome), 200, "{}", "")
        self.clock.forward()
        return await self.journal.item(ids[0])

    async def states(self, job: Job) -> list[ItemState]:
        return [item.state for item in await self.items(job)]


def ids_of(items: Sequence[Item]) -> list[int]:
    return [item.item_id for item in items]
