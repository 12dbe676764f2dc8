"""The small dialogs of the batch: which deliveries, which fields, which name."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from leadbyte_desktop.domain.account_names import PLAIN_NAMES
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.field_labels import FieldLabels
from leadbyte_desktop.domain.lead_fields import LEAD_FIELDS, label_of
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.ui.automatic_hint import AutomaticHint
from leadbyte_desktop.ui.delivery_sets import DeliverySetsButton
from leadbyte_desktop.ui.field_chooser import all_offers
from leadbyte_desktop.ui.parts.dialog_frame import DialogFrame
from leadbyte_desktop.ui.parts.field_row import FieldRow
from leadbyte_desktop.ui.parts.link_button import PlainButton
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.parts.tick_list import TickList, TickRow

AGREED = 1


class DeliveriesDialog(DialogFrame):
    """Deliveries to tick, for all rows or for the chosen ones.

    Attributes:
        list: the deliveries.
        sets: the named sets of them.

    Args of the constructor:
        title: for which rows.
        offered: those that are offered.
        ticked: the IDs that are ticked at first; one that is not offered any more is listed as well.
        known: all that this PC knows of deliveries, by ID.
    """

    def __init__(
        self, title: str, offered: Sequence[Delivery], ticked: Sequence[str], known: dict[str, Delivery],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title, "batchDeliveries", parent, least_width=720)
        names = {delivery.delivery_id for delivery in offered}
        missing = [known.get(each, Delivery(each, f"delivery {each}")) for each in ticked if each not in names]
        rows = [TickRow(each.delivery_id, each.name, each.details) for each in (*missing, *offered)]
        self.list = TickList("batchDeliveries_list", "Deliveries")
        self.list.set_rows(rows)
        self.list.set_ticked(ticked)
        self.list.changed.connect(self._say)
        self.sets = DeliverySetsButton(self.list, "batchDeliveries_sets")
        automatic = AutomaticHint(self.list, "batchDeliveries_automatic")
        automatic.show_deliveries((*missing, *offered))
        if rows:
            words = (
                "The leads go to the buyers of these deliveries when the batch is sent. That works for valid leads, "
                "and for deliveries that are set to trigger manually via the REST API."
            )
        else:
            words = "This PC knows no deliveries of the account yet. Add them in the tab Deliveries."
        self.add(Text(words, "hint", name="batchDeliveries_words"))
        self.add(self.list)
        for part in (automatic, self.sets, self.sets.said):
            self.add(part)
        self.sets.setVisible(bool(rows))
        self.body.addStretch(1)
        self.add_button("Go back", "batchDeliveries_back", result=0)
        self._agree = self.add_button("", "batchDeliveries_agree", "primary", AGREED)
        self._say()
        self.list.setFocus()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The IDs that are ticked."""
        return tuple(self.list.ticked())

    def _say(self) -> None:
        count = len(self.list.ticked())
        self._agree.set_words(f"Use {count_of(count, 'delivery', 'deliveries')}" if count else "Use no delivery")


class FieldsDialog(DialogFrame):
    """Which fields the table has: known ones by their label, others by any name.

    Args of the constructor:
        present: the names of the fields that the table has.
        used: those of them in which something stands.
        labels: what the account calls its fields.
    """

    def __init__(
        self,
        present: Sequence[str],
        used: Collection[str],
        labels: FieldLabels = PLAIN_NAMES.fields,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Which fields do you want in the table?", "batchFields", parent, least_width=640)
        self._present = list(present)
        self._used, self._labels = used, labels
        own = [name for name in present if name not in LEAD_FIELDS]
        self._names = list(dict.fromkeys([*own, *(each.name for each in all_offers(labels))]))
        self.list = TickList("batchFields_list", "Fields", "Search the fields")
        self.other = QLineEdit()
        self.other.setObjectName("batchFields_other")
        self.other.returnPressed.connect(self.add_other)
        add = PlainButton("Add", "batchFields_add")
        add.clicked.connect(self.add_other)
        self._other_row = FieldRow(
            "Another field, by LeadByte’s name for it", self.other, "For example a custom field of your campaign.", add
        )
        self._warning = Text(role="hint", tone="warning", name="batchFields_warning")
        self.add(self.list)
        self.add(self._other_row)
        self.add(self._warning)
        self.body.addStretch(1)
        self.add_button("Go back", "batchFields_back", result=0)
        self.add_button("Use these fields", "batchFields_agree", "primary", AGREED)
        self._fill(present)
        self.list.changed.connect(self._warn)
        self._warn()
        self.list.setFocus()

    @property
    def chosen(self) -> list[str]:
        """The names of the fields, those that were there before in their old order first."""
        ticked = self.list.ticked()
        kept = [name for name in self._present if name in ticked]
        return kept + [name for name in ticked if name not in kept]

    def add_other(self) -> None:
        """Take the typed name as one more field."""
        name = self._labels.name_of(self.other.text()) or self.other.text().strip()
        if not name:
            self._other_row.set_error("Type the field’s name first.")
            return
        self._other_row.set_error("")
        if name not in self._names:
            self._names.insert(0, name)
        self._fill([*self.list.ticked(), name])
        self.other.clear()

    def _fill(self, ticked: Sequence[str]) -> None:
        rows = [TickRow(name, self._name_of(name), self._details(name)) for name in self._names]
        self.list.set_rows(rows)
        self.list.set_ticked(ticked)

    def _called(self, name: str) -> list[str]:
        return [each.words for each in self._labels.fields if each.name == name and not each.common]

    def _name_of(self, name: str) -> str:
        # What campaigns call it otherwise stands in the details, which have more room.
        return label_of(name) if len(self._called(name)) > 1 else self._labels.of(name)

    def _details(self, name: str) -> str:
        """The name that is sent, and what campaigns call it."""
        return " · ".join([name, *self._called(name)])

    def _warn(self) -> None:
        ticked = self.list.ticked()
        lost = [self._labels.of(name) for name in self._present if name in self._used and name not in ticked]
        goes = "goes" if len(lost) == 1 else "go"
        self._warning.setText(f"{' and '.join(lost)} {goes}, with all that stands there." if lost else "")
        self._warning.setVisible(bool(lost))


class NameDialog(DialogFrame):
    """A name under which the batch is kept.

    Args of the constructor:
        name: the name it has.
        taken: names of saved batches; one of them is replaced, and it says so.
    """

    def __init__(self, name: str, taken: Collection[str], parent: QWidget | None = None) -> None:
        super().__init__("Save this batch on this PC", "batchName", parent, least_width=480)
        self._taken = taken
        self.line = QLineEdit(name)
        self.line.setObjectName("batchName_line")
        self.line.selectAll()
        self._row = FieldRow("&Name", self.line, "For example Monday’s postcodes.")
        self.add(self._row)
        self.body.addStretch(1)
        self.add_button("Go back", "batchName_back", result=0)
        save = self.add_button("Save", "batchName_agree", "primary")
        save.clicked.connect(self._save)
        self.line.textChanged.connect(self._say)
        self.line.returnPressed.connect(self._save)
        self._say()
        self.line.setFocus()

    @property
    def name(self) -> str:
        """The name, without spaces around it."""
        return self.line.text().strip()

    def _say(self) -> None:
        again = "A batch of this name is saved already. It will be replaced."
        self._row.set_error("")
        self._row.set_hint(again if self.name in self._taken else "For example Monday’s postcodes.")

    def _save(self) -> None:
        if self.name:
            self.done(AGREED)
        else:
            self._row.set_error("Type a name first.")
