"""What is wrong with a folder's files, said all at once: file, row, column, what was expected."""

from collections.abc import Iterable
from dataclasses import dataclass

Words = tuple[str, str]
"""The same said in Chinese and in English."""

NOTHING: Words = ("", "")
_SHOWN = 40
_LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one place of a file.

    Attributes
    ----------
    file
        Name of the file inside its folder.
    row
        Row as a spreadsheet counts it, the header being 1; 0 for the file as a whole.
    column
        The header as the file has it, or the key of a TOML file; empty for a whole row.
    found
        What stands there, empty for nothing.
    expected, remedy
        What should stand there, and what to do about it, in Chinese and English.
    """

    file: str
    row: int
    column: str
    found: str
    expected: Words
    remedy: Words = NOTHING

    def line(self, lang: str = "en") -> str:
        """The fault as one line of text; ``lang`` is ``zh`` or ``en``."""
        words = _LANGUAGES.index(lang)
        found, expected, remedy = printable(self.found), self.expected[words], self.remedy[words]
        if lang == "zh":
            where = (
                self.file
                + (f" 第{self.row}行" if self.row else "")
                + (f" “{printable(self.column)}”" if self.column else "")
            )
            return f"{where}：{f'“{found}”，' if found else ''}{expected}" + (f"。{remedy}" if remedy else "")
        where = (
            self.file + (f" row {self.row}" if self.row else "") + (f" {printable(self.column)}" if self.column else "")
        )
        return f"{where}: {f'found {found!r}, ' if found else ''}{expected}" + (f". {remedy}" if remedy else "")


class FolderFaults(ValueError):
    """A folder or file that cannot be used, with every fault found.

    Attributes
    ----------
    faults
        Sorted by file, row and column.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults), key=lambda f: (f.file, f.row, f.column, f.found, f.expected))
        super().__init__(self.text("en"))

    def __reduce__(self) -> tuple[type["FolderFaults"], tuple[list[Fault]]]:
        # Exceptions are rebuilt from their text by default; a batch worker must hand on the faults.
        return FolderFaults, (self.faults,)

    def text(self, lang: str = "en") -> str:
        """One line per fault."""
        return "\n".join(fault.line(lang) for fault in self.faults)


def printable(text: str) -> str:
    """Text that is safe to show on one line: control and direction marks as escapes, cut when long."""
    shown = "".join(ch if ch.isprintable() else ascii(ch)[1:-1] for ch in text[: _SHOWN + 1])
    return shown if len(text) <= _SHOWN else shown[:_SHOWN] + "…"
