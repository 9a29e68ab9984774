"""The window board and the signs as pages to open or print: plain HTML, nothing from the data becomes markup."""

from collections.abc import Iterable
from datetime import datetime
from html import escape

from scheduler.board import Board, BoardCell, BoardRow
from scheduler.domain.center import Center
from scheduler.exports.printable import one_line, printable
from scheduler.words import date_text, pick

STATES = {
    "open": ("正常办理", "open"),
    "restricted": ("部分事项只收件或预约", "some items: papers or bookings only"),
    "suspended": ("暂停办理", "suspended"),
    "closed": ("不开放", "closed"),
}
STYLE = """
:root { --ink: #10233b; --line: #c9d4e2; --go: #1b7f3b; --part: #b35900; --stop: #b71c1c }
body { font-family: system-ui, "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: var(--ink); margin: 0; padding: 2.2vw; font-size: 1.25rem }
header { display: flex; justify-content: space-between; align-items: baseline; flex-wrap: wrap; gap: 1rem; border-bottom: 4px solid var(--ink); padding-bottom: .6rem }
h1 { font-size: 2.3rem; margin: 0 } .hours { font-size: 1.4rem }
table { border-collapse: collapse; width: 100%; margin-top: 1.2rem } th, td { border-bottom: 1px solid var(--line); padding: .7rem .8rem; text-align: left; vertical-align: top }
td.n { font-size: 2.1rem; font-weight: 700; width: 4rem } .scope { color: #44566c; font-size: 1rem } .who { font-size: 1.5rem; font-weight: 600 }
.open b { color: var(--go) } .restricted b { color: var(--part) } .suspended b, .closed b { color: var(--stop) } .note { font-size: 1rem; display: block }
td.now { background: #fff7d6 } footer { margin-top: 1.4rem; display: flex; gap: 2.5rem; flex-wrap: wrap; font-size: 1.1rem }
.sign { break-after: page; text-align: center; padding: 3rem 0; border-bottom: 1px dashed var(--line) } .sign:last-child { break-after: auto }
.sign .n { font-size: 9rem; font-weight: 800; line-height: 1 } .sign h2 { font-size: 3rem; margin: .4rem 0 } .sign ul { display: inline-block; text-align: left; font-size: 1.6rem }
.sign p { font-size: 1.4rem } @media print { body { padding: 0 } td.now { background: none } }
"""
NOW = """
const mark = () => { const now = new Date(), at = now.getFullYear() + "-" + String(now.getMonth() + 1).padStart(2, "0") + "-" + String(now.getDate()).padStart(2, "0") + "T"
  + String(now.getHours()).padStart(2, "0") + ":" + String(now.getMinutes()).padStart(2, "0");
  for (const cell of document.querySelectorAll("td[data-from]")) cell.classList.toggle("now", cell.dataset.from <= at && at < cell.dataset.to) };
mark(); setInterval(mark, 20000);
"""
"""Marks what is going on now, by the clock of the screen; without scripts the board reads the same."""


def board_page(center: Center, board: Board, lang: str) -> bytes:
    """The board of a day: a row a window, a column a stretch of opening hours."""
    spans = board.hours
    heads = "".join(f"<th>{a:%H:%M}–{b:%H:%M}</th>" for a, b in spans)
    head = f"<tr><th>{pick(('窗口', 'Window'), lang)}</th><th>{pick(('办理事项', 'Items'), lang)}</th>{heads}</tr>"
    rows = "".join(_row(center, row, spans, lang) for row in board.rows)
    body = (
        f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
        if rows
        else f"<p class=who>{pick(('今日不对外办公。', 'Closed to the public on this day.'), lang)}</p>"
    )
    hours = (
        pick(("办公时间 ", "Hours "), lang) + pick(("、", ", "), lang).join(f"{a:%H:%M}–{b:%H:%M}" for a, b in spans)
        if spans
        else ""
    )
    top = f"<header><h1>{_text(center.name(lang))}</h1><span class=hours>{_text(date_text(board.day, lang))} · {_text(hours)}</span></header>"
    return _page(
        center,
        pick(("窗口公示", "Window board"), lang),
        f"{top}{body}{_foot(center, lang)}<script>{NOW}</script>",
        lang,
    )


