"""The tour: the main jobs, played in the real window by clicking and typing, with a picture of every step.

Each step checks what the screen says. `tour.json` lists the steps, whether each held, and what was seen.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QPlainTextEdit, QTableView

from leadbyte_desktop import __version__
from leadbyte_desktop.ui.hands import Hands, NotSeenError
from leadbyte_desktop.ui.main_window import MainWindow
from leadbyte_desktop.ui.parts.tick_list import TickList
from leadbyte_desktop.ui.review_dialog import QUIET_MS
from leadbyte_desktop.ui.theme import Look, Theme
from leadbyte_desktop.ui.tour_steps import Step, picture_of, words_in

BATCH_PATIENCE = 90.0
"""Seconds for the 2,000 rows of the sample."""
REFUSED_IN_SAMPLE = 58
_JOBS = 7
_MOST_KEYS = 8
"""From a phone number to a sent update with a delivery, besides typing the values."""
_TEMPLATE = "New postcode → Larkfold"
_SETTLE = 0.12
"""Seconds for the last paint before a picture is taken."""


class Tour:
    """Plays the tour in an open window.

    Args:
        window: the window, on an empty data folder.
        theme: to show both looks.
        folder: where pictures and tour.json go; it is made if it is missing.
    """

    def __init__(self, window: MainWindow, theme: Theme, folder: Path) -> None:
        self._window, self._theme, self._folder = window, theme, folder
        self._hands = Hands()
        self._steps: list[Step] = []
        # Three approved leads and a rejected one, whose amounts cannot be changed.
        self._money_leads = ("2929001", "2929008", "2929011", "2929006")

    async def play(self) -> bool:
        """Play all steps; the first that does not hold ends the tour, as the next ones stand on it.

        Returns:
            True where every step held.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        for old in self._folder.glob("[0-9][0-9]-*.png"):
            old.unlink()
        self._theme.wear(Look.LIGHT)
        self._window.resize(1366, 768)
        try:
            for name, play in self._script():
                if not await self._play(name, play):
                    break
        finally:
            self._write()
        return all(step.held for step in self._steps)

    def _script(self) -> tuple[tuple[str, Callable[[], Awaitable[str]]], ...]:
        return (
            ("first-start", self._first_start),
            ("practice-account", self._practise),
            ("wrong-lead-id", self._wrong_id),
            ("one-lead-typed", self._type_one),
            ("one-lead-review", self._review_one),
            ("exact-request", self._exact_request),
            ("one-lead-updated", self._send_one),
            ("lead-to-a-buyer-review", self._review_delivery),
            ("lead-to-a-buyer-sent", self._send_delivery),
            ("never-twice", self._never_twice),
            ("lead-found-by-phone", self._find_by_phone),
            ("lead-found-chosen", self._choose_found),
            ("lead-found-sent", self._send_found),
            ("template-saved", self._save_template),
            ("template-chosen", self._choose_template),
            ("quarantined-lead-review", self._review_quarantined),
            ("quarantined-lead-released", self._release),
            ("line-cut-not-known", self._not_known),
            ("not-known-settled", self._settle),
            ("deliveries", self._deliveries),
            ("leads-to-buyers-review", self._review_buyers),
            ("leads-to-buyers-sent", self._send_buyers),
            ("money-unclear", self._wrong_money),
            ("financials-review", self._review_money),
            ("financials-done", self._send_money),
            ("batch-opened", self._open_batch),
            ("batch-review", self._review_batch),
            ("batch-under-way", self._batch_under_way),
            ("batch-done", self._batch_done),
            ("batch-refused-rows", self._batch_refused),
            ("history", self._history),
            ("settings", self._settings),
            ("dark", self._dark),
        )

    # --- first start ------------------------------------------------------------------------------------------------

    async def _first_start(self) -> str:
        await self._hands.until_seen("connect_address")
        self._must("Update Payout/Revenue" in self._text("connect_helpText"), "the two permissions are not named")
        return self._text("connect_helpText")

    async def _practise(self) -> str:
        await self._hands.click("connect_practise")
        await self._hands.until_seen("practiceBand")
        await self._hands.until(lambda: "1053" in self._ticks("single.deliveries"), "the deliveries did not appear")
        return self._window.practice_band.words

    # --- one lead ---------------------------------------------------------------------------------------------------

    async def _wrong_id(self) -> str:
        await self._hands.write("single.leadId", "29-32682")
        await self._hands.click("single.value_postcode")
        await self._hands.until(
            lambda: "digits only" in self._text("single.leadId_error"), "the wrong ID was not answered beside it"
        )
        self._must(not self._enabled("single.review"), "a wrong ID can be reviewed")
        return self._text("single.leadId_error")

    async def _type_one(self) -> str:
        await self._fill_lead("2932682", postcode="TN25 6QD", street1="3 Orchard Close")
        self._must(self._enabled("single.review"), "the lead cannot be reviewed")
        return self._words("single.review")

    async def _review_one(self) -> str:
        await self._hands.click("single.review")
        await self._hands.until_seen("review_send")
        await self._hands.until(lambda: self._enabled("review_send"), "the review cannot be sent")
        return self._dialog_text()

    async def _exact_request(self) -> str:
        await self._hands.click("review_showExact")
        await self._hands.until_seen("review_exact")
        shown = self._hands.find_a(QPlainTextEdit, "review_exact").toPlainText()
        self._must('"2932682"' in shown and "TN25 6QD" in shown, "the request does not show the lead and its value")
        return shown

    async def _send_one(self) -> str:
        await self._hands.click("review_send")
        return await self._wait_for_note("Lead 2932682 updated")

    async def _review_delivery(self) -> str:
        await self._fill_lead("2932683", postcode="ME1 2AB")
        await self._hands.tick("single.deliveries", "1053")
        await self._hands.click("single.review")
        await self._hands.until(lambda: "cannot be undone" in self._dialog_text(), "the delivery is not in the review")
        await self._hands.until(lambda: self._enabled("review_send"), "the review cannot be sent")
        return self._dialog_text()

    async def _send_delivery(self) -> str:
        await self._hands.click("review_send")
        return await self._wait_for_note("Lead 2932683 updated")

    async def _never_twice(self) -> str:
        await self._fill_lead("2932683")
        await self._hands.tick("single.deliveries", "1053")
        await self._hands.click("single.review")
        await self._hands.until_seen("review_already")
        self._must(not self._enabled("review_send"), "the same delivery can be sent twice unnoticed")
        return self._text("review_alreadyNote_text")

    # --- from a phone number, by the keyboard alone -----------------------------------------------------------------

    async def _find_by_phone(self) -> str:
        await self._hands.click("review_back")
        await self._hands.until(lambda: not self._hands.sees("review_send"), "the review did not close")
        # As after each lead that was sent: the form is blank, and the box has the focus.
        await self._hands.click("single.startAgain")
        self._hands.pressed.clear()
        await self._hands.type_here("07700 900631")
        await self._hands.press(Qt.Key.Key_Return)
        await self._hands.until_seen("single.findAnswers_view")
        return self._text("single.findWords")

    async def _choose_found(self) -> str:
        await self._hands.press(Qt.Key.Key_Down)
        await self._hands.press(Qt.Key.Key_Return)
        await self._hands.until(
            lambda: "Karen Fletcher · lead 2932682" in self._text("single.leadWho"), "the lead found is not in the form"
        )
        await self._hands.type_here("ME15 6YE")
        await self._hands.until_seen("single.now_postcode")
        return self._all_text("single.changeCard")

    async def _send_found(self) -> str:
        await self._hands.press(Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
        await self._hands.type_here("1060")
        await self._hands.press(Qt.Key.Key_Return)
        await self._hands.press(Qt.Key.Key_Space)
        await self._hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await self._hands.until(lambda: self._enabled("review_send"), "the review cannot be sent")
        await self._hands.press(Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
        keys = self._hands.pressed
        self._must(len(keys) <= _MOST_KEYS, f"it took {len(keys)} keys")
        answer = await self._wait_for_note("Lead 2932682 updated")
        await self._hands.until(
            lambda: "LeadByte now holds Postcode “ME15 6YE”, as sent." in self._all_text("single.outcome_0"),
            "what LeadByte holds after the send was not said",
        )
        return f"{len(keys)} keys besides typing: {', '.join(keys)}. {answer}"

    # --- a job that is done often; a quarantined lead ---------------------------------------------------------------

    async def _save_template(self) -> str:
        await self._fill_lead("2932605", postcode="CT2 7NP")
        await self._hands.tick("single.deliveries", "1060")
        await self._hands.choose("single.templates", "save")
        await self._hands.write("template_line", _TEMPLATE)
        return self._dialog_text()

    async def _choose_template(self) -> str:
        await self._hands.click("template_agree")
        kept = "Ctrl+1 chooses it"
        await self._hands.until(lambda: kept in self._text("single.templates_note_text"), "it is not kept")
        await self._fill_lead("2932607")
        await self._hands.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
        await self._hands.until(lambda: _TEMPLATE in self._text("single.templates_chosen"), "it was not chosen")
        ticks = self._hands.find_a(TickList, "single.deliveries")
        self._must(ticks.ticked() == ["1060"], "the template’s delivery is not ticked")
        await self._hands.until_seen("single.now_postcode")
        await self._hands.type_here("DA1 1AB")
        return f"{self._text('single.templates_chosen')}\n{self._all_text('single.changeCard')}"

    async def _review_quarantined(self) -> str:
        await self._fill_lead("")
        await self._hands.click("single.kind_quarantineId")
        await self._hands.write("single.leadId", "8419055")
        await self._hands.write("single.value_postcode", "ME1 2AB")
        await self._hands.click("single.inQuarantine_process")
        await self._hands.click("single.review")
        await self._hands.until(lambda: self._enabled("review_send"), "the review cannot be sent")
        self._must("8419055" in self._dialog_text(), "the review does not name the quarantined lead")
        return self._dialog_text()

    async def _release(self) -> str:
        await self._hands.click("review_send")
        return await self._wait_for_note("Quarantined lead 8419055")

    async def _not_known(self) -> str:
        self._window.problem_wanted.emit("cut")
        await self._hands.until(lambda: "cut the line" in self._window.notice_band.words, "no problem is practised")
        await self._fill_lead("2932684", postcode="CT2 7NP")
        await self._send_single(tick="1060")
        return await self._wait_for_note("Lead 2932684 may or may not have been updated")

    async def _settle(self) -> str:
        await self._hands.click("single.outcome_0_note_wentThrough")
        await self._hands.click("settle_2")
        return await self._wait_for_note("Lead 2932684 is marked as done")

    # --- leads to buyers --------------------------------------------------------------------------------------------

    async def _deliveries(self) -> str:
        self._window.open_tab("deliveries")
        await self._hands.write("deliveries.sendIds", "2929002\n2929004\n2929005\n29x")
        await self._hands.tick("deliveries.sendTo", "1053")
        await self._hands.until(lambda: "29x" in self._all_text("deliveries"), "the wrong ID is not named")
        return self._all_text("deliveries.sendPage")

    async def _review_buyers(self) -> str:
        await self._hands.write("deliveries.sendIds", "2929002\n2929004\n2929005")
        await self._hands.click("deliveries.review")
        await self._hands.until(lambda: self._enabled("review_send"), "the review cannot be sent")
        return self._dialog_text()

    async def _send_buyers(self) -> str:
        await self._hands.click("review_send")
        await self._hands.until(
            lambda: "took all 3 leads" in self._all_text("deliveries.results"), "the results did not come to their end"
        )
        return self._all_text("deliveries.results")

    # --- money ------------------------------------------------------------------------------------------------------

    async def _wrong_money(self) -> str:
        self._window.open_tab("financials")
        await self._hands.write("financials.leadIds", "\n".join(self._money_leads))
        await self._hands.write("financials.payout", "12,50,0")
        await self._hands.click("financials.revenue")
        await self._hands.until(
            lambda: "cannot be read" in self._text("financials.payout_error"), "the unclear amount was not answered"
        )
        self._must(not self._enabled("financials.review"), "an unclear amount can be reviewed")
        return self._text("financials.payout_error")

    async def _review_money(self) -> str:
        await self._hands.write("financials.payout", "£80")
        await self._hands.write("financials.revenue", "£1,200.50")
        await self._hands.click("financials.review")
        await self._hands.until_seen("review_typed")
        await asyncio.sleep(QUIET_MS / 1000)
        self._must(not self._enabled("review_send"), "a large amount goes without its number being typed")
        await self._hands.write("review_typed", f"{(80 + Decimal('1200.50')) * len(self._money_leads)}")
        await self._hands.until(lambda: self._enabled("review_send"), "the typed amount is not taken")
        return self._dialog_text()

    async def _send_money(self) -> str:
        await self._hands.click("review_send")
        # One lead of the group cannot be changed, so LeadByte refuses all of it first; then the others go.
        await self._hands.until(
            lambda: all(each in self._all_text("financials.results") for each in ("1 refused", "3 updated")),
            "the approved leads of the refused group were not updated",
        )
        return self._all_text("financials.results")

    # --- the batch --------------------------------------------------------------------------------------------------

    async def _open_batch(self) -> str:
        self._window.open_tab("batch")
        await self._hands.until(
            lambda: "2,000" in self._words("batch.review_primary"), "the sample’s 2,000 rows are not in the table"
        )
        return self._words("batch.review_primary")

    async def _review_batch(self) -> str:
        await self._hands.click("batch.review_primary")
        await self._hands.until(lambda: self._enabled("review_send"), "the review cannot be sent")
        return self._dialog_text()

    async def _batch_under_way(self) -> str:
        await self._hands.click("review_send")
        await self._hands.until(
            lambda: any(character.isdigit() and character != "0" for character in self._words("batch.count_updated")),
            "no row was updated",
        )
        return self._all_text("batch.sent")

    async def _batch_done(self) -> str:
        await self._hands.until(
            lambda: "all 2,000 rows accounted for" in self._all_text("batch.sent"),
            "the batch did not come to its end",
            patience=BATCH_PATIENCE,
        )
        return self._all_text("batch.sent")

    async def _batch_refused(self) -> str:
        await self._hands.click("batch.count_refused")
        model = self._hands.find_a(QTableView, "batch.results_view").model()
        await self._hands.until(
            lambda: model.rowCount() == REFUSED_IN_SAMPLE and bool(model.index(0, 0).data()),
            f"other rows are shown than the {REFUSED_IN_SAMPLE} that were refused",
        )
        return str(model.index(0, model.columnCount() - 1).data())

    # --- afterwards -------------------------------------------------------------------------------------------------

    async def _history(self) -> str:
        self._window.open_tab("history")
        await self._hands.until(
            lambda: self._hands.find_a(QTableView, "history.jobs_view").model().rowCount() >= _JOBS,
            "not every job stands in the history",
        )
        return self._all_text("history")

    async def _settings(self) -> str:
        await self._hands.click("header_settings")
        await self._hands.until(lambda: isinstance(QApplication.activeModalWidget(), QDialog), "no settings opened")
        return self._dialog_text()

    async def _dark(self) -> str:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            dialog.reject()
        await self._hands.until(lambda: QApplication.activeModalWidget() is None, "the settings did not close")
        self._theme.wear(Look.DARK)
        self._window.open_tab("batch")
        return self._all_text("batch.sent")

    # --- helpers ----------------------------------------------------------------------------------------------------

    async def _fill_lead(self, lead: str, **values: str) -> None:
        self._window.open_tab("single")
        await self._hands.click("single.startAgain")
        await self._hands.write("single.leadId", lead)
        for name, value in values.items():
            await self._hands.write(f"single.value_{name}", value)

    async def _send_single(self, tick: str) -> None:
        await self._hands.tick("single.deliveries", tick)
        await self._hands.click("single.review")
        await self._hands.click("review_send")

    async def _wait_for_note(self, words: str) -> str:
        await self._hands.until(lambda: words in self._text("single.outcome_0_note_text"), f"“{words}” was not said")
        return self._text("single.outcome_0_note_text")

    def _must(self, holds: bool, otherwise: str) -> None:
        if not holds:
            raise NotSeenError(otherwise)

    def _enabled(self, name: str) -> bool:
        return self._hands.find(name).isEnabled()

    def _text(self, name: str) -> str:
        return self._hands.find_a(QLabel, name).text()

    def _words(self, name: str) -> str:
        return self._hands.find_a(QAbstractButton, name).text()

    def _all_text(self, name: str) -> str:
        return words_in(self._hands.find(name))

    def _ticks(self, name: str) -> list[str]:
        return [row.key for row in self._hands.find_a(TickList, name).rows()]

    def _dialog_text(self) -> str:
        dialog = QApplication.activeModalWidget()
        return "" if dialog is None else words_in(dialog)

    async def _play(self, name: str, play: Callable[[], Awaitable[str]]) -> bool:
        number, started = len(self._steps) + 1, time.monotonic()
        try:
            said, held = await play(), True
        except NotSeenError as missing:
            said, held = f"{missing}. On the screen: {self._dialog_text() or self._window.open_key}", False
        await asyncio.sleep(_SETTLE)
        picture = f"{number:02}-{name}.png"
        picture_of(self._window).save(str(self._folder / picture))
        words = name.replace("-", " ")
        self._steps.append(Step(number, words, picture, held, said, round(time.monotonic() - started, 2)))
        return held

    def _write(self) -> None:
        whole = {
            "version": __version__,
            "held": bool(self._steps) and all(step.held for step in self._steps),
            "steps": [asdict(step) for step in self._steps],
        }
        text = json.dumps(whole, ensure_ascii=False, indent=2)
        (self._folder / "tour.json").write_text(f"{text}\n", encoding="utf-8")
