"""What the practice account does without changing values: reprocess, release, reject, trigger a delivery.

Shapes: leadbyte-api.md section 3. LeadByte queues all of it; here it is done at once and called queued all the same, as
that is what staff will meet. The reply to a trigger is not public: it is shaped like that of POST /responders/trigger,
and of one delivery it says Success and no more, so that staff meet that too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef
from leadbyte_desktop.practice.catalogue import DELIVERIES
from leadbyte_desktop.practice.exchange import Call, Reply, error, success
from leadbyte_desktop.practice.lead_updates import why_lead_refused, why_not_triggered
from leadbyte_desktop.practice.world import World

_FIRST_PUSH = 4_560_001
_QUEUED = {
    Action.REPROCESS: "Queued for reprocessing",
    Action.RELEASE: "Queued for processing",
    Action.REJECT: "Queued for rejection",
}


def post_reprocess(world: World, call: Call) -> Reply:
    """POST /leads/reprocess: `leadId`, or `leadIds` for several."""
    return _act(world, _ids(call, "leadId", "leadIds"), LeadKind.LEAD, Action.REPROCESS, "")


def post_quarantine(world: World, call: Call) -> Reply:
    """POST /quarantine/process: `quarantineId`, or `quarantineIds` for several, and the action."""
    action = call.body.get("action")
    if action not in (Action.RELEASE, Action.REJECT):
        return error(400, "action is not known")
    message = "Quarantined lead(s) processed successfully"
    return _act(world, _ids(call, "quarantineId", "quarantineIds"), LeadKind.QUARANTINE, Action(str(action)), message)


def post_trigger(world: World, call: Call) -> Reply:
    """POST /deliveries/trigger: `deliveryId` and `leadId`, or lists of both. A lead that cannot go goes nowhere."""
    leads, deliveries = _ids(call, "leadId", "leads"), _ids(call, "deliveryId", "deliveries")
    if not leads or not deliveries:
        return error(400, "A lead and a delivery are needed")
    pushes = [_push(world, lead, delivery) for lead in leads for delivery in deliveries]
    if not any(push["queued"] for push in pushes):
        return Reply(
            200, {"status": "Error", "message": "; ".join(dict.fromkeys(str(push["status"]) for push in pushes))}
        )
    if world.shapes.plain_triggers or all(DELIVERIES[each].plain_reply for each in deliveries if each in DELIVERIES):
        return success()
    return success("See push results", warnings=[], pushResults=pushes)


def _push(world: World, number: str, delivery_id: str) -> dict[str, object]:
    reason = why_lead_refused(world, LeadRef(number), action=None) or why_not_triggered(delivery_id)
    push_id = str(_FIRST_PUSH + sum(world.ledger.triggers.values()))
    if not reason:
        world.trigger(LeadRef(number), delivery_id)
    return {
        "deliveryId": delivery_id,
        "pushId": "" if reason else push_id,
        "queued": not reason,
        "status": reason or "Queued",
        "leadId": int(number),
    }


def _act(world: World, numbers: Sequence[str], kind: LeadKind, action: Action, message: str) -> Reply:
    if not numbers:
        return error(400, "No leads were given")
    details: dict[str, str] = {}
    refused: dict[str, None] = {}
    for number in numbers:
        ref = LeadRef(number, kind)
        if reason := why_lead_refused(world, ref, action):
            refused[reason] = None
        else:
            world.act(ref, action)
        details[number] = reason or _QUEUED[action]
    if not refused:
        return success(message, details=details)
    if all(details[number] in refused for number in numbers):
        return Reply(200, {"status": "Error", "message": "; ".join(refused), "details": details})
    return Reply(200, {"status": "Warning", "message": message, "details": details})


def _ids(call: Call, one: str, several: str) -> list[str]:
    """The IDs under either name, each once; none where they are no numbers."""
    given = _listed(call.body, several) + ([call.body[one]] if one in call.body else [])
    texts = [str(number) for number in given if isinstance(number, str | int) and not isinstance(number, bool)]
    return list(dict.fromkeys(texts)) if len(texts) == len(given) and all(text.isdecimal() for text in texts) else []


def _listed(body: Mapping[str, object], name: str) -> list[object]:
    listed = body.get(name, [])
    return listed if isinstance(listed, list) else [listed]
