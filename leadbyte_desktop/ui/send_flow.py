"""The one way from a tab to LeadByte: review, agree, write down, send, tell everyone what became of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from leadbyte_desktop.domain.errors import NotAllowedNow
from leadbyte_desktop.domain.job import Settlement
from leadbyte_desktop.services.live import LiveJob
from leadbyte_desktop.services.looking import look
from leadbyte_desktop.services.review_rows import close_rows
from leadbyte_desktop.services.to_come import Choice

if TYPE_CHECKING:
    from leadbyte_desktop.domain.job import Item, Job, JobDraft
    from leadbyte_desktop.services.desk import Desk
    from leadbyte_desktop.services.lead_seen import LeadSeen
    from leadbyte_desktop.services.progress import Progress, RunResult
    from leadbyte_desktop.services.review import Agreed, Review

AskWord = Callable[["Item", Settlement], Awaitable[bool]]
AskReview = Callable[["Review"], Awaitable["Agreed | None"]]
StillStands = Callable[[], Awaitable[bool]]


_ELSEWHERE = (
    "This belongs to another account, where the same number is another lead. Nothing was read, and nothing was changed "
    "in LeadByte. Open that account in Settings, then look again."
)


class SendFlow(QObject):
    """Shared by all tabs, so that no tab knows another.

    Args:
        ask_review: shows the review; gives back what was agreed to, or None.
        ask_word: asks whether a person means what was pressed on a *not known* item; that word is final, and a wrong
            one may sell a lead twice. None takes it as it is (tests, which press on purpose).
        parent: its owner.

    Signals:
        account_left(): another account is open than before, where an ID means another lead; `desk_changed` follows.
        desk_changed(Desk): an account was opened, or the same one with another key.
        deliveries_changed(): the deliveries of the open account, or which are offered, changed.
        sets_changed(): the named sets of deliveries of the open account changed.
        words_changed(): the campaigns, fields or buyers of the open account, or how its lists stand, changed.
        job_started(Job): a job stands in the journal and its sending begins.
        progressed(Progress): after each request, and whenever the run begins or ceases to wait or to be held.
        stopping(int): a person cancelled the rest of this job; what is out is still awaited.
        job_ended(RunResult): a run has ended, for whatever reason.
        job_broke(int): the run of this job ended with an error that is shown elsewhere; the journal knows the rest.
        batch_wanted(LeadUpdate): a lead's update shall become a row of the unfinished batch.
        batch_refused(LeadUpdate, str): it did not become one; why, in whole sentences. Nothing was sent.
        item_settled(Item): a person said what happened to a *not known* item.
        looked(int, str): what was read in LeadByte of an item's lead, in words.
        row_changed(Item): instead of a job of its own, a row that waits in another job was changed; nothing was sent.
    """

    account_left = Signal()
    desk_changed = Signal(object)
    deliveries_changed = Signal()
    sets_changed = Signal()
    words_changed = Signal()
    job_started = Signal(object)
    progressed = Signal(object)
    stopping = Signal(int)
    job_ended = Signal(object)
    job_broke = Signal(int)
    batch_wanted = Signal(object)
    batch_refused = Signal(object, str)
    item_settled = Signal(object)
    looked = Signal(int, str)
    row_changed = Signal(object)

    def __init__(self, ask_review: AskReview, parent: QObject | None = None, ask_word: AskWord | None = None) -> None:
        super().__init__(parent)
        self._ask_review, self._ask_word = ask_review, ask_word
        self._desk: Desk | None = None
        self._reviewing = False
        self._live: dict[int, LiveJob] = {}
        self._results: dict[int, RunResult] = {}

    @property
    def desk(self) -> Desk:
        """The open account's desk.

        Raises:
            NotAllowedNow: no account is open yet.
        """
        if self._desk is None:
            raise NotAllowedNow("No account is open yet. Nothing was sent. Wait a moment, or connect your account.")
        return self._desk

    @property
    def ready(self) -> bool:
        """Whether an account is open."""
        return self._desk is not None

    @property
    def sending(self) -> bool:
        """Whether anything is being sent."""
        return self._desk is not None and bool(self._desk.tools.sender.running)

    @property
    def busy(self) -> bool:
        """Whether anything is being reviewed or sent: the open account must stay until its end."""
        return self._reviewing or self.sending

    @property
    def live(self) -> Mapping[int, LiveJob]:
        """The jobs that are being sent, are held or wait their turn, in the order in which they came."""
        return self._live

    def last_result(self, job_id: int) -> RunResult | None:
        """How the last run of a job ended; None where it is under way, or did not run since the app was started."""
        return self._results.get(job_id)

    def open_desk(self, desk: Desk) -> None:
        """Work with this account, or with this key of it, from now on."""
        before, self._desk = self._desk, desk
        if before is not None and before.account.account_id != desk.account.account_id:
            self.account_left.emit()
        self.desk_changed.emit(desk)

    async def review_and_send(
        self, draft: JobDraft, seen: LeadSeen | None = None, still_stands: StillStands | None = None
    ) -> RunResult | None:
        """Show a new job, and send it if the person agrees. Another job may be under way.

        The draft's rows are read no more once this job has started, or this has returned.

        Args:
            draft: the job.
            seen: what is known of its only lead, to be shown beside what changes on it.
            still_stands: asked once the person has agreed, before anything is written down: whether what was shown of
                the lead still holds.

        Returns:
            how the run ended; None where nothing was sent: the person went back or changed the row of another job
            instead (`row_changed`), another review is open, or what was shown does not hold any more.

        Raises:
            AppError: the job cannot be reviewed or written down; nothing was sent.
        """
        if self._reviewing:  # a second click while the first review opens
            close_rows(draft.items)
            return None
        desk = self.desk

        async def prepare() -> Review:
            review = await desk.prepare(draft)
            return review if seen is None else replace(review, seen=seen)

        return await self._agree_and_send(desk, prepare, again=False, still_stands=still_stands)

    async def continue_job(self, job_id: int) -> RunResult | None:
        """Show what is left of a job, and send it if the person agrees; returns and raises as above."""
        if self._reviewing:
            return None
        desk = self.desk
        return await self._agree_and_send(desk, lambda: desk.prepare_rest(job_id), again=True)

    async def went_through(self, item_id: int) -> Item | None:
        """Write down that a *not known* item was done; None where the person took it back."""
        return await self._settle(item_id, Settlement.WENT_THROUGH)

    async def did_not(self, item_id: int) -> Item | None:
        """Write down that a *not known* item was not done; None where the person took it back."""
        return await self._settle(item_id, Settlement.DID_NOT)

    async def send_again(self, item_ids: list[int], seen: LeadSeen | None = None) -> RunResult | None:
        """Send *not known* items once more, through the review; `seen` is what is known of the only lead."""
        return await self.review_and_send(await self.desk.tools.settling.send_again(item_ids), seen)

    async def look(self, item_id: int) -> None:
        """Read what LeadByte holds now of an item's lead, and tell of it; nothing is changed by that.

        Raises:
            ConnectionProblem: the lead cannot be read, or the key may not.
            NotAllowedNow: it was sent in another account, where its number is another lead's.
        """
        desk = self.desk
        item = await desk.tools.journal.item(item_id)
        job = await desk.tools.journal.job(item.job_id)
        if job.account_id != desk.account.account_id:
            raise NotAllowedNow(_ELSEWHERE)
        self.looked.emit(item_id, await look(item, desk.client, desk.names.fields.of))

    def cancel(self, job_id: int) -> None:
        """Stop a job after its request in flight; the rest of it becomes *cancelled*."""
        self.desk.tools.sender.cancel(job_id)
        if (live := self._live.get(job_id)) is not None:
            self._live[job_id] = replace(live, stopping=True)
            self.stopping.emit(job_id)

    def pause(self, job_id: int) -> None:
        """Hold a job after its requests in flight; its run goes on with `resume`."""
        self.desk.tools.sender.pause(job_id)

    def resume(self, job_id: int) -> None:
        """Go on with a job that is held."""
        self.desk.tools.sender.resume(job_id)

    async def _agree_and_send(
        self,
        desk: Desk,
        prepare: Callable[[], Awaitable[Review]],
        *,
        again: bool,
        still_stands: StillStands | None = None,
    ) -> RunResult | None:
        self._reviewing = True
        try:
            review = await prepare()
            try:
                agreed = await self._ask_review(review)
                if agreed is None:
                    return None
                if agreed.choice is Choice.CHANGE_ROW:
                    self.row_changed.emit(await desk.change_row(agreed.review))
                    return None
                if still_stands is not None and not await still_stands():
                    return None
                job = await desk.write_down(agreed.review)
            finally:
                review.close()
        finally:
            self._reviewing = False
        after = agreed.review.goes_after if agreed.choice is Choice.AFTER else ()
        return await self._send(desk, job, again=again, after=after)

    async def _send(self, desk: Desk, job: Job, *, again: bool, after: Sequence[int]) -> RunResult:
        self._live[job.job_id] = LiveJob(job)
        self._results.pop(job.job_id, None)
        self.job_started.emit(job)
        try:
            result = await desk.send(job, self._show_progress, again=again, after=after)
        except BaseException:
            del self._live[job.job_id]
            # The tabs read the journal anew: it alone knows what was done before the trouble.
            self.job_broke.emit(job.job_id)
            raise
        del self._live[job.job_id]
        self._results[job.job_id] = result
        self.job_ended.emit(result)
        return result

    async def _settle(self, item_id: int, word: Settlement) -> Item | None:
        tools = self.desk.tools
        if self._ask_word is not None:
            item = await tools.journal.item(item_id)
            if item.can_be_settled and not await self._ask_word(item, word):
                return None
        settled = await tools.settling.settle(item_id, word)
        self.item_settled.emit(settled)
        return settled

    def _show_progress(self, progress: Progress) -> None:
        self._live[progress.job_id] = replace(self._live[progress.job_id], progress=progress)
        self.progressed.emit(progress)
