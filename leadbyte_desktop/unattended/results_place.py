"""Whether results can be written to a place, seen before anything is sent."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from leadbyte_desktop.domain.errors import BadInput


def check_results_place(place: Path | None, file: Path | None = None) -> None:
    """See to it that results can be written there.

    Args:
        place: the file of results; None where none are wanted.
        file: the file that is sent; None where there is none.

    Raises:
        BadInput: they cannot; nothing was sent.
    """
    if place is None:
        return
    if place.suffix.lower() not in (".csv", ".xlsx"):
        raise BadInput(f"Results are written as .csv or .xlsx, and “{place.name}” is neither. Nothing was sent.")
    if place.is_dir() or not place.parent.is_dir():
        raise BadInput(f"There is no folder for the results “{place}”, or it is a folder itself. Nothing was sent.")
    if file is not None and _is_same(place, file):
        raise BadInput(
            f"The results “{place}” would take the place of the file itself, which may hold more than they do. "
            "Nothing was sent. Give them a name of their own."
        )
    _try_to_write(place)


def _is_same(place: Path, file: Path) -> bool:
    try:
        return place.samefile(file)
    except OSError:  # one of them is not there, so they are two
        return False


def _try_to_write(place: Path) -> None:
    try:
        handle, name = tempfile.mkstemp(dir=place.parent, suffix=".part")
    except PermissionError:
        why = "you may not write in that folder"
    except OSError as error:
        # A disk that is full now may have room by the time the results are there; they can be had later, too.
        why = "nothing can be written on that disk" if error.errno == errno.EROFS else ""
    else:
        os.close(handle)
        Path(name).unlink(missing_ok=True)
        return
    if why:
        raise BadInput(f"The results “{place}” cannot be written: {why}. Nothing was sent. Choose another place.")
