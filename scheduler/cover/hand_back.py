"""The note with which a stand-in gives the post back: what was done, what is pending, what was returned."""

import html
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from scheduler.domain.cover import Cover, HandBack
from scheduler.domain.problem import RosterProblem
from scheduler.explain import person_name, post_name
from scheduler.words import date_text, pick

STYLE = (
    "body{font-family:system-ui,'Microsoft YaHei','Noto Sans CJK SC',sans-serif;max-width:44rem;margin:2rem auto;color:#111}"
    "h1{font-size:1.4rem;text-align:center}table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #555;padding:.5rem;text-align:left;vertical-align:top}th{width:9rem;background:#f3f3f3}"
    ".sign td{height:3rem}@media print{body{margin:0}}"
)


def give_back(covers: Sequence[Cover], missing: str, at: datetime, note: HandBack) -> tuple[Cover, ...]:
    """Covers of a missing person that are still open, ended at ``at`` with the note.

    A stretch that had not begun ends at once, with 0 minutes; one that was over ended as rostered.

    Raises
    ------
    ValueError
        If nothing of that person is open.
    """
    open_ones = [c for c in covers if c.missing == missing and c.open]
    if not open_ones:
        raise ValueError(f"{missing}: no cover is open")
    return tuple(
        replace(c, ended=min(max(at, c.start), c.until), hand_back=note if c.stand_in else None) for c in open_ones
    )


def thing_text(problem: RosterProblem, thing: str, lang: str) -> str:
    """``seal:PROC``, ``cashier``, ``door`` in words."""
    kind, _, which = thing.partition(":")
    if kind == "seal":
        section = problem.center.section.get(which)
        return pick(
            (f"{section.name_zh}章", f"seal of {section.name_en}") if section else (f"印章{which}", f"seal {which}"),
            lang,
        )
    return pick(
        {"cashier": ("财务室钥匙", "cashier key"), "door": ("大门钥匙", "door key")}.get(kind, (thing, thing)), lang
    )


def note_rows(problem: RosterProblem, covers: Sequence[Cover], lang: str) -> tuple[tuple[str, str], ...]:
    """The note of one stand-in to the returning holder, as rows of label and text; ``covers`` were given back."""
    note = next((c.hand_back for c in covers if c.hand_back is not None), None)
    if note is None:
        raise ValueError("these covers were not given back yet")
    first, comma = covers[0], pick(("、", ", "), lang)
    spans = [f"{post_name(problem, c.post, lang)} {c.start:%H:%M}–{c.end:%H:%M}" for c in covers if c.minutes]
    dual = sum(c.minutes for c in covers if c.dual)
    items = dict.fromkeys((c.post, i) for c in covers for i in c.without)
    names = {(c.post, i.id): i.name(lang) for c in covers for i in problem.center.post[c.post].items}
    none = pick(("无", "none"), lang)
    rows = [
        (pick(("日期", "Date"), lang), date_text(first.day, lang)),
        (pick(("移交人(顶岗人)", "From (stand-in)"), lang), person_name(problem, first.stand_in, lang)),
        (pick(("接收人(返岗人)", "To (back on post)"), lang), person_name(problem, first.missing, lang)),
        (pick(("顶岗岗位与时间", "Posts and times"), lang), comma.join(spans) or none),
        (pick(("其中兼岗", "Of it double duty"), lang), pick((f"{dual}分钟", f"{dual} min"), lang)),
        (pick(("已办结", "Done"), lang), note.done.strip() or none),
        (pick(("待办件", "Pending"), lang), note.pending.strip() or none),
        (
            pick(("只收件、待您办理", "Accepted only, for you to finish"), lang),
            comma.join(names.get(key, key[1]) for key in items) or none,
        ),
        (
            pick(("已交还印章、钥匙", "Seals and keys returned"), lang),
            comma.join(thing_text(problem, t, lang) for t in note.returned) or none,
        ),
    ]
    if note.kept:
        rows.append(
            (pick(("尚未交还", "Not returned yet"), lang), comma.join(thing_text(problem, t, lang) for t in note.kept))
        )
    return (*rows, (pick(("交接时间", "Handed back at"), lang), f"{note.at:%Y-%m-%d %H:%M}"))


def note_text(problem: RosterProblem, covers: Sequence[Cover], lang: str) -> str:
    """The note as plain lines."""
    colon = pick(("：", ": "), lang)
    return "\n".join((note_title(lang), *(f"{label}{colon}{text}" for label, text in note_rows(problem, covers, lang))))


def note_title(lang: str) -> str:
    return pick(("顶岗交还单", "Hand-back note"), lang)


def note_page(problem: RosterProblem, groups: Sequence[Sequence[Cover]], lang: str) -> bytes:
    """A printable page, one note a stand-in, with room for both signatures."""
    name = html.escape(problem.center.name(lang))
    parts = []
    for covers in groups:
        body = "".join(
            f"<tr><th>{html.escape(label)}</th><td>{html.escape(text).replace(chr(10), '<br>')}</td></tr>"
            for label, text in note_rows(problem, covers, lang)
        )
        signed = "".join(
            f"<tr class=sign><th>{pick(pair, lang)}</th><td></td></tr>"
            for pair in (("移交人签字", "Signed, from"), ("接收人签字", "Signed, to"))
        )
        parts.append(f"<h1>{name} · {note_title(lang)}</h1><table>{body}{signed}</table>")
    tongue = pick(("zh-CN", "en"), lang)
    page = f'<!doctype html><html lang="{tongue}"><meta charset="utf-8"><title>{note_title(lang)}</title><style>{STYLE}</style>{"<hr>".join(parts)}</html>'
    return page.encode()


def by_stand_in(covers: Sequence[Cover]) -> tuple[tuple[Cover, ...], ...]:
    """Covers that were given back with a note, those of one stand-in together."""
    people = dict.fromkeys(c.stand_in for c in covers if c.stand_in and c.hand_back is not None)
    return tuple(tuple(c for c in covers if c.stand_in == p) for p in people)
