"""A window hall of any size, invented by seed."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from scheduler.domain.center import Center, DutyRota, Queue, Section
from scheduler.domain.people import FULL_LEVEL, Person, Skill
from scheduler.domain.posts import ABLine, Custody, Item, Post
from scheduler.domain.shifts import Session, ShiftType
from scheduler.samples.names import HISTORY, START, draw_names, invent_leave, invent_wishes
from scheduler.store.entries import Traffic, TrafficLine
from scheduler.store.folder import CenterFolder

ZONE = 5
WINDOWS_A_BACKUP = 3
AM, PM = (510, 720), (870, 1050)
MORNING = (0.7, 0.95, 1.0, 1.0, 0.9, 0.75, 0.5)
AFTERNOON = (0.7, 1.0, 1.0, 0.85, 0.7, 0.45)
"""Half-hours of the two sessions relative to their peaks."""

RANKS = ("staff", "section_head", "deputy_director", "director", "leader_in_charge", "bureau_director")
_OFFICE = ShiftType("O", "行政班", "Office", (AM, PM), 480, letter_zh="行")


def generate_hall(
    posts: int, people: int, seed: int, *, start: date = START, days: int = 42, leave_share: float = 0.05
) -> CenterFolder:
    """A window hall: zones of about five windows, each a section of its own.

    Everybody is qualified for two or three windows of the zone. People beyond one a window work in
    the back office and are B (they come over, three windows each at most); where they do not
    suffice the neighbor is B in double duty.

    Parameters
    ----------
    posts, people
        Windows, and people on the rota with the two managers; approvers come on top.
    leave_share
        Part of all days that people are away, about.

    Raises
    ------
    ValueError
        If there are fewer people than windows and managers.
    """
    if posts < 2 or people < posts + 2:
        raise ValueError(
            f"hall of {posts} windows and {people} people: expected 2 windows and {posts + 2} people at least"
        )
    rng = Random(seed)
    zones = -(-posts // ZONE)
    staff = people - 2
    names = draw_names(people + zones + 2, rng)
    hall = _Hall(rng, names)
    for zone in range(zones):
        windows = range(posts * zone // zones + 1, posts * (zone + 1) // zones + 1)
        spare = (staff - posts) * (zone + 1) // zones - (staff - posts) * zone // zones
        hall.add_zone(zone + 1, windows, spare)
    center = hall.center(posts)
    shown = [p.id for p in center.staff]
    lines = tuple(
        TrafficLine(q.id, "workday", begin + 30 * i, round(rate * shape, 2), aht)
        for q, (rate, aht) in zip(center.queues, hall.loads, strict=True)
        for begin, shapes in ((AM[0], MORNING), (PM[0], AFTERNOON))
        for i, shape in enumerate(shapes)
    )
    return CenterFolder(
        center,
        invent_leave(shown, start, days, leave_share, rng),
        wishes=invent_wishes(shown, ("O",), start, days, rng),
        traffic=Traffic(lines, *HISTORY, seed, monday=1.15, after_break=(1.35,), before_break=(0.9,)),
        horizon=(start, start + timedelta(days=days - 1)),
    )


@dataclass
class _Hall:
    """A hall while it is generated, zone by zone."""

    rng: Random
    names: list[tuple[str, str]]

    def __post_init__(self) -> None:
        self.people: list[Person] = []
        self.posts: list[Post] = []
        self.ab: list[ABLine] = []
        self.custody: list[Custody] = []
        self.sections: list[Section] = [Section("ADM", "中心办公室", "Center office", "J01", "J01")]
        self.loads: list[tuple[float, float]] = []
        self.approvers = [self._approver("J01", "bureau_director"), self._approver("L01", "leader_in_charge")]

    def _approver(self, code: str, rank: str, section: str = "ADM") -> Person:
        return Person(
            code,
            *self.names.pop(),
            section,
            rank,
            "approver",
            employment="civil",
            service_years=20.0,
            total_service_years=25.0,
        )

    def add_zone(self, zone: int, windows: range, spare: int) -> None:
        section = f"Z{zone:02d}"
        self.sections.append(Section(section, f"{zone}区", f"Zone {zone}", f"K{zone:02d}", "L01"))
        self.approvers.append(self._approver(f"K{zone:02d}", "section_head", section))
        holders = [f"P{len(self.people) + i + 1:03d}" for i in range(len(windows))]
        backups = [f"P{len(self.people) + len(windows) + i + 1:03d}" for i in range(spare)]
        skills: dict[str, list[str]] = {p: [] for p in (*holders, *backups)}
        for place, number in enumerate(windows):
            post, seat = f"W{number:03d}", place // WINDOWS_A_BACKUP
            backup, mode = (
                (backups[seat], "move") if seat < len(backups) else (holders[(place + 1) % len(windows)], "dual")
            )
            skills[holders[place]].append(post)
            skills[backup].append(post)
            items = (Item(f"{post}-1", "常规事项", "Usual item", True), Item(f"{post}-2", "复杂事项", "Complex item"))
            self.posts.append(
                Post(
                    post,
                    f"{number}号窗口",
                    f"Window {number}",
                    section,
                    number=number,
                    skill=post,
                    queue=post,
                    seal=section,
                    items=items,
                )
            )
            self.ab.append(ABLine(post, holders[place], "A"))
            without = (f"{post}-2",) if self.rng.random() < 0.1 else ()
            self.ab.append(ABLine(post, backup, "B", mode=mode, without=without))  # type: ignore[arg-type]
            aht = self.rng.choice((360.0, 480.0, 600.0, 720.0, 900.0, 1200.0))
            self.loads.append((self.rng.uniform(0.45, 0.7) * 1800 / aht, aht))
        first = self.ab[-2 * len(windows) :]
        self.custody += [Custody("seal", section, first[0].person), Custody("seal", section, first[1].person, "deputy")]
        for person in (*holders, *backups):
            others = [f"W{n:03d}" for n in windows if f"W{n:03d}" not in skills[person]]
            more = max(0, self.rng.choice((2, 2, 3)) - len(skills[person]))
            helps = [
                Skill(item, self.rng.choice((1, FULL_LEVEL, FULL_LEVEL)))
                for item in self.rng.sample(others, min(more, len(others)))
            ]
            total = round(self.rng.uniform(1, 30), 1)
            self.people.append(
                Person(
                    person,
                    *self.names.pop(),
                    section,
                    "staff",
                    shift="O",
                    employment=self.rng.choice(("civil", "contract", "contract", "agency")),
                    skills=(*(Skill(item) for item in skills[person]), *helps),
                    backbone=self.rng.random() < 0.3,
                    service_years=round(total * self.rng.random(), 1),
                    total_service_years=total,
                )
            )

    def center(self, posts: int) -> Center:
        managers = [
            Person(
                code,
                *self.names.pop(),
                "ADM",
                rank,
                shift="O",
                employment="civil",
                service_years=10.0,
                total_service_years=18.0,
            )
            for code, rank in (("M01", "director"), ("M02", "deputy_director"))
        ]
        last = [line for line in self.ab if line.post == self.posts[-1].id]
        self.posts[-1] = replace(self.posts[-1], cashier=True)
        self.custody += [Custody("door", "door", "M01"), Custody("door", "door", "M02", "deputy")]
        self.custody += [
            Custody("cashier", "cashier", last[0].person),
            Custody("cashier", "cashier", last[1].person, "deputy"),
        ]
        return Center(
            f"hall-{posts}",
            f"{posts}窗口服务大厅",
            f"Hall of {posts} windows",
            ranks=RANKS,
            manager_ranks=("deputy_director", "director"),
            sections=tuple(self.sections),
            people=(*managers, *self.people, *self.approvers),
            posts=tuple(self.posts),
            ab=tuple(self.ab),
            custody=tuple(self.custody),
            shifts=(_OFFICE,),
            sessions=(Session("AM", *AM), Session("PM", *PM)),
            queues=tuple(
                Queue(p.id, p.name_zh, p.name_en, "counter", (p.id,), {"max_wait_s": 900}) for p in self.posts
            ),
            duty=DutyRota(tuple(p.id for p in self.posts), START),
        )
