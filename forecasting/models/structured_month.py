"""The structured Poisson model with the position in the month among its effects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from forecasting.models.structured import Structured


@dataclass(frozen=True, slots=True)
class StructuredMonth(Structured):
    """:class:`Structured` plus factors of the first and last three working days of the month."""

    name: ClassVar[str] = "structured_month"
    text: ClassVar[Mapping[str, str]] = {
        "zh": "结构化泊松模型（含月初月末）",
        "en": "structured Poisson model with month position",
    }
    min_days: ClassVar[int] = 63
    month: ClassVar[bool] = True
