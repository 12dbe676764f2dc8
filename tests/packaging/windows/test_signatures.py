"""Whether a file comes from who it says, and is what was signed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from signatures import trouble_with
from signing import PASSWORD, Signing

pytestmark = pytest.mark.skipif(
    shutil.which("osslsigncode") is None or shutil.which("x86_64-w64-mingw32-gcc") is None,
    reason="osslsigncode and mingw-w64 come with what builds the Windows installers",
)
SOURCE = "int main(void) { return 0; }\n"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    source, made = tmp_path / "program.c", tmp_path / "program.exe"
    source.write_text(SOURCE)
    subprocess.run(["x86_64-w64-mingw32-gcc", str(source), "-s", "-o", str(made)], check=True)
    return made


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A throw-away certificate that may sign programs: its PEM, and a PFX with its key."""
    pem, key, pfx = (folder / f"{name}.{ending}" for ending in ("pem", "key", "pfx"))
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}",
         "-addext", "extendedKeyUsage=codeSigning", "-keyout", str(key), "-out", str(pem)],
        check=True, capture_output=True,
    )  # fmt: skip
    subprocess.run(
        ["openssl", "pkcs12", "-export", "-passout", "pass:open",
         "-inkey", str(key), "-in", str(pem), "-out", str(pfx)],
        check=True, capture_output=True,
    )  # fmt: skip
    return pem, pfx


def test_signed_with_a_pfx_it_is_verified(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    pem, pfx = certificate(tmp_path, "Trial Signer")
    monkeypatch.setenv(PASSWORD, "open")
    assert trouble_with(program, "Trial Signer", pem) == "bears no signature"
    Signing(pfx=pfx).sign(program)
    assert trouble_with(program, "Trial Signer", pem) == ""
    assert trouble_with(program, "Somebody Else", pem) == "is not signed by Somebody Else"
    other, _ = certificate(tmp_path, "Other Signer")
    assert trouble_with(program, "Trial Signer", other) == "bears a signature that cannot be traced to a trusted root"


def test_a_changed_byte_is_seen(program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pem, pfx = certificate(tmp_path, "Trial Signer")
    monkeypatch.setenv(PASSWORD, "open")
    Signing(pfx=pfx).sign(program)
    raw = bytearray(program.read_bytes())
    raw[0x600] ^= 1
    program.write_bytes(raw)
    assert trouble_with(program, "Trial Signer", pem) == "was changed after it was signed"


def test_signed_with_a_command_of_ones_own(program: Path, tmp_path: Path) -> None:
    told = tmp_path / "told"
    sign = tmp_path / "sign"
    sign.write_text(f'#!/bin/sh\necho "$1 $2" > {told}\n')
    sign.chmod(0o755)
    Signing(command=f"{sign} --quickly").sign(program)
    assert told.read_text() == f"--quickly {program}\n"
