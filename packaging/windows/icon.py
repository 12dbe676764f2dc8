"""Makes the app's icon for Windows out of the drawing that the window uses."""

from __future__ import annotations

import os
import struct
from pathlib import Path

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
"""In pixels; what Windows asks for at 100 to 250 %, and in folders."""
_HEAD, _ENTRY = struct.Struct("<HHH"), struct.Struct("<BBBBHHII")


def write_icon(drawing: Path, made: Path) -> None:
    """Write an .ico with a PNG of each size.

    Args:
        drawing: an SVG.
        made: where the .ico goes.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    app = QGuiApplication.instance() or QGuiApplication([])
    pictures = [(size, _picture(drawing, size)) for size in SIZES]
    del app
    place = _HEAD.size + _ENTRY.size * len(pictures)
    head, body = _HEAD.pack(0, 1, len(pictures)), b""
    for size, png in pictures:
        # 256 does not fit into its byte and is written as 0.
        head += _ENTRY.pack(size % 256, size % 256, 0, 0, 1, 32, len(png), place + len(body))
        body += png
    made.write_bytes(head + body)


def _picture(drawing: Path, size: int) -> bytes:
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    png = QByteArray()
    buffer = QBuffer(png)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(png.data())
