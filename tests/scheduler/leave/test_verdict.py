"""Green, amber, red: found by doing it, and no less than what a re-solve can do."""

import csv
import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from scheduler.around import binding, days_around, part_of
from scheduler.assemble import make_problem, without_leave
from scheduler.check import check
from scheduler.domain.absence import Absence
from scheduler.domain.roster import Roster
from scheduler.domain.rule_settings import Level, RuleSetting, RuleSettings
from scheduler.domain.solution import Limits, Status
from scheduler.leave.request import LeaveError, LeaveRequest
from scheduler.present import at_work
from scheduler.samples.hall import generate_hall
from scheduler.solver.greedy import greedy_roster
from scheduler.solver.solve import solve
from scheduler.store.folder import CenterFolder
from scheduler.store.paths import data_folder
from scheduler.verdict.effect import amounts, effect, new_breaches, with_absence
from scheduler.verdict.judge import Verdict, granted_problem, requests_of, span, verdict
from scheduler.verdict.words import verdict_data, verdict_lines
from scheduler.words import LEAVE


def judge(
    folder: CenterFolder,
    roster: Roster,
    person: str,
    start: str,
    end: str,
    kind: str = "annual",
    requests: tuple[LeaveRequest, ...] = (),
    **given: object,
) -> Verdict:
    return verdict(
        folder,
        roster,
        person,
        datetime.fromisoformat(start),
        datetime.fromisoformat(end),
        kind,
        requests=requests,
        **given,
    )  # type: ignore[arg-type]


def changed_center(folder: CenterFolder, unskilled: tuple[str, ...] = ()) -> CenterFolder:
    """W4's B has to leave the own window W5 to cover; ``unskilled`` people lose their skills."""
    center = folder.center
    ab = tuple(replace(line, mode="move") if (line.post, line.role) == ("W4", "B") else line for line in center.ab)
    people = tuple(replace(p, skills=()) if p.id in unskilled else p for p in center.people)
    return replace(folder, center=replace(center, ab=ab, people=people))


def test_a_leave_without_window_changes_nobody(folder: CenterFolder, everybody: Roster) -> None:
    found = judge(folder, everybody, "S16", "2026-09-10", "2026-09-11")
    assert (found.color, found.k, found.held, {c.why for c in found.changes}) == ("green", 0, (), {"away"})


def test_hall_duty_goes_with_the_window(folder: CenterFolder, everybody: Roster) -> None:
    """W1 has hall duty on 17 September; S02 closes W1 when S01 is away."""
    found = judge(folder, everybody, "S01", "2026-09-17", "2026-09-18")
    assert found.held == ("W1", "hall_duty")
    on = [d.person for d in found.effect.roster.duties if d.role == "duty" and d.day.isoformat() == "2026-09-17"]
    assert on == ["S02"]


def test_amber_names_the_fewest_changes(folder: CenterFolder, everybody: Roster) -> None:
    found = judge(changed_center(folder), everybody, "S04", "2026-09-15", "2026-09-16")
    assert (found.color, found.k, found.effect.proven, found.advice.grant) == ("amber", 2, True, True)
    assert {(c.person, c.after) for c in found.changes if c.why == "other"} == {("S18", ("W4",))}
    assert "  共调整他人2格(已证明最少)" in verdict_lines(
        found, folder.center, "zh"
    ) and "  2 cells of others move (proven least)" in verdict_lines(found, folder.center, "en")


def test_amber_by_a_chain_when_nobody_is_free(folder: CenterFolder, everybody: Roster) -> None:
    found = judge(changed_center(folder, ("S18",)), everybody, "S04", "2026-09-15", "2026-09-16")
    assert (found.color, found.k, found.effect.proven) == ("amber", 4, True)
    assert {(c.person, c.before, c.after) for c in found.changes if c.why == "other"} == {
        ("S05", ("W5",), ("W4",)),
        ("S12", (), ("W5",)),
    }
    assert check(granted_problem(changed_center(folder, ("S18",)), everybody, ()), everybody).clean


def test_red_when_not_even_a_chain_helps(folder: CenterFolder, everybody: Roster) -> None:
    found = judge(changed_center(folder, ("S18", "S12")), everybody, "S04", "2026-09-15", "2026-09-16", look=False)
    assert (found.color, found.effect.proven) == ("red", True)
    assert {b.rule for b in found.breaches_new} == {"post_covered"}


