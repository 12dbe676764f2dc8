"""Everything below the window, as the window is handed it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.domain.practise_problem import PractiseProblem
from leadbyte_desktop.services.desk import Desk, Tools
from leadbyte_desktop.store.preferences import Preferences


@dataclass(frozen=True, slots=True)
class Workplace:
    """One data folder, opened.

    Attributes:
        folder: where the app keeps its files.
        tools: what every desk shares.
        preferences: small things that are remembered.
        interrupted: how many items were out when the app last stopped; they are *not known* now.
        open_desk: opens an account; raises KeyringProblem where its key cannot be had.
        practise: asks the practice account for a problem with its next request; None for none any more.
        practised: the problem that the practice account's next request will meet; None for none.
        close: closes the file; everything that was awaited is on the disk already.
    """

    folder: Path
    tools: Tools
    preferences: Preferences
    interrupted: int
    open_desk: Callable[[Account], Awaitable[Desk]]
    practise: Callable[[PractiseProblem | None], None]
    practised: Callable[[], PractiseProblem | None]
    close: Callable[[], Awaitable[None]]
