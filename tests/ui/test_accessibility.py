"""Every tab and dialog: names for screen readers, stable objectNames, the Tab key's round, room on a small screen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from leadbyte_desktop.app import tab_makers
from leadbyte_desktop.domain.campaign import Campaign
from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.domain.delivery_set import DeliverySet
from leadbyte_desktop.domain.job import DraftItem, JobDraft, JobKind
from leadbyte_desktop.domain.lead_update import Action, LeadRef, LeadUpdate
from leadbyte_desktop.domain.sheet import Column, Role
from leadbyte_desktop.domain.template import Template, TemplateField
from leadbyte_desktop.importing.table import HowToRead
from leadbyte_desktop.ui.batch_dialogs import DeliveriesDialog, FieldsDialog, NameDialog
from leadbyte_desktop.ui.column_row import SeenColumn
from leadbyte_desktop.ui.columns_dialog import Answer, ColumnsDialog
from leadbyte_desktop.ui.columns_words import How
from leadbyte_desktop.ui.connect_dialog import ConnectDialog
from leadbyte_desktop.ui.delivery_sets_dialogs import SetNameDialog, SetsDialog
from leadbyte_desktop.ui.find_campaigns_dialog import FindCampaignsDialog
from leadbyte_desktop.ui.main_window import TABS, MainWindow
from leadbyte_desktop.ui.parts.message_dialog import MessageDialog
from leadbyte_desktop.ui.parts.screen_room import screen_room
from leadbyte_desktop.ui.read_as_dialog import ReadAsDialog
from leadbyte_desktop.ui.review_dialog import ReviewDialog
from leadbyte_desktop.ui.settings_dialog import SettingsDialog
from leadbyte_desktop.ui.template_dialogs import FormNow, TemplateDialog, TemplatesDialog
from leadbyte_desktop.ui.theme import Tone
from leadbyte_desktop.ui.worksheet_dialog import WorksheetDialog
from tests.ui.conftest import Office

CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView, QTabBar)
KEYS = tuple(key for key, _words in TABS)
SMALL = (683, 384)
"""A screen of 1366 x 768 at 200 %."""


@pytest.fixture
def window(office: Office, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(tab_makers())
    made.wake(office.flow, office.runner)
    made.show_account(office.desk.account)
    made.resize(1366, 768)
    made.show()
    qtbot.waitActive(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    office.settle()
    made.hide()
    made.deleteLater()


def _review(office: Office, leads: int) -> ReviewDialog:
    office.go_back()
    updates = [
        LeadUpdate(LeadRef(str(2_932_682 + place)), {"postcode": "TN25 6QD"}, ("1053",)) for place in range(leads)
    ]
    draft = JobDraft(
        JobKind.SINGLE, "A job", office.desk.account.account_id, tuple(DraftItem(update) for update in updates)
    )
    office.run(office.flow.review_and_send(draft))
    return ReviewDialog(office.reviews[-1])


_DELIVERIES = [Delivery(str(1050 + place), f"Acme Solar — {place}") for place in range(30)]
DIALOGS: dict[str, Callable[[Office], QDialog]] = {
    "connect": lambda _office: ConnectDialog(),
    "new key": lambda office: ConnectDialog(offer_practice=False, replaces_key_of=office.desk.account),
    "settings": lambda _office: SettingsDialog(Path("/home/sam"), ["Qt: LGPL"]),
    "review of one": lambda office: _review(office, 1),
    "review of many": lambda office: _review(office, 80),
    "message": lambda _office: MessageDialog(
        "The app is still sending", "closing", "12 of 40 leads were sent.", "The last request may still change leads.",
        "Wait, or close once it is answered.", ("Keep the app open", "Close when the request has ended"), Tone.WARNING,
        danger=True,
    ),
    "deliveries": lambda _office: DeliveriesDialog("Deliveries of every row", _DELIVERIES, (), {}),
    "name of a set": lambda _office: SetNameDialog(["Acme Solar — evening"], ["Solar"]),
    "sets": lambda _office: SetsDialog([DeliverySet("Solar", ("1050", "1051"))], _DELIVERIES),
    "template": lambda _office: TemplateDialog(
        FormNow(("postcode", "source"), {"source": "Web"}, {"1050": "Acme Solar"}, Action.REPROCESS), ["Address"]
    ),
    "templates": lambda _office: TemplatesDialog([Template("Address", (TemplateField("street1"),))]),
    "fields": lambda _office: FieldsDialog(["postcode", "house_num"], ["house_num"]),
    "campaigns": lambda _office: FindCampaignsDialog(
        (Campaign("9", "Solar Panels", "SOLAR"), Campaign("12", "Energy Switch")), ("9",), "Listed just now."
    ),
    "name": lambda _office: NameDialog("Monday", ["Monday"]),
    "columns": lambda _office: ColumnsDialog(
        "leads.csv — 3 rows", [SeenColumn(Column(0, "ID", Role.LEAD), How.NAME, ("2932682",)),
        SeenColumn(Column(1, "Agent"), How.UNKNOWN, ("sam", "kim"))], [Answer("Open 3 rows", 2, primary=True)],
    ),
    "worksheet": lambda _office: WorksheetDialog("leads.xlsx", ["June", "July"], "July", {"June": "12 rows"}),
    "read as": lambda _office: ReadAsDialog("leads.csv", HowToRead(encoding="cp1252"), asked=True),
}  # fmt: skip


@pytest.fixture(params=DIALOGS)
def dialog(request: pytest.FixtureRequest, office: Office, qtbot: QtBot) -> Iterator[QDialog]:
    made = DIALOGS[request.param](office)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    office.settle()


def controls_of(top: QWidget) -> list[QWidget]:
    """What a person can act on now, without what Qt builds inside its own widgets."""
    found = [
        each
        for each in top.findChildren(QWidget)
        if isinstance(each, CONTROLS) and each.isVisible() and each.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    return [each for each in found if not isinstance(each.parentWidget(), (QComboBox, QLineEdit))]


def spoken(widget: QWidget) -> str:
    """What a screen reader calls it."""
    own = widget.accessibleName()
    return own or (widget.text().replace("&", "") if isinstance(widget, QAbstractButton) else "")


def check_names(top: QWidget) -> None:
    controls = controls_of(top)
    assert controls
    assert not [each for each in controls if not each.objectName()], "every control has an objectName"
    assert not [each.objectName() for each in controls if not spoken(each).strip()], "every control has a name"
    counted = Counter(each.objectName() for each in controls)
    assert not [name for name, count in counted.items() if count > 1], "an objectName stands for one control"


def alt_keys(top: QWidget) -> Counter[str]:
    """The letters that Alt goes with."""
    labels = [each.text() for each in top.findChildren(QLabel) if each.isVisible() and each.buddy() is not None]
    buttons = [each.text() for each in top.findChildren(QAbstractButton) if each.isVisible()]
    return Counter(
        letter.casefold() for words in (*labels, *buttons) for letter in re.findall("&(.)", words.replace("&&", ""))
    )


def walk(top: QWidget, key: Qt.Key) -> list[str]:
    """Where the Tab key goes until it comes to a place again."""
    been: list[str] = []
    while (at := QApplication.focusWidget()) is not None and at.objectName() not in been:
        been.append(at.objectName())
        QTest.keyClick(at, key)
    return been


@pytest.mark.parametrize("key", KEYS)
def test_every_control_of_a_tab_has_its_names(window: MainWindow, office: Office, key: str) -> None:
    window.open_tab(key)
    office.settle()
    check_names(window)
    assert max(alt_keys(window).values(), default=0) <= 1
    assert "s" not in alt_keys(window), "Alt+S sends a review"


def test_every_control_of_a_dialog_has_its_names(dialog: QDialog) -> None:
    check_names(dialog)
    assert max(alt_keys(dialog).values(), default=0) <= 1
    assert dialog.accessibleName() == dialog.windowTitle() != ""
    assert dialog.objectName()


@pytest.mark.parametrize("key", KEYS)
def test_the_tab_key_goes_round_and_reaches_everything(window: MainWindow, office: Office, key: str) -> None:
    window.open_tab(key)
    office.settle()
    there, back = walk(window, Qt.Key.Key_Tab), walk(window, Qt.Key.Key_Backtab)
    assert set(there) == set(back)
    # Of a choice between a few, the chosen one is the stop; arrows go on from there.
    stops = [
        each.objectName()
        for each in controls_of(window)
        if each.isEnabled()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (each.property("part") == "segment" and isinstance(each, QAbstractButton) and not each.isChecked())
    ]
    assert not set(stops) - set(there), "reached by no key"


def test_alt_and_a_number_open_a_tab_with_the_focus_in_it(window: MainWindow, office: Office) -> None:
    pages = window.findChild(QWidget, "pages")
    assert pages is not None
    for place, key in enumerate(KEYS, start=1):
        QTest.keyClick(window, getattr(Qt.Key, f"Key_{place}"), Qt.KeyboardModifier.AltModifier)
        office.settle()
        assert window.open_key == key
        at = QApplication.focusWidget()
        assert at is not None
        assert pages.isAncestorOf(at)


def test_escape_closes_a_dialog(dialog: QDialog) -> None:
    QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert dialog.result() == QDialog.DialogCode.Rejected


def test_no_dialog_outgrows_its_screen(dialog: QDialog) -> None:
    screen = screen_room(dialog)
    assert screen.contains(dialog.frameGeometry())


@pytest.mark.parametrize("key", KEYS)
def test_a_small_screen_holds_the_window(window: MainWindow, office: Office, key: str) -> None:
    window.open_tab(key)
    office.settle()
    window.resize(*SMALL)
    office.until(lambda: (window.width(), window.height()) == SMALL)
    cut = [
        f"{each.objectName()}: {each.width()} of {each.sizeHint().width()}"
        for each in window.findChildren(QAbstractButton)
        if each.isVisible() and each.width() < each.sizeHint().width() - 1 and each.objectName()
    ]
    assert not cut


class _Flashes(QObject):
    """Notes every widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(watched.objectName())
        return False


def test_no_part_of_a_tab_flashes_up_as_a_window(window: MainWindow, office: Office, qapp: QApplication) -> None:
    flashes = _Flashes()
    qapp.installEventFilter(flashes)
    for key in KEYS:
        window.open_tab(key)
        office.settle()
    qapp.removeEventFilter(flashes)
    assert flashes.seen == []
