"""The account's own labels in the window: in the choosers, over the batch's columns, in the review and in History."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from leadbyte_desktop.domain.campaign import CampaignField
from leadbyte_desktop.domain.field_labels import FieldLabels
from leadbyte_desktop.domain.job import DraftItem, JobDraft, JobKind
from leadbyte_desktop.domain.lead_update import LeadRef, LeadUpdate
from leadbyte_desktop.domain.sheet import Role
from leadbyte_desktop.store.sheet import SheetView
from leadbyte_desktop.ui.batch_dialogs import FieldsDialog
from leadbyte_desktop.ui.batch_presenter import BatchPresenter
from leadbyte_desktop.ui.batch_tab import BatchTab
from leadbyte_desktop.ui.column_choice import Becomes, everything, meant_by, offers
from leadbyte_desktop.ui.columns_dialog import USE, ColumnsDialog
from leadbyte_desktop.ui.field_chooser import FieldChooser, offers_for
from tests.ui.history_desk import History

if TYPE_CHECKING:
    from leadbyte_desktop.services.review import Review
    from tests.ui.conftest import Office

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")
LEAD = LeadRef("2932682")
LABELS = FieldLabels.of_campaigns(
    [
        (
            "Solar",
            (CampaignField("phone1", "Mobile"), CampaignField("data1", "Roof type"), CampaignField("data2", "Due")),
        ),
        ("Energy", (CampaignField("phone1", "Mobile"), CampaignField("data1", "Meter"), CampaignField("data3", "Due"))),
    ]
)


def words(typed: str) -> list[str]:
    return [each.words for each in offers_for(typed, (), LABELS)]


# --- choosing a field -------------------------------------------------------------------------------------------------


def test_fields_are_offered_by_label_with_their_campaign() -> None:
    assert words("roof") == ["Roof type — Solar", "Use the name “roof” as it is"]
    assert words("mobile")[0] == "Mobile"
    assert [each.name for each in offers_for("mobile", (), LABELS)] == ["phone1"]
    every = words("")
    assert every[:2] == ["Title", "First name"]
    assert every[-4:] == ["Roof type — Solar", "Meter — Energy", "Due — Solar", "Due — Energy"]
    assert len({*every}) == len(every)


def test_a_label_of_two_fields_offers_both_and_means_neither() -> None:
    assert words("Due")[:2] == ["Due — Solar", "Due — Energy"]
    assert meant_by("Due", LABELS) is None
    assert meant_by("Due — Solar", LABELS) == Becomes(Role.FIELD, "data2")
    assert meant_by("roof type", LABELS) == Becomes(Role.FIELD, "data1")
    assert offers("Due", LABELS)[0].becomes.field in ("data2", "data3")


def test_everything_is_offered_once_and_a_field_of_two_labels_under_both() -> None:
    listed = everything(LABELS)
    assert len({each.words for each in listed}) == len(listed)
    assert [each.words for each in listed if each.becomes.field == "data1"] == ["Roof type — Solar", "Meter — Energy"]


def test_the_chooser_gives_the_name_that_is_sent(qtbot: QtBot) -> None:
    chooser = FieldChooser("chooser", tuple, dict)
    qtbot.addWidget(chooser)
    chooser.show_labels(LABELS)
    chooser.show()
    qtbot.waitExposed(chooser)
    chosen: list[str] = []
    chooser.chosen.connect(chosen.append)
    chooser.start()
    qtbot.keyClicks(chooser.line, "meter")
    qtbot.keyClick(chooser.line, Qt.Key.Key_Return)
    assert chosen == ["data1"]


def test_the_fields_of_a_batch_are_ticked_by_label(qtbot: QtBot) -> None:
    dialog = FieldsDialog(["data3"], ["data3"], LABELS)
    qtbot.addWidget(dialog)
    dialog.other.setText("Roof type")
    dialog.add_other()
    assert dialog.chosen == ["data3", "data1"]
    dialog.list.set_ticked(["data1"])
    dialog.list.changed.emit()
    warning = dialog.findChild(QLabel, "batchFields_warning")
    assert warning is not None
    assert warning.text() == "Due (Custom field 3) goes, with all that stands there."
    dialog.other.setText("Due")  # two fields are called so: nothing is chosen for the person
    dialog.add_other()
    assert "data2" not in dialog.chosen


# --- a batch ----------------------------------------------------------------------------------------------------------


class Table:
    """The tab Batch with the lists of the practice account."""

    def __init__(self, office: Office, qtbot: QtBot, folder: Path) -> None:
        self.office, self.folder = office, folder
        office.run(office.desk.refresh_words())
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.tab = BatchTab(self.window)
        self.presenter = BatchPresenter(self.tab, office.flow, office.runner)
        self.tab.resize(1180, 640)
        self.window.resize(1180, 640)
        self.window.show()
        qtbot.waitExposed(self.window)
        office.settle()

    def columns_of(self, text: str) -> ColumnsDialog:
        """Open a file with this text, up to the question which column is which."""
        path = self.folder / "leads.csv"
        path.write_text(text, "utf-8")
        self.office.runner.start(self.presenter.opening.open_file(path))
        self.office.until(self._dialogs)
        return self._dialogs()[0]

    def take(self, dialog: ColumnsDialog) -> None:
        button = dialog.findChild(QPushButton, f"columns_{USE}")
        assert button is not None
        assert button.isEnabled()
        button.click()
        self.office.settle()

    def headings(self) -> list[str]:
        model = self.tab.build.model
        return [str(model.headerData(place, Qt.Orientation.Horizontal)) for place in range(model.columnCount())]

    def _dialogs(self) -> list[ColumnsDialog]:
        return [each for each in self.window.findChildren(ColumnsDialog) if each.isVisible()]


@pytest.fixture
def table(office: Office, qtbot: QtBot, tmp_path: Path) -> Table:
    return Table(office, qtbot, tmp_path)


def how(dialog: QDialog, slot: int) -> str:
    return cast("QLabel", dialog.findChild(QLabel, f"columns_how_{slot}")).text()


def test_a_file_with_the_account_s_labels_is_matched_shown_and_sent(office: Office, table: Table) -> None:
    dialog = table.columns_of(f"Lead ID,Roof type,Smoker\n{LEAD.number},Slate,No\n")
    assert [row.column.field for row in dialog.rows.values()] == ["", "data1", "data2"]
    assert how(dialog, 1) == "By your account’s label"
    line = cast("QLineEdit", dialog.rows[2].choice.lineEdit())
    assert line.text() == "smoker"
    dialog.rows[2].choice.setFocus()
    line.setText("meter type")
    dialog.rows[2].choice.settle()
    assert line.text() == "meter_type — Energy Switch"
    assert how(dialog, 2) == "By your account’s label"  # it is the same field, whatever a campaign calls it
    table.take(dialog)
    assert table.headings()[1:] == ["roof_type\nRoof type", "smoker"]
    said: list[str] = []

    def agree(review: Review) -> Review:
        said.extend(review.summary)
        return review

    office.answer = agree
    cast("QPushButton", table.tab.findChild(QPushButton, "batch.review_primary")).click()
    office.until(lambda: not table.tab.building)
    office.settle()
    assert said[0] == "Custom field 1 (boiler_make, current_supplier …) becomes “Slate”"
    (item,) = office.items(1)
    assert item.update == LeadUpdate(LEAD, {"data1": "Slate", "data2": "No"})


def test_a_value_outside_a_pick_list_is_a_warning_that_names_the_list(table: Table) -> None:
    dialog = table.columns_of(f"Lead ID,Title,Gender\n{LEAD.number},Lord,Female\n2932683,mrs,Woman\n")
    table.take(dialog)
    groups = table.tab.build.problems._groups
    assert [(each.column, each.what, each.group.stops) for each in groups] == [
        ("Title", "“Lord” is not in LeadByte’s list for this field.", False),
        ("Gender", "“Woman” is not in LeadByte’s list for this field.", False),
    ]
    assert groups[1].why == "The list has “Female”, “Male”. It would be sent as it stands."
    model = table.tab.build.model
    assert "“Mr”, “Mrs”" in str(model.index(0, 1).data(Qt.ItemDataRole.ToolTipRole))
    sheet = table.presenter.sheet
    assert sheet is not None
    (_, row) = table.office.run(sheet.order(SheetView()))
    table.office.run(sheet.set_cells({row: {2: "Male"}}))
    assert len(table.office.run(sheet.problem_groups())) == 1


def test_letting_blank_cells_clear_warns_of_a_required_field(table: Table) -> None:
    table.take(table.columns_of(f"Lead ID,Phone 1,Town\n{LEAD.number},,Leeds\n"))
    groups = table.tab.build.problems._groups
    assert groups == []
    table.tab.build.for_all.blank_clears.click()
    table.office.settle()
    (group,) = table.tab.build.problems._groups
    assert (group.column, group.group.stops) == ("Phone 1", False)
    assert group.what == "LeadByte requires this field, and this row clears it."


def test_a_label_of_several_fields_asks_for_a_person(office: Office, table: Table) -> None:
    office.run(
        office.workplace.tools.word_keeper._lists.put_fields(
            "practice", "9", [CampaignField("data1", "Due"), CampaignField("data2", "Due")]
        )
    )
    office.run(office.desk.words())
    dialog = table.columns_of(f"Lead ID,Due\n{LEAD.number},Monday\n")
    assert dialog.rows[1].column.role is Role.IGNORED
    assert how(dialog, 1) == "Several fields are called so; choose one"
    choice = dialog.rows[1].choice
    line = cast("QLineEdit", choice.lineEdit())
    choice.setFocus()
    line.setText("Due (data2) — Solar Panels")
    choice.settle()
    assert choice.becomes == Becomes(Role.FIELD, "data2")
    table.take(dialog)


def test_labels_that_come_later_are_shown_over_the_columns(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    table = Table(office, qtbot, tmp_path)
    office.run(office.workplace.tools.word_keeper._lists.put_fields("practice", "9", [CampaignField("data9", "Roof")]))
    dialog = table.columns_of(f"Lead ID,data9\n{LEAD.number},Slate\n")
    table.take(dialog)
    assert table.headings()[1] == "Custom field 9\ndata9"
    office.run(office.desk.words())
    office.flow.words_changed.emit()
    assert table.headings()[1] == "Roof\ndata9"


# --- afterwards -------------------------------------------------------------------------------------------------------


def test_history_and_results_name_fields_as_the_account_does(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    office.run(office.desk.refresh_words())
    office.run(office.workplace.tools.word_keeper._lists.put_fields("practice", "9", [CampaignField("data9", "Roof")]))
    office.run(office.desk.words())
    update = LeadUpdate(LEAD, {"data9": "Slate"})
    result = office.send(JobDraft(JobKind.SINGLE, "Lead", "practice", (DraftItem(update),)))
    assert office.reviews[0].summary[0] == "Roof becomes “Slate”"
    history = History(office, qtbot)
    assert history.words("asked").splitlines() == ["Roof becomes “Slate”"]
    saved = tmp_path / "results.csv"
    office.run(office.workplace.tools.results.save(result.job_id, saved))
    assert saved.read_text("utf-8-sig").splitlines()[0].startswith("Row,Lead ID,Roof,Deliveries,Action")
