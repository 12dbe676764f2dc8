"""What a button *Named sets* does: ticks a set, keeps a new one, and opens the dialog in which they are changed."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from leadbyte_desktop.domain.delivery_set import DeliverySet, tickable
from leadbyte_desktop.domain.words import count_of
from leadbyte_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from leadbyte_desktop.domain.errors import AppError
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.delivery_sets import DeliverySetsButton
    from leadbyte_desktop.ui.send_flow import SendFlow


class DeliverySetsPresenter(QObject):
    """Stands between one such button and what this PC keeps of the open account.

    Args:
        button: the button; owns the presenter.
        flow: tells of another account, and that sets were changed elsewhere.
        runner: starts coroutines.
        busy: told when something begins and ends, where the button may go before (a dialog's).
    """

    def __init__(
        self, button: DeliverySetsButton, flow: SendFlow, runner: AsyncRunner,
        busy: Callable[[bool], None] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(button)
        self._button, self._flow, self._runner, self._busy = button, flow, runner, busy
        self._sets: list[DeliverySet] = []
        button.set_chosen.connect(self._choose)
        button.save_wanted.connect(self._save_pressed)
        button.manage_wanted.connect(self._manage_pressed)
        flow.desk_changed.connect(self._open)
        flow.sets_changed.connect(self._load)
        flow.deliveries_changed.connect(self._offer)
        if flow.ready:
            self._load()

    def _open(self) -> None:
        """Offer nothing of the account that was open before: its IDs mean other deliveries here."""
        self._sets = []
        self._offer()
        self._load()

    def _load(self) -> None:
        self._start(self._read())

    async def _read(self) -> None:
        desk = self._flow.desk
        sets = await desk.tools.delivery_sets.all(desk.account.account_id)
        if desk is self._flow.desk:
            self._sets = sets
            self._offer()

    def _offer(self) -> None:
        known = self._flow.desk.deliveries
        self._button.show_sets(self._sets, [tickable(each.delivery_ids, known).delivery_ids for each in self._sets])

    def _choose(self, place: int) -> None:
        chosen = self._sets[place]
        found = tickable(chosen.delivery_ids, self._flow.desk.deliveries)
        able = found.delivery_ids
        if able and set(self._button.ticks.ticked()).issuperset(able):
            self._button.put(able, on=False)
            self._button.say(f"The ticks of “{chosen.name}” were taken away.")
            return
        self._button.put(able, on=True)
        words = [_ticked_words(chosen.name, len(able))]
        if found.left_out:
            words.append(f"Not ticked: {'; '.join(found.left_out)}.")
        self._button.say(" ".join(words), Tone.WARNING if found.left_out else Tone.PLAIN)

    def _save_pressed(self) -> None:
        self._start(self._save())

    async def _save(self) -> None:
        from leadbyte_desktop.ui.delivery_sets_dialogs import AGREED, SetNameDialog

        ids = self._button.ticks.ticked()
        names = [row.name for row in self._button.ticks.rows() if row.key in ids]
        dialog = SetNameDialog(names, [each.name for each in self._sets], self._button.window())
        try:
            if await self._runner.ask(dialog) != AGREED:
                return
            name = dialog.name
        finally:
            dialog.deleteLater()
        desk = self._flow.desk
        await desk.tools.delivery_sets.put(desk.account.account_id, DeliverySet(name, tuple(ids)))
        self._flow.sets_changed.emit()
        self._button.say(f"{count_of(len(ids), 'delivery is', 'deliveries are')} kept as “{name}”.")

    def _manage_pressed(self) -> None:
        self._start(change_sets(self._flow, self._runner, self._button.window()))

    def _trouble(self, error: AppError) -> None:
        self._button.say(error.user_text, Tone.ERROR)

    def _start(self, coroutine: Coroutine[Any, Any, object]) -> None:
        self._runner.start(coroutine, on_error=self._trouble, busy=self._busy)


async def change_sets(flow: SendFlow, runner: AsyncRunner, window: QWidget) -> None:
    """Open the dialog of the sets of the open account, and keep what a person leaves there.

    Args:
        flow: the open account; told when sets were changed.
        runner: opens the dialog.
        window: above which it opens.

    Raises:
        StorageProblem: the sets could not be read or kept.
    """
    from leadbyte_desktop.ui.delivery_sets_dialogs import AGREED, SetsDialog

    desk = flow.desk
    kept, account_id = desk.tools.delivery_sets, desk.account.account_id
    before = await kept.all(account_id)
    dialog = SetsDialog(before, desk.deliveries, window)
    try:
        after = dialog.sets if await runner.ask(dialog) == AGREED else before
    finally:
        dialog.deleteLater()
    if after != before:
        await kept.put_all(account_id, after)
        flow.sets_changed.emit()


def _ticked_words(name: str, count: int) -> str:
    if not count:
        return f"Nothing of “{name}” could be ticked."
    return f"{count_of(count, 'delivery', 'deliveries')} of “{name}” {'is' if count == 1 else 'are'} ticked."
