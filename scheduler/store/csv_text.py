"""Bytes of a CSV file to rows of text, and back: encodings, quoting, formulas."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from scheduler.store.faults import Fault

LARGEST_FILE = 50_000_000
MOST_ROWS = 1_000_000
MARKS = (",", ";", "\t")
"""What may part the cells in files of others."""

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_SPECIAL = re.compile(r'[,"\r\n]')
_QUOTE = '"'
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_SAVE = (
    "请在表格软件中另存为“CSV UTF-8（逗号分隔）”",
    "save it in the spreadsheet program as “CSV UTF-8 (comma delimited)”",
)


class Unreadable(ValueError):
    """A file whose text cannot be had at all; carries its fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.line("en"))
        self.fault = fault


def decode(raw: bytes, file: str) -> str:
    """Text of a file: byte order mark first, then UTF-8, then GB18030, each strictly.

    Big5 and most other bytes decode as GB18030 without an error, as rare characters; a text
    found that way must therefore consist mostly of common ones (GB 2312).

    Raises
    ------
    Unreadable
    """
    if len(raw) > LARGEST_FILE:
        raise Unreadable(
            Fault(
                file, 0, "", f"{len(raw)} bytes", (f"最多{LARGEST_FILE}字节", f"expected at most {LARGEST_FILE} bytes")
            )
        )
    try:
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = raw.decode("utf-16")
        else:
            try:
                text = raw.decode("utf-8-sig")
            except UnicodeDecodeError:
                text = raw.decode("gb18030")
                if not _mostly_common(text):
                    raise
    except UnicodeDecodeError as error:
        raise Unreadable(
            Fault(file, 0, "", "", ("不是 UTF-8 或 GB18030 编码", "expected UTF-8 or GB18030"), _SAVE)
        ) from error
    if "\0" in text:
        row = text[: text.index("\0")].count("\n") + 1
        raise Unreadable(
            Fault(file, row, "", "", ("含有 NUL 字节，不是文本文件", "NUL bytes: this is no text file"), _SAVE)
        )
    return text


def read_rows(raw: bytes, file: str, mark: str = ",") -> list[list[str]]:
    """Rows of a CSV file, the header first; a guarding apostrophe is taken off again.

    ``mark`` parts the cells: a comma in tables of one's own, one of :data:`MARKS` in those of others.

    Raises
    ------
    Unreadable
        If the bytes are no text, the quoting is broken, or there are too many rows.
    """
    text = decode(raw, file)
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        for row in reader:
            rows.append([unguarded(cell) for cell in row])
            if len(rows) > MOST_ROWS:
                raise Unreadable(Fault(file, len(rows), "", "", (f"超过{MOST_ROWS}行", f"more than {MOST_ROWS} rows")))
    except csv.Error as error:
        fault = Fault(file, len(rows) + 1, "", "", (f"引号或分隔有误（{error}）", f"broken quoting ({error})"), _SAVE)
        raise Unreadable(fault) from error
    return rows


def write_rows(rows: Iterable[Sequence[str]]) -> bytes:
    """CSV with a byte order mark, which Excel in China needs to see UTF-8; always the same bytes."""
    return "".join(f"{_line(row)}\n" for row in rows).encode("utf-8-sig")


def guarded(text: str) -> str:
    """A cell that a spreadsheet would run as a formula gets an apostrophe in front; numbers do not."""
    return f"'{text}" if _formula_like(text) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _formula_like(text[1:]) else text


def _line(row: Sequence[str]) -> str:
    # The standard writer leaves a carriage return unquoted when lines end in a bare newline.
    if len(row) == 1 and not row[0]:
        return '""'
    return ",".join(
        f'"{cell.replace(_QUOTE, _QUOTE * 2)}"' if _SPECIAL.search(cell) else cell for cell in map(guarded, row)
    )


def _formula_like(text: str) -> bool:
    """Whether a spreadsheet may run a text. Texts that only begin with apostrophes before one are
    counted in, else an apostrophe of the user's own would be lost on the way back."""
    return text.lstrip("'").startswith(_FORMULA) and not _NUMBER.fullmatch(text)


def _mostly_common(text: str) -> bool:
    wide = [ch for ch in text if ord(ch) > 0x2E7F]
    return sum(_in_gb2312(ch) for ch in wide) * 2 >= len(wide)


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
