"""Connect your LeadByte account: the address, the key, *Check*, or "Practise first"."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.ui.parts.card import Card
from leadbyte_desktop.ui.parts.dialog_frame import DialogFrame
from leadbyte_desktop.ui.parts.field_row import FieldRow
from leadbyte_desktop.ui.parts.link_button import PlainButton
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.theme import Tone

WHERE = (
    "In LeadByte, open Admin > Tech Hub > REST API and create a key of the type Administrator. Leave API version 1.3, "
    "tick two permissions, Update (under Leads) and Update Payout/Revenue, set the key to Active, and save."
)


class ConnectDialog(DialogFrame):
    """Asks for an account's address and key. It sends nothing itself.

    Signals:
        check_wanted(str, str, str): address, key and name as typed.
        save_wanted(): keep the account that was checked.
        practise_wanted(): open the practice account instead.
        edited(): address or key was changed; what was checked no longer holds.

    Args of the constructor:
        offer_practice: show *Practise first* (at the first start).
        replaces_key_of: the account that is to get a new key: its address stands fast and its name is not asked for.
    """

    check_wanted = Signal(str, str, str)
    save_wanted = Signal()
    practise_wanted = Signal()
    edited = Signal()

    def __init__(
        self, parent: QWidget | None = None, *, offer_practice: bool = True, replaces_key_of: Account | None = None
    ) -> None:
        super().__init__("Connect your LeadByte account", "connect", parent, least_width=620)
        self._address = _line("connect_address", "acme or acme.leadbyte.co.uk")
        self._key = _line("connect_key", "Paste the key here")
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._name = _line("connect_name", "For example Acme Leads")
        self._check = PlainButton("Check", "connect_check")
        self._check.clicked.connect(self._ask_check)
        self._address_row = FieldRow(
            "&Address of your account", self._address, "The address you see when you log in to LeadByte."
        )
        self._key_row = FieldRow(
            "API &key", self._key, "Kept in this PC’s safe for passwords, never in a file.", beside=self._check
        )
        self._name_row = FieldRow("&Name (your choice)", self._name, "What the app calls this account.")
        self._note = Note("connect_note")
        self._what_is_missing = "Check the address and the key first."
        self._lay_out()
        self._practise = self.add_button("&Practise first", "connect_practise")
        self._practise.setVisible(offer_practice)
        self._practise.clicked.connect(self.practise_wanted)
        self._cancel = self.add_button("Cancel", "connect_cancel", result=self.DialogCode.Rejected.value)
        self._cancel.setVisible(not offer_practice)
        self._save = self.add_button("Save and open", "connect_save", "primary")
        self._save.clicked.connect(self.save_wanted)
        for line in (self._address, self._key):
            line.textEdited.connect(self._edited)
            line.returnPressed.connect(self._ask_check)
        if replaces_key_of is not None:
            self._ask_for_key_only(replaces_key_of)
        self.show_unchecked()

    def _ask_for_key_only(self, account: Account) -> None:
        self.set_title(f"Replace the key of {account.name}")
        self._address.setText(account.host)
        self._address.setReadOnly(True)
        self._address_row.set_hint("The new key must belong to this account.")
        self._name_row.hide()
        self._save.set_words("Replace the key")
        self._what_is_missing = "Check the new key first."

    def _lay_out(self) -> None:
        card = Card("", "connect_card")
        card.add(self._address_row)
        card.add(self._key_row)
        card.add(self._name_row)
        self.add(card)
        self.add(self._note)
        help_card = Card("Where is the key?", "connect_help")
        help_card.add(Text(WHERE, name="connect_helpText"))
        self.add(help_card)
        self.body.addStretch(1)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the first box that is empty."""
        super().showEvent(event)
        (self._key if self._address.text() else self._address).setFocus()

    def show_unchecked(self) -> None:
        """Nothing was checked yet, or something was changed since."""
        self._note.hide_note()
        self._save.setEnabled(False)
        self.foot_hint.setText(self._what_is_missing)

    def show_checking(self, checking: bool) -> None:
        """While *Check* runs, nothing can be pressed twice."""
        self.keep_while(checking)
        self._check.setEnabled(not checking)
        self._check.set_words("Checking…" if checking else "Check")
        for line in (self._address, self._key):
            line.setEnabled(not checking)

    def show_saving(self, saving: bool) -> None:
        """While the key is put away, nothing can be pressed twice."""
        self.keep_while(saving)
        self._save.setEnabled(not saving)

    def show_checked(self, words: str, *, proven: bool) -> None:
        """LeadByte answered; the account can be kept."""
        self._note.say(words, Tone.OK if proven else Tone.WARNING)
        self.bring_into_sight(self._note)
        self._save.setEnabled(True)
        self._save.setFocus()
        self.foot_hint.setText("")

    def show_address_error(self, words: str) -> None:
        """The address cannot be used."""
        self._address_row.set_error(words)
        self.bring_into_sight(self._address_row)
        self._address.setFocus()

    def show_key_error(self, words: str) -> None:
        """The key cannot be used."""
        self._key_row.set_error(words)
        self.bring_into_sight(self._key_row)
        self._key.setFocus()

    def show_problem(self, words: str, other_address: str = "") -> None:
        """*Check* did not succeed; with the same account's other address, where there is one to try."""
        actions = (("other", f"Try {other_address}"),) if other_address else ()
        self._note.say(words, Tone.ERROR, actions)
        self.bring_into_sight(self._note)

    @property
    def note(self) -> Note:
        """The note; its action "other" tries the other address."""
        return self._note

    @property
    def key_text(self) -> str:
        """The key as typed."""
        return self._key.text()

    @property
    def name_text(self) -> str:
        """The name as typed."""
        return self._name.text()

    def try_address(self, address: str) -> None:
        """Put another address in and check again."""
        self._address.setText(address)
        self._ask_check()

    def forget_key(self) -> None:
        """Empty the key's box, so that the key outlives the dialog nowhere but in the safe."""
        self._key.clear()

    def _ask_check(self) -> None:
        self._address_row.set_error("")
        self._key_row.set_error("")
        if self._check.isEnabled():
            self.check_wanted.emit(self._address.text(), self._key.text(), self._name.text())

    def _edited(self) -> None:
        self._address_row.set_error("")
        self._key_row.set_error("")
        self.show_unchecked()
        self.edited.emit()


def _line(name: str, placeholder: str) -> QLineEdit:
    line = QLineEdit()
    line.setObjectName(name)
    line.setPlaceholderText(placeholder)
    return line
