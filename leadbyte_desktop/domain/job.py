"""Jobs and their items: everything that is sent is one (rule 1 of the design), and this is what may become of it.

The states of an item, and the only changes there are (`ALLOWED_CHANGES`)::

    waiting ──> sending ──> updated | queued | refused      final: LeadByte's own word
       │           ├──────> not sent    it surely never reached LeadByte; may go again
       │           └──────> not known   it may have reached LeadByte; a person may settle it
       └──> cancelled                   left out, or stopped before it was sent
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate

Update = LeadUpdate | FinancialUpdate


class JobKind(StrEnum):
    """What the job was made in."""

    SINGLE = "single"
    BATCH = "batch"
    BUYERS = "buyers"
    FINANCIALS = "financials"


class ItemState(StrEnum):
    """Where an item stands. All but the first two are the six final outcomes of the design's rule 3."""

    WAITING = "waiting"
    SENDING = "sending"
    UPDATED = "updated"
    QUEUED = "queued"
    REFUSED = "refused"
    NOT_SENT = "not sent"
    NOT_KNOWN = "not known"
    CANCELLED = "cancelled"

    @property
    def words(self) -> str:
        """As it is shown and written to results: "Not known"."""
        return self.value.capitalize()


OUTCOMES = (
    ItemState.UPDATED,
    ItemState.QUEUED,
    ItemState.REFUSED,
    ItemState.NOT_SENT,
    ItemState.NOT_KNOWN,
    ItemState.CANCELLED,
)

ALLOWED_CHANGES: dict[ItemState, frozenset[ItemState]] = {
    ItemState.WAITING: frozenset({ItemState.SENDING, ItemState.CANCELLED}),
    ItemState.SENDING: frozenset(
        {ItemState.UPDATED, ItemState.QUEUED, ItemState.REFUSED, ItemState.NOT_SENT, ItemState.NOT_KNOWN}
    ),
    # By itself within a run, or after a person's Continue; a person may also give it up.
    ItemState.NOT_SENT: frozenset({ItemState.SENDING, ItemState.CANCELLED}),
    # SENDING only where repeating is harmless; UPDATED and NOT_SENT are a person's word.
    ItemState.NOT_KNOWN: frozenset({ItemState.SENDING, ItemState.UPDATED, ItemState.NOT_SENT}),
    ItemState.UPDATED: frozenset(),
    ItemState.QUEUED: frozenset(),
    ItemState.REFUSED: frozenset(),
    ItemState.CANCELLED: frozenset(),
}

LEFT_OUT = "Left out:"
"""Begins the words of an item that was left out: it went already, or another row of its job asks for the same."""

REACHED_EARLIER = "An earlier request with it, which was not answered, may have reached LeadByte."
"""Stands after the words of an item of which something may have been done before its last answer."""


def sources_of(target: ItemState) -> tuple[ItemState, ...]:
    """The states from which an item may become `target`."""
    return tuple(state for state, targets in ALLOWED_CHANGES.items() if target in targets)


class Confirmation(StrEnum):
    """Whether LeadByte spoke of the trigger or action. A second field beside the outcome, not another outcome."""

    NOTHING_ASKED = ""
    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not confirmed"
    DENIED = "denied"


class Settlement(StrEnum):
    """A person's word on an item that was not known."""

    WENT_THROUGH = "it went through"
    DID_NOT = "it did not"
    SENT_AGAIN = "sent again"


@dataclass(frozen=True, slots=True)
class LeadResult:
    """What became of one lead in one request.

    Attributes:
        state: one of the outcomes that follow *sending* in `ALLOWED_CHANGES`.
        words: LeadByte's own words, or ours where it said nothing; the key is masked in them.
        confirmation: whether LeadByte spoke of the triggers and the action.
        warnings: LeadByte's warnings, as texts.
        denied: the effects (see `LeadUpdate.effects`) that LeadByte said did not happen.
    """

    state: ItemState
    words: str
    confirmation: Confirmation = Confirmation.NOTHING_ASKED
    warnings: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a job, as the journal holds it.

    Attributes:
        item_id: the journal's number of the item.
        job_id: the job it belongs to.
        position: its place in the job, from 1.
        update: what shall happen.
        state: where it stands.
        words: LeadByte's words, or ours; empty while it waits.
        warnings: LeadByte's warnings.
        confirmation: whether the trigger or action was confirmed.
        settlement: a person's word on it, if one was given.
        request_number: the number of the last request that carried it; None before the first.
        attempts: how many requests have carried it.
        changed_at: when its state last changed (UTC).
        send_again: a person allowed it to repeat what already went from this PC.
        file_row: its row in the table that the job was made from, as that table numbers it; None where the job was
            made from none.
    """

    item_id: int
    job_id: int
    position: int
    update: Update
    state: ItemState = ItemState.WAITING
    words: str = ""
    warnings: tuple[str, ...] = ()
    confirmation: Confirmation = Confirmation.NOTHING_ASKED
    settlement: Settlement | None = None
    request_number: int | None = None
    attempts: int = 0
    changed_at: datetime | None = None
    send_again: bool = False
    file_row: int | None = None

    @property
    def number(self) -> int:
        """The one number by which a person knows the row: that of the table it came from, else its place in the job."""
        return self.position if self.file_row is None else self.file_row

    @property
    def lead(self) -> LeadRef:
        """The lead it is about."""
        return self.update.lead

    @property
    def left_out(self) -> bool:
        """True where nobody cancelled it: it went already, or another row asks for the same."""
        return self.state is ItemState.CANCELLED and self.words.startswith(LEFT_OUT)

    @property
    def can_be_settled(self) -> bool:
        """True where *It went through*, *It did not* and *Send it again* make sense."""
        return self.state is ItemState.NOT_KNOWN and self.settlement is None


@dataclass(frozen=True, slots=True)
class DraftItem:
    """One row of a job that is not in the journal yet.

    Attributes:
        update: what shall happen.
        send_again: the person ticked *send again* for what already went.
        repeats: the *not known* item that it sends again, if it does.
        left_out: why the review left the row out; empty where it goes. The journal writes such a row down as
            *cancelled* with these words, so that the counts add up to the rows.
        number: the number by which a person knows the row, as `Item.number`; None where that is its place in the job.
    """

    update: Update
    send_again: bool = False
    repeats: int | None = None
    left_out: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of the table that a job was made from.

    Attributes:
        number: its row in the spreadsheet, as Excel numbers it; in a table made in the app, as that numbers it.
        cells: as they stand under the table's headings; None where blank.
        position: the place in the job of what it became, from 1; None where it became nothing.
        why: why it became none, a sentence; empty where it became one.
    """

    number: int
    cells: tuple[str | None, ...]
    position: int | None
    why: str = ""


