"""Help with typing one field's new value: its pick list, a calendar, a postcode written as one.

LeadByte is the authority: whatever is typed can be sent, and what is not as expected is said in one quiet line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QDate, QEvent, QModelIndex, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from leadbyte_desktop.domain.campaign import CampaignField, Choice
from leadbyte_desktop.domain.date_field import date_doubt, date_in_form, is_date_field, usual_form
from leadbyte_desktop.domain.date_form import WrittenDate, day_in, read_date, write_for
from leadbyte_desktop.domain.lead_fields import plain_form
from leadbyte_desktop.domain.pick_list import choices_meant, label_for, list_doubt, listed_words
from leadbyte_desktop.domain.shared_fields import SharedField
from leadbyte_desktop.importing.check_codes import UNTIDY_POSTCODE
from leadbyte_desktop.importing.check_formats import has_postcode_shape, mend_postcode, postcode_code, what_it_is_not
from leadbyte_desktop.ui.field_calendar import FieldCalendar
from leadbyte_desktop.ui.field_chooser import OfferDelegate
from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.parts.icon import RETINT_EVENTS, icon

_MOST_IN_SIGHT = 8
_MOST_NAMED = 3
_OPENS = (Qt.Key.Key_Down, Qt.Key.Key_F4)
_BRINGS_BACK = "Ctrl+Z brings back what you typed."
_WRITTEN = f"Written as a postcode is; {_BRINGS_BACK}"
_WRITTEN_DAY = f"Written as dates are here; {_BRINGS_BACK}"
_PHONES = ("phone1", "phone2", "phone3")


@dataclass(frozen=True, slots=True)
class _Meant:
    """What is sent for words in the line: the entry that was chosen for them, or the value that they were put for.

    Attributes:
        text: the words; it holds for no others.
        value: what is sent.
        label: what the list shows for it; empty where it is meant by its value only.
    """

    text: str
    value: str
    label: str = ""


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
        self._typed = self._mended = self._kept = ""
        self._meant: _Meant | None = None
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
            self._mean_again()
        if changed or self._is_date != was_date:
            self._offer()
            self.noted.emit()

    def sent(self, text: str) -> str:
        """What is sent for what stands in the line: of a pick list, the value that belongs to the words.

        A postcode counts as it will be written when the line is left: nothing on the page may change by that.
        """
        if self._choices and self._meant is not None and self._meant.text == text:
            return self._meant.value
        meant = choices_meant(self._choices, text)
        return meant[0].value if len(meant) == 1 else self._tidied(text) or text

    def put(self, value: str) -> None:
        """Write a value that is to be sent into the line, by its words where it stands in the pick list."""
        text = label_for(self._choices, value)
        self._meant = _Meant(text.strip(), value) if value else None  # first: whoever hears of the text asks for it
        self._line.setText(text)
        self.noted.emit()

    def readable(self, value: str) -> str:
        """A value with what the pick list shows for it: "Smart meter (SMART)"."""
        label = label_for(self._choices, value)
        return value if label == value else f"{label} ({value})"

    @property
    def unclear(self) -> str:
        """What to do where the words in the line mean more than one entry of the pick list; empty where they do not."""
        text = self._line.text().strip()
        if self._meant is not None and self._meant.text == text:
            return ""
        meant = choices_meant(self._choices, text) if text else ()
        if len(meant) < 2:
            return ""
        which = " or ".join(f"“{listed_words(self._choices, each)}”" for each in meant[:_MOST_NAMED])
        more = " or others" if len(meant) > _MOST_NAMED else ""
        return f"“{text}” can mean {which}{more}: press Down and choose the one that is to be sent."

    @property
    def says_while_typing(self) -> bool:
        """Whether the note comes and goes with the letters, as nearly every value of the field wants one."""
        return self._is_postcode or self._is_phone

    @property
    def doubt(self) -> str:
        """What looks mistyped in the line; empty for nothing. It can be sent: LeadByte may take it."""
        text = self.sent(self._line.text().strip())
        if self._choices:
            values = [each.value for each in self._choices]
            label = self._field.label if self._field else self._name
            return "" if self.unclear else list_doubt(text, values, label)
        if doubt := date_doubt(text, self._name, self._field, self._held):
            return f"{doubt}."
        name = "postcode" if self._is_postcode else "phone" if self._is_phone else ""
        what = what_it_is_not(name, text) if text else ""
        return f"“{text}” does not look like a {what}." if what else ""

    @property
    def settled(self) -> bool:
        """Whether what stands in the line was written so when it was left."""
        return bool(self._mended) and self._line.text().strip() == self._mended

    @property
    def note(self) -> str:
        """What a person should know of what stands in the line; empty for nothing."""
        text = self._line.text().strip()
        if not text:
            return ""
        if self.settled:
            said = self._day_in_form(self._typed.strip())
            return _WRITTEN if said is None else f"{said.note} {_BRINGS_BACK}" if said.note else _WRITTEN_DAY
        if tidied := self._tidied(text):
            return f"Becomes “{tidied}” when you go on; Ctrl+Z then brings back what you typed."
        if text == self._day_written:
            return self._day_note
        if not self._choices:
            return ""
        value, unclear = self.sent(text), self.unclear
        if unclear:
            return unclear
        if value not in {each.value for each in self._choices}:
            whose = "any campaign’s" if isinstance(self._field, SharedField) else "this campaign’s"
            return f"“{value}” is not in {whose} list. It can be sent; LeadByte may not take it."
        return f"Sent as “{value}”." if value != text else ""

    def take_marked(self) -> bool:
        """Take the marked entry of an open list, for Enter; False where no list is open."""
        popup = self._popup
        if popup is None or not popup.isVisible():
            return False
        marked = popup.currentIndex()
        popup.hide()
        if marked.isValid():
            self._choose(marked)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the line, Down or F4 opens the list or the calendar; in an empty one, Space opens the list."""
        pressed = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        blank = pressed == Qt.Key.Key_Space and bool(self._choices) and not self._line.text()
        if watched is self._popup and blank:
            return True  # the list would hand it on, and nobody would see a space in the line
        if watched is self._line:
            if blank or pressed in _OPENS:
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
        # Where LeadByte tells no type: what the lead holds, or what its campaign was seen to hold.
        seen = read_date(self._held) is not None or bool(self._field and self._field.date_form)
        return is_date_field(self._name, self._field) or (seen and not (self._field and self._field.data_type))

    @property
    def _is_postcode(self) -> bool:
        kind = self._field.data_type.casefold() if self._field else ""
        label = plain_form(self._field.label) if self._field else ""
        return self._name == "postcode" or kind == "postcode" or label.endswith("postcode")

    @property
    def _is_phone(self) -> bool:
        kind = self._field.data_type.casefold() if self._field else ""
        return self._name in _PHONES or kind == "phone"

    def _choose(self, marked: QModelIndex) -> None:
        """Take the entry in this row of the list: by its row, as another one may have the same words."""
        choice = self._choices[marked.row()]
        stood = self._line.text()
        self._meant = _Meant(choice.label.strip(), choice.value, choice.label)
        self._put(choice.label)
        if self._line.text() == stood:
            self._line.textChanged.emit(stood)  # the same words may stand for another value now

    def _mean_again(self) -> None:
        """There is another pick list: what was put for its value goes under the words that this one has for it."""
        meant, text = self._meant, self._line.text().strip()
        self._meant = None
        if meant is None or meant.text != text:
            return
        if not meant.label:
            self.put(meant.value)
        elif Choice(meant.value, meant.label) in self._choices:
            self._meant = meant

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
            rows = [listed_words(self._choices, each) for each in self._choices]
            popup = self._popup = QListView()
            popup.setObjectName(f"{self._line.objectName()}_choices")
            popup.setProperty("part", "suggestions")
            popup.setAccessibleName("The campaign’s list")
            if len(self._choices) <= _MOST_IN_SIGHT:  # they are all in sight, but for the air around them
                popup.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            # Not `setCompleter`: the line would then write each marked row into itself.
            self._list = QCompleter(QStringListModel(rows, self), self)
            self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
            self._list.setMaxVisibleItems(_MOST_IN_SIGHT)
            self._list.setWidget(self._line)
            self._list.setPopup(popup)
            popup.installEventFilter(self)
            popup.setItemDelegate(OfferDelegate(popup))
            self._list.activated[QModelIndex].connect(self._choose)  # type: ignore[index]
        self._list.complete()
        text = self._line.text().strip()
        sent = self.sent(text)
        # Who typed what may mean two entries has seen the words in the list rather than the values.
        marked = [each.label == text if self.unclear else each.value == sent for each in self._choices]
        place = marked.index(True) if True in marked else 0
        if self._popup is not None:
            self._popup.setCurrentIndex(self._popup.model().index(place, 0))

    def _open_calendar(self) -> None:
        if self._calendar is None:
            self._calendar = FieldCalendar(self._line)
            self._calendar.chosen.connect(self._put_day)
        usual = usual_form(self._field)
        days = (day_in(text, usual=usual, others=self._others) for text in (self._line.text(), self._held))
        self._calendar.open_at(next((day for day in days if day), None))

    def _put_day(self, day: QDate) -> None:
        chosen = dt.date(day.year(), day.month(), day.day())
        written = write_for(
            chosen, typed=self._line.text(), held=self._held, usual=usual_form(self._field), others=self._others
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

    # --- the postcode, and the day that is written out ----------------------------------------------------------------

    def settle(self) -> None:
        """Write a postcode as postcodes are written, a day in the form that is used here, as when the line is left."""
        text = self._line.text()
        tidied = self._tidied(text.strip())
        if not tidied:
            return
        self._typed, self._mended = text, tidied
        self._line.selectAll()
        self._line.insert(self._mended)
        self.noted.emit()

    def _tidied(self, text: str) -> str:
        """A postcode as postcodes are written, and a day; empty where it is so already, was taken back, or is none."""
        if not text or text == self._kept:
            return ""
        if (written := self._day_in_form(text)) is not None:
            return written.text
        if not self._is_postcode:
            return ""
        mended = mend_postcode(text)
        untidy = postcode_code(text) == UNTIDY_POSTCODE or has_postcode_shape(text)
        return mended if untidy and mended != text else ""

    def _day_in_form(self, text: str) -> WrittenDate | None:
        """A day whose month is written as a word, as dates are written here; None where what was typed stays."""
        return None if self._choices else date_in_form(text, self._name, self._field, self._held, self._others)

    def _watch(self, text: str) -> None:
        if self._meant is not None and text.strip() != self._meant.text:
            self._meant = None
        if not text:
            self._typed = self._mended = self._kept = ""  # the next customer may live there too
        elif text == self._typed:
            self._kept = text.strip()  # it was taken back: it stays as it was typed
        self.noted.emit()
