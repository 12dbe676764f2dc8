"""A named set of deliveries, and which deliveries may be ticked by its name or by a template's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from leadbyte_desktop.domain.delivery import Delivery


@dataclass(frozen=True, slots=True)
class DeliverySet:
    """Deliveries that a person ticks together ("Solar evening").

    Attributes:
        name: what the person calls it; two sets of one account differ in more than capitals.
        delivery_ids: LeadByte's IDs of its deliveries, as text.
    """

    name: str
    delivery_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tickable:
    """What is left of kept deliveries as the account stands now.

    Attributes:
        delivery_ids: those that can be ticked, in the order in which they were kept.
        left_out: of each other one, why not, as the end of a sentence ("Acme Solar is not offered in the lists").
    """

    delivery_ids: tuple[str, ...]
    left_out: tuple[str, ...]


def tickable(kept: Iterable[str], known: Sequence[Delivery]) -> Tickable:
    """Tell which kept deliveries may be ticked without a look at each.

    What a person kept may be weeks old. A delivery that is gone, is not offered, or by LeadByte's own word is not
    listed any more or not active, is never ticked unseen: the person is told of it instead.

    Args:
        kept: delivery IDs.
        known: all deliveries of the account that this PC knows.
    """
    by_id = {delivery.delivery_id: delivery for delivery in known}
    able, left_out = [], []
    for delivery_id in kept:
        why = _why_not(by_id.get(delivery_id), delivery_id)
        if why:
            left_out.append(why)
        else:
            able.append(delivery_id)
    return Tickable(tuple(able), tuple(left_out))


def _why_not(delivery: Delivery | None, delivery_id: str) -> str:
    if delivery is None:
        return f"delivery {delivery_id} is not known on this PC any more"
    if delivery.unlisted:
        return f"{delivery.name} is not listed in LeadByte any more"
    if delivery.inactive:
        return f"{delivery.name} is not active in LeadByte ({delivery.status})"
    return "" if delivery.shown else f"{delivery.name} is not offered in the lists"


def same_name(first: str, second: str) -> bool:
    """Whether two names would be taken for each other: capitals do not count, nor how and where spaces are typed."""
    return " ".join(first.split()).casefold() == " ".join(second.split()).casefold()
