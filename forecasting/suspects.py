"""Past counts that are probably no demand: outages, closures, slips of a finger. For the planner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from forecasting.features import DayTypes
from forecasting.grid import BoolArray, FloatArray, History, nan_median
from forecasting.models.base import Outlier

NEIGHBORS = 9
# A silence is set aside when this many contacts were expected in it: chance leaves e ** -15.
SILENT = 15.0
SPIKE_FACTOR, SPIKE_EXTRA = 8.0, 30.0
# When the whole day is that far off, it was a day of its own kind and no slip.
BUSY_DAY = 3.0
KINDS = ("closure", "silence", "spike", "odd_day")


@dataclass(frozen=True, slots=True)
class Suspect:
    """A stretch of the past to look at.

    Parameters
    ----------
    queue
        Its name.
    start, end
        Local time ``[start, end)``, minutes.
    kind
        ``closure`` (a whole open day without anybody), ``silence`` (part of a day), ``spike``
        (one absurd count) or ``odd_day`` (a day that does not fit).
    found, expected
        Contacts.
    set_aside
        Whether the forecast was made without it. An odd day stays, with less weight.
    reason
        Why, by language (``zh``, ``en``).
    """

    queue: str
    start: np.datetime64
    end: np.datetime64
    kind: str
    found: float
    expected: float
    set_aside: bool
    reason: Mapping[str, str]


def find_suspects(history: History, days: DayTypes) -> tuple[Suspect, ...]:
    """Closures, silences and spikes.

    Parameters
    ----------
    history, days
        The past and its day types.

    Notes
    -----
    Expected is the median of the nine nearest like weekdays, which no single fault can move.
    Days off and events may well be silent: there only spikes are looked for. In thin
    intervals nobody may come by chance: only stretches with 15 contacts expected are judged.
    """
    usual = _usual(history, days)
    found = np.where(history.observed, history.arrivals, 0.0)
    judged = history.observed & np.isfinite(usual)
    expected = np.where(judged, usual, 0.0)
    quiet = judged & (found == 0) & ~_may_rest(days)[:, None]
    suspects = []
    for row in map(int, np.flatnonzero((quiet * expected).sum(axis=1) >= SILENT)):
        whole = not found[row].any()
        for first, stop in _runs(quiet[row], expected[row]):
            amount = float(expected[row, first:stop].sum())
            if whole or amount >= SILENT:
                kind = "closure" if whole else "silence"
                suspects.append(_suspect(history, row, first, stop, kind, 0.0, amount))
    spike = judged & (found > SPIKE_FACTOR * expected + SPIKE_EXTRA)
    for row, slot in zip(*np.nonzero(spike), strict=True):
        others = np.ones(found.shape[1], dtype=bool)
        others[slot] = False
        rest, usual_rest = found[row, others].sum(), expected[row, others].sum()
        if rest <= BUSY_DAY * usual_rest + SPIKE_EXTRA:
            amounts = float(found[row, slot]), float(expected[row, slot])
            suspects.append(_suspect(history, int(row), int(slot), int(slot) + 1, "spike", *amounts))
    return tuple(sorted(suspects, key=lambda one: one.start))


def odd_days(history: History, outliers: Sequence[Outlier]) -> tuple[Suspect, ...]:
    """The days a model gave less weight, as suspects that stay in the forecast."""
    found = []
    for one in outliers:
        row = int((one.date - history.dates[0]).astype(np.int64))
        slots = np.flatnonzero(history.open[row])
        if len(slots):
            amounts = one.found, one.expected
            span = int(slots[0]), int(slots[-1]) + 1
            found.append(_suspect(history, row, *span, "odd_day", *amounts))
    return tuple(found)


def without(history: History, suspects: Sequence[Suspect]) -> History:
    """The history with what was set aside turned into gaps."""
    kept = history.arrivals.copy()
    slot = np.timedelta64(history.slot_minutes, "m")
    origin = history.dates[0].astype("datetime64[m]")
    flat = kept.reshape(-1)
    for one in suspects:
        if one.set_aside:
            first = int((one.start - origin) // slot)
            flat[max(first, 0) : max(int((one.end - origin) // slot), 0)] = np.nan
    return replace(history, arrivals=kept)


def _may_rest(days: DayTypes) -> BoolArray:
    event = [days.column(name) > 0 for name in days.columns if name.startswith("event:")]
    off = days.holiday | (days.column("break_weekend") > 0) | (days.typed != 0)
    return np.asarray(np.logical_or.reduce([off, *event]), dtype=np.bool_)


def _usual(history: History, days: DayTypes) -> FloatArray:
    """Median of the nearest like weekdays, shape ``(day, slot)``; NaN where there are too few."""
    usual = np.full_like(history.arrivals, np.nan)
    ordinary = np.where(days.special[:, None], np.nan, history.arrivals)
    for weekday in range(7):
        rows = np.flatnonzero(days.weekday == weekday)
        if len(rows) < 3:
            continue
        values = ordinary[rows]
        width = min(NEIGHBORS, len(rows))
        windows = np.lib.stride_tricks.sliding_window_view(values, width, axis=0)
        median = nan_median(np.moveaxis(windows, -1, 0))
        known = np.isfinite(windows).sum(axis=-1) >= 3
        place = np.clip(np.arange(len(rows)) - width // 2, 0, len(median) - 1)
        usual[rows] = np.where(known, median, np.nan)[place]
    return usual


def _runs(quiet: BoolArray, expected: FloatArray) -> list[tuple[int, int]]:
    """Maximal stretches of silence; slots in which nobody is expected do not end one."""
    silent = quiet | (expected == 0)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], silent, [False]]).astype(np.int8)))
    runs = []
    for first, stop in zip(edges[0::2], edges[1::2], strict=True):
        inside = np.flatnonzero(quiet[first:stop])
        if len(inside):
            runs.append((int(first + inside[0]), int(first + inside[-1]) + 1))
    return runs


def _suspect(history: History, row: int, first: int, stop: int, kind: str, found: float, expected: float) -> Suspect:
    midnight = history.dates[row].astype("datetime64[m]")
    slot = np.timedelta64(history.slot_minutes, "m")
    start, end = midnight + first * slot, midnight + stop * slot
    amount = {"found": round(found), "expected": round(expected)}
    reason = {lang: text.format(**amount) for lang, text in REASONS[kind].items()}
    return Suspect(history.queue, start, end, kind, found, expected, kind != "odd_day", reason)


REASONS: Mapping[str, Mapping[str, str]] = {
    "closure": {
        "zh": "应开放的一天没有来量，通常约 {expected}：可能停业或漏记，预测时已剔除",
        "en": "an open day without anybody, usually about {expected}: closed or not recorded; left out of the forecast",
    },
    "silence": {
        "zh": "这段时间没有来量，通常约 {expected}：可能系统故障，预测时已剔除",
        "en": "nobody in a stretch that usually sees about {expected}: an outage perhaps; left out of the forecast",
    },
    "spike": {
        "zh": "来量 {found}，通常约 {expected}：可能录入错误，预测时已剔除",
        "en": "{found} where about {expected} are usual: a slip perhaps; left out of the forecast",
    },
    "odd_day": {
        "zh": "全天来量 {found}，预计 {expected}：与平日不符，已降低权重；若有原因可标为活动或剔除",
        "en": "{found} on a day that should have seen {expected}: given less weight; name it as an "
        "event or leave it out",
    },
}
