"""Things with names of their own, to be renamed, put in order and deleted; whoever shows it keeps what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from leadbyte_desktop.domain.delivery_set import same_name
from leadbyte_desktop.ui.parts.cell_delegate import AnyIndex
from leadbyte_desktop.ui.parts.data_table import DataTable
from leadbyte_desktop.ui.parts.field_row import FieldRow
from leadbyte_desktop.ui.parts.flow import FlowLayout
from leadbyte_desktop.ui.parts.link_button import PlainButton

_HEIGHT = 190
_MOST_KEYS = 9


@dataclass(frozen=True, slots=True)
class NamedRow:
    """One of them.

    Attributes:
        key: what it is known by, whatever its name becomes.
        name: its name.
        details: what it holds, in a few words.
    """

    key: int
    name: str
    details: str


class _Model(QAbstractTableModel):
    """Name and details; where the order counts, the keys of the first nine before them."""

    def __init__(self, headings: tuple[str, str], *, keys: bool, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[NamedRow] = []
        self._keys = keys
        self._headings = ("Keys", *headings) if keys else headings

    def show(self, rows: Sequence[NamedRow]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def put(self, place: int, row: NamedRow) -> None:
        self.rows[place] = row
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(self._headings) - 1))

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - an empty index never changes
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - an empty index never changes
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row, column = self.rows[index.row()], index.column() - self._keys
        if column < 0:
            return f"Ctrl+{index.row() + 1}" if index.row() < _MOST_KEYS else ""
        return row.details if column else row.name

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        shown = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self._headings[section] if shown else None


class NamedTable(QWidget):
    """A table of names, the line in which the chosen one's name is changed, and what else can be done with it.

    Attributes:
        table: the names.
        line: the chosen one's name.

    Signals:
        changed(): a name, the order, or which there are, has changed.
        chosen(): another one is chosen, or none.

    Args of the constructor:
        name: the objectName; the table is called f"{name}_table", the line f"{name}_line".
        what: what one of them is called ("template").
        headings: of the name and of the details.
        ordered: the order counts: it can be changed, and gives Ctrl+1 to Ctrl+9.
    """

    changed = Signal()
    chosen = Signal()

    def __init__(
        self, name: str, what: str, headings: tuple[str, str], *, ordered: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._what, self._ordered = what, ordered
        self._deleted: list[tuple[int, NamedRow]] = []
        self._model = _Model(headings, keys=ordered, parent=self)
        widths = (70, 220, 280) if ordered else (240, 260)
        self.table = DataTable(f"{name}_table", f"All {what}s", widths, several=False)
        self.table.want_only(_HEIGHT)
        self.table.set_model(self._model)
        self.line = QLineEdit()
        self.line.setObjectName(f"{name}_line")
        self._row = FieldRow("&Name", self.line)
        self._up = PlainButton("Move up", f"{name}_up", icon_name="chevron-up")
        self._down = PlainButton("Move down", f"{name}_down", icon_name="chevron-down")
        self._delete = PlainButton(f"Delete the {what}", f"{name}_delete", icon_name="bin")
        self._bring_back = PlainButton("Bring it back", f"{name}_bringBack")
        self._lay_out()
        self._connect()
        self._show_chosen()

    def show_rows(self, rows: Sequence[NamedRow]) -> None:
        """Show these, the first one chosen; what was deleted before is forgotten."""
        self._deleted.clear()
        self._model.show(rows)
        self._choose(0)

    def rows(self) -> tuple[NamedRow, ...]:
        """Those that are left, with their names and in their order as they now stand."""
        return tuple(self._model.rows)

    @property
    def chosen_key(self) -> int | None:
        """What the chosen one is known by; None where none is."""
        place = self.table.current_row()
        return self._model.rows[place].key if place >= 0 else None

    def set_details(self, key: int, details: str) -> None:
        """Say anew what one of them holds."""
        place = next(place for place, row in enumerate(self._model.rows) if row.key == key)
        self._model.put(place, replace(self._model.rows[place], details=details))

    def add_row(self, row: NamedRow) -> None:
        """Add one as the last, and let it be named."""
        self._model.show([*self._model.rows, row])
        self._choose(len(self._model.rows) - 1)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()
        self.changed.emit()

    def problem(self) -> str:
        """What is wrong with the names; "" where nothing is."""
        rows = self._model.rows
        if any(not row.name.strip() for row in rows):
            return f"A {self._what} has no name. Give it one."
        twice = next(
            (row.name for place, row in enumerate(rows) for other in rows[:place] if same_name(row.name, other.name)),
            "",
        )
        return f"Two {self._what}s are called “{twice}”. Give one another name." if twice else ""

    def _lay_out(self) -> None:
        acts = FlowLayout(8)
        for button in (self._up, self._down, self._delete):
            acts.addWidget(button)
        # A line of its own, which is there before: with a name in its words it would move the others under the mouse.
        policy = self._bring_back.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._bring_back.setSizePolicy(policy)
        self._up.setVisible(self._ordered)
        self._down.setVisible(self._ordered)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self.table, 1)
        whole.addWidget(self._row)
        whole.addLayout(acts)
        whole.addWidget(self._bring_back, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.table.row_chosen.connect(self._show_chosen)
        self.table.delete_asked.connect(self._delete_chosen)
        self.line.textEdited.connect(self._rename)
        self._up.clicked.connect(self._move_up)
        self._down.clicked.connect(self._move_down)
        self._delete.clicked.connect(self._delete_chosen)
        self._bring_back.clicked.connect(self._bring_last_back)
        if self._ordered:
            for keys, slot in (("Alt+Up", self._move_up), ("Alt+Down", self._move_down)):
                shortcut = QShortcut(QKeySequence(keys), self)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(slot)
            self._up.setToolTip("Alt+Up")
            self._down.setToolTip("Alt+Down")

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self._model.rows):
            self.table.choose_row(place)
        self._show_chosen()

    def _show_chosen(self) -> None:
        place, count = self.table.current_row(), len(self._model.rows)
        name = self._model.rows[place].name if place >= 0 else ""
        if self.line.text() != name:
            self.line.setText(name)
        self._row.setEnabled(place >= 0)
        self._delete.setEnabled(place >= 0)
        self._up.setEnabled(place > 0)
        self._down.setEnabled(0 <= place < count - 1)
        self._bring_back.setVisible(bool(self._deleted))
        if self._deleted:
            self._bring_back.set_words(f"Bring back “{self._deleted[-1][1].name}”".replace("&", "&&"))
        self._row.set_error(self.problem())
        self.chosen.emit()

    def _rename(self, name: str) -> None:
        place = self.table.current_row()
        self._model.put(place, replace(self._model.rows[place], name=name))
        self._row.set_error(self.problem())
        self.changed.emit()

    def _move_up(self) -> None:
        self._move(-1)

    def _move_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        place, rows = self.table.current_row(), list(self._model.rows)
        if place < 0 or not 0 <= place + by < len(rows):
            return
        rows[place], rows[place + by] = rows[place + by], rows[place]
        self._model.show(rows)
        self._choose(place + by)
        self.changed.emit()

    def _delete_chosen(self) -> None:
        place, rows = self.table.current_row(), list(self._model.rows)
        if place < 0:
            return
        self._deleted.append((place, rows.pop(place)))
        self._model.show(rows)
        self._choose(min(place, len(rows) - 1))
        if not rows:
            self._bring_back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _bring_last_back(self) -> None:
        place, row = self._deleted.pop()
        rows = list(self._model.rows)
        rows.insert(place, row)
        self._model.show(rows)
        self._choose(place)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()
