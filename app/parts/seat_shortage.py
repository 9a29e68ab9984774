"""Windows too few for what is promised: no roster can mend that, so the charts of heads do not show it."""

from collections.abc import Sequence

import streamlit as st

from app.state import Desk
from app.texts import plain
from scheduler.domain.need import NeedCell
from scheduler.staffing.reasons import NeedReason
from scheduler.staffing.reasons import words as reason_words
from scheduler.words import date_text


def short_of_seats(needs: Sequence[NeedCell], queues: Sequence[str]) -> list[tuple[NeedCell, float]]:
    """Intervals in which more people would be wanted than there are seats, with how many, the longest wait first."""
    found: list[tuple[NeedCell, float, float]] = []
    for cell in needs:
        if cell.queue in queues and "seats=" in cell.reason:
            numbers = NeedReason.parse(cell.reason).numbers
            lacking = numbers.get("wanted", 0.0) - numbers["seats"]
            if lacking > 0:
                found.append((cell, lacking, numbers.get("delay", 0.0)))
    return [
        (cell, lacking) for cell, lacking, _ in sorted(found, key=lambda one: (-one[2], one[0].start, one[0].queue))
    ]


def seat_shortage(desk: Desk, needs: Sequence[NeedCell], queues: Sequence[str]) -> None:
    """How often, how much, and where it is worst; nothing where seats are enough."""
    short = short_of_seats(needs, queues)
    if not short:
        return
    words, center = desk.words, desk.folder.center
    all_of = sum(cell.queue in queues for cell in needs)
    hours = sum(lacking * (cell.end - cell.start).total_seconds() / 3600.0 for cell, lacking in short)
    worst = short[0][0]
    queue = center.queue[worst.queue]
    st.warning(
        plain(
            words(
                "demand.seats",
                count=len(short),
                all=all_of,
                hours=f"{hours:,.0f}",
                queue=queue.name_zh if desk.lang == "zh" else queue.name_en,
                at=f"{date_text(worst.start.date(), desk.lang)} {worst.start:%H:%M}",
                why=reason_words(worst.reason, desk.lang),
            )
        ),
        icon=":material/event_seat:",
    )
