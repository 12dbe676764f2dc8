"""How the window looks: the tokens, the one stylesheet made from them, and following the system.

Colours are named here and nowhere else. Widgets say what they are (`part`), what they mean (`tone`), which words they
hold (`role`) or how weighty they are (`kind`) as dynamic properties; the stylesheet does the rest. Painted widgets
ask `current_tokens()`, which reads the application's palette, so they follow light, dark and high contrast alike.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from string import Template

from PySide6.QtCore import QObject, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from leadbyte_desktop.ui.parts.svg import tinted_svg
from leadbyte_desktop.ui.stylesheet import STYLESHEET


class Tone(StrEnum):
    """What a note, band, chip or word means. The word is always there too: colour never speaks alone."""

    PLAIN = ""
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"
    UNKNOWN = "unknown"
    ACCENT = "accent"
    HINT = "hint"
    PRACTICE = "practice"


class Look(StrEnum):
    """Which of the three looks the window wears."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high contrast"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one look, as "#RRGGBB".

    Attributes:
        window: behind cards.
        surface: cards, header, tables, controls.
        alternate: every second row of a table.
        line: borders of cards and tables.
        edge: borders of what can be clicked or typed in; 3 : 1 against its ground.
        text, text_2: words, and hints.
        accent, on_accent, accent_weak: the primary button, the chosen tab, focus; selection.
        accent_hover: the primary button under the mouse.
        ok, ok_behind and so on: words of a tone and the ground behind them.
        practice, on_practice: the band that cannot be missed.
        danger, on_danger: the button of an act that cannot be undone.
    """

    window: str
    surface: str
    alternate: str
    line: str
    edge: str
    text: str
    text_2: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_weak: str
    ok: str
    ok_behind: str
    warning: str
    warning_behind: str
    error: str
    error_behind: str
    unknown: str
    unknown_behind: str
    practice: str
    on_practice: str
    danger: str
    on_danger: str

    def of_tone(self, tone: str) -> str:
        """The colour of words in this tone on a card."""
        return {
            Tone.OK: self.ok,
            Tone.WARNING: self.warning,
            Tone.ERROR: self.error,
            Tone.UNKNOWN: self.unknown,
            Tone.ACCENT: self.accent,
            Tone.HINT: self.text_2,
            Tone.PRACTICE: self.warning,
        }.get(Tone(tone), self.text)


LIGHT = Tokens(
    window="#F4F6F8", surface="#FFFFFF", alternate="#F8F9FB", line="#D5DAE1", edge="#8A94A3",
    text="#1B2430", text_2="#55606E",
    accent="#1F5FBF", accent_hover="#194F9F", on_accent="#FFFFFF", accent_weak="#E8F0FC",
    ok="#17703F", ok_behind="#E4F4EA", warning="#7A5000", warning_behind="#FFF3D6",
    error="#B3261E", error_behind="#FCE8E6", unknown="#6A3AA2", unknown_behind="#F1E8FB",
    practice="#FFC83D", on_practice="#33250A", danger="#B3261E", on_danger="#FFFFFF",
)  # fmt: skip

DARK = Tokens(
    window="#14171C", surface="#1D2229", alternate="#222831", line="#39414C", edge="#6F7B8A",
    text="#E9ECF0", text_2="#A9B3C0",
    accent="#7DB0FF", accent_hover="#9CC3FF", on_accent="#0A1B33", accent_weak="#20324D",
    ok="#7FD6A2", ok_behind="#16321F", warning="#F3C969", warning_behind="#3A2D0E",
    error="#FF9A91", error_behind="#431B18", unknown="#CDA8FF", unknown_behind="#2F2143",
    practice="#F3C969", on_practice="#33250A", danger="#FF9A91", on_danger="#3B0F0B",
)  # fmt: skip

# Every pair of words and ground that occurs, by token name; a test holds each at 4.5 : 1 or more.
PAIRS: tuple[tuple[str, str], ...] = (
    ("text", "window"), ("text", "surface"), ("text", "alternate"), ("text", "accent_weak"),
    ("text_2", "window"), ("text_2", "surface"), ("text_2", "alternate"), ("text_2", "accent_weak"),
    ("accent", "window"), ("accent", "surface"), ("accent", "alternate"), ("accent", "accent_weak"),
    ("text_2", "line"),
    ("on_accent", "accent"), ("on_accent", "accent_hover"), ("on_practice", "practice"), ("on_danger", "danger"),
    ("text", "ok_behind"), ("text", "warning_behind"), ("text", "error_behind"), ("text", "unknown_behind"),
    *((tone, f"{tone}_behind") for tone in ("ok", "warning", "error", "unknown")),
    *((tone, ground) for tone in ("ok", "warning", "error", "unknown")
      for ground in ("surface", "alternate", "window", "accent_weak")),
)  # fmt: skip

# What the system's own font measures where nobody made text larger, in points.
_USUAL_POINTS = {"win32": 9.0, "darwin": 13.0}
_OTHER_USUAL_POINTS = 10.0
_BODY_PIXELS = 13
DRAWINGS = "drawings"
"""The folder among the app's own files that holds what a stylesheet can only name as a file."""
# The same size in points; macOS has 72 to the inch.
_DESIGN_POINTS = float(_BODY_PIXELS) if sys.platform == "darwin" else _BODY_PIXELS * 72 / 96


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2: 1.0 to 21.0."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parsed = QColor(colour)
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
                for c in (parsed.redF(), parsed.greenF(), parsed.blueF())]  # fmt: skip
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def is_forced_high_contrast(palette: QPalette) -> bool:
    """True for a palette such as Windows' contrast themes make: one ground for everything, strong words on it.

    No ordinary palette puts windows, fields and buttons on the very same colour.
    """
    role = QPalette.ColorRole
    grounds = {palette.color(each).name() for each in (role.Window, role.Base, role.Button)}
    return len(grounds) == 1 and contrast(palette.color(role.WindowText).name(), grounds.pop()) >= 7.0


