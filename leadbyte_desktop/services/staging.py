"""Reads a file into a new sheet, piece by piece, with all checks made on the way.

It runs in a process of its own (`staging_process.py`), so that a large file neither stalls the window nor, where it is
damaged or hostile, takes the app with it. The unattended commands, which have no window, call `stage` themselves.

As a process it reads one line of JSON from its standard input and writes lines of JSON to its standard output; see
`StagingRequest` and `Staged`. Nothing is said on the command line: the path of a file may be somebody's name.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from leadbyte_desktop.domain.errors import AppError
from leadbyte_desktop.domain.sheet import DATE_FORMS, SheetHead
from leadbyte_desktop.importing.check_codes import BY_COLUMN, CODES
from leadbyte_desktop.importing.checks import Checks
from leadbyte_desktop.importing.columns import match_columns
from leadbyte_desktop.importing.dates import rewrite_date
from leadbyte_desktop.importing.files import unchanged
from leadbyte_desktop.importing.readers import Chunk, HowToRead, TableInfo, open_table
from leadbyte_desktop.services.column_memory import Memory, recall
from leadbyte_desktop.services.earlier_results import EarlierResults
from leadbyte_desktop.store.sheet_writer import SheetWriter

# A reader in the window sees the first rows after one chunk; later ones in larger pieces, which cost less.
_CHUNKS_A_COMMIT = 20
# Objects that are there more than at the last search; a chunk has some thousands.
_BETWEEN_SEARCHES = 100_000
_BROKE = "This file could not be read to its end: reading it broke off. Save it again from Excel, and open that file."


@dataclass(frozen=True, slots=True)
class StagingRequest:
    """What to read, and where to.

    Attributes:
        path: the file.
        to: the new sheet's file, which must not exist.
        how: a person's choices of how to read it.
        remembered: how a person matched columns before.
        own: the account's own labels, see `match_columns`.
        picks: the account's pick lists, see `SheetHead`.
        required: the fields that a lead must have, see `SheetHead`.
    """

    path: Path
    to: Path
    how: HowToRead = field(default_factory=HowToRead)
    remembered: Memory = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    picks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    required: frozenset[str] = frozenset()

    def to_json(self) -> str:
        """One line of JSON."""
        plain = {
            "path": str(self.path),
            "to": str(self.to),
            "how": asdict(self.how),
            "remembered": self.remembered,
            "own": dict(self.own),
            "picks": {name: list(values) for name, values in self.picks.items()},
            "required": sorted(self.required),
        }
        return json.dumps(plain)

    @classmethod
    def from_json(cls, line: str) -> StagingRequest:
        """The inverse of `to_json`."""
        plain = json.loads(line)
        how = HowToRead(**plain["how"])
        own, picks, required = plain["own"], plain["picks"], frozenset(plain["required"])
        return cls(Path(plain["path"]), Path(plain["to"]), how, plain["remembered"], own, picks, required)


@dataclass(frozen=True, slots=True)
class Staged:
    """How far the reading of a file is.

    Attributes:
        rows: rows staged so far.
        part: how much of the file was read, from 0.0 to 1.0.
        blank_rows: blank rows that were passed over.
        left_out: rows of a file of results that went through already.
        info: what kind of file it is.
    """

    rows: int
    part: float
    blank_rows: int
    left_out: int
    info: TableInfo


def stage(request: StagingRequest, on_step: Callable[[Staged], None] = lambda _staged: None) -> Staged:
    """Read a file into a new sheet.

    Args:
        request: what to read, and where to.
        on_step: called after the first rows, and then again and again.

    Raises:
        BadFile: the file cannot be read as a table; what was staged of it is to be thrown away.
        StorageProblem: the sheet cannot be written.
    """
    with unchanged(request.path), open_table(request.path, request.how) as reader:
        results = EarlierResults.of(reader.info)
        info = results.info if results else reader.info
        columns = recall(request.remembered, info.headings) or match_columns(info.headings, own=request.own)
        head = SheetHead(
            request.path.name, columns, source=request.path.name, worksheet=info.worksheet, encoding=info.encoding,
            picks={name: tuple(values) for name, values in request.picks.items()}, required=request.required,
        )  # fmt: skip
        checks = Checks(head, from_file=True)
        forms = {column.slot: column.date_form for column in columns if column.date_form != DATE_FORMS[0]}
        rows = left_out = 0
        # On Windows a file that is still open could not be thrown away.
        with closing(SheetWriter(request.to, head)) as writer:
            for count, chunk in enumerate(reader.chunks()):
                _write_dates(chunk, forms)
                gone = _look_back(chunk, results) if results else {}
                _append(writer, checks, chunk, gone)
                rows += len(chunk.rows)
                left_out += len(gone)
                if count % _CHUNKS_A_COMMIT == 0:
                    writer.commit()
                    on_step(Staged(rows, reader.progress(), reader.blank_rows, left_out, info))
            for slot in checks.unsettled:
                writer.find_again(slot, BY_COLUMN, partial(_found_again, checks, slot))
            writer.finish({slot: facts.to_plain() for slot, facts in checks.facts.items()})
        return Staged(rows, 1.0, reader.blank_rows, left_out, info)


def _write_dates(chunk: Chunk, forms: Mapping[int, str]) -> None:
    """Write real dates in the forms that a person chose for a file with the same headings before."""
    for row, kinds in zip(chunk.rows, chunk.kinds, strict=True):
        for slot, form in forms.items() if kinds else ():
            if kinds[slot] == "d":
                row[slot] = rewrite_date(row[slot], DATE_FORMS[0], form) or row[slot]


def _look_back(chunk: Chunk, results: EarlierResults) -> dict[int, str]:
    """Restore the rows of a file of results; gives those that are not offered again, by their place, and why."""
    results.restore(chunk.rows)
    return results.gone_through(chunk.rows)


def _append(writer: SheetWriter, checks: Checks, chunk: Chunk, gone: Mapping[int, str]) -> None:
    findings = [(each.row, each.slot, each.code, each.stops) for each in checks.check(chunk.rows, chunk.kinds)]
    keys, own = checks.lead_keys(chunk.rows), checks.own(chunk.rows)
    writer.append(chunk.numbers, chunk.rows, chunk.kinds, keys, own, findings, gone)


def _found_again(
    checks: Checks, slot: int, cells: Sequence[str], kinds: Sequence[str]
) -> Iterator[tuple[int, str, bool]]:
    return ((place, code, CODES[code].stops) for place, code in checks.find_again(slot, cells, kinds))


# --- as a process -----------------------------------------------------------------------------------------------------


def staged_of(plain: Mapping[str, Any]) -> Staged:
    """How far it is, from the plain values of a line that the process wrote."""
    info = dict(plain["info"])
    info["worksheets"], info["headings"] = tuple(info["worksheets"]), tuple(info["headings"])
    return Staged(**{**plain, "info": TableInfo(**info)})


def main() -> int:
    """Read one request, stage the file, and tell of it. Exit code 0, or 1 after an error was told."""
    # What was made on the way here stays until the end, and rows go by their counts of references: the search for
    # circles among them found nothing, again and again.
    gc.freeze()
    gc.set_threshold(_BETWEEN_SEARCHES)
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # it is a TextIOWrapper in a process of its own
    request = StagingRequest.from_json(sys.stdin.readline())
    try:
        _tell("done", asdict(stage(request, lambda staged: _tell("step", asdict(staged)))))
    except AppError as error:
        _tell("error", {"kind": type(error).__name__, "words": error.user_text})
        return 1
    except (MemoryError, RecursionError):
        _tell("error", {"kind": "BadFile", "words": _BROKE})
        return 1
    return 0


def _tell(what: str, values: Mapping[str, Any]) -> None:
    # ASCII, so that no setting of the terminal or the system can garble it.
    sys.stdout.write(json.dumps({"what": what, **values}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
