"""What was found in a batch: kinds of problem with their counts, and the rows of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QModelIndex, QSize, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QListView, QSizePolicy, QVBoxLayout, QWidget

from leadbyte_desktop.domain.field_labels import FieldLabels
from leadbyte_desktop.domain.sheet import SheetHead
from leadbyte_desktop.domain.words import count_of, in_sight
from leadbyte_desktop.ui.batch_cells import heading_of
from leadbyte_desktop.ui.batch_model import column_at
from leadbyte_desktop.ui.parts.flow import FlowLayout
from leadbyte_desktop.ui.parts.link_button import LinkButton
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.theme import Tone, mark

if TYPE_CHECKING:
    from leadbyte_desktop.store.sheet import ProblemAt, ProblemGroup

Words = Callable[["ProblemGroup"], tuple[str, str]]
_LINES, _LINES_BESIDE = 3, 2
"""Of each list at least; beside the table they take what else there is."""


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """One kind of problem in one column, in words.

    Attributes:
        group: what was found.
        column: the column's name.
        what: what is wrong.
        why: what follows, or what to do.
        fixable: *fix all like this* is safe.
    """

    group: ProblemGroup
    column: str
    what: str
    why: str
    fixable: bool

    @property
    def line(self) -> str:
        """How it is listed: "37 · Phone 1: The number has lost its leading zero."."""
        kind = "" if self.group.stops else "Warning · "
        return f"{self.group.count:,} · {kind}{self.column}: {self.what}"


def shown_groups(
    head: SheetHead, groups: Sequence[ProblemGroup], words_of: Callable[..., tuple[str, str]],
    can_fix_all: Callable[[str], bool], labels: FieldLabels,
) -> list[ShownGroup]:  # fmt: skip
    """What was found, in words; what stops a row first."""
    shown = []
    for group in groups:
        column = column_at(head, group.slot)
        what, why = words_of(group.code, group.sample, column, head.picks.get(column.field, ()))
        shown.append(ShownGroup(group, heading_of(column, labels)[0], what, why, can_fix_all(group.code)))
    return shown


class ProblemPanel(QFrame):
    """Kinds of problem, stopping ones first; below or beside them the rows of the chosen kind, and what can be done.

    A click on a row, or Enter, goes to its cell. Rows are asked for a page at a time.

    Attributes:
        kinds: the list of kinds.
        rows: the list of rows.
        chosen: the chosen kind; None where there is none.

    Signals:
        kind_chosen(ShownGroup): the rows of this kind are wanted from the first.
        more_wanted(ShownGroup, int): more rows of it, from this place on.
        wanted(int, int): go to this row, by ID, and slot.
        fix_wanted(ProblemAt), fix_all_wanted(ShownGroup), leave_out_wanted(ShownGroup): what can be done.
        leave_out_all_wanted(): all rows that cannot be sent shall be left out.
        folded(bool): it was put out of sight though something is in it, or it is in sight again.
        emptied(): nothing is left in it, and the focus that it had must go elsewhere.
    """

    kind_chosen = Signal(object)
    more_wanted = Signal(object, int)
    wanted = Signal(object, int)
    fix_wanted = Signal(object)
    fix_all_wanted = Signal(object)
    leave_out_wanted = Signal(object)
    leave_out_all_wanted = Signal()
    folded = Signal(bool)
    emptied = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("part", "table")
        self.setFrameShape(QFrame.Shape.Box)
        self._groups: list[ShownGroup] = []
        self._found: list[ProblemAt] = []
        self._is_folded = False
        self._heading = Text(role="heading", name=f"{name}_heading")
        self._why = Text(role="hint", name=f"{name}_why")
        self._kinds_model, self._rows_model = QStringListModel(self), QStringListModel(self)
        self.kinds = _list(f"{name}_kinds", "Kinds of problem", self._kinds_model)
        self.rows = _list(f"{name}_rows", "Rows with the chosen problem", self._rows_model)
        self.fix = LinkButton("Fix this", f"{name}_fix")
        self.fix_all = LinkButton("Fix all like this", f"{name}_fixAll")
        self.leave_out = LinkButton("Leave these rows out", f"{name}_leaveOut")
        self.leave_out_all = LinkButton("Leave out all rows with problems", f"{name}_leaveOutAll")
        self.fold = LinkButton("Hide", f"{name}_fold")
        self._lay_out()
        self._connect()
        self.hide()

    # What it shows

    @property
    def words(self) -> str:
        """Its heading."""
        return self._heading.text()

    @property
    def kind_lines(self) -> list[str]:
        """The kinds as listed."""
        return self._kinds_model.stringList()

    @property
    def row_lines(self) -> list[str]:
        """The rows as listed."""
        return self._rows_model.stringList()

    @property
    def chosen(self) -> ShownGroup | None:
        """The kind whose rows are listed."""
        row = self.kinds.currentIndex().row()
        return self._groups[row] if 0 <= row < len(self._groups) else None

    def show_groups(self, stopped: int, warned: int, groups: Sequence[ShownGroup]) -> None:
        """Show what was found; nothing where nothing was.

        Args:
            stopped: how many rows cannot be sent.
            warned: how many rows look odd, but can be sent.
            groups: the kinds.
        """
        before, place = self.chosen, self.kinds.currentIndex().row()
        self._groups = list(groups)
        focused = cast("QWidget | None", self.window().focusWidget())
        if not groups and focused is not None and self.isAncestorOf(focused):
            self.emptied.emit()
        self._show_or_fold()
        if not groups:
            return
        self._heading.setText(_heading(stopped, warned))
        mark(self._heading, "tone", Tone.ERROR if stopped else Tone.WARNING)
        self.leave_out_all.setVisible(stopped > 0)
        self.leave_out_all.set_words(f"Leave out {count_of(stopped, 'row', 'rows')} with problems")
        lines = [group.line for group in groups]
        if lines != self._kinds_model.stringList():
            self._kinds_model.setStringList(lines)
        key = before and (before.group.code, before.group.slot)
        # Where the kind is gone, the one that took its place in the list is the next.
        following = min(max(place, 0), len(groups) - 1)
        same = next((row for row, each in enumerate(groups) if (each.group.code, each.group.slot) == key), following)
        self.kinds.setCurrentIndex(self._kinds_model.index(same, 0))
        self._show_kind()

    def show_rows(self, group: ShownGroup, start: int, found: Sequence[ProblemAt]) -> None:
        """Show rows of the chosen kind, from a place of their list on."""
        if self.chosen is not group:
            return
        here = self.rows.currentIndex().row()
        self._found[start:] = found
        lines = [_row_line(each) for each in self._found]
        self._rows_model.setStringList(lines)
        self.rows.setCurrentIndex(self._rows_model.index(max(min(here, len(lines) - 1), 0), 0))

    def stand_beside(self, *, beside: bool) -> None:
        """Be narrow and high, beside the table; or wide and low, under it."""
        direction = QBoxLayout.Direction.TopToBottom if beside else QBoxLayout.Direction.LeftToRight
        for line in (self._body, self._top, self._acts):
            line.setDirection(direction)
            line.setSpacing(4 if beside else 12)
        self.kinds.setWordWrap(beside)
        lines = _LINES_BESIDE if beside else _LINES
        for view in (self.kinds, self.rows):
            view.setMinimumHeight(lines * (view.fontMetrics().height() + 6))
        high = QSizePolicy.Policy.Expanding if beside else QSizePolicy.Policy.Maximum
        self.setSizePolicy(QSizePolicy.Policy.Preferred, high)

    def unfold(self) -> None:
        """Come into sight again, after *Hide*."""
        self._is_folded = False
        self._show_or_fold()
        self.kinds.setFocus()

    # How it is put together

    def _lay_out(self) -> None:
        for view in (self.kinds, self.rows):
            view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._top = _words_and_links(self._heading, (self.leave_out_all, self.fold))
        self._acts = _words_and_links(self._why, (self.fix, self.fix_all, self.leave_out))
        chosen = QVBoxLayout()
        chosen.setSpacing(4)
        chosen.addLayout(self._acts)
        chosen.addWidget(self.rows, 1)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.addWidget(self.kinds, 1)
        self._body.addLayout(chosen, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 8, 16, 8)
        whole.setSpacing(4)
        whole.addLayout(self._top)
        whole.addLayout(self._body, 1)
        self.stand_beside(beside=False)

    def _connect(self) -> None:
        self.kinds.selectionModel().currentRowChanged.connect(self._kind_changed)
        self.kinds.clicked.connect(self._go_to_first)
        self.kinds.activated.connect(self._go_to_first)
        self.rows.clicked.connect(self._go)
        self.rows.activated.connect(self._go)
        self.rows.verticalScrollBar().valueChanged.connect(self._ask_for_more)
        self.fold.clicked.connect(self._fold)
        self.fix.clicked.connect(self._fix_pressed)
        self.fix_all.clicked.connect(self._fix_all_pressed)
        self.leave_out.clicked.connect(self._leave_out_pressed)
        self.leave_out_all.clicked.connect(self._leave_out_all_pressed)

    def _kind_changed(self, now: QModelIndex) -> None:
        if now.isValid():
            self._show_kind()

    def _show_kind(self) -> None:
        group = self.chosen
        if group is None:
            return
        self._why.setText(group.why)
        count = count_of(group.group.count, "row", "rows")
        self.fix.setVisible(group.fixable)
        self.fix_all.setVisible(group.fixable and group.group.count > 1)
        self.fix_all.set_words(f"Fix all like this ({group.group.count:,})")
        self.leave_out.set_words("Leave this row out" if group.group.count == 1 else f"Leave these {count} out")
        self.kind_chosen.emit(group)

    def _go_to_first(self) -> None:
        if (group := self.chosen) is not None:
            self.wanted.emit(group.group.row_id, group.group.slot)

    def _go(self, index: QModelIndex) -> None:
        if index.row() < len(self._found):
            problem = self._found[index.row()]
            self.wanted.emit(problem.row_id, problem.slot)

    def _ask_for_more(self, value: int) -> None:
        group = self.chosen
        near_end = value >= self.rows.verticalScrollBar().maximum() - self.rows.height()
        if group is not None and near_end and 0 < len(self._found) < group.group.count:
            self.more_wanted.emit(group, len(self._found))

    # A button that was pressed goes with its problem. The focus is taken to the list before, as Qt would put it on the
    # next button, and one more Enter would leave rows out.

    def _fix_pressed(self) -> None:
        row = self.rows.currentIndex().row()
        if 0 <= row < len(self._found):
            self.kinds.setFocus()
            self.fix_wanted.emit(self._found[row])

    def _fix_all_pressed(self) -> None:
        self.kinds.setFocus()
        self.fix_all_wanted.emit(self.chosen)

    def _leave_out_pressed(self) -> None:
        self.kinds.setFocus()
        self.leave_out_wanted.emit(self.chosen)

    def _leave_out_all_pressed(self) -> None:
        self.kinds.setFocus()
        self.leave_out_all_wanted.emit()

    def _fold(self) -> None:
        self._is_folded = True
        self._show_or_fold()

    def _show_or_fold(self) -> None:
        # Told before, so that the focus can be taken from here.
        self.folded.emit(self._is_folded and bool(self._groups))
        self.setVisible(bool(self._groups) and not self._is_folded)


class _LowList(QListView):
    """A list that asks for no more height than it must have; Qt’s own wish is 192, and 72 at least."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.minimumHeight())


def _words_and_links(words: Text, buttons: Sequence[LinkButton]) -> QBoxLayout:
    """Words, and links that break into lines where there is little room."""
    links = FlowLayout(8)
    for button in buttons:
        links.addWidget(button)
    line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
    line.addWidget(words, 1)
    line.addLayout(links)
    return line


def _list(name: str, accessible: str, model: QStringListModel) -> QListView:
    view = _LowList()
    view.setObjectName(name)
    view.setAccessibleName(accessible)
    view.setModel(model)
    view.setUniformItemSizes(name.endswith("rows"))
    view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setTextElideMode(Qt.TextElideMode.ElideRight)
    return view


def _heading(stopped: int, warned: int) -> str:
    parts = []
    if stopped:
        parts.append(f"{count_of(stopped, 'row', 'rows')} cannot be sent yet. Correct or leave out.")
    if warned:
        parts.append(f"{count_of(warned, 'row looks odd, but can be sent', 'rows look odd, but can be sent')}.")
    return " ".join(parts)


def _row_line(problem: ProblemAt) -> str:
    shown = in_sight(problem.text or "", 40)
    return f"Row {problem.number:,} · {f'“{shown}”' if shown else 'blank'}"
