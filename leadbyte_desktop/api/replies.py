"""Reads LeadByte's replies: one result for every lead that was sent, from LeadByte's own word for that very lead.

Pure and tolerant: any text whatever gives results (leadbyte-api.md sections 2 and 6). Leads are matched by ID, never by
order (6.5), and *updated* takes a 2xx, an envelope that says Success or Warning, and `success` on the lead's own item
(6.3). The exception is PUT /leadfinancials, which names no leads. What contradicts itself is *not known*; so is a
refusal of a delivery or an action in whose reply anything speaks for it (`traces`), as what was refused may be sent
again.

By the ways that carry nothing but deliveries or an action (`domain/route.py`), a report of that lead is its word: an
entry of `pushResults` or of `details`. Where LeadByte queues the work, its yes is *queued* (6.9).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from leadbyte_desktop.api.confirmation import Spoken, details_of, spoken_of
from leadbyte_desktop.api.deed_words import denies, says_unchanged, tells_of_queue
from leadbyte_desktop.api.envelope import Envelope, Verdict, flag, id_text, joined, objects, read_envelope, texts
from leadbyte_desktop.api.failures import state_of_status
from leadbyte_desktop.api.key_words import speaks_of_refused_key
from leadbyte_desktop.api.missing_update import asks_for_update
from leadbyte_desktop.api.traces import Surroundings, only_asks_for_update, shows_deed, speaks_of_effects
from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import Confirmation, ItemState, LeadResult, Update
from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.domain.route import Route, triggers_only

_NO_WORD = "LeadByte’s answer says nothing about this lead. It may or may not have been changed."
_TRIGGER_OPEN = "Trigger not confirmed: LeadByte took the request and says nothing of the lead or its delivery."
_NO_CLEAR_WORD = "That is no clear answer for this lead. It may or may not have been done."
_CONTRADICTS = "LeadByte’s answer contradicts itself about this lead. It may or may not have been changed."
_MAY_HAVE_GONE = "LeadByte refuses it, and its answer also speaks of what was asked. It may or may not have been done."
_UNREADABLE = "LeadByte’s answer could not be read. The lead may or may not have been changed."
_UNAUTHORIZED = 401
_PLAIN = frozenset({str, bool, int, float, type(None)})
_IDS = frozenset({"id", "leadId", "quarantineId"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reply says.

    Attributes:
        results: one result for every lead that was sent.
        whole_refusal: LeadByte refused the request as a whole; nothing was done.
        key_refused: it refused the key, or what the key may do: other requests will fare no better.
        wants_update: leads of which it refused the delivery because no update came with it.
    """

    results: dict[LeadRef, LeadResult]
    whole_refusal: bool = False
    key_refused: bool = False
    wants_update: frozenset[LeadRef] = frozenset()


@dataclass(frozen=True, slots=True)
class _Reply:
    """A reply with what all leads of its request share."""

    status: int
    envelope: Envelope
    items: dict[LeadRef, list[dict[str, Any]]]
    names_leads: bool
    claims_success: bool
    numbers: frozenset[str]
    route: Route

    @property
    def alone(self) -> bool:
        """The request carried one lead."""
        return len(self.numbers) == 1

    @property
    def of_effects_only(self) -> bool:
        """Nothing but deliveries or an action can be asked for by this way."""
        return self.route not in (Route.UPDATE, Route.FINANCIALS)

    def details_of(self, lead: LeadRef) -> list[str]:
        """What `details` says of a lead."""
        return details_of(lead, self.envelope.body, alone=self.alone, whole=self.of_effects_only)

    @property
    def whole_words(self) -> str:
        """LeadByte's words for the whole, else ours."""
        return self.envelope.words or _words_of_status(self.status)


def read_reply(updates: Sequence[Update], status: int, text: str, route: Route = Route.UPDATE) -> Reading:
    """Exactly one result for every lead of the updates, whatever the reply is; and what it says of the whole.

    Never raises.

    Args:
        updates: what the request carried.
        status: the reply's HTTP status.
        text: the reply's body.
        route: by which way the request went.
    """
    envelope = read_envelope(text)
    items = objects(envelope.body.get("leads"))
    reply = _Reply(
        status=status,
        envelope=envelope,
        items=_by_lead(items),
        names_leads=bool(envelope.body.get("leads")),
        claims_success=any(flag(item.get("success")) for item in items),
        numbers=frozenset(update.lead.number for update in updates),
        route=route,
    )
    results = _results(updates, reply)
    whole = _refused_as_a_whole(reply) and all(result.state is ItemState.REFUSED for result in results.values())
    refused = all(result.state not in (ItemState.UPDATED, ItemState.QUEUED) for result in results.values())
    return Reading(results, whole, refused and _key_refused(reply), _wanting_update(updates, results, route))


