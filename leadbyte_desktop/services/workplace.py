"""Everything below the window, as the window is handed it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from leadbyte_desktop.domain.account import Account
from leadbyte_desktop.domain.practise_key import PractiseKey
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
        interrupted_in: by account, how many items were out when the app last stopped; they are *not known* now.
        open_desk: opens an account; raises KeyringProblem where its key cannot be had.
        practise: asks the practice account for a problem with the next send; None for none any more.
        practised: the problem that the next send to the practice account will meet; None for none.
        practise_key: has the practice account opened with a key that may do less, from the next time on; None for the
            one that may do everything.
        practised_key: with which key it is opened; None for the one that may do everything.
        set_aside: where the damaged file of an earlier time is kept, of which this start found that it cannot be read;
            None where nothing was damaged.
        close: closes the file; everything that was awaited is on the disk already.
    """

    folder: Path
    tools: Tools
    preferences: Preferences
    interrupted_in: Mapping[str, int]
    open_desk: Callable[[Account], Awaitable[Desk]]
    practise: Callable[[PractiseProblem | None], None]
    practised: Callable[[], PractiseProblem | None]
    practise_key: Callable[[PractiseKey | None], None]
    practised_key: Callable[[], PractiseKey | None]
    close: Callable[[], Awaitable[None]]
    set_aside: Path | None = None

    @property
    def interrupted(self) -> int:
        """How many items were out in all when the app last stopped."""
        return sum(self.interrupted_in.values())

    @property
    def set_aside_words(self) -> str:
        """What a person must know where a damaged file was set aside; empty where none was."""
        if self.set_aside is None:
            return ""
        return (
            "The app’s record of what it sent was damaged and could not be read, so a new one was begun. Nothing was "
            f"sent. The damaged one is kept as {self.set_aside}, with the unfinished batches beside it. The app no "
            "longer knows what already went to buyers: before you send a lead through a delivery again, look at the "
            "lead’s history in LeadByte. Connect your accounts again, and ask IT, who may be able to read the damaged "
            "file."
        )
