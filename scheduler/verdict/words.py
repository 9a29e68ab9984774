"""A verdict in words and as plain data."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from scheduler.cell_changes import CellChange
from scheduler.domain.center import Center
from scheduler.leave.advise import WORDS
from scheduler.leave.ladder import ROLE_WORDS
from scheduler.verdict.judge import Verdict
from scheduler.verdict.unlocking import Unlock
from scheduler.verdict.waits_words import wait_data, wait_lines
from scheduler.words import leave_word, pick

COLORS: Mapping[str, tuple[str, str]] = {
    "green": ("绿：不动他人排班即可", "GREEN: nobody else's roster changes"),
    "amber": ("黄：须调整他人排班", "AMBER: others' cells must change"),
    "red": ("红：不宜批准", "RED: should not be granted"),
}


def verdict_lines(found: Verdict, center: Center, lang: str) -> list[str]:
    """All that a section head wants to read, the answer first."""
    request = found.request
    head = f"{request.id} {named(center, request.person, lang)} {leave_word(request.kind, lang)} {span_text(request.start, request.end)}"
    outcomes = pick(("、", ", "), lang).join(pick(WORDS[o], lang) for o in found.advice.outcomes)
    lines = [f"{pick(COLORS[found.color], lang)} [{outcomes}]", f"  {head}", f"  {chain_text(found, center, lang)}"]
    lines += [
        f"  · {f.text(lang)}" + pick((f"(依据{f.article})", f" (article {f.article})"), lang)
        for f in found.screened.findings
    ]
    lines += [f"  · {b.text(lang)}" for b in found.breaches_new]
    if found.held:
        held = ", ".join(pick(("大厅值班", "hall duty"), lang) if h == "hall_duty" else h for h in found.held)
        lines.append(
            pick(
                (
                    f"  占用已排岗位：{held}(改动须说明原因，3-10)",
                    f"  rostered over this span: {held} (changed with a reason, 3-10)",
                ),
                lang,
            )
        )
    lines += [f"  → {change_text(c, center, lang)}" for c in found.changes if c.why != "away"]
    if found.k:
        least = (
            pick(("已证明最少", "proven least"), lang)
            if found.effect.proven
            else pick(
                (f"至少{found.effect.least}格，未证明最少", f"at least {found.effect.least}, not proven least"), lang
            )
        )
        lines.append(pick((f"  共调整他人{found.k}格({least})", f"  {found.k} cells of others move ({least})"), lang))
    spent = [p for p, margin in found.margin_after.items() if margin <= 0]
    if spent:
        lines.append(
            pick(
                (
                    f"  余量：{'、'.join(spent)}只剩一人或无人，再缺一人即空岗",
                    f"  margin: {', '.join(spent)} down to one person or none; the next absence empties them",
                ),
                lang,
            )
        )
    lines += [f"  ~ {line}" for line in wait_lines(found.waits, center, "zh" if lang == "zh" else "en")]
    if found.alternatives:
        lines.append(
            pick(("  可改为：", "  instead: "), lang) + "; ".join(span_text(a, b) for a, b in found.alternatives)
        )
    lines += [f"  + {unlock_text(u, center, lang)}" for u in found.unlocking]
    return lines


def chain_text(found: Verdict, center: Center, lang: str) -> str:
    """``P2(3-36)：科长 许明远(K01)→ 分管领导 唐建业(L01)``."""
    steps = [
        f"{pick(ROLE_WORDS.get(s.role, (s.role, s.role)), lang)} {named(center, s.holder, lang) if s.holder else '?'}"
        for s in found.screened.steps
    ]
    said = " → ".join(steps) or pick(("无需事前审批，返岗后补手续", "nobody before; papers on return"), lang)
    chain, days = found.screened.chain, found.screened.days
    return pick(
        (
            f"审批 {chain.id}({chain.article}，{days:g}天)：{said}",
            f"chain {chain.id} ({chain.article}, {days:g} days): {said}",
        ),
        lang,
    )


def change_text(change: CellChange, center: Center, lang: str) -> str:
    here = pick(("本科室", "own desk"), lang)
    before, after = (
        "+".join(change.before) or here,
        "+".join(change.after) or (here if change.present else pick(("不在岗", "off"), lang)),
    )
    why = pick({"cover": ("顶岗", "covers"), "other": ("调整", "moves"), "away": ("离岗", "away")}[change.why], lang)
    return f"{named(center, change.person, lang)} {span_text(change.start, change.end)} {before} → {after} ({why})"


def unlock_text(unlock: Unlock, center: Center, lang: str) -> str:
    who = named(center, unlock.person, lang)
    said = {
        "name_backup": (f"由科长另定{who}为{unlock.post}的C岗，即可批准", f"name {who} as C of {unlock.post}"),
        "move_leave": (f"{who}的请假{unlock.source}改期，即可批准", f"move the leave {unlock.source} of {who}"),
        "designate": (f"指定{who}临时保管大门钥匙(3-29)", f"designate {who} for the door key (3-29)"),
    }[unlock.kind]
    if unlock.whole:
        return pick(said, lang)
    return pick((said[0].removesuffix("，即可批准"), said[1]), lang) + pick(
        (f"，仅解决：{'、'.join(unlock.lifts)}", f": lifts only {', '.join(unlock.lifts)}"), lang
    )


def named(center: Center, person: str, lang: str) -> str:
    known = center.person.get(person)
    return (
        f"{known.name(lang)}({person})"
        if known and lang == "zh"
        else f"{known.name(lang)} ({person})"
        if known
        else person
    )


def span_text(start: datetime, end: datetime) -> str:
    """``2026-09-10 08:30–12:00``; whole days without the clock."""
    if start.hour == start.minute == end.hour == end.minute == 0:
        days = (end.date() - start.date()).days
        last = end.date().fromordinal(end.date().toordinal() - 1)
        return f"{start:%Y-%m-%d}" if days == 1 else f"{start:%Y-%m-%d} – {last:%m-%d}"
    return (
        f"{start:%Y-%m-%d %H:%M}–{end:%H:%M}"
        if start.date() == end.date()
        else f"{start:%Y-%m-%d %H:%M} – {end:%m-%d %H:%M}"
    )


def verdict_data(found: Verdict, lang: str) -> dict[str, Any]:
    """The same for machines."""
    request = found.request
    return {
        "id": request.id,
        "person": request.person,
        "kind": request.kind,
        "start": request.start,
        "end": request.end,
        "color": found.color,
        "outcomes": [str(o) for o in found.advice.outcomes],
        "grant": found.advice.grant,
        "chain": found.chain,
        "article": found.article,
        "days": found.screened.days,
        "steps": [{"role": s.role, "holder": s.holder} for s in found.screened.steps],
        "evidence": found.screened.chain.evidence,
        "findings": [
            {"code": f.code, "refuses": f.refuses, "article": f.article, "text": f.text(lang)}
            for f in found.screened.findings
        ],
        "breaches": [
            {"rule": b.rule, "article": b.article, "post": b.post, "start": b.start, "end": b.end, "text": b.text(lang)}
            for b in found.breaches_new
        ],
        "k": found.k,
        "least": found.effect.least,
        "proven": found.effect.proven,
        "held": list(found.held),
        "margin": dict(found.margin_after),
        "changes": [
            {
                "person": c.person,
                "start": c.start,
                "end": c.end,
                "before": list(c.before),
                "after": list(c.after),
                "why": c.why,
            }
            for c in found.changes
        ],
        "waits": [wait_data(w) for w in found.waits],
        "alternatives": [{"start": a, "end": b} for a, b in found.alternatives],
        "unlocking": [
            {
                "kind": u.kind,
                "person": u.person,
                "post": u.post,
                "leave": u.source,
                "whole": u.whole,
                "lifts": list(u.lifts),
            }
            for u in found.unlocking
        ],
    }
