"""What a day or week as a whole reaches, in sentences."""

from collections.abc import Iterable, Iterator

from scheduler.domain.center import Center
from scheduler.staffing.period_shares import PeriodShare
from scheduler.staffing.targets import OVERS, percent
from scheduler.words import date_text, pick


def period_lines(center: Center, shares: Iterable[PeriodShare], lang: str) -> Iterator[str]:
    """One queue and period, one sentence: what the whole reaches, what intervals give up, what it saves."""
    for share in shares:
        queue = center.queue[share.queue]
        name = pick((queue.name_zh, queue.name_en), lang)
        if not share.customers:
            yield pick((f"{name} {span(share, lang)}：无业务", f"{name}, {span(share, lang)}: no customers"), lang)
            continue
        period = pick(OVERS[share.over], lang)
        reached, lowest = percent(round(share.share, 3)), percent(round(share.lowest, 3))
        kept = pick(("已兑现", "kept") if share.kept else ("未达到", "missed"), lang)
        yield pick(
            (
                f"{name} {span(share, lang)}：{period}合计{reached}(承诺{percent(share.promised)}，{kept})；{share.intervals}个时段中{share.below}个单独低于承诺，最低{lowest}(下限{percent(share.floor)})",
                f"{name}, {span(share, lang)}: {period} as a whole {reached} (promised {percent(share.promised)}: {kept}); {share.below} of {share.intervals} intervals answer less than that, the lowest {lowest} (floor {percent(share.floor)})",
            ),
            lang,
        ) + _saving(share, lang)


def span(share: PeriodShare, lang: str) -> str:
    """The days of a period that are planned."""
    first = date_text(share.first, lang)
    return first if share.first == share.last else f"{first} – {date_text(share.last, lang)}"


def _saving(share: PeriodShare, lang: str) -> str:
    if share.each_hours - share.hours < 0.05:
        return ""
    return pick(
        (
            f";{share.hours:.1f}人时，逐时段承诺则须{share.each_hours:.1f}(省{percent(round(share.saved, 3))})",
            f"; {share.hours:.1f} head-hours where every interval by itself would take {share.each_hours:.1f} ({percent(round(share.saved, 3))} less)",
        ),
        lang,
    )
