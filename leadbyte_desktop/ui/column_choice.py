"""What a column of a file becomes: a choice that can be typed in, searched and opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QListView, QWidget

from leadbyte_desktop.domain.account_names import PLAIN_NAMES
from leadbyte_desktop.domain.field_labels import FieldLabels
from leadbyte_desktop.domain.lead_fields import LEAD_FIELDS, label_of, plain_form
from leadbyte_desktop.domain.sheet import Column, Role
from leadbyte_desktop.ui.field_chooser import OfferDelegate, all_offers, offers_for

_MOST_IN_SIGHT = 10
_ROLES = (Role.IGNORED, Role.LEAD, Role.QUARANTINE, Role.DELIVERIES, Role.ACTION)


@dataclass(frozen=True, slots=True)
class Becomes:
    """What a column may become.

    Attributes:
        role: what it is for.
        field: LeadByte's name of its field where `role` is FIELD, else "".
    """

    role: Role
    field: str = ""

    def words(self, labels: FieldLabels) -> str:
        """As it is called; `labels` are what the account calls its fields."""
        return Column(0, "", self.role, self.field).title_by(labels)


_BY_ROLE = tuple(Becomes(role) for role in _ROLES)


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the list below what is typed."""

    becomes: Becomes
    words: str


def everything(labels: FieldLabels) -> tuple[Offer, ...]:
    """What is offered where nothing was typed."""
    roles = (Offer(each, each.words(labels)) for each in _BY_ROLE)
    return (*roles, *(Offer(Becomes(Role.FIELD, each.name), each.words) for each in all_offers(labels)))


def offers(typed: str, labels: FieldLabels = PLAIN_NAMES.fields) -> list[Offer]:
    """What fits to what was typed, the best first; then a field of that very name."""
    plain = plain_form(typed)
    known = {each.name for each in all_offers(labels)}
    roles = [Offer(each, words) for each in _BY_ROLE if plain and plain in plain_form(words := each.words(labels))]
    fields = [Offer(Becomes(Role.FIELD, each.name), each.words) for each in offers_for(typed, (), labels)]
    exact = [each for each in roles if plain_form(each.words) == plain]
    if exact:
        return exact + [each for each in (*roles, *fields) if each not in exact]
    listed = [each for each in fields if each.becomes.field in known]
    starting = [each for each in roles if plain_form(each.words).startswith(plain)]
    others = [each for each in (*listed, *roles, *fields) if each not in starting]
    return list(dict.fromkeys((*starting, *others)))


def meant_by(typed: str, labels: FieldLabels = PLAIN_NAMES.fields) -> Becomes | None:
    """What a text means that was left in a choice: the one of that very name, else the only one that fits.

    A field of an own name is taken from the list alone, which says what it does: here it is mostly half a word. So is
    one of several that campaigns call the same.

    Returns:
        None where it is not plain which one is meant.
    """
    plain, known = plain_form(typed), labels.name_of(typed)
    fitting = [each for each in offers(typed, labels) if not other_field(each.becomes, labels)]
    exact = [each for each in fitting if plain_form(each.words) == plain or (known and each.becomes.field == known)]
    found = {each.becomes for each in exact or fitting}
    return found.pop() if len(found) == 1 else None


