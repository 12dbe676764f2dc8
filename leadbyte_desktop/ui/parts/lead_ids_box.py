"""A box for lead IDs, pasted or typed: it counts them, names what is none, and takes each once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from leadbyte_desktop.domain.lead_ids import is_phone, odd_lengths, odd_words, parse_lead_ids, split_ids
from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef
from leadbyte_desktop.domain.words import count_of, listed
from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.parts.link_button import LinkButton
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.theme import Tone, mark

_DIGITS = re.compile(r"[0-9]+\Z")
_ID_HEADINGS = {
    LeadKind.LEAD: ("leadid", "leadbyteid", "leadnumber", "id", "lead"),
    LeadKind.QUARANTINE: ("quarantineid", "quarantinedleadid", "quarantinenumber", "quarantine", "id"),
}
_MOST_NAMED = 3
# Longer text is read once typing rests: 100,000 IDs take a tenth of a second.
_LONG = 20_000
_REST_MS = 200


class LeadIdsBox(QWidget):
    """Lead IDs parted by spaces, commas, semicolons or line ends.

    Of a pasted table of several columns only the column of lead IDs is taken, so that no phone number or amount beside
    it is ever read as a lead. A phone number that was typed is named as one; a number much longer than the others
    counts, and is to be checked.

    Attributes:
        edit: the box that is typed in; it bears the objectName.

    Signals:
        changed(): the leads in it, or what is wrong with it, have changed.

    Args of the constructor:
        name: the objectName of the box; the words below are f"{name}_count" and f"{name}_error", the link that takes
            out what is wrong f"{name}_takeOut", the words on numbers to check f"{name}_odd".
        accessible: what a screen reader calls the box ("Lead IDs to send").
        lines: how many lines it shows.
    """

    changed = Signal()

    def __init__(self, name: str, accessible: str, *, lines: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_box")
        self._lines = lines
        self._kind = LeadKind.LEAD
        self._leads: list[LeadRef] = []
        self._wrong: list[str] = []
        self._read_text: str | None = None
        self._pasted_words = ""
        self.edit = _Edit(self)
        self.edit.setObjectName(name)
        self.set_kind(LeadKind.LEAD, accessible)
        self.edit.setTabChangesFocus(True)
        self.edit.textChanged.connect(self._text_changed)
        self.edit.column_taken.connect(self._column_taken)
        self._count = Text(role="hint", name=f"{name}_count")
        self._odd = Text(role="hint", tone=Tone.WARNING, name=f"{name}_odd")
        self._error = Text(role="error", name=f"{name}_error")
        self._take_out = LinkButton("Take them out", f"{name}_takeOut")
        self._take_out.clicked.connect(self.take_out_wrong)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._tell)
        self._lay_out()
        self._show_words()

    @property
    def kind(self) -> LeadKind:
        """As what the numbers in it are read."""
        return self._kind

    def set_kind(self, kind: LeadKind, accessible: str) -> None:
        """Read what stands in it as lead IDs or as quarantine IDs; a screen reader calls the box `accessible`."""
        self._kind = self.edit.kind = kind
        self._read_text = None
        self.edit.setAccessibleName(accessible)
        self.edit.setPlaceholderText(f"Paste or type {kind.noun}s, one a line or separated by commas")
        # WORKAROUND: Qt paints other words in an empty box only once something else has it painted.
        self.edit.viewport().update()

    def leads(self) -> list[LeadRef]:
        """The leads, each once, in the order typed."""
        self._read()
        return list(self._leads)

    def wrong(self) -> list[str]:
        """The pieces that are no lead IDs, as typed."""
        self._read()
        return list(self._wrong)

    def text(self) -> str:
        """What stands in the box."""
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Put other text in; *undo* brings back what stood there."""
        cursor = self.edit.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)

    def remove(self, leads: Collection[LeadRef]) -> None:
        """Take these leads out of the box, and leave everything else as typed."""
        numbers = {lead.number for lead in leads if lead.kind is self._kind}
        if numbers.intersection(lead.number for lead in self.leads()):
            self._keep(lambda piece: piece not in numbers)

    def take_out_wrong(self) -> None:
        """Take out what is no lead ID."""
        wrong = set(self.wrong())
        self._keep(lambda piece: piece not in wrong)
        self.edit.setFocus()

    def _keep(self, wanted: Callable[[str], bool]) -> None:
        lines = []
        for line in self.text().splitlines():
            pieces = split_ids(line)
            kept = [piece for piece in pieces if wanted(piece)]
            if kept or not pieces:
                lines.append(line if kept == pieces else ", ".join(kept))
        self.set_text("\n".join(lines).strip("\n"))

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self._error, 1)
        below.addWidget(self._take_out)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addWidget(self.edit)
        whole.addWidget(self._count)
        whole.addWidget(self._odd)
        whole.addLayout(below)
        self.setFocusProxy(self.edit)
        self.edit.setFixedHeight(self.edit.fontMetrics().lineSpacing() * self._lines + 20)

    def _column_taken(self, words: str) -> None:
        self._pasted_words = words

    def _text_changed(self) -> None:
        if self.edit.document().isEmpty():
            self._pasted_words = ""
        if self.edit.document().characterCount() > _LONG:
            self._rest.start()
        else:
            self._rest.stop()
            self._tell()

    def _tell(self) -> None:
        self._show_words()
        self.changed.emit()

    def _read(self) -> None:
        text = self.text()
        if text != self._read_text:
            self._leads, self._wrong = parse_lead_ids(text, self._kind)
            self._read_text = text

    def _show_words(self) -> None:
        self._read()
        error = wrong_words(self._wrong, self._kind)
        new = bool(error) and not self._error.text()
        odd = odd_words(odd_lengths(self._leads))
        pieces = len(split_ids(self.text()))
        self._count.setText(count_words(len(self._leads), pieces - len(self._wrong), self._pasted_words))
        self._error.setText(error)
        self._error.setVisible(bool(error))
        self._odd.setText(odd)
        self._odd.setVisible(bool(odd))
        self._take_out.set_words("Take it out" if len(self._wrong) == 1 else "Take them out")
        self._take_out.setVisible(bool(error))
        self.edit.setAccessibleDescription(" ".join(part for part in (error, odd) if part) or self._count.text())
        mark(self.edit, "invalid", "true" if error else "false")
        if new:
            announce(self.edit, error, urgent=True)


