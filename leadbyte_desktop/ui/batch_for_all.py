"""What holds for every row of a batch: its deliveries, an action, and what a blank cell means."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from leadbyte_desktop.domain.account_names import PLAIN_NAMES
from leadbyte_desktop.domain.field_labels import FieldLabels
from leadbyte_desktop.domain.lead_update import Action
from leadbyte_desktop.domain.sheet import Role, SheetHead
from leadbyte_desktop.ui.parts.link_button import LinkButton, PlainButton
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.parts.words_and_acts import WordsAndActs
from leadbyte_desktop.ui.theme import Tone, text_scaled

_MOST_NAMED = 4
_LEAST_WIDTH = 150
_NO_ACTION = "No action"
_ACTIONS = {
    Action.REPROCESS: "Reprocess every lead",
    Action.RELEASE: "Release every lead",
    Action.REJECT: "Reject every lead",
}
_FOR_LEADS = (Action.REPROCESS,)
_FOR_QUARANTINE = (Action.RELEASE, Action.REJECT)


class ForAllLine(QWidget):
    """A line with these three, and the danger of blank cells in words where they clear.

    Attributes:
        deliveries: the words for the deliveries.
        action: the button on which the action is chosen.
        blank_clears: the switch for blank cells.
        danger: what that switch does, while it is on.

    Signals:
        deliveries_wanted(): the deliveries of every row shall be chosen.
        action_chosen(object): an `Action`, or None for none.
        blank_clears_chosen(bool): blank cells shall clear their fields, or leave them alone.
    """

    deliveries_wanted = Signal()
    action_chosen = Signal(object)
    blank_clears_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.deliveries = Text(name="batch.allDeliveries")
        self.deliveries.setMinimumWidth(text_scaled(self, _LEAST_WIDTH))
        choose = LinkButton("Choose deliveries…", "batch.chooseDeliveries")
        choose.clicked.connect(self.deliveries_wanted)
        self.action = PlainButton(_NO_ACTION, "batch.actionAll")
        self.action.setProperty("menu", "true")
        self._menu = QMenu(self.action)
        self._menu.triggered.connect(self._take_action)
        self.action.setMenu(self._menu)
        self.blank_clears = QCheckBox("Blank cells clear the field")
        self.blank_clears.setObjectName("batch.blankClears")
        self.blank_clears.setToolTip(
            "Off: a blank cell leaves its field in LeadByte as it is. On: it empties the field, in every row."
        )
        self.blank_clears.clicked.connect(self.blank_clears_chosen)
        self.danger = Text(role="hint", tone=Tone.WARNING, name="batch.blankDanger")
        self._lay_out(choose)
        self.show_head(SheetHead(), "", PLAIN_NAMES.fields)

    def _lay_out(self, choose: QWidget) -> None:
        words = QHBoxLayout()
        words.setSpacing(12)
        words.addWidget(Text("Every row goes to", "hint", wrap=False))
        words.addWidget(self.deliveries, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(WordsAndActs(words, (choose, self.action, self.blank_clears), 12))
        whole.addWidget(self.danger)

    def show_head(self, head: SheetHead, deliveries: str, labels: FieldLabels) -> None:
        """Show what holds for every row; `deliveries` in words, "" for none."""
        self.deliveries.setText(deliveries or "No delivery. Single rows may have their own.")
        self.deliveries.set_tone(Tone.PLAIN if deliveries else Tone.HINT)
        self.action.set_words(_ACTIONS[head.for_all.action] if head.for_all.action else _NO_ACTION)
        self._fill_actions(head)
        self.blank_clears.setChecked(head.for_all.blank_clears)
        self.danger.setText(_danger(head.field_names, labels))
        self.danger.setVisible(head.for_all.blank_clears)

    def _fill_actions(self, head: SheetHead) -> None:
        quarantine = head.lead_column is not None and head.lead_column.role is Role.QUARANTINE
        offered = _FOR_QUARANTINE if quarantine else _FOR_LEADS
        standing = head.for_all.action
        self._menu.clear()
        group = QActionGroup(self._menu)
        for action in (None, *offered, *((standing,) if standing and standing not in offered else ())):
            entry = QAction(_ACTIONS[action] if action else _NO_ACTION, self._menu)
            entry.setObjectName(f"batch.actionAll_{action.value if action else 'none'}")
            entry.setCheckable(True)
            entry.setChecked(action is standing)
            entry.setData(action)
            group.addAction(entry)
            self._menu.addAction(entry)

    def _take_action(self, entry: QAction) -> None:
        # Qt gives a StrEnum back as its text.
        self.action_chosen.emit(Action(entry.data()) if entry.data() else None)


def _danger(fields: Sequence[str], labels: FieldLabels) -> str:
    """What blank cells do, with the fields by name."""
    if not fields:
        return "Every blank cell of a field’s column empties that field in LeadByte. What stood there is lost."
    names = ", ".join(labels.of(name) for name in fields[:_MOST_NAMED])
    more = f" and {len(fields) - _MOST_NAMED} more" if len(fields) > _MOST_NAMED else ""
    return f"In every row, a blank cell of {names}{more} empties that field in LeadByte. What stood there is lost."
