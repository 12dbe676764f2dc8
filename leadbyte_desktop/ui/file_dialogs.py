"""Asking for a file to open or to save, without stopping anything else: the dialog is opened, and its end awaited.

On Windows and macOS Qt shows the system's own dialog.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from leadbyte_desktop.ui.async_runner import ask

TABLES = ("Spreadsheets (*.csv *.tsv *.txt *.xlsx *.xls *.ods)", "All files (*)")
CSV = ("CSV for Excel (*.csv)",)


async def ask_open_file(parent: QWidget, title: str, filters: Sequence[str] = TABLES) -> Path | None:
    """Ask for a file that is there.

    Args:
        parent: the window over which it opens.
        title: what the file is for: "Open a table of leads".
        filters: the kinds of file, as Qt writes them: "Tables (*.csv)".

    Returns:
        the file; None where the person went back.
    """
    dialog = QFileDialog(parent, title)
    dialog.setObjectName("openFile")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(list(filters))
    return await _chosen(dialog)


async def ask_save_file(parent: QWidget, title: str, suggested: str, filters: Sequence[str] = CSV) -> Path | None:
    """Ask where to save; the dialog itself asks before an older file is replaced.

    Args:
        parent: the window over which it opens.
        title: what is saved: "Save the results".
        suggested: a name to begin with; its ending is added to a name that is typed without one.
        filters: the kinds of file, as Qt writes them.

    Returns:
        the file, which may be there already; None where the person went back.
    """
    dialog = QFileDialog(parent, title)
    dialog.setObjectName("saveFile")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(list(filters))
    dialog.setDefaultSuffix(Path(suggested).suffix.lstrip("."))
    dialog.selectFile(suggested)
    return await _chosen(dialog)


async def _chosen(dialog: QFileDialog) -> Path | None:
    """Open the dialog and give back its one file."""
    try:
        accepted = await ask(dialog) == QDialog.DialogCode.Accepted
        chosen = dialog.selectedFiles() if accepted else []
        return Path(chosen[0]) if chosen else None
    finally:
        dialog.deleteLater()
