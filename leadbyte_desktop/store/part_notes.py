"""Which half-written files of results are ours, so that those of a process that was killed can be cleared up.

Such a file stands in a folder of the person's own, where nothing is deleted by its looks. So its name is noted in the
data folder before it is made, and the note goes when the file does. As one process owns a data folder at a time, a note
that this process did not make is of one that has ended, and nobody writes the file that it names.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from threading import Lock

FOLDER = "results-parts"
_PART = re.compile(r"\.[0-9a-f]{16}\.part")


class PartNotes:
    """The notes of one data folder, whose lock is held. May be used from any thread.

    No trouble with a note is told: without one the file is written all the same, and at worst stays behind.

    Args:
        folder: where the notes lie; it is made where it is missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._ours: set[str] = set()

    def note(self, part: Path) -> None:
        """Note a file that is about to be made.

        Args:
            part: its whole path; the name is "." with sixteen random hexadecimal digits and ".part".
        """
        with self._lock, suppress(OSError):
            self._ours.add(part.name)
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self._folder / part.name).write_text(str(part), encoding="utf-8", errors="surrogateescape")

    def forget(self, part: Path) -> None:
        """The file is gone, or has another name now."""
        with self._lock, suppress(OSError):
            (self._folder / part.name).unlink(missing_ok=True)
            self._ours.discard(part.name)

    def clear(self, place: Path) -> None:
        """Delete what an earlier process left half written in a folder.

        Only there: at the start of the app the folder may be on a drive that is not connected.

        Args:
            place: the folder, without links in its path.
        """
        with self._lock, suppress(OSError):
            for note in list(self._folder.iterdir()):
                if note.name not in self._ours and _PART.fullmatch(note.name):
                    _clear(note, place)


def _clear(note: Path, place: Path) -> None:
    # Where it is held by a virus scanner, say, the note stays for another time.
    with suppress(OSError):
        part = Path(note.read_text(encoding="utf-8", errors="surrogateescape"))
        if part.name == note.name and part.parent == place:
            part.unlink(missing_ok=True)
            note.unlink()
