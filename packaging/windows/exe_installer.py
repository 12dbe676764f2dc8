"""Makes the installer that a person double-clicks, with NSIS."""

from __future__ import annotations

from pathlib import Path

from bootstrap import must
from places import HERE, PUBLISHER

NSIS_PACKAGES = ("nsis",)


def make_exe(
    made: Path, payload: Path, helper: Path, icon: Path, picture: Path, version: str, scratch: Path, sign: str = ""
) -> None:  # fmt: skip
    """Make the installer.

    Args:
        made: where it goes.
        payload: what it installs.
        helper: the installers' helper, which it brings along.
        icon: the app's .ico.
        picture: a .bmp of 164 x 314 for the first and last page.
        version: "0.1.0".
        scratch: a folder for what is needed on the way.
        sign: a command that signs the file named after it, for the uninstaller; "" for none.

    Raises:
        StopError: NSIS did not take it.
    """
    kilobytes = sum(each.stat().st_size for each in [*payload.rglob("*"), helper] if each.is_file()) // 1024
    words = {
        "VERSION": version,
        "NUMBERS": f"{version}.0",
        "PAYLOAD": payload,
        "HELPER": helper,
        "ICON": icon,
        "PICTURE": picture,
        "OUTPUT": made,
        "KILOBYTES": kilobytes,
        "PUBLISHER": PUBLISHER,
    }
    if sign:
        # A script of its own, so that whatever quotes the command bears stay out of NSIS's.
        script = scratch / "sign-uninstaller"
        script.write_text(f'#!/bin/sh\nexec {sign} "$1"\n', "utf-8")
        script.chmod(0o755)
        words["SIGN"] = script
    defined = [f"-D{name}={value}" for name, value in words.items()]
    # -WX: a warning of its compiler ends it.
    command = ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *defined, str(HERE / "installer.nsi")]
    must(command, "The installer could not be made.")
