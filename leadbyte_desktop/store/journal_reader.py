"""What the journal can be asked; `journal.py` adds what is written down in it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Sequence
from functools import partial
from sqlite3 import Connection
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from leadbyte_desktop.domain.job import Attempt, Item, Job, PriorSend
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.domain.standing import Standing
from leadbyte_desktop.store import journal_leads, journal_reading, journal_sources
from leadbyte_desktop.store.database import Database
from leadbyte_desktop.store.journal_sources import JobRow

_SPAN = 50_000
"""How many rows are looked at in one reading of a job's order, so that others who read need not wait for long."""

P = ParamSpec("P")
T = TypeVar("T")


class _SpanReading(Protocol):
    def __call__(self, connection: Connection, *, after: int, count: int) -> array[int]: ...


class JournalReader:
    """The reading side of the journal. Every method may raise StorageProblem.

    Args:
        database: the app's database.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- for the sender ------------------------------------------------------------------------------------

    async def waiting(self, job_id: int, after_position: int, limit: int, *, again: bool) -> list[Item]:
        """The next items to send, in file order.

        Args:
            job_id: the job.
            after_position: 0, or the position of the last item read before.
            limit: at most so many.
            again: a person said *Continue*: also items that surely were not sent, and *not known* ones that are
                harmless to repeat and not settled, as long as no later row or job has touched their lead.
        """
        return await self._read(
            journal_reading.waiting, job_id=job_id, after_position=after_position, limit=limit, again=again
        )

    async def held_leads(self, job_id: int) -> set[LeadRef]:
        """The leads whose later rows in this job wait for an earlier row's end.

        A person has to settle the earlier one, or another job is sending it again and is not done with it.
        """
        return await self._read(journal_leads.held_leads, job_id=job_id)

    async def touched_later(self, item_ids: Collection[int]) -> set[int]:
        """Those items whose lead was touched since, by a later row, a later job or a later request.

        Touched means that the other item reached LeadByte, or may have.
        """
        return await self._read(journal_leads.touched_later, item_ids=item_ids)

    # --- for the review ------------------------------------------------------------------------------------

    async def prior_sends(self, account_id: str, wanted: Sequence[tuple[LeadRef, str]]) -> list[PriorSend]:
        """What of the wanted already went from this PC, or may have; denied effects are among it, marked as such.

        Args:
            account_id: the account; sends to the same LeadByte account under another name count too.
            wanted: pairs of a lead and an effect (`LeadUpdate.effects`).

        Returns:
            oldest first; `lead` and `effect` are spelt as in `wanted`.
        """
        return await self._read(journal_leads.prior_sends, account_id=account_id, wanted=wanted)

    async def waiting_elsewhere(
        self, account_id: str, leads: Collection[LeadRef], except_job: int | None, running: Collection[int] = ()
    ) -> list[Item]:
        """Rows of these leads that are still to come in other jobs to the same LeadByte account.

        They wait, or surely were not sent and may go again, in jobs that no person stopped. A single lead of which it
        is not known whether it arrived is among them while its job is being sent: it is being tried again.

        Args:
            account_id: the account; jobs to the same LeadByte account under another name count too.
            leads: the leads.
            except_job: a job whose rows do not count; None for none.
            running: the jobs that are being sent, or wait their turn.

        Returns:
            in the order in which they were written down.
        """
        return await self._read(
            journal_leads.waiting_elsewhere,
            account_id=account_id,
            leads=leads,
            except_job=except_job,
            running=running,
        )

    async def last_asked(self, account_id: str, lead: LeadRef) -> dict[str, str]:
        """Field name to the value that was last sent for it to this lead, of what reached LeadByte or may have.

        LeadByte may be about to do it: what is on its way, queued or not known may not show in the lead yet.

        Args:
            account_id: the account; jobs to the same LeadByte account under another name count too.
            lead: the lead.
        """
        return await self._read(journal_leads.last_asked, account_id=account_id, lead=lead)

    async def touched_since(self, job_id: int) -> dict[int, PriorSend]:
        """Waiting rows of a job whose lead a newer job has changed, or may have, since the job was written down.

        Returns:
            item ID to the last of those changes. Its `effect` is empty: it may have been of any kind.
        """
        return await self._read(journal_leads.touched_since, job_id=job_id)

    # --- for the window ------------------------------------------------------------------------------------

    async def jobs(self, limit: int, offset: int, lead_number: str = "") -> list[Job]:
        """Jobs, newest first; only those with a lead whose number begins with `lead_number`, where that is given."""
        return await self._read(journal_reading.jobs, limit=limit, offset=offset, lead_number=lead_number)

    async def job(self, job_id: int) -> Job:
        """One job.

        Raises:
            KeyError: there is none of that number.
        """
        return await self._read(journal_reading.job, job_id=job_id)

    async def items(
        self, job_id: int, standings: Collection[Standing] | None, offset: int, limit: int, search: str = ""
    ) -> list[Item]:
        """A window on a job's items, in file order.

        Args:
            job_id: the job.
            standings: only items that stand as one of these; None for all.
            offset: how many matching items to skip.
            limit: at most so many.
            search: only items whose lead number or words hold this text; empty for all.
        """
        return await self._read(
            journal_reading.items, job_id=job_id, standings=standings, offset=offset, limit=limit, search=search
        )

    async def positions(
        self, job_id: int, standings: Collection[Standing] | None = None, search: str = ""
    ) -> array[int]:
        """The IDs of a job's items, in file order; for a table that reads its rows as they are looked at.

        Of a job of many rows it is read in several steps, between which a row may change its state.

        Args:
            job_id: the job.
            standings: only items that stand as one of these; None for all.
            search: as in `items`.
        """
        reading = partial(journal_reading.positions, job_id=job_id, standings=standings, search=search)
        return await self._in_spans(reading, await self._read(journal_reading.last_position, job_id=job_id))

    async def row_order(self, job_id: int, standings: Collection[Standing] | None = None) -> array[int]:
        """The IDs of all rows of a job's table, in its order; for a table that reads its rows as they are looked at.

        A row's ID is that of the item that it became. Where it became none, which counts as left out, it is its place
        in the table below zero. It is read in several steps, as `positions`.

        Args:
            job_id: the job.
            standings: only rows that stand as one of these; None for all.
        """
        never = await self._read(journal_sources.never_items, job_id=job_id)
        if not never or (standings is not None and Standing.LEFT_OUT not in standings):
            return await self.positions(job_id, standings)
        reading = partial(journal_sources.row_order, job_id=job_id, standings=standings)
        return await self._in_spans(reading, await self._read(journal_sources.last_place, job_id=job_id))

    async def rows(
        self, job_id: int, standings: Collection[Standing] | None, offset: int, limit: int, search: str = ""
    ) -> list[JobRow]:
        """A window on the rows of a job's table, in its order; those that became no item are among what was left out.

        Args:
            job_id: the job.
            standings: only rows that stand as one of these; None for all.
            offset: how many matching rows to skip.
            limit: at most so many.
            search: as in `items`; what became no item is found by no search.
        """
        never = await self._read(journal_sources.never_items, job_id=job_id)
        if not never or search or (standings is not None and Standing.LEFT_OUT not in standings):
            found = await self.items(job_id, standings, offset, limit, search)
            return [journal_sources.row_of_item(item) for item in found]
        return await self._read(journal_sources.rows, job_id=job_id, standings=standings, offset=offset, limit=limit)

    async def rows_by_id(self, job_id: int, row_ids: Collection[int]) -> list[JobRow]:
        """These rows of a job by the IDs of `row_order`, in no order; unknown ones are left out."""
        return await self._read(journal_sources.rows_by_id, job_id=job_id, row_ids=row_ids)

    async def item(self, item_id: int) -> Item:
        """One item.

        Raises:
            KeyError: there is none of that number.
        """
        return await self._read(journal_reading.item, item_id=item_id)

    async def attempts_of(self, item_id: int) -> list[Attempt]:
        """Every request that carried the item, oldest first."""
        return await self._read(journal_reading.attempts_of, item_id=item_id)

    async def unfinished_jobs(self, account_id: str) -> list[Job]:
        """Jobs with items that wait or surely were not sent, and that no person stopped; newest first."""
        return await self._read(journal_reading.unfinished_jobs, account_id=account_id)

    async def newest_with_work(self) -> Job | None:
        """The newest job, to whatever account, with rows to send or rows that wait for a person; None for none."""
        return await self._read(journal_reading.newest_with_work)

    async def not_known(self, account_id: str) -> int:
        """How many items of an account wait for a person's word on what became of them."""
        return await self._read(journal_reading.not_known, account_id=account_id)

    async def out_by_account(self) -> dict[str, int]:
        """By account, how many items are *sending*: before the first send, those that an earlier process left so."""
        return await self._read(journal_reading.out_by_account)

    async def last_not_known(self, account_id: str = "") -> int | None:
        """The job of the row that became *not known* last and waits for a person's word; None for none.

        Args:
            account_id: only this account's; "" for those of all.
        """
        return await self._read(journal_reading.last_not_known, account_id=account_id)

    async def last_items(self, account_id: str, limit: int) -> list[Item]:
        """What was last sent in Single lead, newest first."""
        return await self._read(journal_reading.last_items, account_id=account_id, limit=limit)

    # --- for the results --------------------------------------------------------------------------------------------

    async def source_headings(self, job_id: int) -> tuple[str, ...] | None:
        """The headings of the table that a job was made from; None where it was made from none."""
        return await self._read(journal_sources.source_headings, job_id=job_id)

    async def source_rows(self, job_id: int, after_place: int, limit: int) -> list[JobRow]:
        """The next rows of the table that a job was made from, each with the item that it became.

        Args:
            job_id: the job.
            after_place: 0, or the place of the last row read before.
            limit: at most so many.
        """
        return await self._read(journal_sources.rows, job_id=job_id, standings=None, offset=after_place, limit=limit)

    async def _in_spans(self, reading: _SpanReading, last: int) -> array[int]:
        """Everything that is read up to the last place of a job, span by span."""
        found = array("q")
        for after in range(0, last, _SPAN):
            found.extend(await self._read(reading, after=after, count=_SPAN))
        return found

    async def _read(self, reading: Callable[Concatenate[Connection, P], T], *args: P.args, **asked: P.kwargs) -> T:
        """One of the readings of the modules beside this one, on one unchanging view of the database."""
        return await self._database.read(lambda connection: reading(connection, *args, **asked))
