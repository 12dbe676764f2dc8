"""The unattended commands as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadbyte_desktop.command_line import read_options
from leadbyte_desktop.options import Options
from leadbyte_desktop.unattended.asked import (
    AccountAdd,
    AccountList,
    AccountRemove,
    Asked,
    Command,
    Resume,
    SendBatch,
    SendFinancials,
)


def asked(*arguments: str) -> Asked:
    command = read_options(arguments)
    assert isinstance(command, Command)
    return command.asked


def test_a_batch_is_asked_for_with_everything_that_belongs_to_it() -> None:
    assert asked(
        "batch", "leads.csv", "--account", "Acme", "--map", "Post Code=postcode", "--map", "a=b=notes", "--id-column",
        "Ref", "--deliveries", "1053, 1054,1053", "--action", "reprocess", "--results", "out.xlsx", "--send-again",
        "--blank-clears", "--worksheet", "June",
    ) == SendBatch(
        results=Path("out.xlsx"),
        send_again=True,
        file=Path("leads.csv"),
        account="Acme",
        columns=(("Post Code", "postcode"), ("a=b", "notes")),
        id_column="Ref",
        deliveries=("1053", "1054"),
        action="reprocess",
        blank_clears=True,
        worksheet="June",
    )  # fmt: skip


def test_a_batch_goes_out_plainly_where_nothing_more_is_said() -> None:
    assert asked("batch", "leads.csv", "--practice") == SendBatch(file=Path("leads.csv"), practice=True)
    assert asked("--practice", "batch", "leads.csv") == SendBatch(file=Path("leads.csv"), practice=True)


def test_the_other_commands() -> None:
    assert asked("financials", "money.csv", "--account", "Acme", "--results", "o.csv") == SendFinancials(
        results=Path("o.csv"), file=Path("money.csv"), account="Acme"
    )
    assert asked("resume") == Resume()
    assert asked("resume", "12", "--results", "o.csv") == Resume(Path("o.csv"), job=12)
    assert asked("account", "add", "Acme", "--address", "acme.leadbyte.co.uk", "--key-stdin") == AccountAdd(
        "Acme", "acme.leadbyte.co.uk"
    )
    assert asked("account", "add", "Acme", "--address", "a.example", "--key-stdin", "--no-check") == AccountAdd(
        "Acme", "a.example", check=False
    )
    assert asked("account", "list") == AccountList()
    assert asked("account", "remove", "Acme") == AccountRemove("Acme")


@pytest.mark.parametrize("arguments", [("--data-dir", "d", "resume"), ("resume", "--data-dir", "d")])
def test_the_data_folder_may_be_named_before_or_behind_the_command(arguments: tuple[str, ...]) -> None:
    assert read_options(arguments) == Command(Resume(), Path("d"))


def test_machines_are_told_json() -> None:
    assert read_options(["resume", "--json"]) == Command(Resume(), json=True)


def test_without_a_command_the_window_is_opened() -> None:
    assert read_options(["--practice"]) == Options(practice=True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["batch"], "FILE"),
        (["batch", "f", "--map", "postcode"], "is not COLUMN=FIELD"),
        (["batch", "f", "--map", "=postcode"], "is not COLUMN=FIELD"),
        (["batch", "f", "--deliveries", "Acme"], "not a delivery ID"),
        (["batch", "f", "--action", "sell"], "invalid choice"),
        (["account", "add", "Acme", "--address", "a"], "--key-stdin"),
        (["account", "add", "Acme", "--key", "x", "--address", "a", "--key-stdin"], "unrecognized arguments"),
        (["account"], "COMMAND"),
        (["resume", "newest"], "invalid int"),
        (["--sample", "resume"], "--sample"),
        (["--tour", "t", "resume"], "belong to the window"),
    ],
)
def test_what_cannot_be_used_is_said_with_code_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        read_options(arguments)
    assert caught.value.code == 2
    assert words in capsys.readouterr().err
