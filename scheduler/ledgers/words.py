"""Why me again? The accounts of a ledger in sentences, Chinese and English."""

from collections.abc import Sequence

from scheduler.domain.problem import RosterProblem
from scheduler.ledgers.carried import Balance

NAMES = {
    "nights": ("夜班", "night shifts"),
    "weekends": ("周末班", "weekend shifts"),
    "holidays": ("节假日班", "holiday shifts"),
    "duty": ("大厅值班", "hall duty"),
    "cover": ("顶岗", "standing in"),
    "dual": ("兼岗", "double duty"),
}
UNITS = {
    "nights": ("个", ""),
    "weekends": ("个", ""),
    "holidays": ("个", ""),
    "duty": ("天", " days"),
    "cover": ("分钟", " min"),
    "dual": ("分钟", " min"),
}
NAMED = 6
"""People of a group who are named; more are only counted."""


def kind_name(kind: str, lang: str) -> str:
    """Name of a kind of burden."""
    return NAMES[kind][lang != "zh"]


def amount(kind: str, value: float, lang: str, sign: bool = False) -> str:
    """``7.5个`` or ``120 min``; minutes without decimals."""
    # Added to 0 after rounding, so that a little below nothing is 0 and not -0.
    value = round(value, 1 if kind not in ("cover", "dual") else None) + 0
    number = f"{value:+g}" if sign else f"{value:g}"
    return f"{number}{UNITS[kind][lang != 'zh']}"


def why(problem: RosterProblem, line: Balance, lang: str) -> str:
    """One account as an answer: what was done, what would be fair and of what, what came in and what goes on."""
    zh, kind = lang == "zh", line.kind
    name = problem.center.person[line.person].name(lang)
    done, share = amount(kind, line.count, lang), amount(kind, line.share, lang)
    text = [
        f"{name}本期{kind_name(kind, lang)}{done}，应摊{share}"
        if zh
        else f"{name}: {kind_name(kind, lang)} {done}, fair share {share}"
    ]
    text.append(_group(problem, line, lang))
    if abs(line.before) >= 0.05:
        before = amount(kind, abs(line.before), lang)
        if line.before > 0:
            text.append(
                f"以前多担{before}，本期应扣减"
                if zh
                else f"{before} too many came in from earlier rosters and come off"
            )
        else:
            text.append(
                f"以前少担{before}，本期应补上"
                if zh
                else f"{before} too few came in from earlier rosters and are made up for"
            )
    text.append(_outcome(line, lang))
    return ("；" if zh else "; ").join(part for part in text if part) + ("。" if zh else ".")


def _group(problem: RosterProblem, line: Balance, lang: str) -> str:
    zh = lang == "zh"
    if not line.among:
        return "本期没有应由其承担的部分" if zh else "nothing of it falls to this person in this roster"
    total = amount(line.kind, line.total, lang)
    names = _names(problem, line.among, lang)
    if len(line.among) == 1:
        return f"{total}只能由本人承担" if zh else f"nobody else could carry these {total}"
    return (
        f"能承担的{len(line.among)}人按在岗时间分摊{total}{names}"
        if zh
        else f"{total} are shared by the {len(line.among)} who can carry them, by the time each is there{names}"
    )


def _names(problem: RosterProblem, people: Sequence[str], lang: str) -> str:
    if len(people) > NAMED:
        return ""
    names = [problem.center.person[p].name(lang) for p in people]
    return f"({'、'.join(names)})" if lang == "zh" else f" ({', '.join(names)})"


def _outcome(line: Balance, lang: str) -> str:
    zh = lang == "zh"
    step = 60.0 if line.kind in ("cover", "dual") else 1.0
    after = amount(line.kind, abs(line.after), lang)
    if abs(line.after) < 0.05 * step:
        return "账已平" if zh else "the account is even"
    if abs(line.after) < step:
        rest = amount(line.kind, line.after, lang, sign=True)
        return f"余数{rest}记入台账" if zh else f"the remainder of {rest} is carried over"
    if line.after > 0:
        return (
            f"仍多担{after}，记入台账，下期少排"
            if zh
            else f"{after} above the share are carried over and come off next time"
        )
    return (
        f"仍少担{after}，记入台账，下期补排"
        if zh
        else f"{after} below the share are carried over and come on top next time"
    )
