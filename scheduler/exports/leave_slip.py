"""A leave slip to print and sign on paper: 年休假申请表, 其他休假申请表, 请假条 (3-34, 3-41)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from html import escape

from scheduler.domain.center import Center
from scheduler.exports.printable import printable
from scheduler.leave.balances import Balance
from scheduler.leave.request import AuditStep, LeaveRequest
from scheduler.leave.words import EVIDENCE_WORDS, FLAG_WORDS, STATE_WORDS, role_word
from scheduler.words import leave_word, pick

ANNUAL = ("年休假申请表", "Application for annual leave")
OTHER = ("其他休假申请表", "Application for other leave")
PLAIN = ("请假条", "Leave slip")
TRIP = ("公出审批单", "Official trip slip")

FORMS: Mapping[str, tuple[str, str]] = {
    "annual": ANNUAL,
    **dict.fromkeys(("family_visit", "marriage", "maternity", "paternity", "bereavement", "child_care"), OTHER),
    **dict.fromkeys(("personal", "sick", "emergency", "toil"), PLAIN),
    **dict.fromkeys(("official_trip", "business_trip", "meeting", "training"), TRIP),
}
"""Which form a leave type is asked for on (3-41)."""

STYLE = """
@page { size: A4; margin: 22mm 20mm; }
body { font: 14px/1.7 'Noto Serif CJK SC', 'Songti SC', SimSun, serif; color: #000; max-width: 720px; margin: 24px auto; }
h1 { font-size: 22px; text-align: center; letter-spacing: 4px; margin: 0 0 4px; }
p.unit { text-align: center; margin: 0 0 16px; }
table { width: 100%; border-collapse: collapse; }
td, th { border: 1px solid #000; padding: 6px 8px; vertical-align: top; font-weight: normal; text-align: left; }
th { width: 16%; background: #f4f4f4; }
td.sign { height: 44px; }
p.foot { font-size: 12px; color: #444; }
"""


def leave_slip(
    center: Center,
    request: LeaveRequest,
    steps: Iterable[AuditStep],
    lang: str,
    balance: Balance | None = None,
    chain_article: str = "",
) -> str:
    """The slip as an HTML page of its own, ready for the printer.

    Parameters
    ----------
    request, steps
        As their reader may see them (``visible``): what is hidden there is not printed here.
    balance
        The days this leave is taken from, where its type has a ledger.
    """
    taken = tuple(steps)
    title = pick(FORMS.get(request.kind, PLAIN), lang)
    who, section = center.person[request.person], center.section.get(center.person[request.person].section)
    rank = pick(center.rank_names.get(who.rank, (who.rank, who.rank)), lang)
    where = (section.name_zh if lang == "zh" else section.name_en) if section else who.section
    rows = [
        _row((("姓名", "Name"), f"{who.name(lang)} ({who.id})"), (("科室", "Section"), where), lang=lang),
        _row(
            (("职务", "Rank"), rank),
            (("工作年限", "Years of service"), f"{who.service_years:g} / {who.total_service_years:g}"),
            lang=lang,
        ),
        _row((("类别", "Type"), leave_word(request.kind, lang)), (("天数", "Days"), f"{request.days:g}"), lang=lang),
        _row((("起止时间", "From – to"), f"{_moment(request.start)} – {_moment(request.end, last=True)}"), lang=lang),
        _row((("事由", "Reason"), request.reason or "—"), lang=lang),
        _row(
            (
                ("所附材料", "Papers"),
                _list((pick(EVIDENCE_WORDS.get(e, (e, e)), lang) for e in sorted(request.evidence)), lang),
            ),
            lang=lang,
        ),
    ]
    if balance is not None:
        said = pick(
            (
                "应有 {0:g} 天，已用(含本次){1:g} 天，余 {2:g} 天",
                "{0:g} granted, {1:g} taken with this one, {2:g} left",
            ),
            lang,
        )
        rows.append(
            _row(
                (
                    ("假期余额", "Balance"),
                    said.format(balance.granted, balance.taken, balance.left) + f" ({balance.article})",
                ),
                lang=lang,
            )
        )
    if request.flags:
        rows.append(
            _row(
                (("提示", "Remarks"), _list((pick(FLAG_WORDS.get(f, (f, f)), lang) for f in request.flags), lang)),
                lang=lang,
            )
        )
    rows += _signatures(center, request, taken, lang, chain_article)
    rows.append(_row((("工作移交", "Handover"), _handover(center, request, taken, lang)), lang=lang))
    filed = next((s for s in taken if s.action == "file"), None)
    rows.append(
        _row(
            (
                ("备案", "Filed"),
                pick(("人事科、中心主任(副主任)", "HR section, director (deputy)"), lang)
                + f" {_moment(filed.at) if filed else '________'}",
            ),
            (("销假", "Back"), _moment(request.back_at) if request.back_at else "________"),
            lang=lang,
        )
    )
    foot = pick(("单号 {0} · 状态：{1} · 依据 3-34", "No. {0} · state: {1} · article 3-34"), lang).format(
        request.id, pick(STATE_WORDS[request.state], lang)
    )
    return (
        f'<!DOCTYPE html><html lang="{"zh-Hans" if lang == "zh" else "en"}"><head><meta charset="utf-8"><title>{_text(title)} {_text(request.id)}</title>'
        f"<style>{STYLE}</style></head><body><h1>{_text(title)}</h1><p class=unit>{_text(center.name(lang))}</p>"
        f"<table>{''.join(rows)}</table><p class=foot>{_text(foot)}</p></body></html>"
    )


def _signatures(
    center: Center, request: LeaveRequest, steps: Sequence[AuditStep], lang: str, article: str
) -> list[str]:
    """One line for each signature of the chain: signed with name and moment, or left open for a pen."""
    # After an extension the chain of the whole length has signed anew.
    counted = ("grant_extension",) if "extended" in request.flags else ("agree", "reject")
    signed = [s for s in steps if s.action in counted][-len(request.steps) or None :]
    rows = []
    for number, step in enumerate(request.steps):
        done = signed[number] if number < len(signed) else None
        label = role_word(step.role)
        if done is None:
            value = f"{center.person[step.holder].name(lang) if step.holder else ''} ________________"
        else:
            said = pick(
                ("不同意" if done.action == "reject" else "同意", "refused" if done.action == "reject" else "agreed"),
                lang,
            )
            value = f"{said} · {center.person[done.actor].name(lang)} · {_moment(done.at)}" + (
                f" · {done.reason}" if done.reason else ""
            )
        rows.append(_row(((f"{label[0]}意见", f"{label[1].capitalize()}"), value), lang=lang, css="sign"))
    if not rows:
        said = pick(("无需事前审批，返岗后补交材料", "nobody before; papers on return"), lang)
        rows.append(_row((("审批", "Approval"), f"{said} ({article})" if article else said), lang=lang))
    return rows


def _handover(center: Center, request: LeaveRequest, steps: Sequence[AuditStep], lang: str) -> str:
    given = request.handover
    if given is None:
        return "________"
    said = f"{center.person[given.to].name(lang)} ({given.to}): {_list(given.items, lang)}"
    word = next((s for s in steps if s.action == "acknowledge"), None)
    return said + (
        pick((" · 已确认", " · acknowledged"), lang) + (f" {_moment(word.at)}" if word else "")
        if given.acknowledged
        else ""
    )


def _row(*cells: tuple[tuple[str, str], str], lang: str, css: str = "") -> str:
    span = 3 if len(cells) == 1 else 1
    return (
        "<tr>"
        + "".join(
            f'<th>{_text(pick(label, lang))}</th><td colspan={span} class="{css}">{_text(value)}</td>'
            for label, value in cells
        )
        + "</tr>"
    )


def _list(items: Iterable[str], lang: str) -> str:
    return pick(("、", ", "), lang).join(items) or "—"


def _moment(at: datetime, last: bool = False) -> str:
    """A day where a whole day begins or ends, else day and time."""
    if (at.hour, at.minute) == (0, 0):
        return f"{at - timedelta(days=last):%Y-%m-%d}"
    return f"{at:%Y-%m-%d %H:%M}"


def _text(value: str) -> str:
    return escape(printable(value))
