"""Do the rules and service targets that a center sets exist, and do they take these values?"""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields
from typing import Any

from scheduler.domain.rule_settings import Level, RuleSetting
from scheduler.store.faults import Fault
from scheduler.store.settings import SettingsReading
from scheduler.store.settings_schema import FILE


def rule_setting(values: Mapping[str, Any]) -> RuleSetting:
    """A rule's setting from its table in center.toml, values already checked."""
    level = values.get("level")
    return RuleSetting(
        values.get("on", True),
        None if level is None else Level(level),
        values.get("weight"),
        values.get("tier"),
        values.get("params", {}),
    )


def rule_faults(settings: SettingsReading) -> Iterator[Fault]:
    """Unknown rules, unknown parameters and values they cannot take."""
    # Rules are looked up only here: reading a folder must not need them otherwise.
    from scheduler.rules import RULE

    rules = settings.content.get("rules", {})
    for name, values in rules.items() if isinstance(rules, Mapping) else ():
        rule = RULE.get(name)
        if rule is None:
            known = ", ".join(sorted(RULE))
            yield Fault(
                FILE, 0, f"rules.{name}", name, (f"没有这条规则；可用：{known}", f"no such rule; known are {known}")
            )
            continue
        params = values.get("params", {}) if isinstance(values, Mapping) else {}
        if not isinstance(params, Mapping):
            continue
        wrong = [*_wrong_types(f"rules.{name}.params", params, {f.name: f for f in fields(rule.Params)})]
        yield from wrong
        if not wrong:
            try:
                rule.params(RuleSetting(params=params))
            except (TypeError, ValueError) as error:
                yield Fault(
                    FILE,
                    0,
                    f"rules.{name}.params",
                    str(dict(params)),
                    (f"参数有误：{error}", f"bad parameters: {error}"),
                )


def target_faults(settings: SettingsReading) -> Iterator[Fault]:
    """Service targets that staffing cannot use; a queue without target has no need of its own."""
    from scheduler.staffing.targets import ServiceTarget

    queues = settings.content.get("queues", {})
    for name, values in queues.items() if isinstance(queues, Mapping) else ():
        target = values.get("target") if isinstance(values, Mapping) else None
        if not isinstance(target, Mapping) or not target:
            continue
        known = {f.name: f for f in fields(ServiceTarget)}
        wrong = [*_wrong_types(f"queues.{name}.target", target, known)]
        unknown = [key for key in target if key not in known]
        for key in unknown:
            words = (f"未知的目标；可用：{'、'.join(known)}", f"unknown target; known are {', '.join(known)}")
            wrong.append(Fault(FILE, 0, f"queues.{name}.target.{key}", str(target[key]), words))
        yield from wrong
        if not wrong:
            try:
                ServiceTarget(**target)
            except (TypeError, ValueError) as error:
                yield Fault(
                    FILE, 0, f"queues.{name}.target", str(dict(target)), (f"目标有误：{error}", f"bad target: {error}")
                )


def _wrong_types(where: str, values: Mapping[str, Any], known: Mapping[str, Field[Any]]) -> Iterator[Fault]:
    """Values of another kind than the default's: text for a number and the like."""
    for key, value in values.items():
        if key not in known:
            continue
        default = _default(known[key])
        zh, en, fits = _kind(default)
        if not fits(value):
            yield Fault(FILE, 0, f"{where}.{key}", str(value), (f"应为{zh}", f"expected {en}"))


def _default(field: Field[Any]) -> Any:
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else None


def _kind(default: Any) -> tuple[str, str, Any]:
    """What a default says about the values that may replace it."""
    if isinstance(default, bool):
        return "true 或 false", "true or false", lambda v: isinstance(v, bool)
    if isinstance(default, int | float):
        return "数字", "a number", lambda v: isinstance(v, int | float) and not isinstance(v, bool)
    if isinstance(default, Mapping):
        return "表", "a table", lambda v: isinstance(v, Mapping)
    if isinstance(default, list | tuple):
        return "列表", "a list", lambda v: isinstance(v, tuple | list)
    return "文字或数字", "text or a number", lambda v: not isinstance(v, Mapping | bool) or default is None
