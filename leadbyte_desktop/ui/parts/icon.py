"""Icons in the theme's colour."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap, QPixmapCache

from leadbyte_desktop.ui.parts.svg import drawing, tinted_svg
from leadbyte_desktop.ui.theme import current_tokens

_SIZES = (16, 20, 24, 32, 40, 48)
# A widget that shows an icon draws it again on these events: the theme has changed.
RETINT_EVENTS = (QEvent.Type.PaletteChange, QEvent.Type.ApplicationPaletteChange)


def icon(name: str, tint: str = "text_2", air: float = 0.0) -> QIcon:
    """One of our drawings in the colour of a token of the look in force.

    Args:
        name: the drawing ("settings", "plus", "search").
        tint: a name of `Tokens` ("accent", "on_accent", "text_2").
        air: empty room at the drawing's right, as a share of its width; parts it from a button's words.
    """
    result = QIcon()
    for size in _SIZES:
        drawn = pixmap(name, tint, size)
        result.addPixmap(_with_air(drawn, round(size * air)) if air else drawn)
    return result


def _with_air(drawn: QPixmap, air: int) -> QPixmap:
    wider = QPixmap(drawn.width() + air, drawn.height())
    wider.fill(QColor(0, 0, 0, 0))
    painter = QPainter(wider)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return wider


def pixmap(name: str, tint: str, size: int) -> QPixmap:
    """The same as a picture of `size` by `size` real pixels."""
    colour: str = getattr(current_tokens(), tint)
    key = f"leadbyte-{name}-{colour}-{size}"
    drawn = QPixmap()
    # Every look change asks every button to draw again; drawing once for all of them keeps the start short.
    if not QPixmapCache.find(key, drawn):
        drawn = QPixmap.fromImage(QImage.fromData(tinted_svg(name, colour, size)))
        QPixmapCache.insert(key, drawn)
    return drawn


def app_icon() -> QIcon:
    """The application's own icon, in its own colours."""
    whole = drawing("app")
    result = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        sized = whole.replace(b'width="256" height="256"', b'width="%d" height="%d"' % (size, size))
        result.addPixmap(QPixmap.fromImage(QImage.fromData(sized)))
    return result
