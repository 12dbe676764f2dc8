"""What the templates of *Single lead* do: make the form ready, and come from what stands in it."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from leadbyte_desktop.domain.delivery_set import same_name, tickable
from leadbyte_desktop.domain.lead_update import Action, LeadKind
from leadbyte_desktop.domain.shared_fields import SharedField
from leadbyte_desktop.domain.template_fit import Fit, LeadFields, fit
from leadbyte_desktop.domain.words import capitalised, on_one_line, quoted
from leadbyte_desktop.ui.parts.announce import announce
from leadbyte_desktop.ui.parts.mouse_up import WhenMouseUp
from leadbyte_desktop.ui.theme import Tone

if TYPE_CHECKING:
    from leadbyte_desktop.domain.errors import AppError
    from leadbyte_desktop.domain.template import Template
    from leadbyte_desktop.ui.async_runner import AsyncRunner
    from leadbyte_desktop.ui.field_words import FieldWords
    from leadbyte_desktop.ui.lead_reading import LeadReading
    from leadbyte_desktop.ui.send_flow import SendFlow
    from leadbyte_desktop.ui.single_lead_tab import SingleLeadTab

_USE_IT = 2
_SET = {
    Action.REPROCESS: "the tick at “Reprocess the lead after the update”",
    Action.RELEASE: "the choice “Release it”",
    Action.REJECT: "the choice “Reject it”",
}


@dataclass(frozen=True, slots=True)
class _Made:
    """What a template wrote into the form: not a person's typing, so it may go without a question.

    Attributes:
        values: field name to the value it filled in.
        delivery_ids: what it ticked.
        action: what it chose to be done with the lead.
    """

    values: Mapping[str, str]
    delivery_ids: Sequence[str] = ()
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The template that the form was made ready by.

    Attributes:
        template: the template.
        delivery_ids: what of its deliveries was ticked.
        action: what was chosen to be done with the lead.
        words: what a person must know of the choice, a sentence each.
        fit: how it fits the lead in the form, as far as that is known.
    """

    template: Template
    delivery_ids: Sequence[str]
    action: Action | None
    words: Sequence[str] = ()
    fit: Fit = field(default_factory=Fit)


