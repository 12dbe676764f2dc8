"""Choosing one more field: by the label of a known one, or under any other name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from leadbyte_desktop.domain.account_names import PLAIN_NAMES
from leadbyte_desktop.domain.field_labels import FieldLabels
from leadbyte_desktop.domain.lead_fields import LEAD_FIELDS, label_of, plain_form
from leadbyte_desktop.ui.parts.link_button import IconButton
from leadbyte_desktop.ui.parts.tick_list import row_height

_MOST_IN_SIGHT = 8


@dataclass(frozen=True, slots=True)
class FieldOffer:
    """A field that may be chosen.

    Attributes:
        name: the name that is sent.
        words: how it stands in the list.
    """

    name: str
    words: str


def all_offers(labels: FieldLabels, campaign: Mapping[str, str] = MappingProxyType({})) -> list[FieldOffer]:
    """Every known field in the order in which a person looks for it: the standard ones, then the account's own.

    A field that campaigns call otherwise stands there once for each of its labels; one of the lead's own campaign once,
    by that campaign's label.
    """
    called: dict[str, list[FieldOffer]] = {name: [] for name in LEAD_FIELDS}
    for each in labels.fields:
        called.setdefault(each.name, []).append(FieldOffer(each.name, each.words))
    for name, label in campaign.items():
        called[name] = [FieldOffer(name, label if name in LEAD_FIELDS or label == name else f"{label} ({name})")]
    return [offer for name, offers in called.items() for offer in offers or [FieldOffer(name, label_of(name))]]


def offers_for(
    typed: str, taken: Collection[str], labels: FieldLabels = PLAIN_NAMES.fields,
    campaign: Mapping[str, str] = MappingProxyType({}),
) -> list[FieldOffer]:  # fmt: skip
    """What is offered for what was typed so far: known fields that fit, the best first; then the name as it was typed.

    Args:
        typed: the text so far; empty offers every known field.
        taken: names that stand in the form already; they are offered last, to be gone to.
        labels: what the account calls its fields.
        campaign: the fields of the lead's campaign, name to label; they come before all others.
    """
    plain = plain_form(typed)
    known = _named_in(campaign, plain) or labels.name_of(typed)
    own = known or typed.strip()
    offers = all_offers(labels, campaign)
    fitting = [each for each in offers if plain in plain_form(each.words) or plain in each.name.casefold()]
    if own and not plain:
        fitting = []  # only punctuation was typed, which fits nothing
    fitting.sort(
        key=lambda each: (
            each.name != own,
            each.name in taken,
            bool(campaign) and each.name not in campaign,
            not plain_form(each.words).startswith(plain),
        )
    )
    if not own or any(each.name == own for each in fitting):
        return fitting
    if known:
        return [FieldOffer(known, labels.of(known)), *fitting]
    return [*fitting, FieldOffer(own, f"Use the name “{own}” as it is")]


def _named_in(campaign: Mapping[str, str], plain: str) -> str | None:
    """The field of the lead's campaign whose label was typed; None where that is none, or several."""
    named = [name for name, label in campaign.items() if plain and plain_form(label) == plain]
    return named[0] if len(named) == 1 else None


class FieldChooser(QWidget):
    """One line to type in, with the fitting fields below it. Enter takes the marked or the first one, Escape leaves.

    Signals:
        chosen(str): a field's name, as it is sent.
        left(): the person wants no further field.

    Args of the constructor:
        name: the objectName of the line; its list is called f"{name}_offers".
        taken: tells which names stand in the form already.
        campaign: tells the campaign's own fields, name to label.
    """

    chosen = Signal(str)
    left = Signal()

    def __init__(
        self, name: str, taken: Callable[[], Collection[str]], campaign: Callable[[], Mapping[str, str]],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._taken, self._campaign = taken, campaign
        self._offers: list[FieldOffer] = []
        self._labels = PLAIN_NAMES.fields
        self.line = _ChooserLine()
        self.line.setObjectName(name)
        self.line.setAccessibleName("Name of the field to add")
        self.line.setPlaceholderText("Type a field, for example Town or city")
        self._model = QStringListModel(self)
        self._popup = QListView()
        self._popup.setObjectName(f"{name}_offers")
        self._popup.setProperty("part", "suggestions")
        self._popup.setAccessibleName("Fields that fit")
        self._completer = self._make_completer()
        # After the completer, which brings a delegate of its own.
        self._popup.setItemDelegate(OfferDelegate(self._popup))
        close = IconButton("close", "Add no field", f"{name}_close")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.line, 1)
        line.addWidget(close)
        self.line.textEdited.connect(self._offer)
        self.line.returnPressed.connect(self._take_first)
        self.line.escaped.connect(self.left)
        self.line.list_wanted.connect(self._offer)
        close.clicked.connect(self.left)

    def show_labels(self, labels: FieldLabels) -> None:
        """Offer the account's fields by its own labels from now on."""
        self._labels = labels

    def start(self) -> None:
        """Begin with an empty line and every field on offer."""
        self.line.clear()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._offer()

    def _make_completer(self) -> QCompleter:
        # Not `setCompleter`: the line would then write each marked row into itself.
        completer = QCompleter(self._model, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(_MOST_IN_SIGHT)
        completer.setWidget(self.line)
        completer.setPopup(self._popup)
        completer.activated.connect(self._take)
        return completer

    def _offer(self) -> None:
        self._offers = offers_for(self.line.text(), self._taken(), self._labels, self._campaign())
        self._model.setStringList([offer.words for offer in self._offers])
        if self._offers and self.line.isVisible():
            self._completer.complete()
            if self.line.text():  # show what Enter takes
                self._popup.setCurrentIndex(self._popup.model().index(0, 0))
        else:
            self._popup.hide()

    def _take_first(self) -> None:
        """Enter: the marked row, else the first one."""
        marked = self._popup.currentIndex()
        if self._popup.isVisible() and marked.isValid():
            self._take(str(marked.data()))
        elif self.line.text().strip():
            self._choose(offers_for(self.line.text(), self._taken(), self._labels, self._campaign())[0].name)

    def _take(self, words: str) -> None:
        self._choose(next(offer.name for offer in self._offers if offer.words == words))

    def _choose(self, name: str) -> None:
        # The list answers Enter as well as the line does; the first of the two closes the chooser.
        if self.isVisible():
            self._popup.hide()
            self.chosen.emit(name)


class OfferDelegate(QStyledItemDelegate):
    """Gives each row the air of the other lists."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as the rows of other lists."""
        return QSize(super().sizeHint(option, index).width(), row_height(option.fontMetrics))


class _ChooserLine(QLineEdit):
    """Tells of Escape, and of the arrow down that opens the list again."""

    escaped = Signal()
    list_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.list_wanted.emit()
        else:
            super().keyPressEvent(event)
