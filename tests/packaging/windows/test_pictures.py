"""The icon that Windows shows."""

from __future__ import annotations

import struct
from pathlib import Path

from pictures import SIZES, write_icon, write_side_picture
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

DRAWING = Path(__file__).resolve().parents[3] / "resources" / "icons" / "app.svg"


def test_every_size_of_the_icon_is_drawn(qtbot: QtBot, tmp_path: Path) -> None:
    made = tmp_path / "app.ico"
    write_icon(DRAWING, made)
    raw = made.read_bytes()
    assert struct.unpack_from("<HHH", raw) == (0, 1, len(SIZES))
    for place, size in enumerate(SIZES):
        width, height, _, _, _, bits, length, offset = struct.unpack_from("<BBBBHHII", raw, 6 + 16 * place)
        assert (width, height, bits) == (size % 256, size % 256, 32)
        picture = QImage.fromData(raw[offset : offset + length])
        assert (picture.width(), picture.height()) == (size, size)
        colours = {picture.pixelColor(x, y).name() for x in range(size) for y in range(size)}
        assert len(colours) > 2, size
    assert raw == made.read_bytes()
    again = tmp_path / "again.ico"
    write_icon(DRAWING, again)
    assert again.read_bytes() == raw


def test_the_installers_picture_has_the_form_that_nsis_takes(qtbot: QtBot, tmp_path: Path) -> None:
    made = tmp_path / "side.bmp"
    write_side_picture(DRAWING, made)
    raw = made.read_bytes()
    assert raw[:2] == b"BM"
    header, width, height, _planes, bits, compression = struct.unpack_from("<IiiHHI", raw, 14)
    assert (header, width, height, bits, compression) == (40, 328, 628, 24, 0)