def test_other_days_stay_as_they_are(folder: CenterFolder, everybody: Roster) -> None:
    found = judge(changed_center(folder, ("S18",)), everybody, "S04", "2026-09-15", "2026-09-16")
    there = datetime(2026, 9, 15).date()
    assert [d for d in found.effect.roster.duties if d.day != there] == [d for d in everybody.duties if d.day != there]


@pytest.mark.parametrize("id", ["Q07", "Q09", "Q11", "Q13"])
def test_no_roster_at_all_keeps_the_rules_where_the_answer_is_red(folder: CenterFolder, id: str) -> None:
    """The solver, free to move everybody on these days, cannot mend what the verdict calls red."""
    row = next(r for r in folder.leave if r.id == id)
    assert folder.horizon is not None
    others = tuple(r.id for r in folder.leave if r.id in ("Q04", "Q07", "Q09", "Q11", id))
    bare = without_leave(folder, others)
    problem = make_problem(bare, *folder.horizon)
    roster = greedy_roster(problem)
    low, high = days_around(problem, row.start.date(), (row.end - timedelta(minutes=1)).date())
    small, part = part_of(problem, roster, low, high)
    small = replace(small, settings=binding(small.settings))
    before = amounts(check(small, part))
    after = with_absence(small, Absence(row.person, row.start, row.end, row.kind, id))
    solution = solve(after, Limits.of(5))
    assert solution.status is Status.OPTIMAL
    assert new_breaches(check(after, solution.roster), before)


def test_verdicts_of_a_generated_hall_agree_with_a_free_solve() -> None:
    """Green and amber rosters are clean by the independent check; red ones cannot be made clean."""
    folder = generate_hall(8, 15, 11, days=14, leave_share=0.12)
    soft = RuleSettings(
        {**folder.center.rules.by_rule, "n1_margin": RuleSetting(level=Level.SOFT)}, folder.center.rules.only
    )
    folder = replace(folder, center=replace(folder.center, rules=soft))
    assert folder.horizon is not None
    problem = make_problem(folder, *folder.horizon)
    roster = greedy_roster(problem)
    before = amounts(check(problem, roster))
    rng, colors, solved = random.Random(5), set(), 0
    workdays = [d.date for d in problem.days if d.workday]
    for _ in range(60):
        who, day = rng.choice(folder.center.staff), datetime.combine(rng.choice(workdays), datetime.min.time())
        if problem.absent(who.id, problem.horizon.minute(day), problem.horizon.minute(day + timedelta(days=1))):
            continue
        absence = Absence(who.id, day, day + timedelta(days=1), "annual", "new")
        found = effect(problem, roster, absence, 3)
        colors.add("red" if found.breaches else "clean")
        after = with_absence(problem, absence)
        if found.clean:
            assert not new_breaches(check(after, found.roster), before)
            assert not [d for d in found.roster.duties if d.person == who.id and d.start.date() == day.date()]
        elif solved < 3:
            solved += 1
            low, high = days_around(problem, day.date(), day.date())
            small, part = part_of(problem, roster, low, high)
            small = replace(small, settings=binding(small.settings))
            free = with_absence(small, absence)
            solution = solve(free, Limits.of(5))
            assert new_breaches(check(free, solution.roster), amounts(check(small, part)))
    assert colors == {"red", "clean"} and solved >= 1


def test_a_roster_made_with_the_leave_is_judged_as_if_without(folder: CenterFolder) -> None:
    """The planned roster already lacks the applicant: the answer is the same."""
    assert folder.horizon is not None
    planned = greedy_roster(make_problem(folder, *folder.horizon))
    rows = requests_of(folder.leave)
    assert not [d for d in planned.of_person("S01") if d.day.isoformat() == "2026-10-08"]
    found = judge(folder, planned, "S01", "2026-10-08", "2026-10-09", "personal", rows)
    assert (found.color, found.held) == ("red", ("W1", "W2"))
    assert {b.post for b in found.breaches_new} == {"W1", "W2"}
    assert judge(folder, planned, "S01", "2026-09-10T08:30", "2026-09-10T12:00", "personal", rows).color == "green"
    problem = granted_problem(folder, planned, ())
    once = at_work(problem, planned, "S01", datetime(2026, 10, 8), datetime(2026, 10, 9))
    assert at_work(problem, once, "S01", datetime(2026, 10, 8), datetime(2026, 10, 9)) == once


