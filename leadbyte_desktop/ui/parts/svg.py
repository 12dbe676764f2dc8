"""Our own drawings, and how they take the theme's colour."""

from __future__ import annotations

from functools import cache

from leadbyte_desktop.resource_files import resource_path
