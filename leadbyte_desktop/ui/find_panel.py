"""Finding a lead, beside and below the box in which its ID, phone number or e-mail address is typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from leadbyte_desktop.domain.wanted_lead import WantedKind, read_wanted
from leadbyte_desktop.domain.words import capitalised, count_of
from leadbyte_desktop.ui.find_answers import FindAnswers
from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.parts.link_button import LinkButton, PlainButton
from leadbyte_desktop.ui.parts.note import Note
from leadbyte_desktop.ui.parts.text import LinesText, Text
from leadbyte_desktop.ui.theme import Tone

_WHAT = "Lead ID, phone number or e-mail"
_LINES = 2
_WHERE = "Choose the campaigns in which a phone number or e-mail address is looked for"
_SEEN = {
    WantedKind.LEAD_ID: "Lead ID",
    WantedKind.EITHER: "A lead ID or a phone number: Enter finds which",
}


class FindPanel(QWidget):
    """What is going on below the box, and the parts that stand beside it. It takes no room while nothing is going on.

    Attributes:
        said: stands beside the box or below it, two lines high whatever it says: what was understood, or in its place
            what is wrong with it.
        wrong: says what is wrong, in the place of what was understood; shown and hidden by whoever knows.
        find_button: the same as Enter in the box.
        campaigns_button: opens the choice of campaigns to look in.
        answers: what was found.

    Signals:
        find_wanted(): the lead of what stands in the box shall be found.
        cancel_wanted(): nobody waits for the answer any more.
        campaigns_wanted(): other campaigns shall be looked in.

    Args of the constructor:
        box: what is typed into.
        stem: begins the objectName of every widget in it.
    """

    find_wanted = Signal()
    cancel_wanted = Signal()
    campaigns_wanted = Signal()

    def __init__(self, box: QLineEdit, stem: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{stem}.find")
        self._box = box
        self._in_use, self._instead = True, ""
        self._seen = LinesText(_LINES, "hint", name=f"{stem}.findSeen")
        self.wrong = LinesText(_LINES, "error", name=f"{box.objectName()}_error")
        self.said = QWidget()
        self._warning = ""
        self.find_button = PlainButton("Find", f"{stem}.findButton")
        # Enter in the box does the same, and from the box the Tab key goes on to the values.
        self.find_button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.campaigns_button = LinkButton("&Campaigns…", f"{stem}.findCampaigns")
        self.show_new_campaigns(0)
        self._words = Text(role="hint", name=f"{stem}.findWords")
        self._cancel = LinkButton("Cancel", f"{stem}.findCancel")
        self._note = Note(f"{stem}.findNote")
        self.answers = FindAnswers(f"{stem}.findAnswers")
        self._lay_out()
        self._connect()
        self.clear()

    @property
    def searching(self) -> bool:
        """Whether an answer is awaited."""
        return not self._cancel.isHidden()

    @property
    def must_find(self) -> bool:
        """Whether what stands in the box must be looked for before anything can be sent."""
        return self._in_use and read_wanted(self._box.text()).searchable

    def show_new_campaigns(self, count: int) -> None:
        """Say beside the box that so many campaigns came since somebody chose where to look; nobody looks there yet."""
        self.campaigns_button.set_words(f"&Campaigns… ({count:,} new)" if count else "&Campaigns…")
        new = count_of(count, "new campaign is not looked in yet", "new campaigns are not looked in yet")
        self.campaigns_button.setToolTip(f"{_WHERE}. {capitalised(new)}." if count else _WHERE)

    def set_in_use(self, in_use: bool, instead: str) -> None:
        """Whether a lead may be looked for at all; `instead` says beside the box what is typed where it may not."""
        self._in_use, self._instead = in_use, instead
        self.find_button.setVisible(in_use)
        self.campaigns_button.setVisible(in_use)
        if not in_use:
            self.put_away()
        self._understand(self._box.text())

    def show_wrong(self, *, wrong: bool) -> None:
        """Have what is wrong with what is typed in the place of what was understood, or take it away again."""
        self.wrong.setVisible(wrong)
        self._seen.setHidden(wrong)
        if not wrong:
            self._box.setAccessibleDescription(self._seen.text())

    def warn(self, words: str) -> None:
        """Say something of the lead that is typed, in the place of what was understood; "" takes it back."""
        if words == self._warning:
            return
        self._warning = words
        self._seen.set_tone(Tone.WARNING if words else "")
        self._understand(self._box.text())
        announce(self._box, words)

    def clear(self) -> None:
        """Say nothing and offer nothing."""
        self._say("")
        self._cancel.hide()
        self._note.hide_note()
        self.answers.show_leads((), {})
        self._take_room()

    def put_away(self) -> None:
        """What is on offer, or awaited, is wanted no more."""
        if not self.isHidden():
            self.cancel_wanted.emit()

    def show_searching(self, words: str) -> None:
        """Say what is being looked for, with the way to stop it."""
        self.clear()
        self._say(words)
        self._cancel.show()
        self._take_room()

    def say_problem(self, words: str) -> None:
        """Say why no lead is offered, and what to do."""
        self.clear()
        self._note.say(words, Tone.WARNING)
        self._take_room()
        if self._box.hasFocus():
            self._box.selectAll()  # what is typed next is another try

    def say_beside(self, words: str) -> None:
        """Say something that a person should know of what was found."""
        if words:
            self._note.say(words, Tone.WARNING)
        self._take_room()

    def show_answers(self, words: str) -> None:
        """Say how many were found, and go there unless the person went on to something else meanwhile."""
        self._say(words)
        self._take_room()
        if self._box.hasFocus():
            self.answers.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the box: Down goes to the answers, Escape stops the search or puts the answers away."""
        if watched is self._box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and not self.answers.isHidden():
                self.answers.view.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if event.key() == Qt.Key.Key_Escape and not self.isHidden():
                self.cancel_wanted.emit()
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        said = QHBoxLayout(self.said)
        said.setContentsMargins(0, 0, 0, 0)
        said.addWidget(self._seen)
        said.addWidget(self.wrong)
        self.show_wrong(wrong=False)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._words, 1)
        line.addWidget(self._cancel)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(line)
        whole.addWidget(self._note)
        whole.addWidget(self.answers)
        QWidget.setTabOrder(self._cancel, self.answers.view)

    def _connect(self) -> None:
        self._box.installEventFilter(self)
        self._box.textChanged.connect(self._understand)
        self._box.textEdited.connect(self.put_away)
        self.find_button.clicked.connect(self.find_wanted)
        self.campaigns_button.clicked.connect(self.campaigns_wanted)
        self._cancel.clicked.connect(self.cancel_wanted)
        self.answers.left.connect(self._back_to_box)

    def _understand(self, typed: str) -> None:
        wanted = read_wanted(typed)
        if self._warning or not self._in_use:
            self._see(self._warning or self._instead)
        elif wanted.kind in (WantedKind.PHONE, WantedKind.EMAIL):
            self._see(f"{wanted.kind.value.capitalize()}: press Enter to find the lead")
        else:
            self._see(_SEEN.get(wanted.kind, _WHAT))

    def _see(self, words: str) -> None:
        self._seen.setText(words)
        self._box.setAccessibleDescription(words)

    def _back_to_box(self) -> None:
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)
        self._box.selectAll()

    def _say(self, words: str) -> None:
        self._words.setText(words)
        self._words.setVisible(bool(words))

    def _take_room(self) -> None:
        parts = (self._words, self._cancel, self._note, self.answers)
        self.setVisible(not all(part.isHidden() for part in parts))
