"""Which account is open: the first start, switching, connecting, settings, practising a problem."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from leadbyte_desktop.domain.account import PRACTICE_ACCOUNT, Account
from leadbyte_desktop.domain.account_list import ListKind
from leadbyte_desktop.domain.errors import (
    AppError,
    ConnectionProblem,
    KeyringProblem,
    MayNotList,
    NotAllowedNow,
)
from leadbyte_desktop.domain.job import Job, JobKind
from leadbyte_desktop.domain.practise_key import PractiseKey
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.resource_files import resource_path
from leadbyte_desktop.ui.async_runner import ask
from leadbyte_desktop.ui.connect_presenter import NO_SAFE, ask_for_account
from leadbyte_desktop.ui.earlier_words import beside_cut_off_words, cut_off_words, earlier_words
from leadbyte_desktop.ui.parts.message_dialog import MessageDialog
from leadbyte_desktop.ui.theme import Tone
from leadbyte_desktop.ui.word_fetching import WordFetching

if TYPE_CHECKING:
    from leadbyte_desktop.domain.lead_update import LeadUpdate
    from leadbyte_desktop.services.desk import Desk
    from leadbyte_desktop.services.workplace import Workplace
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.batch_presenter import BatchPresenter
    from leadbyte_desktop.ui.history_presenter import HistoryPresenter
    from leadbyte_desktop.ui.main_window import MainWindow
    from leadbyte_desktop.ui.send_flow import SendFlow

_PRACTISING = "Practising a problem with the next send: "
_CLOSE = (("close", "Close"),)
_HISTORY = (("history", "Open History"),)
SAMPLE_BATCH = ("samples", "leads-to-update.csv")


class Session(QObject):
    """Opens accounts in the window.

    Args:
        window: the window.
        flow: told of every opened account.
        runner: starts everything.
        workplace: everything below the window.
    """

    def __init__(self, window: MainWindow, flow: SendFlow, runner: AsyncRunner, workplace: Workplace) -> None:
        super().__init__(window)
        self._window, self._flow, self._runner, self._workplace = window, flow, runner, workplace
        self._desk: Desk | None = None
        self._looking: set[Desk] = set()
        self._fetching = WordFetching(flow, runner, lambda: workplace.practised() is not None)
        # What is told of rows that were cut off: its beginning, and what follows.
        self._interrupted = self._beside_interrupted = ""
        # What is told of other earlier runs, and another notice that stands beside either.
        self._earlier = self._beside_now = ""
        self._earlier_tone = Tone.WARNING
        self._told_of: Account | None = None
        self._not_known = self._older = 0
        window.connect_wanted.connect(self._connect_pressed)
        window.settings_wanted.connect(self._settings_pressed)
        window.account_wanted.connect(self._account_chosen)
        window.problem_wanted.connect(self._practise_problem)
        window.key_wanted.connect(self._key_chosen)
        window.history_wanted.connect(self._show_job_told_of)
        flow.batch_wanted.connect(self._add_to_batch)
        flow.words_changed.connect(self._show_proven)
        flow.job_started.connect(self._look_what_goes_out_of_sight)
        flow.job_ended.connect(self._show_practised)
        flow.job_ended.connect(self._look_again_at_earlier)
        flow.item_settled.connect(self._look_again_at_earlier)

    async def start(self, *, practice: bool, sample: bool) -> None:
        """Open the account that was used last, or practice, or ask at the first start."""
        await self._tell_of_damage()
        account = PRACTICE_ACCOUNT if practice else await self._workplace.tools.accounts.active()
        if account is None:
            await self.connect_account(first=True)
        else:
            await self._open_or_explain(account)
        if self._workplace.interrupted:
            await self._tell_of_interrupted()
        else:
            await self._tell_of_unfinished()
        self._window.give_focus()
        if sample and self._flow.ready:
            await self._open_sample()

    async def connect_account(self, *, first: bool) -> None:
        """Ask for a real account and open it; at the first start, going back means practice."""
        tools = self._workplace.tools
        chosen, kept = await ask_for_account(
            self._window, tools.accounts, tools.delivery_list, self._runner, first=first
        )
        if chosen is None and not self._flow.ready:
            chosen = PRACTICE_ACCOUNT
        if chosen is not None:
            await self._open_or_explain(chosen)
        if not kept:
            self._say(NO_SAFE)

    async def stop_fetching(self) -> None:
        """Ask LeadByte for no more lists; before the app closes."""
        await self._fetching.stop()

    async def close(self) -> None:
        """Close the open account's connections."""
        if self._desk is not None:
            await self._desk.close()

    def _connect_pressed(self) -> None:
        self._runner.start(self.connect_account(first=False))

    def _settings_pressed(self) -> None:
        self._runner.start(self._settings())

    def _account_chosen(self, account_id: str) -> None:
        self._runner.start(self._switch(account_id))

    def _key_chosen(self, value: str) -> None:
        self._runner.start(self._practise_key(PractiseKey(value) if value else None))

    async def _settings(self) -> None:
        from leadbyte_desktop.ui.settings_presenter import show_settings

        open_account = self._desk.account if self._desk else None
        choice = await show_settings(self._window, self._workplace, open_account, self._runner, self._fetching)
        if choice.connect:
            await self.connect_account(first=False)
        elif choice.account is not None:
            await self._open(choice.account)
        elif choice.forgot_open_account:
            await self._open(PRACTICE_ACCOUNT)
        await self._offer_accounts()

    async def _switch(self, account_id: str) -> None:
        known = [PRACTICE_ACCOUNT, *await self._workplace.tools.accounts.known()]
        account = next((one for one in known if one.account_id == account_id), None)
        try:
            if account is not None:
                await self._open(account)
        finally:  # where it could not be opened, the menu must not mark it as the open one
            await self._offer_accounts()

    async def _open_or_explain(self, account: Account) -> None:
        """Open an account at the start; where its key cannot be had, say so and ask for it."""
        try:
            await self._open(account)
        except KeyringProblem as problem:
            self._window.show_account(account)
            self._window.header.set_state("No key", Tone.WARNING)
            self._say(problem.user_text)
            await self._offer_accounts()

    async def _open(self, account: Account) -> None:
        self._must_be_idle()
        desk = await self._workplace.open_desk(account)
        try:
            # What was begun or asked meanwhile keeps its account, and its account's connections.
            self._must_be_idle()
            self._must_be_answered()
        except NotAllowedNow:
            await desk.close()
            raise
        self._fetching.leave()
        old, self._desk = self._desk, desk
        self._window.show_account(account, self._workplace.practised_key())
        self._flow.open_desk(desk)
        if account.practice:
            self._window.header.set_state("Practice", Tone.WARNING)
            # Whether a practised key may list deliveries was seen when it was opened.
            self._fetching.begin(desk, frozenset(ListKind) - ({ListKind.DELIVERIES} if desk.may_not_list else set()))
        else:
            self._window.header.set_state("Looking…", Tone.PLAIN)
            self._runner.start(self._look_for(desk))
        await self._workplace.tools.accounts.make_active(account)
        await self._offer_accounts()
        if old is not None and old not in self._looking:
            await old.close()

    def _must_be_idle(self) -> None:
        if self._flow.busy:
            raise NotAllowedNow(
                "A job is being reviewed or sent. The account stays as it is until its end. Wait for it, or cancel the "
                "job first."
            )

    def _must_be_answered(self) -> None:
        """What a person answers is about the account that was open when it was asked."""
        if self._desk is not None and QApplication.activeModalWidget() is not None:
            raise NotAllowedNow(
                "A question was opened while the account was being opened. The account stays as it is. Answer the "
                "question, then choose the account again."
            )

    async def _look_for(self, desk: Desk) -> None:
        """See with one harmless read whether LeadByte answers, and bring the deliveries up to date."""
        self._looking.add(desk)
        try:
            await self._see_whether_it_answers(desk)
        finally:
            self._looking.discard(desk)
            if desk is not self._desk:  # another account was opened meanwhile, and left this to the end of the read
                await desk.close()

    async def _see_whether_it_answers(self, desk: Desk) -> None:
        words, tone, notice = "Connected", Tone.OK, ""
        try:
            await desk.refresh_deliveries()
        except MayNotList:
            words = "Connected" if desk.account.proven else "Not proven yet"
            tone = Tone.OK if desk.account.proven else Tone.WARNING
        except ConnectionProblem as problem:
            words, tone, notice = "No connection", Tone.ERROR, problem.user_text
        if desk is self._desk:
            self._window.header.set_state(words, tone)
            self._flow.deliveries_changed.emit()
            if notice:
                self._say(notice)
            else:
                # Whether deliveries can be listed was just seen.
                self._fetching.begin(desk, frozenset(ListKind) - {ListKind.DELIVERIES})

    def _show_proven(self) -> None:
        """A list that came has proven the key, where the first look had not."""
        desk = self._desk
        if desk is not None and not desk.account.practice and desk.known_words.any_list_came():
            self._window.header.set_state("Connected", Tone.OK)

    async def _offer_accounts(self) -> None:
        known = [*await self._workplace.tools.accounts.known(), PRACTICE_ACCOUNT]
        active = self._desk.account.account_id if self._desk else ""
        self._window.header.set_accounts([(one.account_id, one.name) for one in known], active)

    async def _practise_key(self, key: PractiseKey | None) -> None:
        """Open the practice account anew with another key, whose lists and refusals are its own.

        Raises:
            NotAllowedNow: a job is being reviewed or sent. The key stays as it was.
        """
        before = self._workplace.practised_key()
        try:
            self._must_be_idle()
            self._workplace.practise_key(key)
            try:
                await self._open(PRACTICE_ACCOUNT)
            except AppError:
                self._workplace.practise_key(before)
                raise
        finally:  # the menu has put its tick beside the new one already
            self._show_practised()

    def _practise_problem(self, value: str) -> None:
        problem = PractiseProblem(value) if value else None
        self._workplace.practise(problem)
        self._show_practised()

    def _show_practised(self) -> None:
        """Say which problem the next send will meet; once it was met, nothing."""
        if self._desk is None or not self._desk.account.practice:
            return
        problem = self._workplace.practised()
        self._window.show_problem(problem.value if problem else "")
        if problem is not None:
            what = f"{problem.words[0].lower()}{problem.words[1:]}"
            self._say(f"{_PRACTISING}{what}.")
        elif _PRACTISING in self._window.notice_band.words:
            self._say("")

    async def _tell_of_damage(self) -> None:
        """Before anything can be sent, say that the app does not know any more what already went."""
        words = self._workplace.set_aside_words
        if not words:
            return
        dialog = MessageDialog(
            "The record of what was sent was damaged",
            "damaged",
            words,
            answers=("I have read this",),
            tone=Tone.ERROR,
            parent=self._window,
        )
        try:
            await ask(dialog)
        finally:
            dialog.deleteLater()

    async def _tell_of_interrupted(self) -> None:
        """Say which rows were cut off when the app stopped, and what else waits in the open account."""
        count = self._workplace.interrupted
        self._told_of = self._desk.account if self._desk else None
        self._not_known, unsent = await self._left_behind()
        self._older = self._not_known - self._cut_off_here
        self._interrupted = cut_off_words(count)
        self._beside_interrupted = beside_cut_off_words(count, self._older, unsent)
        self._show_interrupted(self._window.notice_band.words)

    async def _tell_of_unfinished(self) -> None:
        """Say what waits in the open account since an earlier run that ended by itself."""
        not_known, unsent = await self._left_behind()
        told = self._earlier_is_told or self._interrupted_is_told
        beside = self._beside_now if told else self._window.notice_band.words
        self._earlier = earlier_words(not_known, unsent)
        self._earlier_tone = Tone.UNKNOWN if not_known else Tone.WARNING
        if self._earlier:
            self._show_earlier(beside)
        elif told:
            self._window.show_notice(beside, Tone.WARNING, _CLOSE)

    async def _left_behind(self) -> tuple[int, int]:
        """Of the open account, how many rows are not known, and how many were not sent."""
        if self._desk is None:
            return 0, 0
        journal, account_id = self._workplace.tools.journal, self._desk.account.account_id
        unfinished = await journal.unfinished_jobs(account_id)
        unsent = sum(job.unfinished for job in unfinished if job.job_id not in self._flow.live)
        return await journal.not_known(account_id), unsent

    @property
    def _cut_off_here(self) -> int:
        """How many of the rows that were cut off are the open account's."""
        return self._workplace.interrupted_in.get(self._desk.account.account_id, 0) if self._desk else 0

    @property
    def _told_here(self) -> bool:
        """Whether the account is open whose rows were counted at the start."""
        return self._desk is not None and self._desk.account == self._told_of

    @property
    def _earlier_is_told(self) -> bool:
        return bool(self._earlier) and self._window.notice_band.words.startswith(self._earlier)

    @property
    def _interrupted_is_told(self) -> bool:
        return bool(self._interrupted) and self._window.notice_band.words.startswith(self._interrupted)

    def _look_again_at_earlier(self, *_what: object) -> None:
        """A job ended, or a person said what became of a row: what is told of earlier runs may be no more so."""
        if self._earlier_is_told:
            self._runner.start(self._tell_of_unfinished())
        elif self._interrupted_is_told and self._cut_off_here == self._workplace.interrupted and self._told_here:
            self._runner.start(self._look_again_at_interrupted())

    def _look_what_goes_out_of_sight(self, job: Job) -> None:
        """A tab shows the rows of its last job only: those of earlier ones that wait for a person's word are told of.

        In *Single lead* they stay beside the form.
        """
        if job.kind is not JobKind.SINGLE and not (self._earlier_is_told or self._interrupted_is_told):
            self._runner.start(self._tell_of_not_known())

    async def _tell_of_not_known(self) -> None:
        not_known, _unsent = await self._left_behind()
        if not_known:
            await self._tell_of_unfinished()

    async def _look_again_at_interrupted(self) -> None:
        not_known, unsent = await self._left_behind()
        if not self._interrupted_is_told:
            return
        if not_known < self._not_known:  # of some of them it is known by now: which ones, History shows
            await self._tell_of_unfinished()
            return
        beside = self._beside_now
        self._beside_interrupted = beside_cut_off_words(self._workplace.interrupted, self._older, unsent)
        self._show_interrupted(beside)

    def _say(self, words: str) -> None:
        """Show a notice; what the app left behind when it last stopped stays in sight beside it."""
        if self._interrupted_is_told:
            self._show_interrupted(words)
        elif self._earlier_is_told:
            self._show_earlier(words)
        else:
            self._window.show_notice(words, Tone.WARNING, _CLOSE)

    def _show_earlier(self, beside: str) -> None:
        self._beside_now = beside
        self._window.show_notice(f"{self._earlier} {beside}".strip(), self._earlier_tone, _HISTORY)

    def _show_interrupted(self, beside: str) -> None:
        self._beside_now = beside
        words = f"{self._interrupted} {self._beside_interrupted} {beside}".strip()
        self._window.show_notice(words, Tone.UNKNOWN, _HISTORY)

    def _show_job_told_of(self) -> None:
        """History was opened from a notice: choose the job of which it speaks, which need not be the newest."""
        self._runner.start(self._show_job_that_waits(any_account=self._interrupted_is_told))

    async def _show_job_that_waits(self, *, any_account: bool) -> None:
        journal = self._workplace.tools.journal
        account_id = self._desk.account.account_id if self._desk else ""
        job_id = await journal.last_not_known("" if any_account else account_id)
        if job_id is None:
            job_id = next((job.job_id for job in await journal.unfinished_jobs(account_id)), None)
        if job_id is not None:
            cast("HistoryPresenter", self._window.presenter("history")).show_job(job_id)

    def _add_to_batch(self, update: LeadUpdate) -> None:
        self._batch().add(update)

    async def _open_sample(self) -> None:
        await self._batch().open_if_empty(Path(resource_path(*SAMPLE_BATCH)))

    def _batch(self) -> BatchPresenter:
        return cast("BatchPresenter", self._window.presenter("batch"))
