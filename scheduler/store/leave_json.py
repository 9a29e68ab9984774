"""Parts of a leave request as JSON values, and back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from scheduler.leave.request import Extension, Handover, Step


def steps_data(steps: Iterable[Step]) -> list[list[str]]:
    return [[step.role, step.holder] for step in steps]


def steps_of(data: Iterable[Sequence[str]]) -> tuple[Step, ...]:
    return tuple(Step(role, holder) for role, holder in data)


def handover_data(given: Handover | None) -> dict[str, Any] | None:
    return None if given is None else {"to": given.to, "items": list(given.items), "acknowledged": given.acknowledged}


def handover_of(data: Mapping[str, Any] | None) -> Handover | None:
    return None if data is None else Handover(data["to"], tuple(data["items"]), data["acknowledged"])


def extension_data(asked: Extension | None) -> dict[str, Any] | None:
    if asked is None:
        return None
    return {
        "until": asked.until.isoformat(),
        "steps": steps_data(asked.steps),
        "chain": asked.chain,
        "days": asked.days,
        "signed": list(asked.signed),
    }


def extension_of(data: Mapping[str, Any] | None) -> Extension | None:
    if data is None:
        return None
    return Extension(
        datetime.fromisoformat(data["until"]),
        steps_of(data["steps"]),
        data["chain"],
        data["days"],
        tuple(data["signed"]),
    )
