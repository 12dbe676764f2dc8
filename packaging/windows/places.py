"""Where the build of the Windows app finds and puts things, and what it is called."""

from __future__ import annotations

import re
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent
PACKAGING = CHECKOUT / "packaging"
HERE = PACKAGING / "windows"
WORK = CHECKOUT / "build" / "windows"
"""What the build makes on its way; it may be thrown away."""
DIST = CHECKOUT / "dist"

APP = "LeadByte Desktop"
PUBLISHER = "LeadByte Desktop project"
WINDOW_PROGRAM = "LeadByte Desktop.exe"
CONSOLE_PROGRAM = "leadbyte-desktop.exe"

PYTHON_SERIES = "3.13"
PYTHON_TAG = PYTHON_SERIES.replace(".", "")


def app_version() -> str:
    """The app's version, as the package says it: "0.1.0"."""
    text = (CHECKOUT / "leadbyte_desktop" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "([0-9]+(?:\.[0-9]+){2})"$', text, re.MULTILINE)
    if found is None:
        raise ValueError("leadbyte_desktop/__init__.py says no version of three numbers")
    return found[1]
