"""Results as a table that a spreadsheet program opens, and that cannot do harm there."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.domain.errors import StorageProblem
from leadbyte_desktop.domain.financial_update import FinancialUpdate
from leadbyte_desktop.domain.job import Confirmation, DraftItem, Item, ItemState, Job, JobDraft, JobKind, LeadResult
from leadbyte_desktop.domain.lead_update import Action, LeadRef, LeadUpdate
from leadbyte_desktop.services.results import headings_of, row_of
from leadbyte_desktop.services.workplace import Workplace

ACME = Account("acme", "Acme Leads", "https://acme.leadbyte.co.uk/restapi/v1.3")
AT = datetime(2026, 11, 22, 14, 2, 5, tzinfo=UTC)
ITEM = Item(
    1,
    1,
    3,
    LeadUpdate(LeadRef("0072"), {"postcode": "TN25 6QD", "street2": ""}, ("1053", "1061"), Action.REPROCESS),
    ItemState.UPDATED,
    "Lead updated",
    ("Odd postcode",),
    Confirmation.NOT_CONFIRMED,
    request_number=12,
    changed_at=AT,
)


def test_a_row_holds_what_was_asked_and_what_became_of_it() -> None:
    row = row_of(ITEM, ["street2", "postcode", "email"])
    assert row[:8] == ["3", "0072", "", "TN25 6QD", "", "1053, 1061", "Reprocess", "Updated"]
    assert row[8:10] == ["Lead updated; Odd postcode", "not confirmed"]
    assert row[10] == AT.astimezone().strftime("%d/%m/%Y %H:%M:%S")
    assert row[11] == "12"


def test_a_row_that_never_left_has_empty_cells() -> None:
    waiting = Item(1, 1, 1, LeadUpdate(LeadRef("7"), {"postcode": "A"}))
    said = ["Not sent", "It has not been sent yet.", "", "", ""]
    assert row_of(waiting, ["postcode"]) == ["1", "7", "A", "", "", *said]


def test_money_is_written_as_it_was_sent() -> None:
    update = FinancialUpdate(LeadRef("7"), Decimal("80.50"), None, "033")
    item = replace(ITEM, update=update, warnings=(), confirmation=Confirmation.NOTHING_ASKED)
    assert headings_of([item]) == ["Payout", "Revenue", "BID"]
    assert row_of(item, ["Payout", "Revenue", "BID"])[1:8] == ["7", "80.50", "", "033", "", "", "Updated"]


def test_headings_stand_in_the_order_of_the_rows() -> None:
    rows = [replace(ITEM, update=LeadUpdate(LeadRef("1"), changes)) for changes in ({"b": "1"}, {"a": "1", "b": "2"})]
    assert headings_of(rows) == ["b", "a"]


# --- saving -----------------------------------------------------------------------------------------------------------


async def job_of(workplace: Workplace, *updates: LeadUpdate) -> Job:
    draft = JobDraft(JobKind.BATCH, "A job", ACME.account_id, tuple(DraftItem(update) for update in updates))
    return await workplace.tools.journal.create_job(draft, ACME, "sam")


def half_written(folder: Path) -> list[Path]:
    return list(folder.glob("*.part"))


def table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


async def test_every_row_is_saved_in_order(workplace: Workplace, tmp_path: Path) -> None:
    job = await job_of(workplace, *(LeadUpdate(LeadRef(str(n)), {"postcode": f"P{n}"}) for n in range(1, 2_346)))
    path = tmp_path / "results.csv"
    assert await workplace.tools.results.save(job.job_id, path) == 2_345
    assert path.read_bytes().startswith(b"\xef\xbb\xbfRow,Lead ID,Postcode,Deliveries,Action,Outcome,LeadByte said,")
    rows = table(path)
    assert [row[:3] for row in rows[1:]] == [[str(n), str(n), f"P{n}"] for n in range(1, 2_346)]
    assert half_written(tmp_path) == []


async def test_leadbytes_words_and_made_up_fields_do_no_harm(workplace: Workplace, tmp_path: Path) -> None:
    job = await job_of(workplace, LeadUpdate(LeadRef("1"), {"=cmd()": "+44 7700 900123"}))
    (item,) = await workplace.tools.journal.items(job.job_id, None, 0, 9)
    number = await workplace.tools.journal.mark_sending(job.job_id, [item.item_id], "PUT", "https://x", "{}")
    refused = {item.item_id: LeadResult(ItemState.REFUSED, "=HYPERLINK(1)")}
    await workplace.tools.journal.record(number, refused, 200, "", "")
    path = tmp_path / "results.csv"
    await workplace.tools.results.save(job.job_id, path)
    heading, row = table(path)
    assert heading[2] == "'=cmd()"
    assert row[2] == "'+44 7700 900123"
    assert row[6] == "'=HYPERLINK(1)"


async def test_half_a_character_does_not_lose_the_results(workplace: Workplace, tmp_path: Path) -> None:
    job = await job_of(
        workplace, LeadUpdate(LeadRef("1"), {"postcode": "A\ud800B"}), LeadUpdate(LeadRef("2"), {"a": "b"})
    )
    path = tmp_path / "results.csv"
    assert await workplace.tools.results.save(job.job_id, path) == 2
    assert table(path)[1][2] == "A?B"


async def test_a_newer_table_takes_the_place_of_the_older(workplace: Workplace, tmp_path: Path) -> None:
    job = await job_of(workplace, LeadUpdate(LeadRef("1"), {"postcode": "A"}))
    path = tmp_path / "results.csv"
    path.write_text("something longer than what is to come " * 100, "utf-8")
    await workplace.tools.results.save(job.job_id, path)
    assert len(table(path)) == 2


async def test_a_place_that_cannot_be_written_is_told_in_words(workplace: Workplace, tmp_path: Path) -> None:
    job = await job_of(workplace, LeadUpdate(LeadRef("1"), {"postcode": "A"}))
    with pytest.raises(StorageProblem, match=r"could not be saved as results\.csv.*still in History") as caught:
        await workplace.tools.results.save(job.job_id, tmp_path / "no such folder" / "results.csv")
    assert "Errno" not in caught.value.user_text
    folder = tmp_path / "results.csv"
    folder.mkdir()
    with pytest.raises(StorageProblem):
        await workplace.tools.results.save(job.job_id, folder)
    assert half_written(tmp_path) == []
