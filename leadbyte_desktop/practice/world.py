"""Everything that the practice account holds, in memory, the same at every start."""

from __future__ import annotations

import random
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from leadbyte_desktop.domain.lead_fields import LEAD_FIELDS
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef
from leadbyte_desktop.practice.catalogue import CAMPAIGNS, DELIVERIES, SUPPLIERS, Campaign, Supplier
from leadbyte_desktop.practice.contacts import ContactIndex, contacts_of
from leadbyte_desktop.practice.people import other_phone, person
from leadbyte_desktop.practice.shapes import USUAL_SHAPES

USUAL_SIZE = 5_000
FIRST_NUMBER = 2_929_001
FIRST_QUARANTINE_NUMBER = 8_419_001
# The leads of LeadByte's own examples exist and may be updated (leadbyte-api.md section 0).
DOCUMENTED_LEADS = frozenset({2_932_682, 2_932_683, 2_932_684})
_SEED = 2_932_682
_FIRST_RECEIVED = datetime(2026, 9, 1, 7, 0, tzinfo=UTC)
_NOTHING = Decimal("0.00")


class LeadStatus(StrEnum):
    """Where a lead stands in LeadByte."""

    VALID = "valid"
    APPROVED = "approved"
    UNSOLD = "unsold"
    REJECTED = "rejected"
    QUARANTINED = "quarantined"


# Of a hundred leads, how many stand where.
_SHARES = (
    (LeadStatus.VALID, 55),
    (LeadStatus.APPROVED, 80),
    (LeadStatus.UNSOLD, 88),
    (LeadStatus.REJECTED, 95),
    (LeadStatus.QUARANTINED, 100),
)


class PracticeLead:
    """One lead of the practice account.

    Attributes:
        number: its lead ID as text.
        quarantine_number: its quarantine ID while it is in quarantine, else empty.
        status: where it stands.
        payout: pounds for the supplier.
        revenue: pounds that it earns.
        bid: the buyer's BID given with the last financial change, else empty.
        changed: the fields that were changed since the account was made.
    """

    __slots__ = ("_index", "_seed", "bid", "changed", "number", "payout", "quarantine_number", "revenue", "status")

    def __init__(self, number: str, index: int, seed: int, status: LeadStatus) -> None:
        self.number = number
        self.quarantine_number = ""
        self.status = status
        self._index, self._seed = index, seed
        approved = status is LeadStatus.APPROVED
        self.payout = self.campaign.payout if approved else _NOTHING
        self.revenue = self.campaign.revenue if approved else _NOTHING
        self.bid = ""
        self.changed: dict[str, str] | None = None

    @property
    def campaign(self) -> Campaign:
        """The campaign that it belongs to."""
        return CAMPAIGNS[self._seed % len(CAMPAIGNS)]

    @property
    def supplier(self) -> Supplier:
        """Who supplied it."""
        return SUPPLIERS[self._index % len(SUPPLIERS)]

    @property
    def received(self) -> datetime:
        """When it came in (UTC)."""
        return _FIRST_RECEIVED + timedelta(minutes=self._index * 23)

    @property
    def fields(self) -> dict[str, str]:
        """All its values, under LeadByte's names."""
        return person(self._seed >> 32, self._index) | other_phone(self._index) | (self.changed or {})

    @property
    def queue_ref(self) -> str | None:
        """LeadByte's reference of its submission, where it came through the queue: of every fourth."""
        return f"{self._seed & 0xFFFFFFFFFFFF:012x}" if self._index % 4 == 1 else None

    @property
    def seed(self) -> tuple[str, int, int]:
        """Its ID, and what `person` makes its first values from."""
        return self.number, self._seed >> 32, self._index

    @property
    def takes_updates(self) -> bool:
        """True where it may be updated by its lead ID. An unsold lead is a valid one that no buyer has."""
        return self.status in (LeadStatus.VALID, LeadStatus.APPROVED, LeadStatus.UNSOLD)

    def takes_field(self, name: str) -> bool:
        """True where its campaign has such a field."""
        return name in LEAD_FIELDS or name in self.campaign.field_names


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """A request as the practice account saw it. `query` is as it came, `body` at most 8 KiB."""

    method: str
    path: str
    query: str
    body: str


class Ledger:
    """What the practice account did, for tests that hold it against what the journal says.

    Attributes:
        updates: how often values of each lead were changed.
        triggers: how often each lead went through each delivery (its ID as text).
        actions: how often each action was done to each lead.
        financials: how often the amounts of each lead were changed.
        requests: the last requests that came in, oldest first.
    """

    def __init__(self) -> None:
        self.updates: Counter[LeadRef] = Counter()
        self.triggers: Counter[tuple[LeadRef, str]] = Counter()
        self.actions: Counter[tuple[LeadRef, Action]] = Counter()
        self.financials: Counter[LeadRef] = Counter()
        self.requests: deque[SeenRequest] = deque(maxlen=200)

    @property
    def empty(self) -> bool:
        """True while nothing was changed or sent anywhere."""
        return not (self.updates or self.triggers or self.actions or self.financials)


