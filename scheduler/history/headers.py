"""Columns of an export by the many names that people's systems give them."""

from collections.abc import Mapping, Sequence

from scheduler.store.schemas import DEMAND

OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "queue": ("技能组", "业务", "窗口", "队列名称", "skill", "group", "service", "queue name"),
    "start": (
        "时间",
        "时段",
        "呼入时间",
        "来电时间",
        "取号时间",
        "开始时刻",
        "datetime",
        "timestamp",
        "time",
        "interval",
        "start time",
        "call time",
    ),
    "date": ("日期", "day", "date"),
    "arrivals": (
        "呼入量",
        "来电量",
        "取号量",
        "数量",
        "offered",
        "calls offered",
        "contacts offered",
        "calls received",
        "calls",
        "count",
        "contacts",
        "volume",
        "tickets",
    ),
    "aht_s": ("平均处理时长(秒)", "处理时长", "通话时长", "办理时长", "aht", "handle time", "talk time", "duration"),
}
"""Further headers, besides those of demand.csv; ``date`` stands beside a time of day."""


def columns_of(headers: Sequence[str], told: Mapping[str, str]) -> dict[str, int]:
    """Position of ``queue``, ``start``, ``date``, ``arrivals`` and ``aht_s`` among the headers, as far as they are there.

    Parameters
    ----------
    told
        Header by column, where the user says which it is.

    Raises
    ------
    ValueError
        If a header that was told is not there.
    """
    plain = [str(header).strip().lower() for header in headers]
    own = {column.name: tuple(h.lower() for h in column.headers) for column in DEMAND.columns}
    found: dict[str, int] = {}
    for name in OTHER_NAMES:
        if name in told:
            if told[name].strip().lower() not in plain:
                raise ValueError(
                    f"没有名为 {told[name]} 的列 / no column {told[name]!r}; there are: {', '.join(map(str, headers))}"
                )
            found[name] = plain.index(told[name].strip().lower())
            continue
        for header in (*own.get(name, ()), *OTHER_NAMES[name]):
            if header.lower() in plain and plain.index(header.lower()) not in found.values():
                found[name] = plain.index(header.lower())
                break
    return found
