"""A table as it comes from the clipboard: from Excel, from a web page, or a plain list of IDs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from html.parser import HTMLParser

from leadbyte_desktop.importing.table import MOST_COLUMNS

_SPACES = re.compile(r"[ \t\r\n\f]+")
_QUOTED = re.compile(r'(?:\A|[\t\r\n])"')
_SPAN = re.compile(r"[1-9][0-9]{0,8}")

Rows = list[list[str]]


def read_paste(text: str, html: str = "") -> Rows:
    """The cells of what was copied.

    Excel parts cells by tabs, puts quotation marks around a cell with line ends, and doubles those inside it. A web
    page gives its table as HTML; that is read only where the text holds no tab, since Excel gives HTML as well.

    Args:
        text: the clipboard's plain text.
        html: the clipboard's HTML; "" where there is none.

    Returns:
        the rows, each as long as it was copied; none where nothing was copied.
    """
    if "\t" not in text and "<t" in html.casefold():
        rows = _read_html(html)
        if rows:
            return rows
    return _read_text(text.replace("\0", ""))


def _read_text(text: str) -> Rows:
    """Tab separated rows; a quotation mark that does not go with another one is a letter like any other."""
    if not text:
        return []
    if _QUOTED.search(text):
        rows = _read_quoted(text)
        if rows is not None:
            return rows
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    return [line.split("\t") for line in lines]


def _read_quoted(text: str) -> Rows | None:
    """The rows where all quotation marks fit together; None where some do not."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True)
    try:
        return [cells or [""] for cells in reader]
    except csv.Error:
        return None


def _read_html(html: str) -> Rows:
    """The rows of the first table in which something stands."""
    parser = _TableParser()
    try:
        parser.feed(html)
        parser.close()
    except AssertionError:  # so it ends on some declarations, such as "<![x"; what came before it counts
        pass
    parser.end_table()
    return next((rows for rows in parser.tables if any(map(any, rows))), [])


class _TableParser(HTMLParser):
    """Collects the outermost tables of a page; a table within a cell is passed over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Rows] = []
        self._depth = 0
        self._rows: Rows = []
        self._cell: list[str] | None = None
        self._span = 1
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style"}:
            self._silent += 1
        elif tag == "table":
            self._depth += 1
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self._rows.append([])
        elif self._depth == 1 and tag in {"td", "th"}:
            self._end_cell()
            self._begin_cell(attrs)
        elif tag in {"br", "p", "div", "li"} and self._cell:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._silent = max(0, self._silent - 1)
        elif tag == "table":
            if self._depth == 1:
                self.end_table()
            self._depth = max(0, self._depth - 1)
        elif self._depth == 1 and tag in {"td", "th", "tr"}:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and self._depth == 1 and not self._silent:
            self._cell.append(data)

    def end_table(self) -> None:
        """Take what stands in the present table as whole."""
        self._end_cell()
        self.tables.append([cells for cells in self._rows if cells])
        self._rows = []

    def _begin_cell(self, attrs: Sequence[tuple[str, str | None]]) -> None:
        if not self._rows:
            self._rows.append([])
        span = dict(attrs).get("colspan") or ""
        # A cell over several columns stands in the first of them; the others are blank.
        self._span = min(int(span), MOST_COLUMNS) if _SPAN.fullmatch(span) else 1
        self._cell = []

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        text = _SPACES.sub(" ", "".join(self._cell)).replace("\xa0", " ").strip()
        self._rows[-1] += [text] + [""] * (self._span - 1)
        self._cell = None
