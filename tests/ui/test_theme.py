"""The look: contrast, light and dark, high contrast, text scaling, ticks."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from leadbyte_desktop.ui import theme as theme_module
from leadbyte_desktop.ui.parts.card import Card
from leadbyte_desktop.ui.parts.dialog_frame import DialogFrame
from leadbyte_desktop.ui.parts.link_button import PlainButton
from leadbyte_desktop.ui.parts.scroll_box import ScrollBox
from leadbyte_desktop.ui.parts.tab_strip import TabStrip
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.theme import (
    DARK,
    DRAWINGS,
    LIGHT,
    PAIRS,
    Look,
    Theme,
    Tokens,
    body_points,
    contrast,
    current_tokens,
    is_forced_high_contrast,
    mark,
    palette_of,
)


def strong_palette() -> QPalette:
    """As Windows' contrast theme Aquatic makes it."""
    palette = QPalette(QColor("#202020"))
    for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base, QPalette.ColorRole.Button):
        palette.setColor(role, QColor("#202020"))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(role, QColor("#FFFFFF"))
    palette.setColor(QPalette.ColorRole.Highlight, QColor("#8EE3F0"))
    palette.setColor(QPalette.ColorRole.HighlightedText, QColor("#263B50"))
    return palette


def test_the_contrast_is_that_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), PAIRS)
def test_words_can_be_read_on_their_ground(tokens: Tokens, words: str, ground: str):
    assert contrast(getattr(tokens, words), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_and_focus_can_be_seen(tokens: Tokens):
    for ground in (tokens.surface, tokens.window):
        assert contrast(tokens.edge, ground) >= 2.8
        assert contrast(tokens.accent, ground) >= 3.0
        assert contrast(tokens.text, ground) >= 3.0


def test_no_widget_names_a_colour():
    ui = Path(theme_module.__file__).parent
    named = re.compile(r'#[0-9A-Fa-f]{6}\b|QColor\("|Qt\.GlobalColor')
    guilty = [
        path.name for path in ui.rglob("*.py") if path.name != "theme.py" and named.search(path.read_text("utf-8"))
    ]
    assert guilty == []


def test_the_window_follows_the_system_to_dark_and_back(theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch):
    dark = palette_of(dataclasses.replace(DARK, window="#1E1E1E", surface="#2D2D2D"))
    theme._system_palette = lambda: dark
    with qtbot.waitSignal(theme.changed):
        theme.apply()
    assert str(theme.look) == "dark"
    assert current_tokens() is DARK
    theme._system_palette = lambda: palette_of(dataclasses.replace(LIGHT, window="#EFEFEF"))
    theme.apply()
    assert str(theme.look) == "light"
    assert current_tokens() is LIGHT


def test_the_change_signals_of_the_system_are_heard(theme: Theme, qapp: QApplication, qtbot: QtBot):
    with qtbot.waitSignal(theme.changed):
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    with qtbot.waitSignal(theme.changed):
        qapp.styleHints().accessibility().contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)


def test_high_contrast_wins_over_everything(qapp: QApplication, theme: Theme):
    assert qapp.styleSheet()
    theme._system_palette = strong_palette
    theme.apply()
    assert theme.look is Look.HIGH_CONTRAST
    assert qapp.styleSheet() == ""
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor("#202020")
    tokens = current_tokens()
    assert (tokens.text, tokens.surface, tokens.accent) == ("#ffffff", "#202020", "#8ee3f0")
    assert all(contrast(getattr(tokens, words), getattr(tokens, ground)) >= 4.5 for words, ground in PAIRS
               if ground != "line")  # fmt: skip


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_our_own_palette_is_not_taken_for_high_contrast(tokens: Tokens):
    assert not is_forced_high_contrast(palette_of(tokens))
    assert is_forced_high_contrast(strong_palette())


@pytest.mark.parametrize(
    ("system", "platform", "points"),
    [(9.0, "win32", 9.75), (18.0, "win32", 19.5), (8.0, "win32", 9.75), (13.0, "darwin", 13.0), (10.0, "linux", 9.75)],
)
def test_words_follow_the_systems_text_scaling(system: float, platform: str, points: float):
    assert body_points(system, platform) == points


def test_titles_keep_their_proportion(theme: Theme, qtbot: QtBot):
    title, body = QLabel("Title"), QLabel("Body")
    title.setProperty("role", "title")
    for label in (title, body):
        qtbot.addWidget(label)
        label.ensurePolished()
    assert title.font().pointSizeF() / body.font().pointSizeF() == pytest.approx(18 / 13, abs=0.01)
    assert title.font().weight() == 600


