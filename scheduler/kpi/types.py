"""One figure of the monthly report, and the settings behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Unit = Literal["%", "min", "h", "count", "score", "index"]

UNITS: Mapping[Unit, tuple[str, str]] = {
    "%": ("%", "%"), "min": ("分钟", "min"), "h": ("小时", "h"), "count": ("次", "times"), "score": ("分", "points"), "index": ("", ""),
}

NAMES: Mapping[str, tuple[str, str, Unit, str]] = {
    "answer_timeliness": ("接听及时率", "Answered in time", "%", "1-17, 1-05"),
    "satisfaction": ("客户满意度", "Satisfaction", "score", "1-17, 2-14"),
    "resolution": ("问题解决率", "Solved", "%", "1-17"),
    "error_rate": ("工作差错率", "Errors", "%", "1-17"),
    "empty_minutes": ("空岗分钟", "Empty-post minutes", "min", "3-07"),
    "ab_coverage": ("AB岗覆盖率", "Covered by the AB table", "%", "3-07"),
    "dual_hours": ("双岗时长", "Double-duty hours", "h", "3-12"),
    "open_rate": ("开窗率", "Windows open", "%", "4-28, 4-30"),
    "wape": ("预测误差 WAPE", "Forecast error (WAPE)", "%", "4-09"),
    "bias": ("预测偏差", "Forecast bias", "%", "4-09"),
    "fair_range": ("公平度 极差", "Fairness: most minus least", "count", "4-34"),
    "fair_gini": ("公平度 基尼系数", "Fairness: Gini", "index", "4-34"),
    "legal": ("工时合规 违反处数", "Legal hours: breaches", "count", "C20–C24"),
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
    "nights": ("夜班", "nights"), "weekends": ("周末", "weekends"), "holidays": ("节假日", "holidays"), "duty": ("大厅值班", "hall duty"),
    "cover": ("顶岗", "covers"), "": ("全中心", "whole center"),
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


@dataclass(frozen=True, slots=True)
class KpiSettings:
    """What the texts leave open.

    Attributes
    ----------
    grace
        Minutes after the start, or before the end, that count as neither late nor early.
    stars
        Names on the shortlist.
    least_ratings
        Ratings below which a person's satisfaction is too thin to be compared.
    weights
        Of satisfaction, resolution, freedom from errors and covers taken; any sum.
    """

    grace: int = 0
    stars: int = 3
    least_ratings: int = 20
    weights: Mapping[str, float] = field(default_factory=lambda: {"satisfaction": 0.4, "resolution": 0.3, "error_rate": 0.2, "covers": 0.1})
