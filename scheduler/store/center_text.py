"""A center folder's own settings as center.toml, and center.toml as objects."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from scheduler.domain.assessment import Assessment
from scheduler.domain.center import Center, DutyRota, Queue
from scheduler.domain.public import PublicNotice
from scheduler.domain.rule_settings import RuleSetting, RuleSettings
from scheduler.store.entries import Traffic, TrafficLine
from scheduler.store.rule_checks import rule_setting
from scheduler.store.toml_text import toml_text

HEAD = "# center.toml，各项含义见数据说明；see the data manual for every key\n"
_PLAIN = (
    "id",
    "name_zh",
    "name_en",
    "timezone",
    "slot_minutes",
    "small",
    "rosterers",
    "hr",
    "ranks",
    "manager_ranks",
    "leader_rank",
    "training_lead",
    "phone_minutes",
    "case_minutes",
    "off_line_at_once",
)
_NAMED = ("rosterers", "hr")
"""Lists that are written only where somebody is named."""


def center_fields(content: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of Center that center.toml holds; its content has been checked."""
    found = {key: content[key] for key in _PLAIN if key in content}
    queues = content.get("queues", {})
    found["queues"] = tuple(
        Queue(
            key,
            q["name_zh"],
            q["name_en"],
            q["channel"],
            q["posts"],
            q.get("target", {}),
            q.get("load", "auto"),
            q.get("at_the_door", 0),
            q.get("urgent_s"),
            q.get("reserve", 0.0),
        )
        for key, q in queues.items()
    )
    if "duty" in content:
        found["duty"] = DutyRota(content["duty"]["windows"], content["duty"]["anchor"])
    found["rules"] = RuleSettings(
        {key: rule_setting(v) for key, v in content.get("rules", {}).items()}, content.get("rules_only", False)
    )
    if "assessment" in content:
        found["assessment"] = Assessment(**content["assessment"])
    if "public" in content:
        found["public"] = PublicNotice(**content["public"])
    if "dual_capacity" in content:
        found["dual_capacity"] = content["dual_capacity"]
    found["rank_names"] = {
        key: (v.get("zh", key), v.get("en", key)) for key, v in content.get("rank_names", {}).items()
    }
    return found


def traffic(content: Mapping[str, Any], lines: tuple[TrafficLine, ...]) -> Traffic | None:
    """The typical week, if the folder says how its history was simulated."""
    given = {key: value for key, value in content.get("demand", {}).items() if key != "source"}
    return Traffic(lines, **given) if given else None


def center_toml(center: Center, today: date | None, horizon: tuple[date, date] | None, week: Traffic | None) -> bytes:
    """center.toml; equal centers give equal bytes."""
    content: dict[str, Any] = {key: getattr(center, key) for key in _PLAIN if getattr(center, key) is not None}
    content = {key: value for key, value in content.items() if value or key not in _NAMED}
    if center.dual_capacity != Center.dual_capacity:
        content["dual_capacity"] = center.dual_capacity
    content["rules_only"] = center.rules.only
    if today is not None:
        content["today"] = today
    if horizon is not None:
        content["horizon"] = {"start": horizon[0], "end": horizon[1]}
    content["rank_names"] = {
        rank: dict(zip(("zh", "en"), center.rank_names[rank], strict=True))
        for rank in center.ranks
        if rank in center.rank_names
    }
    if center.duty is not None:
        content["duty"] = {"windows": center.duty.windows, "anchor": center.duty.anchor}
    content["queues"] = {q.id: _queue(q) for q in center.queues}
    content["rules"] = {rule: rule_table(setting) for rule, setting in sorted(center.rules.by_rule.items())}
    if center.assessment != Assessment():
        plain, given = Assessment(), {f.name: getattr(center.assessment, f.name) for f in fields(Assessment)}
        content["assessment"] = {key: _sorted(value) for key, value in given.items() if value != getattr(plain, key)}
    if center.public != PublicNotice():
        content["public"] = {f.name: text for f in fields(PublicNotice) if (text := getattr(center.public, f.name))}
    if week is not None:
        content["demand"] = {
            "source": "simulated",
            **{k: _sorted(v) for k, v in asdict(week).items() if k != "lines" and v != {}},
        }
    return (HEAD + toml_text({key: value for key, value in content.items() if value != {}})).encode()


def rule_table(setting: RuleSetting) -> dict[str, Any]:
    """A rule's setting as its table of center.toml."""
    given = {
        "on": setting.on,
        "level": setting.level,
        "weight": setting.weight,
        "tier": setting.tier,
        "params": _sorted(setting.params),
    }
    return {
        key: str(value) if key == "level" else value
        for key, value in given.items()
        if value is not None and value != {}
    }


def _sorted(value: Any) -> Any:
    return {key: _sorted(value[key]) for key in sorted(value)} if isinstance(value, Mapping) else value


def _queue(queue: Queue) -> dict[str, object]:
    """A queue's settings; what is as by default is left out."""
    found: dict[str, object] = {
        "name_zh": queue.name_zh,
        "name_en": queue.name_en,
        "channel": queue.channel,
        "posts": queue.posts,
    }
    if queue.urgent_s is not None:
        found["urgent_s"] = queue.urgent_s
    found |= {"load": queue.load} if queue.load != "auto" else {}
    found |= {"at_the_door": queue.at_the_door} if queue.at_the_door else {}
    found |= {"reserve": queue.reserve} if queue.reserve else {}
    return found | ({"target": _sorted(queue.target)} if queue.target else {})
