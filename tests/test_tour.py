"""The tour, as a person starts it: neither a display nor a keyring, and every step must hold."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage

_LIMIT = 120.0
"""Seconds in which the tour has to be over."""


def test_the_tour_holds_and_leaves_its_pictures(tmp_path: Path) -> None:
    without_display = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "QT_QPA_PLATFORM"}
    }
    passing = tmp_path / "passing"
    passing.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "leadbyte_desktop", "--tour", str(tmp_path / "pictures")],
        env={**without_display, "TMPDIR": str(passing), "TEMP": str(passing), "TMP": str(passing)},
        timeout=_LIMIT,
        capture_output=True,
        text=True,
        check=False,
    )
    told = json.loads((tmp_path / "pictures" / "tour.json").read_text(encoding="utf-8"))
    assert [(step["name"], step["said"]) for step in told["steps"] if not step["held"]] == []
    assert done.returncode == 0, done.stderr
    assert told["held"]
    assert list(passing.iterdir()) == [], "nothing is left in the folder for passing files"
    pictures = sorted((tmp_path / "pictures").glob("*.png"))
    assert [path.name for path in pictures] == [step["picture"] for step in told["steps"]]
    assert len(pictures) >= 15
    assert {(QImage(str(path)).width(), QImage(str(path)).height()) for path in pictures} == {(1366, 768)}
