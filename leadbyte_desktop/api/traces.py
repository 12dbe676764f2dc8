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
_SAYS_NOTHING = re.compile(r"ok|success|warnings?|errors?|failed|see (?:the )?errors", re.IGNORECASE)
_NO_STATUS = re.compile(r"warning|error|fail(?:ed|ure)?|refused|invalid", re.IGNORECASE)
_NAME = re.compile(r"[\w:.+-]*[0-9][\w:.+-]*")
_NUMBER = re.compile(r"[0-9]+")
_DEEDS = re.compile(
    r"queued|triggered|sent|delivered|pushed|(re)?processed|released|(push|queue)_?(id|ref)", re.IGNORECASE
)
_NOTHING: tuple[object, ...] = (None, "", [], {})
_READ_ELSEWHERE = frozenset({"status", "success", "code", "leads", "details", *COLLECTIONS})
_IDS = frozenset({"id", "leadId", "quarantineId"})
_OF_ITEM = frozenset({*_IDS, "success", "code", "update", *COLLECTIONS})
_SENTENCES = ("message", "errors", "error", "warnings")
_OF_PLAIN_ITEM = frozenset({*_OF_ITEM, *_SENTENCES, "details"})
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
    if look.shows([whole, body.get("details")], named=not around.another_taken):
        return True
    return not around.another_taken and any(map(_is_open, _of_no_lead(own, body, around)))


def only_asks_for_update(
    update: LeadUpdate, own: Sequence[dict[str, Any]], body: dict[str, Any], around: Surroundings
) -> bool:
    """Whether a reply that refuses a delivery for lack of an update says nothing else of the delivery or the lead.

    Then, and only then, it may go by the second way. Arguments as for `shows_deed`, which must have found nothing.
    """
    look = _Look(update, around.others)
    if any(not _is_no(name, value) for item in own for name, value in _without(item, _OF_PLAIN_ITEM).items()):
        return False
    beside = _without(body, {*_READ_ELSEWHERE, *_SENTENCES})
    if any(_OF_A_SALE.search(name) or not _is_name(value) for name, value in beside.items() if value not in _NOTHING):
        return False
    if any(map(_is_open, _of_no_lead(own, body, around))):
        return False
    if not all(map(_refuses, look.leaves([body.get("details"), [item.get("details") for item in own]]))):
        return False
    said = texts([[entry.get(name) for name in _SENTENCES] for entry in (*own, body)])
    parts = [part for sentence in said for part in parts_of(sentence)]
    return all(_SAYS_NOTHING.fullmatch(part) or _refuses(part) for part in parts if not look.is_of_another(part))


def _of_no_lead(own: Sequence[dict[str, Any]], body: dict[str, Any], around: Surroundings) -> Iterator[Any]:
    """The reports that could be about any lead of the request, or that are no reports at all: a bare word."""
    for entry in (*own, body):
        for name in COLLECTIONS:
            value = entry.get(name)
            if entry is body and around.others:
                yield from (each for each in objects(value, "deliveryId") if not _lead_of(each))
            bare = value if isinstance(value, list) else [value]
            yield from (each for each in bare if not isinstance(each, dict) and each not in _NOTHING)


def _is_open(report: Any) -> bool:
    """Whether a report does not plainly deny."""
    said = (
        [report.get(name) for name in ("status", "message", "errors", "error")] if isinstance(report, dict) else report
    )
    return not denies_plainly(" ".join(texts(said)))


def _is_no(name: str, value: Any) -> bool:
    """Whether a field of an item that nobody documents says nothing but the refusal again."""
    return value in _NOTHING or (name == "status" and bool(_NO_STATUS.fullmatch(str(value))))


def _is_name(value: Any) -> bool:
    """Whether it may be the number or the time of a request, rather than a word on what was done."""
    return isinstance(value, str) and bool(_NAME.fullmatch(value))


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
            if not self._is_other(name)
        )

    def leaves(self, value: Any, depth: int = 0) -> Iterator[Any]:
        """All that is said there of this lead, or of none, whatever its shape."""
        if isinstance(value, list) and depth <= _DEEPEST:
            for each in value:
                yield from self.leaves(each, depth + 1)
        elif isinstance(value, dict) and depth <= _DEEPEST:
            if _lead_of(value) in ("", self.update.lead.number):
                for name, each in value.items():
                    if name not in _IDS and not self._is_other(name):
                        yield from self.leaves(each, depth + 1)
        elif value not in _NOTHING:
            yield value

    def is_of_another(self, sentence: str) -> bool:
        """Whether it names another lead of the request, and not this one."""
        numbers = set(_NUMBER.findall(sentence)) - set(self.update.delivery_ids)
        return self.update.lead.number not in numbers and bool(numbers.intersection(self.others))

    def _is_other(self, name: str) -> bool:
        return name in self.others and name not in self.update.delivery_ids

    def _is_named(self, sentence: str) -> bool:
        return self.update.lead.number in _NUMBER.findall(sentence)

    def _tells(self, sentence: str) -> bool:
        return tells_of_taking(self.update, sentence) or tells_of_work(sentence, alone=True)


def _is_done(name: str, value: Any) -> bool:
    return bool(_DEEDS.fullmatch(name)) and value not in _NOTHING and flag(value) is not False


def _lead_of(entry: dict[str, Any]) -> str:
    return next((number for name in ("leadId", "quarantineId") if (number := id_text(entry.get(name)))), "")


def _refuses(part: Any) -> bool:
    """Whether something said only refuses: it asks for an update, or denies, and tells of nothing that is done."""
    if not isinstance(part, str):
        return part is False
    if asks_for_update(part):
        return True
    if _OF_A_SALE.search(part):
        return denies_plainly(part)
    return denies(part) and not (tells_of_deed(part) or tells_of_earlier(part) or tells_of_work(part))


def _without(entry: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in names}
