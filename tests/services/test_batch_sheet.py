"""One open sheet: every change is checked, and can be undone; its rows become a job."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from leadbyte_desktop.domain.errors import BadInput
from leadbyte_desktop.domain.lead_update import Action, LeadKind, LeadRef, LeadUpdate
from leadbyte_desktop.domain.sheet import Column, ForAll, Role, SheetHead
from leadbyte_desktop.services.batch_sheet import BatchSheet
from leadbyte_desktop.services.batch_sheets import NEW
from leadbyte_desktop.services.sheet_joining import append_sheet
from leadbyte_desktop.store.sheet import SheetView, SortBy

HEAD = SheetHead(
    "leads.csv",
    (Column(0, "ID", Role.LEAD), Column(1, "Phone", Role.FIELD, "phone1"), Column(2, "Agent")),
)


async def made(path: Path, *rows: Sequence[str | None], head: SheetHead = HEAD) -> BatchSheet:
    sheet = await BatchSheet.create(path, head)
    if rows:
        await sheet.add_rows(rows)
    return sheet


@pytest.fixture
async def sheet(tmp_path: Path) -> AsyncIterator[BatchSheet]:
    opened = await made(
        tmp_path / "s.sqlite3", ("7", "7700900123", "sam"), ("x", "07700900124", None), ("8", "7700900125", "kim")
    )
    yield opened
    await opened.close()


async def table(sheet: BatchSheet) -> list[tuple[str | None, ...]]:
    return [row.cells for row in await sheet.rows(await sheet.order(SheetView()))]


async def test_what_is_typed_is_checked_at_once(sheet: BatchSheet) -> None:
    assert (await sheet.counts()).stopped == 1
    await sheet.set_cells({2: {0: "9"}})
    counts = await sheet.counts()
    assert (counts.stopped, counts.ready) == (0, 3)
    undone = await sheet.undo()
    assert undone is not None
    assert undone.label == "typing"
    assert (await sheet.counts()).stopped == 1


async def test_all_cells_with_the_same_problem_are_mended_in_one_step(sheet: BatchSheet) -> None:
    (group,) = [each for each in await sheet.problem_groups() if each.code == "lost zero"]
    assert sheet.can_fix_all(group.code)
    assert "lost the zero" in " ".join(sheet.problem_words(group.code, group.sample, HEAD.columns[1]))
    assert await sheet.fix_all(group.code, group.slot) == 2
    assert [cells[1] for cells in await table(sheet)] == ["07700900123", "07700900124", "07700900125"]
    await sheet.undo()
    assert [cells[1] for cells in await table(sheet)] == ["7700900123", "07700900124", "7700900125"]
    assert await sheet.fix(1, 1, "lost zero")
    assert not await sheet.fix(2, 1, "markup")


async def test_rows_that_cannot_go_are_left_out_with_why(sheet: BatchSheet) -> None:
    assert await sheet.leave_out_stopped() == 1
    (row,) = [row for row in await sheet.rows([1, 2, 3]) if row.left_out]
    assert row.left_out == "Left out: “x” is not a lead ID."
    assert await sheet.leave_out_stopped() == 0
    await sheet.bring_back([2])
    assert (await sheet.counts()).stopped == 1


async def test_a_block_goes_over_rows_and_below_them(sheet: BatchSheet) -> None:
    ids = await sheet.put_block([2, 3], [1, 2], [["a", ""], ["b", "c", "beyond"], ["d", "e"]], None)
    assert ids[:2] == [2, 3]
    assert await table(sheet) == [
        ("7", "7700900123", "sam"), ("x", "a", None), ("8", "b", "c"), (None, "d", "e"),
    ]  # fmt: skip


async def test_rows_are_copied_and_deleted(sheet: BatchSheet) -> None:
    assert len(await sheet.copy_rows([1, 2])) == 2
    assert [cells[0] for cells in await table(sheet)] == ["7", "x", "7", "x", "8"]
    await sheet.delete_rows([1, 2])
    assert [cells[0] for cells in await table(sheet)] == ["7", "x", "8"]


async def test_cells_go_to_the_clipboard_as_excel_wants_them(sheet: BatchSheet) -> None:
    await sheet.set_cells({1: {2: 'two\nlines "quoted"'}})
    assert await sheet.text_of([3, 1], [0, 2]) == '8\tkim\n7\t"two\nlines ""quoted"""\n'


