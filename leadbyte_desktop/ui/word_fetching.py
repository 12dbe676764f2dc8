"""Brings the open account's lists up to date behind the window: quietly, one request at a time, never beside a send."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from leadbyte_desktop.domain.account_list import ListKind
from leadbyte_desktop.domain.errors import AppError
from leadbyte_desktop.store.database import utc_now

if TYPE_CHECKING:
    from collections.abc import Collection

    from leadbyte_desktop.domain.buyer import Buyer
    from leadbyte_desktop.domain.campaign import Campaign, CampaignField
    from leadbyte_desktop.domain.delivery import Delivery
    from leadbyte_desktop.services.account_words import GivesLists
    from leadbyte_desktop.services.desk import Desk
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.send_flow import SendFlow

_EVERY = 60 * 60 * 1000
"""Milliseconds."""
_log = logging.getLogger(__name__)


class WordFetching(QObject):
    """Fetches the lists of the account that is open. What came is told by `SendFlow.words_changed`.

    While the account stays open, it looks once an hour. A list that LeadByte refuses is one quiet sentence in its
    state; no start fails by it, and no dialog opens.

    Args:
        flow: tells when something is being sent, for which the lists wait.
        runner: starts the fetching.
        held: tells that no request may go unasked now, as the practice account's next one shall meet a problem.

    Attributes:
        flow: the way to LeadByte that it was given.
        timer: looks once an hour whether a list is not fresh any more.

    Signals:
        busy_changed(bool): fetching has begun, or ended.
        trouble(str): what was fetched on a person's word could not be kept on this PC, in whole sentences.
    """

    busy_changed = Signal(bool)
    trouble = Signal(str)

    def __init__(self, flow: SendFlow, runner: AsyncRunner, held: Callable[[], bool]) -> None:
        super().__init__(flow)
        self.flow = flow
        self._runner, self._held = runner, held
        self._task: asyncio.Task[None] | None = None
        self._nothing_sent = asyncio.Event()
        self._nothing_sent.set()
        self.timer = QTimer(self)
        self.timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self.timer.setInterval(_EVERY)
        self.timer.timeout.connect(self._look_again)
        self.timer.start()
        flow.job_started.connect(self._look_at_sending)
        flow.job_ended.connect(self._look_at_sending)
        flow.job_broke.connect(self._look_at_sending)

    @property
    def busy(self) -> bool:
        """Whether lists are being fetched."""
        return self._task is not None

    def begin(self, desk: Desk, kinds: Collection[ListKind] = tuple(ListKind)) -> None:
        """An account was opened: fetch those of its lists that are not fresh, in the background.

        Args:
            desk: the account's desk.
            kinds: the lists that are looked at.
        """
        stale = desk.known_words.stale(utc_now()) & {*kinds}
        if stale and not self.busy:
            self._start(self._fetch(desk, stale, _Patient(desk.client, self._may_go)), _log_trouble)

    def fetch_again(self) -> None:
        """Fetch all lists of the open account, because a person says so."""
        if not self.busy and self.flow.ready:
            self._start(self._fetch(self.flow.desk, tuple(ListKind), None), self._tell_trouble)

    def _look_again(self) -> None:
        """The app may stay open for days: what is not fresh any more is fetched as when the account was opened."""
        if self.flow.ready and not self.busy:
            self._runner.start(self._look(self.flow.desk), on_error=_log_trouble)

    async def _look(self, desk: Desk) -> None:
        await desk.words()
        if self.flow.ready and desk is self.flow.desk:
            self.begin(desk)

    def leave(self) -> None:
        """Fetch no more of the account that was open."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self.busy_changed.emit(False)

    async def stop(self) -> None:
        """The same, and wait for its end; before the app closes."""
        self.timer.stop()
        task = self._task
        self.leave()
        if task is not None:
            await asyncio.wait({task})

    def _start(self, fetching: Coroutine[Any, Any, None], on_error: Callable[[AppError], None]) -> None:
        self._task = self._runner.task_of(fetching, on_error)
        self._task.add_done_callback(self._ended)
        self.busy_changed.emit(True)

    async def _fetch(self, desk: Desk, kinds: Collection[ListKind], by: GivesLists | None) -> None:
        from leadbyte_desktop.services.account_words import FRESH_FOR

        try:
            await desk.refresh_words(kinds, by, None if by is None else utc_now() - FRESH_FOR)
        except _HeldError:
            return
        if self.flow.ready and desk is self.flow.desk:
            self.flow.deliveries_changed.emit()
            self.flow.words_changed.emit()

    async def _may_go(self) -> None:
        await self._nothing_sent.wait()
        if self._held():
            raise _HeldError

    def _ended(self, task: asyncio.Task[None]) -> None:
        if task is self._task:
            self._task = None
            self.busy_changed.emit(False)

    def _look_at_sending(self, *_what: object) -> None:
        if self.flow.live:
            self._nothing_sent.clear()
        else:
            self._nothing_sent.set()

    def _tell_trouble(self, error: AppError) -> None:
        self.trouble.emit(error.user_text)


def _log_trouble(error: AppError) -> None:
    # Nobody asked for it: what was kept before is still there.
    _log.warning("The account's lists were not kept: %s", type(error).__name__)


class _HeldError(Exception):
    """No request may go unasked now."""


class _Patient:
    """A client's lists, each asked for only when nothing else is under way."""

    def __init__(self, client: GivesLists, may_go: Callable[[], Awaitable[None]]) -> None:
        self._client, self._may_go = client, may_go

    async def list_campaigns(self) -> list[Campaign]:
        await self._may_go()
        return await self._client.list_campaigns()

    async def list_campaign_fields(self, campaign_id: str) -> list[CampaignField]:
        await self._may_go()
        return await self._client.list_campaign_fields(campaign_id)

    async def list_deliveries(self, status: str | None = "Active") -> list[Delivery]:
        await self._may_go()
        return await self._client.list_deliveries(status)

    async def list_buyers(self) -> list[Buyer]:
        await self._may_go()
        return await self._client.list_buyers()
