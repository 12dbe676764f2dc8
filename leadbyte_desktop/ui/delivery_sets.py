"""Named sets beside deliveries to tick: one choice ticks a whole set, the same choice takes its ticks away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from leadbyte_desktop.domain.delivery_set import DeliverySet
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.parts.menu_button import MenuButton
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.parts.tick_list import TickList
from leadbyte_desktop.ui.theme import Tone, mark

_SAVE, _MANAGE, _SET = "save", "manage", "set"


class DeliverySetsButton(MenuButton):
    """The menu of the sets. Every list of deliveries to tick has one; its page puts it and `said` where there is room.

    Attributes:
        ticks: the list that the sets are ticked in.
        said: what became of the last choice; hidden while there is nothing to say.

    Signals:
        set_chosen(int): the place of a set among those shown.
        save_wanted(): what is ticked shall become a set.
        manage_wanted(): sets shall be renamed, changed or deleted.

    Args of the constructor:
        ticks: the list.
        name: the objectName.
    """

    set_chosen = Signal(int)
    save_wanted = Signal()
    manage_wanted = Signal()

    def __init__(self, ticks: TickList, name: str, parent: QWidget | None = None) -> None:
        super().__init__("&Named sets", name, "link", parent)
        self.ticks = ticks
        self.said = Text(role="hint", name=f"{name}_said")
        self.said.hide()
        self._sets: tuple[tuple[DeliverySet, Sequence[str]], ...] = ()
        self._speaking = False
        self.choices.aboutToShow.connect(self.fill)
        self.choices.triggered.connect(self._act)
        ticks.changed.connect(self._ticked)

    def show_sets(self, sets: Sequence[DeliverySet], able: Sequence[Sequence[str]]) -> None:
        """Offer these.

        Args:
            sets: the sets.
            able: of each, the deliveries that can be ticked now; where all of them are, the set has its tick.
        """
        self._sets = tuple(zip(sets, able, strict=True))
        self.fill()

    def fill(self) -> None:
        """Write the menu as the ticks now stand; the menu itself asks for it before it opens."""
        menu, ticked = self.choices, set(self.ticks.ticked())
        menu.clear()
        if not self._sets:
            self.add_words("A set ticks several deliveries with one choice, for example “Solar evening”.")
        for place, (each, able) in enumerate(self._sets):
            words = f"{each.name} · {count_of(len(each.delivery_ids), 'delivery', 'deliveries')}"
            action = self.add_choice(f"{_SET}{place}", words)
            action.setData(place)
            action.setCheckable(True)
            action.setChecked(bool(able) and ticked.issuperset(able))
        menu.addSeparator()
        save = self.add_choice(_SAVE, "Save the ticked ones as a set…" if ticked else "Tick deliveries to save a set")
        save.setEnabled(bool(ticked))
        if self._sets:
            self.add_choice(_MANAGE, "Rename, change or delete sets…")

    def put(self, delivery_ids: Sequence[str], *, on: bool) -> None:
        """Tick these deliveries, or take their ticks away; what is said of it follows."""
        self._speaking = True
        for each in delivery_ids:
            self.ticks.tick(each, on=on)
        self._speaking = False

    def say(self, words: str, tone: Tone = Tone.PLAIN) -> None:
        """Say what became of the choice; "" says nothing."""
        mark(self.said, "tone", str(tone))
        self.said.setText(words)
        self.said.setVisible(bool(words))
        announce(self.said, words)

    def _ticked(self) -> None:
        # What was said of a choice holds no more once other ticks were set.
        if not self._speaking:
            self.say("")

    def _act(self, action: QAction) -> None:
        key = self.key_of(action)
        if key == _SAVE:
            self.save_wanted.emit()
        elif key == _MANAGE:
            self.manage_wanted.emit()
        else:
            self.set_chosen.emit(action.data())
