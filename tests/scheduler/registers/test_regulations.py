"""Notices that set rules, named exceptions, and what cannot stand in an entry."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from scheduler.assemble import calendar_of, make_problem
from scheduler.check import check
from scheduler.domain.record import Record
from scheduler.explain import explain
from scheduler.planning import open_center
from scheduler.registers.entry import EntryRefused, filled
from scheduler.rules import RULE
from scheduler.solver.greedy import greedy_roster
from scheduler.store.folder import CenterFolder

MONDAY, SUNDAY = date(2026, 9, 7), date(2026, 9, 13)


@pytest.fixture(scope="module")
def hall() -> CenterFolder:
    return open_center("hall")


def notice(**more: object) -> Record:
    body = {
        "number": "江商服〔2026〕3号",
        "issuer": "L01",
        "issued_on": date(2026, 8, 20),
        "valid_from": date(2026, 9, 1),
        "content": "调整",
        "rule": "hours_week",
        "level": "SOFT",
        "params": "standard = 36",
        **more,
    }
    return Record("notice", "n", date(2026, 8, 20), "", "M01", body=body)


def test_a_notice_sets_its_rule_for_rosters_that_begin_within_its_dates(hall: CenterFolder) -> None:
    plain = make_problem(hall, MONDAY, SUNDAY).settings.get("hours_week")
    problem = make_problem(replace(hall, records=(notice(),)), MONDAY, SUNDAY)
    setting = problem.settings.get("hours_week")
    assert (str(setting.level), RULE["hours_week"].params(setting).standard) == ("SOFT", 36)
    assert problem.center.notices == ("江商服〔2026〕3号",)
    for dates in ({"valid_from": date(2026, 9, 8)}, {"valid_to": date(2026, 9, 6)}):
        other = make_problem(replace(hall, records=(notice(**dates),)), MONDAY, SUNDAY)
        assert other.settings.get("hours_week") == plain and other.center.notices == ()


def test_the_later_notice_wins(hall: CenterFolder) -> None:
    later = replace(notice(issued_on=date(2026, 8, 25), level="MUST"), id="m")
    assert (
        str(make_problem(replace(hall, records=(later, notice())), MONDAY, SUNDAY).settings.get("hours_week").level)
        == "MUST"
    )


def test_a_notice_that_cannot_be_is_named(hall: CenterFolder) -> None:
    with pytest.raises(ValueError, match=r"registers/notice\.csv n: params: .*no_such"):
        make_problem(replace(hall, records=(notice(params="no_such = 1"),)), MONDAY, SUNDAY)


def allowed(by: str = "L01", **more: object) -> Record:
    body = {"valid_from": MONDAY, "valid_to": SUNDAY, "post": "W1", "why": "抢修", "approved_by": by, **more}
    return Record("override", "o", MONDAY, "post_covered", "M01", body=body)


def test_a_breach_under_a_named_exception_is_shown_as_allowed_and_not_hidden(hall: CenterFolder) -> None:
    def lines(*records: Record) -> list[tuple[str, str, int]]:
        problem = make_problem(replace(hall, records=records), MONDAY, SUNDAY)
        roster = type(greedy_roster(problem)).of(d for d in greedy_roster(problem).duties if d.post not in ("W1", "W3"))
        return [
            (line.post, line.text_zh, line.amount)
            for line in explain(check(problem, roster))
            if line.rule == "post_covered"
        ]

    plain, told = lines(), lines(allowed())
    assert [(p, a) for p, _, a in plain] == [(p, a) for p, _, a in told], "nothing is hidden, nothing costs less"
    marked = {p for p, text, _ in told if "已批准的例外" in text and "抢修" in text and "L01" in text}
    assert marked == {"W1"}
    assert lines(allowed(by="S03")) == plain, "who is not entitled allows nothing"
    over = lines(allowed(valid_to=date(2026, 9, 8)))
    assert 0 < sum("已批准的例外" in text for _, text, _ in over) < sum(p == "W1" for p, _, _ in over)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (notice(params="no_such = 1"), "no_such"),
        (notice(params="standard ="), "参数有误"),
        (notice(rule=None), "未写明涉及的规则"),
        (allowed(by="S03"), "无权批准"),
        (allowed(person="L01"), "无权批准"),
        (
            Record(
                "hours_change",
                "h",
                MONDAY,
                "AM",
                "M01",
                body={"valid_from": MONDAY, "start": 800, "published_on": MONDAY, "authorizer": "L01", "reason": "x"},
            ),
            "关门应晚于开门",
        ),
        (
            Record(
                "hours_change",
                "h",
                MONDAY,
                "AM",
                "M01",
                body={"valid_from": MONDAY, "published_on": SUNDAY, "authorizer": "L01", "reason": "x"},
            ),
            "公布日期",
        ),
        (
            Record(
                "training_plan",
                "p",
                MONDAY,
                body={
                    "topic": "x",
                    "mode": "online",
                    "start": datetime(2026, 9, 9, 9),
                    "end": datetime(2026, 9, 9, 11),
                    "go_live": date(2026, 9, 9),
                },
            ),
            "0-16",
        ),
        (
            Record(
                "correction",
                "c",
                MONDAY,
                "FDI",
                "K01",
                body={"issue": "x", "deadline": MONDAY, "rechecked_by": "K01", "passed_on": MONDAY},
            ),
            "0-27",
        ),
        (
            Record(
                "objection",
                "b",
                MONDAY,
                "S01",
                body={"about": "absence", "filed_on": MONDAY, "grounds": "x", "author": "K01", "decided_by": "K01"},
            ),
            "2-21",
        ),
        (Record("case", "k", MONDAY, "W1", body={"item": "手册核销", "accepted_on": MONDAY}), "不办理"),
        (Record("exam", "e", MONDAY, "S01", body={"skill": "外资设立", "examiner": "S01"}), "考核人"),
        (
            Record(
                "room_use",
                "r",
                MONDAY,
                "hall",
                body={
                    "start": datetime(2026, 9, 9, 9),
                    "end": datetime(2026, 9, 9, 11),
                    "purpose": "x",
                    "approved_by": "K01",
                },
            ),
            "无权批准",
        ),
    ],
)
def test_what_cannot_stand_is_refused_with_its_reason(hall: CenterFolder, record: Record, said: str) -> None:
    with pytest.raises(EntryRefused) as caught:
        filled(
            hall.center,
            calendar_of(hall),
            record,
            {},
            "B01"
            if "B01" in hall.center.person
            else next(p.id for p in hall.center.people if p.rank == "bureau_director"),
        )
    assert said in caught.value.text("zh") and caught.value.text("en")
