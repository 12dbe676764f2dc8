"""The data folder: where it is, who owns it, and how a second window asks the first one to show itself.

One process owns a data folder. The lock is the operating system's own, on an open file: it ends with the process,
however the process ends, so no crash can leave a folder locked. The lock file itself is never deleted, as two
processes could then lock two different files of the same name.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from leadbyte_desktop.domain.errors import FolderInUse, StorageProblem

FOLDER_VARIABLE = "LEADBYTE_DESKTOP_DATA"
LOCK_FILE = "in-use.lock"
SHOW_FILE = "show-window"
LOG_FILE = "leadbyte-desktop.log"


def data_folder(override: Path | None = None, environment: Mapping[str, str] | None = None) -> Path:
    """Where this person's jobs and settings are kept; the folder is not made here.

    Args:
        override: what the person named on the command line; it wins.
        environment: the environment to read; the process's own when left out.

    Returns:
        an absolute path: `override`, else LEADBYTE_DESKTOP_DATA, else the operating system's place for the data of
        one person on one PC (never a roaming or synchronised one: SQLite's log must stay beside its file).
    """
    surroundings = os.environ if environment is None else environment
    named = override or surroundings.get(FOLDER_VARIABLE)
    folder = Path(named) if named else _usual_folder(surroundings)
    return folder.expanduser().absolute()


def _usual_folder(environment: Mapping[str, str]) -> Path:
    home = Path.home()
    if sys.platform == "win32":
        local = environment.get("LOCALAPPDATA")
        folder = (Path(local) if local else home / "AppData" / "Local") / "LeadByte Desktop"
    elif sys.platform == "darwin":
        folder = home / "Library" / "Application Support" / "LeadByte Desktop"
    else:
        data_home = environment.get("XDG_DATA_HOME", "")
        # A relative XDG_DATA_HOME is invalid and has to be ignored (XDG Base Directory Specification).
        base = Path(data_home) if data_home.startswith("/") else home / ".local" / "share"
        folder = base / "leadbyte-desktop"
    return folder


class FolderLock:
    """The ownership of a data folder, from `acquire` until `release` or the end of the process.

    Args:
        folder: the data folder; `acquire` makes it where it is missing, readable for its owner only.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: int | None = None

    @property
    def held(self) -> bool:
        """True between `acquire` and `release`."""
        return self._file is not None

    def acquire(self) -> None:
        """Take the folder, at once or not at all.

        Raises:
            FolderInUse: another window or command owns it.
            StorageProblem: the folder cannot be made or written.
        """
        if self._file is not None:
            return
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Not inheritable (PEP 446): a program that the app starts must not keep the folder after the app ends.
            file = os.open(self._folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StorageProblem(_cannot_write(self._folder, error)) from error
        try:
            _lock(file)
            # The window watches this file, and only a file that exists can be watched.
            (self._folder / SHOW_FILE).touch()
        except BlockingIOError as error:
            os.close(file)
            raise FolderInUse(
                "LeadByte Desktop is already running with this data folder, in a window or as a command. "
                "Nothing was sent from here. Use the one that is running, or close it and try again."
            ) from error
        except OSError as error:
            os.close(file)
            raise StorageProblem(_cannot_write(self._folder, error)) from error
        self._file = file

    def release(self) -> None:
        """Give the folder back; nothing happens where it is not held."""
        file, self._file = self._file, None
        if file is not None:
            # Not just closed: a program being started right now shares the open file until it runs.
            _unlock(file)
            os.close(file)

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def ask_to_show(folder: Path) -> None:
    """Ask the window that owns the folder to come to the front. No port is opened for it.

    Raises:
        StorageProblem: the folder cannot be written.
    """
    try:
        # New text, not just a new time: some file systems keep times to two seconds only.
        (folder / SHOW_FILE).write_text(str(time.time_ns()), encoding="ascii")
    except OSError as error:
        raise StorageProblem(_cannot_write(folder, error)) from error


def _cannot_write(folder: Path, error: OSError) -> str:
    why = error.strerror or "the system gave no reason"
    return (
        f"The app’s data folder {folder} cannot be used ({why}). Nothing was sent. "
        "Ask IT to let you write there, or choose another folder with --data-dir."
    )


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            # Windows calls it a permission that is refused, or a deadlock; other makers of its library say nothing. The
            # file was opened for writing a moment ago, so that somebody else holds it is all there is left.
            raise BlockingIOError(error.errno, error.strerror) from error

    def _unlock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
