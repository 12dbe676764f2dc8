"""A calendar that drops down from a line for a date."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, QLocale, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QToolButton, QVBoxLayout

from leadbyte_desktop.ui.parts.icon import icon
from leadbyte_desktop.ui.parts.screen_room import screen_room
from leadbyte_desktop.ui.theme import current_tokens

# As Qt names them.
_ARROWS = (
    ("qt_calendar_prevmonth", "The month before", "chevron-left"),
    ("qt_calendar_nextmonth", "The month after", "chevron-right"),
)


class _Days(QCalendarWidget):
    def paintCell(self, painter: QPainter, rect: QRect, date: QDate) -> None:
        """Write the days of the months beside it in the colour of hints: the stylesheet takes Qt's own grey away."""
        beside = (date.year(), date.month()) != (self.yearShown(), self.monthShown())
        if not beside or date == self.selectedDate():
            super().paintCell(painter, rect, date)
            return
        painter.save()
        painter.setPen(QColor(current_tokens().text_2))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(date.day()))
        painter.restore()


class FieldCalendar(QFrame):
    """Arrows move the day, Enter or a click takes it, Escape leaves.

    Signals:
        chosen(QDate): this day.

    Args of the constructor:
        line: where it drops down from; its owner.
    """

    chosen = Signal(QDate)

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line, Qt.WindowType.Popup)
        self._line = line
        self.setObjectName(f"{line.objectName()}_calendar")
        self.setProperty("part", "card")
        self.setFrameShape(QFrame.Shape.Box)
        self.days = _Days()
        self.days.setObjectName(f"{line.objectName()}_days")
        self.days.setAccessibleName("Choose a day")
        # As its weeks and the names of its months are read here, whatever the PC is set to.
        self.days.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
        self.days.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.days.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.days.setGridVisible(False)
        # Red would say that something is wrong with the days of a weekend.
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.days.setWeekdayTextFormat(day, QTextCharFormat())
        self.days.clicked.connect(self._take)
        self.days.activated.connect(self._take)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 8, 8, 8)
        whole.addWidget(self.days)

    def open_at(self, day: dt.date | None) -> None:
        """Drop down with a day marked; with today where there is none."""
        marked = QDate(day.year, day.month, day.day) if day else QDate.currentDate()
        self._draw_arrows()
        self.days.setSelectedDate(marked)
        self.adjustSize()
        place = self._line.mapToGlobal(self._line.rect().bottomLeft())
        room = screen_room(self._line)
        if place.y() + self.height() > room.bottom():
            place.setY(self._line.mapToGlobal(self._line.rect().topLeft()).y() - self.height())
        self.move(place)
        self.show()
        self.days.setFocus(Qt.FocusReason.PopupFocusReason)

    def _draw_arrows(self) -> None:
        for name, words, drawing in _ARROWS:
            button = self.days.findChild(QToolButton, name)
            if button is not None:
                button.setIcon(icon(drawing))
                button.setAccessibleName(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the line as it is."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _take(self, day: QDate) -> None:
        # Enter answers twice in some styles; the first of them closes it.
        if self.isVisible():
            self.hide()
            self.chosen.emit(day)
