"""Why a cell needs this many heads: a code with its numbers, and the sentence it stands for.

The code is what is stored and written to files, language-neutral and one line, such as
``share value=0.8 within=20 load=2.93 cv=0.08 alone=4 wanted=4 heads=4``; `words` reads it back.
"""

from dataclasses import dataclass, field

from scheduler.staffing.targets import COUNTER_S, OVERS, SHARES_OF, Lang, duration, percent, promise_words

PROMISES = ("share", "wait", "abandon", "occupancy")
LED = 3
"""Heads from which one of them leads: a leader and two agents (3-62)."""
CODES = (*PROMISES, "floor", "whole", "load", "minimum", "presence", "idle")
"""What binds: a promise; the floor of a share promised over a day or week, or that share itself; bare load; the minimum; a post never empty; nothing to do."""


@dataclass(frozen=True, slots=True)
class NeedReason:
    """What binds in one cell, and the numbers to say it with.

    Attributes
    ----------
    binds
        One of `CODES`.
    numbers
        ``load`` (erlang), ``cv``, ``alone`` (heads the load alone needs on post), ``wanted``
        (after shrinkage and floors), ``heads`` (after the cap by seats); where they apply
        ``lead`` (what a leader counts as while leading),
        ``value`` and ``within`` of the promise, ``of`` (place in `SHARES_OF`, if not the first), ``q`` (confidence), ``shrinkage``, ``minimum``,
        ``presence``, ``seats``, and with too few seats ``service``, ``horizon`` and ``delay``;
        ``repeats`` (share of all calls that are repeat calls with `heads`, where customers call again);
        ``deferred`` (heads added for work that may wait). With a share promised over a day or week:
        ``over`` (place in `OVERS`), ``floor`` (share every interval answers), ``reached`` (share of
        the whole period), ``here`` (of this interval), ``each`` (heads if the share had to be kept in
        this interval alone).

    Raises
    ------
    ValueError
        If `binds` is no code.
    """

    binds: str
    numbers: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.binds not in CODES:
            raise ValueError(f"no reason {self.binds!r}, expected one of {', '.join(CODES)}")

    def __str__(self) -> str:
        return " ".join([self.binds, *(f"{k}={v:.4g}" for k, v in self.numbers.items())])

    @classmethod
    def parse(cls, text: str) -> "NeedReason":
        """Read back what ``str`` wrote.

        Raises
        ------
        ValueError
            If the text is not such a line.
        """
        binds, *pairs = text.split() or [""]
        numbers = {}
        for pair in pairs:
            name, equals, value = pair.partition("=")
            if not equals:
                raise ValueError(f"reason {text!r}: {pair!r} is not name=number")
            numbers[name] = float(value)
        return cls(binds, numbers)


def words(reason: NeedReason | str, lang: Lang) -> str:
    """The sentence a planner reads.

    Parameters
    ----------
    reason
        A reason or its stored line.
    lang
        ``"zh"`` or ``"en"``.

    Raises
    ------
    ValueError
        If the line is not a reason.
    """
    if isinstance(reason, str):
        reason = NeedReason.parse(reason)
    zh = lang == "zh"
    parts = [_because(reason, zh)]
    n = reason.numbers
    if n.get("shrinkage") and reason.binds not in ("minimum", "presence", "idle"):
        lost, wanted = percent(n["shrinkage"]), n["wanted"]
        parts.append(f"计{lost}临时缺勤须排{wanted:g}人" if zh else f"{wanted:g} with {lost} unplanned absence")
    if n.get("lead") and n.get("alone", 0.0) >= LED and reason.binds not in ("minimum", "presence", "idle"):
        share = f"{n['lead']:g}"
        parts.append(f"其中值长带班按{share}人计" if zh else f"the leader counted as {share} while leading")
    if n.get("wanted", 0.0) > n.get("heads", 0.0):
        parts.append(_seats(reason, zh))
    if "repeats" in n:
        again = percent(round(n["repeats"], 3))
        parts.append(
            f"按所排人数，来电中{again}为挂断后重拨（比例按呼叫次数计）"
            if zh
            else f"{again} of the calls repeat calls at these heads (shares count calls, not callers)"
        )
    if n.get("deferred"):
        parts.append(
            f"另加{n['deferred']:g}人办理可延后工作" if zh else f"{n['deferred']:g} more for work that may wait"
        )
    return ("，" if zh else ", ").join(parts)