def _wanting_update(updates: Sequence[Update], results: dict[LeadRef, LeadResult], route: Route) -> frozenset[LeadRef]:
    """The leads that may go by the second way: refused, so nothing was done, and for that very reason."""
    return frozenset(
        update.lead
        for update in updates
        if route is Route.UPDATE
        and triggers_only(update)
        and results[update.lead].state is ItemState.REFUSED
        and asks_for_update(results[update.lead].words)
    )


def _results(updates: Sequence[Update], reply: _Reply) -> dict[LeadRef, LeadResult]:
    """One result for each; what an answer says in the same words of twenty-five leads is read once."""
    results: dict[LeadRef, LeadResult] = {}
    known: dict[str, LeadResult] = {}
    for update in updates:
        said = _said_alone(update, reply)
        result = known.get(said) if said else None
        results[update.lead] = result = result or _result(update, reply)
        if said:
            known[said] = result
    return results


def _said_alone(update: Update, reply: _Reply) -> str:
    """All that the reply says of this lead and of no other, its ID aside; "" where that is not in its one item alone.

    To the letter: 1 and true are equal to Python, but need not mean the same.
    """
    own = reply.items.get(update.lead, [])
    plain = isinstance(update, LeadUpdate) and update.harmless_to_repeat
    if not plain or len(own) != 1 or "details" in reply.envelope.body:
        return ""
    if any(value.__class__ not in _PLAIN and value != [] for value in own[0].values()):
        return ""
    return repr({name: value for name, value in own[0].items() if name not in _IDS})


def _result(update: Update, reply: _Reply) -> LeadResult:
    own = reply.items.get(update.lead, [])
    if not isinstance(update, LeadUpdate):
        return _told_of(update, own, Spoken(), reply)
    spoken = spoken_of(update, own, reply.envelope.body, alone=reply.alone, whole=reply.of_effects_only)
    result = _told_of(update, own, spoken, reply)
    if update.effects and result.state in (ItemState.REFUSED, ItemState.NOT_SENT):
        return _doubted(update, own, spoken, result, reply)
    return result


def _doubted(
    update: LeadUpdate, own: list[dict[str, Any]], spoken: Spoken, result: LeadResult, reply: _Reply
) -> LeadResult:
    """A refused lead whose delivery or action may have been taken all the same is *not known*: a person looks."""
    body = reply.envelope.body
    around = Surroundings(
        reply.numbers - {update.lead.number},
        another_taken=reply.claims_success and not reply.alone,
        only_effects=reply.of_effects_only and reply.envelope.verdict is not Verdict.ERROR,
    )
    open_ = spoken.hinted or shows_deed(update, own, body, around)
    if not open_ and reply.route is Route.UPDATE and triggers_only(update) and asks_for_update(result.words):
        open_ = not only_asks_for_update(update, own, body, around)
    if not open_:
        return result
    return replace(result, state=ItemState.NOT_KNOWN, words=joined([result.words, _MAY_HAVE_GONE]))


def _told_of(update: Update, own: list[dict[str, Any]], spoken: Spoken, reply: _Reply) -> LeadResult:
    by_status = state_of_status(reply.status)
    if by_status is ItemState.NOT_KNOWN:
        return _told(update, ItemState.NOT_KNOWN, joined([reply.whole_words, *_sentences(own)]), reply, own)
    if by_status is not None:
        return _under_refusing_status(update, by_status, own, spoken, reply)
    if not reply.envelope.readable:
        return _told(update, ItemState.NOT_KNOWN, _UNREADABLE, reply, own)
    return _of_items(update, own, spoken, reply) if own else _of_envelope(update, spoken, reply)


def _under_refusing_status(
    update: Update, state: ItemState, own: list[dict[str, Any]], spoken: Spoken, reply: _Reply
) -> LeadResult:
    """A status that refuses the whole request, unless the body tells of something that was done all the same."""
    said = {flag(item.get("success")) for item in own}
    claims = reply.claims_success or reply.envelope.verdict is Verdict.SUCCESS or spoken.claimed
    if said == {False} and not spoken.claimed:
        return _told(update, ItemState.REFUSED, joined(_sentences(own)) or reply.whole_words, reply, own)
    if claims:
        return _told(update, ItemState.NOT_KNOWN, joined([_CONTRADICTS, *_sentences(own)]), reply, own)
    return _told(update, state, joined(_sentences(own)) or reply.whole_words, reply, own)