def current_tokens() -> Tokens:
    """The tokens in force, read from the application's palette; in high contrast made from the system's colours."""
    palette = QGuiApplication.palette()
    window = palette.color(QPalette.ColorRole.Window).name().upper()
    if window == LIGHT.window:
        return LIGHT
    return DARK if window == DARK.window else tokens_of(palette)


def tokens_of(palette: QPalette) -> Tokens:
    """Tokens made from somebody else's palette, for painted widgets: its words, its grounds, its highlight."""
    role = QPalette.ColorRole
    text, ground = palette.color(role.WindowText).name(), palette.color(role.Base).name()
    marked, on_marked = palette.color(role.Highlight).name(), palette.color(role.HighlightedText).name()
    return Tokens(
        window=palette.color(role.Window).name(), surface=ground, alternate=ground, line=text, edge=text,
        text=text, text_2=text, accent=marked, accent_hover=marked, on_accent=on_marked, accent_weak=ground,
        ok=text, ok_behind=ground, warning=text, warning_behind=ground, error=text, error_behind=ground,
        unknown=text, unknown_behind=ground, practice=ground, on_practice=text, danger=ground, on_danger=text,
    )  # fmt: skip


def palette_of(tokens: Tokens) -> QPalette:
    """The palette that makes unstyled corners of Fusion (menus, editors, tool tips) wear the tokens."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette(QColor(tokens.surface), QColor(tokens.window))
    for each, colour in (
        (role.Window, tokens.window), (role.WindowText, tokens.text), (role.Base, tokens.surface),
        (role.AlternateBase, tokens.alternate), (role.Text, tokens.text), (role.Button, tokens.surface),
        (role.ButtonText, tokens.text), (role.ToolTipBase, tokens.surface), (role.ToolTipText, tokens.text),
        (role.PlaceholderText, tokens.text_2), (role.Highlight, tokens.accent_weak),
        (role.HighlightedText, tokens.text), (role.Link, tokens.accent), (role.LinkVisited, tokens.accent),
        (role.Accent, tokens.accent), (role.BrightText, tokens.on_accent), (role.Light, tokens.surface),
        (role.Midlight, tokens.line), (role.Mid, tokens.line), (role.Dark, tokens.line), (role.Shadow, tokens.window),
    ):  # fmt: skip
        palette.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, each, QColor(tokens.text_2))
    return palette


def body_points(system_points: float, platform: str = sys.platform) -> float:
    """Points of the 13-pixel size, grown as the system's text scaling asks; never smaller than the design."""
    usual = _USUAL_POINTS.get(platform, _OTHER_USUAL_POINTS)
    design = float(_BODY_PIXELS) if platform == "darwin" else _BODY_PIXELS * 72 / 96
    return round(design * max(1.0, system_points / usual), 2)


def text_scaled(widget: QWidget, pixels: int) -> int:
    """Pixels of a drawing or column that must grow with the words: as given at the design's size of text."""
    # Asking the font what it resolved to takes 40 times as long, and every drawing of the first paint asks.
    points = widget.font().pointSizeF()
    grown = points / _DESIGN_POINTS if points > 0 else widget.fontInfo().pixelSize() / _BODY_PIXELS
    return round(pixels * max(1.0, grown))


def restyle(widget: QWidget) -> None:
    """Make the stylesheet look again at a widget and everything in it, after a dynamic property changed."""
    for each in (widget, *widget.findChildren(QWidget)):
        each.style().unpolish(each)
        each.style().polish(each)
        each.update()


