"""The batches of an account on this PC."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadbyte_desktop.domain.campaign import CampaignField
from leadbyte_desktop.domain.errors import BadFile
from leadbyte_desktop.domain.field_labels import FieldLabels
from leadbyte_desktop.domain.sheet import Role
from leadbyte_desktop.importing.readers import HowToRead
from leadbyte_desktop.services.batch_sheets import BatchSheets
from leadbyte_desktop.services.column_memory import ColumnMemory
from leadbyte_desktop.store.database import FILE_NAME, Database
from leadbyte_desktop.store.preferences import Preferences
from leadbyte_desktop.store.sheet import SheetView
from leadbyte_desktop.store.sheet_files import FOLDER, SheetFiles


@pytest.fixture
def sheets(tmp_path: Path) -> BatchSheets:
    database = Database(tmp_path / FILE_NAME)
    return BatchSheets(SheetFiles(database, tmp_path / FOLDER), ColumnMemory(Preferences(database)))


def files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / FOLDER).glob("*.sqlite3"))


async def test_the_unfinished_batch_is_there_again(sheets: BatchSheets, tmp_path: Path) -> None:
    sheet = await sheets.open_current("a")
    await sheet.add_rows([["7"]])
    await sheet.close()
    again = await sheets.open_current("a")
    assert [row.cells for row in await again.rows(await again.order(SheetView()))] == [("7",)]
    await again.close()
    fresh = await sheets.new_current("a")
    assert (await fresh.counts()).rows == 0
    assert len(files(tmp_path)) == 1
    await fresh.close()


async def test_a_batch_is_kept_under_a_name_and_opened_as_a_copy(sheets: BatchSheets) -> None:
    sheet = await sheets.open_current("a")
    await sheet.add_rows([["7"]])
    await sheets.save_as(sheet, "a", "Friday")
    await sheet.add_rows([["8"]])
    copy = await sheets.open_saved("a", "Friday")
    assert copy is not None
    assert (await copy.head()).name == "Friday"
    assert (await copy.counts()).rows == 1
    await sheets.discard(copy)
    assert await sheets.names("a") == ["Friday"]
    assert await sheets.open_saved("b", "Friday") is None
    await sheets.forget("a", "Friday")
    assert await sheets.names("a") == []
    await sheet.close()


async def test_a_file_that_cannot_be_read_leaves_nothing_behind(sheets: BatchSheets, tmp_path: Path) -> None:
    path = tmp_path / "broken.csv"
    path.write_text('Lead ID,Notes\n1,"never closed', "utf-8")
    for read in (sheets.import_file, sheets.import_here):
        with pytest.raises(BadFile):
            await read(path, HowToRead(), lambda _staged: None)
    assert files(tmp_path) == []


@pytest.mark.parametrize("way", ["file", "here", "cells"])
async def test_what_was_matched_once_is_matched_again(sheets: BatchSheets, tmp_path: Path, way: str) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Ref,What\n7,TN1 1AA\n", "utf-8")

    async def opened() -> list[tuple[Role, str]]:
        if way == "cells":
            sheet = await sheets.import_cells([["Ref", "What"], ["7", "TN1 1AA"]], "pasted")
        else:
            read = sheets.import_file if way == "file" else sheets.import_here
            sheet, _staged = await read(path, HowToRead(), lambda _staged: None)
        head = await sheet.head()
        await sheets.discard(sheet)
        return [(column.role, column.field) for column in head.columns]

    assert await opened() == [(Role.IGNORED, ""), (Role.IGNORED, "")]
    from leadbyte_desktop.domain.sheet import Column

    await sheets.remember_columns([Column(0, "Ref", Role.LEAD), Column(1, "What", Role.FIELD, "postcode")])
    assert await opened() == [(Role.LEAD, ""), (Role.FIELD, "postcode")]
    assert await sheets.remembered(["Other"]) is None


async def test_a_file_s_columns_are_matched_by_the_account_s_labels(sheets: BatchSheets, tmp_path: Path) -> None:
    field = CampaignField("data1", "Roof type")
    knowing = sheets.knowing(FieldLabels.of_campaigns([("Solar", (field, CampaignField("data2", "Été — “due”")))]))
    path = tmp_path / "leads.csv"
    path.write_text("Lead ID,Roof type,Été — “due”\n7,Slate,Monday\n", "utf-8")
    for reading in (knowing.import_file, knowing.import_here):
        sheet, _ = await reading(path, HowToRead(), lambda _staged: None)
        assert (await sheet.head()).field_names == ("data1", "data2")
        await knowing.discard(sheet)
    pasted = await knowing.import_cells([["Lead ID", "ROOF TYPE"], ["7", "Slate"]], "")
    assert (await pasted.head()).field_names == ("data1",)
    await knowing.discard(pasted)
    plain = await sheets.import_cells([["Lead ID", "Roof type"], ["7", "Slate"]], "")
    assert (await plain.head()).field_names == ()
    await sheets.discard(plain)
