"""The dialogs of the templates: what a new one keeps of the form, and the list of all of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from leadbyte_desktop.domain.campaign import CampaignField
from leadbyte_desktop.domain.delivery_set import same_name
from leadbyte_desktop.domain.lead_fields import label_of
from leadbyte_desktop.domain.lead_update import Action
from leadbyte_desktop.domain.pick_list import label_for
from leadbyte_desktop.domain.template import Template, TemplateField
from leadbyte_desktop.domain.words import count_of, in_sight, on_one_line
from leadbyte_desktop.ui.parts.dialog_frame import DialogFrame
from leadbyte_desktop.ui.parts.field_row import FieldRow
from leadbyte_desktop.ui.parts.named_table import NamedRow, NamedTable
from leadbyte_desktop.ui.parts.text import Text
from leadbyte_desktop.ui.parts.tick_list import TickList, TickRow

AGREED = 1
_NAME_HINT = "For example Full details → Acme."
_ROWS_IN_SIGHT = 5


@dataclass(frozen=True, slots=True)
class FormNow:
    """What stands in the form.

    Attributes:
        field_names: its fields, in order.
        changes: what is typed: field name to value, "" where the field is cleared.
        deliveries: the ticked deliveries: ID to name.
        action: what is done with the lead.
        labels: field name to what the account calls it.
        campaign_id: the campaign of the lead in the form; empty where it is not known.
        campaign: its name.
        fields: by name, what LeadByte tells of the fields of the lead's campaign.
    """

    field_names: Sequence[str]
    changes: Mapping[str, str]
    deliveries: Mapping[str, str]
    action: Action | None
    labels: Mapping[str, str] = field(default_factory=dict)
    campaign_id: str = ""
    campaign: str = ""
    fields: Mapping[str, CampaignField] = field(default_factory=dict)

    def label(self, name: str) -> str:
        """What the account calls a field."""
        return self.labels.get(name) or label_of(name)


class TemplateDialog(DialogFrame):
    """What of the form becomes a template, and under which name.

    Args of the constructor:
        form: what stands in the form.
        taken: names of templates; one of them is replaced, and it says so.
        of: the template that is changed; None for a new one.
    """

    def __init__(
        self, form: FormNow, taken: Collection[str], of: Template | None = None, parent: QWidget | None = None
    ) -> None:
        title = f"Change the template “{on_one_line(of.name)}”" if of else "Save the form as a template"
        super().__init__(title, "template", parent, least_width=560)
        self._form, self._taken, self._of = form, taken, of
        self.line = QLineEdit(of.name if of else "")
        self.line.setObjectName("template_line")
        self._row = FieldRow("&Name", self.line, _NAME_HINT)
        self.fields = TickList("template_fields", "Fields of the template", "Search the fields", _ROWS_IN_SIGHT)
        self.fields.set_rows([TickRow(name, form.label(name), name) for name in form.field_names])
        self.fields.set_ticked(form.field_names)
        self.fixed = TickList("template_fixed", "Values that are filled in each time", "Search", _ROWS_IN_SIGHT)
        self.fixed.set_rows([_fixed_row(form, name) for name in form.changes])
        self.fixed.set_ticked([name for name in (of.fixed if of else ()) if name in form.changes])
        self._lay_out()
        self._agree = self.add_button("", "template_agree", "primary")
        self._agree.clicked.connect(self._save)
        self.line.textChanged.connect(self._say)
        self.line.returnPressed.connect(self._save)
        self.fixed.changed.connect(self._have_field)
        for ticks in (self.fields, self.fixed):
            ticks.changed.connect(self._say)
        self._say()
        self.line.setFocus()

    @property
    def template(self) -> Template:
        """The template as the dialog stands."""
        form, ticked, fixed = self._form, self.fields.ticked(), self.fixed.ticked()
        labels = self._labels
        fields = [
            TemplateField(name, form.changes[name] if name in fixed else None, labels.get(name, ""))
            for name in form.field_names
            if name in ticked
        ]
        campaign_id, campaign = self._campaign
        return Template(self.line.text(), tuple(fields), tuple(form.deliveries), form.action, campaign_id, campaign)

    @property
    def _campaign(self) -> tuple[str, str]:
        """For which campaign it is: that of the lead in the form, else that of the template that is changed."""
        form, of = self._form, self._of
        if form.campaign_id or of is None:
            return form.campaign_id, form.campaign
        return of.campaign_id, of.campaign

    @property
    def _labels(self) -> Mapping[str, str]:
        """What that campaign calls its fields, as far as it is known."""
        if self._form.campaign_id:
            return self._form.labels
        return {each.name: each.label for each in self._of.fields} if self._of else {}

    def _lay_out(self) -> None:
        self.add(self._row)
        self.add(Text("Fields to have in the form", "heading", name="template_fieldsHeading"))
        self.add(self.fields)
        if self._form.changes:
            self.add(Text("Values that are filled in each time", "heading", name="template_fixedHeading"))
            self.add(
                Text("Not ticked, a field is blank, to be typed for each lead.", "hint", name="template_fixedHint")
            )
            self.add(self.fixed)
        self.add(Text(self._rest_words(), name="template_rest"))
        self.body.addStretch(1)
        self.add_button("Go back", "template_back", result=0)

    def _rest_words(self) -> str:
        names, action = list(self._form.deliveries.values()), self._form.action
        parts = [f"It ticks {', '.join(names)}." if names else "It ticks no delivery."]
        if action is Action.REPROCESS:
            parts.append("The lead is reprocessed after the update.")
        elif action is not None:
            parts = [f"It is for quarantined leads: the lead is {action.done} after the update."]
        if campaign := self._campaign[1]:
            parts.append(
                f"It is made for {campaign}: on a lead of another campaign, no value is filled in that belongs into "
                "another field there."
            )
        return " ".join(parts)

    def _have_field(self) -> None:
        """A value that is filled in needs its field."""
        for name in self.fixed.ticked():
            self.fields.tick(name)

    def _say(self) -> None:
        ticked = self.fields.ticked()
        for name in self.fixed.ticked():
            if name not in ticked:
                self.fixed.tick(name, on=False)
        name = self.line.text()
        taken = next((each for each in self._taken if same_name(each, name)), "")
        self._row.set_error("")
        replaced = f"“{on_one_line(taken)}” is a template already. It is replaced by this one."
        self._row.set_hint(replaced if taken else _NAME_HINT)
        self._agree.set_words("Replace the template" if taken else "Save the template")

    def _save(self) -> None:
        made = self.template
        if not made.name:
            self._row.set_error("Type a name first.")
        elif not (made.fields or made.delivery_ids or made.action):
            self._row.set_error("Tick at least one field: a template of nothing would do nothing.")
        else:
            self.done(AGREED)


class TemplatesDialog(DialogFrame):
    """All templates: rename, order, delete. Nothing is kept before *Keep the templates as shown*.

    Args of the constructor:
        templates: the templates, in their order.
    """

    def __init__(self, templates: Sequence[Template], parent: QWidget | None = None) -> None:
        super().__init__("Templates", "templates", parent, least_width=640)
        self._templates = list(templates)
        self.table = NamedTable("templates_names", "template", ("Template", "Holds"), ordered=True)
        self.add(self.table)
        words = (
            "The order gives Ctrl+1 to Ctrl+9. To change what a template holds, choose it in the form, change the "
            "form, then choose “Change … to what stands in the form” in the same menu."
        )
        self.add(Text(words, "hint", name="templates_words"))
        self.body.addStretch(1)
        self.add_button("Go back", "templates_back", result=0)
        self._agree = self.add_button("Keep the templates as shown", "templates_agree", "primary", AGREED)
        self.table.changed.connect(self._check)
        self.table.show_rows([NamedRow(key, each.name, holds_words(each)) for key, each in enumerate(templates)])
        self.table.setFocus()

    @property
    def templates(self) -> list[Template]:
        """The templates as they stand in the dialog."""
        return [replace(self._templates[row.key], name=row.name) for row in self.table.rows()]

    def _check(self) -> None:
        self._agree.setEnabled(not self.table.problem())
        QTimer.singleShot(0, self, self.fit_height)  # what has just appeared is measured in the next turn


def holds_words(template: Template) -> str:
    """What a template holds, in a few words: "4 fields, 1 delivery, reprocess · Solar Panels"."""
    fields, deliveries = len(template.fields), len(template.delivery_ids)
    parts = [
        count_of(fields, "field", "fields") if fields else "",
        count_of(deliveries, "delivery", "deliveries") if deliveries else "",
        template.action.verb if template.action else "",
    ]
    words = ", ".join(part for part in parts if part)
    return f"{words} · {template.campaign}" if template.campaign else words


def _fixed_row(form: FormNow, name: str) -> TickRow:
    label, value = form.label(name), form.changes[name]
    known = form.fields.get(name)
    shown = label_for(known.choices, value) if known else value
    words = in_sight(value) if shown == value else f"{in_sight(shown)} ({in_sight(value)})"
    return TickRow(name, f"{label}: {words}" if value else f"{label}: cleared", name)
