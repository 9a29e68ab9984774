"""What came of an export, in words and as plain data."""

from typing import Any

from scheduler.domain.center import Center
from scheduler.history.export import Taken
from scheduler.history.merge import Merged
from scheduler.words import pick


def merged_lines(center: Center, taken: Taken, merged: Merged, lang: str) -> list[str]:
    """What was read, what was mended, what changes, and what should be looked at twice."""
    first, last = taken.frame["start"].min(), taken.frame["start"].max()
    total = int(taken.frame["arrivals"].sum())
    said = [
        pick(
            (
                f"读入{taken.rows}行，得{len(taken.frame)}个时段（{first:%Y-%m-%d %H:%M} 至 {last:%Y-%m-%d %H:%M}），共{total}件",
                f"{taken.rows} rows read: {len(taken.frame)} intervals ({first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M}), {total} in all",
            ),
            lang,
        )
    ]
    said += [f"  · {one.text[lang]}" for one in taken.done]
    said.append(
        pick(
            (
                f"新增{merged.new}个时段，更改{merged.changed}个，{merged.same}个与原有相同"
                + (f"；补零{merged.zeros}个（开放而无记录）" if merged.zeros else ""),
                f"{merged.new} intervals are new, {merged.changed} change, {merged.same} are as they were"
                + (f"; {merged.zeros} open ones without a row count as 0" if merged.zeros else ""),
            ),
            lang,
        )
    )
    for queue, ratio in merged.strange.items():
        name = pick((center.queue[queue].name_zh, center.queue[queue].name_en), lang)
        said.append(
            pick(
                (
                    f"  ! {name}（{queue}）是之前六周同时段的{ratio:.1f}倍：请核对队列、时段长度与文件",
                    f"  ! {name} ({queue}): {ratio:.1f} times what the same intervals had in the six weeks before: is it the right queue, interval and file?",
                ),
                lang,
            )
        )
    return said


def merged_data(taken: Taken, merged: Merged) -> dict[str, Any]:
    """The same for machines."""
    return {
        "rows": taken.rows,
        "intervals": len(taken.frame),
        "arrivals": int(taken.frame["arrivals"].sum()),
        "first": taken.frame["start"].min(),
        "last": taken.frame["start"].max(),
        "mended": [
            {"kind": one.kind, "rows": list(one.rows), "zh": one.text["zh"], "en": one.text["en"]} for one in taken.done
        ],
        "new": merged.new,
        "changed": merged.changed,
        "same": merged.same,
        "zeros": merged.zeros,
        "strange": merged.strange,
    }
