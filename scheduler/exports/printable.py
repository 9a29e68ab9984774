"""Text from the data as files can hold it."""

import re

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text without characters that XML and UTF-8 have no room for; line feeds and tabs stay."""
    return _UNPRINTABLE.sub("", text)


def one_line(text: str) -> str:
    """The same on one line: names of people and posts are no place for line breaks."""
    return " ".join(printable(text).split())