def _of_items(update: Update, own: list[dict[str, Any]], spoken: Spoken, reply: _Reply) -> LeadResult:
    """A lead for which the reply has an item, or several."""
    said = {flag(item.get("success")) for item in own}
    words = joined(_sentences(own))
    if said == {False} and not spoken.claimed:
        return _told(update, ItemState.REFUSED, words or "LeadByte refused this lead without a reason.", reply, own)
    if said == {True} and reply.envelope.verdict in (Verdict.SUCCESS, Verdict.WARNING) and _spotless(update, own):
        return _succeeded(update, own, spoken, reply)
    ours = _NO_WORD if said == {None} else _CONTRADICTS
    return _told(update, ItemState.NOT_KNOWN, joined([words, ours]), reply, own)


def _of_envelope(update: Update, spoken: Spoken, reply: _Reply) -> LeadResult:
    """A lead without an item of its own."""
    envelope, details = reply.envelope, reply.details_of(update.lead)
    if envelope.verdict is Verdict.ERROR and not reply.names_leads and not spoken.claimed:
        words = joined([envelope.words, *details])
        return _told(update, ItemState.REFUSED, words or "LeadByte refused the request without a reason.", reply)
    if envelope.verdict is Verdict.SUCCESS and isinstance(update, FinancialUpdate):
        if _covers(update.lead, reply) and not envelope.errors and not any(map(denies, details)):
            return _of_financials(update, details, reply)
    elif envelope.verdict in (Verdict.SUCCESS, Verdict.WARNING) and reply.of_effects_only:
        return _of_report(update, details, spoken, reply)
    elif envelope.verdict in (Verdict.SUCCESS, Verdict.WARNING) and spoken.queued and not reply.names_leads:
        return _succeeded(update, [], spoken, reply)
    return _told(update, ItemState.NOT_KNOWN, joined([*details, envelope.words, _NO_WORD]), reply)


def _of_financials(update: Update, details: Sequence[str], reply: _Reply) -> LeadResult:
    """A lead for which the Success of the whole speaks: done, or queued where LeadByte says so (6.9)."""
    message = reply.envelope.message
    if says_unchanged(message):
        return _told(update, ItemState.NOT_KNOWN, joined([message, _NO_CLEAR_WORD]), reply)
    later = any(map(_queues, [message, *details, *reply.envelope.warnings]))
    words = message or ("Queued" if later else "Financials updated")
    return _told(update, ItemState.QUEUED if later else ItemState.UPDATED, words, reply)


def _of_report(update: Update, details: Sequence[str], spoken: Spoken, reply: _Reply) -> LeadResult:
    """A lead of a request for deliveries, or for an action, alone: what is reported of it decides."""
    if reply.names_leads and not _covers(update.lead, reply):
        # It names leads, and not this one.
        return _told(update, ItemState.NOT_KNOWN, joined([*details, reply.envelope.words, _NO_WORD]), reply)
    effects = update.effects if isinstance(update, LeadUpdate) else ()
    words = joined([*details, *spoken.reports, reply.envelope.words])
    if spoken.denied and not spoken.claimed and len(spoken.denied) == len(effects):
        return _told(update, ItemState.REFUSED, words or "LeadByte refused this lead without a reason.", reply)
    # Its bare number in `leads` is LeadByte's word for it too, where nothing else is said.
    listed = reply.names_leads and reply.envelope.verdict is Verdict.SUCCESS and not reply.envelope.errors
    if spoken.claimed or (listed and not details and not spoken.reports):
        return _succeeded(update, [], spoken, reply)
    # A plain Success names no lead, so it is no success of this one (6.3), though nothing was refused either.
    silent = _TRIGGER_OPEN if reply.route is Route.TRIGGER and not reply.names_leads else _NO_WORD
    ours = _NO_CLEAR_WORD if details or spoken.reports else silent
    return _told(update, ItemState.NOT_KNOWN, joined([words, ours]), reply)


def _covers(lead: LeadRef, reply: _Reply) -> bool:
    """Whether Success speaks for this lead of a financial request: the reply names no leads, or lists this one."""
    listed = reply.envelope.body.get("leads")
    if not reply.names_leads:
        return True
    return isinstance(listed, list) and any(id_text(entry) == lead.number for entry in listed)


def _succeeded(update: Update, own: list[dict[str, Any]], spoken: Spoken, reply: _Reply) -> LeadResult:
    messages = texts([item.get("message") for item in own])
    details = reply.details_of(update.lead)
    reports = spoken.reports if reply.of_effects_only else ()
    words = joined([*messages, *details, *reports]) or reply.envelope.message
    if spoken.opposed:
        return _told(update, ItemState.NOT_KNOWN, joined([words, _CONTRADICTS]), reply, own)
    if _has_values(update) and says_unchanged(joined([*messages, *details])):
        # Its `success` is LeadByte's word for the values (6.3), and here its sentence takes that back.
        return _told(update, ItemState.NOT_KNOWN, joined([words, _NO_CLEAR_WORD]), reply, own)
    later = spoken.queued or spoken.later or _is_queued(update, own, messages, details, reply)
    state = ItemState.QUEUED if later or reply.route.queues else ItemState.UPDATED
    told = _told(update, state, words or ("Queued" if later else "Lead updated"), reply, own)
    return replace(told, confirmation=spoken.confirmation, denied=spoken.denied)


