"""Named sets: kept from what is ticked, ticked with one choice, changed, and never ticking what is not offered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.delivery_set import DeliverySet
from leadbyte_desktop.practice.keys import FULL_KEY
from leadbyte_desktop.ui.deliveries_presenter import DeliveriesPresenter
from leadbyte_desktop.ui.deliveries_tab import LIST, DeliveriesTab
from leadbyte_desktop.ui.delivery_sets import DeliverySetsButton
from leadbyte_desktop.ui.delivery_sets_dialogs import SetNameDialog, SetsDialog
from tests.ui.reading_desk import open_with
from tests.ui.single_form import Form
from tests.ui.tab_window import TabWindow

if TYPE_CHECKING:
    from tests.ui.conftest import Office

DAY, EVENING, AUTOMATIC, LARKFOLD, INACTIVE = "1052", "1053", "1054", "1060", "1070"
SOLAR = DeliverySet("Solar evening", (DAY, EVENING))


def keep(office: Office, *sets: DeliverySet) -> None:
    office.run(office.desk.tools.delivery_sets.put_all(office.desk.account.account_id, sets))
    office.flow.sets_changed.emit()
    office.settle()


def kept(office: Office) -> list[DeliverySet]:
    return office.run(office.desk.tools.delivery_sets.all(office.desk.account.account_id))


@pytest.fixture
def form(office: Office, qtbot: QtBot) -> Form:
    return Form(office, qtbot)


def entries(button: DeliverySetsButton) -> list[str]:
    """The menu as it opens."""
    button.fill()
    return [action.text() for action in button.choices.actions() if not action.isSeparator()]


def choose(office: Office, button: DeliverySetsButton, key: str) -> None:
    button.fill()
    button.entry(key).trigger()


def dialog_of(office: Office, kind: type[QWidget]) -> QWidget:
    def found() -> list[QWidget]:
        return [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]

    office.until(found)
    return found()[0]


def ticked(form: Form) -> list[str]:
    return list(form.tab.delivery_ids)


def said(form: Form) -> str:
    label = form.find(QLabel, "sets_said")
    return label.text() if label.isVisible() else ""


def test_without_a_set_the_menu_says_what_one_is(form: Form) -> None:
    button = form.find(DeliverySetsButton, "sets")
    assert entries(button) == [
        "A set ticks several deliveries with one choice, for example “Solar evening”.",
        "Tick deliveries to save a set",
    ]
    assert not any(action.isEnabled() for action in button.choices.actions() if not action.isSeparator())


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")
def test_alt_and_its_letter_open_the_menu(form: Form, office: Office) -> None:
    keep(office, SOLAR)
    button = form.find(DeliverySetsButton, "sets")
    opened: list[list[str]] = []

    def look() -> None:
        opened.append([action.text() for action in button.choices.actions() if not action.isSeparator()])
        button.choices.close()

    button.choices.aboutToShow.connect(lambda: QTimer.singleShot(0, button, look))
    form.window.activateWindow()
    QTest.keyClick(form.window, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    office.until(lambda: bool(opened))
    assert opened[0][0] == "Solar evening · 2 deliveries"
    assert button.accessibleName() == "Named sets"


def test_what_is_ticked_is_kept_and_ticked_again_with_one_choice(form: Form, office: Office) -> None:
    button = form.find(DeliverySetsButton, "sets")
    form.tick_delivery(DAY)
    form.tick_delivery(EVENING)
    choose(office, button, "save")
    dialog = cast("SetNameDialog", dialog_of(office, SetNameDialog))
    QTest.keyClicks(dialog.line, " Solar evening ")
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    office.settle()
    assert kept(office) == [SOLAR]
    assert said(form) == "2 deliveries are kept as “Solar evening”."

    form.click("startAgain")
    assert ticked(form) == []
    assert said(form) == ""
    choose(office, button, "set0")
    assert ticked(form) == [DAY, EVENING]
    assert said(form) == "2 deliveries of “Solar evening” are ticked."
    button.fill()
    assert button.entry("set0").isChecked()


def test_the_same_choice_takes_the_ticks_away_and_only_those(form: Form, office: Office) -> None:
    keep(office, SOLAR)
    button = form.find(DeliverySetsButton, "sets")
    form.tick_delivery(AUTOMATIC)
    choose(office, button, "set0")
    assert ticked(form) == [AUTOMATIC, DAY, EVENING]
    choose(office, button, "set0")
    assert ticked(form) == [AUTOMATIC]
    assert said(form) == "The ticks of “Solar evening” were taken away."
    button.fill()
    assert not button.entry("set0").isChecked()


def test_what_was_said_of_a_set_goes_with_the_next_tick(form: Form, office: Office) -> None:
    keep(office, SOLAR)
    choose(office, form.find(DeliverySetsButton, "sets"), "set0")
    assert said(form)
    form.tick_delivery(DAY)
    assert said(form) == ""


def test_what_is_gone_inactive_or_hidden_is_named_and_not_ticked(form: Form, office: Office) -> None:
    account_id = office.desk.account.account_id
    office.run(office.desk.tools.delivery_list.set_shown(account_id, DAY, False))
    office.run(office.desk.load_deliveries())
    office.flow.deliveries_changed.emit()
    keep(office, DeliverySet("Old", (EVENING, DAY, INACTIVE, "999")))
    button = form.find(DeliverySetsButton, "sets")
    choose(office, button, "set0")
    assert ticked(form) == [EVENING]
    assert said(form) == (
        "1 delivery of “Old” is ticked. Not ticked: Acme Solar — day is not offered in the lists; Acme energy is not "
        "active in LeadByte (Inactive); delivery 999 is not known on this PC any more."
    )
    button.fill()
    assert button.entry("set0").isChecked(), "all of it that can be ticked is"
    choose(office, button, "set0")
    assert ticked(form) == []


def test_a_set_of_which_nothing_is_left_says_so(form: Form, office: Office) -> None:
    keep(office, DeliverySet("Old", ("999",)))
    choose(office, form.find(DeliverySetsButton, "sets"), "set0")
    assert ticked(form) == []
    assert said(form).startswith("Nothing of “Old” could be ticked. Not ticked: delivery 999")


def test_a_name_that_is_taken_says_what_is_replaced(form: Form, office: Office) -> None:
    keep(office, SOLAR)
    form.tick_delivery(AUTOMATIC)
    choose(office, form.find(DeliverySetsButton, "sets"), "save")
    dialog = cast("SetNameDialog", dialog_of(office, SetNameDialog))
    agree = dialog.findChild(QPushButton, "setName_agree")
    assert isinstance(agree, QPushButton)
    agree.click()
    assert dialog.isVisible(), "a set needs a name"
    QTest.keyClicks(dialog.line, "solar EVENING")
    assert agree.text() == "Replace the set"
    agree.click()
    office.settle()
    assert kept(office) == [DeliverySet("solar EVENING", (AUTOMATIC,))]


def test_going_back_keeps_nothing(form: Form, office: Office) -> None:
    form.tick_delivery(DAY)
    choose(office, form.find(DeliverySetsButton, "sets"), "save")
    dialog = cast("SetNameDialog", dialog_of(office, SetNameDialog))
    QTest.keyClicks(dialog.line, "Solar")
    QTest.keyClick(dialog.line, Qt.Key.Key_Escape)
    office.settle()
    assert kept(office) == []


def test_sets_are_renamed_changed_made_and_deleted_in_one_dialog(form: Form, office: Office) -> None:
    keep(office, SOLAR, DeliverySet("Life", (LARKFOLD,)))
    button = form.find(DeliverySetsButton, "sets")
    choose(office, button, "manage")
    dialog = cast("SetsDialog", dialog_of(office, SetsDialog))
    assert dialog.ticks.ticked() == [LARKFOLD]
    dialog.table.table.choose_row(1)
    assert dialog.ticks.ticked() == [DAY, EVENING]
    dialog.ticks.tick(DAY, on=False)
    dialog.table.line.selectAll()
    QTest.keyClicks(dialog.table.line, "Evening")
    dialog.table.table.choose_row(0)
    for name in ("sets_names_delete", "sets_new"):
        pressed = dialog.findChild(QPushButton, name)
        assert isinstance(pressed, QPushButton)
        pressed.click()
    agree = dialog.findChild(QPushButton, "sets_agree")
    assert isinstance(agree, QPushButton)
    assert not agree.isEnabled()
    assert dialog.foot_hint.text() == "“New set” holds no delivery. Tick some, or delete it."
    dialog.ticks.tick(AUTOMATIC)
    assert agree.isEnabled()
    agree.click()
    office.settle()
    assert kept(office) == [DeliverySet("Evening", (EVENING,)), DeliverySet("New set", (AUTOMATIC,))]
    assert entries(button)[:2] == ["Evening · 1 delivery", "New set · 1 delivery"]


def test_a_deleted_set_comes_back_with_what_it_held_and_going_back_keeps_all(form: Form, office: Office) -> None:
    keep(office, SOLAR)
    choose(office, form.find(DeliverySetsButton, "sets"), "manage")
    dialog = cast("SetsDialog", dialog_of(office, SetsDialog))
    for name in ("sets_names_delete", "sets_names_bringBack"):
        pressed = dialog.findChild(QPushButton, name)
        assert isinstance(pressed, QPushButton)
        pressed.click()
    assert dialog.sets == [SOLAR]
    assert dialog.ticks.ticked() == [DAY, EVENING]
    pressed = dialog.findChild(QPushButton, "sets_names_delete")
    assert isinstance(pressed, QPushButton)
    pressed.click()
    dialog.reject()
    office.settle()
    assert kept(office) == [SOLAR]


def test_a_delivery_that_is_gone_stays_in_its_set_until_it_is_unticked(form: Form, office: Office) -> None:
    old = DeliverySet("Old", (EVENING, "999"))
    keep(office, old)
    choose(office, form.find(DeliverySetsButton, "sets"), "manage")
    dialog = cast("SetsDialog", dialog_of(office, SetsDialog))
    assert set(dialog.ticks.ticked()) == {EVENING, "999"}
    assert dialog.sets == [old]
    dialog.ticks.tick("999", on=False)
    assert dialog.sets == [DeliverySet("Old", (EVENING,))]
    dialog.reject()
    office.settle()


def test_the_deliveries_tab_has_them_in_both_its_parts(office: Office, qtbot: QtBot) -> None:
    class Tab(TabWindow):
        def __init__(self) -> None:
            super().__init__(office, qtbot, "deliveries")
            self.tab = DeliveriesTab(self.window)
            self.presenter = DeliveriesPresenter(self.tab, office.flow, office.runner)
            self.show(self.tab)

    tab = Tab()
    keep(office, SOLAR)
    choose(office, tab.tab.send.sets, "set0")
    assert tab.tab.send.ticks.ticked() == [DAY, EVENING]
    assert tab.words("sendSets_said") == "2 deliveries of “Solar evening” are ticked."
    tab.tab.parts.choose(LIST)
    sets = tab.find(QPushButton, "sets")
    sets.click()
    dialog = cast("SetsDialog", dialog_of(office, SetsDialog))
    assert dialog.sets == [SOLAR]
    dialog.reject()
    office.settle()


def test_sets_of_another_account_are_not_offered(form: Form, office: Office) -> None:
    office.run(office.desk.tools.delivery_sets.put("another", SOLAR))
    office.flow.sets_changed.emit()
    office.settle()
    assert "Solar evening · 2 deliveries" not in entries(form.find(DeliverySetsButton, "sets"))


def test_sets_go_at_once_with_their_account(form: Form, office: Office) -> None:
    keep(office, SOLAR)
    button = form.find(DeliverySetsButton, "sets")
    assert "Solar evening · 2 deliveries" in entries(button)
    # Before anything of the other account is read: there the same IDs are other deliveries.
    open_with(office, FULL_KEY, replace(office.desk.account, account_id="other", name="Other"))
    assert "Solar evening · 2 deliveries" not in entries(button)
    office.settle()
    assert "Solar evening · 2 deliveries" not in entries(button)
