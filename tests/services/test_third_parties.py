"""What travels with the app is named in *About*, with its licence."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from leadbyte_desktop.services.third_parties import PARTS, licences

LOCK = Path(__file__).parent.parent.parent / "packaging" / "requirements.lock"


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_package_of_the_lock_is_named_and_no_other() -> None:
    locked = re.findall(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==", LOCK.read_text("utf-8"), re.MULTILINE)
    assert sorted(normalised(part.package) for part in PARTS) == sorted(map(normalised, locked))


def test_what_is_installed_here_is_told_with_its_version() -> None:
    told = list(licences())
    assert told[0].startswith("Python 3.")
    for part in PARTS:
        try:
            line = f"{part.name} {version(part.package)}: {part.licence}"
        except PackageNotFoundError:
            assert not any(other.startswith(f"{part.name} ") for other in told)
        else:
            assert line in told
