"""The campaign's own fields for the form of Single lead: their labels, pick lists and types."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from leadbyte_desktop.domain.account_list import ListKind
from leadbyte_desktop.domain.campaign import CampaignField
from leadbyte_desktop.ui.async_runner import AsyncRunner
from leadbyte_desktop.ui.awaited import Awaited
from leadbyte_desktop.ui.send_flow import SendFlow


class FieldWords(QObject):
    """Knows the fields of one campaign; asks LeadByte for them where this PC does not know them yet.

    Attributes:
        fields: the fields, in LeadByte's order; those of all campaigns that the search covers where no lead tells one.

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
        self.fields: tuple[CampaignField, ...] = ()
        flow.desk_changed.connect(self._start_afresh)

    @property
    def labels(self) -> dict[str, str]:
        """Field name to the campaign's label."""
        return {field.name: field.label for field in self.fields}

    def use(self, campaign_id: str) -> None:
        """Know the fields of this campaign; "" for none in particular."""
        if campaign_id != self._campaign_id and self._flow.ready:
            self._campaign_id = campaign_id
            self._awaited.give_up()
            self._runner.start(self._load(campaign_id))

    def _start_afresh(self) -> None:
        self._campaign_id = None
        self.use("")

    async def _load(self, campaign_id: str) -> None:
        if campaign_id != self._campaign_id:
            return
        self._awaited.begin()
        desk = self._flow.desk
        keeper, lists_id = desk.tools.word_keeper, desk.lists_id
        try:
            words = await keeper.known(lists_id)
            fields = words.fields_for(campaign_id)
            if campaign_id and not fields and not words.states[ListKind.FIELDS].may_not:
                words = await keeper.refresh_fields(lists_id, campaign_id, desk.client)
                fields = words.fields_for(campaign_id)
        finally:
            self._awaited.end()
        if campaign_id == self._campaign_id and desk is self._flow.desk and fields != self.fields:
            self.fields = fields
            self.changed.emit()
