"""The sample hall's leave list, row after row: the verdict of each, its chain, its article, its way."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from scheduler.check import check
from scheduler.domain.roster import Roster
from scheduler.leave_desk.listed import Judged, ListJudged, judge_list
from scheduler.store.folder import CenterFolder
from scheduler.verdict.judge import granted_problem

WHOLE_WAY = ["submit", "agree", "hand_over", "acknowledge", "file", "start", "check_in", "close"]
TWO_SIGN = ["submit", "agree", "agree", *WHOLE_WAY[2:]]


@pytest.fixture(scope="module")
def judged(folder: CenterFolder, everybody: Roster) -> ListJudged:
    return judge_list(folder, everybody, filed={"Q15": datetime(2026, 10, 14, 8, 5)}, not_back={"Q16"})


@dataclass(frozen=True)
class Row:
    """What regulation 8.1 says of one row."""

    id: str
    color: str
    outcomes: tuple[str, ...]
    chain: str
    article: str
    signers: tuple[str, ...]
    state: str
    posts: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    cover: tuple[tuple[str, tuple[str, ...]], ...] = ()


ROWS = (
    Row("Q01", "green", ("approve",), "P1", "3-35", ("K01",), "closed", cover=(("S02", ("W1", "W2")),)),
    Row("Q02", "green", ("approve",), "S1", "3-38", ("K03", "L01"), "closed", cover=(("S05", ("W4", "W5")),) * 4),
    Row("Q03", "green", ("approve",), "H1", "3-41", ("K05", "L01"), "closed", cover=(("S14", ("W7",)),) * 4),
    Row("Q04", "red", ("reject",), "P3", "3-42", ("K02", "L01", "J01"), "draft"),
    Row("Q04-annual", "green", ("approve",), "H1", "3-41", ("K02", "L01"), "closed", cover=(("S11", ("W3",)),) * 8),
    Row("Q05", "green", ("approve",), "H1", "3-41", ("K03", "L01"), "closed"),
    Row("Q06", "green", ("approve",), "X1", "3-76", ("L01",), "closed"),
    Row("Q07", "red", ("block",), "P1", "3-28, 3-29", ("L01",), "rejected", rules=("key_holder", "manager_on_site")),
    Row("Q08", "green", ("approve",), "H1", "3-41", ("K04", "L01"), "closed", cover=(("S13", ("W6",)),) * 6),
    Row(
        "Q09",
        "red",
        ("reject", "conflict"),
        "P2",
        "3-42",
        ("K04", "L01"),
        "draft",
        ("W6",),
        ("ab_not_both_off", "post_covered", "seal_present"),
    ),
    Row("Q10", "green", ("approve",), "H1", "3-41", ("K01", "L01"), "closed", cover=(("S01", ("W1", "W2")),) * 6),
    Row(
        "Q11",
        "red",
        ("conflict",),
        "P2",
        "3-07",
        ("K01", "L01"),
        "rejected",
        ("W1", "W2"),
        ("ab_not_both_off", "post_covered", "seal_present"),
    ),
    Row("Q12", "green", ("name_backup", "approve"), "H1", "3-41", ("K06", "L01"), "closed"),
    Row("Q13", "red", ("conflict",), "H1", "3-07", ("K06", "L01"), "rejected", ("W8",), ("ab_not_both_off",)),
    Row("Q14", "green", ("approve",), "P1", "3-35", ("K04",), "closed"),
    Row("Q15", "green", ("late", "approve"), "P2", "3-36", ("K03", "L01"), "closed", cover=(("S12", ("W5",)),) * 2),
    Row("Q16", "green", ("approve",), "H1", "3-41", ("K05", "L01"), "overdue"),
    Row("Q17", "green", ("approve",), "X1", "3-76", ("K05",), "closed"),
    Row("Q17b", "green", ("approve",), "X1", "3-76", ("K05",), "closed"),
)


def row_of(judged: ListJudged, id: str) -> Judged:
    return next(row for row in judged.rows if row.request.id == id)


def test_every_row_is_judged_in_its_order(judged: ListJudged) -> None:
    assert [row.request.id for row in judged.rows] == [row.id for row in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_verdict_chain_article_and_state(judged: ListJudged, row: Row) -> None:
    found = row_of(judged, row.id)
    verdict = found.verdict
    assert (verdict.color, tuple(str(o) for o in verdict.advice.outcomes)) == (row.color, row.outcomes)
    assert (verdict.chain, verdict.article) == (row.chain, row.article)
    assert tuple(step.holder for step in verdict.screened.steps) == row.signers
    assert str(found.request.state) == row.state
    assert tuple(sorted({b.rule for b in verdict.breaches_new})) == row.rules
    assert tuple(sorted({b.post for b in verdict.breaches_new} - {""})) == row.posts


@pytest.mark.parametrize("row", [row for row in ROWS if row.color == "green"], ids=lambda row: row.id)
def test_who_stands_in_and_nobody_else_moves(judged: ListJudged, row: Row) -> None:
    """9 double and 18 other post-sessions of cover in the oracle; here per granted row."""
    changes = row_of(judged, row.id).verdict.changes
    assert tuple((c.person, c.after) for c in changes if c.why == "cover") == row.cover
    assert not [c for c in changes if c.why == "other"]
    assert row_of(judged, row.id).verdict.effect.proven


@pytest.mark.parametrize("row", [row for row in ROWS if row.state == "closed"], ids=lambda row: row.id)
def test_granted_rows_pass_every_state(judged: ListJudged, row: Row) -> None:
    steps = row_of(judged, row.id).steps
    assert [s.action for s in steps] == (TWO_SIGN if len(row.signers) == 2 else WHOLE_WAY)
    assert [s.actor for s in steps if s.action == "agree"] == list(row.signers)
    assert all(s.article and s.role for s in steps)


def test_contract_staff_are_offered_annual_leave(judged: ListJudged) -> None:
    for id, days in (("Q04", "10"), ("Q09", "5")):
        finding = row_of(judged, id).verdict.screened.refused[0]
        assert (finding.code, finding.article) == ("use_annual", "3-42")
        assert f"应休{days}天" in finding.zh
        assert "3-42" in row_of(judged, id).refusal


def test_the_late_row_needs_its_reason_and_is_flagged(judged: ListJudged) -> None:
    row = row_of(judged, "Q15")
    assert [(f.code, f.article) for f in row.verdict.screened.findings] == [("late", "3-08")]
    assert row.request.flags == ("late",)
    assert row.steps[0].reason


def test_who_does_not_come_back_is_overdue_on_16_september_and_nobody_says_more(judged: ListJudged) -> None:
    last = row_of(judged, "Q16").steps[-1]
    assert (last.action, last.actor, last.at.date().isoformat(), last.article) == (
        "mark_overdue",
        "system",
        "2026-09-16",
        "3-45",
    )


@pytest.mark.parametrize(
    ("id", "kind", "person", "whole"),
    [
        ("Q07", "move_leave", "M01", True),
        ("Q07", "designate", "S09", False),
        ("Q09", "move_leave", "S06", True),
        ("Q11", "move_leave", "S02", True),
        ("Q13", "name_backup", "M02", True),
    ],
)
def test_what_would_unlock_the_refused_rows(judged: ListJudged, id: str, kind: str, person: str, whole: bool) -> None:
    assert (kind, person, whole) in {(u.kind, u.person, u.whole) for u in row_of(judged, id).verdict.unlocking}


def test_nobody_is_asked_to_move_maternity_leave(judged: ListJudged) -> None:
    assert {u.kind for u in row_of(judged, "Q13").verdict.unlocking} == {"name_backup"}


def test_posts_left_with_one_person_are_told(judged: ListJudged) -> None:
    assert row_of(judged, "Q05").verdict.margin_after == {"W5": 0}
    assert row_of(judged, "Q12").verdict.margin_after == {"W8": 0}
    assert row_of(judged, "Q11").verdict.margin_after == {"W1": -1, "W2": -1}


def test_the_roster_with_all_granted_leave_is_clean(folder: CenterFolder, judged: ListJudged) -> None:
    problem = granted_problem(folder, judged.roster, judged.requests)
    assert {a.source for a in problem.absences} == {row.id for row in ROWS if row.state in ("closed", "overdue")}
    assert check(problem, judged.roster).clean
