"""What must hold between the fields of an entry, register by register."""

from collections.abc import Callable, Iterator, Mapping

from scheduler.domain.center import Center
from scheduler.domain.record import Record
from scheduler.domain.rule_settings import RuleSetting
from scheduler.registers.regulations import parameters
from scheduler.registers.roles import may_authorize
from scheduler.rules import RULE

Words = tuple[str, str]


def contradictions(center: Center, record: Record) -> tuple[Words, ...]:
    """Every reason why an entry cannot stand, in both languages."""
    check = CHECKS.get(record.register)
    return tuple(check(center, record)) if check is not None else ()


def _authorized(center: Center, record: Record) -> Iterator[Words]:
    named = record.get("authorizer") or record.get("approved_by")
    if named is not None and not may_authorize(center, record):
        yield (
            f"{named} 无权批准(须为有权的负责人，且不得批准本人)",
            f"{named} may not authorize this: expected somebody entitled, and nobody for himself",
        )


def _hours(center: Center, record: Record) -> Iterator[Words]:
    yield from _authorized(center, record)
    if record.get("published_on") > record.get("valid_from"):
        yield "公布日期不得晚于生效日期", "expected to be published by the day it begins"
    if not record.get("closed") and all(record.get(name) is None for name in ("start", "end", "min_open")):
        yield "没有写明变更内容", "nothing is changed: give opening, closing, number of windows, or not held"
    for session in center.sessions:
        if session.id == record.subject:
            start = session.start if record.get("start") is None else record.get("start")
            if (session.end if record.get("end") is None else record.get("end")) <= start:
                yield "关门应晚于开门", "expected closing later than opening"
                break


def _go_live(center: Center, record: Record) -> Iterator[Words]:
    live, end = record.get("go_live"), record.get("end")
    if live is not None and end is not None and end.date() >= live:
        yield (
            f"新系统 {live} 上线，培训须在此之前结束(0-16)",
            f"the system goes live on {live}: expected the training to end before (0-16)",
        )
    if (record.get("start") is None) != (end is None):
        yield "开始和结束须同时填写", "expected both start and end, or neither"


def _exam(center: Center, record: Record) -> Iterator[Words]:
    if record.get("examiner") is not None and record.get("examiner") == record.subject:
        yield "考核人不得为本人", "expected another examiner than the person tested"


def _recheck(center: Center, record: Record) -> Iterator[Words]:
    if record.get("rechecked_by") is not None and record.get("rechecked_by") == record.owner:
        yield "复查人不得为整改责任人(0-27)", "expected somebody else than the owner to check again (0-27)"


def _decided(center: Center, record: Record) -> Iterator[Words]:
    judge = record.get("decided_by")
    if judge is not None and judge in (record.get("author"), record.subject):
        yield (
            "申诉须由原经办人和申诉人以外的人处理(2-21)",
            "expected to be decided by somebody other than who made it and who objects (2-21)",
        )


def _notice(center: Center, record: Record) -> Iterator[Words]:
    rule = record.get("rule")
    try:
        values = parameters(record.get("params") or "")
        if rule is not None:
            RULE[rule].params(RuleSetting(params=values))
    except ValueError as error:
        yield f"参数有误：{error}", f"bad parameters: {error}"
    if rule is None and any(record.get(name) is not None for name in ("on", "level", "weight", "params")):
        yield "填写了规则设置，但未写明涉及的规则", "settings are given, but not for which rule"


def _item(center: Center, record: Record) -> Iterator[Words]:
    if all(i.id != record.get("item") for i in center.post[record.subject].items):
        yield f"{record.subject} 不办理 {record.get('item')}", f"{record.subject} does not offer {record.get('item')}"


def _span(center: Center, record: Record) -> Iterator[Words]:
    if (record.get("start") is None) != (record.get("end") is None):
        yield "固定时段须同时填写开始和结束", "expected both ends of the fixed time, or neither"


CHECKS: Mapping[str, Callable[[Center, Record], Iterator[Words]]] = {
    "window_closing": _authorized,
    "visit": _authorized,
    "override": _authorized,
    "room_use": _authorized,
    "hours_change": _hours,
    "training_plan": _go_live,
    "exam": _exam,
    "correction": _recheck,
    "objection": _decided,
    "notice": _notice,
    "case": _item,
    "task": _span,
}
