"""The two tables of History: jobs, and the rows of one job. Both hold what was read so far and ask for more."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from leadbyte_desktop.domain.job import ItemState, Job, LeadResult
from leadbyte_desktop.domain.standing import Standing
from leadbyte_desktop.services.live import LiveJob
from leadbyte_desktop.services.outcome_words import short_time
from leadbyte_desktop.services.progress import Progress
from leadbyte_desktop.store.journal_sources import JobRow, with_result
from leadbyte_desktop.ui.history_words import outcome_words, said_words, standing_tone, standing_words
from leadbyte_desktop.ui.outcome_note import tone_of_item
from leadbyte_desktop.ui.parts.cell_delegate import TONE_ROLE

_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_LONG, _SHORT = "Quarantined lead ", "Quarantine "
"""A cell cuts off the end of a title, where the lead's number stands."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class WindowedModel(QAbstractTableModel):
    """A table of which the first part was read. The cells are words already, so that looking them up costs nothing.

    Signals:
        more_wanted(int): somebody scrolled to the end; rows from this place on shall be read.

    Args of the constructor:
        headings: the columns' headings.
        toned: the column whose words carry the tone.
        right: columns of numbers, which stand at the right.
    """

    more_wanted = Signal(int)

    def __init__(
        self, headings: Sequence[str], toned: int, right: Collection[int] = (), parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._headings, self._toned, self._right = tuple(headings), toned, frozenset(right)
        self._cells: list[tuple[str, ...]] = []
        self._tones: list[str] = []
        self._more = False
        self._asked = False

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        """How many rows were read."""
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        """As many as there are headings."""
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._cells[index.row()][index.column()]
        if role == TONE_ROLE and index.column() == self._toned:
            return self._tones[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in self._right:
            return _RIGHT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A column's heading."""
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and section in self._right else None

    def canFetchMore(self, parent: _Index = _NO_INDEX) -> bool:
        """Whether there is more, and nobody is fetching it yet."""
        return self._more and not self._asked and not parent.isValid()

    def fetchMore(self, parent: _Index = _NO_INDEX) -> None:
        """Ask for what follows; it comes when it was read."""
        self._asked = True
        self.more_wanted.emit(len(self._cells))

    def _fill(self, cells: Sequence[tuple[str, ...]], tones: Sequence[str], *, more: bool) -> None:
        self.beginResetModel()
        self._cells, self._tones = list(cells), list(tones)
        self._more, self._asked = more, False
        self.endResetModel()

    def _append(self, cells: Sequence[tuple[str, ...]], tones: Sequence[str], *, more: bool) -> None:
        self._more, self._asked = more, False
        if cells:
            first = len(self._cells)
            self.beginInsertRows(_NO_INDEX, first, first + len(cells) - 1)
            self._cells.extend(cells)
            self._tones.extend(tones)
            self.endInsertRows()

    def _put_first(self, cells: tuple[str, ...], tone: str) -> None:
        self.beginInsertRows(_NO_INDEX, 0, 0)
        self._cells.insert(0, cells)
        self._tones.insert(0, tone)
        self.endInsertRows()

    def _put(self, row: int, cells: tuple[str, ...], tone: str) -> None:
        self._cells[row], self._tones[row] = cells, tone

    def _tell(self, rows: Sequence[int]) -> None:
        if rows:
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), len(self._headings) - 1))


