"""Words with buttons beside them, or below where there is no room."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QHBoxLayout
from pytestqt.qtbot import QtBot

from leadbyte_desktop.ui.parts.link_button import PlainButton
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.parts.words_and_acts import WordsAndActs


def test_buttons_go_below_the_words_before_they_squeeze_them(qtbot: QtBot, qapp: QApplication) -> None:
    words, line = Text("leads-today.csv — 1,204 rows"), QHBoxLayout()
    line.addWidget(words)
    button = PlainButton("Open a file…", "open")
    both = WordsAndActs(line, (button, PlainButton("Paste", "paste")))
    qtbot.addWidget(both)
    both.resize(900, 60)
    both.show()
    qapp.processEvents()
    assert not both.stacked
    assert button.x() > words.geometry().right()

    both.resize(380, 120)
    qapp.processEvents()
    assert both.stacked
    assert button.y() > words.geometry().bottom()

    both.resize(900, 60)
    button.setText("Open a file of leads that is so long that nothing else could stand in the same line" * 2)
    qapp.processEvents()
    assert both.stacked, "longer words of a button need the room too"
