"""The table: padding, tones, widths, copying, the empty state, a hundred thousand rows."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QHeaderView, QPushButton
from pytestqt.qtbot import QtBot

from leadbyte_desktop.ui.parts.cell_delegate import TONE_ROLE
from leadbyte_desktop.ui.parts.data_table import DataTable
from leadbyte_desktop.ui.theme import LIGHT, Theme

HEADS = ("Row", "Lead ID", "Payout", "What happened", "LeadByte said")
WIDTHS = (70, 110, 90, 130)


class Rows(QAbstractTableModel):
    def __init__(self, rows: list[tuple[str, ...]], parent: object) -> None:
        super().__init__(parent)  # type: ignore[arg-type]
        self.rows = rows

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return HEADS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        words = self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == TONE_ROLE and words == "Not known":
            return "unknown"
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 2:
            return Qt.AlignmentFlag.AlignRight
        return None

    def put(self, rows: list[tuple[str, ...]]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()


FEW: list[tuple[str, ...]] = [
    ("1", "0042", "£80.00", "Updated", "Lead updated"),
    ("2", "0043", "£1,200.50", "Not known", "The line was cut\nbefore LeadByte\tanswered"),
    ("3", "0044", "", "Refused", "Lead is not valid"),
]


@pytest.fixture
def table(qtbot: QtBot) -> DataTable:
    made = DataTable("rows", "Rows of the batch", WIDTHS)
    qtbot.addWidget(made)
    made.set_model(Rows(FEW, made))
    made.resize(800, 400)
    made.show()
    made.activateWindow()
    return made


def test_rows_are_of_one_height_and_never_measured(table: DataTable):
    header = table.view.verticalHeader()
    assert header.sectionResizeMode(0) == QHeaderView.ResizeMode.Fixed
    assert table.view.rowHeight(0) == table.view.rowHeight(2) >= 34
    assert table.view.horizontalHeader().sectionResizeMode(0) == QHeaderView.ResizeMode.Interactive
    assert not table.view.showGrid()
    assert table.view.alternatingRowColors()


def test_widths_are_kept_and_given_back(table: DataTable, qtbot: QtBot):
    with qtbot.waitSignal(table.widths_changed) as got:
        table.view.horizontalHeader().resizeSection(1, 222)
    kept = got.args[0]
    assert kept.split(",")[1] == "222"
    other = DataTable("others", "Others", WIDTHS)
    qtbot.addWidget(other)
    other.set_model(Rows(FEW, other))
    with qtbot.assertNotEmitted(other.widths_changed):
        assert other.restore_widths(kept)
    assert other.view.columnWidth(1) == 222
    for nonsense in ("", "1,2", "a,b,c,d,e", "1,2,3,4,-5"):
        assert not other.restore_widths(nonsense)
    assert other.view.columnWidth(1) == 222


def test_stretching_the_window_is_nobodys_wish(table: DataTable, qtbot: QtBot):
    with qtbot.assertNotEmitted(table.widths_changed, wait=20):
        table.resize(1000, 400)


def test_another_model_keeps_the_widths(table: DataTable):
    table.view.horizontalHeader().resizeSection(1, 222)
    table.set_model(Rows(FEW, table))
    assert table.view.columnWidth(1) == 222


def test_the_chosen_rows_are_copied_as_a_spreadsheet_takes_them(table: DataTable, qtbot: QtBot):
    table.view.selectRow(1)
    qtbot.keyClick(table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == (
        "2\t0043\t£1,200.50\tNot known\tThe line was cut before LeadByte answered\n"
        "3\t0044\t\tRefused\tLead is not valid"
    )


def test_hidden_columns_are_not_copied(table: DataTable, qtbot: QtBot):
    table.view.setColumnHidden(0, True)
    table.choose_row(0)
    qtbot.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "0042\t£80.00\tUpdated\tLead updated"


def test_the_empty_state_comes_and_goes(table: DataTable, qtbot: QtBot):
    table.set_empty("No leads in this batch yet", "Paste lead IDs.", "Open a CSV…")
    assert not table.empty.isVisible()
    model = table.view.model()
    assert isinstance(model, Rows)
    model.put([])
    assert table.empty.isVisible()
    centre = table.empty.mapTo(table.view.viewport(), table.empty.rect().center())
    middle = table.view.viewport().rect().center()
    assert (centre - middle).manhattanLength() <= 2
    button = table.empty.findChild(QPushButton, "rows_empty_button")
    assert isinstance(button, QPushButton)
    with qtbot.waitSignal(table.empty.pressed):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    model.put(FEW)
    assert not table.empty.isVisible()


def test_rows_are_opened_chosen_and_deleted_by_keys(table: DataTable, qtbot: QtBot):
    table.view.setFocus()
    qtbot.waitUntil(table.view.hasFocus)
    with qtbot.waitSignal(table.row_chosen) as got:
        qtbot.keyClick(table.view, Qt.Key.Key_Down)
    assert got.args == [1]
    assert table.current_row() == 1
    assert table.chosen_rows() == [1]
    with qtbot.waitSignal(table.row_opened) as opened:
        qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert opened.args == [1]
    with qtbot.waitSignal(table.delete_asked):
        qtbot.keyClick(table.view, Qt.Key.Key_Delete)
    with qtbot.assertNotEmitted(table.row_opened, wait=20):
        qtbot.keyClick(table.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_the_frame_shows_the_focus(table: DataTable, qtbot: QtBot):
    table.setFocus()
    qtbot.waitUntil(table.view.hasFocus)
    assert table.property("focused") == "true"
    table.view.clearFocus()
    assert table.property("focused") == "false"


def test_not_known_keeps_its_colour_when_its_row_is_chosen(light_theme: Theme, table: DataTable):
    for row in (0, 1):
        table.choose_row(row)
        rect = table.view.visualRect(table.view.model().index(1, 3))
        picture = table.view.viewport().grab(rect).toImage()
        colours = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
        assert LIGHT.unknown.lower() in colours


def test_a_chosen_row_can_be_seen_in_high_contrast(light_theme: Theme, table: DataTable):
    strong = QPalette(QColor("black"))
    for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base, QPalette.ColorRole.Button):
        strong.setColor(role, QColor("black"))
    strong.setColor(QPalette.ColorRole.WindowText, QColor("white"))
    strong.setColor(QPalette.ColorRole.Highlight, QColor("yellow"))
    light_theme.wear(None)
    light_theme._system_palette = lambda: strong
    light_theme.apply()
    table.choose_row(1)
    rect = table.view.visualRect(table.view.model().index(1, 3))
    assert table.view.viewport().grab(rect).toImage().pixelColor(4, 4) == QColor("yellow")


def test_cells_have_room_at_their_left(light_theme: Theme, table: DataTable):
    rect = table.view.visualRect(table.view.model().index(0, 1))
    picture = table.view.viewport().grab(rect).toImage()
    ground = picture.pixelColor(2, 2)
    inked = [x for x in range(picture.width()) if any(picture.pixelColor(x, y) != ground
             for y in range(4, picture.height() - 4))]  # fmt: skip
    assert min(inked) >= 10
    assert table.view.indexAt(QPoint(1, 1)).row() == 0


def test_a_hundred_thousand_rows_are_shown_at_once(qtbot: QtBot, table: DataTable):
    model = table.view.model()
    assert isinstance(model, Rows)
    many: list[tuple[str, ...]] = [(str(row), f"{row:07}", "£1.00", "Waiting", "") for row in range(100_000)]
    began = time.monotonic()
    model.put(many)
    table.view.scrollToBottom()
    table.view.viewport().grab()
    # Measured: some tens of milliseconds; measuring the rows would take a minute.
    assert time.monotonic() - began < 5
