"""How work is spread over people, and why: hours and counts of all, and the account of each kind of burden."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
import streamlit as st

from app.parts.draft import Draft
from app.parts.margins import Plan
from app.texts import Words
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.ledgers.carried import KINDS, Balance, balances
from scheduler.ledgers.spread import Spread, spreads
from scheduler.ledgers.words import amount, kind_name, why

COLUMNS = ("hours", "nights", "weekends", "holidays", "covers", "duty")
ROW, TALL, MOST, NARROW = 35, 62, 620, 95
"""Pixels: a row, a row with a sentence over two lines, the tallest table, a column of figures."""


@dataclass(frozen=True, slots=True)
class Share:
    """One person's part of a roster; ``covers`` are hours on posts of which the person is not A."""

    person: str
    hours: float
    nights: int
    weekends: int
    holidays: int
    covers: float
    duty: int


def fairness(draft: Draft, words: Words, key: str) -> None:
    """Counts of everybody, or the account of one kind: carried in, this roster, fair share, carried out, and why."""
    made = Plan(draft.problem, draft.sheet.roster)
    lines = accounts(made)
    asked = [kind for kind in KINDS if any(line.kind == kind for line in lines)]
    chosen = st.segmented_control(
        words("fairness.show"),
        ["counts", *asked],
        default="counts",
        key=key,
        label_visibility="collapsed",
        format_func=lambda kind: words("fairness.counts") if kind == "counts" else capital(kind_name(kind, words.lang)),
    )
    if chosen not in asked:
        _table(counts(draft.problem, draft.sheet.roster, words), words)
        return
    mine = tuple(line for line in lines if line.kind == chosen)
    for spread in spreads(mine):
        st.caption(spread_text(spread, words))
    _table(account_table(draft.problem, mine, words), words)


def _table(table: pd.DataFrame, words: Words) -> None:
    reasons = words("fairness.why") in table
    widths = {name: st.column_config.Column(width=NARROW) for name in table.columns[1:]}
    wide = {**widths, words("fairness.why"): st.column_config.TextColumn(width="large")} if reasons else {}
    row = TALL if reasons else ROW
    st.dataframe(
        table,
        hide_index=True,
        width="stretch",
        height=min(MOST, 38 + row * len(table)),
        row_height=row,
        column_config=wide,
    )


def capital(text: str) -> str:
    """With a capital first letter; Chinese has none."""
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=16)
def accounts(made: Plan) -> tuple[Balance, ...]:
    """Accounts of a roster, kept while neither it nor its problem changes."""
    return balances(made.problem, made.roster)


def counts(problem: RosterProblem, roster: Roster, words: Words) -> pd.DataFrame:
    """Hours, nights and the like of everybody; columns that are nil for all are left out."""
    person = words("shell.person")
    table = pd.DataFrame(
        [
            {
                person: problem.center.person[s.person].name(words.lang),
                **{words(f"roster.share_{c}"): getattr(s, c) for c in COLUMNS},
            }
            for s in shares(problem, roster)
        ]
    )
    return table[[c for c in table.columns if c == person or table[c].any()]]


def account_table(problem: RosterProblem, lines: Sequence[Balance], words: Words) -> pd.DataFrame:
    """One kind's accounts, who is furthest above the fair share first, each with its reason."""
    digits = 0 if lines and lines[0].kind in ("cover", "dual") else 1
    return pd.DataFrame(
        [
            {
                words("shell.person"): problem.center.person[b.person].name(words.lang),
                words("fairness.before"): round(b.before, digits),
                words("fairness.count"): round(b.count, digits),
                words("fairness.fair"): round(b.share, digits),
                words("fairness.after"): round(b.after, digits),
                words("fairness.why"): why(problem, b, words.lang),
            }
            for b in sorted(lines, key=lambda b: -b.after)
        ]
    )


def spread_text(spread: Spread, words: Words) -> str:
    """Range and Gini of one kind, and the ends of its leximin order."""
    shown = [amount(spread.kind, value, words.lang, sign=True) for value in spread.ordered]
    order = words.join(shown if len(shown) <= 8 else [*shown[:4], "…", *shown[-3:]])
    return words(
        "fairness.spread", range=amount(spread.kind, spread.range, words.lang), gini=f"{spread.gini:.2f}", order=order
    )


def shares(problem: RosterProblem, roster: Roster) -> tuple[Share, ...]:
    """Everybody who can be on the roster, in the order of the center."""
    view = RosterView(problem, roster)
    night = {shift.code for shift in problem.center.shifts if shift.night}
    days = range(problem.horizon.days)
    covering: dict[str, float] = {}
    on_duty: dict[str, int] = {}
    for duty in roster.duties:
        if duty.role in ("B", "C"):
            covering[duty.person] = covering.get(duty.person, 0.0) + (duty.end - duty.start).total_seconds() / 3600
        elif duty.role == "duty":
            on_duty[duty.person] = on_duty.get(duty.person, 0) + 1
    found = []
    for person in problem.center.staff:
        worked = [day for day in days if view.worked(person.id, day)]
        found.append(
            Share(
                person.id,
                sum(view.minutes(person.id, day) for day in days) / 60,
                sum(bool(night & set(view.shifts(person.id, day))) for day in days) if person.rota == "rostered" else 0,
                sum(not problem.days[day].workday for day in worked),
                sum(problem.days[day].statutory for day in worked),
                covering.get(person.id, 0.0),
                on_duty.get(person.id, 0),
            )
        )
    return tuple(found)
