"""What can be done with the chosen rows and cells of a batch, as its menu offers it."""

from __future__ import annotations

from enum import Enum


class Act(Enum):
    """One of these; the value is what its entry in the menu is called."""

    ADD_ROW = "addRow"
    COPY_ROWS = "copyRows"
    DELETE_ROWS = "deleteRows"
    LEAVE_OUT = "leaveOut"
    BRING_BACK = "bringBack"
    DELIVERIES = "rowDeliveries"
    REPROCESS = "rowReprocess"
    RELEASE = "rowRelease"
    REJECT = "rowReject"
    NO_ACTION = "rowNoAction"
    CLEAR = "clearField"
    LEAVE_ALONE = "leaveAlone"
    FILL_DOWN = "fillDown"


ACTS: tuple[tuple[Act | None, str, str], ...] = (
    (Act.COPY_ROWS, "Copy these rows below", ""),
    (Act.DELETE_ROWS, "Delete these rows", ""),
    (Act.LEAVE_OUT, "Leave these rows out", ""),
    (Act.BRING_BACK, "Bring them back", ""),
    (None, "", ""),
    (Act.DELIVERIES, "Deliveries of these rows…", ""),
    (Act.REPROCESS, "Reprocess these leads", ""),
    (Act.RELEASE, "Release them from quarantine", ""),
    (Act.REJECT, "Reject them in quarantine", ""),
    (Act.NO_ACTION, "No action for them", ""),
    (None, "", ""),
    (Act.FILL_DOWN, "Fill down", "Ctrl+D"),
    (Act.CLEAR, "Clear this field in LeadByte", ""),
    (Act.LEAVE_ALONE, "Leave this field alone", "Del"),
)
"""The menu of the chosen rows: what, its words, and the keys that do the same; a line where there is no act."""
