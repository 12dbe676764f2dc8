"""The fields of a lead that may change: one line each, with the new value and a tick that clears the field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from leadbyte_desktop.domain.campaign import CampaignField
from leadbyte_desktop.domain.field_labels import FieldLabels
from leadbyte_desktop.domain.lead_fields import known_name, label_of
from leadbyte_desktop.domain.shared_fields import SharedField
from leadbyte_desktop.domain.wanted_lead import phone_in_groups
from leadbyte_desktop.domain.words import on_one_line
from leadbyte_desktop.ui.clear_key import ClearKey
from leadbyte_desktop.ui.field_chooser import FieldChooser
from leadbyte_desktop.ui.field_help import FieldHelp
from leadbyte_desktop.ui.now_column import CHANGE_SHARE, NOW_SHARE, NowLine, NowValue
from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.parts.link_button import IconButton, LinkButton
from leadbyte_desktop.ui.parts.text import Text, plain_tip
from leadbyte_desktop.ui.theme import Tone

PHONES = ("phone1", "phone2", "phone3")
_LEAVE = "leave as it is"
_CLEARED = "this field is cleared"
# Widths in characters of the body font, so that they grow with the system's text scaling.
_LABEL_CHARACTERS = 14
# A line narrower than so many labels has its value below its label.
_STACK_BELOW = 4


class FieldLine(QWidget):
    """One field: its label, its new value, *Clear this field*, and for one that was added, the way to take it off.

    Attributes:
        name: the name that is sent.
        now: what the field holds in LeadByte.
        value: the line for the new value; blank leaves the field alone.
        clear_tick: clears the field, and puts the value out of use.
        clear_key: the key that ticks it.

    Signals:
        changed(): the value or the tick has changed.
        entered(): Enter was pressed in the value.
        unwanted(): the line shall go.

    Args of the constructor:
        name: the field.
        removable: whether the line can be taken off.
        stem: its widgets are called f"{stem}.value_{name}", f"{stem}.clear_{name}" and f"{stem}.remove_{name}".
    """

    changed = Signal()
    entered = Signal()
    unwanted = Signal()

    def __init__(self, name: str, stem: str, *, removable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self._whole_label = label_of(name)
        self._label = Text(wrap=False, name=f"{stem}.label_{name}")
        self._label.setToolTip(name if name == self._whole_label else f"{self._whole_label} ({name})")
        self._field: CampaignField | None = None
        self._held: Mapping[str, str] | None = None
        self.now = NowValue(self._whole_label, f"{stem}.now_{name}", self)
        self.value = QLineEdit()
        self.value.setObjectName(f"{stem}.value_{name}")
        self.value.setAccessibleName(f"New value of {self._whole_label}")
        self.value.setAccessibleDescription("Left blank, the field stays as it is; Ctrl+Delete clears it.")
        self.value.setPlaceholderText(_LEAVE)
        self.clear_tick = QCheckBox("Clear this field")
        self.clear_tick.setObjectName(f"{stem}.clear_{name}")
        self.clear_tick.setAccessibleName(f"Clear {self._whole_label}")
        self.remove = IconButton("close", f"Take {self._whole_label} off the form", f"{stem}.remove_{name}")
        self.remove.setVisible(removable)
        self._warning = Text(role="hint", tone="warning", name=f"{stem}.warning_{name}")
        self._note = Text(role="hint", name=f"{stem}.note_{name}")
        self.help = FieldHelp(self.value, name)
        # Nobody is told off in the middle of a number: what looks mistyped is said when the line was left.
        self._left = False
        self._lay_out()
        self._warn()
        self.help.noted.connect(self._warn)
        self.value.textEdited.connect(self._go_into)
        self.value.editingFinished.connect(self._leave)
        self.value.textChanged.connect(self.changed)
        self.value.returnPressed.connect(self._enter)
        self.clear_tick.toggled.connect(self._clear)
        self.clear_key = ClearKey(self.value, self.clear_tick)
        self.remove.clicked.connect(self.unwanted)

    @property
    def change(self) -> str | None:
        """The new value, "" to clear the field, None to leave it alone. Spaces around a value do not count."""
        if self.clear_tick.isChecked():
            return ""
        return self.help.sent(self.value.text().strip()) or None

    @property
    def unclear(self) -> str:
        """What must be chosen before the value can be sent, for the words beside the button; empty for nothing."""
        if self.clear_tick.isChecked() or not self.help.unclear:
            return ""
        return f"Choose in the list of {self._whole_label} which “{on_one_line(self.value.text())}” is meant"

    @property
    def tail_width(self) -> int:
        """How much stands behind the box of the new value, in pixels."""
        tail = self.clear_tick.sizeHint().width()
        keeps = not self.remove.isHidden() or self.remove.sizePolicy().retainSizeWhenHidden()
        return tail + self._grid.horizontalSpacing() + self.remove.sizeHint().width() if keeps else tail

    def show_now(self, held: Mapping[str, str] | None) -> None:
        """Show what the field holds in LeadByte; None where the lead is not known."""
        self._held = held
        value = held.get(self.name) if held is not None else None
        self.help.use(self._field, value, [each for name, each in (held or {}).items() if name != self.name])
        if held is None:
            self.now.hide()
        else:
            self.now.show_value(value, self._readable(value or ""))
        self._place(stacked=self._stacked)

    def use_field(self, field: CampaignField | None) -> None:
        """Call the field as the campaign does, and help with its values; None where LeadByte tells nothing of it."""
        self._field = field
        self._whole_label = field.label if field else label_of(self.name)
        several = isinstance(field, SharedField)
        must = "required in every campaign" if several else "required in this campaign"
        what = self._whole_label if self.name == self._whole_label else f"{self._whole_label} ({self.name})"
        self._label.setToolTip(plain_tip(f"{what}: {must}" if field and field.required else what))
        self.now.label = self._whole_label
        self.value.setAccessibleName(f"New value of {self._whole_label}")
        self.clear_tick.setAccessibleName(f"Clear {self._whole_label}")
        self._fit_label()
        self.show_now(self._held)
        self._warn()

    def _readable(self, value: str) -> str:
        """A value as people read it: phones in groups, what stands in a pick list by its words."""
        is_phone = self.name in PHONES or (self._field is not None and self._field.data_type.casefold() == "phone")
        shown = self.help.readable(value)
        return phone_in_groups(shown) if is_phone else shown

    def put(self, value: str) -> None:
        """Write a value that is to be sent into the line; "" clears the field."""
        self.clear_tick.setChecked(not value)
        self.help.put(value)

    def _go_into(self) -> None:
        self._left = False
        self._warn()

    def _leave(self) -> None:
        self._left = True
        if self.value.text().isspace():
            self.value.clear()  # spaces alone change nothing, and would hide the words that say so
        self._warn()

    def _enter(self) -> None:
        if not self.help.take_marked():
            self.entered.emit()

    def blank(self) -> None:
        """Leave the field alone again."""
        self.clear_tick.setChecked(False)
        self.value.clear()

    def minimumSizeHint(self) -> QSize:
        """Narrower than its parts side by side, so that a narrow window gets to stack them."""
        return QSize(self._label.width() + self.clear_tick.sizeHint().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the value below its label where both have no room beside each other."""
        super().resizeEvent(event)
        self._place(stacked=is_stacked(self, event.size().width()))

    def _lay_out(self) -> None:
        self._fit_label()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._stacked = False
        self._placed: tuple[bool, bool] | None = None
        self._place(stacked=False)

    def _place(self, *, stacked: bool) -> None:
        self._stacked = stacked
        beside = not self.now.isHidden()
        if (stacked, beside) == self._placed:
            return
        self._placed = (stacked, beside)
        for part in (self._label, self.now, self.value, self.clear_tick, self.remove, self._warning, self._note):
            self._grid.removeWidget(part)
        self._grid.addWidget(self._label, 0, 0)
        self._grid.addWidget(self.clear_tick, 0, 3)
        self._grid.addWidget(self.remove, 0, 4)
        self._grid.setColumnStretch(1, NOW_SHARE if beside or stacked else 0)
        self._grid.setColumnStretch(2, 0 if stacked else CHANGE_SHARE)
        if stacked:
            self._grid.addWidget(self.now, 1, 0, 1, 5)
            self._grid.addWidget(self.value, 2, 0, 1, 5)
            self._grid.addWidget(self._note, 3, 0, 1, 5)
            self._grid.addWidget(self._warning, 4, 0, 1, 5)
            return
        if beside:
            self._grid.addWidget(self.now, 0, 1)
        self._grid.addWidget(self.value, 0, 2 if beside else 1, 1, 1 if beside else 2)
        self._grid.addWidget(self._note, 1, 2 if beside else 1, 1, 3 if beside else 4)
        self._grid.addWidget(self._warning, 2, 1, 1, 4)

    def _fit_label(self) -> None:
        wide = label_width(self)
        mark = " *" if self._field and self._field.required else ""
        room = wide - self.fontMetrics().horizontalAdvance(mark)
        words = f"{self.fontMetrics().elidedText(self._whole_label, Qt.TextElideMode.ElideRight, room)}{mark}"
        self._label.setFixedWidth(wide)
        self._label.setText(words)

    def _warn(self) -> None:
        doubt = self.help.doubt if self._left and not self.clear_tick.isChecked() else ""
        note = doubt or self.help.note
        self._note.set_tone(Tone.WARNING if doubt or self.unclear else "")
        if self.clear_tick.isChecked():
            required = self._field is not None and self._field.required
            whose = "Every campaign" if isinstance(self._field, SharedField) else "This campaign"
            note = f"{whose} requires the field, so LeadByte may refuse to clear it." if required else ""
        if isinstance(self._field, SharedField) and self._field.may_be:
            note = f"{self._field.may_be}. {note}".strip()
        # Said when the line is left, it stands where the words before it stood: nothing below moves by that. Where
        # words come as one types, their line is there before: who goes on to a button finds it where it was seen.
        keep = self.help.settled and not self._note.isHidden()
        always = self._note.fontMetrics().height() if self.help.says_while_typing else 0
        self._note.setMinimumHeight(self._note.height() if keep else always)
        self._note.setText(note)
        self._note.setVisible(bool(note) or self.help.says_while_typing)
        known = self._field is not None or known_name(self.name) is not None
        self._warning.setVisible(not known)
        if not known:
            self._warning.setText(
                f"“{self.name}” is not one of LeadByte’s standard fields. It is sent under exactly this name; "
                "LeadByte may not know it."
            )

    def _clear(self, cleared: bool) -> None:
        self.value.setEnabled(not cleared)
        self.value.setPlaceholderText(_CLEARED if cleared else _LEAVE)
        # What was typed stays behind the tick, out of sight: taking the tick away brings it back.
        self._swap_typed(cleared)
        self._warn()
        self.changed.emit()

    def _swap_typed(self, cleared: bool) -> None:
        blocked = self.value.blockSignals(True)
        if cleared:
            self.value.setProperty("typed", self.value.text())
            self.value.clear()
        else:
            self.value.setText(str(self.value.property("typed") or ""))
        self.value.blockSignals(blocked)


