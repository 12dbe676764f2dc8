"""The campaign's own fields for the form of Single lead: their labels, pick lists and types."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from leadbyte_desktop.domain.account_list import ListKind
from leadbyte_desktop.domain.campaign import CampaignField
from leadbyte_desktop.domain.errors import AppError
from leadbyte_desktop.domain.shared_fields import SharedField
from leadbyte_desktop.ui.async_runner import AsyncRunner
from leadbyte_desktop.ui.awaited import Awaited
from leadbyte_desktop.ui.send_flow import SendFlow

if TYPE_CHECKING:
    from leadbyte_desktop.services.desk import Desk

_log = logging.getLogger(__name__)


class FieldWords(QObject):
    """Knows the fields of one campaign; asks LeadByte for them where this PC does not know them yet.

    Lists that come while the app is open are taken up at once.

    Attributes:
        fields: the fields, in LeadByte's order; where no lead tells one, what all campaigns agree on.

    Signals:
        changed(): other fields are known.

    Args:
        flow: the way to LeadByte.
        runner: starts coroutines.
        parent: its owner.
    """

    changed = Signal()

    def __init__(self, flow: SendFlow, runner: AsyncRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._flow, self._runner = flow, runner
        self._awaited = Awaited(self)
        self._campaign_id: str | None = None
        self._learnt: tuple[str, Mapping[str, str]] = ("", {})
        self._have_come = asyncio.Event()
        self._have_come.set()
        self.fields: tuple[CampaignField, ...] = ()
        flow.desk_changed.connect(self._start_afresh)
        flow.words_changed.connect(self._take_up)

    @property
    def labels(self) -> dict[str, str]:
        """Field name to the campaign's label; where the campaign is not known, with what else it may be."""
        return {each.name: each.in_full if isinstance(each, SharedField) else each.label for each in self.fields}

    @property
    def by_name(self) -> Mapping[str, CampaignField]:
        """The fields by their names."""
        return {each.name: each for each in self.fields}

    def use(self, campaign_id: str) -> None:
        """Know the fields of this campaign; "" for none in particular."""
        if campaign_id != self._campaign_id and self._flow.ready:
            self._campaign_id = campaign_id
            self._awaited.give_up()
            self._have_come.clear()
            self._runner.start(self._load(campaign_id))

    async def have_come(self) -> None:
        """Wait until the fields are known that are awaited, or it is known that they do not come."""
        await self._have_come.wait()

    def learn(self, campaign_id: str, held: Mapping[str, str]) -> None:
        """Take up from a lead that was read how its campaign writes dates.

        Args:
            campaign_id: the lead's campaign; "" where it is not known, and nothing is learnt.
            held: LeadByte's field name to value.
        """
        if campaign_id and self._flow.ready and (campaign_id, held) != self._learnt:
            self._learnt = (campaign_id, held)
            self._runner.start(self._learn(self._flow.desk), on_error=_log_trouble)

    async def _learn(self, desk: Desk) -> None:
        campaign_id, held = self._learnt
        await desk.learn_date_forms(campaign_id, held)
        self._take_up_for(desk, campaign_id)

    def _start_afresh(self) -> None:
        self._campaign_id, self._learnt = None, ("", {})
        self.use("")

    async def _load(self, campaign_id: str) -> None:
        try:
            if campaign_id == self._campaign_id:
                await self._load_awaited(campaign_id)
        finally:
            if campaign_id == self._campaign_id:
                self._have_come.set()

    async def _load_awaited(self, campaign_id: str) -> None:
        self._awaited.begin()
        desk = self._flow.desk
        try:
            # Where the lists of the account were not looked at since it was opened, they are read first.
            words = desk.known_words if desk.known_words.states else await desk.words()
            if campaign_id and not words.fields_for(campaign_id) and not words.states[ListKind.FIELDS].may_not:
                # Until they come, those of another campaign must not stand here.
                self._take_up_for(desk, campaign_id)
                await desk.refresh_fields(campaign_id)
                if campaign_id == self._learnt[0]:  # the lead was read before its fields were known
                    await desk.learn_date_forms(*self._learnt)
        finally:
            self._awaited.end()
        self._take_up_for(desk, campaign_id)

    def _take_up_for(self, desk: Desk, campaign_id: str) -> None:
        if campaign_id == self._campaign_id and desk is self._flow.desk:
            self._take_up()

    def _take_up(self) -> None:
        """Know the fields as the open account's lists have them now."""
        known = self._flow.desk.known_words.fields_for(self._campaign_id or "")
        if known != self.fields:
            self.fields = known
            self.changed.emit()


def _log_trouble(error: AppError) -> None:
    # Nobody asked for it, and the form works without.
    _log.warning("How a campaign writes dates was not kept: %s", type(error).__name__)