@pytest.mark.parametrize("look", [Look.LIGHT, Look.DARK])
def test_a_ticked_box_shows_a_tick(theme: Theme, qtbot: QtBot, look: Look):
    theme.wear(look)
    box = QCheckBox("Reprocess")
    qtbot.addWidget(box)
    box.setChecked(True)
    box.show()
    tokens = LIGHT if look is Look.LIGHT else DARK
    colours = colours_of(box)
    assert tokens.accent.lower() in colours
    assert tokens.on_accent.lower() in colours


def colours_of(widget: object) -> set[str]:
    picture = widget.grab().toImage()  # type: ignore[attr-defined]
    return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}


def test_the_dark_strip_of_tabs_has_no_white_line(theme: Theme, qtbot: QtBot):
    theme.wear(Look.DARK)
    strip = TabStrip((("one", "····"), ("two", "····")))
    qtbot.addWidget(strip)
    strip.resize(QSize(600, 44))
    strip.show()
    picture = strip.grab().toImage()
    for y in range(picture.height()):
        assert picture.pixelColor(590, y).lightness() < 90


@pytest.mark.parametrize("look", [Look.LIGHT, Look.DARK])
@pytest.mark.parametrize("make", [QPushButton, QLineEdit, QCheckBox], ids=["button", "field", "box"])
@pytest.mark.parametrize("kind", ["", "primary", "danger", "link", "icon"])
def test_the_focus_can_be_seen(theme: Theme, qtbot: QtBot, look: Look, make: type, kind: str):
    theme.wear(look)
    card = Card("Heading", "card")
    first, second = make(), make()
    for each in (first, second):
        each.setText("Words")
        each.setProperty("kind", kind)
        card.add(each)
    qtbot.addWidget(card)
    card.show()
    card.activateWindow()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    with_focus, size = first.grab().toImage(), first.size()
    second.setFocus()
    qtbot.waitUntil(second.hasFocus)
    without = first.grab().toImage()
    different = sum(
        with_focus.pixel(x, y) != without.pixel(x, y) for x in range(size.width()) for y in range(size.height())
    )
    assert different > size.width()
    assert first.size() == size


@pytest.mark.parametrize("kind", ["", "link", "icon"])
def test_icons_follow_the_theme_while_the_window_is_open(theme: Theme, qtbot: QtBot, kind: str):
    theme.wear(Look.LIGHT)
    button = PlainButton("", "settings", kind, "settings", "accent", "Settings")
    qtbot.addWidget(button)
    button.show()
    theme.wear(Look.DARK)
    picture = button.icon().pixmap(24, 24).toImage()
    solid = {
        picture.pixelColor(x, y).name().upper()
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).alpha() == 255
    }
    assert solid == {DARK.accent}


def test_a_changed_mark_is_seen_at_once(theme: Theme, qtbot: QtBot):
    theme.wear(Look.LIGHT)
    label = QLabel("Not known")
    qtbot.addWidget(label)
    label.ensurePolished()
    mark(label, "tone", "unknown")
    assert label.palette().color(label.foregroundRole()).name().upper() == LIGHT.unknown


def test_what_scrolls_in_a_dialog_keeps_clear_of_its_scroll_bar(theme: Theme, qtbot: QtBot) -> None:
    dialog = DialogFrame("Nothing is left to send", "high")
    for _ in range(80):
        dialog.add(Text("A line of words that may reach to the edge of what scrolls"))
    qtbot.addWidget(dialog)
    dialog.open()
    scroll = dialog.findChild(ScrollBox, "high_scroll")
    assert scroll is not None
    qtbot.waitUntil(scroll.verticalScrollBar().isVisible)
    picture = scroll.verticalScrollBar().grab().toImage()
    row = 16  # the handle begins at the top
    ground = picture.pixelColor(0, row)
    painted = [x for x in range(picture.width()) if picture.pixelColor(x, row) != ground]
    assert 8 <= painted[0] < painted[-1]


@pytest.fixture
def undressed(theme: Theme, qapp: QApplication) -> QApplication:
    """The application, which wears afterwards what it wore before."""
    return qapp


def test_the_drawings_stand_among_the_app_s_own_files(undressed: QApplication, tmp_path: Path) -> None:
    """A system clears its folder for passing files while the app is open."""
    dressed = Theme(undressed, folder=tmp_path)
    dressed.wear(Look.DARK)
    drawings = tmp_path / DRAWINGS
    assert f'url("{drawings.as_posix()}/' in undressed.styleSheet()
    there = sorted(drawings.iterdir())
    assert len(there) >= 6
    dressed.take_off()
    dressed.setParent(None)
    assert sorted(drawings.iterdir()) == there


def test_a_folder_that_takes_no_drawings_costs_no_window(undressed: QApplication, tmp_path: Path) -> None:
    (tmp_path / DRAWINGS).write_text("a file in its place", encoding="utf-8")
    dressed = Theme(undressed, folder=tmp_path)
    dressed.wear(Look.DARK)
    dressed.setParent(None)
    assert undressed.styleSheet()
