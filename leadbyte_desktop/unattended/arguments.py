"""The unattended commands as they are typed."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from leadbyte_desktop.domain.errors import BadInput
from leadbyte_desktop.domain.sheet import BadCell, read_deliveries
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

_ACTIONS = ("reprocess", "release", "reject")
_CODES = (
    "Exit codes, the first that applies: 2 bad input or the data folder in use, nothing was sent; 4 stopped before the "
    "end; 3 some rows are not known; 1 any other row is not updated or queued; 0 every row is."
)

Subparsers = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_commands(parser: argparse.ArgumentParser) -> None:
    """Add the unattended commands to the parser of the program's options."""
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="without a window")
    _add_account(commands.add_parser("account", help="add, list or remove accounts"))
    _add_batch(_command(commands.add_parser("batch", help="send a file of leads", epilog=_CODES), _batch))
    _add_financials(
        _command(commands.add_parser("financials", help="send payouts and revenues", epilog=_CODES), _financials)
    )
    _add_resume(_command(commands.add_parser("resume", help="take up a job again", epilog=_CODES), _resume))


def command_of(read: argparse.Namespace) -> Command | None:
    """The unattended command that was asked for; None where the window is."""
    make: Callable[[argparse.Namespace], Asked] | None = getattr(read, "make", None)
    return None if make is None else Command(make(read), read.command_data_dir or read.data_dir, read.json)


def _command(parser: argparse.ArgumentParser, make: Callable[[argparse.Namespace], Asked]) -> argparse.ArgumentParser:
    parser.set_defaults(make=make)
    parser.add_argument("--json", action="store_true", help="tell the outcome as JSON, for machines")
    parser.add_argument("--data-dir", dest="command_data_dir", type=Path, metavar="DIR", help="as above")
    return parser


# --- account ----------------------------------------------------------------------------------------------------------


def _add_account(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="account_command", required=True, metavar="COMMAND")
    add = _command(
        kinds.add_parser("add", help="connect an account"),
        lambda read: AccountAdd(read.name, read.address, not read.no_check),
    )
    add.add_argument("name", metavar="NAME", help="how the account shall be called on this PC")
    add.add_argument("--address", required=True, metavar="ADDR", help="for example acme.leadbyte.co.uk")
    add.add_argument("--key-stdin", action="store_true", required=True, help="read the key from the standard input")
    add.add_argument("--no-check", action="store_true", help="keep it without asking LeadByte about the key")
    _command(kinds.add_parser("list", help="tell which accounts there are"), lambda _read: AccountList())
    remove = _command(kinds.add_parser("remove", help="forget one"), lambda read: AccountRemove(read.name))
    remove.add_argument("name", metavar="NAME", help="how the account is called on this PC")


# --- what sends -------------------------------------------------------------------------------------------------------


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a CSV, TSV, .xlsx, .xls or .ods file")
    parser.add_argument("--account", default="", metavar="NAME", help="the account, by its name on this PC")
    # Without a default of its own it leaves alone what stands before the command.
    parser.add_argument(
        "--practice", action="store_true", default=argparse.SUPPRESS, help="send it to the practice account instead"
    )
    parser.add_argument("--worksheet", default="", metavar="SHEET", help="which worksheet of the file")
    _add_sending(parser)


def _add_sending(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--results", type=Path, metavar="OUT", help="write what became of each row as .csv or .xlsx")
    parser.add_argument(
        "--send-again", action="store_true", help="repeat deliveries and actions that already went from this PC"
    )


def _add_batch(parser: argparse.ArgumentParser) -> None:
    _add_file(parser)
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        type=_mapping,
        metavar="COLUMN=FIELD",
        help="what a column is: LeadByte’s name of a field, “lead ID”, “quarantine ID”, “deliveries”, “action” or "
        "“ignore”; the column as for --id-column; may be given again",
    )
    parser.add_argument(
        "--id-column",
        default="",
        metavar="C",
        help="the column with the lead IDs: its heading, or where none is called so its letter or number in the "
        "spreadsheet, “C” or “3”",
    )
    parser.add_argument(
        "--deliveries", default=(), type=_deliveries, metavar="IDS", help="deliveries for every lead: 1053,1054"
    )
    parser.add_argument("--action", default="", choices=_ACTIONS, help="what is done with every lead")
    parser.add_argument("--blank-clears", action="store_true", help="a blank cell clears its field in LeadByte")


def _add_financials(parser: argparse.ArgumentParser) -> None:
    _add_file(parser)


def _add_resume(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("job", nargs="?", type=int, metavar="JOB", help="its number in History; else the newest")
    _add_sending(parser)


def _batch(read: argparse.Namespace) -> SendBatch:
    return SendBatch(
        **_of_file(read),
        columns=tuple(read.map),
        id_column=read.id_column,
        deliveries=read.deliveries,
        action=read.action,
        blank_clears=read.blank_clears,
    )


def _of_file(read: argparse.Namespace) -> dict[str, Any]:
    """What every command that sends a file takes."""
    names = ("results", "send_again", "file", "account", "practice", "worksheet")
    return {name: getattr(read, name) for name in names}


def _financials(read: argparse.Namespace) -> SendFinancials:
    return SendFinancials(**_of_file(read))


def _resume(read: argparse.Namespace) -> Resume:
    return Resume(read.results, read.send_again, read.job)


def _mapping(text: str) -> tuple[str, str]:
    heading, equals, what = text.rpartition("=")
    if not (heading.strip() and equals and what.strip()):
        raise argparse.ArgumentTypeError(f"“{text}” is not COLUMN=FIELD")
    return heading.strip(), what.strip()


def _deliveries(text: str) -> tuple[str, ...]:
    try:
        deliveries = read_deliveries(0, text)
    except BadCell as bad:
        raise argparse.ArgumentTypeError(bad.user_text) from None
    if not deliveries:
        # A script whose list came out empty wanted deliveries; sending without them would be another job.
        raise argparse.ArgumentTypeError(f"“{text}” names no delivery")
    return deliveries


def must_name_one(account: str, *, practice: bool) -> None:
    """See to it that a command names one account.

    Raises:
        BadInput: it names none, or a real one beside the practice account.
    """
    if bool(account) == practice:
        raise BadInput("Say which account: --account NAME, or --practice, and not both. Nothing was sent.")
