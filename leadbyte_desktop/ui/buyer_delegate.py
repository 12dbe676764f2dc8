"""Lets a cell of a table choose its buyer by company."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from leadbyte_desktop.domain.buyer_names import BuyerNames
from leadbyte_desktop.ui.buyer_box import BuyerBox
from leadbyte_desktop.ui.parts.cell_delegate import AnyIndex, CellDelegate


class BuyerDelegate(CellDelegate):
    """Edits a cell with a `BuyerBox`; what is chosen or typed there is the cell's text.

    Attributes:
        buyers: those that are offered.

    Args of the constructor:
        name: the objectName of the box.
    """

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.buyers = BuyerNames()
        self._name = name

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: AnyIndex) -> QWidget:
        """A box over the cell."""
        box = BuyerBox(self._name, parent)
        box.setAccessibleName("Buyer of this lead")
        box.show_buyers(self.buyers)
        return box

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        """Begin with what stands in the cell, all of it marked."""
        if isinstance(editor, BuyerBox):
            editor.setEditText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            line = editor.lineEdit()
            if line is not None:
                line.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        """Give the cell the BID that is meant, or what was typed where that is not known."""
        if isinstance(editor, BuyerBox):
            model.setData(index, self.buyers.bid_of(editor.currentText()), Qt.ItemDataRole.EditRole)
