"""What a process leaves that is killed while it writes results, and who clears it up."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from leadbyte_desktop.services.results_files import results_file
from leadbyte_desktop.store.part_notes import PartNotes

_KILLED = """
import os, signal, sys
from pathlib import Path
from leadbyte_desktop.services.results_files import results_file
from leadbyte_desktop.store.part_notes import PartNotes
file = results_file(Path(sys.argv[2]), PartNotes(Path(sys.argv[1])))
file.write([["Lead ID"], ["7"]])
os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
"""


class Folders:
    """A data folder's notes, and a folder of the person's own."""

    def __init__(self, place: Path) -> None:
        self.notes, self.own = place / "data" / "results-parts", place / "Documents"
        self.own.mkdir()

    def kill_while_writing(self, path: Path) -> Path:
        """A process that is killed half way; gives what it left beside the file."""
        before = set(path.parent.glob("*.part"))
        done = subprocess.run([sys.executable, "-c", _KILLED, str(self.notes), str(path)], check=False)
        assert done.returncode != 0
        (left,) = set(path.parent.glob("*.part")) - before
        return left

    def noted(self) -> list[str]:
        return sorted(each.name for each in self.notes.iterdir())

    def write(self, path: Path) -> None:
        file = results_file(path, PartNotes(self.notes))
        file.write([["Lead ID"]])
        file.finish()
        file.discard()


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path)


@pytest.mark.parametrize("name", ["results.csv", "results.xlsx"])
def test_what_a_killed_process_left_goes_with_the_next_writing_there(folders: Folders, name: str) -> None:
    left = folders.kill_while_writing(folders.own / name)
    others = [folders.own / f".{'0' * 16}.part", folders.own / "film.mkv.part"]
    for each in others:
        each.write_text("somebody else’s", "utf-8")

    folders.write(folders.own / "other.csv")

    assert not left.exists()
    assert all(each.exists() for each in others)
    assert folders.noted() == []


def test_what_lies_elsewhere_stays_until_something_is_written_there(folders: Folders, tmp_path: Path) -> None:
    (tmp_path / "USB").mkdir()
    left = folders.kill_while_writing(tmp_path / "USB" / "results.csv")

    folders.write(folders.own / "results.csv")

    assert left.exists()
    assert folders.noted() == [left.name]
    folders.write(tmp_path / "USB" / "results.csv")
    assert not left.exists()
    assert folders.noted() == []


def test_what_this_process_is_writing_stays(folders: Folders) -> None:
    notes = PartNotes(folders.notes)
    first = results_file(folders.own / "first.csv", notes)
    first.write([["Lead ID"], ["7"]])
    second = results_file(folders.own / "second.csv", notes)
    second.finish()
    assert len(list(folders.own.glob("*.part"))) == 1

    first.finish()

    assert (folders.own / "first.csv").read_text("utf-8-sig").split() == ["Lead", "ID", "7"]
    assert folders.noted() == []


def test_a_note_is_believed_only_of_the_file_that_has_its_name(folders: Folders) -> None:
    folders.notes.mkdir(parents=True)
    precious = folders.own / "leads.csv"
    precious.write_text("precious", "utf-8")
    (folders.notes / f".{'a' * 16}.part").write_text(str(precious), "utf-8")
    (folders.notes / "leads.csv").write_text(str(precious), "utf-8")

    folders.write(folders.own / "results.csv")

    assert precious.read_text("utf-8") == "precious"


def test_given_up_nothing_and_no_note_of_it_is_left(folders: Folders) -> None:
    file = results_file(folders.own / "results.csv", PartNotes(folders.notes))
    assert len(folders.noted()) == 1
    file.discard()
    with pytest.raises(FileNotFoundError):
        results_file(folders.own / "none" / "results.csv", PartNotes(folders.notes))
    assert (folders.noted(), list(folders.own.iterdir())) == ([], [])


def test_results_are_written_where_nothing_can_be_noted(folders: Folders) -> None:
    folders.notes.parent.mkdir()
    folders.notes.write_text("a file in the place of the folder", "utf-8")

    folders.write(folders.own / "results.csv")

    assert [each.name for each in folders.own.iterdir()] == ["results.csv"]
