"""Which entries of a pick list a text means, and how they are told apart."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from leadbyte_desktop.domain.campaign import Choice
from leadbyte_desktop.domain.words import quoted


def choices_meant(choices: Sequence[Choice], text: str) -> tuple[Choice, ...]:
    """The entries that a text means: those of this value, and those of these words, each value once.

    Capitals count only where an entry has just these words. More than one are different things to send: a list may
    show "2" for the value "3" and "1" for the value "2", and nothing in the text tells which was thought of.
    """
    of_value = [each for each in choices if each.value == text]
    plain = text.casefold()
    of_words = [each for each in choices if each.label == text] or [
        each for each in choices if each.label.casefold() == plain
    ]
    meant = {each.value: each for each in (*of_words, *of_value)}
    return tuple(each for each in choices if meant.get(each.value) is each)


def listed_words(choices: Sequence[Choice], choice: Choice) -> str:
    """An entry as a list shows it: its words, and its value where the words alone could mean another one, too."""
    alone = choices_meant(choices, choice.label) == (choice,)
    return choice.label if alone else f"{choice.label} (sent as {choice.value})"


def list_doubt(value: str, values: Collection[str], label: str) -> str:
    """That a value is in no pick list of its field, as a sentence; empty where it is, or where there is no list.

    Args:
        value: what is sent.
        values: what the entries of the list send.
        label: how the field is called.
    """
    return f"{quoted(value)} is not in the list of {label}." if value and values and value not in values else ""


def label_for(choices: Sequence[Choice], value: str) -> str:
    """What a pick list shows for a value: the words of its first entry; a value that is not in it stands for itself."""
    return next((each.label for each in choices if each.value == value), value)