class World:
    """The leads of the practice account and what was done to them. Only its methods change anything.

    Attributes:
        leads: lead ID to lead, oldest first.
        ledger: what was done.
        shapes: how it answers.
    """

    def __init__(self, leads: Mapping[str, PracticeLead]) -> None:
        self.leads = leads
        self.ledger = Ledger()
        self.shapes = USUAL_SHAPES
        self._new_contacts: dict[str, set[str]] = {}
        self._quarantine = {lead.quarantine_number: lead for lead in leads.values() if lead.quarantine_number}

    def find(self, ref: LeadRef) -> PracticeLead | None:
        """The lead of that number, or None. A quarantine ID finds only what is in quarantine now."""
        if ref.kind is LeadKind.LEAD:
            return self.leads.get(ref.number)
        lead = self._quarantine.get(ref.number)
        return lead if lead is not None and lead.quarantine_number else None

    @cached_property
    def contacts(self) -> ContactIndex:
        """Who had which e-mail address and phone number on the first day. It takes some tens of milliseconds, once."""
        return ContactIndex(lead.seed for lead in self.leads.values())

    def with_contact(self, contact: str) -> list[PracticeLead]:
        """The leads that have this phone number, or this e-mail address in small letters, now; oldest first."""
        numbers = {*self.contacts.numbers(contact), *self._new_contacts.get(contact, ())}
        leads = (self.leads[number] for number in numbers)
        return sorted((lead for lead in leads if contact in contacts_of(lead.fields)), key=lambda lead: lead.received)

    def update(self, ref: LeadRef, changes: Mapping[str, str]) -> None:
        """Change values of a lead that exists."""
        lead = self._existing(ref)
        lead.changed = (lead.changed or {}) | dict(changes)
        for contact in contacts_of(changes):
            self._new_contacts.setdefault(contact, set()).add(lead.number)
        self.ledger.updates[ref] += 1

    def trigger(self, ref: LeadRef, delivery_id: str) -> None:
        """Send a lead that exists through a delivery that exists."""
        self._existing(ref)
        self.ledger.triggers[ref, DELIVERIES[delivery_id].delivery_id] += 1

    def act(self, ref: LeadRef, action: Action) -> None:
        """Reprocess a lead that exists, or let it out of quarantine, or reject it there."""
        lead = self._existing(ref)
        if action is not Action.REPROCESS:
            lead.status = LeadStatus.VALID if action is Action.RELEASE else LeadStatus.REJECTED
            lead.quarantine_number = ""
        self.ledger.actions[ref, action] += 1

    def set_amounts(self, ref: LeadRef, payout: Decimal | None, revenue: Decimal | None, bid: str | None) -> None:
        """Change the amounts of a lead that exists; None leaves an amount or the BID alone."""
        lead = self._existing(ref)
        lead.payout = lead.payout if payout is None else payout
        lead.revenue = lead.revenue if revenue is None else revenue
        lead.bid = lead.bid if bid is None else bid
        self.ledger.financials[ref] += 1

    def with_status(self, status: LeadStatus) -> list[PracticeLead]:
        """The leads that stand there now, oldest first."""
        return [lead for lead in self.leads.values() if lead.status is status]

    def _existing(self, ref: LeadRef) -> PracticeLead:
        lead = self.find(ref)
        if lead is None:
            raise KeyError(ref)
        return lead


def build_world(size: int = USUAL_SIZE) -> World:
    """Make the practice account with `size` leads, the same every time. It takes some milliseconds."""
    bits = random.Random(_SEED).getrandbits
    leads: dict[str, PracticeLead] = {}
    quarantine_number = FIRST_QUARANTINE_NUMBER
    number = FIRST_NUMBER
    while len(leads) < size:
        if number % 7:  # Every seventh number is missing, as in an account where leads were deleted.
            lead = _lead(number, len(leads), bits)
            if lead.status is LeadStatus.QUARANTINED:
                lead.quarantine_number = str(quarantine_number)
                quarantine_number += 3
            leads[lead.number] = lead
        number += 1
    return World(leads)


def missing_numbers(count: int) -> list[str]:
    """Lead IDs that lie between those of the practice account and belong to no lead."""
    first = FIRST_NUMBER + (-FIRST_NUMBER % 7)
    return [str(first + 7 * step) for step in range(count)]


def _lead(number: int, index: int, bits: Callable[[int], int]) -> PracticeLead:
    seed, share = bits(128), bits(32) % 100
    status = LeadStatus.VALID if number in DOCUMENTED_LEADS else next(s for s, below in _SHARES if share < below)
    return PracticeLead(str(number), index, seed, status)
