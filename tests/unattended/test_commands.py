"""The unattended commands as processes: a real file, the practice account on a real socket, a real keyring."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from leadbyte_desktop.domain.lead_update import LeadRef
from leadbyte_desktop.practice.keys import FULL_KEY
from leadbyte_desktop.practice.world import LeadStatus
from leadbyte_desktop.store.folder import FolderLock
from tests.conftest import SecretService
from tests.importing.spreadsheets import write_xlsx
from tests.practice_server import PracticeServer

LIMIT = 120
NAME = "Acme"


class Commands:
    """Runs the command in a data folder of its own, with a keyring of its own."""

    def __init__(self, folder: Path, service: SecretService, server: PracticeServer) -> None:
        self.folder, self.server = folder, server
        self._environment = {**os.environ, **service.environment, "PYTHONPATH": os.pathsep.join(sys.path)}

    def run(self, *arguments: str | Path, key: str = "", code: int | None = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "leadbyte_desktop", "--data-dir", str(self.folder), *map(str, arguments)],
            input=key,
            capture_output=True,
            encoding="utf-8",
            timeout=LIMIT,
            check=False,
            env=self._environment,
        )
        assert FULL_KEY.text not in done.stdout + done.stderr
        assert code is None or done.returncode == code, done.stdout + done.stderr
        return done

    def start(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "leadbyte_desktop", "--data-dir", str(self.folder), *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self._environment,
        )

    def add(self) -> None:
        self.run(
            "account", "add", NAME, "--address", self.server.base_url, "--key-stdin", key=f"{FULL_KEY.text}\n"
        )  # fmt: skip

    def leads(self, count: int) -> list[str]:
        return self.with_status(LeadStatus.VALID)[:count]

    def with_status(self, status: LeadStatus) -> list[str]:
        return [number for number, lead in self.server.world.leads.items() if lead.status is status]


@pytest.fixture
def commands(tmp_path: Path, secret_service: SecretService, practice_server: PracticeServer) -> Commands:
    return Commands(tmp_path / "data", secret_service, practice_server)


def write_csv(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_an_account_is_added_listed_and_removed(commands: Commands) -> None:
    commands.add()
    assert NAME in commands.run("account", "list").stdout
    listed = json.loads(commands.run("account", "list", "--json").stdout)
    assert listed == {"accounts": [{"name": NAME, "address": commands.server.base_url}], "exit_code": 0}
    commands.run("account", "remove", "acme")
    assert json.loads(commands.run("account", "list", "--json").stdout)["accounts"] == []
    assert "No account is called" in commands.run("account", "remove", NAME, code=2).stderr


def test_a_wrong_key_is_not_kept(commands: Commands) -> None:
    done = commands.run(
        "account", "add", NAME, "--address", commands.server.base_url, "--key-stdin", key="no-such-key", code=2
    )
    assert "key" in done.stderr
    assert "No account is connected" in commands.run("account", "list").stdout


def test_a_mark_before_the_key_as_powershell_writes_it_is_no_part_of_it(commands: Commands) -> None:
    commands.run(
        "account", "add", NAME, "--address", commands.server.base_url, "--key-stdin", key=f"\ufeff{FULL_KEY.text}\r\n"
    )
    assert FULL_KEY.text in commands.server.arrivals.keys


@pytest.mark.parametrize("key", ["", "caf\u00e9", "\x00\x01", "two words"])
def test_what_is_no_key_is_told_and_not_kept(commands: Commands, key: str) -> None:
    done = commands.run("account", "add", NAME, "--address", commands.server.base_url, "--key-stdin", key=key, code=2)
    assert "key" in done.stderr
    assert "Traceback" not in done.stderr
    assert commands.server.arrivals.keys == []


def test_bytes_that_are_no_text_are_no_key(commands: Commands) -> None:
    with commands.start("account", "add", NAME, "--address", commands.server.base_url, "--key-stdin") as process:
        _told, words = process.communicate(b"\xff\xfek\x00e\x00y\x00", timeout=LIMIT)
    assert process.returncode == 2
    assert b"no key has" in words


def test_without_a_check_the_key_is_kept_unseen(commands: Commands) -> None:
    commands.run(
        "account", "add", NAME, "--address", "acme.leadbyte.co.uk", "--key-stdin", "--no-check", key="unproven-key"
    )
    assert "acme.leadbyte.co.uk" in commands.run("account", "list").stdout


def test_a_batch_is_sent_and_its_results_hold_every_row_of_the_file(commands: Commands, tmp_path: Path) -> None:
    commands.add()
    first, second = commands.leads(2)
    file = write_csv(
        tmp_path / "leads.csv",
        [
            ["Agent", "Lead ID", "Post Code", "Phone"],
            ["sam", first, "TN25 6QD", "07700900123"],
            ["kim", "no number", "TN25 6QE", ""],
            ["kim", second, "", "+447700900124"],
        ],
    )
    out = tmp_path / "out.csv"
    done = commands.run("batch", file, "--account", NAME, "--results", out, "--json", code=1)
    told = json.loads(done.stdout)
    assert (told["rows"], told["never_items"], told["counts"]) == (3, 1, {"updated": 2})
    rows = read_csv(out)
    assert list(rows[0])[:4] == ["Agent", "Lead ID", "Post Code", "Phone"]
    assert [row["Outcome"] for row in rows] == ["Updated", "Not sent", "Updated"]
    assert "not a lead ID" in rows[1]["LeadByte said"]
    assert commands.server.world.leads[first].changed == {"postcode": "TN25 6QD", "phone1": "07700900123"}
    assert commands.server.world.leads[second].changed == {"phone1": "+447700900124"}


def test_what_a_window_would_show_of_a_file_is_told(commands: Commands, tmp_path: Path) -> None:
    commands.add()
    first, second = commands.leads(2)
    file = write_csv(
        tmp_path / "leads.csv",
        [
            ["Agent", "", "Lead ID", "Post Code", "Phone"],
            ["sam", "x", first, "TN25 6QD", "7700900123"],
            ["kim", "", second, "#REF!", "4.47701E+11"],
        ],
    )
    done = commands.run("batch", file, "--account", NAME, "--json")
    assert "The leads are named by “Lead ID”. Sent: “Post Code” as Postcode, “Phone” as Phone 1." in done.stderr
    assert "Not sent: “Agent”, column 2." in done.stderr
    odd = json.loads(done.stdout)["odd"]
    assert len(odd) == 3
    assert any(line.startswith("“Phone”, row 2: “7700900123” has lost the zero") for line in odd)
    assert any(line.startswith("“Post Code”, row 3: “#REF!” is an error of a formula") for line in odd)
    assert all(line in done.stderr for line in odd)


@pytest.mark.parametrize("command", ["batch", "financials"])
def test_which_of_several_worksheets_is_read_is_told(commands: Commands, tmp_path: Path, command: str) -> None:
    rows = [["Lead ID", "Payout", "Postcode"], ["2929001", "5", "TN1 1AA"]]
    book = write_xlsx(tmp_path / "f.xlsx", {"Empty": [], "Today": rows, "Old": rows})
    done = commands.run(command, book, "--practice", code=None)
    assert "Worksheet “Today” is read, and not “Empty”, “Old”; --worksheet reads another one." in done.stderr
    chosen = commands.run(command, book, "--practice", "--worksheet", "Old", code=None)
    assert "Worksheet “Old” is read" in chosen.stderr
    one = commands.run(command, write_xlsx(tmp_path / "one.xlsx", {"Today": rows}), "--practice", code=None)
    assert "Worksheet" not in one.stderr


def test_everything_updated_is_code_0_in_words_too(commands: Commands, tmp_path: Path) -> None:
    commands.add()
    file = write_csv(tmp_path / "leads.csv", [["ID", "Postcode"], *([each, "TN25 6QD"] for each in commands.leads(3))])
    done = commands.run("batch", file, "--account", NAME)
    assert "3 rows: 3 updated." in done.stdout
    assert "rows read" in done.stderr


def test_columns_are_named_on_the_command_line(commands: Commands, tmp_path: Path) -> None:
    commands.add()
    (lead,) = commands.leads(1)
    file = write_csv(tmp_path / "f.csv", [["Ref", "ID", "Thing", "Notes"], [lead, "9", "TN1 1AA", "keep out"]])
    commands.run(
        "batch", file, "--account", NAME, "--id-column", "Ref", "--map", "Thing=Postcode", "--map", "Notes=ignore"
    )
    (request,) = [each for each in commands.server.requests if each.method == "PUT"]
    assert json.loads(request.body) == {"leads": [{"id": lead, "update": {"postcode": "TN1 1AA"}}]}


@pytest.mark.parametrize("how", [("--id-column", "ID"), ("--map", "Lead ID=ignore")])
def test_of_two_columns_of_ids_the_command_line_says_which(
    commands: Commands, tmp_path: Path, how: tuple[str, str]
) -> None:
    commands.add()
    lead, other = commands.leads(2)
    file = write_csv(tmp_path / "f.csv", [["Lead ID", "ID", "Postcode"], [other, lead, "TN1 1AA"]])
    commands.run("batch", file, "--account", NAME, *how)
    (request,) = [each for each in commands.server.requests if each.method == "PUT"]
    assert json.loads(request.body) == {"leads": [{"id": lead, "update": {"postcode": "TN1 1AA"}}]}


def test_of_two_columns_with_one_heading_the_letter_says_which(commands: Commands, tmp_path: Path) -> None:
    """They are those of the spreadsheet, whose first column is blank here."""
    commands.add()
    lead, other = commands.leads(2)
    rows = [["", "Lead ID", "Lead ID", "Postcode", "Postcode"], ["", other, lead, "TN1 1AA", "TN9 9ZZ"]]
    file = write_xlsx(tmp_path / "f.xlsx", {"Leads": rows})
    refused = commands.run("batch", file, "--account", NAME, "--id-column", "Lead ID", code=2)
    assert "more than one column is headed “Lead ID”: B and C." in refused.stderr
    unsaid = commands.run("batch", file, "--account", NAME, code=2)
    assert "“Lead ID” (column 2) and “Lead ID” (column 3) both name the leads" in unsaid.stderr
    done = commands.run("batch", file, "--account", NAME, "--id-column", "C", "--map", "5=Postcode")
    assert "The leads are named by “Lead ID” (column 3)." in done.stderr
    (request,) = [each for each in commands.server.requests if each.method == "PUT"]
    assert json.loads(request.body) == {"leads": [{"id": lead, "update": {"postcode": "TN9 9ZZ"}}]}


@pytest.mark.parametrize(
    ("what", "key"), [("Lead ID", "id"), ("lead_id", "id"), ("quarantine ID", "quarantineId"), ("ID", "id")]
)
def test_a_column_that_is_said_to_name_the_leads_is_no_field(
    commands: Commands, tmp_path: Path, what: str, key: str
) -> None:
    commands.add()
    status = LeadStatus.VALID if key == "id" else LeadStatus.QUARANTINED
    lead = commands.with_status(status)[0]
    file = write_csv(tmp_path / "f.csv", [["Lead ID", "Ref", "Postcode"], ["9", lead, "TN1 1AA"]])
    commands.run("batch", file, "--account", NAME, "--map", f"Ref={what}", code=None)
    (request,) = [each for each in commands.server.requests if each.method == "PUT"]
    assert json.loads(request.body) == {"leads": [{key: lead, "update": {"postcode": "TN1 1AA"}}]}


def test_what_went_is_left_out_the_second_time_unless_asked_for(commands: Commands, tmp_path: Path) -> None:
    commands.add()
    (lead,) = commands.leads(1)
    file = write_csv(tmp_path / "f.csv", [["Lead ID", "Postcode"], [lead, "TN1 1AA"]])
    command = ["batch", str(file), "--account", NAME, "--deliveries", "1053"]
    commands.run(*command)
    again = commands.run(*command, code=1)
    assert "already went" in again.stderr
    assert commands.server.world.ledger.triggers[LeadRef(lead), "1053"] == 1
    commands.run(*command, "--send-again")
    assert commands.server.world.ledger.triggers[LeadRef(lead), "1053"] == 2


def test_a_lead_that_was_released_is_not_rejected_unless_asked_for(commands: Commands, tmp_path: Path) -> None:
    commands.add()
    lead = next(
        each.quarantine_number for each in commands.server.world.leads.values() if each.status is LeadStatus.QUARANTINED
    )
    file = write_csv(tmp_path / "f.csv", [["Quarantine ID"], [lead]])
    command = ["batch", str(file), "--account", NAME, "--action"]
    commands.run(*command, "release")
    rejected = commands.run(*command, "reject", code=1)
    assert (
        "1 row already went from this PC, or the opposite of what it asks for did, and is left out; --send-again sends "
        "them all the same.\n  Quarantined lead"
    ) in rejected.stderr
    assert sum(each.path.endswith("/quarantine/process") for each in commands.server.requests) == 1


def test_financials_are_sent_and_rows_that_cannot_be_are_in_the_results(commands: Commands, tmp_path: Path) -> None:
    commands.add()
    approved = commands.with_status(LeadStatus.APPROVED)
    file = write_csv(
        tmp_path / "money.csv",
        [
            ["Lead ID", "Payout", "Revenue", "BID", "Who"],
            [approved[0], "80.00", "120", "33", "sam"],
            [approved[1], "much", "", "", "kim"],
        ],
    )
    out = tmp_path / "out.xlsx"
    told = json.loads(commands.run("financials", file, "--account", NAME, "--results", out, "--json", code=1).stdout)
    assert (told["rows"], told["counts"]) == (2, {"updated": 1})
    assert out.stat().st_size > 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["batch", "none.csv", "--account", NAME], "no file"),
        (["batch", "f.csv", "--account", "Nobody"], "No account is called"),
        (["batch", "f.csv"], "Say which account"),
        (["batch", "f.csv", "--account", NAME, "--practice"], "Say which account"),
        (["batch", "f.csv", "--account", NAME, "--map", "Nothing=postcode"], "no column is headed"),
        (["batch", "f.csv", "--account", NAME, "--results", "out.txt"], ".csv or .xlsx"),
        (["batch", "f.csv", "--account", NAME, "--results", "none/out.csv"], "no folder"),
        (["batch", "no-ids.csv", "--account", NAME], "--id-column"),
        (["batch", "two-ids.csv", "--account", NAME], "“Lead ID” and “ID” both name the leads"),
        (["batch", "two-ids.csv", "--account", NAME], "Name it with --id-column. Nothing was sent."),
        (["batch", "bad-ids.csv", "--account", NAME], "No row"),
        (["batch", "two-alike.csv", "--account", NAME], "“Lead ID” and “lead_id” both name the leads"),
        (["batch", "two-alike.csv", "--account", NAME, "--id-column", "LEAD ID"], "more than one column is"),
        (["batch", "ids-only.csv", "--account", NAME], "no value, no delivery and no action"),
        (["financials", "f.csv", "--account", NAME], "Payout"),
        (["resume"], "no job"),
        (["resume", "12"], "no job 12"),
        (["resume", "-1"], "no job -1"),
        (["resume", "99999999999999999999999"], "no job 99999999999999999999999"),
        (["batch", "f.csv", "--account", NAME, "--results", "f.csv"], "the file itself"),
        (["batch", "f.csv", "--account", NAME, "--results", "../ORIGINAL/f.csv"], "the file itself"),
        (["batch", "f.csv", "--account", NAME, "--results", "link.csv"], "the file itself"),
        (["financials", "f.csv", "--account", NAME, "--results", "f.csv"], "the file itself"),
        (["batch", "f.csv", "--account", NAME, "--deliveries", " , "], "no delivery"),
    ],
)
def test_bad_input_is_code_2_and_nothing_is_sent(
    commands: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    folder = tmp_path / "ORIGINAL"
    folder.mkdir()
    monkeypatch.chdir(folder)
    commands.add()
    file = write_csv(folder / "f.csv", [["Lead ID", "Postcode"], ["2932682", "TN1 1AA"]])
    os.link(file, folder / "link.csv")
    before = file.read_bytes()
    write_csv(folder / "no-ids.csv", [["Name", "Postcode"], ["Jane", "TN1 1AA"]])
    write_csv(folder / "two-alike.csv", [["Lead ID", "lead_id", "Postcode"], ["2932682", "2932683", "TN1 1AA"]])
    write_csv(folder / "two-ids.csv", [["Lead ID", "ID", "Postcode"], ["2932682", "2932683", "TN1 1AA"]])
    write_csv(folder / "ids-only.csv", [["Lead ID", "Agent"], ["2932682", "sam"]])
    write_csv(folder / "bad-ids.csv", [["Lead ID", "Postcode"], ["Jane", "TN1 1AA"]])
    done = commands.run(*arguments, code=2)
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    # Whatever went wrong, a person who reads this in the morning must know that nothing went.
    assert "usage:" in done.stderr or "Nothing was sent." in done.stderr
    assert [each for each in commands.server.requests if each.method == "PUT"] == []
    assert file.read_bytes() == before


def test_a_folder_in_use_is_code_2(commands: Commands, tmp_path: Path) -> None:
    commands.folder.mkdir()
    with FolderLock(commands.folder):
        assert commands.run("account", "list", code=2).stderr


def test_the_practice_account_needs_no_key_and_no_network(commands: Commands, tmp_path: Path) -> None:
    (lead,) = commands.leads(1)
    file = write_csv(tmp_path / "f.csv", [["Lead ID", "Postcode"], [lead, "TN1 1AA"]])
    assert "1 updated" in commands.run("batch", file, "--practice").stdout
    assert commands.server.requests == []


def test_no_qt_is_imported(commands: Commands, tmp_path: Path) -> None:
    (lead,) = commands.leads(1)
    file = write_csv(tmp_path / "f.csv", [["Lead ID", "Postcode"], [lead, "TN1 1AA"]])
    code = (
        "import sys\n"
        "from leadbyte_desktop.command_line import main\n"
        f"code = main(['--data-dir', {str(commands.folder)!r}, 'batch', {str(file)!r}, '--practice'])\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in ('PySide6', 'shiboken6', 'qasync')))\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=LIMIT, check=True)
    assert done.stdout.endswith("[]\n")


# --- files of results as files of leads ---


@pytest.mark.parametrize("names", [("one.csv", "two.csv", "three.csv"), ("one.xlsx", "two.csv", "three.xlsx")])
def test_results_of_results_of_results_never_offer_what_went_through(
    commands: Commands, tmp_path: Path, names: tuple[str, ...]
) -> None:
    commands.add()
    (lead,) = commands.leads(1)
    rows = [["Lead ID", "Phone1", "Deliveries"], [lead, "+447700900123", "1053"], ["99999999", "+447700900124", ""]]
    file = write_csv(tmp_path / "leads.csv", rows)
    for turn, name in enumerate(names):
        # Each time on another PC, whose own record knows nothing of it.
        commands.folder = tmp_path / f"data {turn}"
        commands.add()
        commands.run("batch", file, "--account", NAME, "--results", tmp_path / name, code=1)
        file = tmp_path / name
    assert commands.server.world.ledger.triggers[LeadRef(lead), "1053"] == 1
    sent = [json.loads(each.body)["leads"] for each in commands.server.requests if each.method == "PUT"]
    assert [leads[0]["id"] for leads in sent] == [lead, "99999999", "99999999", "99999999"]
    # What kept the phone from being a formula in the file is no part of the phone.
    assert {leads[0]["update"]["phone1"] for leads in sent} == {"+447700900123", "+447700900124"}


def test_results_of_financials_offer_only_what_did_not_go_through(commands: Commands, tmp_path: Path) -> None:
    commands.add()
    approved = commands.with_status(LeadStatus.APPROVED)
    headings = ["Who", "Lead ID", "Payout"]
    file = write_csv(tmp_path / "f.csv", [headings, ["-sam", approved[0], "80"], ["kim", approved[1], "-5"]])
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    commands.run("financials", file, "--account", NAME, "--results", one, code=1)
    changed = one.read_text("utf-8-sig").replace("'-5", "5.00")
    one.write_text(changed, "utf-8-sig")
    commands.run("financials", one, "--account", NAME, "--results", two, code=1)
    sent = [json.loads(each.body) for each in commands.server.requests if each.method == "PUT"]
    assert [(each["leads"], each["newPayout"]) for each in sent] == [
        ([int(approved[0])], 80.0), ([int(approved[1])], 5.0)
    ]  # fmt: skip
    rows = read_csv(two)
    assert list(rows[0])[:4] == [*headings, "Outcome"]
    assert [(row["Who"], row["Outcome"]) for row in rows] == [("'-sam", "Not sent"), ("kim", "Updated")]
    assert "took it already" in rows[0]["LeadByte said"]


def test_rows_of_one_lead_with_other_amounts_are_not_guessed_between(commands: Commands, tmp_path: Path) -> None:
    commands.add()
    lead, other = commands.with_status(LeadStatus.APPROVED)[:2]
    rows = [["Lead ID", "Payout"], [lead, "80"], [other, "1"], [f"0{lead}", "90"]]
    out = tmp_path / "out.csv"
    commands.run("financials", write_csv(tmp_path / "f.csv", rows), "--account", NAME, "--results", out, code=1)
    assert [row["Outcome"] for row in read_csv(out)] == ["Not sent", "Updated", "Not sent"]
    assert "rows 2 and 4" in read_csv(out)[0]["LeadByte said"]


# --- stopped, killed, taken up again ----------------------------------------------------------------------------------


def test_resume_writes_the_results_of_the_newest_job_where_nothing_is_left(commands: Commands, tmp_path: Path) -> None:
    commands.add()
    (lead,) = commands.leads(1)
    file = write_csv(tmp_path / "f.csv", [["Lead ID", "Postcode"], [lead, "TN1 1AA"]])
    commands.run("batch", file, "--account", NAME)
    out = tmp_path / "out.csv"
    done = commands.run("resume", "--results", out)
    assert "Nothing is left to send" in done.stderr
    assert [row["Outcome"] for row in read_csv(out)] == ["Updated"]


def test_with_no_job_the_results_file_is_untouched(commands: Commands, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("yesterday", "utf-8")
    commands.run("resume", "--results", out, code=2)
    assert out.read_text("utf-8") == "yesterday"


def test_a_server_taken_away_is_code_4_and_resume_ends_it(commands: Commands, tmp_path: Path) -> None:
    commands.add()
    file = write_csv(tmp_path / "f.csv", [["Lead ID", "Postcode"], *([each, "TN1 1AA"] for each in commands.leads(30))])
    out = tmp_path / "out.csv"
    commands.server.answer_next(401, {"status": "Error", "message": "Invalid key"})
    stopped = commands.run("batch", file, "--account", NAME, "--results", out, code=4)
    assert "What has not gone waits for: leadbyte-desktop resume 1" in stopped.stdout
    assert len(read_csv(out)) == 30
    resumed = commands.run("resume", "--results", out, code=None)
    assert "“f.csv” is not finished. The sending stopped. LeadByte refused this key" in resumed.stderr
    assert {row["Outcome"] for row in read_csv(out)} >= {"Updated"}
    again = commands.run("resume", "--results", out, code=None)
    assert "The sending stopped" not in again.stdout + again.stderr


def test_killed_in_the_middle_resume_finishes_the_job_and_repeats_no_delivery(
    commands: Commands, tmp_path: Path
) -> None:
    commands.add()
    leads = commands.leads(12)
    file = write_csv(tmp_path / "f.csv", [["Lead ID", "Postcode"], *([each, "TN1 1AA"] for each in leads)])
    arrived = len(commands.server.arrivals.keys)
    with commands.server.hold():
        process = commands.start("batch", file, "--account", NAME, "--deliveries", "1053")
        commands.server.wait_for_arrivals(arrived + 1)
        process.kill()
        process.communicate(timeout=LIMIT)
    commands.server.wait_until_idle()
    out = tmp_path / "out.csv"
    commands.run("resume", "--results", out, code=3)
    rows = read_csv(out)
    # What was out when it was killed waits for a person, and all the rest went.
    assert [row["Lead ID"] for row in rows] == leads
    assert {row["Outcome"] for row in rows} == {"Updated", "Not known"}
    triggers = commands.server.world.ledger.triggers
    assert {triggers[LeadRef(row["Lead ID"]), "1053"] for row in rows if row["Outcome"] == "Updated"} == {1}
    before = dict(triggers)
    done = commands.run("resume", "--results", out, code=3)
    assert "look at the leads in LeadByte" in done.stdout
    assert dict(triggers) == before


def test_a_signal_to_end_awaits_the_answer_and_is_code_4(commands: Commands, tmp_path: Path) -> None:
    commands.add()
    leads = commands.leads(12)
    file = write_csv(tmp_path / "f.csv", [["Lead ID", "Postcode"], *([each, "TN1 1AA"] for each in leads)])
    arrived = len(commands.server.arrivals.keys)
    out = tmp_path / "out.csv"
    with commands.server.hold():
        process = commands.start("batch", file, "--account", NAME, "--deliveries", "1053", "--results", out)
        commands.server.wait_for_arrivals(arrived + 1)
        process.terminate()
    process.communicate(timeout=LIMIT)
    assert process.returncode == 4
    outcomes = [row["Outcome"] for row in read_csv(out)]
    assert outcomes[0] == "Updated"
    assert outcomes[-1] == "Not sent"
    commands.run("resume", "--results", out)
    assert {row["Outcome"] for row in read_csv(out)} == {"Updated"}
