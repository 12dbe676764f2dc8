"""The floor of the first rows: a bare window that reads 200 rows with csv.reader and paints them in a plain table.

    python tests/benchmarks/bare_table.py CSV

For every line on its standard input it reads and paints them anew, and prints how many seconds that took.
"""

from __future__ import annotations

import csv
import sys
import threading
import time
from itertools import islice
from pathlib import Path

from painting import Painted
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
from tables import FIRST_ROWS

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


class Rows(QAbstractTableModel):
    """A list of lists."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: list[list[str]] = []

    def show(self, rows: list[list[str]]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() or not self._rows else len(self._rows[0])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self._rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None


class Asked(QObject):
    """Tells of every line on the standard input, and of its end."""

    turn = Signal()
    ended = Signal()

    def listen(self) -> None:
        for _line in sys.stdin:
            self.turn.emit()
        self.ended.emit()


class BareTable(QMainWindow):
    """Reads and paints when it is asked to."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path, self._began = path, 0.0
        self._table, self._rows = QTableView(self), Rows(self)
        self._table.setModel(self._rows)
        self.setCentralWidget(self._table)
        self.resize(1180, 760)
        self._painted = Painted(self._table.viewport(), lambda: self._rows.rowCount() == FIRST_ROWS)
        self._painted.answers.connect(self._tell)

    def read(self) -> None:
        self._rows.show([])
        self._began = time.perf_counter()
        self._painted.watch()
        with self._path.open(encoding="utf-8", newline="") as file:
            self._rows.show(list(islice(csv.reader(file), 1, FIRST_ROWS + 1)))

    def _tell(self) -> None:
        print(time.perf_counter() - self._began, flush=True)


def main(path: Path) -> int:
    app = QApplication(sys.argv[:1])
    window = BareTable(path)
    asked = Asked(window)
    asked.turn.connect(window.read)
    asked.ended.connect(app.quit)
    window.show()
    threading.Thread(target=asked.listen, daemon=True).start()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