class JobsModel(WindowedModel):
    """Jobs, newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(("When", "What", "Account", "By", "Rows", "How it stands"), 5, (4,), parent)
        self._jobs: list[Job] = []
        self._live: Mapping[int, LiveJob] = {}

    def follow(self, live: Mapping[int, LiveJob]) -> None:
        """Say beside each job what is known of it there, while it is being sent, is held or waits its turn."""
        self._live = live

    @property
    def jobs(self) -> tuple[Job, ...]:
        """What was read so far."""
        return tuple(self._jobs)

    def show(self, jobs: Sequence[Job], *, more: bool) -> None:
        """Show these in the place of all others; `more` says that there are older ones."""
        self._jobs = list(jobs)
        self._fill(*self._shown(jobs), more=more)

    def append(self, jobs: Sequence[Job], *, more: bool) -> None:
        """Show older ones below. A job that came meanwhile moved them down: what is there already is left out."""
        known = {job.job_id for job in self._jobs}
        new = [job for job in jobs if job.job_id not in known]
        self._jobs.extend(new)
        self._append(*self._shown(new), more=more)

    def put(self, job: Job, *, insert: bool) -> None:
        """Show how a job stands now; one that is not among them becomes the first, where `insert` says so."""
        row = self.row_of(job.job_id)
        [cells], [tone] = self._shown([job])
        if row >= 0:
            self._jobs[row] = job
            self._put(row, cells, tone)
            self._tell([row])
        elif insert:
            self._jobs.insert(0, job)
            self._put_first(cells, tone)

    def _shown(self, jobs: Sequence[Job]) -> tuple[list[tuple[str, ...]], list[str]]:
        """The cells and the tones of jobs."""
        lives = [self._live.get(job.job_id) for job in jobs]
        cells = [_job_cells(job, live) for job, live in zip(jobs, lives, strict=True)]
        return cells, [standing_tone(job, live) for job, live in zip(jobs, lives, strict=True)]

    def put_progress(self, job_id: int, progress: Progress | None) -> None:
        """Show how far a job is; None where it did not say so yet."""
        row = self.row_of(job_id)
        if row >= 0:
            job = self._jobs[row]
            if progress is not None:
                job = replace(job, counts=progress.counts, left_out=progress.left_out)
            self.put(job, insert=False)

    def job_at(self, row: int) -> Job | None:
        """The job of a row; None where there is no such row."""
        return self._jobs[row] if 0 <= row < len(self._jobs) else None

    def row_of(self, job_id: int) -> int:
        """Where a job stands; -1 where it was not read."""
        return next((row for row, job in enumerate(self._jobs) if job.job_id == job_id), -1)


class RowsModel(WindowedModel):
    """The rows of one job, in their order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(("Row", "Lead", "What happened", "LeadByte said", "Time"), 2, (), parent)
        self._rows: list[JobRow] = []
        self._row_of: dict[int, int] = {}

    @property
    def rows(self) -> tuple[JobRow, ...]:
        """What was read so far."""
        return tuple(self._rows)

    def show(self, rows: Sequence[JobRow], *, more: bool) -> None:
        """Show these in the place of all others; `more` says that others follow."""
        self._rows = list(rows)
        self._row_of = {row.row_id: place for place, row in enumerate(rows)}
        self._fill([_row_cells(row) for row in rows], [_row_tone(row) for row in rows], more=more)

    def append(self, rows: Sequence[JobRow], *, more: bool) -> None:
        """Show those that follow; what is there already is left out."""
        new = [row for row in rows if row.row_id not in self._row_of]
        for row in new:
            self._row_of[row.row_id] = len(self._rows)
            self._rows.append(row)
        self._append([_row_cells(row) for row in new], [_row_tone(row) for row in new], more=more)

    def apply(self, results: Mapping[int, LeadResult]) -> None:
        """Show what became of rows, before the journal is read again. The view hears of it once."""
        touched = []
        for item_id, result in results.items():
            place = self._row_of.get(item_id)
            if place is not None:
                row = with_result(self._rows[place], result)
                self._rows[place] = row
                self._put(place, _row_cells(row), _row_tone(row))
                touched.append(place)
        self._tell(touched)

    def row_at(self, place: int) -> JobRow | None:
        """The row at a place; None where there is none."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def row_of(self, row_id: int) -> int:
        """Where a row stands, by its ID in `Journal.row_order`; -1 where it was not read."""
        return self._row_of.get(row_id, -1)


def _job_cells(job: Job, live: LiveJob | None) -> tuple[str, ...]:
    return (
        short_time(job.created_at),
        job.title.replace(_LONG, _SHORT) if job.title.startswith(_LONG) else job.title,
        job.account_name,
        job.created_by,
        f"{job.rows:,}",
        standing_words(job, live),
    )


def _row_tone(row: JobRow) -> str:
    return tone_of_item(row.item) if row.item is not None else ""


def _row_cells(row: JobRow) -> tuple[str, ...]:
    item = row.item
    if item is None:
        return f"{row.number:,}", "", Standing.LEFT_OUT.words, row.why, ""
    return (
        f"{row.number:,}",
        item.lead.in_cell,
        outcome_words(item),
        said_words(item),
        short_time(item.changed_at) if item.attempts or item.state is ItemState.CANCELLED else "",
    )
