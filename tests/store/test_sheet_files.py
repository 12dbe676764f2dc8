"""Which sheets there are: names in the database, files in a folder."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from leadbyte_desktop.domain.errors import StorageProblem
from leadbyte_desktop.domain.sheet import Column, Role, SheetHead
from leadbyte_desktop.store.database import Database
from leadbyte_desktop.store.sheet import Sheet, SheetView
from leadbyte_desktop.store.sheet_files import FOLDER, SheetFiles
from leadbyte_desktop.store.sheet_writer import SheetWriter

HEAD = SheetHead("x", (Column(0, "ID", Role.LEAD),))


@pytest.fixture
def files(database: Database, tmp_path: Path) -> SheetFiles:
    return SheetFiles(database, tmp_path / FOLDER)


def made(files: SheetFiles, lead: str = "1") -> Path:
    path = files.new_path()
    writer = SheetWriter(path, HEAD)
    writer.append([2], [[lead]], [""], [lead], [False], [], {})
    writer.finish()
    return path


async def test_an_account_has_one_unfinished_batch(files: SheetFiles) -> None:
    assert await files.current("a") is None
    first, second = made(files), made(files)
    assert await files.make_current(first, "a") is None
    assert await files.make_current(first, "a") is None
    assert await files.current("a") == first
    assert await files.current("b") is None
    assert await files.make_current(second, "a") == first
    assert await files.current("a") == second


async def test_batches_are_kept_under_names_the_last_first(files: SheetFiles) -> None:
    for name in ("Monday", "Tuesday", "Monday"):
        await files.save("a", name, made(files))
    await files.make_current(made(files), "a")
    assert await files.names("a") == ["Monday", "Tuesday"]
    path = await files.forget("a", "Monday")
    assert path is not None
    assert path.exists()
    assert await files.path_of("a", "Monday") is None
    assert await files.forget("a", "Monday") is None


async def test_a_file_that_is_gone_is_no_batch(files: SheetFiles) -> None:
    path = made(files)
    await files.make_current(path, "a")
    files.delete(path)
    assert await files.current("a") is None


async def test_what_no_name_leads_to_goes_at_the_start(files: SheetFiles) -> None:
    kept, lost = made(files), made(files)
    lost.with_name(f"{lost.name}-wal").touch()
    await files.make_current(kept, "a")
    await files.clean_up()
    assert sorted(path.name for path in kept.parent.iterdir()) == [kept.name]


async def test_a_name_whose_file_is_gone_is_forgotten_at_the_start(files: SheetFiles) -> None:
    kept, gone = made(files), made(files)
    await files.save("a", "Monday", kept)
    await files.save("a", "Tuesday", gone)
    gone.unlink()
    assert await files.names("a") == ["Tuesday", "Monday"]
    await files.clean_up()
    assert await files.names("a") == ["Monday"]
    assert await files.path_of("a", "Monday") == kept


async def test_a_folder_of_somebody_elses_stays(files: SheetFiles) -> None:
    other = made(files).parent / "theirs"
    other.mkdir()
    await files.clean_up()
    assert list(other.parent.iterdir()) == [other]


def test_a_copy_that_fails_leaves_nothing(files: SheetFiles) -> None:
    broken, to = files.new_path(), files.new_path()
    broken.write_bytes(b"no database at all" * 1000)
    with pytest.raises(StorageProblem, match="table of this batch"):
        files.copy_sheet(broken, to)
    assert not to.exists()
    with pytest.raises(StorageProblem):
        files.copy_sheet(files.new_path(), to)
    assert list(broken.parent.iterdir()) == [broken]


async def test_a_copy_is_a_sheet_of_its_own(files: SheetFiles) -> None:
    path, to = made(files, "7"), files.new_path()
    open_one = Sheet(path, lambda _editor, _touched: None)
    await open_one.edit("", lambda editor: editor.set_cells({1: {0: "8"}}))
    files.copy_sheet(path, to)
    if sys.platform != "win32":
        assert stat.S_IMODE(to.stat().st_mode) == 0o600
    await open_one.edit("", lambda editor: editor.set_cells({1: {0: "9"}}))
    copy = Sheet(to, lambda _editor, _touched: None)
    assert [row.cells for row in await copy.rows(await copy.order(SheetView()))] == [("8",)]
    await copy.close()
    await open_one.close()
