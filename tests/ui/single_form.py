"""A person at the tab *Single lead*, for its tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.ui.parts.message_dialog import MessageDialog
from leadbyte_desktop.ui.parts.tick_list import TickList
from leadbyte_desktop.ui.single_lead_presenter import SingleLeadPresenter
from leadbyte_desktop.ui.single_lead_tab import SingleLeadTab

if TYPE_CHECKING:
    from tests.ui.conftest import Office

LEAD = LeadRef("2932682")
W = TypeVar("W", bound=QWidget)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key wherever the focus is."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, modifier)


def type_here(text: str) -> None:
    """Type wherever the focus is."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, text)


class Form:
    """The tab in a window of its own, as a person meets it."""

    def __init__(self, office: Office, qtbot: QtBot, *, at_once: bool = False) -> None:
        """Open it; with `at_once` while something is under way, of which the end is not waited for."""
        self.office = office
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(1180, 900)
        self.tab = SingleLeadTab(self.window)
        self.presenter = SingleLeadPresenter(self.tab, office.flow, office.runner)
        self.tab.resize(1180, 900)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        if not at_once:
            office.settle()

    def find(self, kind: type[W], name: str) -> W:
        found = self.window.findChild(kind, f"single.{name}")
        assert found is not None, f"nothing is called single.{name}"
        return found

    def line(self, name: str) -> QLineEdit:
        return self.find(QLineEdit, name)

    def value(self, field: str) -> QLineEdit:
        return self.line(f"value_{field}")

    def words(self, name: str) -> str:
        return self.find(QLabel, name).text()

    @property
    def hint(self) -> str:
        return self.words("foot_hint")

    @property
    def primary(self) -> QPushButton:
        return self.find(QPushButton, "review")

    @property
    def outcome(self) -> str:
        """All that the last note says, with what a look brought below its answers."""
        return "\n".join(filter(None, (self.words("outcome_0_note_text"), self.words("outcome_0_note_after"))))

    @property
    def deliveries(self) -> TickList:
        return self.find(TickList, "deliveries")

    def type_id(self, text: str) -> None:
        self.line("leadId").clear()
        QTest.keyClicks(self.line("leadId"), text)

    def type_value(self, field: str, text: str) -> None:
        QTest.keyClicks(self.value(field), text)

    def click(self, name: str) -> None:
        QTest.mouseClick(self.find(QPushButton, name), Qt.MouseButton.LeftButton)

    def turn(self, name: str) -> None:
        """Turn a tick with the keyboard, which does not depend on where it stands on the screen."""
        QTest.keyClick(self.find(QCheckBox, name), Qt.Key.Key_Space)

    def tick_delivery(self, delivery_id: str) -> None:
        place = self.deliveries.row_rect(delivery_id).center()
        QTest.mouseClick(self.deliveries.view.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def review(self) -> None:
        """Press the primary button, and wait for the end of what it starts."""
        self.click("review")
        self.office.settle()

    def fill(self, lead: str = LEAD.number, postcode: str = "TN25 6QD", delivery: str = "") -> None:
        self.type_id(lead)
        self.type_value("postcode", postcode)
        if delivery:
            self.tick_delivery(delivery)

    def dialog(self) -> MessageDialog:
        """The question that is asked, once it is open."""
        self.office.until(lambda: self.window.findChild(MessageDialog) is not None)
        dialog = self.window.findChild(MessageDialog)
        assert dialog is not None
        return dialog

    def blank(self) -> bool:
        return not (self.tab.lead_text or self.tab.changes or self.tab.delivery_ids or self.tab.action)

    def focus(self) -> str:
        widget = QApplication.focusWidget()
        return widget.objectName().removeprefix("single.") if widget else ""


def open_lead(form: Form, number: str = LEAD.number) -> None:
    """Name a lead, and wait until it was read."""
    form.type_id(number)
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    form.office.settle()
