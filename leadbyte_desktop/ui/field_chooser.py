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

from leadbyte_desktop.domain.lead_fields import LEAD_FIELDS, known_name, label_of, name_of, plain_form
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


def offers_for(
    typed: str, taken: Collection[str], campaign: Mapping[str, str] = MappingProxyType({})
) -> list[FieldOffer]:
    """What is offered for what was typed so far: known fields that fit, the best first; then the name as it was typed.

    Args:
        typed: the text so far; empty offers every known field.
        taken: names that stand in the form already; they are offered last, to be gone to.
        campaign: the campaign's own fields, name to label; they come before all others.
    """
    plain = plain_form(typed)
    labels = {**campaign, **{name: label for name, label in LEAD_FIELDS.items() if name not in campaign}}
    own = _name_of(typed, labels)
    fitting = [name for name, label in labels.items() if plain in plain_form(label) or plain in name.casefold()]
    if own and not plain:
        fitting = []  # only punctuation was typed, which fits nothing
    fitting.sort(
        key=lambda name: (
            name != own,
            name in taken,
            bool(campaign) and name not in campaign,
            not plain_form(labels[name]).startswith(plain),
        )
    )
    offers = [FieldOffer(name, _words_of(name, labels, campaign)) for name in fitting]
    if not own or own in fitting:
        return offers
    if known_name(typed):
        return [FieldOffer(own, label_of(own)), *offers]
    return [*offers, FieldOffer(own, f"Use the name “{own}” as it is")]


def _name_of(typed: str, labels: Mapping[str, str]) -> str:
    """The name to send for what was typed; a label of the campaign's own stands for its field."""
    plain = plain_form(typed)
    return next((name for name, label in labels.items() if plain and plain_form(label) == plain), "") or name_of(typed)


def _words_of(name: str, labels: Mapping[str, str], campaign: Mapping[str, str]) -> str:
    """How a field stands in the list; one of the campaign's own with its name, as two may have one label."""
    label = labels[name]
    return f"{label} ({name})" if name in campaign and name not in LEAD_FIELDS and label != name else label


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
        self._offers = offers_for(self.line.text(), self._taken(), self._campaign())
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
            self._choose(offers_for(self.line.text(), self._taken(), self._campaign())[0].name)

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