class SingleLeadTemplates(QObject):
    """Stands between the tab's button *Templates* and what this PC keeps of the open account.

    Args:
        tab: the tab.
        flow: tells of another account.
        runner: starts coroutines.
        reading: the lead in the form, as far as it is known.
        fields: the fields of its campaign.
    """

    def __init__(
        self, tab: SingleLeadTab, flow: SendFlow, runner: AsyncRunner, reading: LeadReading, fields: FieldWords
    ) -> None:
        super().__init__(tab)
        self._tab, self._flow, self._runner = tab, flow, runner
        self._reading, self._fields = reading, fields
        self._templates: list[Template] = []
        self._unreadable = 0
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
        self._fit_soon = WhenMouseUp(self._fit_again, self)
        reading.changed.connect(self._fit_soon)
        fields.changed.connect(self._fit_soon)
        flow.desk_changed.connect(self._open)
        if flow.ready:
            self._open()

    def _open(self) -> None:
        self._templates, self._unreadable, self._last, self._made = [], 0, "", _Made({})
        self._tab.templates.note.hide_note()
        self._leave()
        self._offer()
        self._start(self._read())

    async def _read(self) -> None:
        desk = self._flow.desk
        templates = await desk.tools.templates.all(desk.account.account_id)
        unreadable = await desk.tools.templates.unreadable(desk.account.account_id)
        if desk is self._flow.desk:
            self._templates, self._unreadable = templates, unreadable
            self._offer()

    def _offer(self) -> None:
        names = [each.name for each in self._templates]
        self._last = next((name for name in names if same_name(name, self._last)), "")
        self._tab.templates.show_names(names, self._last, self._unreadable)
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
            and tab.action is chosen.action
            and tab.field_names == chosen.template.field_names
            and all(tab.changes.get(name) == value for name, value in self._fixed(chosen).items())
        )
        does = f"ticks {ticked}" if ticked else "ticks no delivery"
        if chosen.template.in_quarantine:
            does = f"{chosen.action.verb}s the lead" if chosen.action else "does nothing in quarantine"
        tab.templates.show_chosen(chosen.template.name, does if as_chosen else "changed since it was chosen")

    def _fixed(self, chosen: _Chosen) -> dict[str, str]:
        """What the template fills in for the lead in the form."""
        return {name: value for name, value in chosen.template.fixed.items() if name not in chosen.fit.withheld}

    # --- the lead that it is used for -------------------------------------------------------------------------------

    def _label(self, name: str) -> str:
        """What the lead's campaign, or else the account, calls a field."""
        return self._fields.labels.get(name) or self._flow.desk.names.fields.of(name)

    def _fit(self, template: Template) -> Fit:
        reading, words = self._reading, self._flow.desk.known_words
        shared = {each.name: each for each in words.fields_for() if isinstance(each, SharedField)}
        fields = words.fields_for(reading.campaign_id) if reading.campaign_id else ()
        named = reading.lead is not None
        return fit(template, LeadFields(reading.campaign_id, self._campaign(), fields, shared, named))

    def _campaign(self) -> str:
        """The name of the lead's campaign, for a sentence; empty where it is not known."""
        campaign_id = self._reading.campaign_id
        known = self._flow.desk.known_words.campaign(campaign_id)
        return self._reading.campaign or (known.name if known else f"campaign {campaign_id}" if campaign_id else "")

    def taken_out(self, changes: Mapping[str, str]) -> str:
        """What of these changes went from the form since they were read from it, in words; empty for nothing."""
        self._fit_again()
        withheld = self._chosen.fit.withheld if self._chosen else frozenset()
        gone = [name for name in changes if name in withheld and name not in self._tab.changes]
        return ", ".join(self._label(name) for name in gone)

    def doubts(self, changes: Mapping[str, str]) -> str:
        """What a person must know of those of these changes that the template filled in, in whole sentences."""
        words = self._chosen.fit.words if self._chosen else {}
        filled = self._made.values
        return " ".join(words[name] for name, value in changes.items() if name in words and filled.get(name) == value)

    def _fit_again(self) -> None:
        """More is known of the lead, or another one stands in the form: no value may stay that belongs elsewhere."""
        chosen = self._chosen
        if chosen is None or self._tab.locked:
            return
        now = self._fit(chosen.template)
        if now == chosen.fit:
            return
        self._chosen = replace(chosen, fit=now)
        fixed, changes, made = chosen.template.fixed, self._tab.changes, dict(self._made.values)
        out = [name for name in now.withheld if name in made and changes.get(name) == made[name]]
        back = [name for name in chosen.fit.withheld - now.withheld if name not in changes]
        back = [name for name in back if name in fixed and name in self._tab.field_names]
        values: dict[str, str | None] = dict.fromkeys(out) | {name: fixed[name] for name in back}
        made |= {name: fixed[name] for name in back}
        self._made = keeps = replace(self._made, values={name: made[name] for name in made if name not in out})
        if values:
            self._tab.put_values(values)
            self._made = keeps  # on its way there the form may have been blank
        self._show_chosen()
        self._say_chosen()

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
            f"{self._label(name)}: {on_one_line(value)}" if value else f"{self._label(name)}: cleared"
            for name, value in self._typed().items()
            if name not in template.field_names
        ]
        names = {each.delivery_id: each.name for each in self._flow.desk.deliveries}
        going += [
            f"the tick at {names.get(each, f'delivery {each}')}"
            for each in tab.delivery_ids
            if each not in made.delivery_ids and each not in template.delivery_ids
        ]
        if tab.action is not None and tab.action not in (made.action, template.action):
            going.append(_SET[tab.action])
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
        tab = self._tab
        if template.in_quarantine and not tab.lead_text.strip():
            tab.choose_kind(LeadKind.QUARANTINE)
        # A quarantined lead goes to no delivery, and is released or rejected instead of reprocessed.
        for_lead = tab.kind is LeadKind.LEAD
        found = tickable(template.delivery_ids if for_lead else (), self._flow.desk.deliveries)
        action = template.action if template.in_quarantine is not for_lead else None
        fits = self._fit(template)
        typed = {name: value for name, value in self._typed().items() if name in template.field_names}
        fixed = {name: value for name, value in template.fixed.items() if name not in fits.withheld}
        values = {each.name: typed.get(each.name, fixed.get(each.name)) for each in template.fields}
        filled = {name: value for name, value in fixed.items() if name not in typed}
        self._made = made = _Made(filled, found.delivery_ids, action)
        tab.put_template(values, found.delivery_ids, action)
        self._made = made  # on its way there the form may have been blank
        self._last = template.name
        words = [*self._kept_words(fixed, typed), *_left_out_words(template, found.left_out, for_lead=for_lead)]
        self._chosen = _Chosen(template, found.delivery_ids, action, words, fits)
        self._offer()
        self._show_chosen()
        self._say_chosen()

    def _kept_words(self, fixed: Mapping[str, str], typed: Mapping[str, str]) -> list[str]:
        """That a typed value stands where the template has another one."""
        return [
            f"{self._label(name)} keeps what you typed; the template has {quoted(value)}."
            if value
            else f"{self._label(name)} keeps what you typed; the template clears it."
            for name, value in fixed.items()
            if name in typed and typed[name] != value
        ]

    def _say_chosen(self) -> None:
        """Say what is not as the template has it."""
        chosen = self._chosen
        if chosen is None:
            return
        words = [*chosen.fit.words.values(), *chosen.words]
        if words:
            self._say(f"“{on_one_line(chosen.template.name)}”: {' '.join(words)}", Tone.WARNING)
        else:
            self._tab.templates.note.hide_note()
            announce(self._tab, f"The form is ready for “{chosen.template.name}”.")

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
            {name: value for name, value in tab.changes.items() if name not in tab.unclear},
            {each: names.get(each, f"delivery {each}") for each in tab.delivery_ids},
            tab.action,
            {name: self._label(name) for name in tab.field_names},
            self._reading.campaign_id,
            self._campaign(),
            self._fields.by_name,
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
        self._chosen = _Chosen(template, tab.delivery_ids, tab.action)
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


def _left_out_words(template: Template, left_out: Sequence[str], *, for_lead: bool) -> list[str]:
    """What of a template could not be done for such a lead."""
    words = []
    if for_lead and template.in_quarantine and template.action:
        words.append(f"Only a quarantined lead can be {template.action.done}, so that part was left out.")
    elif not for_lead and (template.delivery_ids or template.action is Action.REPROCESS):
        words.append("A quarantined lead goes to no delivery and is not reprocessed, so that part was left out.")
    if left_out:
        words.append(f"{capitalised('; '.join(left_out))}: not ticked. The tab Deliveries shows what there is.")
    return words
