"""The tab *Single lead*: the lead, its new values, the buyers who get it, and what became of the last one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from leadbyte_desktop.domain.lead_update import Action, LeadKind
from leadbyte_desktop.ui.automatic_hint import AutomaticHint
from leadbyte_desktop.ui.delivery_sets import DeliverySetsButton
from leadbyte_desktop.ui.field_lines import FieldLines, label_width
from leadbyte_desktop.ui.find_line import FindLine
from leadbyte_desktop.ui.find_panel import FindPanel
from leadbyte_desktop.ui.last_done import LastDone
from leadbyte_desktop.ui.lead_deliveries import LeadDeliveries
from leadbyte_desktop.ui.lead_title import LeadTitle
from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.parts.card import Card
from leadbyte_desktop.ui.parts.empty_state import EmptyState
from leadbyte_desktop.ui.parts.field_row import FieldRow
from leadbyte_desktop.ui.parts.foot import Foot
from leadbyte_desktop.ui.parts.page import Page
from leadbyte_desktop.ui.parts.segments import Segments
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.parts.tick_list import TickList
from leadbyte_desktop.ui.templates_button import TemplatesButton
from leadbyte_desktop.ui.theme import Tone, text_scaled
from leadbyte_desktop.ui.waiting_leads import WaitingLeads

if TYPE_CHECKING:
    from leadbyte_desktop.domain.campaign import CampaignField
    from leadbyte_desktop.domain.delivery import Delivery
    from leadbyte_desktop.domain.field_labels import FieldLabels
    from leadbyte_desktop.domain.found_lead import FoundLead
    from leadbyte_desktop.domain.job import Item
    from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
    from leadbyte_desktop.ui.recent_leads import LookedAt

FIRST_FIELDS = ("postcode", "street1", "firstname")
_STEM = "single"
_DELIVERIES_IN_SIGHT = 4
_ID_HINTS = {
    LeadKind.LEAD: "The number that LeadByte shows beside the lead",
    LeadKind.QUARANTINE: "The number that LeadByte shows beside it in quarantine",
}
_WHO = {LeadKind.LEAD: "Who &is it?", LeadKind.QUARANTINE: "Quarantine &ID"}
_KINDS = ((LeadKind.LEAD.value, "Lead ID"), (LeadKind.QUARANTINE.value, "Quarantine ID"))
_BOX_NAMES = {LeadKind.LEAD: "Lead ID, phone number or e-mail address", LeadKind.QUARANTINE: "Quarantine ID"}
_NOTHING_MORE = "nothing"
_IN_QUARANTINE = (
    (_NOTHING_MORE, "Nothing more"),
    (Action.RELEASE.value, "Release it"),
    (Action.REJECT.value, "Reject it"),
)
_SEND_WORDS = ("Then send the lead to", "A delivery cannot be undone")
_QUARANTINE_WORDS = ("Then, in quarantine", "LeadByte queues it, and it cannot be undone")
_SEARCH = "Search by name, buyer, campaign or ID   Alt+D"
_CHANGES = "What changes"
# Narrower than so, what was done last stands below the form instead of beside it.
_NARROW = 820
# The right column takes a quarter of the width, within what its words can do with.
_LEAST_SIDE, _MOST_SIDE = 264, 360


class SingleLeadTab(QWidget):
    """Layout and what can be read; the presenter decides.

    Attributes:
        finder: where a lead is found by its phone number or e-mail address.
        waiting: what was sent here and is not done yet.
        sets: the named sets of the deliveries.
        templates: the templates, and what became of the last choice of one.

    Signals:
        edited(): anything that would be sent has changed.
        id_finished(): the person is done with the lead ID.
        review_wanted(): the primary button or Ctrl+Enter.
        batch_wanted(): the lead shall become a row of the batch.
        start_again_wanted(): everything shall be blank.
        recent_chosen(LeadRef): a recent lead.
        read_wanted(): what the lead in the form holds in LeadByte shall be read once more.
        look_wanted(int): what LeadByte holds now of an item's lead shall be read.
        went_through(int), did_not(int), send_again(int): a person's word on a *not known* item.
    """

    edited = Signal()
    id_finished = Signal()
    review_wanted = Signal()
    batch_wanted = Signal()
    start_again_wanted = Signal()
    recent_chosen = Signal(object)
    went_through = Signal(int)
    did_not = Signal(int)
    send_again = Signal(int)
    read_wanted = Signal()
    look_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{_STEM}.tab")
        self.setProperty("part", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._focus_before: QWidget | None = None
        self._was_sent = False
        # What stands in the box while the other of LeadByte's two numbers is chosen.
        self._other_id = ""
        self._build_form()
        self._build_foot()
        self._lay_out()
        self._connect()
        self.show_deliveries((), "")

    # --- what the person typed --------------------------------------------------------------------------------------

    @property
    def kind(self) -> LeadKind:
        """Which of LeadByte's two numbers is typed."""
        return LeadKind(self._kinds.current())

    @property
    def lead_text(self) -> str:
        """The number as typed, or the phone number or e-mail address of a lead that is yet to be found."""
        return self._lead_id.text()

    @property
    def changes(self) -> dict[str, str]:
        """Field name to new value; "" clears it."""
        return self._fields.changes()

    @property
    def field_words(self) -> dict[str, str]:
        """Field name to what stands in its line, which its pick list may have another value for."""
        return self._fields.words()

    @property
    def unclear(self) -> dict[str, str]:
        """By field name, what must be chosen in its pick list before anything can be sent."""
        return self._fields.unclear()

    @property
    def delivery_ids(self) -> tuple[str, ...]:
        """The ticked deliveries; a quarantined lead goes to none."""
        return self._fitting.ticked if self.kind is LeadKind.LEAD else ()

    @property
    def action(self) -> Action | None:
        """Whether the lead shall be reprocessed, or a quarantined one released or rejected."""
        if self.kind is LeadKind.LEAD:
            return Action.REPROCESS if self._reprocess.isChecked() else None
        wanted = self._in_quarantine.current()
        return None if wanted == _NOTHING_MORE else Action(wanted)

    @property
    def field_names(self) -> tuple[str, ...]:
        """The fields that stand in the form, in order."""
        return tuple(self._fields.names())

    @property
    def about_to_type(self) -> bool:
        """Whether the focus came to a blank value, in which nothing was typed yet."""
        return self._fields.at_blank

    @property
    def locked(self) -> bool:
        """Whether the form is locked, as what stands in it is being sent."""
        return not self._form.isEnabled()

    # --- what the presenter shows -----------------------------------------------------------------------------------

    def show_id_error(self, words: str) -> None:
        """Say what is wrong with the lead ID; "" when nothing is."""
        self._id_row.set_error(words)
        self.finder.show_wrong(wrong=bool(words))

    def show_id_warning(self, words: str) -> None:
        """Say what a person should know of the lead ID, which can be used all the same; "" for nothing."""
        self.finder.warn(words)

    def focus_id(self) -> None:
        """Put the focus into the lead ID."""
        self._lead_id.setFocus(Qt.FocusReason.OtherFocusReason)
        self._lead_id.selectAll()
        # While the review closes, the window may not be active yet, and nobody hears of the focus.
        self._form.show_widget(self._lead_id)

    def focus_fields(self) -> None:
        """Put the focus into the first value."""
        self._fields.focus_first()

    def put_update(self, update: LeadUpdate) -> None:
        """Write a lead's whole update into the blank form, as it was typed before."""
        self._kinds.choose(update.lead.kind)
        self._lead_id.setText(update.lead.number)
        self._fields.put(update.changes)
        self._deliveries.set_ticked(update.delivery_ids)
        self._put_action(update.action)
        self.focus_fields()

    def _put_action(self, action: Action | None) -> None:
        self._reprocess.setChecked(action is Action.REPROCESS)
        self._in_quarantine.choose(_NOTHING_MORE if action in (None, Action.REPROCESS) else action)

    def put_template(
        self, values: Mapping[str, str | None], delivery_ids: Sequence[str], action: Action | None = None
    ) -> None:
        """Have the form as a template makes it, and go to what is still to be typed; the lead ID stays.

        Args:
            values: its fields in order, each with its value; "" clears the field, None leaves it blank.
            delivery_ids: what is ticked.
            action: what is done with the lead; release and reject for a quarantined one only, reprocess for another.
        """
        self._fields.have(values)
        self._fields.blank()
        self._fields.put({name: value for name, value in values.items() if value is not None})
        self._deliveries.set_ticked(delivery_ids)
        self._put_action(action)
        if self.lead_text.strip():
            self._fields.focus_blank()
        else:
            self.focus_id()

    def put_values(self, values: Mapping[str, str | None]) -> None:
        """Write values into fields that stand in the form; "" clears the field, None leaves it blank."""
        self._fields.put({name: value for name, value in values.items() if value is not None})
        for name in (name for name, value in values.items() if value is None):
            self._fields.line(name).blank()

    def choose_kind(self, kind: LeadKind) -> None:
        """Choose which of LeadByte's two numbers is typed."""
        self._kinds.choose(kind)

    def settle_fields(self) -> None:
        """Take what stands in the fields as if each had been left."""
        self._fields.settle()

    def put_lead(self, number: str, kind: LeadKind = LeadKind.LEAD) -> None:
        """Write the number of a lead into the form, and go on to the values."""
        self._kinds.choose(kind)
        self._lead_id.setText(number)
        self.focus_fields()

    def show_labels(self, labels: FieldLabels) -> None:
        """Offer the account's fields by its own labels."""
        self._fields.show_labels(labels)

    def show_lead(self, found: FoundLead | None, campaign: str = "", status: str = "") -> None:
        """Say which lead stands in the form, as far as LeadByte told of it."""
        self._title.show_lead(found, campaign, status)

    def use_fields(self, fields: Sequence[CampaignField]) -> None:
        """Call the fields as the lead's campaign does, and help with their values."""
        self._fields.use_fields(fields)

    def show_now(self, held: Mapping[str, str] | None, *, may_read: bool) -> None:
        """Show what the lead holds in LeadByte beside what changes on it.

        Args:
            held: by field name; None where it is not known.
            may_read: offer to read it once more.
        """
        self._fields.show_now(held)
        self._title.again.setVisible(may_read)

    def say_reading(self, words: str, *, unknown: bool = False, always: bool = False) -> None:
        """Say how the reading of the lead stands, or why there is none.

        Args:
            words: in whole sentences; "" where there is nothing to say.
            unknown: LeadByte shows no such lead, which wants a person's eye.
            always: it holds for every lead.
        """
        self._fields.say_reading(words, Tone.WARNING if unknown else "", whole=always)

    def show_deliveries(self, offered: Sequence[Delivery], why_none: str) -> None:
        """Offer deliveries; ticked ones stay ticked where they are still offered.

        Args:
            offered: the deliveries.
            why_none: what to do where there are none.
        """
        self._fitting.show_deliveries(offered)
        self._automatic.show_deliveries(offered)
        self._no_deliveries.say("No deliveries to choose from", why_none)
        self._show_kind()

    def fit_deliveries(self, campaign: str, *, known: bool = True) -> None:
        """Put the deliveries of the lead's campaign first, and say which of the ticked ones are of another.

        Args:
            campaign: its name; empty where it is not known.
            known: nothing more is awaited that could tell.
        """
        self._fitting.show_campaign(campaign, known=known)

    def show_plan(self, button: str, summary: str, missing: str) -> None:
        """Say what would happen.

        Args:
            button: words of the primary button.
            summary: what would change, beside it.
            missing: what is missing before it can be reviewed; "" for nothing.
        """
        self._foot.set_primary(button)
        self._foot.set_hint(summary)
        self._foot.need(missing)
        self._to_batch.setEnabled(not missing)

    def show_sending(self, words: str, *, show_answer: bool = True) -> None:
        """Lock the form and say what is going on; "" opens it again where the person was.

        Args:
            words: what is going on.
            show_answer: where the answers stand below the form, bring the last one into sight when it opens.
        """
        sending = bool(words)
        self._was_sent = self._was_sent or sending
        if sending and self._form.isEnabled():
            self._focus_before = self._form.focusWidget()
        opened = not sending and not self._form.isEnabled()
        self._form.setEnabled(not sending)
        self._start_again.setEnabled(not sending)
        if sending:
            self._foot.need(words)
            self._to_batch.setEnabled(False)
        elif opened and self._focus_before is not None and self.isVisible():
            self._focus_before.setFocus(Qt.FocusReason.OtherFocusReason)
        if opened and show_answer and self._side.isHidden():
            QTimer.singleShot(0, self, self._show_last_done)

    def show_items(self, items: Sequence[Item], deliveries: Mapping[str, Delivery]) -> None:
        """Show what was done last, newest first."""
        self._last_done.show_items(items, deliveries)
        if self._side.isHidden() and self._was_sent:
            QTimer.singleShot(0, self, self._show_last_done)

    def show_looked_at(self, leads: Mapping[LeadRef, LookedAt]) -> None:
        """Have the leads at hand that stood in the form."""
        self._last_done.recent.show_looked_at(leads)

    def show_look(self, item_id: int, words: str) -> None:
        """Show what was read in LeadByte of the lead of what was done last."""
        self._last_done.show_look(item_id, words)

    def clear_form(self) -> None:
        """Blank everything for the next customer; the fields that were added stay, and the kind of number."""
        self._fields.blank()
        self._blank_rest()

    def start_again(self) -> None:
        """Blank everything, with only the fields that are always there."""
        self._fields.start_again()
        self._kinds.choose(LeadKind.LEAD)
        self._blank_rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the right column its share, or put it below the form."""
        super().resizeEvent(event)
        narrow = self.width() < text_scaled(self, _NARROW)
        if narrow != self._side.isHidden():
            self._stack(narrow)
        self._side.setFixedWidth(min(_MOST_SIDE, max(_LEAST_SIDE, self.width() * 27 // 100)))

    def _stack(self, narrow: bool) -> None:
        self._side.setHidden(narrow)
        self._form.body.setContentsMargins(20, 12, 20 if narrow else 6, 4)
        if narrow:
            self._form.body.insertWidget(self._form.body.count() - 1, self._beside)
        else:
            self._side.add(self._beside, 1)
        self._beside.show()
        self._whole.activate()  # at once, or the form would be seen as narrow as before for a moment

    # --- layout -----------------------------------------------------------------------------------------------------

    def _build_form(self) -> None:
        self._lead_id = QLineEdit()
        self._lead_id.setObjectName(f"{_STEM}.leadId")
        self._lead_id.setAccessibleName("Lead ID, phone number or e-mail address")
        self._kinds = Segments(f"{_STEM}.kind", "Which number names the lead", _KINDS)
        self._in_quarantine = Segments(
            f"{_STEM}.inQuarantine", "What happens to it in quarantine", _IN_QUARANTINE, wraps=True
        )
        self.finder = FindPanel(self._lead_id, _STEM)
        self._id_row = FieldRow("", self._lead_id, under=self.finder.wrong)
        self._fields = FieldLines(FIRST_FIELDS, _STEM)
        self._deliveries = TickList(
            f"{_STEM}.deliveries", "Deliveries to send the lead to", _SEARCH, most_shown=_DELIVERIES_IN_SIGHT
        )
        self._no_deliveries = EmptyState(f"{_STEM}.noDeliveries")
        self.sets = DeliverySetsButton(self._deliveries, f"{_STEM}.sets")
        self._fitting = LeadDeliveries(self._deliveries, f"{_STEM}.otherCampaign")
        self._automatic = AutomaticHint(self._deliveries, f"{_STEM}.automatic")
        self.templates = TemplatesButton(f"{_STEM}.templates", self)
        self._title = LeadTitle(_STEM, _CHANGES, self.templates)
        self._reprocess = QCheckBox("Reprocess the lead after the update")
        self._reprocess.setObjectName(f"{_STEM}.reprocess")
        self._form = Page(f"{_STEM}.form")
        self._form.body.setContentsMargins(20, 12, 6, 4)
        lead, change, send = self._cards()
        self._send_card = send
        lead.add(self._id_line())
        lead.add(self.finder)
        change.setAccessibleName(_CHANGES)
        change.add(self._title)
        change.add(self.templates.chosen)
        change.add(self.templates.note)
        change.add(self._fields)
        send.add(self._deliveries)
        send.add(self.sets.said)
        send.add(self._fitting)
        send.add(self._automatic)
        send.add(self._no_deliveries)
        send.add(self._reprocess)
        send.add(self._in_quarantine)
        for card in (lead, change, send):
            self._form.add(card)
        self._form.add_stretch()
        self.waiting = WaitingLeads(_STEM)
        self._last_done = LastDone(_STEM)
        self._beside = QWidget()
        beside = QVBoxLayout(self._beside)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(12)
        beside.addWidget(self.waiting)
        beside.addWidget(self._last_done, 1)
        self._side = Page(f"{_STEM}.side")
        self._side.body.setContentsMargins(6, 12, 20, 4)
        self._side.add(self._beside, 1)

    def _id_line(self) -> FindLine:
        """The label, the box in one column with the values below it, and what was understood."""
        label = self._id_label = Text(_WHO[LeadKind.LEAD], "heading", wrap=False, name=f"{_STEM}.leadIdLabel")
        label.setBuddy(self._lead_id)
        label.setFixedWidth(label_width(label))
        finder = self.finder
        after = (finder.find_button, finder.campaigns_button)
        return FindLine((label, self._id_row), after, (finder.said, self._kinds))

    def _cards(self) -> tuple[Card, Card, Card]:
        return (
            Card("", f"{_STEM}.leadCard"),
            Card("", f"{_STEM}.changeCard"),
            Card(_SEND_WORDS[0], f"{_STEM}.sendCard", _SEND_WORDS[1], self.sets),
        )

    def _build_foot(self) -> None:
        self._foot = Foot(f"{_STEM}.foot", "Review update…", ctrl_enter=True)
        self._foot.setContentsMargins(20, 8, 20, 16)
        self._foot.primary.setObjectName(f"{_STEM}.review")
        self._start_again = self._foot.add_button("Start again", f"{_STEM}.startAgain")
        self._to_batch = self._foot.add_button("Add to batch", f"{_STEM}.addToBatch")

    def _lay_out(self) -> None:
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addWidget(self._form, 1)
        columns.addWidget(self._side)
        whole = self._whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(columns, 1)
        whole.addWidget(self._foot)
        self.setFocusProxy(self._lead_id)
        # From the form to the buttons under it. What stands in the corners of the cards comes after what is typed and
        # ticked: it is not on the way. What is seldom wanted, and the right column, come last.
        corners = (*self._in_quarantine.buttons, self.templates, self.sets)
        seldom = (self.finder.campaigns_button, self._title.again)
        stops = (self._reprocess, *corners, self._start_again, self._to_batch, self._foot.primary, *seldom)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
        self._fields.have_seldom_after(stops[-1])

    def _connect(self) -> None:
        self._lead_id.textChanged.connect(self.edited)
        self._lead_id.editingFinished.connect(self.id_finished)
        self._lead_id.returnPressed.connect(self._after_id)
        self._title.read_again.connect(self.read_wanted)
        self._fields.changed.connect(self.edited)
        self._fields.passed.connect(self._after_fields)
        self._deliveries.changed.connect(self.edited)
        self._reprocess.toggled.connect(self.edited)
        self._kinds.chosen.connect(self._kind_chosen)
        for button in self._kinds.buttons:
            button.clicked.connect(self.focus_id)
        self._in_quarantine.chosen.connect(lambda _key: self.edited.emit())
        QShortcut(QKeySequence("Alt+D"), self).activated.connect(self._to_deliveries)
        self._foot.pressed.connect(self.review_wanted)
        self._start_again.clicked.connect(self.start_again_wanted)
        self._to_batch.clicked.connect(self.batch_wanted)
        for name in ("recent_chosen", "went_through", "did_not", "send_again", "look_wanted"):
            getattr(self._last_done, name).connect(getattr(self, name))

    def _kind_chosen(self, _key: str) -> None:
        """A lead ID is never read as a quarantine ID: each has a text of its own."""
        text, self._other_id = self._other_id, self._lead_id.text()
        self._lead_id.setText(text)
        self.show_id_error("")
        self._show_kind()
        self.edited.emit()

    def _show_kind(self) -> None:
        kind = self.kind
        lead = kind is LeadKind.LEAD
        self._id_label.setText(_WHO[kind])
        self._lead_id.setAccessibleName(_BOX_NAMES[kind])
        self._lead_id.setPlaceholderText(f"For example {kind.example}")
        self._lead_id.setToolTip(_ID_HINTS[kind])
        self.finder.set_in_use(lead, _ID_HINTS[kind])
        self._send_card.set_heading(*(_SEND_WORDS if lead else _QUARANTINE_WORDS))
        offered = bool(self._deliveries.rows())
        for part in (self._deliveries, self.sets):
            part.setVisible(lead and offered)
        self._automatic.set_in_use(lead)
        self._fitting.set_in_use(lead)
        self._no_deliveries.setVisible(lead and not offered)
        self._reprocess.setVisible(lead)
        self._in_quarantine.setVisible(not lead)

    def _show_last_done(self) -> None:
        notes = self._last_done.notes
        self._form.show_widget(notes[0] if notes else self._last_done)

    def _after_id(self) -> None:
        self.id_finished.emit()  # Qt tells of Enter before it tells that the editing is finished
        if self._id_row.error:
            return
        if self.finder.must_find:
            self.finder.find_wanted.emit()
        else:
            self._fields.focus_blank()

    def _after_fields(self) -> None:
        wanted: QWidget = self._deliveries if self._deliveries.rows() else self._reprocess
        if self.kind is LeadKind.QUARANTINE:
            wanted = self._in_quarantine
        wanted.setFocus(Qt.FocusReason.TabFocusReason)
        self._form.show_widget(wanted)  # the focus may have been there, with the page scrolled away since

    def _to_deliveries(self) -> None:
        """By its key. Without deliveries, whoever types goes on typing, and hears what to do."""
        if self.kind is LeadKind.LEAD and not self._deliveries.rows():
            announce(self, self._no_deliveries.accessibleName())
        else:
            self._after_fields()

    def _blank_rest(self) -> None:
        self._deliveries.set_ticked(())
        self._reprocess.setChecked(False)
        self._in_quarantine.choose(_NOTHING_MORE)
        self._other_id = ""
        self._lead_id.clear()
        self.finder.put_away()
        self.templates.leave()
        self.show_id_error("")
