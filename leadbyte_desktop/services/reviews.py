"""From a draft, or from the rest of a job, to the review that a person agrees to."""

from __future__ import annotations

import asyncio
from array import array
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.domain.account_names import PLAIN_NAMES, AccountNames
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.errors import BadInput, NotAllowedNow
from leadbyte_desktop.domain.job import DraftItem, Item, ItemState, Job, JobDraft, PriorSend
from leadbyte_desktop.services.packed_rows import PackedRows
from leadbyte_desktop.services.review import Already, Review
from leadbyte_desktop.services.review_buyers import LEADS_LOOKED_AT, same_buyer_words
from leadbyte_desktop.services.review_rows import close_rows
from leadbyte_desktop.services.review_walk import Chunk, Walk, Wanted
from leadbyte_desktop.services.review_words import changed_words, newest_of, prior_words
from leadbyte_desktop.services.to_come import ToCome
from leadbyte_desktop.store.journal import Journal

_PAGE = 2_000


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a review is made of.

    Attributes:
        draft: the job.
        account: where it goes.
        deliveries: what is known of them, by ID.
        running: the jobs that are being sent, or wait their turn.
        paused: those of them that a person holds.
        continues: the job whose rest it is.
        rest: the journal's numbers of that job's rows.
        changed_since: for the places of rows whose lead a newer job changed, the words that say so.
        not_known: the places of that job's rows of which it is not known whether they arrived.
        names: what the account calls its fields and buyers.
    """

    draft: JobDraft
    account: Account
    deliveries: Mapping[str, Delivery]
    running: Collection[int]
    paused: Collection[int] = ()
    continues: int | None = None
    rest: array[int] | None = None
    changed_since: Mapping[int, str] = field(default_factory=dict)
    not_known: Sequence[int] = ()
    names: AccountNames = PLAIN_NAMES

    def name_of(self, delivery_id: str) -> str:
        known = self.deliveries.get(delivery_id)
        return known.name if known else f"delivery {delivery_id}"

    def words_of(self, priors: Sequence[PriorSend]) -> dict[Wanted, str]:
        """What already went, by lead and effect; of several sends, the newest."""
        return {pair: prior_words(prior, self.deliveries) for pair, prior in newest_of(priors).items()}

    def put_together(self, walk: Walk) -> Review:
        """The review, once all rows were counted."""
        walk.settle_repeats()
        rows = walk.rows()
        return Review(
            self.account,
            replace(self.draft, items=rows),
            self.deliveries,
            rows,
            walk.tally.totals(),
            tuple(
                Already(
                    index,
                    walk.leads[index],
                    words,
                    overtaken=index in walk.overtaken,
                    contrary=index in walk.contrary,
                    effects=walk.effects_before(index),
                    has_values=index in walk.with_values,
                )
                for index, words in rows.repeats.items()
            ),
            continues=self.continues,
            rest=self.rest,
            # Of the rows that a person must tick the review speaks apart, and the others of these always go.
            not_known=sum(place not in rows.repeats and place not in rows.equals for place in self.not_known),
            names=self.names,
            contradictions=walk.contradictions(),
        ).send_again(walk.ticked)


class Reviews:
    """Builds reviews; the only way from a draft to something that may be sent."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    async def prepare(
        self,
        draft: JobDraft,
        account: Account,
        deliveries: Sequence[Delivery],
        running: Collection[int] = (),
        paused: Collection[int] = (),
        *,
        names: AccountNames = PLAIN_NAMES,
    ) -> Review:
        """Look in the journal for what already went, and put the whole job into words.

        The draft's rows are gone over once, in worker threads. The review owns them from now on, and must be closed;
        where this raises, they are closed already.

        Args:
            draft: the job.
            account: where it goes.
            deliveries: what this PC knows of the account's deliveries.
            running: the jobs that are being sent, or wait their turn.
            paused: those of them that a person holds.
            names: what the account calls its fields and buyers.

        Raises:
            BadInput: a row does nothing, or there are no rows.
        """
        try:
            if not len(draft.items):
                raise BadInput("There is nothing to send yet. Nothing was changed in LeadByte. Add a lead first.")
            return await self._review(_Asked(draft, account, _by_id(deliveries), running, paused, names=names))
        except BaseException:
            close_rows(draft.items)
            raise

    async def prepare_rest(
        self,
        job: Job,
        account: Account,
        deliveries: Sequence[Delivery],
        running: Collection[int] = (),
        paused: Collection[int] = (),
        *,
        names: AccountNames = PLAIN_NAMES,
    ) -> Review:
        """The review of what a *Continue* would send: the rows that wait, and those that are safe to send again.

        Rows whose lead a newer job has changed since are left out unless the person ticks them.

        Raises:
            NotAllowedNow: nothing of the job can be sent.
        """
        rows, rest, not_known = await self._rest_of(job.job_id)
        if not len(rows):
            raise NotAllowedNow(
                "Nothing of this job can be sent now. Nothing was changed in LeadByte. "
                "Say of the rows that are not known what happened to them, then continue."
            )
        draft = JobDraft(job.kind, job.title, job.account_id, rows)
        changed_since = await self._changed_since(job.job_id, rest)
        known = _by_id(deliveries)
        return await self._review(
            _Asked(draft, account, known, running, paused, job.job_id, rest, changed_since, not_known, names)
        )

    async def _review(self, asked: _Asked) -> Review:
        draft = asked.draft
        walk = Walk(draft.items, asked.name_of)
        looks_elsewhere = await self._other_jobs_wait(asked)
        waiting: list[Item] = []
        waiting_leads = 0
        while (chunk := await asyncio.to_thread(walk.read)) is not None:
            await self._count(asked, walk, chunk)
            if looks_elsewhere:
                leads = await asyncio.to_thread(chunk.leads)
                waiting = await self._journal.waiting_elsewhere(draft.account_id, leads, asked.continues, asked.running)
                waiting_leads += len({item.lead.same_as for item in waiting})
        review = await asyncio.to_thread(asked.put_together, walk)
        if len(draft.items) <= LEADS_LOOKED_AT:
            updates = await asyncio.to_thread(lambda: [each.update for each in draft.items])
            words = await same_buyer_words(self._journal, draft.account_id, updates, asked.deliveries)
            review = replace(review, same_buyer=words)
        if len(draft.items) == 1:
            return replace(review, to_come=await self._to_come(waiting, asked))
        return replace(review, to_come_count=waiting_leads)

    # --- what went before -------------------------------------------------------------------------------------------

    async def _count(self, asked: _Asked, walk: Walk, chunk: Chunk) -> None:
        wanted = await asyncio.to_thread(chunk.wanted)
        priors = await self._journal.prior_sends(asked.draft.account_id, wanted) if wanted else []
        await asyncio.to_thread(lambda: walk.count(chunk, asked.words_of(priors), asked.changed_since))

    # --- the rest of a job ------------------------------------------------------------------------------------------

    async def _rest_of(self, job_id: int) -> tuple[PackedRows, array[int], array[int]]:
        """What of a job may go, read page by page; only its rows' numbers and packed values are kept.

        Beside them it gives the places of the rows of which it is not known whether they arrived.
        """
        held = {lead.same_as for lead in await self._journal.held_leads(job_id)}
        rows, rest, not_known = PackedRows(), array("q"), array("q")
        after = 0
        while page := await self._journal.waiting(job_id, after, _PAGE, again=True):
            after = page[-1].position
            items = [item for item in page if item.lead.same_as not in held]
            not_known.extend(place for place, item in enumerate(items, len(rest)) if item.state is ItemState.NOT_KNOWN)
            await asyncio.to_thread(_keep, items, rows, rest)
        return rows, rest, not_known

    async def _changed_since(self, job_id: int, rest: array[int]) -> dict[int, str]:
        found: dict[int, str] = {}
        titles: dict[int, str] = {}
        for item_id, prior in (await self._journal.touched_since(job_id)).items():
            if prior.job_id not in titles:
                titles[prior.job_id] = (await self._journal.job(prior.job_id)).title
            place = bisect_left(rest, item_id)
            if place < len(rest) and rest[place] == item_id:
                found[place] = changed_words(prior, titles[prior.job_id])
        return found

    # --- what is still to come --------------------------------------------------------------------------------------

    async def _other_jobs_wait(self, asked: _Asked) -> bool:
        """Whether it is worth asking of every lead: mostly no other job is unfinished."""
        if any(job_id != asked.continues for job_id in asked.running):
            return True
        jobs = await self._journal.unfinished_jobs(asked.draft.account_id)
        return any(job.job_id != asked.continues for job in jobs)

    async def _to_come(self, items: list[Item], asked: _Asked) -> tuple[ToCome, ...]:
        titles = {item.job_id: (await self._journal.job(item.job_id)).title for item in items}
        return tuple(
            ToCome(item, titles[item.job_id], item.job_id in asked.running, item.job_id in asked.paused)
            for item in items
        )


def _keep(items: list[Item], rows: PackedRows, rest: array[int]) -> None:
    rows.extend(DraftItem(item.update, item.send_again, number=item.number) for item in items)
    rest.extend(item.item_id for item in items)


def _by_id(deliveries: Sequence[Delivery]) -> dict[str, Delivery]:
    return {delivery.delivery_id: delivery for delivery in deliveries}
