"""Months of record: the samples' simulated actuals, and what is computed from them, against numbers by hand."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from scheduler.domain.assessment import MEASURES, Assessment
from scheduler.domain.posts import Post
from scheduler.kpi import kpi_figures
from scheduler.kpi.analysis import analysis, moves
from scheduler.kpi.assessment import assessed, weighted
from scheduler.kpi.months import Month, eve_of, month_of, months_of, recorded_months
from scheduler.kpi.ranking import yearly_ranking
from scheduler.kpi.report import evaluation, month_files, printed_bulletin
from scheduler.kpi.special_checks import special_checks, words_of
from scheduler.kpi.types import NAMES, Figure
from scheduler.planning import open_center, sample_centers
from scheduler.rules.tiny import MONDAY, hall, hotline, roster
from scheduler.samples.actuals import planned_roster, simulate_actuals
from scheduler.store.actuals import FOLDER, Actuals, Attendance, Review, Service, actuals_files, actuals_of
from scheduler.store.folder import CenterFolder, parse_folder
from scheduler.store.published import published_roster
from scheduler.store.roster_files import roster_bytes


def served(queue: str = "Q1", person: str | None = "a", day: int = 7, **counts: float) -> Service:
    return Service(queue, datetime(2026, 9, day, 9), person, **counts)  # type: ignore[arg-type]


def figures_of(*rows: Service, reviews: tuple[Review, ...] = ()) -> dict[tuple[str, str], float | None]:
    problem = hall()
    plan = roster(problem, "a W1 AM", "a W1 PM", "b W2 AM", "b W2 PM")
    return {(f.kpi, f.subject): f.actual for f in kpi_figures(problem, plan, Actuals(service=rows, reviews=reviews))}


@pytest.mark.parametrize("name", ["hall", "hotline"])
def test_the_samples_actuals_are_simulated_and_can_be_made_again(name: str) -> None:
    path, folder = sample_centers()[name], open_center(name)
    planned = planned_roster(folder)
    made = {**actuals_files(simulate_actuals(folder, planned)), "roster.csv": roster_bytes(planned)}
    assert {p.name: p.read_bytes() for p in (path / FOLDER).iterdir()} == made
    assert published_roster(folder) == planned
    assert actuals_of(path, folder.center) == simulate_actuals(folder, planned)
    assert simulate_actuals(folder, planned, 1) != simulate_actuals(folder, planned)


@pytest.mark.parametrize(
    ("kpi", "counts", "value"),
    [
        ("on_time", {"finished": 40, "finished_in_time": 38}, 95.0),
        ("repeat_rate", {"handled": 50, "repeats": 2}, 4.0),
        ("complaints", {"handled": 50, "complaints": 3}, 3),
        ("complaints_closed", {"complaints": 4, "complaints_closed": 3}, 75.0),
        ("complaints_in_time", {"complaints": 5, "complaints_in_time": 4}, 80.0),
        ("urgent_response", {"offered": 50, "urgent": 10, "urgent_in_time": 9}, 90.0),
    ],
)
def test_a_figure_is_computed_from_its_imported_column(kpi: str, counts: dict[str, int], value: float) -> None:
    found = figures_of(served(**counts))
    assert found[kpi, ""] == found[kpi, "Q1"] == value
    # Without its column there is no figure: not counted is not nought.
    assert (kpi, "") not in figures_of(served(offered=50, handled=50))


def test_first_response_is_by_channel() -> None:
    problem = hotline(7)
    queue = problem.center.queues[0].id
    rows = (Service(queue, datetime(2026, 9, 7, 8), None, offered=200, in_time=170, urgent=20, urgent_in_time=15),)
    found = {
        (f.kpi, f.subject): f.actual for f in kpi_figures(problem, roster(problem, "x D 0"), Actuals(service=rows))
    }
    assert found["first_response", "channel:phone"] == 85.0 and found["urgent_response", "channel:phone"] == 75.0
    assert figures_of(served(offered=10, in_time=9))["first_response", "channel:counter"] == 90.0


def test_questionnaires_checks_and_boxes_give_the_aspects() -> None:
    reviews = (
        Review(MONDAY, "survey", "attitude", None, 30, 90),
        Review(MONDAY, "box", "attitude", None, 10, 70),
        Review(MONDAY, "regular", "ability", "a", 1, 88),
        Review(MONDAY, "peer", "teamwork", "a", 3, 95),
        Review(MONDAY, "spot", "quality", "b", 1, 60),
        Review(MONDAY, "client", "efficiency", "b", 4, 80),
        Review(MONDAY, "interview", "visits", "b", 1, 75),
    )
    found = figures_of(reviews=reviews)
    assert (
        found["attitude", ""] == 85.0
        and found["ability", "a"] == 88
        and found["teamwork", ""] == 95
        and found["quality", "b"] == 60
        and found["efficiency", "b"] == 80
        and found["visits", "b"] == 75
    )
    assert {s: v for (k, s), v in found.items() if k == "answers"} == {
        "method:survey": 30,
        "method:box": 10,
        "method:regular": 1,
        "method:peer": 3,
        "method:spot": 1,
        "method:client": 4,
        "method:interview": 1,
    }


def test_findings_count_for_the_section_of_the_post_or_person() -> None:
    problem = hall()
    plan = roster(problem, "a W1 AM", "b W2 AM", "b W2 PM", "a W1 PM")
    late = Attendance(MONDAY, "a", "work", datetime(2026, 9, 7, 9, 10), datetime(2026, 9, 7, 12))
    rows = {
        f.subject: f.actual
        for f in kpi_figures(problem, plan, Actuals((late,), (served(errors=2, complaints=1),)))
        if f.kpi == "findings"
    }
    without = {f.subject: f.actual for f in kpi_figures(problem, plan) if f.kpi == "findings"}
    section = problem.center.person["a"].section
    # a: late in the morning and the afternoon missing counts late again; three of the records.
    assert rows[section] == (without[section] or 0) + 2 + 3 and set(rows) == set(problem.center.section)


def test_a_record_of_a_whole_day_is_measured_against_the_whole_day() -> None:
    from scheduler.domain.need import NeedCell
    from scheduler.kpi.service import forecast_errors

    needs = [NeedCell("Q1", datetime(2026, 9, 7, h), datetime(2026, 9, 7, h, 30), 20.0, 1) for h in (9, 10, 11)]
    assert forecast_errors([served(offered=30), served(person="b", offered=20)], needs) == {"Q1": (20.0, 20.0)}


def test_the_score_is_a_weighted_mean_of_what_is_known_and_weights_are_settings() -> None:
    assert weighted({"satisfaction": 90, "covers": 50}, {"satisfaction": 3, "covers": 1, "teamwork": 4}) == (80.0, 0.5)
    assert weighted({}, {"satisfaction": 1}) == (0.0, 0.0) and weighted({"covers": 4}, {"covers": 0}) == (0.0, 0.0)
    problem = hall()
    plan = roster(problem, "a W1 AM", "a W1 PM", "b W2 AM", "b W2 PM")
    actuals = Actuals(
        service=(
            served(handled=100, solved=80, ratings=20, score=95, errors=0),
            served("Q2", "b", handled=100, solved=95, ratings=20, score=85, errors=0),
        )
    )
    by_satisfaction = Assessment(weights={"satisfaction": 1})
    by_solved = Assessment(weights={"resolution": 1})
    assert [(a.person, a.score) for a in assessed(problem, plan, actuals, by_satisfaction)] == [("a", 95), ("b", 85)]
    assert [(a.person, a.score) for a in assessed(problem, plan, actuals, by_solved)] == [("b", 95), ("a", 80)]


def test_results_of_visits_count_in_the_assessment() -> None:
    problem = hall()
    actuals = Actuals(
        reviews=(Review(MONDAY, "regular", "visits", "a", 1, 80), Review(MONDAY, "regular", "quality", "a", 1, 100))
    )
    plan = roster(problem, "a W1 AM", "a W1 PM")
    assert [
        (a.person, a.score) for a in assessed(problem, plan, actuals, Assessment(weights={"visits": 1, "quality": 3}))
    ] == [("a", 95.0)]
    assert assessed(problem, plan, actuals, Assessment(weights={"quality": 3}))[0].score == 100


def test_weights_come_from_the_center_and_a_strange_one_is_a_fault() -> None:
    from scheduler.store.faults import FolderFaults
    from scheduler.store.folder import folder_files

    folder = open_center("hall")
    assert folder.center.assessment.weights["teamwork"] == 0.1 and folder.center.assessment.complaints == 2
    files = folder_files(folder)
    assert parse_folder(files).center.assessment == folder.center.assessment
    files["center.toml"] = files["center.toml"].replace(b"teamwork = 0.1", b"teemwork = 0.1\nquality = -1")
    with pytest.raises(FolderFaults) as faults:
        parse_folder(files)
    assert {f.column for f in faults.value.faults} == {"assessment.weights.teemwork", "assessment.weights.quality"}
    assert set(folder.center.assessment.weights) <= set(MEASURES)


@pytest.mark.parametrize(
    ("handled", "complaints", "limit", "rate", "proposed"),
    [
        (1000, 5, 5, 0, True),
        (1000, 4, 5, 0, False),
        (100, 2, 5, 20, True),
        (100, 2, 5, 20.1, False),
        (40, 1, 5, 20, False),
    ],
)
def test_a_special_check_is_proposed_where_complaints_are_many(
    handled: int, complaints: int, limit: int, rate: float, proposed: bool
) -> None:
    settings = Assessment(complaints=limit, complaints_per_1000=rate)
    found = special_checks(hall(), Actuals(service=(served(handled=handled, complaints=complaints),)), settings)
    assert [c.queue for c in found] == (["Q1"] if proposed else [])
    for check in found:
        zh, en = words_of(hall(), check, settings)
        assert f"投诉{complaints}件" in zh and "0-24" in en


def test_urgent_ones_that_waited_ask_for_the_emergency_process() -> None:
    from scheduler.kpi.special_checks import urgent_misses

    problem = hall()
    timed = replace(
        problem,
        center=replace(
            problem.center, queues=tuple(replace(q, urgent_s=60) if q.id == "Q1" else q for q in problem.center.queues)
        ),
    )
    late = Actuals(
        service=(served(offered=50, urgent=10, urgent_in_time=8), served("Q2", offered=50, urgent=10, urgent_in_time=8))
    )
    ((zh, en),) = urgent_misses(timed, late)
    assert "10件中2件未在60秒内响应" in zh and "2 of 10" in en and "2-09" in en
    assert (
        urgent_misses(problem, late) == ()
        and urgent_misses(timed, Actuals(service=(served(offered=50, urgent=10, urgent_in_time=10),))) == ()
    )
    assert open_center("hotline").center.queue["hotline"].urgent_s == 15


@pytest.fixture(scope="module")
def months() -> tuple[CenterFolder, tuple[Month, ...]]:
    folder = open_center("hall")
    return folder, months_of(folder, published_roster(folder), actuals_of(folder.path, folder.center))


def test_months_of_record_and_their_trend(months: tuple[CenterFolder, tuple[Month, ...]]) -> None:
    folder, found = months
    assert [(m.name, m.first.day, m.last.day) for m in found] == [
        ("2026-07", 1, 31),
        ("2026-08", 3, 31),
        ("2026-09", 1, 4),
    ]
    known = actuals_of(folder.path, folder.center)
    august = [r for r in known.service if r.start.month == 8]
    assert found[1].value("complaints") == sum(r.complaints or 0 for r in august)
    assert found[1].value("empty_minutes") > 0 == next(f.plan for f in found[1].figures if f.kpi == "empty_minutes")  # type: ignore[operator]
    worse = [m for m in moves(found[0], found[1]) if m.better is False]
    assert ("empty_minutes", "") in {(m.kpi, m.subject) for m in worse} and all(m.before != m.now for m in worse)
    told = analysis(found[:2])
    assert (
        any("转差：2026-07" in zh and "→ 2026-08" in zh for zh, _ in told)
        and any("better" in en for _, en in told)
        and analysis(found[:1]) == ()
    )
    assert recorded_months(Actuals(), published_roster(folder))[0] == (date(2026, 7, 1), date(2026, 7, 31))


def test_a_forecast_on_the_eve_has_not_seen_the_month() -> None:
    folder = open_center("hall")
    before = eve_of(folder, date(2026, 8, 1))
    assert before.demand is not None and before.demand["start"].max() < datetime(2026, 8, 1)
    assert before.center == folder.center


def test_the_year_is_ranked_within_sections(months: tuple[CenterFolder, tuple[Month, ...]]) -> None:
    folder, found = months
    ranked = yearly_ranking(found, 2026)
    assert {r.section for r in ranked} == set(folder.center.section) and yearly_ranking(found, 2025) == ()
    for section in folder.center.section:
        mine = [r for r in ranked if r.section == section]
        assert [r.place for r in mine] == list(range(1, len(mine) + 1))
        assert [r.score for r in mine] == sorted((r.score for r in mine), reverse=True)
    one = next(r for r in ranked if r.person == "S07")
    scores = [a.score for m in found for a in m.assessed if a.person == "S07"]
    assert one.score == pytest.approx(sum(scores) / len(scores)) and one.months == 3
    assert not {"S16", "M02"} & {r.person for r in ranked}  # nothing but attendance is known of them
    twins = replace(
        found[0],
        assessed=tuple(replace(a, score=90.0, share=1.0) for a in found[0].assessed if a.person in ("S01", "S02")),
    )
    assert [(r.place, r.person) for r in yearly_ranking([twins], 2026)] == [(1, "S01"), (1, "S02")]


def test_what_is_handed_out_names_people_only_where_it_must(months: tuple[CenterFolder, tuple[Month, ...]]) -> None:
    folder, found = months
    files = month_files(found, 1)
    assert {"evaluation.csv", "trends.csv", "ranking.csv", "bulletin_zh.html", "bulletin_en.html", "kpi.xlsx"} <= set(
        files
    )
    outside = files["evaluation.csv"].decode("utf-8-sig")
    assert "complaints_closed" in outside and "2026-07" in outside and "2026-09" not in outside
    assert not [p for p in folder.center.people if f",{p.id}," in outside or p.name_zh in outside]
    page = files["bulletin_zh.html"].decode()
    assert (
        "专项检查" in page
        and "空岗分钟" in page
        and 'lang="zh-CN"' in page
        and all(folder.center.person[c.person].name_zh in page for c in found[1].stars)
    )
    english = files["bulletin_en.html"].decode()
    assert "special check" in english and len(found[1].stars) > 1 and files == month_files(found, 1)


def test_names_never_become_markup_in_the_bulletin() -> None:
    problem = hall()
    center = replace(
        problem.center,
        name_zh="<script>x</script>",
        posts=(*problem.center.posts, Post("W9", "<b>", "<b>", problem.center.sections[0].id)),
    )
    folder = CenterFolder(center)
    month = month_of(folder, roster(problem, "a W1 AM", "a W1 PM"), Actuals(), MONDAY, MONDAY)
    page = printed_bulletin([month], "zh").decode()
    assert "<script>" not in page and "&lt;script&gt;" in page
    assert b"person" not in evaluation([month]).split(b"\n")[0]


def test_who_has_left_is_in_no_figure_and_breaks_nothing(months: tuple[CenterFolder, tuple[Month, ...]]) -> None:
    folder, found = months
    center = replace(
        folder.center,
        people=tuple(p for p in folder.center.people if p.id != "S07"),
        ab=tuple(a for a in folder.center.ab if a.person != "S07"),
    )
    center = replace(
        center,
        custody=tuple(c for c in center.custody if c.person != "S07"),
        queues=tuple(q for q in center.queues if q.id != "W8"),
    )
    left = replace(folder, center=center, leave=tuple(r for r in folder.leave if r.person != "S07"), demand=None)
    august = month_of(
        left, published_roster(folder), actuals_of(folder.path, folder.center), found[1].first, found[1].last
    )
    assert "S07" not in {a.person for a in august.assessed} and "W8" not in {f.subject for f in august.figures}
    assert len(august.assessed) == len(found[1].assessed) - 1 and printed_bulletin([august], "en")


def test_days_that_are_imported_again_are_believed() -> None:
    old = Actuals(
        (Attendance(MONDAY, "a", "absent"), Attendance(MONDAY + timedelta(days=1), "a", "absent")), (served(handled=3),)
    )
    new = Actuals((Attendance(MONDAY, "b", "absent"),))
    both = old.under(new)
    assert [(r.date.day, r.person) for r in both.attendance] == [(8, "a"), (7, "b")] and both.service == old.service
    assert both.days == {MONDAY, MONDAY + timedelta(days=1)}


def test_every_figure_has_a_name_in_both_languages_and_a_source() -> None:
    for kpi, (zh, en, unit, article) in NAMES.items():
        assert zh and en and article and Figure(kpi, "", None, 1.0).unit == unit
