"""Beside the form of Single lead: what was sent there and is not done yet, so that the form is free meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadbyte_desktop.ui.parts.card import Card
from leadbyte_desktop.ui.parts.link_button import LinkButton
from leadbyte_desktop.ui.parts.text import ElidedText, Text
from leadbyte_desktop.ui.theme import Tone

_MOST_SHOWN = 5


class WaitingAct(StrEnum):
    """What can be done with such a lead; the value ends the objectName of its button."""

    RESUME = "resume"
    CANCEL = "cancel"
    CONTINUE = "continue"
    PUT_BACK = "putBack"
    CLOSE = "close"


_ACT_WORDS = {
    WaitingAct.RESUME: "Resume",
    WaitingAct.CANCEL: "Cancel",
    WaitingAct.CONTINUE: "Continue…",
    WaitingAct.PUT_BACK: "Put it back in the form",
    WaitingAct.CLOSE: "Close",
}


@dataclass(frozen=True, slots=True)
class WaitingLead:
    """One lead that is not done yet.

    Attributes:
        job_id: its job.
        title: the job's title, "Lead 2932682".
        words: how it stands, in sentences.
        acts: what can be done with it.
        tone: the tone of the words.
    """

    job_id: int
    title: str
    words: str
    acts: tuple[WaitingAct, ...]
    tone: Tone = Tone.PLAIN


class WaitingLeads(Card):
    """The leads, each with how it stands. It takes no room while there are none.

    Signals:
        act_wanted(int, str): a `WaitingAct`, by its value, with this job.

    Args of the constructor:
        stem: begins the objectName of every widget in it.
    """

    act_wanted = Signal(int, str)

    def __init__(self, stem: str, parent: QWidget | None = None) -> None:
        super().__init__("Not done yet", f"{stem}.waiting", parent=parent)
        self._stem = stem
        self._lines: list[_Line] = []
        self._stack = QVBoxLayout()
        self._stack.setSpacing(12)
        self._more = Text(role="hint", name=f"{stem}.waitingMore")
        self.add(self._stack)
        self.add(self._more)
        self.show_leads(())

    def show_leads(self, leads: Sequence[WaitingLead]) -> None:
        """Show these, oldest first."""
        shown = leads[:_MOST_SHOWN]
        while len(self._lines) < len(shown):
            self._lines.append(self._make_line())
        for place, line in enumerate(self._lines):
            line.show_lead(shown[place] if place < len(shown) else None)
        more = len(leads) - len(shown)
        self._more.setText(f"And {more:,} more. All of them are in History.")
        self._more.setVisible(more > 0)
        self.setVisible(bool(leads))

    def _make_line(self) -> _Line:
        line = _Line(f"{self._stem}.waiting_{len(self._lines)}", self)
        line.act_wanted.connect(self.act_wanted)
        self._stack.addWidget(line)
        return line


class _Line(QWidget):
    """One lead: which, how it stands, what can be done."""

    act_wanted = Signal(int, str)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._job_id = 0
        self._title = ElidedText(name=f"{name}_title")
        self._words = Text(role="hint", name=f"{name}_words")
        self._buttons = {act: self._make_button(act, name) for act in WaitingAct}
        acts = QHBoxLayout()
        acts.setSpacing(12)
        for button in self._buttons.values():
            acts.addWidget(button)
        acts.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self._title)
        whole.addWidget(self._words)
        whole.addLayout(acts)

    def show_lead(self, lead: WaitingLead | None) -> None:
        """Show a lead, or take no room."""
        self.setVisible(lead is not None)
        if lead is None:
            return
        self._job_id = lead.job_id
        self._title.say(lead.title)
        self._words.setText(lead.words)
        self._words.set_tone(lead.tone)
        for act, button in self._buttons.items():
            button.setVisible(act in lead.acts)
            button.setAccessibleName(f"{_ACT_WORDS[act]}: {lead.title}")

    def _make_button(self, act: WaitingAct, name: str) -> LinkButton:
        button = LinkButton(_ACT_WORDS[act], f"{name}_{act.value}")
        button.clicked.connect(lambda: self.act_wanted.emit(self._job_id, act.value))
        return button
