"""Words shared by the command line, files and the planner. Chinese first."""

from datetime import date

from scheduler.domain.rule_settings import Level

WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

LEVELS = {
    Level.HARD: ("硬性", "hard"),
    Level.MUST: ("必须", "must"),
    Level.SOFT: ("尽量", "soft"),
}

ROLES = {
    "A": ("A岗", "A holder"),
    "B": ("B岗顶岗", "B cover"),
    "C": ("C岗顶岗", "C cover"),
    "pool": ("在岗", "on duty"),
    "leader": ("带班", "leader"),
    "duty": ("大厅值班", "hall duty"),
    "training": ("培训", "training"),
    "standby": ("备班", "standby"),
}

SOURCES = {
    "A": ("A岗", "A holder"),
    "B": ("B岗", "B backup"),
    "C": ("C岗", "C backup"),
    "section": ("本科室", "same section"),
    "pool": ("综合岗人员", "universal pool"),
    "manager": ("主任", "manager"),
}

TIERS = {
    0: ("法规与锁定", "Law and locks"),
    1: ("覆盖与人力", "Coverage and need"),
    2: ("AB岗备份", "AB backup"),
    3: ("合同与惯例", "Contracts and practice"),
    4: ("稳定", "Stability"),
    5: ("公平", "Fairness"),
    6: ("意愿与成本", "Wishes and cost"),
}

LEAVE = {
    "personal": ("事假", "personal leave"),
    "sick": ("病假", "sick leave"),
    "annual": ("年休假", "annual leave"),
    "family_visit": ("探亲假", "family-visit leave"),
    "marriage": ("婚假", "marriage leave"),
    "maternity": ("产假", "maternity leave"),
    "paternity": ("陪产假", "paternity leave"),
    "bereavement": ("丧假", "bereavement leave"),
    "child_care": ("育儿假", "child-care leave"),
    "official_trip": ("公出", "official trip"),
    "business_trip": ("出差", "business trip"),
    "meeting": ("会议", "meeting"),
    "training": ("培训", "training"),
    "toil": ("调休", "time off in lieu"),
    "emergency": ("急病住院", "emergency hospital stay"),
}

OFF_LINE = {
    "meal": ("用餐", "meal"),
    "rest": ("工间休息", "break"),
    "protected": ("保护时间", "protected time"),
    "call_back": ("回访", "call-backs"),
    "follow_up": ("跟踪催办", "follow-up"),
    "filing": ("归档", "filing"),
    "coaching": ("辅导", "coaching"),
    "training": ("培训与考核", "training and assessment"),
    "management": ("管理时间", "management time"),
    "client_info": ("客户信息维护", "customer information"),
    "mail": ("邮件答复", "mail"),
    "task": ("专项任务", "task"),
    "relief": ("替岗", "relief"),
}
"""Kinds of what is done off the line."""

AWAY = ("不在岗", "away")
"""In place of a leave type that says something about health."""

SENSITIVE = frozenset({"sick", "emergency", "maternity"})
"""Types shown to applicant and approvers only (1-12, 2-12); a test holds it to data/leave/kinds.csv."""


def public_kind(kind: str) -> str:
    """A leave type as everybody may read it."""
    return "away" if kind in SENSITIVE else kind


ABSENT = {"moved": ("离岗", "has left"), "sudden": ("临时缺岗", "suddenly missing")}
"""Why people are away besides leave: nobody asks for these."""


def pick(pair: tuple[str, str], lang: str) -> str:
    """The Chinese or the English of a pair."""
    return pair[0] if lang == "zh" else pair[1]


def date_text(day: date, lang: str) -> str:
    """``9月24日(周四)`` or ``Thu 24 Sep``."""
    if lang == "zh":
        return f"{day.month}月{day.day}日(周{WEEKDAYS['zh'][day.weekday()]})"
    return f"{WEEKDAYS['en'][day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def level_word(level: Level, lang: str) -> str:
    return pick(LEVELS[level], lang)


def leave_word(kind: str, lang: str) -> str:
    """Name of a leave type, of being away for a reason of health, or of another absence; an unknown code as it is."""
    return pick({**LEAVE, **ABSENT, "away": AWAY}.get(kind, (kind, kind)), lang)