async def test_another_column_for_the_leads_is_checked_anew(sheet: BatchSheet) -> None:
    head = await sheet.head()
    swapped = head.with_column(replace(head.columns[0], role=Role.IGNORED))
    await sheet.set_head(swapped.with_column(replace(head.columns[1], role=Role.LEAD, field="")), "choosing columns")
    assert (await sheet.counts()).stopped == 0
    await sheet.undo()
    assert (await sheet.counts()).stopped == 1


async def test_real_dates_are_written_in_another_form_and_typed_ones_stay(tmp_path: Path) -> None:
    from leadbyte_desktop.store.sheet_writer import SheetWriter

    head = SheetHead("x", (Column(0, "ID", Role.LEAD), Column(1, "DOB", Role.FIELD, "dob")))
    writer = SheetWriter(tmp_path / "d.sqlite3", head)
    writer.append(
        [2, 3], [["1", "25/03/1980"], ["2", "26/03/1980"]], ["nd", "nt"], ["1", "2"], [True, True], [], {}
    )  # fmt: skip
    writer.finish()
    sheet = BatchSheet(tmp_path / "d.sqlite3")
    assert await sheet.date_samples(1, "yyyy-mm-dd") == ["1980-03-25"]
    await sheet.set_date_form(1, "yyyy-mm-dd")
    assert [cells[1] for cells in await table(sheet)] == ["1980-03-25", "26/03/1980"]
    await sheet.undo()
    assert [cells[1] for cells in await table(sheet)] == ["25/03/1980", "26/03/1980"]
    assert (await sheet.head()).columns[1].date_form == "dd/mm/yyyy"
    await sheet.close()


@pytest.mark.parametrize(
    ("column", "cells", "sort_by"),
    [
        (Column(1, "Ref", Role.LEAD), ("x", "y"), SortBy.NUMBER),
        (Column(1, "DOB", Role.FIELD, "dob"), ("25/03/1980", "03/04/1980", "not known"), SortBy.DATE),
        (Column(1, "Renewal date"), (None, "1980-03-25"), SortBy.DATE),
        (Column(1, "DOB", Role.FIELD, "dob", "mm/dd/yyyy"), ("03/25/1980",), SortBy.MONTH_FIRST),
        (Column(1, "Fitted"), ("25/03/1980", "26/03/1980"), SortBy.DATE),
        (Column(1, "Fitted"), ("25/03/1980", "never"), SortBy.TEXT),
        (Column(1, "Expiry"), ("yes", "no"), SortBy.TEXT),
        (Column(1, "Age"), ("9", "10", None), SortBy.NUMBER),
        (Column(1, "Age"), (*["9"] * 40, "ten"), SortBy.TEXT),
        (Column(1, "Payout"), ("9.50", "10"), SortBy.AMOUNT),
        (Column(1, "Agent"), (), SortBy.TEXT),
    ],
)
async def test_a_column_is_sorted_by_what_it_holds(
    tmp_path: Path, column: Column, cells: tuple[str | None, ...], sort_by: SortBy
) -> None:
    lead = () if column.role is Role.LEAD else (Column(0, "ID", Role.LEAD),)
    sheet = await made(tmp_path / "k.sqlite3", *(("1", cell) for cell in cells), head=SheetHead("", (*lead, column)))
    assert await sheet.sort_by(1) is sort_by
    await sheet.close()


async def test_a_single_lead_becomes_a_row_with_the_columns_that_it_needs(sheet: BatchSheet) -> None:
    update = LeadUpdate(LeadRef("9"), {"phone1": "01632960123", "notes": ""}, ("1053",), Action.REPROCESS)
    row_id = await sheet.add_update(update)
    head = await sheet.head()
    assert [column.role for column in head.columns][3:] == [Role.FIELD, Role.DELIVERIES, Role.ACTION]
    draft = await sheet.draft("x", "a")
    assert draft.items[-1].update == update
    assert row_id == 4
    draft.items.close()  # type: ignore[attr-defined]


HELD = LeadRef("8419715", LeadKind.QUARANTINE)


