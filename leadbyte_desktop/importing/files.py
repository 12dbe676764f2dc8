"""Files as a person chooses them: opened, or refused in words."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from leadbyte_desktop.domain.errors import BadFile


def open_bytes(path: Path) -> BinaryIO:
    """Open a file for reading.

    Raises:
        BadFile: it is gone, no file, or not to be read.
    """
    with reading(path):
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):  # Windows, asked to open one, would speak of a permission
            raise IsADirectoryError
        if not stat.S_ISREG(mode):
            raise BadFile(f"“{path.name}” is not a file with a table. Choose a CSV or Excel file.")
        return path.open("rb")


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Within it, what goes wrong while a file is read becomes words.

    Raises:
        BadFile: the file is gone, a folder, not to be read, or its disk fails.
    """
    try:
        yield
    except FileNotFoundError:
        raise BadFile(f"There is no file “{path.name}” there any more. Choose it again.") from None
    except IsADirectoryError:
        raise BadFile(f"“{path.name}” is a folder. Choose a file in it.") from None
    except PermissionError:
        raise BadFile(
            f"“{path.name}” cannot be opened. Close it in Excel if it is open there, or ask whoever owns it for "
            "permission to read it."
        ) from None
    except OSError:
        raise BadFile(f"“{path.name}” cannot be read. Copy it to this PC, and open the copy.") from None


@contextmanager
def unchanged(path: Path) -> Iterator[None]:
    """Within it a file is read from its beginning to its end.

    A file that another program is still writing ends anywhere, perhaps in the middle of a lead ID, which is then
    another lead's. One that is deleted meanwhile was read whole: who has it open still has all of it.

    Raises:
        BadFile: it changed meanwhile, so that what was read of it is to be thrown away; or it is gone at the beginning.
    """
    with reading(path):
        before = _stamp(path)
    yield
    try:
        after = _stamp(path)
    except OSError:
        return
    if after != before:
        raise BadFile(
            f"“{path.name}” changed while it was read: another program is writing it, so its last rows may not be "
            "whole. Nothing of it was taken. Wait until that program is done, then open it again."
        )


def _stamp(path: Path) -> tuple[int, int, int]:
    known = path.stat()
    return known.st_size, known.st_mtime_ns, known.st_ino
