"""Help with typing one field's new value: its pick list, a calendar, a postcode written as one.

LeadByte is the authority: whatever is typed can be sent, and what is not as expected is said in one quiet line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from PySide6.QtCore import QDate, QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from leadbyte_desktop.domain.campaign import CampaignField, Choice
from leadbyte_desktop.domain.date_form import day_in, pattern_in_type, read_date, write_for
from leadbyte_desktop.domain.lead_fields import plain_form
from leadbyte_desktop.domain.shared_fields import SharedField
from leadbyte_desktop.importing.check_codes import UNTIDY_POSTCODE
from leadbyte_desktop.importing.check_formats import mend_postcode, postcode_code
from leadbyte_desktop.ui.field_calendar import FieldCalendar
from leadbyte_desktop.ui.field_chooser import OfferDelegate
from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.parts.icon import RETINT_EVENTS, icon

_MOST_IN_SIGHT = 8
_OPENS = (Qt.Key.Key_Down, Qt.Key.Key_F4)
_WRITTEN = "Written as a postcode is; Ctrl+Z brings back what you typed."
_DATES = ("dob", "optindate")
"""The standard fields that hold dates, whether LeadByte tells their types or not."""


class FieldHelp(QObject):
    """What stands behind a line for a field's new value.

    Signals:
        noted(): there is something else to say of the value.

    Args of the constructor:
        line: what is typed into; its owner.
        name: the field, as it is sent.
    """

    noted = Signal()

    def __init__(self, line: QLineEdit, name: str) -> None:
        super().__init__(line)
        self._line, self._name = line, name
        self._field: CampaignField | None = None
        self._held = ""
        self._others: Collection[str] = ()
        self._day_written = self._day_note = ""
        self._typed_postcode = self._mended = self._kept = ""
        self._opener: QAction | None = None
        self._list: QCompleter | None = None
        self._popup: QListView | None = None
        self._calendar: FieldCalendar | None = None
        line.installEventFilter(self)
        line.editingFinished.connect(self.settle)
        line.textChanged.connect(self._watch)
        self._offer()

    def use(self, field: CampaignField | None, held: str | None, others: Collection[str] = ()) -> None:
        """Help as the campaign has it.

        Args:
            field: what LeadByte tells of the field; None where it tells nothing.
            held: the value that the lead has now, which shows the form of dates; None where it is not known.
            others: the values of its other fields, which may tell whether dates have their month first.
        """
        changed, was_date = field != self._field, self._is_date
        self._held, self._others = held or "", others
        if changed:
            self._field = field
            if self._popup is not None:
                self._popup.hide()  # it lists what the campaign had before
            self._list = self._popup = None
        if changed or self._is_date != was_date:
            self._offer()
            self.noted.emit()

    def sent(self, text: str) -> str:
        """What is sent for what stands in the line: of a pick list, the value that belongs to the words.

        A postcode counts as it will be written when the line is left: nothing on the page may change by that.
        """
        choice = self._choice(text)
        return choice.value if choice else self._tidied(text) or text

    def shown(self, value: str) -> str:
        """What stands in the line for a value."""
        return next((each.label for each in self._choices if each.value == value), value)

    @property
    def says_while_typing(self) -> bool:
        """Whether the note comes and goes with the letters, as nearly every value of the field wants one."""
        return self._is_postcode

    @property
    def settled(self) -> bool:
        """Whether what stands in the line was written so when it was left."""
        return self._is_postcode and bool(self._mended) and self._line.text().strip() == self._mended

    @property
    def note(self) -> str:
        """What a person should know of what stands in the line; empty for nothing."""
        text = self._line.text().strip()
        if not text:
            return ""
        if self.settled:
            return _WRITTEN
        if tidied := self._tidied(text):
            return f"Becomes “{tidied}” when you go on; Ctrl+Z then brings back what you typed."
        if text == self._day_written:
            return self._day_note
        if not self._choices:
            return ""
        choice = self._choice(text)
        if choice is None:
            whose = "any campaign’s" if isinstance(self._field, SharedField) else "this campaign’s"
            return f"“{text}” is not in {whose} list. It can be sent; LeadByte may not take it."
        return f"Sent as “{choice.value}”." if choice.value != text else ""

    def take_marked(self) -> bool:
        """Take the marked entry of an open list, for Enter; False where no list is open."""
        popup = self._popup
        if popup is None or not popup.isVisible():
            return False
        marked = popup.currentIndex()
        popup.hide()
        if marked.isValid():
            self._put(str(marked.data()))
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the line, Down or F4 opens the list or the calendar."""
        if watched is self._line:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _OPENS:
                return self._open()
            if event.type() in RETINT_EVENTS and self._opener is not None:
                self._draw()
        return super().eventFilter(watched, event)

    # --- the pick list and the calendar -----------------------------------------------------------------------------

    @property
    def _choices(self) -> tuple[Choice, ...]:
        return self._field.choices if self._field else ()

    @property
    def _is_date(self) -> bool:
        kind = self._field.data_type.casefold() if self._field else ""
        if self._name in _DATES or kind.startswith("date"):
            return True
        # Where LeadByte tells no type: what the lead holds, what its campaign was seen to hold, or its label.
        label = plain_form(self._field.label) if self._field and not self._choices else ""
        seen = read_date(self._held) is not None or bool(self._field and self._field.date_form)
        return not kind and (seen or (label.endswith("date") and not label.endswith("update")))

    @property
    def _is_postcode(self) -> bool:
        kind = self._field.data_type.casefold() if self._field else ""
        label = plain_form(self._field.label) if self._field else ""
        return self._name == "postcode" or kind == "postcode" or label.endswith("postcode")

    def _choice(self, text: str) -> Choice | None:
        exact = next((each for each in self._choices if each.value == text), None)
        plain = text.casefold()
        return exact or next((each for each in self._choices if each.label.casefold() == plain), None)

    def _offer(self) -> None:
        wanted = bool(self._choices) or self._is_date
        if wanted and self._opener is None:
            self._opener = QAction(self)
            self._opener.triggered.connect(self._open)
            self._line.addAction(self._opener, QLineEdit.ActionPosition.TrailingPosition)
        if self._opener is not None:
            self._opener.setVisible(wanted)
            self._opener.setText("Choose from the campaign’s list" if self._choices else "Choose a day")
            self._opener.setToolTip(f"{self._opener.text()} (Down)")
            self._draw()

    def _draw(self) -> None:
        if self._opener is not None:
            self._opener.setIcon(icon("chevron-down" if self._choices else "calendar"))

    def _open(self) -> bool:
        if self._choices:
            self._open_list()
        elif self._is_date:
            self._open_calendar()
        else:
            return False
        return True

    def _open_list(self) -> None:
        if self._list is None:
            popup = self._popup = QListView()
            popup.setObjectName(f"{self._line.objectName()}_choices")
            popup.setProperty("part", "suggestions")
            popup.setAccessibleName("The campaign’s list")
            if len(self._choices) <= _MOST_IN_SIGHT:  # they are all in sight, but for the air around them
                popup.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            # Not `setCompleter`: the line would then write each marked row into itself.
            self._list = QCompleter(QStringListModel([each.label for each in self._choices], self), self)
            self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
            self._list.setMaxVisibleItems(_MOST_IN_SIGHT)
            self._list.setWidget(self._line)
            self._list.setPopup(popup)
            popup.setItemDelegate(OfferDelegate(popup))
            self._list.activated.connect(self._put)
        self._list.complete()
        labels = [each.label for each in self._choices]
        text = self.shown(self._line.text().strip())
        place = labels.index(text) if text in labels else 0
        if self._popup is not None:
            self._popup.setCurrentIndex(self._popup.model().index(place, 0))

    def _open_calendar(self) -> None:
        if self._calendar is None:
            self._calendar = FieldCalendar(self._line)
            self._calendar.chosen.connect(self._put_day)
        usual = self._usual_form
        days = (day_in(text, usual=usual, others=self._others) for text in (self._line.text(), self._held))
        self._calendar.open_at(next((day for day in days if day), None))

    @property
    def _usual_form(self) -> str:
        """In which form the campaign holds the field, as it was seen or as LeadByte tells; empty where neither is."""
        return (self._field.date_form or pattern_in_type(self._field.data_type)) if self._field else ""

    def _put_day(self, day: QDate) -> None:
        chosen = dt.date(day.year(), day.month(), day.day())
        written = write_for(
            chosen, typed=self._line.text(), held=self._held, usual=self._usual_form, others=self._others
        )
        self._day_written, self._day_note = written.text, written.note
        self._put(written.text)
        self.noted.emit()
        if written.note:
            announce(self._line, written.note)

    def _put(self, text: str) -> None:
        """Write something in the place of what stands there, so that Ctrl+Z brings that back."""
        self._line.selectAll()
        self._line.insert(text)
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the postcode -----------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Write a postcode as postcodes are written, as when the line is left."""
        text = self._line.text()
        tidied = self._tidied(text.strip())
        if not tidied:
            return
        self._typed_postcode, self._mended = text, tidied
        self._line.selectAll()
        self._line.insert(self._mended)
        self.noted.emit()

    def _tidied(self, text: str) -> str:
        """A postcode as postcodes are written; empty where it is so already, was taken back, or is none."""
        untidy = self._is_postcode and text != self._kept and postcode_code(text) == UNTIDY_POSTCODE
        return mend_postcode(text) if untidy else ""

    def _watch(self, text: str) -> None:
        if not text:
            self._typed_postcode = self._mended = self._kept = ""  # the next customer may live there too
        elif text == self._typed_postcode:
            self._kept = text.strip()  # it was taken back: it stays as it was typed
        self.noted.emit()
