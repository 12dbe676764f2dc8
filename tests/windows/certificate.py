"""A throw-away certificate that may sign programs."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

OPEN = "open"


@dataclass(frozen=True)
class Certificate:
    """Valid for two days, and trusted by nobody who is not told to.

    Attributes:
        name: whose it is.
        pem: the certificate.
        pfx: the same with its key; the password is `OPEN`.
    """

    name: str
    pem: Path
    pfx: Path

    @classmethod
    def make(cls, folder: Path, name: str) -> Certificate:
        """Make one, unless it lies in `folder` already."""
        pem, key, pfx = (folder / f"{name}.{ending}" for ending in ("pem", "key", "pfx"))
        if pfx.exists():
            return cls(name, pem, pfx)
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}",
             "-addext", "extendedKeyUsage=codeSigning", "-keyout", str(key), "-out", str(pem)],
            check=True, capture_output=True,
        )  # fmt: skip
        subprocess.run(
            ["openssl", "pkcs12", "-export", "-passout", f"pass:{OPEN}",
             "-inkey", str(key), "-in", str(pem), "-out", str(pfx)],
            check=True, capture_output=True,
        )  # fmt: skip
        return cls(name, pem, pfx)
