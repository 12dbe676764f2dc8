"""The proof of the Windows installers: they are built, and used in a Windows that Wine makes.

It takes many minutes and a gigabyte, so `packaging/bootstrap.py test-windows` asks for it, and the ordinary run passes
it by.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.windows.built import Built
    from tests.windows.pc import PC

collect_ignore_glob = [] if os.environ.get("LEADBYTE_WINDOWS_PROOF") else ["test_*.py"]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """Both installers as they are released, of this version and of the one after it."""
    from tests.windows.built import Built

    if kept := os.environ.get("LEADBYTE_WINDOWS_BUILT"):
        # For whoever works on the proof itself: built once, and proven as often as it takes.
        yield Built.make(Path(kept))
        return
    folder = tmp_path_factory.mktemp("built")
    yield Built.make(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def pc(tmp_path: Path) -> Iterator[PC]:
    """A PC on which the app never was, with a screen."""
    from tests.windows.pc import PC

    with PC(tmp_path) as fresh:
        yield fresh