class ColumnChoice(QComboBox):
    """One column's choice. The wheel scrolls the dialog and changes nothing here.

    All of its text is marked when the focus comes, so that typing replaces it.

    Attributes:
        becomes: what is chosen.

    Signals:
        changed(): a person chose something else.

    Args of the constructor:
        name: the objectName.
        accessible: what a screen reader calls it.
        becomes: what is chosen at first.
        offered: everything that is offered, see `everything`; made once for many choices.
        labels: what the account calls its fields.
        heading: what stands over the column in the file.
    """

    changed = Signal()

    def __init__(
        self, name: str, accessible: str, becomes: Becomes, offered: Sequence[Offer], labels: FieldLabels,
        heading: str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._everything, self._labels, self._heading = offered, labels, heading
        self._said = ""
        self.becomes = becomes
        self._offers: list[Offer] = []
        self._list: tuple[QCompleter, QListView] | None = None
        self._words = QStringListModel(self)
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        line = self._line = _ChoiceLine()
        # This alone makes it editable; `setEditable` would make a line of its own first, which is not cheap.
        self.setLineEdit(line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(_MOST_IN_SIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(18)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.addItems([each.words for each in offered])
        self.setCompleter(None)  # type: ignore[arg-type]  # Qt takes a null pointer here
        line.setObjectName(f"{name}_line")
        line.setAccessibleName(accessible)
        line.setPlaceholderText("Type a field")
        # Files may be dropped on the window beside it, but their names never into a field.
        line.setAcceptDrops(False)
        line.textEdited.connect(self._typed)
        self.activated.connect(self._chosen)
        self._show()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the dialog: a column must not become something else while somebody scrolls."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt and the arrow down open the whole list, as everywhere."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark all of it, unless somebody comes back to what is half typed."""
        super().focusInEvent(event)
        if self._line.text() == self._shown:
            self._line.selectAll()
            self._line.keeps_marked = event.reason() == Qt.FocusReason.MouseFocusReason

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed, when the focus goes elsewhere than to the list below."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.settle()

    def settle(self) -> None:
        """Take what was typed where it is plain what is meant, else show again what is chosen.

        An emptied line is a column that is not sent.
        """
        if self._list is not None:
            self._list[1].hide()
        text = self._line.text().strip()
        if self._line.text() == self._shown:
            return
        meant = meant_by(text, self._labels) if text else Becomes(Role.IGNORED)
        if meant is None:
            self.choose(self.becomes, self._said)
        else:
            fitting = (each.words for each in offers(text, self._labels) if each.becomes == meant)
            self.choose(meant, next(fitting, ""))

    def choose(self, becomes: Becomes, said: str = "") -> None:
        """Have this chosen, as by a person; `said` is how it was called in the list where it was chosen."""
        before, self.becomes, self._said = self.becomes, becomes, said
        self._show()
        if becomes != before:
            self.changed.emit()

    @property
    def _shown(self) -> str:
        """What stands in the line while nobody types in it."""
        return self._said or Column(0, self._heading, self.becomes.role, self.becomes.field).title_by(self._labels)

    def _show(self) -> None:
        listed = (place for place, each in enumerate(self._everything) if each.becomes == self.becomes)
        place = next(listed, -1)
        blocked = self.blockSignals(True)
        self.setCurrentIndex(place)
        self.blockSignals(blocked)
        self._line.setText(self._shown)
        self._line.setCursorPosition(0)
        if self.hasFocus():  # what is typed next replaces it
            self._line.selectAll()

    def _chosen(self, place: int) -> None:
        if 0 <= place < len(self._everything):
            self.choose(self._everything[place].becomes, self._everything[place].words)

    def _typed(self, text: str) -> None:
        self._offers = offers(text, self._labels) if text.strip() else []
        self._words.setStringList([each.words for each in self._offers])
        # Made when it is first needed, for a file may have hundreds of columns.
        completer, popup = self._list = self._list or self._make_list()
        if not self._offers:
            popup.hide()
            return
        completer.complete()
        popup.setCurrentIndex(self._words.index(0))

    def _make_list(self) -> tuple[QCompleter, QListView]:
        # Not `setCompleter`: the line would then write each marked row into itself.
        completer = QCompleter(self._words, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(_MOST_IN_SIGHT)
        completer.setWidget(self._line)
        popup = QListView()
        popup.setProperty("part", "suggestions")
        popup.setObjectName(f"{self.objectName()}_offers")
        popup.setAccessibleName("What fits")
        completer.setPopup(popup)
        # After the completer, which brings a delegate of its own.
        popup.setItemDelegate(OfferDelegate(popup))
        completer.activated.connect(self._take)
        return completer, popup

    def _take(self, words: str) -> None:
        found = next((each.becomes for each in self._offers if each.words == words), None)
        if found is not None:
            self.choose(found, words)


class _ChoiceLine(QLineEdit):
    """The line of a choice.

    Attributes:
        keeps_marked: the next press of the mouse is the one that brought the focus, and leaves all of it marked.
    """

    def __init__(self) -> None:
        super().__init__()
        self.keeps_marked = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self.keeps_marked:
            self.keeps_marked = False
            self.selectAll()


def becomes_of(column: Column) -> Becomes:
    """What a column is now."""
    return Becomes(column.role, column.field)


def other_field(becomes: Becomes, labels: FieldLabels) -> bool:
    """Whether it is a field that neither LeadByte's own ones nor the account's have, nor a numbered custom field."""
    name = becomes.field
    own = name in LEAD_FIELDS or any(each.name == name for each in labels.fields)
    return becomes.role is Role.FIELD and not own and label_of(name) == name
