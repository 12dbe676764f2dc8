"""Whether a reply speaks of the deliveries and the action that were asked for, and what it says (section 6.10).

What LeadByte answers to a trigger is not documented (leadbyte-api.md section 3), so every place that any source names
is read: `pushResults`, `deliveries`, `details` and the sentences of the lead's own item. Only a plain denial counts as
one, since a denied delivery may be sent again without a warning: "failed" or "rejected" may come from a buyer who has
the lead, "already" means that it went earlier, and what both consents and denies is neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from leadbyte_desktop.api.deed_words import (
    denies,
    has_denial,
    leaves_open,
    tells_of_deed,
    tells_of_earlier,
    tells_of_queue,
)
from leadbyte_desktop.api.details import Detail, read_details
from leadbyte_desktop.api.envelope import flag, id_text, objects, texts
from leadbyte_desktop.api.traces import COLLECTIONS, OF_A_DELIVERY, OF_AN_ACTION, tells_of_taking
from leadbyte_desktop.domain.job import Confirmation
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate, action_effect, delivery_effect

_DONE_FLAGS = ("triggered", "sent", "delivered", "pushed")
_OPPOSITES = {
    Action.REPROCESS: OF_AN_ACTION[Action.REJECT],
    Action.RELEASE: OF_AN_ACTION[Action.REJECT],
    # "Processed" is LeadByte's word for both (leadbyte-api.md section 3, POST /quarantine/process).
    Action.REJECT: re.compile(r"\breleas|\bfor (?:re)?processing\b", re.IGNORECASE),
}
_NUMBER = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the reply says of one lead's deliveries and action.

    Attributes:
        confirmation: all confirmed, one or more denied, or neither.
        denied: the effects that were plainly denied.
        claimed: a report outside the sentences of the lead's own item says of at least one that it happened.
        hinted: something tells of one that it may have happened, or reports on it without a plain denial.
        queued: the reply says of the action, or of all that was asked, that LeadByte will do it later.
        later: it says that of anything but a delivery beside changed values.
        opposed: it says so, or that it was done, of the opposite of the action that was asked for.
        reports: the sentences of all reports outside the lead's own item.
    """

    confirmation: Confirmation = Confirmation.NOTHING_ASKED
    denied: tuple[str, ...] = ()
    claimed: bool = False
    hinted: bool = False
    queued: bool = False
    later: bool = False
    opposed: bool = False
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Remark:
    """One thing said about one lead.

    Attributes:
        sentences: its words.
        success: its own flag.
        queued: its own flag.
        done: another flag of its own says that it was done.
        delivery: the delivery that a field of its own names; empty where none does.
        of_deliveries: it stands where LeadByte reports on deliveries.
        in_item: it is a sentence of the lead's own item, which explains the item rather than reports a deed.
        of_whole: its request asked for nothing but the effects, so it is about them, whatever its words.
    """

    sentences: tuple[str, ...]
    success: bool | None = None
    queued: bool | None = None
    done: bool = False
    delivery: str = ""
    of_deliveries: bool = False
    in_item: bool = False
    of_whole: bool = False


def spoken_of(
    update: LeadUpdate, items: Sequence[dict[str, Any]], body: dict[str, Any], *, alone: bool, whole: bool = False
) -> Spoken:
    """Gather what the reply says of one lead's effects.

    Args:
        update: what was asked.
        items: the reply's own items of this lead.
        body: the whole reply.
        alone: the lead was the only one in its request, so that what names no lead is about it.
        whole: the request could ask for nothing but deliveries, or but an action, so that all is about these.
    """
    if update.harmless_to_repeat:
        return Spoken()
    gathered = (*_in_items(items), *_in_details(update, body, alone, whole), *_in_collections(update.lead, body, alone))
    remarks = [replace(remark, of_whole=whole) for remark in gathered]
    said = {effect: _agreed(signals) for effect, signals in _signals(update, remarks).items()}
    outside = [remark for remark in remarks if not remark.in_item]
    reports = _signals(update, outside)
    denied = tuple(effect for effect, word in said.items() if word is False)
    return Spoken(
        confirmation=_confirmation(list(said.values())),
        denied=denied,
        claimed=any(True in signals for signals in reports.values()),
        hinted=any(_hints(update, remark) for remark in remarks),
        queued=(whole or update.action is not None) and any(map(_says_queued, remarks)),
        later=any(_is_later(update, remark) for remark in remarks),
        opposed=any(_is_opposed(update, remark) for remark in remarks),
        reports=tuple(sentence for remark in outside for sentence in remark.sentences),
    )


