"""What the texts leave open about figures and assessment: data of the center, never of the code."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MEASURES: Mapping[str, tuple[str, str]] = {
    "satisfaction": ("客户满意度", "satisfaction of clients"),
    "resolution": ("问题解决率", "solved at once"),
    "error_rate": ("少差错", "freedom from errors"),
    "on_time": ("按时办结", "finished in time"),
    "repeat_rate": ("一次说清", "no second visit"),
    "punctuality": ("出勤守时", "punctuality"),
    "covers": ("顶岗", "covers taken"),
    "attitude": ("服务态度", "attitude"),
    "quality": ("服务质量", "quality"),
    "ability": ("业务能力", "ability"),
    "efficiency": ("办事效率", "efficiency"),
    "teamwork": ("团队协作", "teamwork"),
    "visits": ("客户拜访", "visits to clients"),
}
"""What an assessment may weigh, each a number from 0 to 100, in Chinese and English (1-17, 0-20, 2-14, 2-22, 3-78)."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """Settings of figures, shortlist and assessment (``[assessment]`` of center.toml).

    Attributes
    ----------
    grace
        Minutes after the start, or before the end, that count as neither late nor early.
    stars
        Names on the shortlist.
    least_ratings
        Ratings below which a person's satisfaction is too thin to be compared.
    complaints
        Complaints of one month from which on a special check of a queue is proposed (0-24).
    complaints_per_1000
        The same as a rate of what was handled, for queues with at least two complaints; 0: only the
        count speaks.
    weights
        Of the :data:`MEASURES`; any sum. A measure nobody recorded is left out, for everybody.
    """

    grace: int = 0
    stars: int = 3
    least_ratings: int = 20
    complaints: int = 5
    complaints_per_1000: float = 10.0
    weights: Mapping[str, float] = field(
        default_factory=lambda: {"satisfaction": 0.4, "resolution": 0.3, "error_rate": 0.2, "covers": 0.1}
    )
