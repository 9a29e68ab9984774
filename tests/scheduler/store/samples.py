"""Small things to store, and what child processes do to a database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from multiprocessing.connection import Connection

from scheduler.domain.clock import Horizon
from scheduler.domain.roster import Duty, Roster
from scheduler.store.database import Store
from scheduler.store.errors import StaleVersion
from scheduler.store.records import Edit, RosterVersion

WEEK = Horizon(date(2026, 9, 7), 7)
FILES = {"center.toml": b"id = 'hall'\n", "people.csv": "id,姓名\na,甲\n".encode()}


def sample_roster(people: int = 3, horizon: Horizon = WEEK, post: str = "W1") -> Roster:
    """Two duties a person and day, one of them past midnight; a double duty and a lock among them."""
    duties = []
    for number in range(people):
        for day in horizon.dates():
            start = datetime.combine(day, datetime.min.time())
            who = f"p{number:02d}"
            duties.append(Duty(day, who, start + timedelta(hours=9), start + timedelta(hours=12), post, "A", "O"))
            duties.append(
                Duty(day, who, start + timedelta(hours=22), start + timedelta(hours=30), "phone", "leader", "N", True)
            )
    first = duties[0]
    return Roster.of([*duties, replace(first, post="W2", role="B"), replace(first, role="duty")])


def add_center(store: Store, center: str = "hall") -> None:
    store.save_center(center, FILES, name_zh="大厅", name_en="Hall", author="lin")


def add_roster(store: Store, name: str = "w37", roster: Roster | None = None) -> RosterVersion:
    """A draft of center ``hall``, which is made if need be."""
    add_center(store)
    return store.save_roster("hall", name, WEEK, sample_roster() if roster is None else roster, author="lin")


def with_post(roster: Roster, person: str, day: date, post: str) -> Roster:
    """The roster with everything a person does on a day moved to one post."""
    return Roster.of(replace(d, post=post) if (d.person, d.day) == (person, day) else d for d in roster.duties)


def edit_many_times(url: str, roster_id: int, person: str, times: int, result: Connection) -> None:
    """Change one person's post again and again, as a planner who reads anew when refused."""
    store, refused, unexplained = Store(url), 0, 0
    for turn in range(times):
        while True:
            saved = store.load_roster(roster_id)
            posts = sorted({d.post for d in saved.roster.of_person(person)})
            count = int(posts[0]) + 1 if posts[0].isdigit() else 1
            roster = Roster.of(replace(d, post=str(count)) if d.person == person else d for d in saved.roster.duties)
            edit = Edit({"person": person, "turn": turn}, {"post": posts})
            try:
                store.record_edits(saved.version, roster, [edit], person)
                break
            except StaleVersion as stale:
                # Each refusal must name at least one change of somebody else.
                others = [change for change in stale.changes if change.actor != person]
                refused, unexplained = refused + 1, unexplained + (not others)
    store.close()
    result.send((refused, unexplained))
    result.close()


def save_for_ever(url: str, people: int, result: Connection) -> None:
    """Save rosters until killed; each one that was acknowledged is reported."""
    store = Store(url)
    roster = sample_roster(people)
    roster_id = add_roster(store, f"r{len(store.list_rosters())}", roster).roster_id
    result.send((roster_id, 1))
    while True:
        saved = store.add_version(roster_id, roster, author="lin")
        result.send((roster_id, saved.number))


def open_and_add(url: str, start: Callable[[], object], result: Connection) -> None:
    """Open a database at the same moment as others, and save something."""
    start()
    with Store(url) as store:
        store.note("lin", "test", "test/1")
    result.send("opened")


def claim_all(url: str, start: Callable[[], object], result: Connection) -> None:
    """Claim jobs until none is left."""
    store, claimed = Store(url), []
    start()
    while (job := store.claim("worker")) is not None:
        claimed.append(job.id)
        store.finish(job, result=f"done/{job.id}")
    store.close()
    result.send(claimed)
