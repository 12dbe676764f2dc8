"""Signs what is built: with a command of whoever releases it, or with osslsigncode and a PFX."""

from __future__ import annotations

import os
import shlex
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bootstrap import must
from places import APP

PASSWORD = "LEADBYTE_PFX_PASSWORD"  # noqa: S105 - the name of the variable that holds it
TIMESTAMP = "LEADBYTE_TIMESTAMP_URL"


@dataclass(frozen=True)
class Signing:
    """How files are signed; not at all where neither is given.

    Attributes:
        command: a command to which the file's path is added; it signs the file in place.
        pfx: a certificate with its key; its password stands in the environment variable LEADBYTE_PFX_PASSWORD, and in
            LEADBYTE_TIMESTAMP_URL the address of a service that vouches for the time, if one is to be asked.
    """

    command: str = ""
    pfx: Path | None = None

    @property
    def line(self) -> str:
        """The same as a command to which a path is added, for NSIS, which signs its uninstaller; "" for none."""
        if self.command or self.pfx is None:
            return self.command
        return shlex.join([sys.executable, str(Path(__file__).resolve()), str(self.pfx.resolve())])

    def sign(self, file: Path) -> None:
        """Sign a file in place; nothing happens where nothing is to be signed.

        Raises:
            StopError: it was not signed.
        """
        if self.command:
            must([*shlex.split(self.command), str(file)], f"{file.name} could not be signed.")
        elif self.pfx is not None:
            _sign(file, self.pfx)


def _sign(file: Path, pfx: Path) -> None:
    signed = file.with_name(f"{file.name}.signed")
    signed.unlink(missing_ok=True)
    stamp = os.environ.get(TIMESTAMP)
    # A password on a command line could be read by everybody on the PC; this file only by us.
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as secret:
        secret.write(os.environ.get(PASSWORD, ""))
        secret.flush()
        must(
            [
                *("osslsigncode", "sign", "-pkcs12", str(pfx), "-readpass", secret.name, "-n", APP, "-h", "sha256"),
                *(("-ts", stamp) if stamp else ()),
                *("-in", str(file), "-out", str(signed)),
            ],
            f"{file.name} could not be signed.",
        )
    signed.replace(file)


if __name__ == "__main__":
    _sign(Path(sys.argv[2]), Path(sys.argv[1]))
