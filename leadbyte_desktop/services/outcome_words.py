"""What became of a lead or a job, in the words the person reads: what happened, whether anything changed, what now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from leadbyte_desktop.api.failures import MAYBE
from leadbyte_desktop.api.key_words import speaks_of_refused_key
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import (
    LEFT_OUT,
    REACHED_EARLIER,
    Confirmation,
    Item,
    ItemState,
    Job,
    Settlement,
    Update,
)
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadUpdate
from leadbyte_desktop.domain.route import Route, route_of
from leadbyte_desktop.domain.standing import Standing, Standings, standings_of
from leadbyte_desktop.domain.words import capitalised, count_of, day_and_time, ended, listed

_NOT_FOUND = re.compile(r"\b(lead|record)\b.{0,20}\b(not found|not in quarantine|does not exist)\b", re.IGNORECASE)
"""No list of LeadByte's wordings is public; these are the field's own words for a number that names nothing there."""

_TONES = {
    ItemState.UPDATED: "ok",
    ItemState.QUEUED: "ok",
    ItemState.REFUSED: "error",
    ItemState.NOT_SENT: "warning",
    ItemState.NOT_KNOWN: "unknown",
}
_ASKED = {Action.REPROCESS: "to reprocess it", Action.RELEASE: "to release it", Action.REJECT: "to reject it"}
_NOUNS = {Action.REPROCESS: "reprocess", Action.RELEASE: "release", Action.REJECT: "rejection"}
_AFTER_RELEASE = "After the release its checks apply, and the lead may be quarantined again."
_MAY = {
    Action.REPROCESS: "may have been reprocessed",
    Action.RELEASE: "may have been released",
    Action.REJECT: "may have been rejected",
}


def tone_of(state: ItemState) -> str:
    """The colour family of a state: "ok", "warning", "error", "unknown", or "" for none."""
    return _TONES.get(state, "")


def short_time(moment: datetime | None) -> str:
    """A moment of today as "14:02", of another day as "22 Nov 2026, 14:02", in this PC's time; "" for none."""
    if moment is None:
        return ""
    local = moment.astimezone()
    today = datetime.now().astimezone().date()
    return f"{local:%H:%M}" if local.date() == today else day_and_time(moment)


def item_words(item: Item, deliveries: Mapping[str, Delivery]) -> str:
    """What became of one lead, as whole sentences."""
    lead = _subject(item)
    if item.state is ItemState.UPDATED:
        return " ".join(part for part in (_updated(item, lead), _confirmed(item, deliveries), _warned(item)) if part)
    if item.state is ItemState.QUEUED:
        return " ".join(part for part in (_queued(item, deliveries), _warned(item)) if part)
    if item.state is ItemState.REFUSED:
        return _refused(item)
    if item.state is ItemState.NOT_SENT:
        return f"{lead} was not sent. {ended(item.words)} Nothing was changed in LeadByte. You can send it again."
    if item.state is ItemState.NOT_KNOWN:
        return _not_known(item, lead, deliveries)
    if item.left_out:
        reason = ended(item.words.removeprefix(LEFT_OUT).strip())
        return f"{lead} was left out: {reason} This row changed nothing in LeadByte."
    if item.state is ItemState.CANCELLED:
        return f"{lead} was not sent. {ended(item.words)} Nothing was changed in LeadByte."
    return f"{lead} has not been sent yet."


def _subject(item: Item) -> str:
    return capitalised(item.lead.words)


def _said(item: Item) -> str:
    return f" LeadByte said: “{item.words}”." if item.words else ""


def _refused(item: Item) -> str:
    said, reached_earlier, _ = item.words.partition(REACHED_EARLIER)
    changed = f"{reached_earlier} Look at it in LeadByte." if reached_earlier else "Nothing was changed on it."
    to_do = "Correct what LeadByte names, then review it again."
    if _NOT_FOUND.search(said):
        # There is nothing to correct in the values: either the number is another's, or somebody was there before.
        is_quarantine = item.lead.kind is LeadKind.QUARANTINE
        before = " It may have been released or rejected already: look there in LeadByte." if is_quarantine else ""
        to_do = f"Check the {item.lead.kind.noun}.{before}"
    if speaks_of_refused_key(said):
        to_do = "Open Settings and replace the key, or ask for what LeadByte names; then review it again."
        route = route_of(item.update)
        if route.queues:
            to_do = f"It needs the permission {route.permission}. {to_do}"
    return f"LeadByte refused {item.lead.words}: “{said.strip()}”. {changed} {to_do}"


def _queued(item: Item, deliveries: Mapping[str, Delivery]) -> str:
    """LeadByte does it later: what is asked of it, and what may still come of that (leadbyte-api.md section 3)."""
    update, said = item.update, _said(item)
    if not isinstance(update, LeadUpdate) or update.harmless_to_repeat:
        return f"LeadByte will change {item.lead.words} later; it is not done yet.{said}"
    if route_of(update) is Route.UPDATE and update.changes:
        asked = asked_words(update, deliveries)
        words = (
            f"LeadByte took the update of {item.lead.words} and queued the request {asked}; that is not done yet.{said}"
        )
        return f"{words} {_AFTER_RELEASE}" if update.action is Action.RELEASE else words
    words = f"LeadByte queued the request {_asked_of(item, deliveries)}; it is not done yet.{said}"
    if update.action is Action.RELEASE:
        return f"{words} {_AFTER_RELEASE}"
    if update.delivery_ids and item.confirmation is not Confirmation.CONFIRMED:
        return f"{words} {_confirmed(item, deliveries)}"
    return words