def _has_values(update: Update) -> bool:
    return isinstance(update, FinancialUpdate) or bool(update.changes)


def _is_queued(
    update: Update, own: list[dict[str, Any]], messages: list[str], details: list[str], reply: _Reply
) -> bool:
    """Whether LeadByte says, beside what it says of deliveries and actions, that it will do this later (6.9)."""
    if any(flag(item.get("queued")) for item in own):
        return True
    warnings = texts([item.get("warnings") for item in own])
    # Of several leads, which one a sentence for the whole is about is not said: a lead's own word comes first.
    whole = (reply.envelope.message, *reply.envelope.warnings) if reply.alone or not messages else ()
    return any(
        _queues(sentence) and not (isinstance(update, LeadUpdate) and _only_of_effects(update, sentence))
        for sentence in (*messages, *details, *warnings, *whole)
    )


def _only_of_effects(update: LeadUpdate, sentence: str) -> bool:
    """Whether it is about a delivery or an action beside changed values, which is not the end of the lead's own."""
    return bool(update.changes) and speaks_of_effects(update, sentence)


def _queues(sentence: str) -> bool:
    return tells_of_queue(sentence) and not denies(sentence)


def _told(
    update: Update, state: ItemState, words: str, reply: _Reply, own: Sequence[dict[str, Any]] = ()
) -> LeadResult:
    asked = Confirmation.NOTHING_ASKED if update.harmless_to_repeat else Confirmation.NOT_CONFIRMED
    warnings = texts([item.get("warnings") for item in own])
    if state in (ItemState.UPDATED, ItemState.QUEUED):
        warnings += texts([[item.get("errors"), item.get("error")] for item in own])
    shared = reply.envelope.warnings
    return LeadResult(state, words, asked, tuple(dict.fromkeys([*warnings, *shared])))


def _spotless(update: Update, own: Sequence[dict[str, Any]]) -> bool:
    """Whether items that say success carry no error, or errors about a delivery or the action only."""
    errors = texts([[item.get("errors"), item.get("error")] for item in own])
    return not errors or (isinstance(update, LeadUpdate) and all(speaks_of_effects(update, error) for error in errors))


def _by_lead(items: Sequence[dict[str, Any]]) -> dict[LeadRef, list[dict[str, Any]]]:
    found: dict[LeadRef, list[dict[str, Any]]] = {}
    for item in items:
        quarantine = id_text(item.get("quarantineId"))
        if quarantine not in ("", "0"):
            lead = LeadRef(quarantine, LeadKind.QUARANTINE)
            # It may carry a lead's number beside it. That makes it no word about that lead, but enough to doubt one.
            if beside := id_text(item.get("id", item.get("leadId"))):
                found.setdefault(LeadRef(beside), []).append({})
        else:
            lead = LeadRef(id_text(item.get("id", item.get("leadId"))))
        found.setdefault(lead, []).append(item)
    return found


def _sentences(own: Sequence[dict[str, Any]]) -> list[str]:
    return texts([[item.get(name) for name in ("message", "errors", "error", "details")] for item in own])


def _refused_as_a_whole(reply: _Reply) -> bool:
    if state_of_status(reply.status) is ItemState.REFUSED:
        return True
    return state_of_status(reply.status) is None and reply.envelope.verdict is Verdict.ERROR and not reply.names_leads


def _key_refused(reply: _Reply) -> bool:
    if reply.status == _UNAUTHORIZED:
        return True
    envelope = reply.envelope
    whole = _refused_as_a_whole(reply) or (envelope.readable and envelope.verdict is Verdict.UNCLEAR)
    return whole and not reply.names_leads and speaks_of_refused_key(envelope.words)


def _words_of_status(status: int) -> str:
    state = state_of_status(status)
    if state is ItemState.NOT_SENT:
        return "LeadByte is busy and asked to wait. It did nothing with this request."
    if state is ItemState.REFUSED:
        return f"LeadByte refused the request and gave no reason (answer {status})."
    if 300 <= status <= 399:
        return f"Another address answered in place of LeadByte (answer {status}). The lead may or may not be changed."
    if status >= 500:
        return f"LeadByte had a fault of its own (answer {status}). The lead may or may not have been changed."
    return f"LeadByte gave an unusual answer ({status}). The lead may or may not have been changed."
