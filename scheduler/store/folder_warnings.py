"""What a center can be planned with but should be looked at before it hurts."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from scheduler.domain.absence import Absence
from scheduler.domain.center import Center
from scheduler.domain.posts import ABLine, Post
from scheduler.store.faults import Fault

_MOST_DAYS = 370


def folder_warnings(
    center: Center, absences: Iterable[Absence], horizon: tuple[date, date] | None
) -> tuple[Fault, ...]:
    """Warnings about posts and seals over the horizon (3-06, 3-25).

    A post of presence (``heads`` above 0) is looked at when it has an AB table at all or is a
    counter's: somebody must be its A, and somebody its B who is qualified and not away for the
    whole of the horizon.
    """
    days = _days(horizon)
    away: dict[str, list[Absence]] = {}
    for absence in absences:
        away.setdefault(absence.person, []).append(absence)
    found: list[Fault] = []
    for post in center.posts:
        if post.heads:
            found += _post(center, post, days, away)
        if post.seal is not None and not any(c.kind == "seal" and c.thing == post.seal for c in center.custody):
            found.append(
                _warning(
                    "custody.csv",
                    post.seal,
                    f"{post.id} 所需印章 {post.seal} 无人保管",
                    f"nobody keeps the seal {post.seal} of {post.id}",
                )
            )
    return tuple(found)


def _post(center: Center, post: Post, days: list[date], away: dict[str, list[Absence]]) -> Iterator[Fault]:
    for role, zh, en in (("A", "没有A岗", "has no A"), ("B", "没有B岗", "has no B")):
        lines = [line for line in center.ab_of_post[post.id] if line.role == role]
        if not days:
            if not lines:
                yield _warning("ab.csv", post.id, f"{post.id} {zh}", f"{post.id} {en}")
            continue
        without = [day for day in days if not any(line.valid(day) for line in lines)]
        if without:
            zh_span, en_span = _span(without, days)
            yield _warning("ab.csv", post.id, f"{post.id} {zh_span}{zh}", f"{post.id} {en}{en_span}")
        else:
            yield from _working(center, post, role, lines, days, away)


def _working(
    center: Center, post: Post, role: str, lines: list[ABLine], days: list[date], away: dict[str, list[Absence]]
) -> Iterator[Fault]:
    """Whether the ones named could hold the post on any day at all."""
    reasons: dict[str, tuple[str, str]] = {}
    for line in lines:
        qualified = [day for day in days if line.valid(day) and center.qualified(center.person[line.person], post, day)]
        if not qualified:
            reasons[line.person] = ("未达上岗等级", "not qualified")
        elif all(_away(away.get(line.person, []), day) for day in qualified):
            reasons[line.person] = ("整个排班期请假", "on leave all the time")
    if len(reasons) == len({line.person for line in lines}):
        zh = "、".join(f"{person} {words[0]}" for person, words in reasons.items())
        en = ", ".join(f"{person} is {words[1]}" for person, words in reasons.items())
        yield _warning(
            "ab.csv",
            post.id,
            f"{post.id} 没有能到岗的{role}岗：{zh}",
            f"{post.id} has no working {role}: {en}",
            ("指定其他合格人员", "name another qualified person") if role == "B" else ("", ""),
        )


def _away(absences: list[Absence], day: date) -> bool:
    """Whether some absence covers the working day, 08:00 to 18:00 at least."""
    start = datetime.combine(day, time(8))
    return any(a.start <= start + timedelta(hours=1) and start + timedelta(hours=9) <= a.end for a in absences)


def _days(horizon: tuple[date, date] | None) -> list[date]:
    if horizon is None:
        return []
    length = min((horizon[1] - horizon[0]).days + 1, _MOST_DAYS)
    return [horizon[0] + timedelta(days=offset) for offset in range(length)]


def _span(without: list[date], days: list[date]) -> tuple[str, str]:
    if len(without) == len(days):
        return "", ""
    return f"{without[0]} 起 {len(without)} 天", f" on {len(without)} days from {without[0]}"


def _warning(file: str, found: str, zh: str, en: str, remedy: tuple[str, str] = ("", "")) -> Fault:
    return Fault(file, 0, "", found, (zh, en), remedy)
