"""What a person reads before anything leaves (rule 4 of the design): in plain words, and as exact requests.

The review holds the very job that is written down and sent when the person agrees; nothing is built anew afterwards.
What it says of many rows comes from their counts, so a job of a million rows is told as quickly as one of two.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from leadbyte_desktop.api.key_places import placed
from leadbyte_desktop.api.requests import ApiRequest, put_updates
from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.domain.account_names import PLAIN_NAMES, AccountNames
from leadbyte_desktop.domain.deeds import deeds_words
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.errors import BadMoney
from leadbyte_desktop.domain.financial_update import format_money, parse_money
from leadbyte_desktop.domain.grouping import plan
from leadbyte_desktop.domain.job import DraftItem, JobDraft, JobKind
from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.services.lead_seen import LeadSeen
from leadbyte_desktop.services.review_campaigns import campaign_words, many_campaigns_words, not_compared_words
from leadbyte_desktop.services.review_contradictions import ActingRow, contradicting, contradiction_words
from leadbyte_desktop.services.review_lines import ReviewLines
from leadbyte_desktop.services.review_rows import GoingRows, ReviewedRows, number_of
from leadbyte_desktop.services.review_totals import ReviewTotals
from leadbyte_desktop.services.review_words import (
    counted_actions_words,
    equal_rows_words,
    not_known_words,
)
from leadbyte_desktop.services.to_come import Choice, ToCome, merged, row_to_change

MOST_DELIVERIES_UNTYPED = 50
MOST_MONEY_UNTYPED = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Already:
    """A row that would repeat what already went from this PC, or may have, or that something since speaks against.

    Attributes:
        index: the row's place in the draft, from 0.
        lead: its lead.
        words: "Lead 2932682 went to Acme Solar on 22 Nov 2026, 14:02 (sam)".
        overtaken: nothing of it went before, but a newer job changed its lead since.
        contrary: nothing of it went before, but the opposite did: it rejects a lead that was released, or releases one
            that was rejected.
        effects: what of it went before, as in `LeadUpdate.effects`.
        has_values: whether it changes values too.
    """

    index: int
    lead: LeadRef
    words: str
    overtaken: bool = False
    contrary: bool = False
    effects: tuple[str, ...] = ()
    has_values: bool = False

    @property
    def tick_words(self) -> str:
        """What ticking it does, and why it is left out otherwise."""
        return f"{'Send all the same' if self.overtaken or self.contrary else 'Send again'}: {self.words}"


@dataclass(frozen=True, slots=True)
class Review:
    """Everything the confirmation shows. Immutable; `send_again` gives the review of the changed choice.

    It must be closed in the end (`close`), as its rows may be read from the disk.

    Attributes:
        account: where it goes.
        draft: the job, each row as it will be written down; rows in `already` are left out unless ticked.
        deliveries: what this PC knows of the deliveries named in it, by ID.
        rows: the draft's rows with what was decided about them; the same object as `draft.items`.
        totals: the counts of the rows that go.
        already: rows that repeat something, whether left out or ticked.
        chosen: the rows of `already` that the person ticked *send again*.
        continues: the job in the journal whose rest this is; None for a new job.
        rest: the journal's numbers of that job's rows, one for each of the draft's; None for a new job.
        not_known: of a continued job: how many of the rows that go left before without a clear answer; those of
            `already` aside.
        same_buyer: of a small job, which leads a buyer has or would get through another delivery, in whole sentences.
        to_come: of a job of one lead, the rows of other jobs in which it still waits.
        to_come_count: how many leads of a larger job still wait in another job.
        names: what the account calls its fields and buyers.
        seen: of a job of one lead, what LeadByte holds of it as far as that was read.
        campaigns: the campaigns of leads that were looked at, by `LeadRef.same_as`; not of this job's leads alone.
        contradictions: for each lead whose rows ask for different actions, those rows, whether they go or not.
    """

    account: Account
    draft: JobDraft
    deliveries: Mapping[str, Delivery]
    rows: ReviewedRows
    totals: ReviewTotals
    already: tuple[Already, ...] = ()
    chosen: frozenset[int] = frozenset()
    continues: int | None = None
    rest: array[int] | None = None
    not_known: int = 0
    same_buyer: str = ""
    to_come: tuple[ToCome, ...] = ()
    to_come_count: int = 0
    names: AccountNames = PLAIN_NAMES
    seen: LeadSeen = field(default_factory=LeadSeen)
    campaigns: Mapping[tuple[LeadKind, str], str] = field(default_factory=dict)
    contradictions: tuple[tuple[ActingRow, ...], ...] = ()

    def send_again(self, indexes: Iterable[int]) -> Review:
        """The same review with these rows of `already` ticked *send again*, and no others."""
        chosen = frozenset(index for index in indexes if index in self.rows.repeats)
        rows = self.rows.ticked(chosen)
        totals = self.totals.changed(
            ((index, rows.of_draft(index)) for index in self.chosen - chosen),
            ((index, rows.of_draft(index)) for index in chosen - self.chosen),
        )
        draft = replace(self.draft, items=rows)
        return replace(self, draft=draft, rows=rows, totals=totals, chosen=chosen)

    def close(self) -> None:
        """Let go of what its rows are read from. Nothing of it can be read or sent afterwards."""
        self.rows.close()

    @property
    def going(self) -> GoingRows:
        """The rows that leave when the person agrees; found one by one, which takes long where they are many."""
        return GoingRows(self.rows, self.totals.going)

    def row_number(self, index: int) -> int:
        """The number by which a person knows the row, as the file and History show it; `index` is its place here."""
        return number_of(self.rows.of_draft(index), index)

    @property
    def left_out_rows(self) -> dict[int, str]:
        """Of a continued job: the journal's rows that stay behind for good when the person agrees, and why."""
        rest = self.rest
        return {rest[index]: words for index, words in self.rows.left_out()} if rest else {}

    @property
    def rows_sent_again(self) -> tuple[int, ...]:
        """Of a continued job: the journal's rows that the person ticked *send again*."""
        return tuple(self.rest[index] for index in sorted(self.chosen)) if self.rest else ()

    @property
    def title(self) -> str:
        """The question at the top: "Update Ms Karen Fletcher, lead 2932682 (Life Cover)?"."""
        going = self.totals.going
        if (only := self._only) is not None:
            return f"{self._verb} {self.seen.who(only.update.lead)}?"
        if not going:
            whose = f" for {self.seen.who(self.already[0].lead)}" if len(self.rows) == 1 and self.already else ""
            return f"Nothing is left to send{whose}"
        return f"{self._all_deeds}?"

    @property
    def button(self) -> str:
        """What the send button does, in words: "Update and send to Acme Ltd"."""
        going = self.totals.going
        if self.totals.mixed:
            return self._all_deeds
        receivers = {self._lines.delivery(each).receiver for each, count in self.totals.deliveries.items() if count}
        what = self._verb if going == 1 else f"{self._verb} {going:,}"
        if not receivers:
            return f"{what} {'lead' if going == 1 else self._noun}"
        to = next(iter(receivers)) if len(receivers) == 1 else f"{len(receivers):,} buyers"
        if going == 1:
            return self._deeds(f"send to {to}")
        if not self.totals.changing:
            action = next((f" and {action.verb}" for action, count in self.totals.actions.items() if count), "")
            return f"Send {going:,} {self._noun} to {to}{action}"
        return f"{what} and send to {to}"

    @property
    def repeats_something(self) -> bool:
        """Whether a row is ticked that was sent, or changed, before; of one whose opposite went that is not so."""
        return any(entry.index in self.chosen and not entry.contrary for entry in self.already)

    @property
    def dangerous(self) -> bool:
        """True for a delivery, an action or money: the send button is then never the default one."""
        return self.totals.dangerous

    @property
    def delivery_count(self) -> int:
        """How many times a lead goes to a buyer."""
        return self.totals.delivery_count

    @property
    def money(self) -> Decimal:
        """Pounds of payout and revenue set, in all."""
        return self.totals.money

    @property
    def must_type(self) -> str | None:
        """The number that the person must type first: a count of deliveries or an amount; None for neither."""
        if self.delivery_count > MOST_DELIVERIES_UNTYPED:
            return f"{self.delivery_count:,}"
        if self.money > MOST_MONEY_UNTYPED:
            return format_money(self.money)
        return None

    def typed_right(self, text: str) -> bool:
        """Whether the person typed the number that `must_type` asks for; commas, spaces and £ do not matter."""
        wanted = self.must_type
        if wanted is None:
            return True
        try:
            typed, needed = parse_money(text), parse_money(wanted)
        except BadMoney:
            return False
        return typed == needed

    @property
    def requests(self) -> Iterator[ApiRequest]:
        """The exact requests, in the order in which they leave, each made as it is asked for. They carry no key."""
        made = (put_updates([item.update for item in group]) for group in plan(self.going))
        return (placed(request, self.account.key_heard) for request in made)

    @property
    def summary(self) -> tuple[str, ...]:
        """What will happen in all, a sentence each; for one lead, everything."""
        only = self._only
        if only is None:
            warning = self._contradiction
            lines = [*([warning] if warning else ()), *self._lines.of_totals(self.totals)]
        else:
            lines = [*self._lines.checked_lines_of(only.update), *self.seen.stays_words]
        if words := self._not_compared:
            lines.append(words)
        if self.not_known:
            money = self.draft.kind is JobKind.FINANCIALS
            lines.append(not_known_words(self.not_known, self.totals.going, money=money))
        if self.rows.equals:
            lines.append(equal_rows_words(len(self.rows.equals)))
        return tuple(lines)

    @property
    def wants_eye(self) -> frozenset[str]:
        """Those sentences of the summary that nobody may read over.

        They are about what is erased, what looks mistyped, rows that contradict each other, and leads that go to buyers
        though nobody looked whether their campaign fits. Of a table with many rows nobody ever does, so there the last
        is no warning.
        """
        only = self._only
        not_compared = {self._not_compared} if self._compares else set()
        if only is None:
            lines = self._lines.erasures_in(self.totals) | {self._contradiction}
        else:
            lines = self._lines.erasures_of(only.update).union(self._lines.doubts_of(only.update))
        return lines.union(not_compared) - {""}

    def short_line_of(self, item: DraftItem) -> str:
        """The same in few words for a table, who gets the lead first: "Goes to Acme Ltd; Postcode “TN25 6QD”"."""
        return self._lines.short_line_of(item.update)

    def lines_of(self, item: DraftItem) -> tuple[str, ...]:
        """What will happen to one lead, a sentence each."""
        return self._lines.lines_of(item.update)

    def campaign_note(self, choice: Choice = Choice.SEND) -> str:
        """That its lead would go through a delivery of another campaign, in whole sentences; empty where it is not so.

        LeadByte is asked of one lead only; of several, it is known of those that were looked at before.
        """
        item = self.changed_row if choice is Choice.CHANGE_ROW else self._only
        if item is None:
            return many_campaigns_words(self._known_campaigns) if self._compares else ""
        if not isinstance(item.update, LeadUpdate):
            return ""
        lead = item.update.lead
        return campaign_words(lead, self._campaign_of(lead), self._through(item.update))

    def _campaign_of(self, lead: LeadRef) -> str:
        """The lead's campaign, as far as it is known."""
        return (self.seen.campaign if len(self.rows) == 1 else "") or self.campaigns.get(lead.same_as, "")

    def _through(self, update: LeadUpdate) -> list[Delivery]:
        return [self._lines.delivery(each) for each in update.delivery_ids]

    @property
    def _compares(self) -> bool:
        """Whether the campaigns of its leads are looked up: of a table with many rows they are not."""
        return self.draft.kind is not JobKind.BATCH

    @property
    def _known_campaigns(self) -> list[tuple[LeadRef, str, list[Delivery]]]:
        """The leads that go to buyers and of which the campaign is known."""
        updates = [item.update for item in self.going if isinstance(item.update, LeadUpdate)] if self.campaigns else []
        named = ((each, self._campaign_of(each.lead)) for each in updates if each.delivery_ids)
        return [(each.lead, campaign, self._through(each)) for each, campaign in named if campaign]

    @property
    def _not_compared(self) -> str:
        """That it was not looked whether campaigns fit; of a single lead that is said where it could be looked at."""
        totals, only = self.totals, self._only
        if not totals.delivery_count or (only is not None and self.draft.kind is not JobKind.BUYERS):
            return ""
        if only is not None:
            known = bool(self._campaign_of(only.update.lead))
            return not_compared_words(int(known), 1, compares=True)
        known_of = len(self._known_campaigns) if self._compares else 0
        return not_compared_words(known_of, totals.going, compares=self._compares)

    @property
    def _contradiction(self) -> str:
        """That rows which go ask for different actions of one lead; empty where none do."""
        left_out = self.rows.repeats.keys() - self.chosen
        found = (contradicting(row for row in rows if row.index not in left_out) for rows in self.contradictions)
        return contradiction_words([rows for rows in found if rows]) if self.contradictions else ""

    @property
    def buyer_note(self) -> str:
        """What to look at of the job's buyers, in whole sentences; empty for nothing.

        Either that no buyer that this PC knows has a BID of the job, or that a buyer gets a lead that they have.
        """
        return self.same_buyer or self._lines.unknown_buyers(self.totals)

    # --- what is still to come in another job -----------------------------------------------------------------------

    @property
    def row_to_change(self) -> ToCome | None:
        """The row of another job that could take up this job's change; None where there is none.

        None too where something of it already went: that row has no *send again* of its own.
        """
        only = self._only
        if only is None or self.already or only.repeats is not None:
            return None
        return row_to_change(self.to_come, only.update)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What a person may want; the first is taken where nobody says otherwise."""
        direct = Choice.AFTER if self.goes_after else Choice.SEND
        return (direct, Choice.CHANGE_ROW) if self.row_to_change else (direct,)

    @property
    def goes_after(self) -> tuple[int, ...]:
        """The journal's items that must have had their turn before this job, where it is sent after them."""
        return tuple(row.item.item_id for row in self.to_come if row.running)

    @property
    def changed_row(self) -> DraftItem | None:
        """What the other job's row then is, where it is changed instead."""
        row, only = self.row_to_change, self._only
        return DraftItem(merged(row.item.update, only.update)) if row and only else None

    # --- how it is put together -------------------------------------------------------------------------------------

    @property
    def _only(self) -> DraftItem | None:
        """The row that goes, where it is the only one."""
        return self.rows[self.totals.places] if self.totals.going == 1 else None

    @property
    def _verb(self) -> str:
        totals = self.totals
        if self.draft.kind is JobKind.FINANCIALS:
            return f"Change the {self._amounts_set} of"
        if totals.going == 1 or totals.all_alike or (totals.going and not totals.changing):
            return self._deeds()
        return "Update"

    @property
    def _all_deeds(self) -> str:
        """What is done to the rows that go: "Release 1 and reject 2 leads"; "Send 3 rows" where more is mixed."""
        totals = self.totals
        if not totals.mixed:
            return f"{self._verb} {totals.going:,} {self._noun}"
        if totals.sending or totals.leads_repeat:
            return f"Send {totals.going:,} rows"
        return f"{counted_actions_words(totals.actions)} {self._noun}"

    def _deeds(self, send: str = "send") -> str:
        """All that is done to the one row that goes, or to every one alike."""
        totals = self.totals
        action = next((action for action, count in totals.actions.items() if count), None)
        return deeds_words(changes=bool(totals.changing), sends=bool(self.delivery_count), action=action, send=send)

    @property
    def _amounts_set(self) -> str:
        amounts = (("payout", self.totals.payout), ("revenue", self.totals.revenue))
        return " and ".join(noun for noun, totals in amounts if totals.count) or "payout and revenue"

    @property
    def _noun(self) -> str:
        """What is counted: leads, or rows where one lead stands in several."""
        if self.totals.leads_repeat:
            return "rows"
        return "quarantined leads" if self.totals.quarantined == self.totals.going else "leads"

    @property
    def _lines(self) -> ReviewLines:
        return ReviewLines(self.deliveries, self.names, self.seen)


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a person agreed to.

    Attributes:
        review: what was shown, with the person's ticks.
        choice: what shall become of it, one of the review's `choices`.
    """

    review: Review
    choice: Choice = Choice.SEND
