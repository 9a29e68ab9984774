"""Text from the data as files can hold it."""

import re
import unicodedata

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text without characters that XML and UTF-8 have no room for; line feeds and tabs stay."""
    return _UNPRINTABLE.sub("", text)


def one_line(text: str) -> str:
    """The same on one line: names of people and posts are no place for line breaks."""
    return " ".join(printable(text).split())


def display_width(text: str) -> int:
    """Columns a text takes up: a Chinese character is as wide as two letters."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
