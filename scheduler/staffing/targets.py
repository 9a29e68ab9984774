"""What a center promises its customers, and asks of its people, in one queue."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite
from typing import Literal

Lang = Literal["zh", "en"]

ShareOf = Literal["offered", "answered", "lasting"]
"""Of whom a share is answered in time: see :attr:`ServiceTarget.share_of`."""

SHARES_OF: Mapping[ShareOf, tuple[str, str]] = {
    "offered": ("全部来量", "all offered"),
    "answered": ("已接通", "those answered"),
    "lasting": ("除去及时限内挂断的来量", "all but those who hang up within that time"),
}

Over = Literal["interval", "day", "week"]
"""Over what a share is promised: see :attr:`ServiceTarget.over`."""

OVERS: Mapping[Over, tuple[str, str]] = {
    "interval": ("每个时段", "every interval"),
    "day": ("全天", "the day"),
    "week": ("全周", "the week"),
}

FLOOR_PART = 0.75
"""Floor of an interval as a part of the share promised over a day or week, where none is set: 60 % under a promise of 80 %."""
CALLS_AGAIN_S = 600.0
"""Mean of the exponential time from hanging up to the next call, seconds, where a center sets none."""

COUNTER_S = 120.0
"""Promises from two minutes on are a counter's (served), shorter ones a phone's (answered)."""


@dataclass(frozen=True, slots=True)
class ServiceTarget:
    """Targets of one queue; every one given must hold, those left None do not count.

    Attributes
    ----------
    answer_share, within_s
        At least this share (0 to 1, exclusive) of all offered is answered within so many
        seconds. Both or neither.
    share_of
        Whom the share is counted of. ``offered``: everybody (default, the strictest). ``answered``:
        those who are answered (customers who leave do not count). ``lasting``: everybody but those
        who hang up within `within_s` ("short calls" left out). The last two need `patience_s`; where
        nobody hangs up (Erlang C) all of them are one. Rising in the number of people (checked on
        random cells), so that the smallest number is well defined.
    over
        Over what the share is promised. ``interval``: in every interval (default). ``day``, ``week``:
        of all customers of a calendar day or of a week from Monday on together, with the fewest
        head-hours; then some intervals answer less, on purpose. Every other promise holds in every
        interval all the same. A week of which only some days are planned is a period of these days.
    floor
        Where `over` is no interval: the share that every single interval still answers, below
        `answer_share`. None: :data:`FLOOR_PART` of it.
    max_wait_s
        Highest mean wait in seconds.
    max_abandon
        Highest share that hangs up; needs `patience_s`.
    max_occupancy
        Highest share of their time people may be busy.
    min_heads
        Never fewer people than this on the roster.
    patience_s
        Mean patience in seconds: with it customers hang up (Erlang A); None: they all stay
        (Erlang C).
    redial
        Share of those who hang up who call again, 0 or more and below 1; needs `patience_s`. All shares
        and waits then count calls (attempts), repeat calls included.
    redial_after_s
        Mean of the exponential time until then, in seconds. The stationary formulas do not ask for it.
    shrinkage
        Share of scheduled time lost to *unplanned* absence only.
    concurrency
        Sessions one person holds at once, as in chat; the handling time is then the length of a
        session among so many.
    lead_share
        What a shift leader counts as while leading two agents or more (3-62), above 0; 1: a full head.
    confidence
        ``"expected"``: the targets hold for the customers of all days together. A number q:
        they hold on every day whose arrivals are not above the q quantile of the forecast.

    Raises
    ------
    ValueError
        If a value is out of range, a pair is incomplete, or nothing at all is asked.
    """

    answer_share: float | None = None
    within_s: float | None = None
    share_of: ShareOf = "offered"
    over: Over = "interval"
    floor: float | None = None
    max_wait_s: float | None = None
    max_abandon: float | None = None
    max_occupancy: float | None = None
    min_heads: int = 0
    patience_s: float | None = None
    redial: float = 0.0
    redial_after_s: float = CALLS_AGAIN_S
    shrinkage: float = 0.0
    lead_share: float = 1.0
    concurrency: int = 1
    confidence: Literal["expected"] | float = "expected"

    def __post_init__(self) -> None:
        if (self.answer_share is None) != (self.within_s is None):
            raise ValueError("answer_share and within_s belong together: give both or neither")
        _inside("answer_share", self.answer_share, 0.0, 1.0)
        if self.share_of not in SHARES_OF:
            raise ValueError(f"share_of is {self.share_of!r}, expected one of {', '.join(SHARES_OF)}")
        if self.share_of != "offered" and (self.patience_s is None or self.answer_share is None):
            raise ValueError(
                f"share_of {self.share_of!r} needs answer_share and patience_s: where nobody hangs up everybody offered is answered"
            )
        if self.over not in OVERS:
            raise ValueError(f"over is {self.over!r}, expected one of {', '.join(OVERS)}")
        if self.over != "interval" and self.answer_share is None:
            raise ValueError(
                f"over {self.over!r} needs answer_share and within_s: only a share is promised over a day or week"
            )
        if self.floor is not None:
            if self.over == "interval":
                raise ValueError("floor is for a share promised over a day or week: give over, or leave floor out")
            _inside("floor", self.floor, 0.0, self.answer_share or 1.0)
        if self.within_s is not None and not 0.0 <= self.within_s < float("inf"):
            raise ValueError(f"within_s is {self.within_s}, expected seconds, 0 or more")
        _inside("max_wait_s", self.max_wait_s, 0.0, float("inf"))
        _inside("max_abandon", self.max_abandon, 0.0, 1.0)
        if self.max_occupancy != 1.0:
            _inside("max_occupancy", self.max_occupancy, 0.0, 1.0)
        _inside("patience_s", self.patience_s, 0.0, float("inf"))
        if self.max_abandon is not None and self.patience_s is None:
            raise ValueError("max_abandon needs patience_s: in Erlang C nobody hangs up")
        if self.redial:
            _inside("redial", self.redial, 0.0, 1.0)
            if self.patience_s is None:
                raise ValueError("redial needs patience_s: where nobody hangs up nobody calls again")
        _inside("redial_after_s", self.redial_after_s, 0.0, float("inf"))
        if self.min_heads < 0 or self.min_heads != int(self.min_heads):
            raise ValueError(f"min_heads is {self.min_heads}, expected a whole number, 0 or more")
        if self.shrinkage != 0.0:
            _inside("shrinkage", self.shrinkage, 0.0, 1.0)
        if self.concurrency < 1 or self.concurrency != int(self.concurrency):
            raise ValueError(f"concurrency is {self.concurrency}, expected a whole number, 1 or more")
        if self.lead_share != 1.0:
            _inside("lead_share", self.lead_share, 0.0, 1.0)
        if isinstance(self.confidence, str):
            if self.confidence != "expected":
                raise ValueError(f"confidence is {self.confidence!r}, expected 'expected' or q")
        else:
            _inside("confidence", self.confidence, 0.0, 1.0)
        if not self.min_heads and not self.promises:
            raise ValueError("the target asks for nothing: no promise and no minimum of heads")

    @property
    def promises(self) -> tuple[str, ...]:
        """Names of the targets on service and load that are set, in order of importance."""
        return tuple(name for name, value in self._values().items() if value is not None)

    @property
    def interval_share(self) -> float | None:
        """Share that every single interval must answer in time: the promise itself, or its floor."""
        if self.over == "interval" or self.answer_share is None:
            return self.answer_share
        return self.floor if self.floor is not None else FLOOR_PART * self.answer_share

    @property
    def each(self) -> "ServiceTarget":
        """The same promises kept in every single interval."""
        return self if self.over == "interval" else replace(self, over="interval", floor=None)

    def _values(self) -> dict[str, float | None]:
        return {
            "share": self.answer_share,
            "wait": self.max_wait_s,
            "abandon": self.max_abandon,
            "occupancy": self.max_occupancy,
        }

    @property
    def horizon_s(self) -> float:
        """Seconds within which service is reported: `within_s`, else `max_wait_s`, else 0."""
        if self.within_s is not None:
            return self.within_s
        return self.max_wait_s if self.max_wait_s is not None else 0.0

    @property
    def code(self) -> str:
        """Language-neutral short form, such as ``80%/20s wait<=15min busy<=85% >=2``."""
        parts = []
        if self.answer_share is not None and self.within_s is not None:
            parts.append(
                f"{percent(self.answer_share)}/{self.within_s:g}s"
                + ("" if self.share_of == "offered" else f" of {self.share_of}")
            )
            if self.over != "interval":
                parts.append(f"over {self.over} >={percent(self.interval_share or 0.0)}")
        if self.max_wait_s is not None:
            parts.append(f"wait<={self.max_wait_s:g}s")
        if self.max_abandon is not None:
            parts.append(f"lost<={percent(self.max_abandon)}")
        if self.max_occupancy is not None:
            parts.append(f"busy<={percent(self.max_occupancy)}")
        if self.min_heads:
            parts.append(f">={self.min_heads}")
        if self.redial:
            parts.append(f"again {percent(self.redial)}")
        return " ".join(parts)

    def promise(self, name: str) -> float:
        """Value of the promise `name`, one of `promises`.

        Raises
        ------
        ValueError
            If it is not set.
        """
        value = self._values().get(name)
        if value is None:
            raise ValueError(f"promise {name!r} is not set")
        return value

    def words(self, lang: Lang) -> str:
        """All targets as one phrase."""
        parts = [promise_words(name, self.promise(name), self.horizon_s, lang, self.share_of) for name in self.promises]
        if self.over != "interval":
            (zh, en), least = OVERS[self.over], percent(self.interval_share or 0.0)
            parts[0] = (
                f"{zh}合计{parts[0]}（每个时段不低于{least}）"
                if lang == "zh"
                else f"{parts[0]} over {en} as a whole (every interval at least {least})"
            )
        if self.min_heads:
            parts.append(promise_words("minimum", self.min_heads, 0.0, lang))
        if self.redial:
            part = percent(self.redial)
            parts.append(
                f"按呼叫次数计，挂断者{part}会重拨"
                if lang == "zh"
                else f"counted by calls, {part} of those who hang up calling again"
            )
        return ("；" if lang == "zh" else "; ").join(parts)


def promise_words(name: str, value: float, within_s: float, lang: Lang, share_of: ShareOf = "offered") -> str:
    """One promise in words.

    Parameters
    ----------
    name
        ``share``, ``wait``, ``abandon``, ``occupancy`` or ``minimum``.
    value
        The promised share, mean wait in seconds, or number of heads.
    within_s
        Seconds of a share's promise; of no matter for the others.
    share_of
        Of whom a share is counted.

    Raises
    ------
    ValueError
        If there is no such promise.
    """
    zh = lang == "zh"
    if name == "share":
        part, span = percent(value), duration(within_s, lang)
        if share_of != "offered":
            part = f"{SHARES_OF[share_of][0]}的{part}" if zh else f"{part} of {SHARES_OF[share_of][1]}"
        if within_s >= COUNTER_S:
            return f"{part}在{span}内办理" if zh else f"{part} served within {span}"
        return f"{part}在{span}内接听" if zh else f"{part} answered within {span}"
    if name == "wait":
        span = duration(value, lang)
        return f"平均等待不超过{span}" if zh else f"a mean wait of at most {span}"
    if name == "abandon":
        return f"放弃率不超过{percent(value)}" if zh else f"at most {percent(value)} hanging up"
    if name == "occupancy":
        return f"忙碌率不超过{percent(value)}" if zh else f"an occupancy of at most {percent(value)}"
    if name == "minimum":
        return f"至少{value:g}人" if zh else f"at least {value:g} on duty"
    raise ValueError(f"no promise {name!r}")


def percent(value: float) -> str:
    """A share as a percentage without needless zeros."""
    return f"{round(100.0 * value, 2):g}%"


def duration(seconds: float, lang: Lang) -> str:
    """Seconds, or minutes where they are whole and at least two."""
    if seconds >= COUNTER_S and seconds % 60 == 0:
        return f"{seconds / 60:g}分钟" if lang == "zh" else f"{seconds / 60:g} min"
    return f"{seconds:g}秒" if lang == "zh" else f"{seconds:g} s"


def _inside(name: str, value: float | None, low: float, high: float) -> None:
    if value is not None and not (low < value < high and isfinite(value)):
        raise ValueError(f"{name} is {value}, expected above {low:g} and below {high:g}")
