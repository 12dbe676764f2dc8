"""When a run stops by itself rather than to burn through the rows, why, and what a person can do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from leadbyte_desktop.api.client import Answer
from leadbyte_desktop.domain.job import ItemState, Update
from leadbyte_desktop.domain.route import route_of

STOP_AFTER = 5
"""So many requests in a row may fail in the same way."""
_GOT_THROUGH = frozenset({ItemState.UPDATED, ItemState.QUEUED})
_OF_ONE_REQUEST = " Nothing was sent."
_WHEN_REACHED = "Press Continue when LeadByte can be reached again; nothing goes by itself."


@dataclass(frozen=True, slots=True)
class Stop:
    """One reason to stop.

    Attributes:
        why: what happened, whole sentences.
        remedy: what to do so that the rest can go, whole sentences.
    """

    why: str
    remedy: str

    def words(self, left: int) -> str:
        """All of it for the person; `left` rows are waiting or surely did not reach LeadByte."""
        if not left:
            return self.why
        leads, them = ("1 lead was", "it") if left == 1 else (f"{left:,} leads were", "them")
        return f"{self.why} {leads} not sent; nothing was changed on {them}. {self.remedy}"


def asleep() -> Stop:
    """Nothing may go by itself hours later, perhaps in another place."""
    return Stop(
        "This PC was asleep, or its clock was changed, while this was being sent.",
        "Press Continue to send the rest; nothing goes by itself.",
    )


def not_after(title: str) -> Stop:
    """The job that was to go first ended without its turn at the lead."""
    return Stop(
        f"“{title}” ended before its row of this lead was sent, so this job, which was to go after it, did not begin.",
        f"Continue “{title}” first, then this one, both in History; or continue this one alone.",
    )


class Trouble:
    """Watches the answers of one run. Says stop at once where nothing can get through, else after a few in a row."""

    def __init__(self) -> None:
        self._last = ""
        self._times = 0

    def after(self, answer: Answer, updates: Sequence[Update], *, goes_again: bool = False) -> Stop | None:
        """The reason to stop after this answer to a request with these updates; None where there is none.

        Args:
            answer: the answer.
            updates: what the request carried.
            goes_again: some of it goes again by itself, so that what was not sent may still get through.
        """
        # What this answer says; that an earlier request may have arrived does not mean that anything gets through now.
        states = {answer.results[update.lead].state for update in updates}
        if states == {ItemState.NOT_SENT} and not goes_again:
            return _not_sent(answer)
        if answer.key_refused:
            return _key_refused(updates)
        if states & _GOT_THROUGH:
            return self._count("")
        # A redirect, a page of HTML, a refusal, a fault of LeadByte's: each is a way of its own.
        stop = self._count(f"{sorted(states)} {(answer.status or 0) // 100}")
        return _not_sent(answer) if stop and states == {ItemState.NOT_SENT} else stop

    def after_halving(self, *, got_through: bool) -> Stop | None:
        """The same after a group that was refused as a whole and halved: it counts once."""
        return self._count("" if got_through else "all of a halved group was refused")

    def _count(self, trouble: str) -> Stop | None:
        """Count how often the same went wrong in a row; empty where all is well."""
        self._times = self._times + 1 if trouble and trouble == self._last else int(bool(trouble))
        self._last = trouble
        return _same_trouble() if self._times >= STOP_AFTER else None


def _not_sent(answer: Answer) -> Stop:
    """Even after the retries nothing got through."""
    if answer.problem:
        # True of the request, but earlier ones of the job may well have been sent.
        return Stop(answer.problem.removesuffix(_OF_ONE_REQUEST), _WHEN_REACHED)
    return Stop("LeadByte is too busy to take more.", "Press Continue in a few minutes; nothing goes by itself.")


def _key_refused(updates: Sequence[Update]) -> Stop:
    """No other request would fare better with this key."""
    route = route_of(updates[0])
    needs = f" This needs the permission {route.permission}." if route.queues else ""
    return Stop(
        f"LeadByte refused this key, or what it is not allowed to do.{needs}",
        "Look at the key’s permissions in LeadByte, or give another key in Settings, then press Continue.",
    )


def _same_trouble() -> Stop:
    """Requests that may well have been done, or were refused as a whole, one after the other."""
    return Stop(
        f"{STOP_AFTER} requests in a row failed in the same way.",
        "Look at what LeadByte says of the rows, put that right, then press Continue.",
    )
