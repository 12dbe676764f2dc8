"""Whether a reply that refuses a lead holds the trace of a delivery or an action that was taken all the same.

*Refused* tells a person that nothing was done, and lets the same go again unasked. No reply to a trigger is documented
(leadbyte-api.md section 3), so that takes an answer in which nothing speaks for a deed: no sentence, no flag, no entry,
wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from leadbyte_desktop.api.deed_words import (
    denies,
    denies_plainly,
    tells_of_deed,
    tells_of_earlier,
    tells_of_work,
    tells_of_yes,
)
from leadbyte_desktop.api.details import Detail, read_details
from leadbyte_desktop.api.envelope import flag, id_text, objects, texts
from leadbyte_desktop.api.missing_update import asks_for_update, parts_of
from leadbyte_desktop.domain.lead_update import Action, LeadUpdate

COLLECTIONS = ("pushResults", "deliveries", "triggers")
OF_A_DELIVERY = re.compile(r"deliver|trigger|push", re.IGNORECASE)
OF_AN_ACTION = {
    Action.REPROCESS: re.compile(r"re-?process", re.IGNORECASE),
    Action.RELEASE: re.compile(r"\bprocess|\breleas", re.IGNORECASE),
    Action.REJECT: re.compile(r"\breject", re.IGNORECASE),
}
_OF_A_SALE = re.compile(r"deliver|trigger|push|queue|\bbuyers?\b|\bsold\b|\bsale\b", re.IGNORECASE)
# The whole's bare word; or the number of a request, a time, an ID.
_SAYS_NOTHING = re.compile(
    r"ok|success|warnings?|errors?|failed|see (?:the )?errors|[\w:.+-]*[0-9][\w:.+-]*", re.IGNORECASE
)
_NUMBER = re.compile(r"[0-9]+")
_DEEDS = re.compile(
    r"queued|triggered|sent|delivered|pushed|(re)?processed|released|(push|queue)_?(id|ref)", re.IGNORECASE
)
_NOTHING: tuple[object, ...] = (None, "", [], {})
_READ_ELSEWHERE = frozenset({"status", "success", "code", "leads", "details", *COLLECTIONS})
_OF_ITEM = frozenset({"id", "leadId", "quarantineId", "success", "code", "update", *COLLECTIONS})
_SENTENCES = ("message", "errors", "error", "warnings")
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stood in the request beside one lead, and what became of that.

    Attributes:
        others: the numbers of the other leads.
        another_taken: the reply says yes to one of these, so that what names no lead is about that one.
        only_effects: it went by a way of LeadByte's that has a sentence of its own for the whole.
    """

    others: frozenset[str] = frozenset()
    another_taken: bool = False
    only_effects: bool = False


def speaks_of_effects(update: LeadUpdate, sentence: str) -> bool:
    """Whether a sentence is about the update's deliveries or action, rather than about its values."""
    if update.delivery_ids and OF_A_DELIVERY.search(sentence):
        return True
    return update.action is not None and bool(OF_AN_ACTION[update.action].search(sentence))


def tells_of_taking(update: LeadUpdate, sentence: str) -> bool:
    """Whether a sentence says that an effect of the update was taken: now, earlier, or that it is under way."""
    if tells_of_deed(sentence, rejection=update.action is Action.REJECT):
        return True
    about = speaks_of_effects(update, sentence) or (update.delivery_ids and _OF_A_SALE.search(sentence))
    return bool(about) and (tells_of_earlier(sentence) or tells_of_work(sentence) or tells_of_yes(sentence))


def shows_deed(update: LeadUpdate, own: Sequence[dict[str, Any]], body: dict[str, Any], around: Surroundings) -> bool:
    """Whether anything is such a trace beside the reports that name the lead, which `confirmation` reads.

    Args:
        update: what was asked.
        own: the reply's own items of the lead.
        body: the whole reply.
        around: what stood beside it.
    """
    look = _Look(update, around.others)
    if any(look.shows(_without(item, _OF_ITEM)) for item in own):
        return True
    whole = _without(body, _READ_ELSEWHERE | ({"message"} if around.only_effects else set()))
    if look.shows(whole, named=not around.another_taken):
        return True
    return not around.another_taken and any(_is_open(look, report) for report in _of_no_lead(update, body, around))


