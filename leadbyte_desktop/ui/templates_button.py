"""The templates of Single lead: a menu, and Ctrl+1 to Ctrl+9."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from leadbyte_desktop.domain.words import count_of, name_in_full, on_one_line
from leadbyte_desktop.ui.parts.menu_button import MenuButton
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.parts.text import ElidedText, plain_tip

MOST_KEYS = 9
_SAVE, _CHANGE, _MANAGE, _TEMPLATE = "save", "change", "manage", "template"


class TemplatesButton(MenuButton):
    """The menu of the templates by name, with their keys beside them.

    Attributes:
        note: what a person must know of the last choice; hidden while there is nothing.
        chosen: a quiet line with the name of the template that the form was made ready by; hidden while there is none.

    Signals:
        template_chosen(int): the place of a template, from the menu or by its keys; there may be none in that place.
        save_wanted(): what stands in the form shall become a template.
        change_wanted(): it shall replace the template that was chosen last.
        manage_wanted(): templates shall be renamed, put in order or deleted.
        left(): the form was cleared, and is no template's any more.

    Args of the constructor:
        name: the objectName.
        page: where the keys are heard.
    """

    template_chosen = Signal(int)
    save_wanted = Signal()
    change_wanted = Signal()
    manage_wanted = Signal()
    left = Signal()

    def __init__(self, name: str, page: QWidget) -> None:
        super().__init__("&Templates", name, "link", page)
        self.note = Note(f"{name}_note", parent=page)
        self.chosen = ElidedText("hint", name=f"{name}_chosen", parent=page)
        self.chosen.hide()
        self.choices.setToolTipsVisible(True)
        self.choices.triggered.connect(self._act)
        for place in range(MOST_KEYS):
            shortcut = QShortcut(QKeySequence(_keys(place)), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.setProperty("place", place)
            shortcut.activated.connect(self._by_keys)
        self.show_names((), "")

    def show_names(self, names: Sequence[str], last: str, unreadable: int = 0) -> None:
        """Offer these.

        Args:
            names: the templates, in their order.
            last: the one that was chosen last, which can be changed; "" for none.
            unreadable: how many more there are that cannot be read.
        """
        self.choices.clear()
        if not names:
            self.add_words("A template keeps the fields, the deliveries and the action of a job you do often.")
            self.add_words("Fill in the form as you need it, then save it. From then on you type only the values.")
        for place, name in enumerate(names):
            keys = _keys(place) if place < MOST_KEYS else ""
            action = self.add_choice(f"{_TEMPLATE}{place}", name_in_full(name), keys)
            action.setToolTip(plain_tip(name))
            action.setData(place)
        if unreadable:
            which = count_of(unreadable, "more template", "more templates")
            self.add_words(f"{which} on this PC cannot be read; nothing is deleted of it.")
        self.choices.addSeparator()
        self.add_choice(_SAVE, "Save as template…")
        if last:
            self.add_choice(_CHANGE, f"Change “{on_one_line(last)}” to what stands in the form…")
        if names:
            self.add_choice(_MANAGE, "Rename, order or delete templates…")

    def show_chosen(self, name: str, stands: str) -> None:
        """Name the template that the form was made ready by, with how it stands; "" for none."""
        self.chosen.say(f"Template “{name_in_full(name)}” · {stands}")
        self.chosen.setToolTip(plain_tip(f"{name}\n{stands}"))
        self.chosen.setVisible(bool(name))

    def leave(self) -> None:
        """The form was cleared: it is no template's any more."""
        self.chosen.hide()
        self.left.emit()

    def _by_keys(self) -> None:
        self.template_chosen.emit(self.sender().property("place"))

    def _act(self, action: QAction) -> None:
        signals = {_SAVE: self.save_wanted, _CHANGE: self.change_wanted, _MANAGE: self.manage_wanted}
        key = self.key_of(action)
        if key in signals:
            signals[key].emit()
        else:
            self.template_chosen.emit(action.data())


def _keys(place: int) -> str:
    return f"Ctrl+{place + 1}"
