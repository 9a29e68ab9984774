"""What a register is: its fields, who writes and reads it, when an entry is due, what it feeds and changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from typing import Literal

from scheduler.store.columns import CellType, Column, Table

DueRule = Literal["open_day", "last_workday", "steps", "after", "field", "promise", "none"]
"""``open_day``: each open day at opening or closing. ``last_workday`` of the month of its day.
``steps``: each field by its day of the month after. ``promise``: the workdays that its item
promises, after a date field. ``after``: days after a date field (or the record's
day). ``field``: the date the record itself promises."""

Subject = Literal["none", "person", "post", "section", "seal", "queue", "session", "room", "rule"]
REFS: Mapping[Subject, str] = {
    "person": "people",
    "post": "posts",
    "section": "sections",
    "seal": "seals",
    "queue": "queues",
    "session": "sessions",
    "rule": "rules",
}
SUBJECT_NAMES: Mapping[Subject, tuple[str, str]] = {
    "none": ("对象", "About"),
    "person": ("人员", "Person"),
    "post": ("岗位", "Post"),
    "section": ("科室", "Section"),
    "seal": ("印章", "Seal"),
    "queue": ("队列", "Queue"),
    "session": ("时段", "Session"),
    "room": ("场地", "Room"),
    "rule": ("规则", "Rule"),
}

ROLES: Mapping[str, tuple[str, str]] = {
    "staff": ("工作人员", "staff"),
    "custodian": ("保管人", "custodian"),
    "section_head": ("科长", "section head"),
    "center_director": ("中心主任", "center director"),
    "leader_in_charge": ("分管领导", "leader in charge"),
    "bureau_director": ("局长", "bureau director"),
    "hr_section": ("人事科", "HR section"),
    "rosterer": ("排班员", "roster owner"),
}
"""Who may write or read. ``staff`` is everybody."""

STATES = {"open": "未办", "done": "已办", "void": "作废"}
HEAD = ("id", "day", "subject", "state", "owner", "due")
"""Columns that every register has before its own."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a register's entries; ``choices`` holds both languages by code.

    ``private``: shown to those who may read the register, never written to the audit trail.
    """

    name: str
    type: CellType
    zh: str
    en: str
    required: bool = False
    unit: tuple[str, str] = ("", "")
    choices: Mapping[str, tuple[str, str]] = default(default_factory=dict)
    low: float | None = None
    high: float | None = None
    ref: str | None = None
    private: bool = False

    def label(self, lang: str) -> str:
        name, unit = (self.zh, self.unit[0]) if lang == "zh" else (self.en, self.unit[1])
        return f"{name} ({unit})" if unit else name

    def word(self, code: str, lang: str) -> str:
        """A choice in words; anything else as it is."""
        return self.choices[code][0 if lang == "zh" else 1] if code in self.choices else code

    @property
    def column(self) -> Column:
        choices = {code: pair[0] for code, pair in self.choices.items()} or None
        return Column(
            self.name,
            self.zh,
            self.type,
            self.zh,
            self.en,
            self.required,
            self.unit[1],
            choices,
            self.low,
            self.high,
            self.ref,
        )


@dataclass(frozen=True, slots=True)
class Due:
    """When an entry is due; see :data:`DueRule`. ``workdays``: days off are not counted."""

    rule: DueRule = "none"
    at: Literal["opening", "closing"] = "closing"
    field: str = ""
    days: int = 0
    workdays: bool = False
    steps: Mapping[str, int] = default(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Register:
    """One register.

    Attributes
    ----------
    closes
        Fields that, once all are filled, make an entry done; none: done when written.
    fill
        Name of what gives its expected entries (``scheduler.registers.FILLS``), or empty.
    effect
        Name of what its entries change in planning (``scheduler.registers.EFFECTS``), or empty.
    """

    id: str
    group: str
    article: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    subject: Subject
    fields: tuple[Field, ...]
    write: tuple[str, ...] = ("staff",)
    read: tuple[str, ...] = ("staff",)
    due: Due = Due()
    closes: tuple[str, ...] = ()
    fill: str = ""
    effect: str = ""

    def name(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en

    def about(self, lang: str) -> str:
        return self.about_zh if lang == "zh" else self.about_en

    @property
    def field(self) -> Mapping[str, Field]:
        return {f.name: f for f in self.fields}

    @property
    def table(self) -> Table:
        """The register as a CSV file."""
        zh, en = SUBJECT_NAMES[self.subject]
        head = (
            Column("id", "编号", "id", "编号", "Id of the entry", True),
            Column("day", "日期", "date", "所属日期", "Day it is about", True),
            Column(
                "subject",
                "对象" if zh == "对象" else f"{zh}|对象",
                "id",
                zh,
                en,
                self.subject != "none",
                ref=REFS.get(self.subject),
            ),
            Column("state", "状态", "choice", "空为按内容判断", "Empty: as its fields say", choices=STATES),
            Column("owner", "责任人", "id", "责任人", "Who has to see to it", ref="people"),
            Column("due", "期限", "end", "期限", "Due by"),
        )
        return Table(self.id, self.zh, self.en, (*head, *(f.column for f in self.fields)), ("id",))
