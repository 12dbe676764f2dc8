"""Asking for files without stopping anything else."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.ui.async_runner import AsyncRunner
from leadbyte_desktop.ui.file_dialogs import ask_open_file, ask_save_file
from tests.ui.conftest import GuiLoop


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


class Asked:
    """Runs a question and keeps its answer."""

    def __init__(self, gui_loop: GuiLoop, window: QWidget, question: object) -> None:
        self.answers: list[Path | None] = []
        self._runner = AsyncRunner(window)
        self._runner.start(self._ask(question))
        gui_loop.until(lambda: window.findChild(QFileDialog) is not None)
        self.dialog = cast("QFileDialog", window.findChild(QFileDialog))

    async def _ask(self, question: object) -> None:
        self.answers.append(await question)  # type: ignore[misc]

    def name(self, path: Path) -> None:
        line = cast("QLineEdit", self.dialog.findChild(QLineEdit, "fileNameEdit"))
        line.setText(str(path))

    def agree(self) -> None:
        box = cast("QDialogButtonBox", self.dialog.findChild(QDialogButtonBox))
        button = next(
            each for each in box.findChildren(QPushButton) if box.buttonRole(each) == box.ButtonRole.AcceptRole
        )
        button.click()


def test_an_opened_file_comes_back_as_a_path(gui_loop: GuiLoop, window: QWidget, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Lead ID\n1\n", encoding="utf-8")
    asked = Asked(gui_loop, window, ask_open_file(window, "Open a table of leads"))

    asked.name(path)
    asked.agree()

    gui_loop.until(lambda: asked.answers)
    assert asked.answers == [path]


def test_going_back_gives_nothing(gui_loop: GuiLoop, window: QWidget) -> None:
    asked = Asked(gui_loop, window, ask_open_file(window, "Open a table of leads"))

    asked.dialog.reject()

    gui_loop.until(lambda: asked.answers)
    assert asked.answers == [None]


def test_a_name_without_an_ending_gets_the_suggested_one(gui_loop: GuiLoop, window: QWidget, tmp_path: Path) -> None:
    asked = Asked(gui_loop, window, ask_save_file(window, "Save the results", "leads results.csv"))

    asked.name(tmp_path / "monday")
    asked.agree()

    gui_loop.until(lambda: asked.answers)
    assert asked.answers == [tmp_path / "monday.csv"]
