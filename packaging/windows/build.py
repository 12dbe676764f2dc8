#!/usr/bin/env python3
"""Builds the installers for Windows, on Linux, out of the locked versions.

    python3 packaging/windows/build.py                    dist/LeadByteDesktop-<version>-x64.exe, the .msi beside it,
                                                          SHA256SUMS and the bill of materials
    … --sign-with "COMMAND"                               signs each file with COMMAND FILE
    … --pfx FILE                                          signs with osslsigncode; see signing.py
    … --python-zip FILE                                   takes this embeddable Python of python dot org

On Debian and as root it brings what it needs; elsewhere it says what is missing. Every download is checked by its hash.
Two builds of one commit, unsigned, install the same files byte for byte.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))
from bootstrap import Environment, StopError, bring_packages, say
from places import CHECKOUT, DIST, WORK, app_version
from signing import Signing

SIGN_PACKAGES = ("osslsigncode",)


def main() -> int:
    """Build; returns the exit code."""
    parser = argparse.ArgumentParser(description="Build the installers for Windows.")
    parser.add_argument("--out", type=Path, default=DIST, metavar="DIR", help="where they go")
    parser.add_argument("--sign-with", default="", metavar="COMMAND", help="a command that signs a file")
    parser.add_argument("--pfx", type=Path, metavar="FILE", help="a certificate to sign with")
    parser.add_argument("--python-zip", type=Path, metavar="FILE", help="an embeddable Python 3.13 to take instead")
    parser.add_argument("--version", default=app_version(), help="another version number, to try an upgrade")
    parser.add_argument("--work", type=Path, default=WORK, metavar="DIR", help="where it works; emptied first")
    asked = parser.parse_args()
    try:
        environment = Environment(CHECKOUT)
        environment.prepare(dev=True)
        if Path(sys.prefix).resolve() != environment.folder.resolve():
            python = str(environment.python)
            os.execv(python, [python, *sys.argv])  # noqa: S606 - this very script, in its own environment
        signing = Signing(asked.sign_with, asked.pfx)
        build(asked.out.resolve(), asked.version, signing, asked.python_zip, asked.work.resolve())
    except StopError as stop:
        say(str(stop))
        return 1
    return 0


def build(out: Path, version: str, signing: Signing, python_zip: Path | None, work: Path) -> None:
    """Build both installers.

    Args:
        out: where they go.
        version: what they are called, and say of themselves.
        signing: how they are signed.
        python_zip: an embeddable Python to take instead of the one that is written down, if any.
        work: a folder for what is made on the way; it is emptied first.

    Raises:
        StopError: something is missing, could not be brought or made, or is not what it should be.
    """
    from exe_installer import NSIS_PACKAGES, make_exe
    from msi_installer import MSI_PACKAGES, make_msi
    from payload import make_payload
    from pictures import write_icon, write_side_picture
    from programs import compile_helper
    from sbom import write_sbom
    from wine import Wine

    if missing := bring_packages([*NSIS_PACKAGES, *MSI_PACKAGES, *SIGN_PACKAGES], "what makes the installers"):
        raise StopError(f"Without {', '.join(missing)} they cannot be made.")
    shutil.rmtree(work, ignore_errors=True)
    scratch, payload = work / "scratch", work / "payload"
    scratch.mkdir(parents=True)
    out.mkdir(parents=True, exist_ok=True)
    wine = Wine(work / "prefix")
    wine.begin()
    drawing, icon, picture = CHECKOUT / "resources" / "icons" / "app.svg", scratch / "app.ico", scratch / "side.bmp"
    write_icon(drawing, icon)
    write_side_picture(drawing, picture)
    say("Putting together what is installed.")
    make_payload(payload, version, icon, scratch, wine, signing, python_zip)
    wine.end()
    helper = compile_helper(scratch, version, scratch)
    signing.sign(helper)
    name = f"LeadByteDesktop-{version}-x64"
    exe, msi = out / f"{name}.exe", out / f"{name}.msi"
    say("Making the installer. This takes a few minutes.")
    make_exe(exe, payload, helper, icon, picture, version, scratch, signing.line)
    signing.sign(exe)
    say("Making the MSI.")
    make_msi(msi, payload, helper, icon, version, scratch)
    signing.sign(msi)
    hashes = {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in (exe, msi)}
    bill = out / f"{name}.cdx.json"
    write_sbom(bill, payload, version, hashes)
    hashes[bill.name] = hashlib.sha256(bill.read_bytes()).hexdigest()
    lines = [f"{digest}  {name}\n" for name, digest in sorted(hashes.items())]
    (out / "SHA256SUMS").write_text("".join(lines), "utf-8")
    for each in (exe, msi):
        say(f"{each}: {each.stat().st_size / 1_000_000:.1f} MB")


if __name__ == "__main__":
    sys.exit(main())
