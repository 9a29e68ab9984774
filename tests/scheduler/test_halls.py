"""City, hall, section, window: managers, keys and figures count by hall (4-10)."""

from dataclasses import replace

from scheduler.check import check
from scheduler.domain.halls import in_hall, open_sites
from scheduler.domain.posts import Post
from scheduler.domain.roster_view import RosterView
from scheduler.explain import explain
from scheduler.kpi import kpi_figures
from scheduler.planning import open_center
from scheduler.rules.tiny import hall, roster, two_halls
from scheduler.solver.greedy import greedy_roster
from scheduler.store.folder import folder_files, parse_folder


def test_one_hall_without_a_name_is_as_before() -> None:
    problem = hall()
    assert problem.center.sites == ("",) and {open_sites(problem, b) for b in problem.blocks if b.posts} == {("",)}
    assert not [f for f in kpi_figures(problem, greedy_roster(problem)) if f.subject.startswith("site:")]


def test_who_is_in_which_hall() -> None:
    problem = two_halls()
    view = RosterView(problem, roster(problem, "m back AM", "n W1 AM", "b W2 AM", "b W1 AM"))
    block = next(b.index for b in problem.blocks if b.posts)
    assert problem.center.sites == ("东厅", "西厅") and open_sites(problem, problem.blocks[block]) == ("东厅", "西厅")
    assert [in_hall(view, "m", block, s) for s in problem.center.sites] == [True, False]
    assert [in_hall(view, "n", block, s) for s in problem.center.sites] == [True, False], "at a post of the other hall"
    assert [in_hall(view, "b", block, s) for s in problem.center.sites] == [True, True], "on double duty in both"
    phone = replace(problem.center, posts=(*problem.center.posts, Post("T1", "电话", "Phone", "T", "phone", heads=0)))
    assert open_sites(hall(center=phone), next(b for b in hall(center=phone).blocks if b.posts)) == ("东厅", "西厅")


def test_a_hall_without_its_manager_and_key_is_named() -> None:
    problem = two_halls()
    found = check(problem, roster(problem, "m back AM", "m back PM", "a W1 AM", "b W2 AM", "a W1 PM", "b W2 PM"))
    said = [line for line in explain(found) if line.rule in ("manager_on_site", "key_holder")]
    assert len(said) == 3 and all("西厅" in line.text_zh and "of 西厅" in line.text_en for line in said)
    whole = check(problem, roster(problem, "m back AM", "m back PM", "n back AM", "n back PM"))
    assert "manager_on_site" not in whole.by_rule and "key_holder" not in whole.by_rule


def test_figures_sum_over_the_halls() -> None:
    problem = two_halls()
    figures = {
        (f.kpi, f.subject): f.plan for f in kpi_figures(problem, roster(problem, "a W1 AM", "b W2 PM", "b W1 PM"))
    }
    assert (
        figures["empty_minutes", "site:东厅"] == 0
        and figures["empty_minutes", "site:西厅"] == figures["empty_minutes", ""] == 180
    )
    shares = [figures["ab_coverage", s] for s in ("site:东厅", "site:西厅", "")]
    assert shares == [100, 50, 75]


def test_the_hall_of_a_section_is_data() -> None:
    folder = open_center("hall")
    sections = tuple(replace(s, site="新区分厅" if s.id == "FIN" else "主厅") for s in folder.center.sections)
    changed = replace(folder, center=replace(folder.center, sections=sections))
    again = parse_folder(folder_files(changed)).center
    assert (
        set(again.sites) == {"主厅", "新区分厅"}
        and again.site_of_post("W7") == "新区分厅"
        and again.site_of("S07") == "新区分厅"
    )
