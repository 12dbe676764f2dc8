"""The first part of the Deliveries tab: send leads to buyers, reprocess, release or reject them, changing no value."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef
from leadbyte_desktop.domain.words import capitalised, count_of, listed
from leadbyte_desktop.ui.automatic_hint import AutomaticHint
from leadbyte_desktop.ui.deliveries_acts import SendAct
from leadbyte_desktop.ui.delivery_sets import DeliverySetsButton
from leadbyte_desktop.ui.outcome_panel import OutcomePanel
from leadbyte_desktop.ui.parts.card import Card
from leadbyte_desktop.ui.parts.empty_state import EmptyState
from leadbyte_desktop.ui.parts.foot import Foot
from leadbyte_desktop.ui.parts.lead_ids_box import LeadIdsBox
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.parts.page import Page
from leadbyte_desktop.ui.parts.segments import Segments
from leadbyte_desktop.ui.parts.tick_list import TickList, TickRow
from leadbyte_desktop.ui.parts.two_columns import TwoColumns
from leadbyte_desktop.ui.theme import Tone

_MOST_NAMED = 3
_SEARCH = "Search by name, buyer, campaign or ID   Alt+D"


class DeliveriesSend(Page):
    """What shall be done, lead IDs, deliveries to tick, and what became of the leads beside them.

    Attributes:
        acts: what shall be done with the leads.
        ids: the box of lead IDs.
        ticks: the deliveries.
        sets: the named sets of them.
        results: what became of what was sent.

    Signals:
        review_asked(): the leads shall be reviewed and sent.
        list_asked(): there is nothing to tick; the person wants the list of deliveries.
        act_chosen(): something else shall be done with the leads.
    """

    review_asked = Signal()
    list_asked = Signal()
    act_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._foot = Foot("deliveries.foot", "Review…", ctrl_enter=True)
        super().__init__("deliveries.sendPage", self._foot, parent)
        self._receivers: dict[str, str] = {}
        self._ready = False
        self._reviewed_from: QWidget | None = None
        # A lead ID is never read as a quarantine ID, so each kind has a text of its own.
        self._texts: dict[LeadKind, str] = {}
        self._foot.primary.setObjectName("deliveries.review")
        self._foot.pressed.connect(self._ask_review)
        QShortcut(QKeySequence("Alt+D"), self).activated.connect(self._to_deliveries)
        self.acts = Segments(
            "deliveries.act",
            "What is done with the leads",
            tuple((each.value, each.act.choice) for each in SendAct),
            wraps=True,
        )
        self.acts.chosen.connect(self._act_chosen)
        self.ids = LeadIdsBox("deliveries.sendIds", "Lead IDs: send to buyers", lines=3)
        self.ids.changed.connect(self._edited)
        self.ticks = TickList("deliveries.sendTo", "Deliveries to send the leads to", _SEARCH, most_shown=5)
        self.ticks.changed.connect(self._edited)
        self.sets = DeliverySetsButton(self.ticks, "deliveries.sendSets")
        self._automatic = AutomaticHint(self.ticks, "deliveries.automatic")
        self._none = EmptyState(
            "deliveries.noneOffered",
            "No deliveries to choose from yet",
            "Fetch them from LeadByte, or add one from its ID.",
            "Deliveries on this PC",
        )
        self._none.pressed.connect(self.list_asked)
        self._note = Note("deliveries.note")
        self.results = OutcomePanel(
            "deliveries.results", ("Nothing sent from here yet", "What LeadByte says of each lead appears here.")
        )
        self.results.begun.connect(self._show_results)
        self._leads = Card("What is done, and with which leads?", "deliveries.leadsCard", hint_at_right=True)
        self._buyers = Card(
            "Send them to", "deliveries.buyersCard", "Each ticked delivery gets every lead", corner=self.sets
        )
        self.add(TwoColumns(self._form(), self.results), 1)
        self._show_act()
        self.show_offered(())

    @property
    def act(self) -> SendAct:
        """What shall be done with the leads."""
        return SendAct(self.acts.current())

    def show_offered(self, deliveries: Sequence[Delivery]) -> None:
        """Offer these deliveries; what is ticked stays ticked."""
        self._receivers = {delivery.delivery_id: delivery.receiver for delivery in deliveries}
        self.ticks.set_rows([TickRow(each.delivery_id, each.name, each.details) for each in deliveries])
        self._automatic.show_deliveries(deliveries)
        for part in (self.ticks, self.sets):
            part.setVisible(bool(deliveries))
        self._none.setVisible(not deliveries)
        self._show_foot()

    def show_ready(self, ready: bool) -> None:
        """Whether an account is open."""
        self._ready = ready
        self._show_foot()

    def clear(self) -> None:
        """Begin afresh, with another account."""
        self.acts.choose(SendAct.BUYERS)
        self.ids.set_text("")
        self._texts.clear()  # last: choosing keeps the text of the kind that is left
        self.ticks.set_ticked(())
        self._note.hide_note()

    def take_out(self, leads: Collection[LeadRef]) -> None:
        """These leads were dealt with; where none is left, the ticks go too, and the next ones can be typed."""
        before = self.ids.leads()
        focused = self.window().focusWidget()
        self.ids.remove(leads)
        if before and not self.ids.text().strip():
            self.ticks.set_ticked(())
            # Whoever went elsewhere meanwhile stays there.
            if self.isVisible() and focused in (None, self._reviewed_from, self._foot.primary):
                self.ids.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_error(self, words: str) -> None:
        """What kept the leads from being sent; everything typed stays."""
        self._note.say(words, Tone.ERROR)
        self.show_widget(self._note)

    def _form(self) -> QWidget:
        form = QWidget()
        self._leads.add(self.acts)
        self._leads.add(self.ids)
        self._buyers.add(self.ticks)
        self._buyers.add(self.sets.said)
        self._buyers.add(self._automatic)
        self._buyers.add(self._none)
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self._leads, self._buyers, self._note):
            column.addWidget(part)
        column.addStretch(1)
        return form

    def _ask_review(self) -> None:
        self._reviewed_from = self.window().focusWidget()
        self.review_asked.emit()

    def _to_deliveries(self) -> None:
        """Go to the deliveries, or to the way to some; where the act has none, whoever types goes on typing."""
        if not self._buyers.isVisible():
            return
        if self.ticks.rows():
            self.ticks.setFocus(Qt.FocusReason.TabFocusReason)
            self.show_widget(self.ticks)  # the focus may have been there, with the page scrolled away since
        else:
            self._none.focus_button()

    def _show_results(self) -> None:
        # Only once they have their place on the page.
        QTimer.singleShot(0, self, lambda: self.show_widget(self.results))

    def _act_chosen(self) -> None:
        before, kind = self.ids.kind, self.act.act.kind
        text = self.ids.text()
        self._show_act()
        if kind is not before:
            self._texts[before] = text
            self.ids.set_text(self._texts.pop(kind, ""))
        self._edited()
        self.act_chosen.emit()

    def _show_act(self) -> None:
        act = self.act.act
        self.ids.set_kind(act.kind, f"{capitalised(act.kind.noun)}s: {act.choice.lower()}")
        self._leads.set_heading(self._leads.heading.text(), act.leads_hint)
        self._buyers.setVisible(act.action is None)

    def _edited(self) -> None:
        self._note.hide_note()
        self._show_foot()

    def _show_foot(self) -> None:
        leads = len(self.ids.leads())
        self._foot.set_primary(self.act.act.review_words(leads))
        self._foot.need(self._missing(leads))
        self._foot.set_hint(self._plan(leads))

    def _missing(self, leads: int) -> str:
        act = self.act.act
        if not self._ready:
            return "No account is open yet"
        if self.ids.wrong():
            return f"Correct or take out what is no {act.kind.noun}"
        if not leads:
            return f"Paste or type the {act.kind.noun}s"
        return "" if act.action or self.ticks.ticked() else "Tick at least one delivery"

    def _plan(self, leads: int) -> str:
        """What will happen: "3 leads to Acme Ltd and Larkfold Life Ltd: 6 deliveries in all"."""
        if self.act.act.action is not None:
            return self.act.act.plan_words(leads)
        ticked = self.ticks.ticked()
        receivers = list(dict.fromkeys(self._receivers.get(each, each) for each in ticked))
        words = f"{count_of(leads, 'lead', 'leads')} to {receivers_words(receivers)}"
        in_all = leads * len(ticked)
        return words if in_all == leads else f"{words}: {in_all:,} deliveries in all"


def receivers_words(receivers: Sequence[str]) -> str:
    """Who gets the leads: "Acme Ltd", "Acme Ltd and Larkfold Life Ltd", "5 buyers"."""
    if len(receivers) > _MOST_NAMED:
        return f"{len(receivers):,} buyers"
    return listed(receivers)