def only_asks_for_update(
    update: LeadUpdate, own: Sequence[dict[str, Any]], body: dict[str, Any], around: Surroundings
) -> bool:
    """Whether a reply that refuses a delivery for lack of an update says nothing else of the delivery or the lead.

    Then, and only then, it may go by the second way. Arguments as for `shows_deed`, which must have found nothing.
    """
    extras = [_without(item, {*_OF_ITEM, *_SENTENCES, "details"}) for item in own]
    extras.append(_without(body, {*_READ_ELSEWHERE, *_SENTENCES}))
    beside = [(name, value) for extra in extras for name, value in extra.items() if value not in _NOTHING]
    if any(isinstance(value, (list, dict)) or _OF_A_SALE.search(name) for name, value in beside):
        return False
    details = [detail for detail in read_details(body.get("details")) if detail.about not in around.others]
    if any(detail.success or detail.queued for detail in details):
        return False
    said = texts(
        [*([item.get(name) for name in (*_SENTENCES, "details")] for item in own), [each for _, each in beside]]
    )
    said += texts([body.get(name) for name in _SENTENCES])
    said += [sentence for detail in details for sentence in detail.sentences]
    look = _Look(update, around.others)
    return all(_is_of_the_refusal(part) for part in _parts(said) if not look.is_of_another(part))


def _of_no_lead(update: LeadUpdate, body: dict[str, Any], around: Surroundings) -> Iterator[dict[str, Any] | Detail]:
    """The reports that could be about any lead of the request."""
    if around.others:
        for name in COLLECTIONS:
            yield from (each for each in objects(body.get(name), "deliveryId") if not _lead_of(each))
    yield from (each for each in read_details(body.get("details")) if each.about in ("", *update.delivery_ids))


def _is_open(look: _Look, report: dict[str, Any] | Detail) -> bool:
    """Whether a report does not plainly deny."""
    if isinstance(report, Detail):
        return bool(report.success or report.queued) or any(map(look.shows, report.sentences))
    return not denies_plainly(" ".join(texts([report.get(name) for name in ("status", "message", "errors", "error")])))


@dataclass(frozen=True, slots=True)
class _Look:
    """Looks for the trace of one lead's effects; `others` are the numbers of the other leads of its request."""

    update: LeadUpdate
    others: Collection[str]

    def shows(self, value: Any, *, named: bool = True, depth: int = 0) -> bool:
        """Whether it tells of a deed. `named` is False where only what names this lead counts."""
        if isinstance(value, str):
            return (named or self._is_named(value)) and not self.is_of_another(value) and self._tells(value)
        if depth > _DEEPEST:
            return named
        if isinstance(value, list):
            return any(self.shows(each, named=named, depth=depth + 1) for each in value)
        if not isinstance(value, dict):
            return False
        about = _lead_of(value)
        if about and about != self.update.lead.number:
            return False
        named = named or bool(about)
        return any(
            (named and _is_done(name, each)) or self.shows(each, named=named, depth=depth + 1)
            for name, each in value.items()
        )

    def is_of_another(self, sentence: str) -> bool:
        """Whether it names another lead of the request, and not this one."""
        numbers = set(_NUMBER.findall(sentence)) - set(self.update.delivery_ids)
        return self.update.lead.number not in numbers and bool(numbers.intersection(self.others))

    def _is_named(self, sentence: str) -> bool:
        return self.update.lead.number in _NUMBER.findall(sentence)

    def _tells(self, sentence: str) -> bool:
        return tells_of_taking(self.update, sentence) or tells_of_work(sentence, alone=True)


def _is_done(name: str, value: Any) -> bool:
    return bool(_DEEDS.fullmatch(name)) and value not in _NOTHING and flag(value) is not False


def _lead_of(entry: dict[str, Any]) -> str:
    return next((number for name in ("leadId", "quarantineId") if (number := id_text(entry.get(name)))), "")


def _is_of_the_refusal(part: str) -> bool:
    """Whether a sentence only refuses: it asks for an update, or denies, or says nothing at all, as "OK" does."""
    if asks_for_update(part) or _SAYS_NOTHING.fullmatch(part):
        return True
    if _OF_A_SALE.search(part):
        return denies_plainly(part)
    return denies(part) and not (tells_of_earlier(part) or tells_of_work(part))


def _parts(sentences: Sequence[str]) -> Iterator[str]:
    for sentence in sentences:
        yield from parts_of(sentence)


def _without(entry: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in names}
