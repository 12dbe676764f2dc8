"""An amount of money, read as people type it and shown back in full."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from leadbyte_desktop.domain.errors import BadMoney
from leadbyte_desktop.domain.financial_update import format_money, parse_money
from leadbyte_desktop.ui.parts.field_row import FieldRow


class MoneyField(FieldRow):
    """A field for pounds. What was read stands below it; what cannot be read is said once the field is left.

    Attributes:
        edit: what is typed in; it bears the objectName.

    Signals:
        changed(): the text has changed.

    Args of the constructor:
        label: "Payout".
        name: the objectName of the box; the words below it are f"{name}_error".
        empty: what an empty box means, in the secondary colour below it.
    """

    changed = Signal()

    def __init__(self, label: str, name: str, empty: str, parent: QWidget | None = None) -> None:
        self.edit = QLineEdit()
        self.edit.setObjectName(name)
        self.edit.setPlaceholderText("For example £1,200.50")
        super().__init__(label, self.edit, empty, parent=parent)
        self._empty = empty
        self.edit.textChanged.connect(self._text_changed)
        self.edit.editingFinished.connect(self.say_error)

    def amount(self) -> Decimal | None:
        """The amount in pounds; None while the box is empty.

        Raises:
            BadMoney: it cannot be read without guessing.
        """
        return parse_money(self.edit.text())

    @property
    def wrong(self) -> str:
        """Why the text cannot be read; "" where it can."""
        try:
            self.amount()
        except BadMoney as bad:
            return bad.user_text
        return ""

    def say_error(self) -> None:
        """Say below the box what is wrong with it."""
        self.set_error(self.wrong)

    def _text_changed(self) -> None:
        wrong = self.wrong
        # Half-typed amounts ("1,2") are no mistakes yet; a mistake that was named is corrected as it is typed.
        if self.error:
            self.set_error(wrong)
        amount = None if wrong else self.amount()
        self.set_hint(self._empty if amount is None else f"Read as {format_money(amount)}")
        self.changed.emit()
