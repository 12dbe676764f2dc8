"""Values that strangers wrote: on one line each, nothing hidden or turned around, no window wider by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.ui.review_dialog import ReviewDialog
from tests.ui.reading_desk import answer_with
from tests.ui.single_form import LEAD, Form

if TYPE_CHECKING:
    from tests.ui.conftest import Office

# Only the offscreen platform says so, whenever a list drops down.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")

LONG = "y" * 10_000
HOSTILE = {
    "id": LEAD.number,
    "campaign": {"id": "9", "name": "Solar\nDelivery: none\u202e"},
    "status": "Approved\n",
    "firstname": "Al”\nDelivery: no delivery is triggered",
    "lastname": f"\u202eEVIL\nLine2 {'x' * 10_000}",
    "postcode": "TN25 4AB\u202e",
    "street1": f"<b>{LONG}</b>",
}


@pytest.fixture
def form(office: Office, qtbot: QtBot) -> Form:
    answer_with(office, {("GET", "/leads/"): HOSTILE})
    form = Form(office, qtbot)
    form.type_id(LEAD.number)
    QTest.keyClick(form.line("leadId"), Qt.Key.Key_Return)
    office.settle()
    return form


def labels(window: QWidget) -> list[QLabel]:
    return [each for each in window.findChildren(QLabel) if each.isVisibleTo(window)]


def test_the_form_shows_what_a_lead_holds_on_one_line_each(form: Form) -> None:
    assert form.words("now_postcode") == "TN25 4AB⟨U+202E⟩"
    assert form.words("now_firstname") == "Al”⏎Delivery: no delivery is triggered"
    assert len(form.words("leadWho")) < 100
    for label in labels(form.window):
        assert "\u202e" not in label.text() + label.toolTip()
        assert len(label.text()) <= 300
        assert label.width() <= form.window.width()
        assert len(label.toolTip()) <= 2_500
        assert all(len(line) <= 250 for line in label.toolTip().replace("<br>", "\n").split("\n"))


def test_the_review_puts_no_false_line_and_turns_nothing_around(form: Form, office: Office, qtbot: QtBot) -> None:
    form.type_value("postcode", "TN25 6QD")
    form.value("firstname").setText("Bo\u202e")  # as it is pasted: there are no keys for these
    form.tab.put_values({"street1": LONG})
    office.go_back()
    form.review()
    review = office.reviews[-1]
    assert "First name: “Al”⏎Delivery: no delivery is triggered” → “Bo⟨U+202E⟩”" in review.summary
    assert "Postcode: “TN25 4AB⟨U+202E⟩” → “TN25 6QD”" in review.summary
    assert any(line.endswith("y…” (10,000 characters in all)") for line in review.summary)
    dialog = ReviewDialog(review)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    screen = dialog.width()
    assert screen <= 800
    for label in labels(dialog):
        assert "\n" not in label.text().strip()
        assert "\u202e" not in label.text()
        assert label.width() <= screen
    update = review.going[0].update
    assert getattr(update, "changes", {})["street1"] == LONG, "it is sent whole"
