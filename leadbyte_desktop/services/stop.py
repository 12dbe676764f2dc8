"""Why a run stopped by itself, and what a person can do about it."""

from __future__ import annotations

from dataclasses import dataclass

from leadbyte_desktop.api.client import Answer

_OF_ONE_REQUEST = " Nothing was sent."
_WHEN_REACHED = "Press Continue when LeadByte can be reached again; nothing goes by itself."


@dataclass(frozen=True, slots=True)
class Stop:
    """One reason to stop rather than to burn through the rows.

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


def not_sent(answer: Answer) -> Stop:
    """Even after the retries nothing got through."""
    if answer.problem:
        # True of the request, but earlier ones of the job may well have been sent.
        return Stop(answer.problem.removesuffix(_OF_ONE_REQUEST), _WHEN_REACHED)
    return Stop("LeadByte is too busy to take more.", "Press Continue in a few minutes; nothing goes by itself.")


def key_refused() -> Stop:
    """No other request would fare better with this key."""
    return Stop(
        "LeadByte refused this key, or what it is not allowed to do.",
        "Look at the key’s permissions in LeadByte, or give another key in Settings, then press Continue.",
    )


def same_trouble(times: int) -> Stop:
    """Requests that may well have been done, or were refused as a whole, one after the other."""
    return Stop(
        f"{times} requests in a row failed in the same way.",
        "Look at what LeadByte says of the rows, put that right, then press Continue.",
    )
