"""The one place that starts coroutines: tasks are kept, busy is cleared, errors are told."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.errors import AppError, NoNetwork
from leadbyte_desktop.ui.async_runner import AsyncRunner
from leadbyte_desktop.ui.loop import WindowLoop


class Told:
    """What the runner said, in order."""

    def __init__(self, runner: AsyncRunner) -> None:
        self.words: list[str] = []
        self.runner = runner
        runner.failed.connect(self.failed)
        runner.broke.connect(self.broke)

    def failed(self, error: AppError) -> None:
        self.words.append(f"failed: {error.user_text}")

    def broke(self, error: Exception) -> None:
        self.words.append(f"broke: {error}")

    def busy(self, on: bool) -> None:
        self.words.append("busy" if on else "free")


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[WindowLoop]:
    made = WindowLoop(qapp)
    asyncio.set_event_loop(made)
    yield made
    asyncio.set_event_loop(None)
    made.close()


@pytest.fixture
def told(qapp: QApplication) -> Told:
    return Told(AsyncRunner(qapp))


async def fail_with(error: BaseException) -> None:
    await asyncio.sleep(0)
    raise error


def settle(loop: WindowLoop, told: Told, coroutine: object, **how: object) -> None:
    async def main() -> None:
        told.runner.start(coroutine, busy=told.busy, **how)  # type: ignore[arg-type]
        assert told.runner.running == 1
        assert await told.runner.settle()

    loop.run_until_complete(main())
    assert told.runner.running == 0


def test_a_good_end(loop: WindowLoop, told: Told):
    settle(loop, told, asyncio.sleep(0))
    assert told.words == ["busy", "free"]


def test_an_error_for_the_person_comes_after_busy_is_cleared(loop: WindowLoop, told: Told):
    settle(loop, told, fail_with(NoNetwork("LeadByte could not be reached.")))
    assert told.words == ["busy", "free", "failed: LeadByte could not be reached."]


def test_an_error_may_be_taken_nearer(loop: WindowLoop, told: Told):
    near: list[str] = []
    settle(loop, told, fail_with(NoNetwork("No network.")), on_error=lambda error: near.append(error.user_text))
    assert near == ["No network."]
    assert told.words == ["busy", "free"]


def test_our_own_bug_is_told_as_such(loop: WindowLoop, told: Told, caplog: pytest.LogCaptureFixture):
    settle(loop, told, fail_with(ValueError("odd")))
    assert told.words == ["busy", "free", "broke: odd"]
    assert "A task of the window broke" in caplog.text


def test_cancelling_is_silent_and_clears_busy(loop: WindowLoop, told: Told):
    async def main() -> None:
        told.runner.start(asyncio.sleep(30), busy=told.busy)
        await asyncio.sleep(0)
        assert not await told.runner.settle(0.02)

    loop.run_until_complete(main())
    assert told.words == ["busy", "free"]
    assert told.runner.running == 0


def test_tasks_started_while_settling_are_awaited_too(loop: WindowLoop, told: Told):
    done: list[str] = []

    async def second() -> None:
        await asyncio.sleep(0.01)
        done.append("second")

    async def first() -> None:
        told.runner.start(second())

    settle(loop, told, first())
    assert done == ["second"]


@pytest.mark.parametrize(("end", "result"), [(QDialog.accept, 1), (QDialog.reject, 0)])
def test_a_dialog_is_awaited_while_others_go_on(loop: WindowLoop, told: Told, qtbot: QtBot, end: object, result: int):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    ticks: list[int] = []

    async def tick() -> None:
        """Nobody else closes the dialog: it would be awaited for ever if this could not go on beside it."""
        while len(ticks) <= 3:
            ticks.extend([1] if dialog.isVisible() else [])
            await asyncio.sleep(0.001)
        end(dialog)  # type: ignore[operator]

    async def main() -> int:
        ticking = asyncio.get_running_loop().create_task(tick())
        answer = await told.runner.ask(dialog)
        await ticking
        return answer

    assert loop.run_until_complete(main()) == result
    assert not dialog.isVisible()


def test_a_cancelled_question_closes_its_dialog(loop: WindowLoop, told: Told, qtbot: QtBot):
    dialog = QDialog()
    qtbot.addWidget(dialog)

    async def main() -> None:
        told.runner.start(told.runner.ask(dialog))
        await asyncio.sleep(0.01)
        assert dialog.isVisible()
        await told.runner.cancel_all()

    loop.run_until_complete(main())
    assert not dialog.isVisible()


def test_a_deleted_dialog_counts_as_refused(loop: WindowLoop, told: Told):
    dialog = QDialog()

    async def main() -> int:
        QTimer.singleShot(0, dialog, dialog.deleteLater)
        return await told.runner.ask(dialog)

    assert loop.run_until_complete(main()) == 0
