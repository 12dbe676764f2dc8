"""A ticked delivery that LeadByte sends by itself is said wherever deliveries are ticked; it can go all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.delivery import Delivery
from leadbyte_desktop.ui.batch_dialogs import DeliveriesDialog
from tests.ui.single_form import Form

if TYPE_CHECKING:
    from tests.ui.conftest import Office

AUTOMATIC, EVENING = "1054", "1053"
WORDS = (
    "“Acme Solar — automatic” is set in LeadByte to send by itself when a lead arrives, so LeadByte may refuse to send "
    "it from here."
)


def test_single_lead_says_it_while_it_is_ticked(office: Office, qtbot: QtBot) -> None:
    form = Form(office, qtbot)
    said = form.find(QLabel, "automatic")
    form.fill(delivery=EVENING)
    assert not said.isVisible()
    form.tick_delivery(AUTOMATIC)
    assert said.isVisible()
    assert said.text() == WORDS
    # A lead in quarantine goes to nobody.
    form.click("kind_quarantineId")
    assert not said.isVisible()
    form.click("kind_id")
    assert said.text() == WORDS
    form.tick_delivery(AUTOMATIC)
    assert not said.isVisible()


def test_the_dialog_of_a_batch_says_it_of_what_is_ticked_already(qtbot: QtBot) -> None:
    known = {
        AUTOMATIC: Delivery(AUTOMATIC, "Acme Solar — automatic", automatic=True, shown=False),
        EVENING: Delivery(EVENING, "Acme Solar — evening", automatic=False),
    }
    dialog = DeliveriesDialog("Deliveries of every row", [known[EVENING]], (AUTOMATIC,), known)
    qtbot.addWidget(dialog)
    dialog.show()
    said = dialog.findChild(QLabel, "batchDeliveries_automatic")
    assert said is not None
    assert said.isVisible()
    assert said.text() == WORDS
    dialog.list.tick(AUTOMATIC, on=False)
    dialog.list.tick(EVENING, on=True)
    assert not said.isVisible()
