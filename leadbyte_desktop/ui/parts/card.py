"""A card: a white ground with a heading, on which one subject is laid out."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from leadbyte_desktop.ui.parts.text import Text


class Card(QFrame):
    """A card with a heading at its left, an optional hint beside it, and one widget in its right corner.

    It takes the height its words need at its width; what is over goes to whatever stretches beside it, so a page
    without a table ends with a stretch.

    Attributes:
        body: the layout (vertical, gaps 8) into which the subject goes; `add` does it too.
        heading: the heading's words on the screen.
        hint: the hint's words on the screen; hidden while empty.

    Args of the constructor:
        heading: semibold words at the top; "" leaves the whole top line out until `set_heading`.
        name: the objectName; the heading is also what a screen reader calls the group.
        hint: words in the secondary colour beside the heading.
        corner: a widget at the right end of the heading's line (a link, a pill, words).
        hint_at_right: the hint stands at the right end instead.
    """

    def __init__(
        self, heading: str, name: str, hint: str = "", corner: QWidget | None = None, *, hint_at_right: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("part", "card")
        # The stylesheet draws a finer border; in high contrast, without it, this one still parts the cards.
        self.setFrameShape(QFrame.Shape.Box)
        self.heading = Text(role="heading", wrap=False, name=f"{name}_heading")
        self.hint = Text(role="hint", wrap=False, name=f"{name}_hint")
        self._top = QHBoxLayout()
        self._top.setSpacing(8)
        self._top.addWidget(self.heading)
        if hint_at_right:
            self._top.addStretch(1)
        self._top.addWidget(self.hint)
        if not hint_at_right:
            self._top.addStretch(1)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        whole = self._whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 16)
        whole.setSpacing(8)
        whole.addLayout(self._top)
        whole.addLayout(self.body, 1)
        if corner is not None:
            self._top.addWidget(corner)
        self.set_heading(heading, hint)

    def set_heading(self, heading: str, hint: str | None = None) -> None:
        """Change the heading, and the hint where one is given."""
        self.heading.setText(heading)
        self.heading.setVisible(bool(heading))
        self.setAccessibleName(heading)
        if hint is not None:
            self.hint.setText(hint)
            self.hint.setVisible(bool(hint))

    def set_air(self, air: int) -> None:
        """Have so much room above and below the subject, on a page whose table needs the height."""
        self._whole.setContentsMargins(16, air, 16, air)

    def add(self, part: QWidget | QLayout, stretch: int = 0) -> None:
        """Put a widget or a layout below what the card already holds."""
        if isinstance(part, QLayout):
            self.body.addLayout(part, stretch)
        else:
            self.body.addWidget(part, stretch)

    def grow(self) -> None:
        """Let the card take all the height it can get (a table, the side panel)."""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
