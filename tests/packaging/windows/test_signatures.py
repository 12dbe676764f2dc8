"""Whether a file comes from who it says, and is what was signed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from signatures import trouble_with
from signing import PASSWORD, Signing

from tests.windows.certificate import OPEN, Certificate

pytestmark = pytest.mark.skipif(
    not all(shutil.which(each) for each in ("openssl", "osslsigncode", "x86_64-w64-mingw32-gcc")),
    reason="openssl, osslsigncode and mingw-w64 come with what builds and proves the Windows installers",
)
SOURCE = "int main(void) { return 0; }\n"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    source, made = tmp_path / "program.c", tmp_path / "program.exe"
    source.write_text(SOURCE)
    subprocess.run(["x86_64-w64-mingw32-gcc", str(source), "-s", "-o", str(made)], check=True)
    return made


def test_signed_with_a_pfx_it_is_verified(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    ours, other = Certificate.make(tmp_path, "Trial Signer"), Certificate.make(tmp_path, "Other Signer")
    monkeypatch.setenv(PASSWORD, OPEN)
    assert trouble_with(program, ours.name, ours.pem) == "bears no signature"
    Signing(pfx=ours.pfx).sign(program)
    assert trouble_with(program, ours.name, ours.pem) == ""
    assert trouble_with(program, "Somebody Else", ours.pem) == "is not signed by Somebody Else"
    assert trouble_with(program, ours.name, other.pem) == "bears a signature that cannot be traced to a trusted root"


def test_a_changed_byte_is_seen(program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = Certificate.make(tmp_path, "Trial Signer")
    monkeypatch.setenv(PASSWORD, OPEN)
    Signing(pfx=ours.pfx).sign(program)
    raw = bytearray(program.read_bytes())
    raw[0x600] ^= 1
    program.write_bytes(raw)
    assert trouble_with(program, ours.name, ours.pem) == "was changed after it was signed"


def test_signed_with_a_command_of_ones_own(program: Path, tmp_path: Path) -> None:
    told = tmp_path / "told"
    sign = tmp_path / "sign"
    sign.write_text(f'#!/bin/sh\necho "$1 $2" > {told}\n')
    sign.chmod(0o755)
    Signing(command=f"{sign} --quickly").sign(program)
    assert told.read_text() == f"--quickly {program}\n"
