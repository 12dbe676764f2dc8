"""Where the icons, sample spreadsheets and help pages are, in a checkout as well as in an installed copy.

`resources/` stands beside the package in the checkout and is carried inside it by the wheel (see pyproject.toml). It
holds files only, no code, and is always a real folder: the app is never run from a zip.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_path(*parts: str) -> Path:
    """Return the path of a file or folder under `resources/`; without parts, of `resources/` itself.

    The path is not looked up, so that a missing file is reported where it is opened, with its full name.
    """
    installed = _PACKAGE / "resources"
    root = installed if installed.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)
