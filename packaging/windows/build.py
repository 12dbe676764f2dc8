#!/usr/bin/env python3
"""Builds the installers for Windows, on Linux, out of the locked versions."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))
from payload import make_payload
from places import WORK, app_version
from wine import Wine
import shutil
shutil.rmtree(WORK, ignore_errors=True); WORK.mkdir(parents=True)
w = Wine(WORK / "prefix"); w.begin()
(WORK/"scratch").mkdir()
make_payload(WORK / "payload", app_version(), WORK / "scratch", w)