def _asked_of(item: Item, deliveries: Mapping[str, Delivery]) -> str:
    """What was asked, with the lead's name: "to reprocess lead 7"."""
    return asked_words(item.update, deliveries).replace(" it", f" {item.lead.words}", 1)


def _updated(item: Item, lead: str) -> str:
    at = short_time(item.changed_at)
    if item.settlement is Settlement.WENT_THROUGH:
        return f"{lead} is marked as done. {ended(item.words)}"
    if isinstance(item.update, FinancialUpdate):
        done = "has its new amounts"
    elif item.update.changes:
        done = "updated"
    else:
        done = "taken by LeadByte"
    return f"{lead} {done} at {at}.{_said(item)}"


def _confirmed(item: Item, deliveries: Mapping[str, Delivery]) -> str:
    asked = asked_words(item.update, deliveries)
    if not asked or item.settlement is Settlement.WENT_THROUGH:
        return ""
    if item.confirmation is Confirmation.CONFIRMED:
        return f"LeadByte confirmed the request {asked}."
    if item.confirmation is Confirmation.DENIED:
        return f"But LeadByte denied the request {asked}. Look at the lead in LeadByte."
    taken = f"LeadByte took the request {asked}; it does not report {_unreported(item.update)}."
    released = isinstance(item.update, LeadUpdate) and item.update.action is Action.RELEASE
    return f"{taken} {_AFTER_RELEASE}" if released else taken


def _unreported(update: Update) -> str:
    """What of it no answer tells: "the delivery itself", "the release itself, which may not be done yet"."""
    if not isinstance(update, LeadUpdate):
        return "it"
    several = len(update.delivery_ids) > 1
    delivery = ("the deliveries" if several else "the delivery") if update.delivery_ids else ""
    if update.action is None:
        return f"{delivery} {'themselves' if several else 'itself'}"
    action = f"the {_NOUNS[update.action]}"
    return f"{f'{delivery} or {action}' if delivery else f'{action} itself'}, which may not be done yet"


def asked_words(update: Update, deliveries: Mapping[str, Delivery]) -> str:
    """What was asked beside the values: "to send it to Acme Ltd and to reprocess it"; "" for nothing."""
    if not isinstance(update, LeadUpdate):
        return ""
    parts = []
    if update.delivery_ids:
        parts.append(f"to send it to {receivers(update, deliveries)}")
    if update.action:
        parts.append(_ASKED[update.action])
    return " and ".join(parts)


def receivers(update: LeadUpdate, deliveries: Mapping[str, Delivery]) -> str:
    """Who gets the lead: "Acme Ltd", "Acme Ltd and Sunline plc"."""
    known = (deliveries[each].receiver if each in deliveries else f"delivery {each}" for each in update.delivery_ids)
    return listed(dict.fromkeys(known))  # two deliveries may go to one buyer


def _warned(item: Item) -> str:
    return f"LeadByte warned: “{'; '.join(item.warnings)}”." if item.warnings else ""


def _not_known(item: Item, lead: str, deliveries: Mapping[str, Delivery]) -> str:
    if item.settlement is Settlement.SENT_AGAIN:
        return f"It is not known what became of {item.lead.words} the first time; a person sent it again."
    may = []
    if not isinstance(item.update, LeadUpdate) or item.update.changes:
        may.append("may or may not have been updated")
    if isinstance(item.update, LeadUpdate) and item.update.delivery_ids:
        may.append(f"may have gone to {receivers(item.update, deliveries)}")
    if isinstance(item.update, LeadUpdate) and item.update.action:
        may.append(_MAY[item.update.action])
    happened = ended(item.words.removesuffix(MAYBE).strip())
    return (
        f"{happened} {lead} {', and '.join(may)}. Look at the lead in LeadByte, "
        "then choose what you saw: it went through, it did not, or send it again."
    )


def counts_words(standings: Standings, order: Iterable[Standing] = Standing) -> str:
    """How many rows stand where, on one line: "1,950 updated, 48 refused, 2 not known, 3 left out".

    Args:
        standings: the counts.
        order: all standings, in the order in which they are told.
    """
    return ", ".join(f"{standings[each]:,} {each.value}" for each in order if standings.get(each))


def rows_standing(job: Job) -> dict[Standing, int]:
    """How all rows of a job's table stand: those that became no item of the job were left out too."""
    standings = standings_of(job.counts, job.left_out)
    if job.never_items:
        standings[Standing.LEFT_OUT] = job.left_out + job.never_items
    return standings


def job_words(job: Job) -> str:
    """How a job stands, ending with the word that every row is accounted for, or how many have not gone yet.

    With the rows of its table that became no item the counts add up to the rows of the file, always.
    """
    rows = count_of(job.rows, "row", "rows")
    counts = capitalised(counts_words(rows_standing(job)))
    waiting = job.counts.get(ItemState.WAITING, 0) + job.counts.get(ItemState.SENDING, 0)
    if waiting:
        return f"{counts}: {waiting:,} of {rows} {'has' if waiting == 1 else 'have'} not gone yet."
    return f"{counts}: all {rows} accounted for." if job.rows > 1 else f"{counts}."
