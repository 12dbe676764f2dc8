"""The two ways to say which leads get which amounts: one amount for all, or a row for each lead."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from leadbyte_desktop.domain.buyer_names import BuyerNames
from leadbyte_desktop.domain.errors import BadInput
from leadbyte_desktop.domain.financial_rows import BID, read_block
from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.ui.bid_field import BidField
from leadbyte_desktop.ui.buyer_delegate import BuyerDelegate
from leadbyte_desktop.ui.financials_model import FinancialsModel
from leadbyte_desktop.ui.parts.card import Card
from leadbyte_desktop.ui.parts.data_table import DataTable
from leadbyte_desktop.ui.parts.lead_ids_box import LeadIdsBox
from leadbyte_desktop.ui.parts.link_button import PlainButton
from leadbyte_desktop.ui.parts.money_field import MoneyField
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.theme import Tone

_LEFT_ALONE = "Left as it is while empty"
_NO_ROWS = "No rows yet. Copy lead ID, payout, revenue and BID in your spreadsheet, then press Ctrl+V here."


class OneAmountForm(QWidget):
    """Lead IDs, and one payout, revenue and buyer for all of them.

    Attributes:
        ids: the box of lead IDs.
        payout, revenue: the amounts.
        bid: the buyer.

    Signals:
        changed(): something in it has changed.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ids = LeadIdsBox("financials.leadIds", "Lead IDs whose amounts change")
        self.payout = MoneyField("Payout of each lead", "financials.payout", _LEFT_ALONE)
        self.revenue = MoneyField("Revenue of each lead", "financials.revenue", _LEFT_ALONE)
        self.bid = BidField("financials.bid")
        for part in (self.ids, self.payout, self.revenue, self.bid):
            part.changed.connect(self.changed)
        leads = Card("Which leads?", "financials.leadsCard", "Only Approved ones", hint_at_right=True)
        leads.add(self.ids)
        money = Card("Their new amounts", "financials.moneyCard", "The same for every lead", hint_at_right=True)
        amounts = QHBoxLayout()
        amounts.setSpacing(12)
        amounts.addWidget(self.payout, 1, Qt.AlignmentFlag.AlignTop)
        amounts.addWidget(self.revenue, 1, Qt.AlignmentFlag.AlignTop)
        money.body.setSpacing(12)
        money.add(amounts)
        money.add(self.bid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(leads)
        column.addWidget(money)
        column.addStretch(1)

    def updates(self) -> list[FinancialUpdate]:
        """What shall happen, a row for each lead.

        Raises:
            BadMoney: an amount cannot be read without guessing.
        """
        payout, revenue, bid = self.payout.amount(), self.revenue.amount(), self.bid.bid()
        return [FinancialUpdate(lead, payout, revenue, bid) for lead in self.ids.leads()]

    def missing(self) -> str:
        """What is missing or wrong, for the words beside the button; "" where nothing is."""
        if self.ids.wrong():
            return "Correct or take out what is no lead ID"
        for field, noun in ((self.payout, "payout"), (self.revenue, "revenue")):
            if field.wrong:
                return f"Correct the {noun}"
        if not self.ids.leads():
            return "Paste or type the lead IDs"
        nothing = self.payout.amount() is None and self.revenue.amount() is None
        return "Type a payout, a revenue or both" if nothing else ""

    def say_errors(self) -> None:
        """Say beside each box what is wrong with it."""
        self.payout.say_error()
        self.revenue.say_error()

    def take_out(self, leads: Collection[LeadRef]) -> None:
        """These leads were dealt with; where none is left, the amounts go too."""
        before = self.ids.leads()
        self.ids.remove(leads)
        if before and not self.ids.text().strip():
            self.clear()

    def clear(self) -> None:
        """Begin afresh."""
        self.ids.set_text("")
        self.payout.edit.clear()
        self.revenue.edit.clear()
        self.bid.clear()


class PerLeadForm(QWidget):
    """A table of lead ID, payout, revenue and BID, pasted or typed.

    Attributes:
        table: the table.
        model: its rows.

    Signals:
        changed(): something in it has changed.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = FinancialsModel(self)
        self.table = DataTable("financials.table", "Amounts of each lead", (96, 96, 96, 136))
        self._buyer_choice = BuyerDelegate("financials.rowBuyer", self.table.view)
        self._count = Text(role="hint", name="financials.rowCount")
        self._problem = Text(role="error", name="financials.rowProblem")
        self._note = Note("financials.pasteNote")
        self._set_up_table()
        card = Card("Leads and their amounts", "financials.tableCard", "Only Approved ones", hint_at_right=True)
        card.grow()
        card.add(self._tools())
        card.add(self._note)
        card.add(self.table, 1)
        card.add(self._count)
        card.add(self._problem)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card, 1)
        self.model.edited.connect(self._edited)
        self._edited()

    def show_buyers(self, buyers: BuyerNames) -> None:
        """Offer these buyers in the column of BIDs."""
        self._buyer_choice.buyers = buyers
        self.model.show_buyers(buyers)

    def updates(self) -> list[FinancialUpdate]:
        """What shall happen, a row for each lead; rows that are to be corrected are not among them."""
        return self.model.updates

    def missing(self) -> str:
        """What is missing or wrong, for the words beside the button; "" where nothing is."""
        if problems := self.model.problems:
            return f"Correct {'the row' if len(problems) == 1 else f'the {len(problems):,} rows'} marked in the table"
        return "" if self.model.updates else "Paste or type rows of lead ID, payout, revenue and BID"

    def say_errors(self) -> None:
        """Go to the first row that is to be corrected."""
        if problems := self.model.problems:
            self.table.choose_row(problems[0][0])

    def take_out(self, leads: Collection[LeadRef]) -> None:
        """These leads were dealt with."""
        self.model.remove_leads(leads)

    def clear(self) -> None:
        """Begin afresh."""
        self.model.clear()
        self._note.hide_note()

    def paste(self, text: str) -> None:
        """Put pasted rows below those that are there; what cannot be told apart is said and not taken."""
        try:
            rows = read_block(text)
        except BadInput as bad:
            self._note.say(bad.user_text, Tone.ERROR)
            return
        if not rows:
            self._note.say("The clipboard holds no rows. Copy them in the spreadsheet first.", Tone.WARNING)
            return
        self._note.hide_note()
        self.model.add_rows(rows)
        if problems := self.model.problems:
            self.table.choose_row(problems[0][0])

    def _set_up_table(self) -> None:
        view = self.table.view
        self.table.set_model(self.model)
        view.setItemDelegateForColumn(BID, self._buyer_choice)
        self.table.setMinimumHeight(220)
        trigger = QAbstractItemView.EditTrigger
        view.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed)
        self.table.row_opened.connect(self._edit_current)
        self.table.row_chosen.connect(self._say_problem)
        self.table.delete_asked.connect(self._delete_chosen)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), view)
        paste.setContext(Qt.ShortcutContext.WidgetShortcut)
        paste.activated.connect(self._paste_clipboard)

    def _tools(self) -> QHBoxLayout:
        paste = PlainButton("Paste rows", "financials.paste", icon_name="table")
        paste.clicked.connect(self._paste_clipboard)
        delete = PlainButton("Delete chosen rows", "financials.deleteRows", icon_name="bin")
        delete.clicked.connect(self._delete_chosen)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(paste)
        line.addWidget(delete)
        line.addStretch(1)
        return line

    def _paste_clipboard(self) -> None:
        self.paste(QGuiApplication.clipboard().text())

    def _delete_chosen(self) -> None:
        self.model.delete_rows(set(self.table.chosen_rows()))

    def _edit_current(self) -> None:
        index = self.table.view.currentIndex()
        # A double click has opened its editor by itself.
        if self.table.view.state() != QAbstractItemView.State.EditingState:
            self.table.view.edit(index)

    def _say_problem(self) -> None:
        """The whole of what is wrong with the current row, or else with the first that is wrong."""
        problems = dict(self.model.problems)
        row = self.table.current_row()
        place = row if row in problems else next(iter(problems), -1)
        self._problem.setVisible(bool(problems))
        self._problem.setText(f"Row {place + 1:,}: {problems[place].problem}" if problems else "")

    def _edited(self) -> None:
        rows, wrong = len(self.model.rows), len(self.model.problems)
        words = count_of(rows, "row", "rows") if rows else _NO_ROWS
        if wrong:
            words = f"{words}; {wrong:,} to be corrected"
        if unknown := self.model.unknown_buyers:
            words = f"{words}; {unknown:,} {'names' if unknown == 1 else 'name'} a buyer that this PC does not know"
        self._count.setText(words)
        self._say_problem()
        self.changed.emit()
