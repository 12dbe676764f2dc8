"""How the bytes of a text file are read: asked where it had to be guessed, over a sample of what comes of it."""

from __future__ import annotations

import codecs
from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from leadbyte_desktop.importing.readers import HowToRead
from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.parts.data_table import DataTable
from leadbyte_desktop.ui.parts.dialog_frame import DialogFrame
from leadbyte_desktop.ui.parts.field_row import FieldRow
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.theme import Tone

_AGREED = 1
_WIDTH = 150
ENCODINGS = {
    "utf-8": "UTF-8 (usual today)",
    "cp1252": "Windows, Western Europe (cp1252)",
    "cp1250": "Windows, Central Europe (cp1250)",
    "cp1251": "Windows, Cyrillic (cp1251)",
    "cp1253": "Windows, Greek (cp1253)",
    "cp1254": "Windows, Turkish (cp1254)",
    "cp1257": "Windows, Baltic (cp1257)",
    "utf-16-le": "UTF-16 (“Unicode text” of Excel)",
    "utf-16-be": "UTF-16, big-endian",
    "cp850": "DOS, Western Europe (cp850)",
    "cp437": "DOS, United States (cp437)",
    "cp852": "DOS, Central Europe (cp852)",
    "mac-roman": "Macintosh, Western Europe",
}
"""The encodings that are offered, and what they are called."""
DELIMITERS = {",": "Commas", ";": "Semicolons", "\t": "Tabs", "|": "Bars ( | )"}


class ReadAsDialog(DialogFrame):
    """A choice of encodings and of delimiters, over the rows that come of it.

    Signals:
        sample_wanted(HowToRead): the sample shall be read again in this way; `show_sample` or `show_trouble` follows.

    Args of the constructor:
        file_name: the file.
        how: how it is read now; nothing in it is left open.
        asked: it had to be guessed, so the app asks by itself.
    """

    sample_wanted = Signal(object)

    def __init__(self, file_name: str, how: HowToRead, *, asked: bool, parent: QWidget | None = None) -> None:
        title = "Do these words look right?" if asked else f"How is {file_name} to be read?"
        super().__init__(title, "readAs", parent, least_width=720)
        self._worksheet = how.worksheet
        self._model = _SampleModel(self)
        self.table = DataTable("readAs_sample", "Rows of the file as they would be read")
        self.table.want_only(220)
        self.table.set_model(self._model)
        self.encoding = _box("readAs_encoding", ENCODINGS, how.encoding)
        self.delimiter = _box("readAs_delimiter", DELIMITERS, how.delimiter)
        self._words = Text(role="hint", name="readAs_words")
        guessed = f"{file_name} does not say how its letters are stored, so it was guessed. Look at names with accents."
        self._asked_words = guessed if asked else "Nothing changes before you agree."
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(FieldRow("&Letters", self.encoding), 3)
        line.addWidget(FieldRow("&Cells are parted by", self.delimiter), 2)
        self.add(self._words)
        self.add(line)
        self.add(self.table, 1)
        self.add_button("Go back", "readAs_back", result=0)
        self._agree = self.add_button("They look right" if asked else "Read it so", "readAs_agree", "primary", _AGREED)
        self.encoding.currentIndexChanged.connect(self._want_sample)
        self.delimiter.currentIndexChanged.connect(self._want_sample)
        self._say("", Tone.HINT)
        self._agree.setFocus()

    @property
    def how(self) -> HowToRead:
        """What is chosen now."""
        return HowToRead(self._worksheet, str(self.encoding.currentData()), str(self.delimiter.currentData()))

    def show_sample(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show what comes of it."""
        self._model.show_rows(headings, rows)
        for column in range(len(headings)):
            self.table.view.setColumnWidth(column, _WIDTH)
        self._agree.setEnabled(True)
        self._say("", Tone.HINT)

    def show_trouble(self, words: str) -> None:
        """Say why the file cannot be read in this way."""
        self._model.show_rows((), ())
        self._agree.setEnabled(False)
        self._say(words, Tone.ERROR)
        announce(self, words, urgent=True)

    def _want_sample(self) -> None:
        self.sample_wanted.emit(self.how)

    def _say(self, trouble: str, tone: Tone) -> None:
        self._words.setText(trouble or self._asked_words)
        self._words.set_tone(tone)


class _SampleModel(QAbstractTableModel):
    """A few rows of text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._headings: tuple[str, ...] = ()
        self._rows: list[list[str]] = []

    def show_rows(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self.beginResetModel()
        self._headings, self._rows = tuple(headings), [list(row) for row in rows]
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        shown = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        return row[index.column()] if shown and index.column() < len(row) else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._headings[section]
        return None


def _box(name: str, offered: dict[str, str], chosen: str) -> QComboBox:
    box = QComboBox()
    box.setObjectName(name)
    chosen = _plain_name(chosen)
    # What was found by looking at the bytes may be none of the usual ones.
    for key, words in offered.items() if chosen in offered or not chosen else {**offered, chosen: chosen}.items():
        box.addItem(words, key)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box


def _plain_name(chosen: str) -> str:
    """An encoding by the one name that Python itself has for it; a delimiter as it is."""
    try:
        return codecs.lookup(chosen).name
    except (LookupError, ValueError):
        return chosen