class FieldLines(QWidget):
    """All the lines, and *Add another field*.

    Signals:
        changed(): what shall change on the lead has changed.
        passed(): Enter was pressed in the last value; the next part of the form is wanted.

    Args of the constructor:
        first: the names of the fields that are always there.
        stem: begins the objectName of every widget in it.
    """

    changed = Signal()
    passed = Signal()

    def __init__(self, first: Sequence[str], stem: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{stem}.fields")
        self._first = tuple(first)
        self._stem = stem
        self._lines: list[FieldLine] = []
        self._seldom_after: QWidget | None = None
        self.add_button = LinkButton("Add another field", f"{stem}.addField", "plus")
        self.add_button.clicked.connect(self._choose)
        self.chooser = FieldChooser(f"{stem}.fieldName", self.names, self._own_labels)
        self.chooser.hide()
        self.chooser.chosen.connect(self._take)
        self.chooser.left.connect(self._leave_chooser)
        self._fields: dict[str, CampaignField] = {}
        self._held: Mapping[str, str] | None = None
        self._over = NowLine(stem, "What is left blank stays as it is")
        self._stack = QVBoxLayout()
        self._stack.setSpacing(8)
        self._stack.addWidget(self._over)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(self._stack)
        whole.addWidget(self.add_button)
        whole.addWidget(self.chooser)
        for name in self._first:
            self._append(name, removable=False)

    def show_labels(self, labels: FieldLabels) -> None:
        """Offer the account's fields by its own labels from now on."""
        self.chooser.show_labels(labels)

    def names(self) -> list[str]:
        """The fields that stand in the form, in order."""
        return [line.name for line in self._lines]

    def changes(self) -> dict[str, str]:
        """Field name to new value, "" where the field is cleared; a field that is left alone is not in it."""
        return {line.name: line.change for line in self._lines if line.change is not None}

    def words(self) -> dict[str, str]:
        """Field name to what stands in its line, which its pick list may have another value for."""
        return {line.name: line.value.text().strip() for line in self._lines}

    def unclear(self) -> dict[str, str]:
        """By field name, what must be chosen before its value can be sent; see `FieldLine.unclear`."""
        return {line.name: line.unclear for line in self._lines if line.unclear}

    def put(self, changes: Mapping[str, str]) -> None:
        """Write new values into the form, "" where a field is cleared; lines that are not there are added."""
        there = {line.name: line for line in self._lines}
        for name, value in changes.items():
            line = there.get(name) or self._add_line(name, removable=True)
            line.put(value)
        if len(self._lines) > len(there):
            self._fit_lines()
            self._order_tabs()

    def use_fields(self, fields: Sequence[CampaignField]) -> None:
        """Call and help with the fields as their campaign does."""
        self._fields = {field.name: field for field in fields}
        for line in self._lines:
            line.use_field(self._fields.get(line.name))

    def _own_labels(self) -> dict[str, str]:
        """The labels of the lead's campaign; none where that is not known."""
        return {each.name: each.label for each in self._fields.values() if not isinstance(each, SharedField)}

    def show_now(self, held: Mapping[str, str] | None) -> None:
        """Show what the lead holds in LeadByte, by field name; None where the lead is not known."""
        self._held = held
        for line in self._lines:
            line.show_now(held)
        self._fit_head()

    def say_reading(self, words: str, tone: Tone | str, *, whole: bool) -> None:
        """Say how the reading of the lead stands; the arguments as for `NowLine.say`."""
        self._over.say(words, tone, whole=whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words over the columns have no place where the lines are stacked."""
        super().resizeEvent(event)
        self._fit_head()

    def _fit_head(self) -> None:
        wanted = self._held is not None and not is_stacked(self, self.width())
        tail = self._lines[0].tail_width if self._lines else 0
        self._over.show_head(label_width(self), tail, wanted=wanted)

    def settle(self) -> None:
        """Take what stands in every line as if it had been left."""
        for line in self._lines:
            line.help.settle()

    def have(self, names: Iterable[str]) -> None:
        """Have lines of exactly these fields, in this order; what is typed in those that stay is kept."""
        wanted = list(dict.fromkeys(names))
        for line in list(self._lines):
            if line.name not in wanted:
                self._drop(line)
        there, places = set(self.names()), {name: place for place, name in enumerate(wanted)}
        for name in wanted:
            if name not in there:
                self._add_line(name, removable=name not in self._first)
        self._lines.sort(key=lambda line: places[line.name])
        for line in self._lines:
            self._stack.removeWidget(line)
            self._stack.addWidget(line)
        self._fit_lines()
        self._order_tabs()

    def have_seldom_after(self, widget: QWidget) -> None:
        """Have the Tab key come to the ticks that erase a field only after a widget of the page; else after the lines.

        What is seldom wanted and costs a value is not on the way from the last value to what follows the fields.
        """
        self._seldom_after = widget
        self._order_tabs()

    def line(self, name: str) -> FieldLine:
        """The line of a field that stands in the form."""
        return next(line for line in self._lines if line.name == name)

    def showEvent(self, event: QShowEvent) -> None:
        """Put the stops in order now that everything has its place: Qt forgets it when a widget moves into a window."""
        super().showEvent(event)
        self._order_tabs()

    @property
    def at_blank(self) -> bool:
        """Whether the focus is in a value in which nothing stands."""
        return any(line.value.hasFocus() and not line.value.text().strip() for line in self._lines)

    def focus_first(self) -> None:
        """Put the focus into the first value that can be typed in."""
        self._focus_from(0)

    def focus_blank(self) -> None:
        """Put the focus into the first value that is still to be typed; where none is, into the first."""
        able = [line for line in self._lines if line.value.isEnabled() and not line.value.text().strip()]
        if able:
            able[0].value.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus_first()

    def blank(self) -> None:
        """Leave every field alone again; the lines stay, for the next customer."""
        for line in self._lines:
            line.blank()
        self._leave_chooser()

    def start_again(self) -> None:
        """The same, and only the fields that are always there."""
        self.blank()
        self.have(self._first)

    def _append(self, name: str, *, removable: bool) -> FieldLine:
        line = self._add_line(name, removable=removable)
        self._fit_lines()
        self._order_tabs()
        return line

    def _add_line(self, name: str, *, removable: bool) -> FieldLine:
        """A line at the end; whoever adds some fits all of them once."""
        line = FieldLine(name, self._stem, removable=removable, parent=self)
        line.changed.connect(self.changed)
        line.entered.connect(self._go_on)
        line.unwanted.connect(self._take_off)
        line.clear_key.turned.connect(self._order_tabs)
        line.use_field(self._fields.get(name))
        line.show_now(self._held)
        self._lines.append(line)
        self._stack.addWidget(line)
        line.show()  # at once: the focus goes there before the layout would show it
        return line

    def _fit_lines(self) -> None:
        """Where one line can be taken off, the others leave the same room, so that the values stand in one column."""
        keep = any(line.name not in self._first for line in self._lines)
        for line in self._lines:
            policy = line.remove.sizePolicy()
            policy.setRetainSizeWhenHidden(keep)
            line.remove.setSizePolicy(policy)
        self._fit_head()

    def _order_tabs(self) -> None:
        """A line that came later is last in Qt's own order; put it after the line above it."""
        # From value to value and on; what erases a field or takes its line off has no place where typing may land.
        # Where the key has erased one, its tick has the place of the value, so that it can be taken back.
        way: list[QWidget] = []
        seldom: list[QWidget] = []
        for line in self._lines:
            way.append(line.value)
            (way if line.clear_key.used else seldom).append(line.clear_tick)
            seldom.append(line.remove)
        way += [self.add_button, self.chooser.line]
        for before, after in pairwise(way):
            QWidget.setTabOrder(before, after)
        for before, after in pairwise([self._seldom_after or way[-1], *seldom]):
            QWidget.setTabOrder(before, after)

    def _choose(self) -> None:
        self.add_button.hide()
        self.chooser.show()
        self.chooser.start()

    def _leave_chooser(self) -> None:
        had_focus = self.chooser.line.hasFocus()
        self.chooser.line.clear()
        self.chooser.hide()
        self.add_button.show()
        if had_focus:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, name: str) -> None:
        self._leave_chooser()
        there = name in self.names()
        line = self.line(name) if there else self._append(name, removable=True)
        line.value.setFocus(Qt.FocusReason.OtherFocusReason)
        if not there:
            self.changed.emit()
        else:
            announce(line.value, f"{self._own_labels().get(name) or label_of(name)} stands in the form already.")

    def _take_off(self) -> None:
        line = self.sender()
        if isinstance(line, FieldLine):
            self._drop(line)
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
            self.changed.emit()

    def _drop(self, line: FieldLine) -> None:
        self._lines.remove(line)
        self._stack.removeWidget(line)
        line.hide()
        line.deleteLater()
        self._fit_lines()

    def _go_on(self) -> None:
        line = self.sender()
        if isinstance(line, FieldLine):
            self._focus_from(self._lines.index(line) + 1)

    def _focus_from(self, place: int) -> None:
        able = [line for line in self._lines[place:] if line.value.isEnabled()]
        if able:
            able[0].value.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.passed.emit()


def is_stacked(widget: QWidget, width: int) -> bool:
    """Whether a line of this width has its value below its label."""
    return width < label_width(widget) * _STACK_BELOW


def label_width(widget: QWidget) -> int:
    """How wide the labels are, in pixels, so that the values stand in one column."""
    return widget.fontMetrics().averageCharWidth() * _LABEL_CHARACTERS
