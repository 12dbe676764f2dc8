"""Asks before what is left of a job is given up."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from leadbyte_desktop.domain.job import ItemState, Job
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.ui.async_runner import ask
from leadbyte_desktop.ui.parts.message_dialog import MessageDialog
from leadbyte_desktop.ui.theme import Tone

_CANCEL_REST = 2


async def ask_to_cancel_live(parent: QWidget, name: str, title: str) -> bool:
    """Ask whether the rest of a job that is being sent, is held or waits its turn shall not be sent."""
    happens = (
        "What is on its way to LeadByte already is awaited, and its answer kept. Rows that were not sent by then "
        "become “Cancelled”; LeadByte never hears of them."
    )
    return await _ask(parent, name, title, happens, "Go on sending")


async def ask_to_cancel_waiting(parent: QWidget, name: str, job: Job) -> bool:
    """Ask the same of a job of which nothing is being sent now."""
    rows = count_of(job.counts.get(ItemState.WAITING, 0), "row", "rows")
    happens = f"{rows} of this job wait to be sent. They become “Cancelled”; LeadByte never hears of them."
    return await _ask(parent, name, job.title, happens, "Go back")


async def _ask(parent: QWidget, name: str, title: str, happens: str, go_back: str) -> bool:
    dialog = MessageDialog(
        f"Cancel the rest of {title}?",
        name,
        happens,
        "What LeadByte has updated already stays updated.",
        answers=(go_back, "Cancel the rest"),
        tone=Tone.WARNING,
        parent=parent,
    )
    try:
        return await ask(dialog) == _CANCEL_REST
    finally:
        dialog.deleteLater()
