"""The deliveries that this PC knows of an account, where they come from, and which are offered."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.errors import BadInput, BadLeadId
from leadbyte_desktop.domain.lead_update import LeadRef, same_delivery
from leadbyte_desktop.store.catalogue import Catalogue


class ListsDeliveries(Protocol):
    """What this needs of the client."""

    async def list_deliveries(self, status: str | None = "Active") -> list[Delivery]:
        """The account's deliveries."""


class DeliveryList:
    """The deliveries of accounts, kept on this PC.

    Args:
        catalogue: where they are kept.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    async def all(self, account_id: str) -> list[Delivery]:
        """All of them, by name; inactive ones too."""
        known = await self._catalogue.deliveries(account_id)
        return sorted(known, key=lambda delivery: (delivery.name.casefold(), delivery.delivery_id))

    async def refreshed_at(self, account_id: str) -> datetime | None:
        """When LeadByte last listed them (UTC); None if it never did."""
        return await self._catalogue.refreshed_at(account_id)

    async def refresh(self, account_id: str, client: ListsDeliveries) -> list[Delivery]:
        """Fetch the list from LeadByte; what a person chose to show, and what was added by hand, stays.

        Raises:
            ConnectionProblem: the list did not come; what this PC knew before is kept.
        """
        await self.keep(account_id, await client.list_deliveries(None), whole=True)
        return await self.all(account_id)

    async def keep(self, account_id: str, deliveries: list[Delivery], *, whole: bool = False) -> None:
        """Keep a list that LeadByte gave. A new one that is not active is not offered until it is or a person shows it.

        Args:
            account_id: whose deliveries.
            deliveries: the list.
            whole: it has those of every status, so that one which is not in it is not listed any more.
        """
        new = [replace(delivery, shown=not delivery.inactive) for delivery in deliveries]
        await self._catalogue.put(account_id, new, by_hand=False, whole=whole)

    async def add_by_hand(self, account_id: str, id_text: str, name: str) -> Delivery:
        """Add a delivery from its ID and a name.

        Raises:
            BadInput: the ID is not made of digits, the name is missing, or the ID is known already.
        """
        delivery_id = self._read_id(id_text)
        known = {same_delivery(each.delivery_id): each for each in await self._catalogue.deliveries(account_id)}
        if (there := known.get(same_delivery(delivery_id))) is not None:
            raise BadInput(f"Delivery {there.delivery_id} is in the list already, as “{there.name}”.")
        if not name.strip():
            raise BadInput("The name is missing. Give the delivery the name that LeadByte shows for it.")
        delivery = Delivery(delivery_id, name.strip(), by_hand=True)
        await self._catalogue.put(account_id, [delivery], by_hand=True)
        return delivery

    async def set_shown(self, account_id: str, delivery_id: str, shown: bool) -> None:
        """Whether the other tabs offer it."""
        await self._catalogue.set_shown(account_id, delivery_id, shown)

    async def remove(self, account_id: str, delivery_id: str) -> None:
        """Take one that was added by hand off the list."""
        await self._catalogue.remove(account_id, delivery_id)

    def _read_id(self, text: str) -> str:
        try:
            return LeadRef.parse(text).number
        except BadLeadId:
            raise BadInput(
                f"“{text.strip()}” is not a delivery ID. It holds digits only, for example 1053; "
                "LeadByte shows it in the delivery’s settings."
            ) from None
