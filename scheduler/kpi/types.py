"""One figure of the monthly report: names, units and sources of all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Unit = Literal["%", "min", "h", "count", "cases", "score", "index"]

UNITS: Mapping[Unit, tuple[str, str]] = {
    "%": ("%", "%"),
    "min": ("分钟", "min"),
    "h": ("小时", "h"),
    "count": ("次", "times"),
    "cases": ("件", "cases"),
    "score": ("分", "points"),
    "index": ("", ""),
}

NAMES: Mapping[str, tuple[str, str, Unit, str]] = {
    "answer_timeliness": ("接听及时率", "Answered in time", "%", "1-17, 1-05"),
    "first_response": ("首次响应及时率", "First response in time", "%", "1-05, 2-09"),
    "urgent_response": ("紧急响应及时率", "Urgent response in time", "%", "2-09"),
    "satisfaction": ("客户满意度", "Satisfaction", "score", "1-17, 2-14"),
    "resolution": ("问题解决率", "Solved", "%", "1-17"),
    "error_rate": ("工作差错率", "Errors", "%", "1-17"),
    "on_time": ("按时办结率", "Finished in time", "%", "3-51, 4-12"),
    "repeat_rate": ("重复来访率", "Came a second time", "%", "3-48"),
    "complaints": ("投诉件数", "Complaints", "cases", "0-24, 0-26"),
    "complaints_closed": ("投诉办结率", "Complaints closed", "%", "4-08, 4-15"),
    "complaints_in_time": ("投诉按时回复率", "Complaints answered in time", "%", "2-08"),
    "attitude": ("服务态度评分", "Attitude", "score", "0-20, 3-47"),
    "quality": ("服务质量评分", "Quality", "score", "0-20, 3-47"),
    "ability": ("业务能力评分", "Ability", "score", "0-20"),
    "efficiency": ("办事效率评分", "Efficiency", "score", "0-20, 3-47"),
    "teamwork": ("团队协作评分", "Teamwork", "score", "2-22"),
    "visits": ("客户拜访评分", "Visits to clients", "score", "3-78"),
    "answers": ("评价份数", "Answers collected", "cases", "0-21, 0-26, 1-09"),
    "empty_minutes": ("空岗分钟", "Empty-post minutes", "min", "3-07"),
    "ab_coverage": ("AB岗覆盖率", "Covered by the AB table", "%", "3-07"),
    "dual_hours": ("双岗时长", "Double-duty hours", "h", "3-12"),
    "open_rate": ("开窗率", "Windows open", "%", "4-28, 4-30"),
    "wape": ("预测误差 WAPE", "Forecast error (WAPE)", "%", "4-09"),
    "bias": ("预测偏差", "Forecast bias", "%", "4-09"),
    "fair_range": ("公平度 极差", "Fairness: most minus least", "count", "4-34"),
    "fair_gini": ("公平度 基尼系数", "Fairness: Gini", "index", "4-34"),
    "legal": ("工时合规 违反处数", "Legal hours: breaches", "count", "C20–C24"),
    "findings": ("科室问题数", "Findings by section", "count", "3-46"),
    "attendance": ("出勤率", "Attendance", "%", "3-33"),
    "late": ("迟到", "Late", "count", "3-33"),
    "early": ("早退", "Left early", "count", "3-33"),
    "late_minutes": ("迟到分钟", "Minutes late", "min", "3-33"),
    "left_post": ("脱岗分钟", "Minutes off the post", "min", "3-50"),
    "absent": ("旷工(已确认)", "Absent, confirmed", "count", "3-33, 3-45"),
    "unexplained": ("未到岗待核", "Not there, to be looked into", "count", "3-45"),
    "covers": ("顶岗次数", "Covers taken", "count", "1-17, 3-12"),
}
"""Names in Chinese and English, unit, and source of every figure, in the order shown."""

SUBJECTS: Mapping[str, tuple[str, str]] = {
    "nights": ("夜班", "nights"),
    "weekends": ("周末", "weekends"),
    "holidays": ("节假日", "holidays"),
    "duty": ("大厅值班", "hall duty"),
    "cover": ("顶岗", "covers"),
    "": ("全中心", "whole center"),
    "channel:counter": ("窗口", "counter"),
    "channel:phone": ("电话", "phone"),
    "channel:chat": ("在线", "chat"),
    "channel:mail": ("邮件", "mail"),
    "method:regular": ("定期检查", "regular check"),
    "method:spot": ("抽查", "spot check"),
    "method:client": ("客户评价", "clients' ratings"),
    "method:survey": ("问卷", "questionnaire"),
    "method:box": ("意见箱", "suggestion box"),
    "method:interview": ("座谈回访", "interview"),
    "method:peer": ("同事互评", "colleagues"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one subject (a queue, a person, a kind of burden; empty: the whole center).

    ``plan`` or ``actual`` is None where it does not apply or nothing is recorded.
    """

    kpi: str
    subject: str
    plan: float | None
    actual: float | None

    def name(self, lang: str) -> str:
        return NAMES[self.kpi][0 if lang == "zh" else 1]

    @property
    def unit(self) -> Unit:
        # Covers are counted in minutes, as the ledger keeps them; the other burdens in times.
        return "min" if (self.kpi, self.subject) == ("fair_range", "cover") else NAMES[self.kpi][2]

    @property
    def article(self) -> str:
        return NAMES[self.kpi][3]
