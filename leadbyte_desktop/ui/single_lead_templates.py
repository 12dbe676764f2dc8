"""What the templates of *Single lead* do: make the form ready, and come from what stands in it."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from leadbyte_desktop.domain.delivery_set import same_name, tickable
from leadbyte_desktop.domain.lead_fields import label_of
from leadbyte_desktop.domain.lead_update import Action, LeadKind
from leadbyte_desktop.domain.words import capitalised, on_one_line
from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from leadbyte_desktop.domain.errors import AppError
    from leadbyte_desktop.domain.template import Template
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.send_flow import SendFlow
    from leadbyte_desktop.ui.single_lead_tab import SingleLeadTab

_USE_IT = 2


@dataclass(frozen=True, slots=True)
class _Made:
    """What a template wrote into the form: not a person's typing, so it may go without a question.

    Attributes:
        values: field name to the value it filled in.
        delivery_ids: what it ticked.
        reprocess: whether it ticked *Reprocess*.
    """

    values: Mapping[str, str]
    delivery_ids: Sequence[str] = ()
    reprocess: bool = False


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The template that the form was made ready by.

    Attributes:
        template: the template.
        delivery_ids: what of its deliveries was ticked.
        reprocess: whether *Reprocess* was.
    """

    template: Template
    delivery_ids: Sequence[str]
    reprocess: bool