def _because(reason: NeedReason, zh: bool) -> str:
    n = reason.numbers
    if reason.binds == "idle":
        return "无业务，不需人" if zh else "no load, nobody needed"
    load, alone = f"{n['load']:.2g}" if n["load"] < 10 else f"{n['load']:.1f}", n["alone"]
    if reason.binds in ("minimum", "presence"):
        least = n[reason.binds]
        if zh:
            floor = f"至少{least:g}人" if reason.binds == "minimum" else f"岗位不得空岗，须{least:g}人"
            return f"{floor}（负荷{load}爱尔兰只需{alone:g}人）"
        floor = f"at least {least:g}" if reason.binds == "minimum" else f"never empty: {least:g}"
        return f"{floor} (the load of {load} erlang needs {alone:g})"
    lang: Lang = "zh" if zh else "en"
    spread = f"{n['cv']:.2g}"
    if reason.binds == "load":
        why = "人数须多于负荷" if zh else "more people than load"
    elif reason.binds in ("floor", "whole"):
        return _of_period(reason, zh, load, spread)
    else:
        why = promise_words(reason.binds, n["value"], n.get("within", 0.0), lang, list(SHARES_OF)[int(n.get("of", 0))])
    if "q" in n:
        why += f"（{percent(n['q'])}的日子）" if zh else f" on {percent(n['q'])} of days"
    if zh:
        return f"按{why}，预期负荷{load}爱尔兰（日波动cv {spread}）需{alone:g}人"
    return f"{alone:g} needed for {why} at {load} erlang (day-to-day cv {spread})"


def _of_period(reason: NeedReason, zh: bool, load: str, spread: str) -> str:
    """At the floor because the day or week as a whole keeps the promise; or above it, so that it does."""
    n = reason.numbers
    lang: Lang = "zh" if zh else "en"
    of = list(SHARES_OF)[int(n.get("of", 0))]
    period = list(OVERS.values())[int(n.get("over", 2))][0 if zh else 1]
    promise, least = promise_words("share", n["value"], n.get("within", 0.0), lang, of), percent(n.get("floor", 0.0))
    days = "" if "q" not in n else f"（{percent(n['q'])}的日子）" if zh else f" on {percent(n['q'])} of days"
    reached, here, alone = percent(round(n.get("reached", 0.0), 3)), percent(round(n.get("here", 0.0), 3)), n["alone"]
    each = n.get("each", 0.0)
    if zh:
        single = f"，逐时段承诺则须排{each:g}人" if each and each != n.get("heads") else ""
        if reason.binds == "floor":
            return f"按时段下限{least}需{alone:g}人（此时段预计{here}），因为{period}合计达到{reached}，已兑现{promise}{days}{single}；预期负荷{load}爱尔兰（日波动cv {spread}）"
        return f"按{period}合计{promise}{days}排{alone:g}人（此时段预计{here}，{period}合计{reached}）{single}；预期负荷{load}爱尔兰（日波动cv {spread}）"
    single = f", {each:g} if each interval had to keep it" if each and each != n.get("heads") else ""
    if reason.binds == "floor":
        return (
            f"{alone:g} needed for the floor of {least} in every interval (here {here}), because {period} as a whole reaches {reached} and keeps {promise}{days}"
            f"{single}; {load} erlang (day-to-day cv {spread})"
        )
    return f"{alone:g} so that {period} as a whole keeps {promise}{days} (here {here}, the whole {reached}){single}; {load} erlang (day-to-day cv {spread})"


def _seats(reason: NeedReason, zh: bool) -> str:
    """What too few seats do: how many are lacking and what customers then meet."""
    n = reason.numbers
    short = n["wanted"] - n["heads"]
    lang: Lang = "zh" if zh else "en"
    service, within = percent(round(n["service"], 3)), duration(n["horizon"], lang)
    # Beyond two minutes nobody plans by the second.
    long = n["delay"] >= COUNTER_S
    delay = duration(60.0 * round(n["delay"] / 60.0) if long else float(round(n["delay"])), lang)
    if zh:
        return (
            f"但只有{n['seats']:g}个席位，缺{short:g}人，目标达不到："
            f"预计{service}在{within}内得到服务，平均等待约{delay}"
        )
    seats = "1 seat" if n["seats"] == 1 else f"{n['seats']:g} seats"
    return (
        f"but only {seats}, {short:g} short, target missed: {service} served within {within}, mean wait about {delay}"
    )
