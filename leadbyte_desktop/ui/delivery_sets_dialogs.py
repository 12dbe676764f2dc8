"""The dialogs of the named sets of deliveries: a name for a new one, and what the kept ones hold."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.delivery_set import DeliverySet, same_name
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.ui.parts.dialog_frame import DialogFrame
from leadbyte_desktop.ui.parts.field_row import FieldRow
from leadbyte_desktop.ui.parts.link_button import LinkButton
from leadbyte_desktop.ui.parts.named_table import NamedRow, NamedTable
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.parts.tick_list import TickList, TickRow

AGREED = 1
_NAME_HINT = "For example Solar evening."
_ROWS_IN_SIGHT = 5


class SetNameDialog(DialogFrame):
    """A name for the deliveries that are ticked.

    Args of the constructor:
        names: what the deliveries are called.
        taken: names of sets; one of them is replaced, and it says so.
    """

    def __init__(self, names: Sequence[str], taken: Collection[str], parent: QWidget | None = None) -> None:
        super().__init__("Save these deliveries as a set", "setName", parent, least_width=480)
        self._taken = taken
        self.line = QLineEdit()
        self.line.setObjectName("setName_line")
        self._row = FieldRow("&Name", self.line, _NAME_HINT)
        held = Text(_listed(names), name="setName_held")
        held.setAccessibleName(f"The set holds {_listed(names)}")
        self.add(held)
        self.add(self._row)
        self.body.addStretch(1)
        self.add_button("Go back", "setName_back", result=0)
        self._agree = self.add_button("Save the set", "setName_agree", "primary")
        self._agree.clicked.connect(self._save)
        self.line.textChanged.connect(self._say)
        self.line.returnPressed.connect(self._save)
        self.line.setFocus()

    @property
    def name(self) -> str:
        """The name, without spaces around it."""
        return self.line.text().strip()

    def _say(self) -> None:
        taken = next((each for each in self._taken if same_name(each, self.name)), "")
        self._row.set_error("")
        self._row.set_hint(
            f"“{taken}” is a set already. It will hold these deliveries instead." if taken else _NAME_HINT
        )
        self._agree.set_words("Replace the set" if taken else "Save the set")

    def _save(self) -> None:
        if self.name:
            self.done(AGREED)
        else:
            self._row.set_error("Type a name first.")


class SetsDialog(DialogFrame):
    """All sets of an account: rename, change, delete, make new ones. Nothing is kept before *Keep the sets as shown*.

    Args of the constructor:
        sets: the sets.
        known: all deliveries of the account that this PC knows.
    """

    def __init__(self, sets: Sequence[DeliverySet], known: Sequence[Delivery], parent: QWidget | None = None) -> None:
        super().__init__("Named sets of deliveries", "sets", parent, least_width=640)
        self._held = {key: each.delivery_ids for key, each in enumerate(sets)}
        self._next = len(self._held)
        gone = {each for ids in self._held.values() for each in ids} - {each.delivery_id for each in known}
        rows = [TickRow(each.delivery_id, each.name, _details(each)) for each in known]
        rows += [TickRow(each, f"Delivery {each}", "not known on this PC any more") for each in sorted(gone)]
        self.table = NamedTable("sets_names", "set", ("Set", "Holds"))
        self.ticks = TickList("sets_ticks", "Deliveries of the chosen set", most_shown=_ROWS_IN_SIGHT)
        self.ticks.set_rows(rows)
        self._shown: int | None = None
        self._of = Text(role="heading", wrap=True, name="sets_of")
        new = LinkButton("Make a new set", "sets_new", "plus")
        new.clicked.connect(self._add)
        for part in (self.table, new, self._of, self.ticks):
            self.add(part)
        self.body.addStretch(1)
        self.add_button("Go back", "sets_back", result=0)
        self._agree = self.add_button("Keep the sets as shown", "sets_agree", "primary", AGREED)
        self.table.chosen.connect(self._show_chosen)
        self.table.changed.connect(self._check)
        self.ticks.changed.connect(self._take_ticks)
        self.table.show_rows([NamedRow(key, each.name, self._words(key)) for key, each in enumerate(sets)])
        self._show_chosen()
        self._check()

    @property
    def sets(self) -> list[DeliverySet]:
        """The sets as they stand in the dialog."""
        return [DeliverySet(row.name.strip(), self._held[row.key]) for row in self.table.rows()]

    def _words(self, key: int) -> str:
        return count_of(len(self._held[key]), "delivery", "deliveries")

    def _add(self) -> None:
        key, self._next = self._next, self._next + 1
        self._held[key] = ()
        taken = [row.name for row in self.table.rows()]
        name = next(
            name
            for name in ("New set", *(f"New set {number}" for number in range(2, len(taken) + 3)))
            if not any(same_name(name, each) for each in taken)
        )
        self.table.add_row(NamedRow(key, name, self._words(key)))

    def _show_chosen(self) -> None:
        key = self.table.chosen_key
        if key != self._shown:
            self._shown = None  # the ticks that come now are not a person's
            self.ticks.set_ticked(self._held[key] if key is not None else ())
            self._shown = key
        row = next((row for row in self.table.rows() if row.key == key), None)
        self._of.setText(f"Deliveries of “{row.name}”" if row else "No set is left. Make a new one, or bring one back.")
        self.ticks.setEnabled(row is not None)

    def _take_ticks(self) -> None:
        if self._shown is not None:
            self._held[self._shown] = tuple(self.ticks.ticked())
            self.table.set_details(self._shown, self._words(self._shown))
            self._check()

    def _check(self) -> None:
        self._show_chosen()
        empty = next((each.name for each in self.sets if not each.delivery_ids), "")
        problem = self.table.problem() or (f"“{empty}” holds no delivery. Tick some, or delete it." if empty else "")
        self.foot_hint.setText(problem)
        self._agree.setEnabled(not problem)
        if self.isVisible():
            QTimer.singleShot(0, self, self.fit_height)  # what has just appeared is measured in the next turn


def _details(delivery: Delivery) -> str:
    return delivery.details if delivery.shown else f"{delivery.details} · not offered"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)