def mark(widget: QWidget, name: str, value: str) -> None:
    """Set a dynamic property that the stylesheet reads ("tone", "kind", "invalid"), and restyle if it changed."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        restyle(widget)


class Theme(QObject):
    """Keeps the application in the look the system asks for.

    Attributes:
        look: the look in force.

    Signals:
        changed(): the look was changed; the new palette and stylesheet are in force.
    """

    changed = Signal()

    def __init__(
        self,
        app: QApplication,
        system_palette: Callable[[], QPalette] | None = None,
        folder: Path | None = None,
    ) -> None:
        """Dress the application and keep following the system.

        Args:
            app: the application.
            folder: the app's own files; its drawings are kept there, for a system clears its folder for passing files
                while the app is open. Without one they stand in that folder until `take_off`.
            system_palette: gives the system's palette; for tests, which cannot switch Windows to high contrast.
        """
        super().__init__(app)
        self.look = Look.LIGHT
        self._app = app
        self._forced: Look | None = None
        self._system_palette = system_palette or self._read_system_palette
        self._passing: QTemporaryDir | None = None
        if folder is None:
            self._passing = QTemporaryDir()
            self._pictures = Path(self._passing.path())
        else:
            self._pictures = folder / DRAWINGS
        self._body = body_points(app.font().pointSizeF())
        app.setStyle("Fusion")
        font = QFont(app.font())
        font.setPointSizeF(self._body)
        app.setFont(font)
        self.apply()
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self.apply)
        hints.accessibility().contrastPreferenceChanged.connect(self.apply)

    def take_off(self) -> None:
        """Remove drawings from this PC's folder for passing files; the application wears nothing after that."""
        self._app.setStyleSheet("")
        if self._passing is not None:
            self._passing.remove()

    def wear(self, look: Look | None) -> None:
        """Wear this look whatever the system says (the tour, pictures); None follows the system again."""
        self._forced = look
        self.apply()

    def apply(self, _changed: object = None) -> None:
        """Ask the system which look it wants, and put it on. Slot of the system's two change signals."""
        palette = self._system_palette()
        self.look = self._forced or self._wanted(palette)
        if self.look is Look.HIGH_CONTRAST:
            self._app.setPalette(palette)
            self._app.setStyleSheet("")
        else:
            tokens = DARK if self.look is Look.DARK else LIGHT
            self._app.setPalette(palette_of(tokens))
            self._app.setStyleSheet(stylesheet(tokens, self._body, self._pictures))
        self.changed.emit()

    def _wanted(self, palette: QPalette) -> Look:
        hints = self._app.styleHints()
        strong = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
        if strong or is_forced_high_contrast(palette):
            return Look.HIGH_CONTRAST
        scheme = hints.colorScheme()
        if scheme is Qt.ColorScheme.Unknown:
            dark = palette.color(QPalette.ColorRole.Window).lightness() < 128
            return Look.DARK if dark else Look.LIGHT
        return Look.DARK if scheme is Qt.ColorScheme.Dark else Look.LIGHT

    def _read_system_palette(self) -> QPalette:
        # An empty palette gives the application back to the system; what it then wears is the system's own.
        self._app.setPalette(QPalette())
        return QPalette(self._app.palette())


def _keep(path: Path, drawing: bytes) -> None:
    """Write a drawing where it is not there yet. A full disk costs an arrow or a tick, not the window."""
    with suppress(OSError):
        if not path.exists() or path.read_bytes() != drawing:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(drawing)


def stylesheet(tokens: Tokens, body: float, pictures: Path) -> str:
    """The one stylesheet.

    Args:
        tokens: the colours.
        body: points of the 13-pixel size; the other sizes keep their proportion to it.
        pictures: a folder for the few tinted drawings that a stylesheet can only name as files.
    """
    values = {name: getattr(tokens, name) for name in Tokens.__slots__}
    for name, pixels in (("size_title", 18), ("size_account", 15), ("size_body", 13), ("size_hint", 12)):
        values[name] = f"{body * pixels / _BODY_PIXELS:.2f}pt"
    scale = max(1.0, body / (_BODY_PIXELS if sys.platform == "darwin" else _BODY_PIXELS * 72 / 96))
    for name, pixels in (("px_line", 18), ("px_box", 16), ("px_dot", 8), ("px_arrow", 16), ("px_drop", 28)):
        values[name] = f"{round(pixels * scale)}px"
    for key, name, colour in (
        ("tick", "tick", tokens.on_accent), ("tick_off", "tick", tokens.text_2), ("dash", "dash", tokens.on_accent),
        ("down", "chevron-down", tokens.text_2), ("up", "chevron-up", tokens.text_2),
        ("down_on_practice", "chevron-down", tokens.on_practice),
    ):  # fmt: skip
        path = pictures / f"{name}-{colour.lstrip('#')}.svg"
        _keep(path, tinted_svg(name, colour))
        values[key] = f'url("{path.as_posix()}")'
    return Template(STYLESHEET).substitute(values)