async def test_a_quarantined_lead_begins_a_batch_of_quarantine_ids(tmp_path: Path) -> None:
    sheet = await made(tmp_path / "q.sqlite3", head=NEW)
    updates = [
        LeadUpdate(HELD, {"postcode": "TN25 6QD"}, (), Action.RELEASE),
        LeadUpdate(LeadRef("7", HELD.kind), {"postcode": "M1 1AA"}),
    ]
    for update in updates:
        await sheet.add_update(update)
    head = await sheet.head()
    assert [column.role for column in head.columns] == [Role.QUARANTINE, Role.FIELD, Role.ACTION]
    draft = await sheet.draft("x", "a")
    assert [item.update for item in draft.items] == updates
    draft.items.close()  # type: ignore[attr-defined]
    with pytest.raises(BadInput, match="names its leads by quarantine ID"):
        await sheet.add_update(LeadUpdate(LeadRef("9"), {"postcode": "M1 1AA"}))
    await sheet.close()


async def test_a_quarantined_lead_is_not_mixed_into_a_batch_of_lead_ids(sheet: BatchSheet) -> None:
    before = await sheet.head(), await table(sheet)
    with pytest.raises(BadInput) as bad:
        await sheet.add_update(LeadUpdate(HELD, {"postcode": "TN25 6QD"}))
    assert bad.value.user_text.startswith(
        "The batch names its leads by lead ID, and a batch holds one kind of number, so quarantined lead 8419715 was "
        "not added. Nothing was sent."
    )
    assert (await sheet.head(), await table(sheet)) == before
    await sheet.add_update(LeadUpdate(LeadRef("9"), {"phone1": "01632960123"}))
    assert len(await table(sheet)) == 4, "the batch goes on as before"


async def test_the_draft_is_the_table_as_it_was_and_its_rows_add_up(sheet: BatchSheet) -> None:
    await sheet.leave_out([3], "Not today.")
    draft = await sheet.draft("leads.csv", "practice")
    await sheet.set_cells({1: {1: "changed"}})
    assert len(draft.items) == 1
    assert [item.update for item in draft.items] == [LeadUpdate(LeadRef("7"), {"phone1": "7700900123"})]
    assert draft.items[0] == draft.items[-1] == next(iter(draft.items[0:9]))
    with pytest.raises(IndexError):
        draft.items[1]
    assert draft.source is not None
    assert draft.source.headings == ("ID", "Phone", "Agent")
    rows = list(draft.source.rows())
    assert [(row.number, row.position, row.cells[0]) for row in rows] == [(1, 1, "7"), (2, None, "x"), (3, None, "8")]
    assert "not a lead ID" in rows[1].why
    assert rows[2].why == "Not today."
    draft.items.close()  # type: ignore[attr-defined]


async def test_a_table_below_another_keeps_what_each_row_asks_for(tmp_path: Path, sheet: BatchSheet) -> None:
    head = SheetHead(
        "more.csv",
        (Column(0, "Phone 1", Role.FIELD, "phone1"), Column(1, "Lead", Role.LEAD), Column(2, "X", Role.FIELD, "notes"),
         Column(3, "D", Role.DELIVERIES)),
        ForAll(("1053",), Action.REPROCESS),
    )  # fmt: skip
    other = await made(
        tmp_path / "o.sqlite3", ("01632960123", "20", "new", None), (None, "21", None, "1041"), head=head
    )
    assert await append_sheet(sheet, other) == 2
    draft = await sheet.draft("x", "a")
    assert [item.update for item in draft.items][-2:] == [
        LeadUpdate(LeadRef("20"), {"phone1": "01632960123", "notes": "new"}, ("1053",), Action.REPROCESS),
        LeadUpdate(LeadRef("21"), {}, ("1053", "1041"), Action.REPROCESS),
    ]
    draft.items.close()  # type: ignore[attr-defined]
    await sheet.undo()
    assert len(await table(sheet)) == 3
    await other.close()


async def test_lead_ids_and_quarantine_ids_do_not_stand_below_each_other(tmp_path: Path, sheet: BatchSheet) -> None:
    other = await made(tmp_path / "o.sqlite3", ("1",), head=SheetHead("q", (Column(0, "QID", Role.QUARANTINE),)))
    with pytest.raises(BadInput, match="Nothing was added"):
        await append_sheet(sheet, other)
    assert len(await table(sheet)) == 3
    await other.close()
