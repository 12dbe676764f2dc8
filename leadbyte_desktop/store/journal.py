"""The journal: everything that was, is or shall be sent, written down before it leaves and when it was answered.

What it promises, whatever happens to the process or the power:

- A request leaves only after `mark_sending` has returned, and `mark_sending` returns only when it is on the disk. An
  item found *sending* at the next start becomes *not known*.
- Nothing goes to a buyer twice unnoticed: within the transaction that marks it *sending*, an item is refused when the
  same delivery or action already went for the same lead, or may have, in any job to the same LeadByte account.
- An item changes its state only as `domain.job.ALLOWED_CHANGES` allows. `take_back` alone undoes a change: that of a
  request which never left.

What it can be asked stands in `journal_reader.py`; the SQL in the modules that these two call.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial

from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.domain.job import Item, Job, JobDraft, LeadResult, PriorSend, Settlement, Update
from leadbyte_desktop.store import journal_creating, journal_deciding, journal_writing
from leadbyte_desktop.store.database import Database, utc_now
from leadbyte_desktop.store.journal_reader import JournalReader


class Journal(JournalReader):
    """The journal of one data folder. Every method may raise StorageProblem.

    Args:
        database: the app's database; its folder's lock is held.
        now: the time, with its time zone.
    """

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(database)
        self._now = now
        self._changed: set[int] = set()
        """The waiting rows that a person changed since the app started; touched on the writer's thread only."""
        self._left: dict[int, datetime] = {}
        """When requests left, until they are recorded."""

    async def settle_interrupted(self) -> int:
        """Make *not known* what an earlier process left *sending*. Once at start, before anything is sent.

        Returns:
            how many items there were.
        """
        return await self._database.write(partial(journal_writing.settle_interrupted, now=self._now()))

    async def create_job(self, draft: JobDraft, account: Account, created_by: str) -> Job:
        """Write a whole job down, in one transaction, before its first request.

        The draft's items are read once, and so is the table that it was made from, both on the writer's thread. Rows
        that the review left out are *cancelled* from the start. A *not known* item that a row repeats is marked
        *sent again*; a row that repeats needs no `send_again` of its own.

        Args:
            draft: the job as the person agreed to it.
            account: the account that it goes to.
            created_by: the person's login name on this PC.

        Raises:
            NotAllowedNow: an item that is to be sent again was settled, or sent again, meanwhile. Nothing is written.
            ValueError: the draft is empty, is for another account, repeats an item of another lead, or was not
                made from its table.
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
        await self._database.write(partial(journal_deciding.leave_out, job_id=job_id, words=words, now=self._now()))

    async def allow_again(self, job_id: int, item_ids: Collection[int]) -> None:
        """Write down that a person ticked *send again* for these rows, all of them or none.

        Args:
            job_id: the job.
            item_ids: rows of it that were not sent yet.

        Raises:
            NotAllowedNow: one of them is not of this job, or was sent meanwhile. Nothing is written.
        """
        await self._database.write(partial(journal_deciding.allow_again, job_id=job_id, item_ids=item_ids))

    async def mark_sending(
        self,
        job_id: int,
        item_ids: Sequence[int],
        method: str,
        url: str,
        body: str,
        updates: Sequence[Update] | None = None,
    ) -> int:
        """Write down that these items are about to leave together. Send only after this has returned.

        Args:
            job_id: their job.
            item_ids: at least one, each once.
            method: "PUT".
            url: without any key.
            body: the JSON text without any key.
            updates: what the request does, item by item, where the items were read some time ago: a row that a person
                changed since must not leave with its older values.

        Returns:
            the number of the request, for `record`.

        Raises:
            NotAllowedNow: an item may not be sent: its state forbids it, its delivery or action already went, or it
                was tried before and a later row or job has touched its lead since, or it was changed since it was
                read. Nothing is written, for any item.
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
                updates=updates,
                changed=self._changed,
                now=self._now(),
            )
        )

    def leaves(self, number: int) -> None:
        """Note when a request leaves, as it may have waited since it was written down; `record` writes that down too.

        Args:
            number: what `mark_sending` returned.
        """
        self._left[number] = self._now()

    async def take_back(self, number: int) -> None:
        """Undo `mark_sending` for a request that has not left and never will: its items wait again.

        Args:
            number: what `mark_sending` returned.

        Raises:
            ValueError: the request is unknown or was recorded, or an item of it was in an earlier request. Nothing is
                written.
        """
        await self._database.write(partial(journal_writing.take_back, number=number, now=self._now()))
        self._left.pop(number, None)

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
                left_at=self._left.pop(number, None),
                now=self._now(),
            )
        )

    async def write_trouble(self, job_id: int, words: str) -> None:
        """Write down why a job's run stopped by itself, for `Job.trouble`; "" as soon as the job goes on."""
        await self._database.write(partial(journal_writing.write_trouble, job_id=job_id, words=words))

    async def change_waiting(self, item_id: int, update: Update) -> Item:
        """Put another update in place of that of a row which still waits.

        What the new update would repeat at a buyer is found when the row is to leave, as with every other row. Where
        it asks for a delivery or action that the row did not ask for, a leave to *send again* is taken back.

        Args:
            item_id: the row.
            update: of the same lead; what of the row's own update shall stay is in it already.

        Returns:
            the row as it now stands.

        Raises:
            NotAllowedNow: it does not wait any more. Nothing is written.
            KeyError: there is no such item.
            ValueError: the update is of another lead, or of money where the row is of values.
        """
        return await self._database.write(
            partial(journal_deciding.change_waiting, item_id=item_id, update=update, changed=self._changed)
        )

    async def cancel_waiting(self, job_id: int) -> int:
        """Cancel what has not left yet, and remember that a person stopped the job.

        A *not known* item that a cancelled row would have sent again waits for a person once more.

        Returns:
            how many items were cancelled.
        """
        return await self._database.write(partial(journal_deciding.cancel_waiting, job_id=job_id, now=self._now()))

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
            partial(journal_deciding.settle, item_id=item_id, settlement=settlement, by=by, now=self._now())
        )
