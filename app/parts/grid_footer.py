"""The lines under the grid: for shifts people on duty against need, for halls what is uncovered."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.texts import Words
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.explain import BreachLine

FootCell = tuple[str, str, str]
"""Text, state (``ok low high mark none``), and what the tooltip says."""


def footer(
    view: RosterView, lines: Sequence[BreachLine], margins: Mapping[int, int], shown: range, words: Words
) -> list[dict[str, Any]]:
    """The footer's lines for the days shown.

    Parameters
    ----------
    margins
        Absences that every post still bears, by day.
    """
    problem = view.problem
    found: list[dict[str, Any]] = []
    if problem.covers:
        found += [_shift_line(problem, view, code, shown, words) for code in _covered_shifts(problem)]
    if any(post.heads for post in problem.center.posts):
        found += _hall_lines(problem, view, lines, shown, words)
        found.append(_margin_line(margins, shown, words))
    return found


def _margin_line(margins: Mapping[int, int], shown: range, words: Words) -> dict[str, Any]:
    cells: list[FootCell] = []
    for day in shown:
        margin = margins.get(day)
        if margin is None:
            cells.append(("", "none", ""))
        else:
            state = "low" if margin < 0 else "mark" if margin == 0 else "ok"
            cells.append(
                (str(margin), state, words("grid.margin_short" if margin < 0 else "grid.margin_n", count=margin))
            )
    weak = sum(margin < 1 for margin in margins.values())
    return {
        "label": words("grid.margin_line"),
        "cells": cells,
        "total": str(weak) if weak else "✓",
        "title": words("grid.margin_line_title"),
    }


def _covered_shifts(problem: RosterProblem) -> list[str]:
    codes = {cover.shift for cover in problem.covers}
    return [shift.code for shift in problem.center.shifts if shift.code in codes]


def _shift_line(problem: RosterProblem, view: RosterView, code: str, shown: range, words: Words) -> dict[str, Any]:
    shift = problem.center.shift[code]
    need: dict[int, int] = {}
    for cover in problem.covers:
        if cover.shift == code and cover.rank is None and cover.skill is None:
            need[cover.day] = need.get(cover.day, 0) + cover.heads
    cells: list[FootCell] = []
    missing = 0
    for day in range(problem.horizon.days):
        have = sum(view.works(p.id, day, code) for p in problem.center.staff)
        wanted = need.get(day, 0)
        missing += max(0, wanted - have)
        if day in shown:
            state = "none" if not wanted and not have else "low" if have < wanted else "high" if have > wanted else "ok"
            cells.append(
                (f"{have}/{wanted}" if wanted or have else "–", state, words("grid.on_of_need", have=have, need=wanted))
            )
    return {
        "label": words("grid.shift_line", name=shift.name(words.lang)),
        "cells": cells,
        "title": words("grid.shift_line_title"),
        "total": words("grid.short", count=missing) if missing else "✓",
    }


def _hall_lines(
    problem: RosterProblem, view: RosterView, lines: Sequence[BreachLine], shown: range, words: Words
) -> list[dict[str, Any]]:
    duty: list[FootCell] = []
    covers: list[FootCell] = []
    empty: list[FootCell] = []
    total_covers = total_empty = 0
    for day in range(problem.horizon.days):
        covering, bare = _day(view, day)
        total_covers += len(covering)
        total_empty += len(bare)
        if day not in shown:
            continue
        opened = problem.open_day(day)
        window = problem.duty_windows[day] if problem.duty_windows else None
        duty.append(
            (
                window or ("" if not opened else "–"),
                "ok" if window else "none",
                words("grid.duty_title", post=window) if window else "",
            )
        )
        covers.append(
            (str(len(covering)) if covering else "", "mark" if covering else "none", "\n".join(sorted(covering)))
        )
        said = [line.text(words.lang) for line in lines if line.day == day and line.rule == "post_covered"]
        state = "low" if bare else "ok" if opened else "none"
        empty.append((str(len(bare)) if bare else "0" if opened else "", state, "\n".join(said or sorted(bare))))
    found = []
    if any(text for text, *_ in duty):
        found.append(
            {"label": words("grid.duty_line"), "cells": duty, "total": "", "title": words("grid.duty_line_title")}
        )
    found.append(
        {
            "label": words("grid.cover_line"),
            "cells": covers,
            "total": str(total_covers),
            "title": words("grid.cover_line_title"),
        }
    )
    found.append(
        {
            "label": words("grid.empty_line"),
            "cells": empty,
            "total": str(total_empty) if total_empty else "✓",
            "title": words("grid.empty_line_title"),
        }
    )
    return found


def _day(view: RosterView, day: int) -> tuple[set[str], set[str]]:
    """Sessions in which somebody steps in, and sessions in which a post is empty at any moment."""
    problem = view.problem
    on = problem.date(day)
    covering, bare = set(), set()
    for block in problem.blocks_of_day[day]:
        for post in block.posts:
            if problem.center.post[post].heads == 0:
                continue
            holders = view.holders(post, block.index)
            place = f"{post} {block.session}".strip()
            if not holders:
                bare.add(place)
            elif problem.center.holder(post, on) not in holders:
                covering.add(f"{place} {' '.join(holders)}")
    return covering, bare
