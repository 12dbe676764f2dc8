"""The app's log: what broke, where and when. It holds no key, and nothing of any lead.

An exception's text may quote what it stumbled over, and that may be a customer's name: of most exceptions only the kind
and the lines of code are written. The keys are masked on top of that, in case a library says more.
"""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Iterator
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from leadbyte_desktop.api.redaction import KeyFilter
from leadbyte_desktop.domain.account import ApiKey
from leadbyte_desktop.store.folder import LOG_FILE

_LARGEST = 1_000_000
_OLD_FILES = 3
_OURS = "leadbyte_desktop"
_SPEAK_OF_CODE = (AssertionError, AttributeError, ImportError, NameError, RuntimeError, TypeError)
"""Their texts name types and attributes, not values."""


class LogFile:
    """A rotating UTF-8 file in the data folder; everything the process logs goes there from `open` to `close`.

    Args:
        folder: the data folder, whose lock is held: only one process may turn the files over.
    """

    def __init__(self, folder: Path) -> None:
        self._keys = KeyFilter()
        self._hidden: set[ApiKey] = set()
        self._handler = _Handler(
            folder / LOG_FILE, maxBytes=_LARGEST, backupCount=_OLD_FILES, encoding="utf-8", delay=True
        )
        self._handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        self._handler.addFilter(_without_values)
        self._handler.addFilter(self._keys)

    def open(self) -> None:
        """Begin to write; the file itself is made with the first entry."""
        logging.getLogger().addHandler(self._handler)
        logging.getLogger(_OURS).setLevel(logging.INFO)

    def hide(self, key: ApiKey) -> None:
        """Keep this key out of the log from now on."""
        if key not in self._hidden:
            self._hidden.add(key)
            self._keys.hide(key)

    def close(self) -> None:
        """Write no more."""
        logging.getLogger().removeHandler(self._handler)
        self._handler.close()


class _Handler(RotatingFileHandler):
    """Readable for its owner only. A log that cannot be written never stops the app, nor writes to a console."""

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding=self.encoding, errors="backslashreplace", opener=_for_owner_only)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Give the entry up."""


def _for_owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _without_values(record: logging.LogRecord) -> bool:
    """Write an exception without what it may quote; every record passes."""
    if record.exc_info and record.exc_info[1] is not None:
        record.exc_text = "\n".join(_fault_lines(record.exc_info[1]))
    return True


def _fault_lines(error: BaseException) -> Iterator[str]:
    """The kinds of an exception and of those behind it, with the lines of code, and without what they quote."""
    seen: set[int] = set()
    behind: BaseException | None = error
    while behind is not None and id(behind) not in seen:
        seen.add(id(behind))
        yield from (line.rstrip() for line in traceback.format_tb(behind.__traceback__))
        yield f"{type(behind).__module__}.{type(behind).__qualname__}{_harmless_text(behind)}"
        if isinstance(behind, BaseExceptionGroup):
            for each in behind.exceptions:
                yield from _fault_lines(each)
        behind = behind.__cause__ or (None if behind.__suppress_context__ else behind.__context__)


def _harmless_text(error: BaseException) -> str:
    if isinstance(error, OSError):
        # Without the file's name: a spreadsheet may be called after a customer.
        return f": {error.strerror}" if error.strerror else ""
    return f": {error}" if isinstance(error, _SPEAK_OF_CODE) else ""
