"""The installers that are proven."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from places import HERE, app_version
from signing import PASSWORD

from tests.windows.certificate import OPEN, Certificate

BUILD = HERE / "build.py"


@dataclass(frozen=True)
class Release:
    """One version, as it would be released.

    Attributes:
        version: "0.1.0".
        folder: what lies beside each other for download.
        payload: what both installers install.
    """

    version: str
    folder: Path
    payload: Path

    def files(self) -> list[Path]:
        """What both installers install, by its place in the installation."""
        return [each.relative_to(self.payload) for each in self.payload.rglob("*") if each.is_file()]

    def is_whole_in(self, folder: Path) -> bool:
        """Whether all of it stands in a folder, byte for byte."""
        return all((folder / name).read_bytes() == (self.payload / name).read_bytes() for name in self.files())

    @property
    def exe(self) -> Path:
        return self.folder / f"LeadByteDesktop-{self.version}-x64.exe"

    @property
    def msi(self) -> Path:
        return self.folder / f"LeadByteDesktop-{self.version}-x64.msi"


@dataclass(frozen=True)
class Built:
    """This version and the next one.

    Attributes:
        now: the version of this checkout, unsigned.
        later: the same under a higher number, signed.
        signer: who signed that.
    """

    now: Release
    later: Release
    signer: Certificate

    @classmethod
    def make(cls, folder: Path) -> Built:
        """Build both, unless they lie there already."""
        now, (major, minor, _patch) = app_version(), app_version().split(".")
        signer = Certificate.make(folder, "Trial Signer")
        signed = ["--pfx", str(signer.pfx)]
        return cls(_release(folder, now), _release(folder, f"{major}.{int(minor) + 1}.0", signed), signer)


def _release(folder: Path, version: str, more: Sequence[str] = ()) -> Release:
    work, out = folder / f"work-{version}", folder / version
    release = Release(version, out, work / "payload")
    if release.msi.exists():
        return release
    command = [sys.executable, str(BUILD), "--version", version, "--work", str(work), "--out", str(out), *more]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        env={**os.environ, PASSWORD: OPEN},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return release
