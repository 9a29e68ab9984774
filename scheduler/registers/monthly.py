"""Entries that the calendar makes one expect: inspections, patrols, assessments, visit plans, the yearly training plan, resits."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from scheduler.domain.record import Record
from scheduler.registers.dues import end_of, last_workday, next_month
from scheduler.registers.scene import Scene

DAY = timedelta(days=1)
VISIT_HOURS = (time(14, 30), time(16, 30))
RESIT_DAYS = 30


def inspections(scene: Scene, day: date) -> Iterator[Record]:
    """Every section once a month (4-18, 2-13)."""
    for section in scene.problem.center.sections:
        if any(p.section == section.id for p in scene.problem.center.staff):
            yield Record(
                "inspection",
                f"{day:%Y-%m}-{section.id}",
                day.replace(day=1),
                section.id,
                section.leader or section.head,
            )


def patrols(scene: Scene, day: date) -> Iterator[Record]:
    """One head of a section a week, in turn; due by the week's last workday (0-23)."""
    heads = list(dict.fromkeys(s.head for s in scene.problem.center.sections if s.head)) or [
        p.id for p in scene.problem.center.staff if scene.problem.center.is_manager(p)
    ]
    monday = day - timedelta(days=day.weekday())
    workdays = [d for n in range(7) if scene.calendar.is_workday(d := monday + timedelta(days=n))]
    if heads and workdays:
        # Weeks are counted from a fixed Monday: the turn goes on over months and rosters.
        who = heads[(monday - date(2024, 1, 1)).days // 7 % len(heads)]
        yield Record("patrol", f"{monday}-patrol", monday, who, who, end_of(workdays[-1]))


def evaluations(scene: Scene, day: date) -> Iterator[Record]:
    """Everybody on duty that day, by the head of the section (4-24)."""
    center, index = scene.problem.center, scene.problem.horizon.day(day)
    for who in center.staff:
        if scene.blocks(day) and scene.view.worked(who.id, index):
            section = center.section.get(who.section)
            owner = section.head if section and section.head != who.id else section.leader if section else ""
            yield Record("evaluation", f"{day}-{who.id}", day, who.id, owner)


def assessments(scene: Scene, day: date) -> Iterator[Record]:
    """Everybody on the roster for the month before: four steps with a day each (1-19)."""
    last = day.replace(day=1) - DAY
    for who in scene.problem.center.staff:
        yield Record("assessment", f"{last:%Y-%m}-{who.id}", last.replace(day=1), who.id, who.id)


def yearly_plan(scene: Scene, day: date) -> Iterator[Record]:
    """In December: next year's training plan, by the last workday (1-13, 2-17)."""
    if day.month == 12:
        yield Record(
            "training_plan",
            f"{day.year + 1}-plan",
            day.replace(day=1),
            "",
            next((s.head for s in scene.problem.center.sections if s.head), ""),
            end_of(last_workday(day, scene.calendar)),
        )


def resits(scene: Scene, day: date) -> Iterator[Record]:
    """Whoever failed a test and has not passed it since (1-15)."""
    tests = [r for r in scene.records if r.register == "exam" and r.state != "void" and r.get("taken_on") is not None]
    newest: dict[tuple[str, str], Record] = {}
    for test in sorted(tests, key=lambda r: (r.get("taken_on"), r.id)):
        newest[test.subject, test.get("skill")] = test
    for (who, skill), test in sorted(newest.items()):
        failed = test.get("taken_on")
        if test.get("passed") is False and failed <= day:
            yield Record(
                "exam",
                f"{failed}-{who}-{skill}-resit",
                failed + DAY,
                who,
                who,
                end_of(failed + timedelta(days=RESIT_DAYS)),
                body={"skill": skill},
            )


def visit_plans(scene: Scene, day: date) -> Iterator[Record]:
    """Next month's visits of everybody with a quota, spread evenly over its workdays; the plan is due this month's last workday (3-73, 3-74)."""
    first = next_month(day, 1)
    days = [
        d for n in range(31) if (d := first + timedelta(days=n)).month == first.month and scene.calendar.is_workday(d)
    ]
    due = end_of(last_workday(day, scene.calendar))
    for quota in (r for r in scene.records if r.register == "visit_quota" and r.state != "void"):
        if quota.get("valid_from") > days[-1] or (
            quota.get("valid_to") is not None and quota.get("valid_to") < days[0]
        ):
            continue
        count = quota.get("visits")
        for number in range(count):
            on = days[(2 * number + 1) * len(days) // (2 * count)]
            start, end = (datetime.combine(on, at) for at in VISIT_HOURS)
            yield Record(
                "visit",
                f"{first:%Y-%m}-{quota.subject}-{number + 1:02d}",
                on,
                quota.subject,
                quota.subject,
                due,
                body={"start": start, "end": end},
            )