def details_of(lead: LeadRef, body: dict[str, Any], *, alone: bool, whole: bool = False) -> list[str]:
    """What the reply's `details` says of a lead (leadbyte-api.md section 2); the rest as for `spoken_of`."""
    about = [each for each in _details(body, whole) if each.speaks_of(lead.number, alone=alone)]
    return list(dict.fromkeys(sentence for each in about for sentence in each.sentences))


def _in_items(items: Sequence[dict[str, Any]]) -> Iterator[_Remark]:
    for item in items:
        for sentence in texts([item.get(name) for name in ("message", "errors", "error", "warnings", "details")]):
            yield _Remark((sentence,), in_item=True)
        for name in COLLECTIONS:
            for entry in objects(item.get(name), "deliveryId"):
                yield _entry(entry)


def _details(body: dict[str, Any], whole: bool) -> list[Detail]:
    """What stands in `details`: under an ID; what stands under none only where there is but one thing to speak of."""
    return [detail for detail in read_details(body.get("details")) if detail.about or whole]


def _in_details(update: LeadUpdate, body: dict[str, Any], alone: bool, whole: bool) -> Iterator[_Remark]:
    for detail in _details(body, whole):
        # A lead that has the number of one of its deliveries could be either: nothing is read from that.
        is_delivery = detail.about in update.delivery_ids
        is_lead = detail.speaks_of(update.lead.number, alone=alone)
        if is_lead and not is_delivery:
            # The flags are the whole entry's: its sentences are read together with them.
            one = (detail.success, detail.queued, detail.delivery) != (None, None, "")
            for sentences in [detail.sentences] if one else [(sentence,) for sentence in detail.sentences]:
                yield _Remark(sentences, detail.success, detail.queued, delivery=detail.delivery)
        elif is_delivery and alone and not is_lead:
            yield _Remark(detail.sentences, detail.success, detail.queued, delivery=detail.about, of_deliveries=True)


def _in_collections(lead: LeadRef, body: dict[str, Any], alone: bool) -> Iterator[_Remark]:
    own_field = "leadId" if lead.kind is LeadKind.LEAD else "quarantineId"
    for name in COLLECTIONS:
        for entry in objects(body.get(name), "deliveryId"):
            named = entry.get(own_field)
            if id_text(named) == lead.number or (named is None and alone):
                yield _entry(entry)


def _entry(entry: dict[str, Any]) -> _Remark:
    return _Remark(
        tuple(texts([entry.get(name) for name in ("status", "message", "errors", "error")])),
        success=flag(entry.get("success")),
        queued=flag(entry.get("queued")),
        done=any(flag(entry.get(name)) for name in _DONE_FLAGS),
        delivery=id_text(entry.get("deliveryId", entry.get("id"))),
        of_deliveries=True,
    )


def _signals(update: LeadUpdate, remarks: Sequence[_Remark]) -> dict[str, list[bool | None]]:
    signals: dict[str, list[bool | None]] = {effect: [] for effect in update.effects}
    for remark in remarks:
        for delivery_id in _deliveries_meant(update, remark):
            signals[delivery_effect(delivery_id)].append(_word(remark))
        sentence = " ".join(remark.sentences)
        of_action = remark.of_whole or (update.action and OF_AN_ACTION[update.action].search(sentence))
        if update.action and not remark.of_deliveries and of_action:
            signals[action_effect(update.action)].append(_word(remark, update.action))
    return signals


