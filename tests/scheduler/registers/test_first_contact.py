"""Whoever is asked first owns the enquiry until it is answered (3-14)."""

from datetime import date, datetime, timedelta

from scheduler.assemble import calendar_of
from scheduler.domain.record import Record
from scheduler.planning import open_center
from scheduler.registers.entry import filled
from scheduler.registers.listing import awaited
from scheduler.registers.scene import scene_of

DAY = date(2026, 9, 8)


def test_the_first_contact_owns_the_enquiry_until_it_is_answered() -> None:
    hall = open_center("hall")
    asked = datetime(2026, 9, 8, 9, 20)
    blank = Record("phone_log", "p1", DAY, "W8")
    body = {"called_at": asked, "caller": "王女士", "question": "备案进度", "promised": DAY + timedelta(days=1)}
    entry = filled(hall.center, calendar_of(hall), blank, body, "S08")
    assert (entry.owner, entry.state) == ("S08", "open")
    assert entry.due is not None and entry.due.date() in (DAY + timedelta(days=1), DAY + timedelta(days=2))
    scene = scene_of(hall, None, (entry,), DAY, DAY)
    waiting = [a for a in awaited(scene, entry.due + timedelta(minutes=1)) if a.record.id == "p1"]
    assert [(a.record.owner, a.overdue) for a in waiting] == [("S08", True)]
    answered = filled(hall.center, calendar_of(hall), entry, {"replied_on": DAY}, "S15")
    assert (answered.owner, answered.state) == ("S08", "done")
