"""A spreadsheet's letters for its columns: A is the first, AA the twenty-seventh."""

from __future__ import annotations


def column_number(letters: bytes) -> int:
    """The letters as the column's number from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def column_letters(column: int) -> str:
    """The inverse, for a column from 0."""
    letters, number = "", column + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return letters
