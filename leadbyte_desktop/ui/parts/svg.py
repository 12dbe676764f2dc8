"""Our own drawings, and how they take the theme's colour."""

from __future__ import annotations

from functools import cache

from leadbyte_desktop.resource_files import resource_path


@cache
def drawing(name: str) -> bytes:
    """The SVG text of one drawing under resources/icons, as it stands in its file."""
    return resource_path("icons", f"{name}.svg").read_bytes()


def tinted_svg(name: str, colour: str, size: int = 24) -> bytes:
    """A drawing as SVG bytes in one colour.

    Args:
        name: the file's name without ".svg".
        colour: "#RRGGBB"; takes the place of every "currentColor".
        size: width and height in pixels; the drawings are made on a square of 24.
    """
    sized = drawing(name).replace(b'width="24" height="24"', b'width="%d" height="%d"' % (size, size))
    return sized.replace(b"currentColor", colour.encode("ascii"))
