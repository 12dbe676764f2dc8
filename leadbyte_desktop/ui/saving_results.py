"""Asks where a job's results shall be saved, and saves them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.ui.file_dialogs import ask_save_file

if TYPE_CHECKING:
    from leadbyte_desktop.domain.job import Job
    from leadbyte_desktop.services.results import Results


async def save_results(parent: QWidget, results: Results, job: Job) -> str:
    """Ask for a place and save all rows of the job there.

    Returns:
        what was done, in words; "" where the person chose no place.

    Raises:
        StorageProblem: the file cannot be written.
    """
    path = await ask_save_file(parent, "Save the results", f"{_file_stem(job.title)} results.csv")
    if path is None:
        return ""
    count = await results.save(job.job_id, path)
    return f"{count_of(count, 'row', 'rows')} saved as {path.name}."


def _file_stem(title: str) -> str:
    """The title without its ending and without what file systems do not take."""
    stem = re.sub(r"\.(csv|tsv|txt)\Z", "", title, flags=re.IGNORECASE)
    return re.sub(r"[^\w \-,’]+", " ", stem).strip() or "Job"