class _Edit(QPlainTextEdit):
    """Takes only the lead IDs of a pasted table."""

    column_taken = Signal(str)
    kind = LeadKind.LEAD

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        text, words = ids_of_pasted(source.text(), self.kind)
        if words:
            self.column_taken.emit(words)
        self.insertPlainText(text)


def ids_of_pasted(text: str, kind: LeadKind = LeadKind.LEAD) -> tuple[str, str]:
    """What of pasted text goes into the box: of a table only the column of lead IDs, or of quarantine IDs.

    Returns:
        the text to put in; and which column was taken, in words, empty where the text was taken whole.
    """
    for delimiter in "\t;,":
        table = [line.split(delimiter) for line in text.splitlines() if line.strip()]
        columns = len(table[0]) if table else 0
        if columns < 2 or (len(table) < 2 and delimiter != "\t") or any(len(row) != columns for row in table):
            continue
        if _all_alike([cell.strip() for row in table for cell in row]):
            continue
        plain = [re.sub(r"[^a-z]", "", cell.casefold()) for cell in table[0]]
        headed = next((place for name in _ID_HEADINGS[kind] for place, each in enumerate(plain) if each == name), None)
        place = headed or 0
        rows = table if headed is None else table[1:]
        which = f"“{table[0][place].strip()}”" if headed is not None else "the first"
        words = f"of the {columns} pasted columns only {which} was taken"
        return "\n".join(row[place].strip() for row in rows), words
    return text, ""


def _all_alike(cells: list[str]) -> bool:
    """Whether all cells may be lead IDs: digits, and all about as long."""
    filled = [cell for cell in cells if cell]
    lengths = [len(cell) for cell in filled]
    return all(_DIGITS.match(cell) for cell in filled) and max(lengths, default=0) - min(lengths, default=0) <= 1


def wrong_words(wrong: list[str], kind: LeadKind = LeadKind.LEAD) -> str:
    """What is wrong with the box: "“abc” is not a lead ID…", phone numbers by that name; "" where nothing is."""
    phones = [piece for piece in wrong if is_phone(piece)]
    others = [piece for piece in wrong if not is_phone(piece)]
    said = []
    if phones:
        one = len(phones) == 1
        verb = f"is not a {kind.noun} but a phone number" if one else f"are not {kind.noun}s but phone numbers"
        whose, ids = ("its lead", kind.noun) if one else ("their leads", f"{kind.noun}s")
        where = "Single lead" if kind is LeadKind.LEAD else "LeadByte"
        said.append(f"{_named(phones)} {verb}. Find {whose} in {where}, and type the {ids} here.")
    if others:
        verb = f"is not a {kind.noun}" if len(others) == 1 else f"are not {kind.noun}s"
        said.append(f"{_named(others)} {verb}. A {kind.noun} holds digits only, for example {kind.example}.")
    return " ".join(said)


def _named(pieces: list[str]) -> str:
    """The first pieces, and how many more there are: "“a” and “b”", "“a”, “b”, “c” and 2 more"."""
    named = [f"“{piece if len(piece) <= 24 else f'{piece[:23]}…'}”" for piece in pieces[:_MOST_NAMED]]
    more = len(pieces) - len(named)
    return f"{', '.join(named)} and {more:,} more" if more else listed(named)


def count_words(leads: int, pieces: int, pasted: str = "") -> str:
    """How many leads there are: "12 leads", "12 leads; 2 stood there twice and count once"."""
    parts = [count_of(leads, "lead", "leads") if leads else "No leads yet"]
    if repeated := pieces - leads:
        parts.append(
            "1 stood there twice and counts once" if repeated == 1 else f"{repeated:,} repeated ones count once"
        )
    if pasted:
        parts.append(pasted)
    return "; ".join(parts)
