"""Words of the planner, Chinese and English: ``Words("zh")("roster.solve")``.

The tables are in ``app/wording``, one file for each page or part; a key is ``file.name``.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.wording import TABLES
from scheduler.staffing.targets import Lang

LANGUAGES: tuple[Lang, ...] = ("zh", "en")

ALL: Mapping[str, tuple[str, str]] = {
    f"{table}.{name}": pair for table, pairs in TABLES.items() for name, pair in pairs.items()
}
"""Chinese and English by key."""

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>:$~-])")


@dataclass(frozen=True, slots=True)
class Words:
    """The texts in one language.

    Raises
    ------
    ValueError
        If the language is neither ``zh`` nor ``en``.
    """

    lang: Lang

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            raise ValueError(f"language {self.lang!r}, expected zh or en")

    def __call__(self, key: str, **values: object) -> str:
        text = self.pick(ALL[key])
        return text.format(**values) if values else text

    def join(self, texts: Iterable[str]) -> str:
        """Names one after the other."""
        return ("、" if self.lang == "zh" else ", ").join(texts)

    def pick(self, pair: tuple[str, str]) -> str:
        """The Chinese or the English of a pair."""
        return pair[0] if self.lang == "zh" else pair[1]


def distinct(labels: Mapping[str, str]) -> dict[str, str]:
    """Labels of choices, with the id behind those that occur twice: a browser tells choices apart by their label."""
    count = Counter(labels.values())
    return {key: f"{label} ({key})" if count[label] > 1 else label for key, label in labels.items()}


def plain(text: str) -> str:
    """A text that Markdown shows as it is: names of people and centers are never markup."""
    return _MARKDOWN.sub(r"\\\1", text)
