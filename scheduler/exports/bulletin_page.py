"""The monthly bulletin as a page to print: plain HTML, A4, nothing from the data becomes markup."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from scheduler.exports.printable import printable

_STYLE = """
@page { size: A4; margin: 18mm }
body { font-family: "Noto Serif CJK SC", "Source Han Serif SC", SimSun, serif; font-size: 11pt; color: #000; max-width: 180mm; margin: 0 auto }
h1 { text-align: center; font-size: 17pt; margin: 0 0 2mm }
.period { text-align: center; margin: 0 0 6mm }
h2 { font-size: 12.5pt; margin: 6mm 0 2mm; break-after: avoid }
table { border-collapse: collapse; width: 100%; break-inside: auto }
tr { break-inside: avoid }
th, td { border: 0.3mm solid #777; padding: 1mm 2mm; text-align: left }
th { background: #eef2f7 }
td.n { text-align: right; white-space: nowrap }
.sign { margin-top: 14mm; display: flex; justify-content: space-between }
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: a heading, then sentences, then a table whose first row is its head."""

    title: str
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def bulletin_page(lang: str, title: str, period: str, parts: Sequence[Part], signs: Sequence[str] = ()) -> bytes:
    """A whole document; cells that look like numbers stand on the right."""
    text = [
        "<!doctype html>",
        f'<html lang="{"zh-CN" if lang == "zh" else "en"}"><head><meta charset="utf-8">',
        f"<title>{_text(title)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{_text(title)}</h1>",
        f'<p class="period">{_text(period)}</p>',
    ]
    for part in parts:
        text.append(f"<h2>{_text(part.title)}</h2>")
        text += [f"<p>{_text(line)}</p>" for line in part.lines]
        if part.rows:
            head, *rest = part.rows
            text.append(
                "<table><thead><tr>" + "".join(f"<th>{_text(cell)}</th>" for cell in head) + "</tr></thead><tbody>"
            )
            text += ["<tr>" + "".join(_cell(cell) for cell in row) + "</tr>" for row in rest]
            text.append("</tbody></table>")
    if signs:
        text.append('<p class="sign">' + "".join(f"<span>{_text(sign)}</span>" for sign in signs) + "</p>")
    return ("\n".join(text) + "\n</body></html>\n").encode()


def _cell(cell: str) -> str:
    kind = ' class="n"' if cell[:1].isdigit() or cell[:1] in "-–" else ""
    return f"<td{kind}>{_text(cell)}</td>"


def _text(text: str) -> str:
    return escape(printable(text))
