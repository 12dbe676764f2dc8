"""Lead IDs as people have them in the clipboard: a list in an e-mail, a column, a line with commas."""

from __future__ import annotations

import re

_ID_LIST = re.compile(r"[0-9]+([\s,;]+[0-9]+)*[\s,;]*\Z")


def ids_of(text: str) -> list[list[str]] | None:
    """Lead IDs parted by commas, semicolons or spaces, one a row; None where the text is something else."""
    if "\t" in text or not _ID_LIST.match(text.strip()):
        return None
    return [[piece] for piece in re.split(r"[\s,;]+", text.strip()) if piece]
