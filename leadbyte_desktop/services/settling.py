"""A person's word on an item that is not known: it went through, it did not, or send it again."""

from __future__ import annotations

from leadbyte_desktop.domain.errors import NotAllowedNow
from leadbyte_desktop.domain.job import DraftItem, Item, Job, JobDraft, Settlement
from leadbyte_desktop.domain.words import capitalised
from leadbyte_desktop.store.journal import Journal


class Settling:
    """Settles *not known* items.

    Args:
        journal: where the word is written down.
        person: the login name that is written beside it.
    """

    def __init__(self, journal: Journal, person: str) -> None:
        self._journal = journal
        self._person = person

    async def settle(self, item_id: int, word: Settlement) -> Item:
        """Write down what the person saw in LeadByte.

        Args:
            item_id: the item.
            word: *it went through*; or *it did not*, and the item may then be sent with *Continue*.

        Raises:
            NotAllowedNow: the item is not *not known*, or is settled already.
        """
        return await self._journal.settle(item_id, word, self._person)

    async def send_again(self, item_ids: list[int]) -> JobDraft:
        """Make a draft that sends the same once more, through the review like any other.

        The old items are settled as *sent again* in the moment in which the new job is written down.

        Raises:
            NotAllowedNow: an item is not *not known*, or is settled already.
        """
        items = [await self._journal.item(item_id) for item_id in item_ids]
        for item in items:
            if not item.can_be_settled:
                raise NotAllowedNow(
                    f"What happened to {item.lead.words} is known by now. Nothing was sent. Look at it in History."
                )
        job = await self._journal.job(items[0].job_id)
        return JobDraft(job.kind, _title(job, items), job.account_id, tuple(_again(item) for item in items))


def _again(item: Item) -> DraftItem:
    return DraftItem(item.update, repeats=item.item_id)


def _title(job: Job, items: list[Item]) -> str:
    what = items[0].lead.words if len(items) == 1 else f"{len(items):,} rows of {job.title}"
    return f"{capitalised(what)}, sent again"
