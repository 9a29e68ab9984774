"""Holiday clusters: a stated order, a reason and a place for everybody, and who moves up when somebody cancels."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from scheduler.check import check
from scheduler.domain.roster import Roster
from scheduler.domain.rule_settings import RuleSetting, RuleSettings
from scheduler.leave.request import LeaveRequest, State
from scheduler.store.cluster_order import read_order
from scheduler.store.folder import CenterFolder
from scheduler.verdict.cluster import Cluster, cluster
from scheduler.verdict.cluster_words import cluster_data, cluster_lines
from scheduler.verdict.effect import amounts, new_breaches
from scheduler.verdict.judge import granted_problem

FIRST, LAST = date(2026, 9, 28), date(2026, 9, 30)


def wish(id: str, person: str, state: State = State.SUBMITTED, kind: str = "annual") -> LeaveRequest:
    return LeaveRequest(id, person, kind, datetime(2026, 9, 29), datetime(2026, 9, 30), state)


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 9, day, hour)


def decide(folder: CenterFolder, roster: Roster, requests: tuple[LeaveRequest, ...], **given: object) -> Cluster:
    return cluster(folder, roster, FIRST, LAST, requests=requests, **given)  # type: ignore[arg-type]


def outcomes(found: Cluster) -> list[tuple[str, str, int]]:
    return [(p.request.id, p.outcome, p.waits) for p in found.places]


PAIR = (wish("R1", "S01"), wish("R2", "S02"))
"""A and B of windows 1 and 2: only one of them can be spared."""


def test_who_filed_first_goes_first_and_the_other_waits_for_a_named_reason(
    folder: CenterFolder, everybody: Roster
) -> None:
    for early, late in (("R1", "R2"), ("R2", "R1")):
        found = decide(folder, everybody, PAIR, filed={early: at(10), late: at(11)})
        assert outcomes(found) == [(early, "granted", 0), (late, "waiting", 1)]
        waiting = found.places[1]
        assert waiting.before == (early,) and waiting.verdict is not None and waiting.verdict.breaches_new
        assert found.granted == (early,) and found.waiting == (late,)


def test_filed_on_one_day_turns_decide_then_years_then_the_list(folder: CenterFolder, everybody: Roster) -> None:
    filed = {"R1": at(10, 8), "R2": at(10, 16)}
    refused = replace(folder, ledger={**folder.ledger, "S02": {"leave_refused": 1.0}})
    assert decide(refused, everybody, PAIR, filed=filed).granted == ("R2",)
    years = {"S01": 3.0, "S02": 12.0}

    def aged(years: dict[str, float]) -> CenterFolder:
        people = tuple(
            replace(
                p,
                total_service_years=years.get(p.id, p.total_service_years),
                service_years=min(p.service_years, years.get(p.id, 99)),
            )
            for p in folder.center.people
        )
        return replace(folder, center=replace(folder.center, people=people))

    assert decide(aged(years), everybody, PAIR, filed=filed).granted == ("R2",)
    assert decide(aged({"S01": 12.0, "S02": 3.0}), everybody, PAIR, filed=filed).granted == ("R1",)
    assert decide(aged({"S01": 5.0, "S02": 5.0}), everybody, PAIR).granted == ("R1",)


def test_the_order_is_data(folder: CenterFolder, everybody: Roster, tmp_path: Path) -> None:
    """With seniority first the later but older applicant is granted."""
    path = tmp_path / "order.csv"
    path.write_text("rank,principle,zh,en\n2,filed,先申请,filed first\n1,seniority,工龄,years\n", encoding="utf-8")
    people = tuple(
        replace(p, total_service_years=30.0)
        if p.id == "S02"
        else replace(p, total_service_years=8.0)
        if p.id == "S01"
        else p
        for p in folder.center.people
    )
    older = replace(folder, center=replace(folder.center, people=people))
    filed = {"R1": at(10), "R2": at(11)}
    assert decide(older, everybody, PAIR, filed=filed).granted == ("R1",)
    found = decide(older, everybody, PAIR, filed=filed, order=read_order(path))
    assert found.granted == ("R2",)
    assert [p.name for p in found.order] == ["seniority", "filed"]


def test_what_was_granted_stands_and_the_next_moves_up_when_it_is_withdrawn(
    folder: CenterFolder, everybody: Roster
) -> None:
    requests = (wish("R1", "S01"), wish("R2", "S02", State.APPROVED), wish("R3", "S16"))
    found = decide(folder, everybody, requests, filed={"R1": at(1)})
    assert outcomes(found) == [("R2", "kept", 0), ("R1", "waiting", 1), ("R3", "granted", 0)]
    again = decide(folder, everybody, requests, filed={"R1": at(1)}, kept=found.granted[1:], cancelled=("R2",))
    assert set(again.granted) == {"R1", "R3"} and not again.waiting


def test_everything_granted_holds_together(folder: CenterFolder, everybody: Roster) -> None:
    """Eight people of eight windows ask for one day: the roster with all grants keeps what it kept."""
    requests = tuple(wish(f"R{i}", f"S{i:02d}") for i in range(1, 9))
    found = decide(folder, everybody, requests)
    assert 2 <= len(found.granted) <= 6 and len(found.granted) + len(found.waiting) == 8
    assert [p.waits for p in found.places if p.outcome == "waiting"] == list(range(1, len(found.waiting) + 1))
    before = amounts(check(granted_problem(folder, everybody, ()), everybody))
    assert not new_breaches(check(granted_problem(folder, found.roster, found.standing), found.roster), before)


def test_a_set_quota_is_counted_and_named(folder: CenterFolder, everybody: Roster) -> None:
    """One at a time in the section, although the roster could bear both."""
    both = (wish("R1", "S16"), wish("R2", "S01"))
    free = replace(
        folder,
        center=replace(
            folder.center,
            rules=RuleSettings(
                {k: v for k, v in folder.center.rules.by_rule.items() if k != "leave_quota"}, folder.center.rules.only
            ),
        ),
    )
    assert set(decide(free, everybody, both, filed={"R1": at(10), "R2": at(11)}).granted) == {"R1", "R2"}
    tight = RuleSettings(
        {**folder.center.rules.by_rule, "leave_quota": RuleSetting(params={"percent": 0, "least": 1})},
        folder.center.rules.only,
    )
    found = decide(
        replace(folder, center=replace(folder.center, rules=tight)), everybody, both, filed={"R1": at(10), "R2": at(11)}
    )
    assert found.granted == ("R1",)
    assert found.places[1].quota == (date(2026, 9, 29), 1)
    assert (
        "名额1人已满" in cluster_lines(found, folder.center, "zh")[2]
        and "quota of 1" in cluster_lines(found, folder.center, "en")[2]
    )


def test_not_even_alone_is_refused_and_takes_no_place_among_those_who_wait(
    folder: CenterFolder, everybody: Roster
) -> None:
    lone = replace(
        folder,
        center=replace(
            folder.center,
            ab=tuple(x for x in folder.center.ab if x.post != "W3" or x.role == "A"),
            people=tuple(
                p
                if p.id == "S03"
                else replace(p, skills=tuple(s for s in p.skills if s.item != folder.center.post["W3"].skill))
                for p in folder.center.people
            ),
        ),
    )
    found = decide(lone, everybody, (wish("R3", "S03"), *PAIR))
    assert sorted(outcomes(found)) == [("R1", "granted", 0), ("R2", "waiting", 1), ("R3", "refused", 0)]


def test_words_and_data_in_both_languages(folder: CenterFolder, everybody: Roster) -> None:
    found = decide(folder, everybody, PAIR, filed={"R1": at(10), "R2": at(11)})
    zh, en = (cluster_lines(found, folder.center, lang) for lang in ("zh", "en"))
    assert (
        len(zh) == len(en) == 3 and "候补第1位" in zh[2] and "waits, place 1" in en[2] and "granted before: R1" in en[2]
    )
    assert not any("\u4e00" <= c <= "\u9fff" for line in en for c in line)
    data = cluster_data(found, folder.center, "en")
    assert [p["outcome"] for p in data["places"]] == ["granted", "waiting"] and data["places"][1]["reason"]


def test_bad_input_is_named(folder: CenterFolder, everybody: Roster, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="R9"):
        decide(folder, everybody, PAIR, cancelled=("R9",))
    path = tmp_path / "order.csv"
    path.write_text("rank,principle,zh,en\n1,lottery,抽签,lots\nx,filed,先,first\n2,turn,,\n", encoding="utf-8")
    with pytest.raises(ValueError, match="lottery") as caught:
        read_order(path)
    assert str(caught.value).count("order.csv: row") == 3
    path.write_text("rank,principle\n", encoding="utf-8")
    with pytest.raises(ValueError, match="missing column zh, en"):
        read_order(path)
