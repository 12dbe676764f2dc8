"""Starts the app as the command does, and works its window as a person would; a process of its own, see test_app.py.

    python tests/app_driver.py SCENE FOLDER [option ...]

It says what it sees, a line each, on standard output, and waits where it must for a file that the test makes beside
FOLDER. It ends with the app's own exit code, or with 70 where the scene did not go as it should.
"""

from __future__ import annotations

import asyncio
import os
import sys
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QMainWindow

from leadbyte_desktop.app import application
from leadbyte_desktop.command_line import main
from leadbyte_desktop.ui.hands import Hands

_PATIENCE = 60.0
_CUSTOMER = "Jane Placeholder"


class Person:
    """In front of one start of the app."""

    def __init__(self, folder: Path) -> None:
        self._signs = folder.parent
        self._hands = Hands()

    def say(self, *words: str) -> None:
        print(*words, flush=True)  # noqa: T201 - how the test hears of it

    async def wait_for(self, sign: str) -> None:
        """Wait until the test makes a file of that name."""
        await self._hands.until((self._signs / sign).exists, f"no sign “{sign}”", _PATIENCE)

    def words(self, name: str) -> str:
        """Everything that can be read in a widget."""
        widget = self._hands.find(name)
        labels = [widget] if isinstance(widget, QLabel) else widget.findChildren(QLabel)
        return " ".join(label.text() for label in labels if label.isVisible())

    @property
    def window(self) -> QMainWindow:
        return self._hands.find_a(QMainWindow, "window")

    async def read(self, name: str) -> None:
        """Say what a widget reads, once it can be seen."""
        await self._hands.until(lambda: bool(self.words(name)), f"“{name}” did not appear", _PATIENCE)
        self.say(self.words(name))

    async def be_connected(self) -> None:
        await self._hands.until(lambda: "Connected" in self.words("header_state"), "not connected", _PATIENCE)

    async def send_to_buyer(self, *leads: str) -> None:
        """Send leads through delivery 1053, in the tab Deliveries, up to the press on the send button."""
        self.window.open_tab("deliveries")  # type: ignore[attr-defined]  # our own window
        await self._hands.write("deliveries.sendIds", "\n".join(leads))
        await self._hands.tick("deliveries.sendTo", "1053")
        await self._hands.click("deliveries.review")
        await self._hands.until_seen("review_send")
        await self._hands.click("review_send")

    # --- scenes -----------------------------------------------------------------------------------------------------

    async def read_the_problem(self) -> None:
        """A dialog says why the app cannot go on."""
        await self._hands.until(
            lambda: any(self._hands.sees(each) for each in ("cannotStart", "problem")), "no dialog", _PATIENCE
        )
        name = "cannotStart" if self._hands.sees("cannotStart") else "problem"
        self.say(self.words(name))
        await self._hands.click(f"{name}_1")

    async def read_of_the_damage(self) -> None:
        """A dialog says that the record of what was sent was damaged; then the app can be used."""
        await self._hands.until(lambda: self._hands.sees("damaged_1"), "no dialog", _PATIENCE)
        self.say(self.words("damaged"))
        await self._hands.click("damaged_1")
        await self._hands.until(lambda: "Practice" in self.words("header_account"), "practice not open", _PATIENCE)
        self.window.close()

    async def be_raised(self) -> None:
        """Practice is open and the window minimised; another start brings it back."""
        await self._hands.until(lambda: "Practice" in self.words("header_account"), "practice not open", _PATIENCE)
        window = self.window
        window.showMinimized()
        await self._hands.until(window.isMinimized, "not minimised")
        self.say("minimised")
        await self._hands.until(lambda: not window.isMinimized(), "not raised", _PATIENCE)
        self.say("raised")
        window.close()

    async def send_and_wait(self) -> None:
        """Send a lead, and be there until the process is killed."""
        await self.be_connected()
        self.say("ready")
        await self.wait_for("go")
        await self.send_to_buyer("2932682")

    async def look_after_a_stop(self) -> None:
        """Read what the window says of its last stop, and what History shows."""
        await self.read("noticeBand_text")
        await self._hands.click("noticeBand_history")
        await self.be_connected()
        await self._hands.until(lambda: "not known" in self.words("pages"), "History does not show it", _PATIENCE)
        self.say(self.words("pages"))
        self.window.close()

    async def close_while_sending(self) -> None:
        """Close while a request is out: keep it open first, then close after that request."""
        await self.be_connected()
        self.say("ready")
        await self.wait_for("go")
        await self.send_to_buyer(*(str(number) for number in range(1, 8)))
        await self.wait_for("arrived")
        self.window.close()
        await self.read("closing")
        await self._hands.click("closing_1")
        await self._hands.until(lambda: not self._hands.sees("closing"), "the question stays")
        self.say("kept open" if self.window.isVisible() else "closed")
        self.window.close()
        await self._hands.until_seen("closing_2")
        await self._hands.click("closing_2")
        await self._hands.until(
            lambda: "as soon as LeadByte answers" in self.words("noticeBand_text"), "the wait is not told"
        )
        self.say("waiting")

    async def close_on_a_batch(self) -> None:
        """Close while a batch stands in the table."""
        self.window.open_tab("batch")  # type: ignore[attr-defined]  # our own window
        presenters = self.window.presenters  # type: ignore[attr-defined]
        await self._hands.until(
            lambda: "batch" in presenters and presenters["batch"].loader.summary is not None, "no batch"
        )
        self.window.close()

    async def break_something(self) -> None:
        """Bugs rise in a slot, in a thread and in the loop; each is told."""
        await self._hands.until(lambda: "Practice" in self.words("header_account"), "practice not open", _PATIENCE)
        for cause in (_break_a_slot, _break_a_thread, _break_the_loop):
            cause()
            await self._hands.until_seen("problem")
            self.say(self.words("problem_happened"))
            await self._hands.click("problem_1")
            await self._hands.until(lambda: not self._hands.sees("problem"), "the dialog stays")
        self.window.close()


class QuotesALeadError(ValueError):
    """Its text is what a bug may quote: a customer's name."""


def _break() -> None:
    raise QuotesALeadError(_CUSTOMER)


def _break_a_slot() -> None:
    QTimer.singleShot(0, _break)


def _break_a_thread() -> None:
    import threading

    threading.Thread(target=_break, name="a thread").start()


def _break_the_loop() -> None:
    asyncio.get_running_loop().call_soon(_break)


SCENES: dict[str, Callable[[Person], Awaitable[None]]] = {
    name: getattr(Person, name)
    for name in (
        "read_the_problem",
        "read_of_the_damage",
        "be_raised",
        "send_and_wait",
        "look_after_a_stop",
        "close_while_sending",
        "close_on_a_batch",
        "break_something",
    )
}


def run(scene: str, folder: Path, options: list[str]) -> int:
    """Start the app; the scene begins as soon as a loop runs."""
    app = application()
    person = Person(folder)
    playing: list[asyncio.Task[None]] = []
    timer = QTimer(app)

    async def play() -> None:
        try:
            await SCENES[scene](person)
        except BaseException:  # noqa: BLE001 - the test must hear of it, whatever it was
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(70)

    def begin() -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        timer.stop()
        playing.append(loop.create_task(play()))

    timer.timeout.connect(begin)
    timer.start(20)
    return main(["--data-dir", str(folder), *options])


if __name__ == "__main__":
    sys.exit(run(sys.argv[1], Path(sys.argv[2]), sys.argv[3:]))
