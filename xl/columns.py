"""Columns by their letters and by their numbers."""

from functools import cache

_LETTERS = 26


@cache
def column_number(letters: str) -> int:
    """Return the number of a column: 1 for "A", 28 for "AB"."""
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number


@cache
def column_letters(number: int) -> str:
    """Return the letters of a column: "A" for 1, "AB" for 28."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
