"""Which of a spreadsheet's worksheets is meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QWidget

from leadbyte_desktop.ui.parts.cell_delegate import TONE_ROLE, AnyIndex
from leadbyte_desktop.ui.parts.data_table import DataTable
from leadbyte_desktop.ui.parts.dialog_frame import DialogFrame
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.theme import Tone

_AGREED = 1
_MOST_IN_SIGHT = 9
_NAME_WIDTH, _FRAME = 180, 10
_NO_INDEX = QModelIndex()


class WorksheetDialog(DialogFrame):
    """The names, of which one is chosen; Enter takes it.

    Args of the constructor:
        file_name: the file.
        names: its worksheets, in its order.
        chosen: the one that is chosen at first.
        about: what is known of some of them: a few words by name.
    """

    def __init__(
        self, file_name: str, names: Sequence[str], chosen: str, about: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("Which sheet do you want?", "worksheet", parent, least_width=480)
        self._names = list(names)
        self.list = DataTable("worksheet_list", "Sheets of the file", (_NAME_WIDTH,), several=False)
        self.list.set_model(_Names(names, about, self))
        self.list.view.horizontalHeader().hide()
        lines = min(len(names), _MOST_IN_SIGHT)
        self.list.want_only(lines * self.list.view.verticalHeader().defaultSectionSize() + _FRAME)
        self.list.choose_row(self._names.index(chosen) if chosen in names else 0)
        self.list.row_opened.connect(self._take)
        self.add(Text(f"{file_name} holds several. The others stay in the file.", "hint", name="worksheet_words"))
        self.add(self.list)
        self.body.addStretch(1)
        self.add_button("Go back", "worksheet_back", result=0)
        self._agree = self.add_button("Use this sheet", "worksheet_agree", "primary", _AGREED)
        self.list.setFocus()

    @property
    def chosen(self) -> str:
        """The name of the worksheet that is chosen."""
        return self._names[max(0, self.list.current_row())]

    def _take(self, _row: int) -> None:
        self.done(_AGREED)


class _Names(QAbstractTableModel):
    """The names, and what is known of them."""

    def __init__(self, names: Sequence[str], about: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._lines = [(name, about.get(name, "")) for name in names]

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return 0 if parent.isValid() else 2

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._lines[index.row()][index.column()]
        return Tone.HINT if role == TONE_ROLE and index.column() else None
