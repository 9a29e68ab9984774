"""What a row of events.csv may not say: teaching without standing, training after the start of the system, consent of nobody."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from scheduler.store.faults import Fault
from scheduler.store.settings import SettingsReading
from scheduler.store.tables import TableReading

Readings = Mapping[str, TableReading]


def event_faults(readings: Readings, settings: SettingsReading) -> Iterator[Fault]:
    """Faults of ``go_live`` (0-16), ``trainers`` (1-14) and ``consent`` (3-58)."""
    events = readings.get("events")
    if events is None:
        return
    seniors, leaders = _seniors(readings, settings), _of_sections(readings, "leader")
    for row in events.rows:
        end, live = row.get("end"), row.get("go_live")
        if end is not None and live is not None and (end - timedelta(minutes=1)).date() >= live:
            yield events.fault(
                row, "end", (f"应在上线日期（{live}）之前结束", f"expected before the system goes live on {live}")
            )
        for person in row.get("trainers") or ():
            if seniors is not None and person not in seniors:
                words = (f"{person} 不是负责人、带班人员或业务骨干", f"{person} is no head, leader or backbone")
                yield events.fault(
                    row,
                    "trainers",
                    words,
                    ("内部培训员须为负责人或骨干", "in-house trainers are heads or senior people"),
                )
        consent = row.get("consent")
        if consent is not None and leaders is not None and consent not in leaders:
            yield events.fault(row, "consent", ("应为某科室的分管领导", "expected the leader in charge of a section"))


def _seniors(readings: Readings, settings: SettingsReading) -> set[str] | None:
    """Heads of sections, managers, people of leading rank, backbone; None while people.csv cannot tell."""
    people = readings.get("people")
    if people is None or people.faults or "backbone" not in people.headers:
        return None
    ranks = settings.content.get("ranks", ("staff",))
    leading = settings.content.get("leader_rank")
    high = set(ranks[ranks.index(leading) :]) if leading in ranks else set()
    high |= set(settings.content.get("manager_ranks", ()))
    found = {row.get("id") for row in people.rows if row.get("backbone") or row.get("rank") in high}
    return {*found, *(_of_sections(readings, "head") or ()), *(_of_sections(readings, "leader") or ())}


def _of_sections(readings: Readings, column: str) -> set[str] | None:
    sections = readings.get("sections")
    if sections is None or sections.faults:
        return None
    return {row.get(column) for row in sections.rows if row.get(column) is not None}
