"""The app on the practice account, measured like `bare_window.py`. The data folder is the only argument."""

from __future__ import annotations

import sys
from pathlib import Path

from reporting import Reporter

from leadbyte_desktop.app import run_window
from leadbyte_desktop.options import Options

if __name__ == "__main__":
    sys.exit(run_window(Options(practice=True, data_dir=Path(sys.argv[1])), on_built=Reporter))
