"""Required against rostered, shares of work, comparisons: figures worked out by hand."""

from datetime import datetime, timedelta

import pytest

from app.parts.compared import comparison, delta_text, meaning
from app.parts.cover_frame import cover_frame, of_day
from app.parts.fairness import account_table, counts, shares, spread_text
from app.texts import Words
from scheduler.domain.need import NeedCell
from scheduler.domain.problem import CoverCell
from scheduler.ledgers.carried import balances
from scheduler.ledgers.spread import spreads
from scheduler.rules.tiny import MONDAY, hotline, roster


def need(hour: int, required: int, day: int = 0) -> NeedCell:
    start = datetime(2026, 9, 7 + day, hour)
    return NeedCell("Q", start, start + timedelta(hours=1), 5.0, required)


def test_heads_on_post_and_what_is_missing() -> None:
    problem = hotline(2, needs=(need(9, 3), need(15, 1), need(17, 2), need(1, 1, day=1)))
    frame = cover_frame(problem, roster(problem, "l D 0", "x D 0", "y E 0", "h N 1"))
    assert frame[["day", "minute", "required", "rostered", "gap"]].to_numpy().tolist() == [
        [0, 540, 3, 2, -1],
        [0, 900, 1, 2, 1],
        [0, 1020, 2, 1, -1],
        [1, 60, 1, 1, 0],
    ]
    assert len(of_day(frame, MONDAY)) == 3
    assert cover_frame(problem, roster(problem, "l D 0"), ["none such"]).empty


def test_an_interval_half_covered_counts_half() -> None:
    cell = NeedCell("Q", datetime(2026, 9, 7, 15), datetime(2026, 9, 7, 17), 5.0, 1)
    problem = hotline(1, needs=(cell,))
    frame = cover_frame(problem, roster(problem, "l D 0"))
    assert frame["rostered"].tolist() == [0.5]


def test_shares_of_nights_weekends_and_hours() -> None:
    problem = hotline(7, statutory=(0,))
    found = {s.person: s for s in shares(problem, roster(problem, "x N 0", "x N 1", "x D 5", "y E 6"))}
    assert (found["x"].hours, found["x"].nights, found["x"].weekends, found["x"].holidays) == (24, 2, 2, 1)
    assert (found["y"].hours, found["y"].nights, found["y"].weekends) == (8, 0, 1)
    assert found["l"].hours == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_account_of_nights_says_why_the_highest_first(lang: str) -> None:
    """Four nights for four people: x had one too many before and has two now."""
    words = Words(lang)
    problem = hotline(4, covers=tuple(CoverCell(day, "N", 1) for day in range(4)), ledger={"x": {"nights": 1.0}})
    made = roster(problem, "x N 0", "x N 1", "y N 2", "l N 3")
    table = account_table(problem, balances(problem, made), words)
    assert table.iloc[0].tolist()[:5] == [problem.center.person["x"].name(lang), 1.0, 2.0, 1.0, 2.0]
    assert {"zh": "仍多担2个", "en": "2 above the share"}[lang] in table.iloc[0].tolist()[5]
    (spread,) = spreads(balances(problem, made))
    assert (spread.range, spread.ordered) == (3.0, (2.0, 0.0, 0.0, -1.0))
    assert "+2" in spread_text(spread, words) and "{" not in spread_text(spread, words)
    assert list(counts(problem, made, words).columns) == [
        words("shell.person"),
        words("roster.share_hours"),
        words("roster.share_nights"),
    ]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh", "**多2人**：缺员班次减少 3 人次；需求满足率增加 4 个百分点。"),
        ("en", "**多2人**: Missing person-shifts down by 3 heads; Need met up by 4 points."),
    ],
)
def test_one_sentence_of_meaning(lang: str, text: str) -> None:
    base, values = (
        {"missing_shifts": 5.0, "need_met": 90.0, "worked_hours": 100.0},
        {"missing_shifts": 2.0, "need_met": 94.0, "worked_hours": 104.0},
    )
    assert meaning("多2人", base, values, Words(lang)) == text
    assert "**多2人**" in meaning("多2人", base, base, Words(lang))


def test_differences_are_green_when_better_and_red_when_worse() -> None:
    assert delta_text("missing_shifts", -3) == " :green[−3]"
    assert delta_text("need_met", -1.5) == " :red[−1.5]"
    assert delta_text("worked_hours", 8) == " :gray[+8]"
    assert delta_text("need_met", 0.01) == ""


def test_the_table_has_a_column_for_each_scenario() -> None:
    table = comparison(["现状", "a|b"], [{"need_met": 90.0}, {"need_met": 95.0, "overtime_hours": 2.0}], Words("zh"))
    lines = table.split("\n")
    assert lines[0] == "| 指标 | 现状 | a\\|b |"
    assert any(":green[+5]" in line for line in lines)
    assert any(line.endswith("| – | 2 |") for line in lines)
