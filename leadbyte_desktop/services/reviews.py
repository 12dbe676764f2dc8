"""From a draft, or from the rest of a job, to the review that a person agrees to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.errors import BadInput, NotAllowedNow
from leadbyte_desktop.domain.job import DraftItem, Item, Job, JobDraft, PriorSend
from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef, same_effect
from leadbyte_desktop.services.review import Already, Review
from leadbyte_desktop.services.review_words import prior_words, same_words
from leadbyte_desktop.store.journal import Journal

_PAGE = 2_000


class Reviews:
    """Builds reviews; the only way from a draft to something that may be sent."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    async def prepare(self, draft: JobDraft, account: Account, deliveries: Sequence[Delivery]) -> Review:
        """Look in the journal for what already went, and put the whole job into words.

        Raises:
            BadInput: a row does nothing, or there are no rows.
        """
        if not draft.items:
            raise BadInput("There is nothing to send yet. Nothing was changed in LeadByte. Add a lead first.")
        for item in draft.items:
            if item.update.does_nothing:
                words = item.update.lead.words
                raise BadInput(
                    f"Nothing would change on {words}. Nothing was sent. Give it a new value, a delivery or an action."
                )
        known = {delivery.delivery_id: delivery for delivery in deliveries}
        review = Review(account, draft, known)
        already = await self._already(draft, known, review.row_number)
        review = replace(review, already=tuple(already))
        # A row made by *Send it again* was asked for by a person, so it is ticked from the start.
        return review.send_again(entry.index for entry in already if draft.items[entry.index].repeats is not None)

    async def prepare_rest(self, job: Job, account: Account, deliveries: Sequence[Delivery]) -> Review:
        """The review of what a *Continue* would send: the rows that wait, and those that are safe to send again.

        Raises:
            NotAllowedNow: nothing of the job can be sent.
        """
        held = await self._journal.held_leads(job.job_id)
        rows: list[Item] = []
        after = 0
        while page := await self._journal.waiting(job.job_id, after, _PAGE, again=True):
            rows.extend(item for item in page if item.lead not in held)
            after = page[-1].position
        if not rows:
            raise NotAllowedNow(
                "Nothing of this job can be sent now. Nothing was changed in LeadByte. "
                "Say of the rows that are not known what happened to them, then continue."
            )
        items = tuple(DraftItem(item.update, item.send_again) for item in rows)
        draft = JobDraft(job.kind, job.title, job.account_id, items)
        known = {delivery.delivery_id: delivery for delivery in deliveries}
        review = Review(account, draft, known, continues=job.job_id, rest=tuple(rows))
        already = await self._already(draft, known, review.row_number)
        review = replace(review, already=tuple(already))
        return review.send_again(entry.index for entry in already if items[entry.index].send_again)

    async def _already(
        self, draft: JobDraft, known: Mapping[str, Delivery], row_number: Callable[[int], int]
    ) -> list[Already]:
        wanted = [(item.update.lead, effect) for item in draft.items for effect in item.update.effects]
        if not wanted:
            return []
        priors = await self._journal.prior_sends(draft.account_id, wanted)
        newest: dict[tuple[LeadRef, str], PriorSend] = {}
        for prior in sorted((prior for prior in priors if not prior.denied), key=lambda prior: prior.at):
            newest[(prior.lead, prior.effect)] = prior
        found: list[Already] = []
        in_draft: dict[tuple[tuple[LeadKind, str], str], int] = {}
        for index, item in enumerate(draft.items):
            words = []
            for effect in item.update.effects:
                pair = (item.update.lead, effect)
                # As the journal compares them: "007" is lead 7 to it, and it lets neither be sold twice.
                compared = (item.update.lead.same_as, same_effect(effect))
                if pair in newest:
                    words.append(prior_words(newest[pair], known))
                elif compared in in_draft:
                    row = row_number(in_draft[compared])
                    words.append(f"Row {row:,} of this job asks for the same: {same_words(pair, known)}")
                in_draft.setdefault(compared, index)
            if words:
                found.append(Already(index, item.update.lead, "; ".join(words)))
        return found
