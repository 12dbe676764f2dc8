"""The Financials tab: payout and revenue of approved leads."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from leadbyte_desktop.domain.buyer_names import BuyerNames
from leadbyte_desktop.domain.errors import BadMoney
from leadbyte_desktop.domain.financial_rows import totals_of
from leadbyte_desktop.domain.financial_update import FinancialUpdate, format_money
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.ui.financials_form import OneAmountForm, PerLeadForm
from leadbyte_desktop.ui.outcome_panel import OutcomePanel
from leadbyte_desktop.ui.parts.foot import Foot
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.parts.page import Page
from leadbyte_desktop.ui.parts.segments import Segments
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.parts.two_columns import TwoColumns
from leadbyte_desktop.ui.theme import Tone

ONE, EACH = "one", "each"
_BOUNDS = "Only Approved leads can be changed, not rejected or unsold ones."


class FinancialsTab(Page):
    """One amount for all leads, or a row for each; what became of them stands beside.

    Attributes:
        one: the form with one amount for all.
        each: the table with a row for each lead.
        ways: the choice between them; `ways.choose(EACH)`.
        results: what became of what was sent.

    Signals:
        review_asked(): the amounts shall be reviewed and sent.
    """

    review_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._foot = Foot("financials.foot", "Review…", ctrl_enter=True)
        super().__init__("financials", self._foot, parent)
        self._ready = False
        self._foot.primary.setObjectName("financials.review")
        self._foot.pressed.connect(self._ask_review)
        self.ways = Segments("financials.way", "Amounts", ((ONE, "One amount for all"), (EACH, "A row for each lead")))
        self.one, self.each = OneAmountForm(), PerLeadForm()
        self._note = Note("financials.note")
        self.results = OutcomePanel(
            "financials.results",
            ("No amounts sent from here yet", "What LeadByte says of each lead appears here."),
            with_money=True,
        )
        self._reviewed: OneAmountForm | PerLeadForm = self.one
        self._forms = QStackedWidget()
        self._forms.addWidget(self.one)
        self._forms.addWidget(self.each)
        self.ways.chosen.connect(self._show_way)
        self.one.changed.connect(self._edited)
        self.each.changed.connect(self._edited)
        self._lay_out()
        self._show_foot()

    def show_buyers(self, buyers: BuyerNames, problem: str = "") -> None:
        """Offer these buyers; what is typed stays.

        Args:
            buyers: those that this PC knows.
            problem: why LeadByte did not list them, a sentence or two; empty where it did.
        """
        self.one.bid.show_buyers(buyers, problem)
        self.each.show_buyers(buyers)

    def show_ready(self, ready: bool) -> None:
        """Whether an account is open."""
        self._ready = ready
        self._show_foot()

    def updates(self) -> list[FinancialUpdate]:
        """What the form that is shown asks for.

        Raises:
            BadMoney: an amount cannot be read without guessing.
        """
        return self._form.updates()

    def take_out(self, leads: Collection[LeadRef]) -> None:
        """These leads were dealt with; what else was typed stays."""
        self._reviewed.take_out(leads)

    def clear(self) -> None:
        """Begin afresh, with another account."""
        self.one.clear()
        self.each.clear()
        self._note.hide_note()

    def say_error(self, words: str) -> None:
        """What kept the amounts from being sent; everything typed stays."""
        self._note.say(words, Tone.ERROR)
        self.show_widget(self._note)

    @property
    def _form(self) -> OneAmountForm | PerLeadForm:
        return self.one if self.ways.current() == ONE else self.each

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self.ways)
        top.addWidget(Text(_BOUNDS, "hint", name="financials.bounds"), 1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._forms, 1)
        column.addWidget(self._note)
        self.results.begun.connect(self._show_results)
        self.add(top)
        self.add(TwoColumns(left, self.results, (1, 1)), 1)

    def _show_way(self, key: str) -> None:
        self._forms.setCurrentWidget(self.one if key == ONE else self.each)
        self._edited()

    def _show_results(self) -> None:
        # Only once they have their place on the page.
        QTimer.singleShot(0, self, lambda: self.show_widget(self.results))

    def _edited(self) -> None:
        self._note.hide_note()
        self._show_foot()

    def _show_foot(self) -> None:
        missing = self._form.missing()
        self._foot.need("" if self._ready and not missing else missing or "No account is open yet")
        updates = self._readable()
        leads = count_of(len(updates), "lead", "leads")
        self._foot.set_primary(f"Review {leads}…" if updates else "Review…")
        self._foot.set_hint(totals_words(updates))

    def _readable(self) -> list[FinancialUpdate]:
        try:
            return self.updates()
        except BadMoney:
            return []

    def _ask_review(self) -> None:
        self._reviewed = self._form
        self._form.say_errors()
        self.review_asked.emit()


def totals_words(updates: Sequence[FinancialUpdate]) -> str:
    """What is set in all: "12 leads · payout £960.00 · revenue £1,440.00"."""
    payout, revenue = totals_of(updates)
    parts = [count_of(len(updates), "lead", "leads")]
    if payout is not None:
        parts.append(f"payout {format_money(payout)}")
    if revenue is not None:
        parts.append(f"revenue {format_money(revenue)}")
    return " · ".join(parts)
