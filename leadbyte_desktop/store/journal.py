"""The journal: everything that was, is or shall be sent, written down before it leaves and when it was answered.

What it promises, whatever happens to the process or the power:

- A request leaves only after `mark_sending` has returned, and `mark_sending` returns only when it is on the disk. An
  item found *sending* at the next start becomes *not known*.
- Nothing goes to a buyer twice unnoticed: within the transaction that marks it *sending*, an item is refused when the
  same delivery or action already went for the same lead, or may have, in any job to the same LeadByte account.
- An item changes its state only as `domain.job.ALLOWED_CHANGES` allows.

The SQL stands in `journal_writing.py` and `journal_reading.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial

from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.domain.job import Attempt, Item, ItemState, Job, JobDraft, LeadResult, PriorSend, Settlement
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.store import journal_creating, journal_reading, journal_writing
from leadbyte_desktop.store.database import Database, utc_now


class Journal:
    """The journal of one data folder. Every method may raise StorageProblem.

    Args:
        database: the app's database; its folder's lock is held.
        now: the time, with its time zone.
    """

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    # --- writing ----------------------------------------------------------------------------------------------------

    async def settle_interrupted(self) -> int:
        """Make *not known* what an earlier process left *sending*. Once at start, before anything is sent.

        Returns:
            how many items there were.
        """
        return await self._database.write(partial(journal_writing.settle_interrupted, now=self._now()))

    async def create_job(self, draft: JobDraft, account: Account, created_by: str) -> Job:
        """Write a whole job down, in one transaction, before its first request.

        Rows that the review left out are *cancelled* from the start. A *not known* item that a row repeats is marked
        *sent again*; a row that repeats needs no `send_again` of its own.

        Args:
            draft: the job as the person agreed to it.
            account: the account that it goes to.
            created_by: the person's login name on this PC.

        Raises:
            NotAllowedNow: an item that is to be sent again was settled, or sent again, meanwhile. Nothing is written.
            ValueError: the draft is empty, is for another account, or repeats an item of another lead.
        """
        return await self._database.write(
            partial(journal_creating.create_job, draft=draft, account=account, created_by=created_by, now=self._now())
        )

    async def leave_out_repeats(self, job_id: int, item_ids: Collection[int]) -> dict[int, PriorSend]:
        """Cancel those items whose delivery or action already went, or may have, by another item.

        Items with `send_again` stay. Sending to a buyer that LeadByte denied or refused did not go.

        Returns:
            for each item now *cancelled*, what went before it.
        """
        return await self._database.write(
            partial(journal_writing.leave_out_repeats, job_id=job_id, item_ids=item_ids, now=self._now())
        )

    async def leave_out(self, job_id: int, words: Mapping[int, str]) -> None:
        """Cancel those rows that a review of the job's rest left out, all of them or none.

        Args:
            job_id: the job.
            words: item ID to why it was left out.

        Raises:
            NotAllowedNow: one of them is not of this job, or was sent meanwhile. Nothing is written.
        """
        await self._database.write(partial(journal_writing.leave_out, job_id=job_id, words=words, now=self._now()))

    async def allow_again(self, job_id: int, item_ids: Collection[int]) -> None:
        """Write down that a person ticked *send again* for these rows, all of them or none.

        Args:
            job_id: the job.
            item_ids: rows of it that were not sent yet.

        Raises:
            NotAllowedNow: one of them is not of this job, or was sent meanwhile. Nothing is written.
        """
        await self._database.write(partial(journal_writing.allow_again, job_id=job_id, item_ids=item_ids))

    async def mark_sending(self, job_id: int, item_ids: Sequence[int], method: str, url: str, body: str) -> int:
        """Write down that these items are about to leave together. Send only after this has returned.

        Args:
            job_id: their job.
            item_ids: at least one, each once.
            method: "PUT".
            url: without any key.
            body: the JSON text without any key.

        Returns:
            the number of the request, for `record`.

        Raises:
            NotAllowedNow: an item may not be sent: its state forbids it, its delivery or action already went, or it
                was tried before and a later row or job has touched its lead since. Nothing is written, for any item.
            ValueError: no items, an item twice or of another job.
        """
        return await self._database.write(
            partial(
                journal_writing.mark_sending,
                job_id=job_id,
                item_ids=item_ids,
                method=method,
                url=url,
                body=body,
                now=self._now(),
            )
        )

    async def record(
        self, number: int, results: Mapping[int, LeadResult], status: int | None, reply: str, problem: str
    ) -> dict[int, LeadResult]:
        """Write down what became of a request, as soon as its answer is read.

        Args:
            number: what `mark_sending` returned.
            results: item ID to what became of it, for every item of the request.
            status: the HTTP status; None where no answer came.
            reply: the answer's text, the key masked.
            problem: what went wrong where no answer came, in our words.

        Returns:
            the results as they were written down. They differ from `results` in one case: an item that may have
            reached LeadByte in an earlier request stays *not known* when a later one was not sent or was refused.

        Raises:
            ValueError: the request is unknown or was recorded before, or the results are not those of its items.
        """
        return await self._database.write(
            partial(
                journal_writing.record,
                number=number,
                results=results,
                status=status,
                reply=reply,
                problem=problem,
                now=self._now(),
            )
        )

    async def cancel_waiting(self, job_id: int) -> int:
        """Cancel what has not left yet, and remember that a person stopped the job.

        A *not known* item that a cancelled row would have sent again waits for a person once more.

        Returns:
            how many items were cancelled.
        """
        return await self._database.write(partial(journal_writing.cancel_waiting, job_id=job_id, now=self._now()))

    async def settle(self, item_id: int, settlement: Settlement, by: str) -> Item:
        """Take a person's word on a *not known* item: it went through, or it did not.

        Args:
            item_id: the item.
            settlement: WENT_THROUGH makes it *updated*, DID_NOT *not sent*. SENT_AGAIN is `create_job`'s to set.
            by: the person's login name on this PC.

        Raises:
            NotAllowedNow: the item is not *not known*, or was settled or sent again before.
            ValueError: the settlement is SENT_AGAIN.
        """
        return await self._database.write(
            partial(journal_writing.settle, item_id=item_id, settlement=settlement, by=by, now=self._now())
        )

    # --- reading: for the sender ------------------------------------------------------------------------------------

    async def waiting(self, job_id: int, after_position: int, limit: int, *, again: bool) -> list[Item]:
        """The next items to send, in file order.

        Args:
            job_id: the job.
            after_position: 0, or the position of the last item read before.
            limit: at most so many.
            again: a person said *Continue*: also items that surely were not sent, and *not known* ones that are
                harmless to repeat and not settled, as long as no later row or job has touched their lead.
        """
        return await self._database.read(
            partial(journal_reading.waiting, job_id=job_id, after_position=after_position, limit=limit, again=again)
        )

    async def held_leads(self, job_id: int) -> set[LeadRef]:
        """The leads whose later rows in this job wait for an earlier row's end.

        A person has to settle the earlier one, or another job is sending it again and is not done with it.
        """
        return await self._database.read(partial(journal_reading.held_leads, job_id=job_id))

    async def touched_later(self, item_ids: Collection[int]) -> set[int]:
        """Those items whose lead was touched since, by a later row, a later job or a later request.

        Touched means that the other item reached LeadByte, or may have.
        """
        return await self._database.read(partial(journal_reading.touched_later, item_ids=item_ids))

    # --- reading: for the review ------------------------------------------------------------------------------------

    async def prior_sends(self, account_id: str, wanted: Sequence[tuple[LeadRef, str]]) -> list[PriorSend]:
        """What of the wanted already went from this PC, or may have; denied effects are among it, marked as such.

        Args:
            account_id: the account; sends to the same LeadByte account under another name count too.
            wanted: pairs of a lead and an effect (`LeadUpdate.effects`).

        Returns:
            oldest first; `lead` and `effect` are spelt as in `wanted`.
        """
        return await self._database.read(partial(journal_reading.prior_sends, account_id=account_id, wanted=wanted))

    # --- reading: for the window ------------------------------------------------------------------------------------

    async def jobs(self, limit: int, offset: int, lead_number: str = "") -> list[Job]:
        """Jobs, newest first; only those with a lead whose number begins with `lead_number`, where that is given."""
        return await self._database.read(
            partial(journal_reading.jobs, limit=limit, offset=offset, lead_number=lead_number)
        )

    async def job(self, job_id: int) -> Job:
        """One job.

        Raises:
            KeyError: there is none of that number.
        """
        return await self._database.read(partial(journal_reading.job, job_id=job_id))

    async def items(
        self, job_id: int, states: Collection[ItemState] | None, offset: int, limit: int, search: str = ""
    ) -> list[Item]:
        """A window on a job's items, in file order.

        Args:
            job_id: the job.
            states: only items in one of these; None for all.
            offset: how many matching items to skip.
            limit: at most so many.
            search: only items whose lead number or words hold this text; empty for all.
        """
        return await self._database.read(
            partial(journal_reading.items, job_id=job_id, states=states, offset=offset, limit=limit, search=search)
        )

    async def item(self, item_id: int) -> Item:
        """One item.

        Raises:
            KeyError: there is none of that number.
        """
        return await self._database.read(partial(journal_reading.item, item_id=item_id))

    async def attempts_of(self, item_id: int) -> list[Attempt]:
        """Every request that carried the item, oldest first."""
        return await self._database.read(partial(journal_reading.attempts_of, item_id=item_id))

    async def unfinished_jobs(self, account_id: str) -> list[Job]:
        """Jobs with items that wait or surely were not sent, and that no person stopped; newest first."""
        return await self._database.read(partial(journal_reading.unfinished_jobs, account_id=account_id))

    async def not_known(self, account_id: str) -> int:
        """How many items of an account wait for a person's word on what became of them."""
        return await self._database.read(partial(journal_reading.not_known, account_id=account_id))

    async def last_items(self, account_id: str, limit: int) -> list[Item]:
        """What was last sent in Single lead, newest first."""
        return await self._database.read(partial(journal_reading.last_items, account_id=account_id, limit=limit))
