"""The second part of the Deliveries tab: the deliveries that this PC knows, and which of them the lists offer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from leadbyte_desktop.domain.age import age_words
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.words import count_of, day_and_time
from leadbyte_desktop.ui.deliveries_filters import DeliveriesFilters
from leadbyte_desktop.ui.deliveries_model import SHOW_COLUMN, DeliveriesModel, Only, ShowDelegate
from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.parts.card import Card
from leadbyte_desktop.ui.parts.data_table import DataTable
from leadbyte_desktop.ui.parts.field_row import FieldRow
from leadbyte_desktop.ui.parts.link_button import LinkButton, PlainButton
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.parts.page import Page
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.theme import Tone, mark

_AGE_ANEW_MS = 30_000
_WHERE_THE_ID_IS = "In LeadByte, open the delivery’s settings: its ID stands there, for example 1053."


class DeliveriesList(Page):
    """A table with a switch per delivery, a search line, filters, *Fetch again*, and a line to add one from its ID.

    Attributes:
        table: the deliveries.

    Signals:
        refresh_asked(): the list shall be fetched from LeadByte.
        shown_changed(str, bool): whether this delivery is offered in the lists.
        add_asked(str, str): add the delivery of this ID, as typed, under this name.
        remove_asked(str): take this delivery, which was added by hand, off the list.
        sets_asked(): the named sets shall be made, renamed, changed or deleted.
    """

    refresh_asked = Signal()
    shown_changed = Signal(str, bool)
    add_asked = Signal(str, str)
    remove_asked = Signal(str)
    sets_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("deliveries.listPage", parent=parent)
        self._fetched_at: datetime | None = None
        self._fetching = False
        self._model = DeliveriesModel(self)
        self._search = QLineEdit()
        self._search.setObjectName("deliveries.search")
        self._search.setPlaceholderText("Search by name, campaign, buyer, BID, ID or status")
        self._search.setAccessibleName("Search the deliveries on this PC")
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._search_for)
        self._filters = DeliveriesFilters("deliveries.filter")
        self._filters.changed.connect(self._filter)
        self._refresh = PlainButton("Fetch from LeadByte", "deliveries.refresh", icon_name="refresh")
        self._refresh.clicked.connect(self.refresh_asked)
        self._sets = LinkButton("&Named sets…", "deliveries.sets")
        self._sets.clicked.connect(self.sets_asked)
        self._remove = LinkButton("Remove from this PC", "deliveries.remove")
        self._remove.clicked.connect(self._ask_remove)
        self._note = Note("deliveries.listNote")
        self.table = DataTable("deliveries.table", "Deliveries on this PC", (220, 180, 70, 70, 160, 144), several=False)
        self._set_up_table()
        self._words = Text(role="hint", wrap=False, name="deliveries.listed")
        self._card = Card("Deliveries on this PC", "deliveries.listCard", corner=self._words)
        self._lay_out_list()
        self.add(self._adding_card())
        self._ageing = QTimer(self)
        self._ageing.setInterval(_AGE_ANEW_MS)
        self._ageing.timeout.connect(self._show_words)
        self._ageing.start()

    def show_deliveries(self, deliveries: Sequence[Delivery]) -> None:
        """Show these; the chosen one stays chosen."""
        before = self._model.delivery_at(self.table.current_row())
        self._model.show_deliveries(deliveries)
        self._filters.show_deliveries(deliveries)
        row = -1 if before is None else self._model.row_of(before.delivery_id)
        if row >= 0:
            self.table.choose_row(row)
        self._show_words()
        self._offer_remove()

    def show_fetched(self, at: datetime | None) -> None:
        """When the list was last fetched from LeadByte (with its time zone); None where it never was."""
        self._fetched_at = at
        self._show_fetch()
        self._show_words()

    def show_refreshing(self, busy: bool) -> None:
        """The list is on its way from LeadByte, or has come or not."""
        self._fetching = busy
        self._refresh.setEnabled(not busy)
        self._show_fetch()

    def say(self, words: str, tone: Tone) -> None:
        """One line below the search; "" takes it away."""
        if words:
            self._note.say(words, tone)
        else:
            self._note.hide_note()

    def show_added(self, name: str) -> None:
        """A delivery was added; the boxes are free for the next."""
        self._id.clear()
        self._name.clear()
        self.say_adding_error("")
        self.say(f"{name} was added. The other tabs offer it from now on.", Tone.OK)
        self._id.setFocus()

    def say_adding_error(self, words: str) -> None:
        """Why it could not be added, beside what was typed."""
        mark(self._under, "role", "error" if words else "hint")
        self._under.setText(words or _WHERE_THE_ID_IS)
        announce(self._under, words, urgent=True)

    def showEvent(self, event: QShowEvent) -> None:
        """Say the list's age as it is now."""
        super().showEvent(event)
        self._show_words()

    def _show_fetch(self) -> None:
        words = "Fetch again" if self._fetched_at else "Fetch from LeadByte"
        self._refresh.set_words("Fetching the list…" if self._fetching else words)

    def _set_up_table(self) -> None:
        view = self.table.view
        self.table.set_model(self._model)
        self.table.want_only(156)
        view.setItemDelegateForColumn(SHOW_COLUMN, ShowDelegate(view))
        view.clicked.connect(self._clicked)
        self.table.row_chosen.connect(self._offer_remove)
        self.table.delete_asked.connect(self._ask_remove)
        self.table.empty.pressed.connect(self._empty_pressed)
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), view)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        space.setAutoRepeat(False)
        space.activated.connect(self._turn_current)

    def _lay_out_list(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self._search, 1)
        tools.addWidget(self._refresh)
        narrower = QHBoxLayout()
        narrower.setSpacing(8)
        narrower.addWidget(self._filters, 1)
        narrower.addWidget(self._sets, 0, Qt.AlignmentFlag.AlignVCenter)
        below = QHBoxLayout()
        below.setSpacing(12)
        keys = Text("Hidden ones are not offered in the other tabs. Space turns the switch of the chosen row.", "hint")
        below.addWidget(keys, 1)
        below.addWidget(self._remove)
        self._card.grow()
        self._card.body.setSpacing(12)
        self._card.add(tools)
        self._card.add(narrower)
        self._card.add(self._note)
        self._card.add(self.table, 1)
        self._card.add(below)
        self.add(self._card, 1)

    def _adding_card(self) -> Card:
        card = Card("Add a delivery from its ID", "deliveries.addCard", "For a key that may not list deliveries")
        self._id, self._name = QLineEdit(), QLineEdit()
        self._id.setObjectName("deliveries.addId")
        self._id.setMaximumWidth(180)
        self._name.setObjectName("deliveries.addName")
        button = PlainButton("Add delivery", "deliveries.add", icon_name="plus")
        button.clicked.connect(self._ask_add)
        for box in (self._id, self._name):
            box.returnPressed.connect(self._ask_add)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(FieldRow("Delivery ID", self._id))
        line.addWidget(FieldRow("Name", self._name), 1)
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        card.add(line)
        self._under = Text(_WHERE_THE_ID_IS, "hint", name="deliveries.addError")
        card.add(self._under)
        return card

    def _show_words(self) -> None:
        total = self._model.total
        parts = [count_of(total, "delivery", "deliveries")] if total else []
        if total and self._model.rowCount() < total:
            parts[0] = f"{self._model.rowCount():,} of {total:,} deliveries"
        if self._fetched_at:
            parts.append(f"Fetched from LeadByte {age_words(self._fetched_at, datetime.now(UTC))}")
        self._words.setText(" · ".join(parts))
        self._words.setToolTip(day_and_time(self._fetched_at) if self._fetched_at else "")
        if not total:
            words = "Fetch them from LeadByte, or add one from its ID below."
            self.table.set_empty("No deliveries on this PC yet", words, "Fetch from LeadByte")
        elif self._filters.only == Only():
            words = "Search for less: part of a name, a campaign, a buyer, a BID, an ID or a status."
            self.table.set_empty("No delivery matches the search", words, "Clear the search")
        else:
            words = "Ask for another campaign, buyer or status, or search for less."
            self.table.set_empty("No delivery matches the filters and the search", words, "Show all deliveries")

    def _filter(self) -> None:
        self._model.filter(self._filters.only)
        self._show_words()
        self._offer_remove()

    def _search_for(self, text: str) -> None:
        self._model.search(text)
        self._show_words()
        self._offer_remove()

    def _empty_pressed(self) -> None:
        if self._model.total:
            self._filters.clear()
            self._search.clear()
            self._search.setFocus()
        else:
            self.refresh_asked.emit()

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == SHOW_COLUMN:
            self._turn(index.row())

    def _turn_current(self) -> None:
        self._turn(self.table.current_row())

    def _turn(self, row: int) -> None:
        delivery = self._model.delivery_at(row)
        if delivery is not None:
            self.shown_changed.emit(delivery.delivery_id, not delivery.shown)

    def _offer_remove(self) -> None:
        delivery = self._model.delivery_at(self.table.current_row())
        self._remove.setVisible(delivery is not None and delivery.by_hand)
        self._remove.set_words(f"Remove “{delivery.name}”" if delivery else "Remove from this PC")

    def _ask_remove(self) -> None:
        delivery = self._model.delivery_at(self.table.current_row())
        if delivery is not None and delivery.by_hand:
            self.remove_asked.emit(delivery.delivery_id)

    def _ask_add(self) -> None:
        self.add_asked.emit(self._id.text(), self._name.text())