def test_alternatives_are_green_indeed_and_nearest_first(folder: CenterFolder, everybody: Roster) -> None:
    away = replace(
        requests_of(folder.leave)[0],
        id="Q10",
        person="S02",
        kind="annual",
        start=datetime(2026, 9, 9),
        end=datetime(2026, 9, 12),
    )
    found = judge(folder, everybody, "S01", "2026-09-10", "2026-09-11", "annual", (away,))
    assert found.color == "red"
    assert [a.date().isoformat() for a, _ in found.alternatives] == [
        "2026-09-14",
        "2026-09-15",
        "2026-09-16",
    ]  # before lies the day it is filed
    for start, end in found.alternatives:
        assert judge(folder, everybody, "S01", start.isoformat(), end.isoformat(), "annual", (away,)).color == "green"
    gaps = [abs((a - datetime(2026, 9, 10)).days) for a, _ in found.alternatives]
    assert gaps == sorted(gaps)


def test_a_half_day_is_offered_where_only_the_other_half_is_short(folder: CenterFolder, everybody: Roster) -> None:
    away = replace(
        requests_of(folder.leave)[0],
        id="Q10",
        person="S02",
        kind="annual",
        start=datetime(2026, 9, 10, 8, 30),
        end=datetime(2026, 9, 10, 12),
    )
    found = judge(folder, everybody, "S01", "2026-09-10", "2026-09-11", "annual", (away,))
    assert found.color == "red"
    assert found.alternatives[0] == (datetime(2026, 9, 10, 14, 30), datetime(2026, 9, 10, 17, 30))


def test_a_leave_outside_the_roster_or_of_somebody_unknown_is_refused(folder: CenterFolder, everybody: Roster) -> None:
    with pytest.raises(ValueError, match="outside the roster"):
        judge(folder, everybody, "S01", "2026-11-10", "2026-11-11")
    with pytest.raises(LeaveError, match="S99"):
        judge(folder, everybody, "S99", "2026-09-10", "2026-09-11")
    with pytest.raises(ValueError, match="no duty"):
        judge(folder, Roster(), "S01", "2026-09-10", "2026-09-11")


def test_retroactive_leave_is_red_with_its_article(folder: CenterFolder, everybody: Roster) -> None:
    found = judge(folder, everybody, "S02", "2026-09-10", "2026-09-11", "annual", at=datetime(2026, 9, 11, 9))
    assert (found.color, found.article, [str(o) for o in found.advice.outcomes]) == ("red", "3-08, 3-45", ["reject"])


def test_statutory_leave_is_granted_although_nobody_covers(folder: CenterFolder, everybody: Roster) -> None:
    rows = tuple(r for r in requests_of(folder.leave) if r.id == "Q10")
    found = judge(folder, everybody, "S01", "2026-10-08", "2026-10-09", "bereavement", rows)
    assert (found.color, found.advice.grant, [str(o) for o in found.advice.outcomes]) == (
        "red",
        True,
        ["conflict", "approve"],
    )


def test_words_say_the_same_in_both_languages(folder: CenterFolder, everybody: Roster) -> None:
    rows = tuple(r for r in requests_of(folder.leave) if r.id == "Q10")
    found = judge(folder, everybody, "S01", "2026-10-08", "2026-10-09", "personal", rows)
    zh, en = verdict_lines(found, folder.center, "zh"), verdict_lines(found, folder.center, "en")
    assert len(zh) == len(en) > 8
    assert "红" in zh[0] and "RED" in en[0]
    assert not any("\u4e00" <= c <= "\u9fff" for line in en for c in line)
    data = verdict_data(found, "en")
    assert (data["color"], data["chain"], data["unlocking"][0]["leave"]) == ("red", "P2", "Q10")


def test_spans_of_days_and_halves() -> None:
    day = datetime(2026, 9, 10).date()
    assert span(day, day) == (datetime(2026, 9, 10), datetime(2026, 9, 11))
    assert span(day, day, "am") == (datetime(2026, 9, 10), datetime(2026, 9, 10, 13))
    assert span(day, day, "pm") == (datetime(2026, 9, 10, 13), datetime(2026, 9, 11))


def test_types_of_the_table_are_those_of_the_leave_list() -> None:
    """What a center folder may hold and what the table knows are one list."""
    with (data_folder() / "leave" / "kinds.csv").open(encoding="utf-8") as stream:
        assert {row["kind"] for row in csv.DictReader(stream)} == set(LEAVE)


def test_duty_rows_of_other_days_are_not_touched(folder: CenterFolder, everybody: Roster) -> None:
    found = judge(folder, everybody, "S01", "2026-09-10", "2026-09-11")
    before, after = ([d for d in roster.duties if d.role == "duty"] for roster in (everybody, found.effect.roster))
    assert before == after and len(before) == 26
