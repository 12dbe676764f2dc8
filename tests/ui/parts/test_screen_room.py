"""The room on a screen is asked for without harm to the screen."""

from __future__ import annotations

import os
import subprocess
import sys

# In a process of its own: where the screen goes, the next window ends the process.
SCRIPT = """
import gc
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from leadbyte_desktop.ui.parts.screen_room import screen_room

app = QApplication([])
gone = []
QGuiApplication.primaryScreen().destroyed.connect(lambda *_screen: gone.append(True))


def ask_below_a_page_that_goes():
    page = QWidget()
    dialog = QDialog(page)
    assert not screen_room(dialog).isEmpty()
    page.deleteLater()
    app.processEvents()


def ask_alone():
    alone = QDialog()
    alone.itself = alone
    assert not screen_room(alone).isEmpty()


for ask in (ask_below_a_page_that_goes, ask_alone):
    ask()
    gc.collect()
    app.processEvents()
print("gone" if gone else "there")
"""


def test_a_screen_outlives_the_dialogs_that_asked_for_its_room() -> None:
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "there"
