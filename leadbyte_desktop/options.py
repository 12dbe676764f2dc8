"""What the command line may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on the command line.

    Attributes:
        practice: open the practice account without asking.
        sample: put the sample batch into the Batch tab, if no unfinished batch is there.
        tour: the folder for the tour's pictures; None opens the window for a person.
        data_dir: where the app keeps its files; None for the usual place.
    """

    practice: bool = False
    sample: bool = False
    tour: Path | None = None
    data_dir: Path | None = None
