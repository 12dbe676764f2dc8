"""What the build of the Windows installers is made of, without Windows and without network."""

from __future__ import annotations

import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]
for folder in (CHECKOUT / "packaging", CHECKOUT / "packaging" / "windows"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