class SingleLeadTemplates(QObject):
    """Stands between the tab's button *Templates* and what this PC keeps of the open account.

    Args:
        tab: the tab.
        flow: tells of another account.
        runner: starts coroutines.
        parent: its owner.
    """

    def __init__(self, tab: SingleLeadTab, flow: SendFlow, runner: AsyncRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._tab, self._flow, self._runner = tab, flow, runner
        self._templates: list[Template] = []
        self._last = ""
        self._made = _Made({})
        self._chosen: _Chosen | None = None
        self._note_stays = False
        tab.templates.template_chosen.connect(self._choose)
        tab.templates.save_wanted.connect(self._save_pressed)
        tab.templates.change_wanted.connect(self._change_pressed)
        tab.templates.manage_wanted.connect(self._manage_pressed)
        tab.templates.left.connect(self._leave)
        tab.edited.connect(self._edited)
        flow.desk_changed.connect(self._open)
        if flow.ready:
            self._open()

    def _open(self) -> None:
        self._templates, self._last, self._made = [], "", _Made({})
        self._tab.templates.note.hide_note()
        self._leave()
        self._offer()
        self._start(self._read())

    async def _read(self) -> None:
        desk = self._flow.desk
        templates = await desk.tools.templates.all(desk.account.account_id)
        if desk is self._flow.desk:
            self._templates = templates
            self._offer()

    def _offer(self) -> None:
        names = [each.name for each in self._templates]
        self._last = next((name for name in names if same_name(name, self._last)), "")
        self._tab.templates.show_names(names, self._last)
        if self._chosen is not None and self._chosen.template.name not in names:
            self._leave()

    def _leave(self) -> None:
        """The form is no template's any more."""
        self._chosen = None
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Name the template that the form was made ready by, and say whether the form is still as that made it."""
        chosen, tab = self._chosen, self._tab
        if chosen is None:
            tab.templates.chosen.hide()
            return
        names = {each.delivery_id: each.name for each in self._flow.desk.deliveries}
        ticked = ", ".join(names.get(each, f"delivery {each}") for each in chosen.delivery_ids)
        as_chosen = (
            set(tab.delivery_ids) == set(chosen.delivery_ids)
            and (tab.action is Action.REPROCESS) is chosen.reprocess
            and tab.field_names == chosen.template.field_names
            and all(tab.changes.get(name) == value for name, value in chosen.template.fixed.items())
        )
        stands = (f"ticks {ticked}" if ticked else "ticks no delivery") if as_chosen else "changed since it was chosen"
        tab.templates.show_chosen(chosen.template.name, stands)

    # --- choosing one -----------------------------------------------------------------------------------------------

    def _choose(self, place: int) -> None:
        if self._tab.locked or not self._flow.ready:
            return
        if place >= len(self._templates):
            self._say(
                f"No template has Ctrl+{place + 1} yet. “Templates” shows those there are, and makes new ones.",
                Tone.ACCENT,
            )
            return
        template = self._templates[place]
        going = self._would_go(template)
        if going:
            self._start(self._ask_and_put(template, going))
        else:
            self._put(template)

    def _would_go(self, template: Template) -> list[str]:
        """What a person typed or ticked for which the template has no place, in words."""
        tab, made = self._tab, self._made
        going = [
            f"{label_of(name)}: {on_one_line(value)}" if value else f"{label_of(name)}: cleared"
            for name, value in self._typed().items()
            if name not in template.field_names
        ]
        names = {each.delivery_id: each.name for each in self._flow.desk.deliveries}
        going += [
            f"the tick at {names.get(each, f'delivery {each}')}"
            for each in tab.delivery_ids
            if each not in made.delivery_ids and each not in template.delivery_ids
        ]
        if tab.action is Action.REPROCESS and not made.reprocess and template.action is not Action.REPROCESS:
            going.append("the tick at “Reprocess the lead after the update”")
        return going

    def _typed(self) -> dict[str, str]:
        """What a person typed: all that is not as the last template left it."""
        made = self._made.values
        return {name: value for name, value in self._tab.changes.items() if made.get(name) != value}

    async def _ask_and_put(self, template: Template, going: Sequence[str]) -> None:
        from leadbyte_desktop.ui.parts.message_dialog import MessageDialog

        dialog = MessageDialog(
            f"Make the form ready for “{on_one_line(template.name)}”?",
            "single.useTemplate",
            f"The template has no place for what you set: {'; '.join(going)}.",
            "Nothing was changed in LeadByte.",
            "Keep the form as it is, or use the template, and this goes from the form.",
            ("Keep the form as it is", f"Use “{on_one_line(template.name, 24)}”"),
            parent=self._tab.window(),
        )
        answer = await self._runner.ask(dialog)
        dialog.deleteLater()
        if answer == _USE_IT and not self._tab.locked:
            self._put(template)

    def _put(self, template: Template) -> None:
        # A quarantined lead goes to no delivery, and is released or rejected instead of reprocessed.
        for_lead = self._tab.kind is LeadKind.LEAD
        found = tickable(template.delivery_ids if for_lead else (), self._flow.desk.deliveries)
        typed = {name: value for name, value in self._typed().items() if name in template.field_names}
        values = {each.name: typed.get(each.name, each.value) for each in template.fields}
        reprocess = for_lead and template.action is Action.REPROCESS
        filled = {name: value for name, value in template.fixed.items() if name not in typed}
        self._made = made = _Made(filled, found.delivery_ids, reprocess)
        self._tab.put_template(values, found.delivery_ids, reprocess=reprocess)
        self._made = made  # on its way there the form may have been blank
        self._last = template.name
        self._chosen = _Chosen(template, found.delivery_ids, reprocess)
        self._offer()
        self._show_chosen()
        self._say_made(template, typed, found.left_out)

    def _say_made(self, template: Template, typed: Mapping[str, str], left_out: Sequence[str]) -> None:
        words = [
            f"{label_of(name)} keeps what you typed; the template has “{value}”."
            if value
            else f"{label_of(name)} keeps what you typed; the template clears it."
            for name, value in template.fixed.items()
            if name in typed and typed[name] != value
        ]
        if self._tab.kind is LeadKind.QUARANTINE and (template.delivery_ids or template.action):
            words.append("A quarantined lead goes to no delivery and is not reprocessed, so that part was left out.")
        if left_out:
            words.append(f"{capitalised('; '.join(left_out))}: not ticked. The tab Deliveries shows what there is.")
        if words:
            self._say(f"“{on_one_line(template.name)}”: {' '.join(words)}", Tone.WARNING)
        else:
            self._tab.templates.note.hide_note()
            announce(self._tab, f"The form is ready for “{template.name}”.")

    def _edited(self) -> None:
        tab = self._tab
        nothing_set = not (tab.changes or tab.delivery_ids or tab.action)
        if nothing_set:
            self._made = _Made({})
        # What is not as the template says must be in sight until the lead is done; the rest is only news.
        self._show_chosen()
        if not self._note_stays or (nothing_set and not tab.lead_text.strip()):
            tab.templates.note.hide_note()

    # --- making and changing them -----------------------------------------------------------------------------------

    def _save_pressed(self) -> None:
        self._start(self._save(None))

    def _change_pressed(self) -> None:
        of = next((each for each in self._templates if each.name == self._last), None)
        self._start(self._save(of))

    async def _save(self, of: Template | None) -> None:
        from leadbyte_desktop.ui.template_dialogs import AGREED, FormNow, TemplateDialog

        tab, desk = self._tab, self._flow.desk
        names = {each.delivery_id: each.name for each in desk.deliveries}
        form = FormNow(
            tab.field_names,
            tab.changes,
            {each: names.get(each, f"delivery {each}") for each in tab.delivery_ids},
            Action.REPROCESS if tab.action is Action.REPROCESS else None,
        )
        dialog = TemplateDialog(form, [each.name for each in self._templates], of, tab.window())
        try:
            if await self._runner.ask(dialog) != AGREED:
                return
            template = dialog.template
        finally:
            dialog.deleteLater()
        await desk.tools.templates.put(desk.account.account_id, template)
        self._last = template.name
        self._chosen = _Chosen(template, tab.delivery_ids, tab.action is Action.REPROCESS)
        await self._read()
        self._show_chosen()
        place = next((at for at, each in enumerate(self._templates, start=1) if each.name == template.name), 0)
        keys = f" Ctrl+{place} chooses it." if 1 <= place <= 9 else ""
        self._say(f"“{on_one_line(template.name)}” is kept as a template on this PC.{keys}", Tone.OK)

    def _manage_pressed(self) -> None:
        self._start(self._manage())

    async def _manage(self) -> None:
        from leadbyte_desktop.ui.template_dialogs import AGREED, TemplatesDialog

        desk = self._flow.desk
        dialog = TemplatesDialog(self._templates, self._tab.window())
        try:
            if await self._runner.ask(dialog) != AGREED:
                return
            after = dialog.templates
        finally:
            dialog.deleteLater()
        if after != self._templates:
            await desk.tools.templates.put_all(desk.account.account_id, after)
            await self._read()

    def _say(self, words: str, tone: Tone) -> None:
        self._note_stays = tone is Tone.WARNING
        self._tab.templates.note.say(words, tone)

    def _trouble(self, error: AppError) -> None:
        self._say(error.user_text, Tone.ERROR)

    def _start(self, coroutine: Coroutine[Any, Any, object]) -> None:
        self._runner.start(coroutine, on_error=self._trouble)
