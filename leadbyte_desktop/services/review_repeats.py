"""What a review says beside the rows that repeat what already went from this PC, and what a person can do instead."""

from __future__ import annotations

from leadbyte_desktop.domain.job import JobKind
from leadbyte_desktop.domain.lead_update import Action, action_effect
from leadbyte_desktop.services.review import Already, Review
from leadbyte_desktop.services.review_walk import KEPT

_STILL_TO_DO = "LeadByte may still have it to do: look"
_AT_THE_LEAD = f"{_STILL_TO_DO} at the lead there first."
_IN_QUARANTINE = f"{_STILL_TO_DO} there whether the lead is still in quarantine."
_LOOK_FIRST = "Look in LeadByte first whether the lead is still in quarantine."
_TAKE_AWAY = {
    action_effect(Action.REPROCESS): "untick the reprocess",
    action_effect(Action.RELEASE): "take the release away",
    action_effect(Action.REJECT): "take the rejection away",
}


def repeats_words(review: Review) -> str:
    """What is left out, or goes again, and what to do; empty where nothing repeats anything."""
    listed = review.already[:KEPT]
    if not listed:
        return ""
    left = len(review.already) - len(review.chosen)
    overtaken = any(entry.overtaken for entry in listed)
    contrary = sum(entry.contrary for entry in listed)
    if contrary and not overtaken:
        return _contrary_words(review, left, all_of_them=contrary == len(listed))
    if not left:
        return (
            "What is ticked below goes, though it already went from this PC, or may have, or a newer job changed its "
            "lead since."
            if overtaken
            else "What is ticked below already went from this PC, or may have, and goes again."
        )
    rows = f"{_left_one(review)} is left out" if left == 1 else f"{left:,} rows are left out"
    if overtaken:
        return (
            f"{rows}: a newer job changed the lead since, or it already went from this PC, or may have. Tick what "
            f"shall go all the same; what it sets then wins.{_unlisted_words(review)}"
        )
    what, tick = ("it repeats", "it") if left == 1 else ("they repeat", "those")
    return (
        f"{rows}, as {what} what already went from this PC, or may have. Tick {tick} to send again. "
        f"{_advice(listed)}{_unlisted_words(review)}"
    )


def _contrary_words(review: Review, left: int, *, all_of_them: bool) -> str:
    """The same where the opposite of some rows went, or of all of them; `left` of the rows are left out."""
    listed = review.already[:KEPT]
    before = "released or rejected from this PC before, or may have been"
    if not left:
        if all_of_them:
            return f"What is ticked below goes, though it was {before}."
        return "What is ticked below, or the opposite of it, already went from this PC, or may have, and goes now."
    one = left == 1
    rows = f"{_left_one(review)} is left out" if one else f"{left:,} rows are left out"
    if not all_of_them:
        what, tick = ("it asks for", "it") if one else ("they ask for", "those")
        return (
            f"{rows}, as what {what}, or the opposite of it, already went from this PC, or may have. Tick {tick} to "
            f"send again. {_advice(listed)}{_unlisted_words(review)}"
        )
    whose, tick = ("its lead was", "it to send it") if one else ("their leads were", "those to send them")
    if review.draft.kind is JobKind.SINGLE:
        whose = "it was"
    values = ""
    if any(entry.has_values for entry in listed):
        values = " To change only values, go back and take the release or rejection away."
    return (
        f"{rows}, as {whose} {before}, and LeadByte may refuse the opposite now. Tick {tick} all the same. "
        f"{_LOOK_FIRST}{values}{_unlisted_words(review)}"
    )


def _left_one(review: Review) -> str:
    return "This lead" if review.draft.kind is JobKind.SINGLE else "1 row"


def _advice(listed: tuple[Already, ...]) -> str:
    effects = {effect for entry in listed for effect in entry.effects}
    actions = effects & _TAKE_AWAY.keys()
    if not actions:
        return "To change only values, or to send to another buyer, go back and untick what already went."
    first = _AT_THE_LEAD if action_effect(Action.REPROCESS) in actions else _IN_QUARANTINE
    if not any(entry.has_values for entry in listed):
        return first
    take_away = _TAKE_AWAY[next(iter(actions))] if len(effects) == 1 else "untick what already went"
    return f"{first} To change only values, go back and {take_away}."


def _unlisted_words(review: Review) -> str:
    rows = len(review.already)
    return f" The first {KEPT:,} of {rows:,} are listed; the others stay left out." if rows > KEPT else ""
