"""The sample spreadsheet belongs to the practice account."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from leadbyte_desktop.domain.lead_update import LeadKind, LeadRef
from leadbyte_desktop.practice.keys import FULL_KEY
from leadbyte_desktop.practice.world import World, build_world
from tests.practice_server import PracticeServer

CHECKOUT = Path(__file__).resolve().parents[2]
SAMPLE = CHECKOUT / "resources" / "samples" / "leads-to-update.csv"
QUARANTINED = SAMPLE.with_name("quarantined-leads.csv")


@pytest.fixture(scope="module")
def world() -> World:
    return build_world()


def sample_rows() -> list[list[str]]:
    return list(csv.reader(io.StringIO(SAMPLE.read_bytes().decode("utf-8-sig"), newline="")))


def test_the_command_writes_what_is_kept(tmp_path: Path) -> None:
    command = [sys.executable, str(CHECKOUT / "tests" / "tools" / "make_samples.py"), str(tmp_path)]

    subprocess.run(command, check=True, cwd=tmp_path)

    for kept in (SAMPLE, QUARANTINED):
        assert (tmp_path / kept.name).read_bytes() == kept.read_bytes()


def test_it_looks_as_excel_saves_it() -> None:
    content = SAMPLE.read_bytes()

    assert content.startswith(b"\xef\xbb\xbfLead ID,First name,Last name,Postcode,Phone 1,Email\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == 2_001


def test_it_has_two_thousand_leads_once_each() -> None:
    numbers = [row[0] for row in sample_rows()[1:]]

    assert len(numbers) == len(set(numbers)) == 2_000


def test_blank_cells_and_changes_are_both_there(world: World) -> None:
    rows = sample_rows()[1:]

    for column in (3, 4, 5):
        blank = sum(not row[column] for row in rows)
        assert 0 < blank < len(rows)
    assert all(row[1] and row[2] for row in rows)


def test_the_account_takes_most_rows_and_refuses_some_for_each_reason(practice_server: PracticeServer) -> None:
    rows = sample_rows()[1:]
    items = [
        {"id": row[0], "update": {"firstname": row[1], "postcode": row[3], "phone1": row[4], "email": row[5]}}
        for row in rows
    ]
    with httpx.Client(trust_env=False) as client:
        response = client.put(
            f"{practice_server.base_url}/leads", json={"leads": items}, headers={"X_KEY": FULL_KEY.text}
        )

    replies = response.json()["leads"]
    errors = [error for reply in replies for error in reply["errors"]]
    assert len(replies) == 2_000
    assert 50 <= len(errors) <= 70
    assert set(errors) == {
        "Lead not found",
        "Lead is not valid, it is rejected",
        "Lead is not valid, it is in quarantine",
    }
    assert all(reply["success"] for reply in replies[:3])


def test_the_quarantined_leads_of_the_other_sample_can_be_released_and_rejected(world: World) -> None:
    rows = list(csv.reader(io.StringIO(QUARANTINED.read_bytes().decode("utf-8-sig"), newline="")))

    assert rows[0] == ["Quarantine ID", "First name", "Last name", "Postcode", "Action"]
    assert len(rows) == 21
    for number, first_name, last_name, _postcode, _action in rows[1:]:
        lead = world.find(LeadRef(number, LeadKind.QUARANTINE))
        assert lead is not None
        assert (lead.fields["firstname"], lead.fields["lastname"]) == (first_name, last_name)
    assert {(bool(row[3]), row[4]) for row in rows[1:]} == {(False, "release"), (True, "release"), (False, "reject")}


@pytest.mark.parametrize("kind", list(LeadKind))
def test_the_number_that_the_window_names_as_an_example_exists(world: World, kind: LeadKind) -> None:
    assert world.find(LeadRef(kind.example, kind)) is not None
