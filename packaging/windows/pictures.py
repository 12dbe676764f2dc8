"""Makes the app's icon for Windows, and the picture of the installer's first page, out of the window's own drawing."""

from __future__ import annotations

import os
import struct
from pathlib import Path

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
"""In pixels; what Windows asks for at 100 to 250 %, and in folders."""
_HEAD, _ENTRY = struct.Struct("<HHH"), struct.Struct("<BBBBHHII")
# Twice as large as the page shows it, so that it is sharp at 200 %.
_SIDE_WIDTH, _SIDE_HEIGHT, _SIDE_ICON = 328, 628, 144
_SIDE_TOP, _SIDE_FOOT = "#1d4fa3", "#12346d"


def write_icon(drawing: Path, made: Path) -> None:
    """Write an .ico with a PNG of each size.

    Args:
        drawing: an SVG.
        made: where the .ico goes.
    """
    _begin()
    pictures = [(size, _png(drawing, size)) for size in SIZES]
    place = _HEAD.size + _ENTRY.size * len(pictures)
    head, body = _HEAD.pack(0, 1, len(pictures)), b""
    for size, png in pictures:
        # 256 does not fit into its byte and is written as 0.
        head += _ENTRY.pack(size % 256, size % 256, 0, 0, 1, 32, len(png), place + len(body))
        body += png
    made.write_bytes(head + body)


def write_side_picture(drawing: Path, made: Path) -> None:
    """Write the picture at the left of the installer's first and last page, as a .bmp without transparency."""
    _begin()
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(_SIDE_WIDTH, _SIDE_HEIGHT, QImage.Format.Format_RGB888)
    ground = QLinearGradient(0, 0, 0, _SIDE_HEIGHT)
    ground.setColorAt(0, QColor(_SIDE_TOP))
    ground.setColorAt(1, QColor(_SIDE_FOOT))
    painter = QPainter(image)
    painter.fillRect(image.rect(), ground)
    left = (_SIDE_WIDTH - _SIDE_ICON) / 2
    QSvgRenderer(str(drawing)).render(painter, QRectF(left, left, _SIDE_ICON, _SIDE_ICON))
    painter.end()
    if not image.save(str(made)):
        raise OSError(f"{made} could not be written")


def _begin() -> None:
    """Qt paints only where there is an application; one for the process, without a screen."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.instance() is None:
        globals()["_application"] = QGuiApplication([])


def _png(drawing: Path, size: int) -> bytes:
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QImage, QImageWriter, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    png = QByteArray()
    buffer = QBuffer(png)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"PNG")).write(image):
        raise ValueError(f"{drawing} could not be drawn")
    return bytes(png.data())
