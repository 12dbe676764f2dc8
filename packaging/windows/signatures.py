"""Sees that what others made comes from them: the Authenticode signatures of the embedded Python.

osslsigncode works out each file's digest anew and holds it against the signed one. The chain behind the signer ends in
a root of Microsoft's that Debian does not ship, so that the whole is *not verified* here by its word; what counts is
that the digests agree, that the signer is the one expected, and that the signature over them is his. That last is what
the package's own hash, written down in `downloads.py`, stands for.
"""

from __future__ import annotations

import re
from pathlib import Path

from bootstrap import StopError, ask

_PSF = "Python Software Foundation"
_MICROSOFT = "Microsoft Corporation"
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


def trouble_with(file: Path, signer: str) -> str:
    """What is wrong with a file's signature; "" where nothing is."""
    said = ask(["osslsigncode", "verify", "-in", str(file)])
    words = said.stdout + said.stderr
    signed, computed = _digest(words, "Current"), _digest(words, "Calculated")
    if signed is None or computed is None:
        return "bears no signature"
    if signed != computed:
        return "was changed after it was signed"
    found = re.search(r"Signer #0:\s+Subject: (?P<subject>.+)", words)
    if found is None or f"/O={signer}/" not in f"{found['subject']}/":
        return f"is not signed by {signer}"
    return ""


def _digest(words: str, which: str) -> str | None:
    found = re.search(rf"{which} message digest\s*:\s*([0-9A-F]{{40,}})", words)
    return found[1] if found else None
