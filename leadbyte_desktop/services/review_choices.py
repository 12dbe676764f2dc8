"""What a review says of a lead that still waits in another job, for each thing that a person may want."""

from __future__ import annotations

from leadbyte_desktop.domain.job import DraftItem
from leadbyte_desktop.domain.words import capitalised
from leadbyte_desktop.services.review import Review
from leadbyte_desktop.services.review_words import waits_words
from leadbyte_desktop.services.to_come import Choice, ToCome

_MOST_NAMED = 3


def to_come_words(review: Review) -> str:
    """Where the lead is still to come, and what would happen to it there; empty where it is not."""
    if review.to_come_count:
        return waits_words(review.to_come_count)
    if not review.to_come:
        return ""
    lead = capitalised(review.to_come[0].item.lead.words)
    named = [_row_words(review, row) for row in review.to_come[:_MOST_NAMED]]
    more = len(review.to_come) - len(named)
    if more:
        named.append(f"And in {'1 more row' if more == 1 else f'{more:,} more rows'}.")
    return f"{lead} is still to come in another job. " + " ".join(named)


def choice_words(choice: Choice) -> str:
    """A choice, as it stands on its button."""
    if choice is Choice.CHANGE_ROW:
        return "Change the batch row instead"
    return "Send after it" if choice is Choice.AFTER else "Send now"


def choice_hint(review: Review, choice: Choice) -> str:
    """What comes of a choice."""
    row = review.row_to_change or review.to_come[-1]
    if choice is Choice.AFTER:
        return "This is written down now, and leaves once that job is past the lead. So what you set here wins."
    if choice is Choice.SEND:
        return (
            f"{capitalised(row.place)} is older and still waits. At Continue of that job it stays left out, unless you "
            "tick it; then it goes, and what it sets wins."
        )
    when = "in its turn" if row.running else "when that job is continued"
    return f"Nothing is sent now. The row takes up your change and goes {when}."


def title_of(review: Review, choice: Choice) -> str:
    """The question at the top."""
    row = review.row_to_change
    return f"Change {row.place}?" if choice is Choice.CHANGE_ROW and row else review.title


def button_of(review: Review, choice: Choice) -> str:
    """What the send button does."""
    row = review.row_to_change
    if choice is Choice.CHANGE_ROW and row:
        return f"Change row {row.item.number:,} of the batch"
    return f"{review.button} after it" if choice is Choice.AFTER else review.button


def summary_of(review: Review, choice: Choice) -> tuple[str, ...]:
    """What will happen, a sentence each."""
    row, changed = review.row_to_change, review.changed_row
    if choice is Choice.CHANGE_ROW and row and changed:
        return (f"{capitalised(row.place)} will then do this: {review.short_line_of(changed)}.",)
    return review.summary


def _row_words(review: Review, row: ToCome) -> str:
    state = "is being sent now" if row.running else "is not being sent now"
    if row.tried_again:
        state = "is being tried again"
    what = review.short_line_of(DraftItem(row.item.update))
    return f"{capitalised(row.place)}, which {state}, would do this: {what}."
