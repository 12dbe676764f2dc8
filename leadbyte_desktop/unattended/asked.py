"""What the unattended commands may be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class AccountAdd:
    """Connect an account; its key comes through the standard input.

    Attributes:
        name: how the account is called on this PC.
        address: its address in LeadByte.
        check: make one harmless read with the key first.
    """

    name: str
    address: str
    check: bool = True


@dataclass(frozen=True, slots=True)
class AccountList:
    """Tell which accounts there are."""


@dataclass(frozen=True, slots=True)
class AccountRemove:
    """Forget an account and its key.

    Attributes:
        name: how the account is called on this PC.
    """

    name: str


@dataclass(frozen=True, slots=True)
class Send:
    """What every command that sends has in common.

    Attributes:
        results: where the results are written; None for nowhere.
        send_again: repeat deliveries and actions that already went from this PC.
    """

    results: Path | None = None
    send_again: bool = False


@dataclass(frozen=True, slots=True)
class SendFile(Send):
    """What every command that sends a file has in common.

    Attributes:
        file: the file.
        account: the account's name on this PC; "" with the practice account.
        practice: send it to the practice account.
        worksheet: which worksheet of the file; "" for the first in which something stands.
    """

    file: Path = Path()
    account: str = ""
    practice: bool = False
    worksheet: str = ""


@dataclass(frozen=True, slots=True)
class SendBatch(SendFile):
    """Send a file of leads.

    Attributes:
        columns: pairs of a column (see `column_named`) and what it is: a field's name, "deliveries", "action" or
            "ignore".
        id_column: the column that names the leads, likewise; "" to find it.
        deliveries: deliveries for every lead.
        action: "reprocess", "release" or "reject" for every lead; "" for none.
        blank_clears: a blank cell clears its field.
    """

    columns: tuple[tuple[str, str], ...] = ()
    id_column: str = ""
    deliveries: tuple[str, ...] = ()
    action: str = ""
    blank_clears: bool = False


@dataclass(frozen=True, slots=True)
class SendFinancials(SendFile):
    """Send a file of payouts and revenues, with columns for the lead ID, payout, revenue and BID."""


@dataclass(frozen=True, slots=True)
class Resume(Send):
    """Take up a job again.

    Attributes:
        job: its number; None for the newest with rows to send or *not known*.
    """

    job: int | None = None


Asked = AccountAdd | AccountList | AccountRemove | SendBatch | SendFinancials | Resume


@dataclass(frozen=True, slots=True)
class Command:
    """One unattended command.

    Attributes:
        asked: what to do.
        data_dir: where the app keeps its files; None for the usual place.
        json: tell the outcome as JSON.
    """

    asked: Asked
    data_dir: Path | None = None
    json: bool = False
