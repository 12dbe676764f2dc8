"""The leads that were found, newest first, to be chosen with the arrows and Enter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from leadbyte_desktop.domain.campaign import campaign_called
from leadbyte_desktop.domain.found_lead import FoundLead
from leadbyte_desktop.domain.words import day_and_time
from leadbyte_desktop.ui.parts.cell_delegate import TONE_ROLE, AnyIndex
from leadbyte_desktop.ui.parts.data_table import DataTable, TableView
from leadbyte_desktop.ui.theme import Tone

_HEADS = ("Name", "Campaign", "Received", "Lead ID")
_WIDTHS = (190, 150, 150)
_IN_SIGHT = 5
_FRAME = 10


class FindAnswers(DataTable):
    """A table as high as its rows, up to five; it takes no room while there are none.

    Signals:
        chosen(FoundLead): Enter, or a double click, on this lead.
        left(): Escape, or the arrow up from the first row.

    Args of the constructor:
        name: the objectName.
    """

    chosen = Signal(object)
    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        view = _AnswersView()
        super().__init__(name, "Leads that were found", _WIDTHS, several=False, view=view, parent=parent)
        self._model = _AnswersModel(self)
        self.set_model(self._model)
        self.row_opened.connect(self._choose)
        view.left.connect(self.left)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hide()

    @property
    def leads(self) -> tuple[FoundLead, ...]:
        """The leads on offer."""
        return self._model.leads

    def show_leads(self, leads: Sequence[FoundLead], campaigns: Mapping[str, str]) -> None:
        """Offer these leads, the first of them marked.

        Args:
            leads: newest first.
            campaigns: what is known of the campaigns' names, by their IDs; one without a name is shown by its ID.
        """
        self._model.fill(leads, campaigns)
        self.setVisible(bool(leads))
        if leads:
            rows = self.view.verticalHeader().defaultSectionSize() * min(len(leads), _IN_SIGHT)
            height = self.view.horizontalHeader().sizeHint().height() + rows + _FRAME
            self.view.setMinimumHeight(0)
            self.setFixedHeight(height)
            self.choose_row(0)

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._model.leads):
            self.chosen.emit(self._model.leads[row])


class _AnswersView(TableView):
    """Tells of the ways out of it."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape or (event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class _AnswersModel(QAbstractTableModel):
    """One found lead a row."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.leads: tuple[FoundLead, ...] = ()
        self._campaigns: Mapping[str, str] = {}

    def fill(self, leads: Sequence[FoundLead], campaigns: Mapping[str, str]) -> None:
        self.beginResetModel()
        self.leads, self._campaigns = tuple(leads), campaigns
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - an empty index never changes
        return 0 if parent.isValid() else len(self.leads)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - an empty index never changes
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADS[section]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._cells(self.leads[index.row()])[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(cell for cell in self._cells(self.leads[index.row()]) if cell)
        if role == TONE_ROLE:
            return "" if index.column() == 0 else Tone.HINT
        return None

    def _cells(self, lead: FoundLead) -> tuple[str, ...]:
        received = day_and_time(lead.received) if lead.received else ""
        return lead.title, campaign_called(lead.campaign_id, self._campaigns), received, lead.lead.number