class JobSource(Protocol):
    """The table that a job was made from, so that its results can be given back in the table's own form."""

    @property
    def headings(self) -> tuple[str, ...]:
        """The table's headings, in its order."""

    def rows(self) -> Iterator[SourceRow]:
        """All rows of the table, in its order. Read once, on the journal's thread."""


@dataclass(frozen=True, slots=True)
class JobDraft:
    """A job that a person is about to review.

    Attributes:
        kind: where it was made.
        title: how it is listed in History: "Lead 2932682", "leads-today.csv".
        account_id: the account it goes to.
        items: its rows in order. They may stand on the disk and be read as they are asked for, so nothing goes over
            all of them on the window's thread.
        source: the table that it was made from; None where there is none.
    """

    kind: JobKind
    title: str
    account_id: str
    items: Sequence[DraftItem]
    source: JobSource | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the journal holds it.

    Attributes:
        job_id: the journal's number of the job.
        kind: where it was made.
        title: how it is listed.
        account_id: the account, by this PC's name for it.
        account_name: its name when the job was made.
        host: its host when the job was made.
        created_at: when it was written down (UTC).
        created_by: the person's login name on this PC.
        counts: how many items stand in each state; states with none are left out.
        stopped: True where a person cancelled it.
        never_items: rows of the table it was made from that became no item; with `total` they make the table's rows.
        left_out: how many of the *cancelled* items were left out (`Item.left_out`).
        trouble: why its last run stopped by itself, and what to do now, whole sentences; empty where it did not.
    """

    job_id: int
    kind: JobKind
    title: str
    account_id: str
    account_name: str
    host: str
    created_at: datetime
    created_by: str
    counts: dict[ItemState, int] = field(default_factory=dict)
    stopped: bool = False
    never_items: int = 0
    left_out: int = 0
    trouble: str = ""

    @property
    def total(self) -> int:
        """How many items it has."""
        return sum(self.counts.values())

    @property
    def rows(self) -> int:
        """How many rows its table has; how many items, where it was made from none."""
        return self.total + self.never_items

    @property
    def unfinished(self) -> int:
        """How many items have not been sent yet, or surely never reached LeadByte."""
        return self.counts.get(ItemState.WAITING, 0) + self.counts.get(ItemState.NOT_SENT, 0)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request that left, or was about to leave, this PC.

    Attributes:
        number: the journal's number of the request.
        job_id: the job.
        sent_at: when it left; until its answer is written down, when it was written down to leave (UTC).
        answered_at: when its result was written down; None while it is out.
        method: "PUT".
        url: without any key.
        body: the JSON text without any key.
        status: HTTP status of the answer; None where none came.
        reply: the answer's text, at most 64 KiB, the key masked.
        problem: what went wrong where no answer came, in our words.
    """

    number: int
    job_id: int
    sent_at: datetime
    answered_at: datetime | None
    method: str
    url: str
    body: str
    status: int | None = None
    reply: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class PriorSend:
    """Something that already went from this PC, or may have.

    Attributes:
        item_id: the journal's number of the item that carried it.
        job_id: the job of that item.
        lead: the lead.
        effect: what happened, as in `LeadUpdate.effects`.
        state: where that item stands.
        at: when the last request with it left (UTC).
        by: who sent it.
        denied: LeadByte said of this effect that it did not happen.
    """

    item_id: int
    job_id: int
    lead: LeadRef
    effect: str
    state: ItemState
    at: datetime
    by: str
    denied: bool = False