def _deliveries_meant(update: LeadUpdate, remark: _Remark) -> list[str]:
    if remark.delivery:
        return [delivery_id for delivery_id in update.delivery_ids if delivery_id == remark.delivery]
    sentence = " ".join(remark.sentences)
    if not (remark.of_deliveries or remark.of_whole) and not OF_A_DELIVERY.search(sentence):
        return []
    numbers = set(_NUMBER.findall(sentence)) - {update.lead.number}
    named = [delivery_id for delivery_id in update.delivery_ids if delivery_id in numbers]
    if len(named) > 1 and denies(sentence):
        # "Delivery 1053 was not triggered, 1054 was": which of them may go again is not ours to guess.
        return []
    if not numbers and remark.of_whole and not denies(sentence):
        return list(update.delivery_ids)
    return named if numbers else list(update.delivery_ids[:1] if len(update.delivery_ids) == 1 else ())


def _word(remark: _Remark, action: Action | None = None) -> bool | None:
    """Yes, no, or neither: where it both consents and denies, nobody knows."""
    sentence, rejection = " ".join(remark.sentences), action is Action.REJECT
    consents = remark.done or tells_of_deed(sentence, rejection=rejection)
    denied = has_denial(sentence)
    if tells_of_earlier(sentence):
        return None
    if remark.success is False or (denied and remark.success is None):
        unclear = remark.queued is True or remark.done or leaves_open(sentence, rejection=rejection)
        return None if unclear or (not denied and denies(sentence)) else False
    if denies(sentence):
        return None
    return True if remark.success or remark.queued or consents else None


def _hints(update: LeadUpdate, remark: _Remark) -> bool:
    """Whether it may be the trace of a delivery or an action that was taken."""
    if remark.of_deliveries:
        return _word(remark) is not False
    flagged = bool(remark.queued or remark.done or (remark.success and not remark.in_item))
    return flagged or any(tells_of_taking(update, sentence) for sentence in remark.sentences)


def _agreed(signals: Sequence[bool | None]) -> bool | None:
    """The one word in which all signals agree."""
    return signals[0] if signals and len(set(signals)) == 1 else None


def _confirmation(said: Sequence[bool | None]) -> Confirmation:
    if False in said:
        return Confirmation.DENIED
    return Confirmation.CONFIRMED if all(said) else Confirmation.NOT_CONFIRMED


def _says_queued(remark: _Remark) -> bool:
    sentence = " ".join(remark.sentences)
    if denies(sentence) or remark.success is False:
        return False
    if remark.of_whole and remark.queued:
        return True
    return (remark.of_whole or not remark.of_deliveries) and tells_of_queue(sentence)


def _is_later(update: LeadUpdate, remark: _Remark) -> bool:
    """Whether the lead is queued. Beside changed values, that a delivery is queued says nothing of the lead itself."""
    sentence = " ".join(remark.sentences)
    if denies(sentence) or remark.success is False:
        return False
    if update.changes and (remark.of_deliveries or OF_A_DELIVERY.search(sentence)):
        return False
    return bool(remark.queued) or tells_of_queue(sentence)


def _is_opposed(update: LeadUpdate, remark: _Remark) -> bool:
    """Whether it speaks of a rejection where a release was asked for, or the other way round, and of nothing else."""
    if update.action is None or remark.of_deliveries:
        return False
    sentence = " ".join(remark.sentences)
    other = _OPPOSITES[update.action].search(sentence)
    if not other or OF_AN_ACTION[update.action].search(sentence):
        return False
    return tells_of_queue(sentence) or tells_of_deed(sentence, rejection=update.action is not Action.REJECT)