def signs_page(center: Center, board: Board, lang: str) -> bytes:
    """A sign for each window, one a page: number, scope, who is there, the way, and where to ask and complain."""
    hours = pick(("、", ", "), lang).join(f"{a:%H:%M}–{b:%H:%M}" for a, b in board.hours)
    signs = []
    for row in board.rows:
        items = "".join(f"<li>{_text(i.name(lang))}</li>" for i in row.post.items)
        people = _names(center, dict.fromkeys(p for c in row.cells for p in c.people), lang)
        lines = [
            (pick(("今日在岗", "At this window today"), lang), people),
            (pick(("办公时间", "Hours"), lang), hours),
            (pick(("办事流程", "How it goes"), lang), center.public.process(lang)),
            (pick(("咨询电话", "Questions"), lang), center.public.phone),
            (pick(("投诉电话", "Complaints"), lang), center.public.complaints),
        ]
        text = "".join(f"<p>{_text(label)}{pick(('：', ': '), lang)}{_text(said)}</p>" for label, said in lines if said)
        number = _text(str(row.post.number)) if row.post.number else ""
        signs.append(
            f"<section class=sign><div class=n>{number}</div><h2>{_text(row.post.name(lang))}</h2><ul>{items}</ul>{text}</section>"
        )
    return _page(center, pick(("窗口标识", "Window signs"), lang), "".join(signs), lang)


def _row(center: Center, row: BoardRow, spans: Iterable[tuple[datetime, datetime]], lang: str) -> str:
    scope = pick(("、", ", "), lang).join(i.name(lang) for i in row.post.items)
    cells = "".join(
        _cell(center, [c for c in row.cells if c.start < end and start < c.end], start, end, lang)
        for start, end in spans
    )
    return f"<tr><td class=n>{_text(str(row.post.number or row.post.id))}</td><td>{_text(row.post.name(lang))}<div class=scope>{_text(scope)}</div></td>{cells}</tr>"


def _cell(center: Center, cells: Iterable[BoardCell], start: datetime, end: datetime, lang: str) -> str:
    said = []
    for cell in cells:
        part = "" if (cell.start, cell.end) == (start, end) else f"{cell.start:%H:%M}–{cell.end:%H:%M} "
        note = "".join(
            f"<span class=note>{pick(words, lang)}{pick(('：', ': '), lang)}{_text(pick(('、', ', '), lang).join(i.name(lang) for i in items))}</span>"
            for words, items in ((("只收件", "papers only"), cell.accept), (("请预约", "by appointment"), cell.book))
            if items
        )
        said.append(
            f'<div class="{cell.state}"><span class=who>{_text(part)}{_text(_names(center, cell.people, lang))}</span> <b>{pick(STATES[cell.state], lang)}</b>{note}</div>'
        )
    return f'<td data-from="{start:%Y-%m-%dT%H:%M}" data-to="{end:%Y-%m-%dT%H:%M}">{"".join(said)}</td>'


def _names(center: Center, people: Iterable[str], lang: str) -> str:
    return pick(("、", ", "), lang).join(center.person[p].name(lang) for p in people if p in center.person)


def _foot(center: Center, lang: str) -> str:
    lines = [
        (pick(("办事流程", "How it goes"), lang), center.public.process(lang)),
        (pick(("咨询电话", "Questions"), lang), center.public.phone),
        (pick(("投诉电话", "Complaints"), lang), center.public.complaints),
    ]
    said = "".join(
        f"<span>{_text(label)}{pick(('：', ': '), lang)}{_text(text)}</span>" for label, text in lines if text
    )
    return f"<footer>{said}</footer>" if said else ""


def _page(center: Center, title: str, body: str, lang: str) -> bytes:
    tongue = pick(("zh-CN", "en"), lang)
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{_text(center.name(lang))} · {title}</title><style>{STYLE}</style>'
    return f'<!doctype html>\n<html lang="{tongue}"><head>{head}</head><body>{body}</body></html>\n'.encode()


def _text(text: str) -> str:
    return escape(one_line(printable(text)))
