"""What a conflict of the AB chain is, and what each kind of it has to say."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from scheduler.domain.rule_settings import Level

if TYPE_CHECKING:
    from scheduler.conflicts.scene import Scene


@dataclass(frozen=True, slots=True)
class Conflict:
    """One named conflict between the AB table, leave and a roster.

    Attributes
    ----------
    name
        Id of the kind (``both_off``, ``double_claim`` …).
    level
        MUST: the post cannot be kept staffed as the regulation asks. SOFT: it can, but the next
        absence, the load or the date needs somebody's attention.
    start, end
        First moment and end of the stretch, local time.
    words
        Values for the placeholders of the kind's sentences.
    """

    name: str
    level: Level
    posts: tuple[str, ...]
    people: tuple[str, ...]
    start: datetime
    end: datetime
    article: str
    words: Mapping[str, Any] = field(default_factory=dict)


class ConflictKind(ABC):
    """One kind of conflict. Subclasses set the class attributes and :meth:`find`.

    Attributes
    ----------
    text
        Sentence in ``zh`` and ``en`` with ``{posts} {people} {time}`` and every key of
        ``Conflict.words``.
    remedy
        What would mend it. ``otherwise`` is said in its place where ``words["third"]`` (people
        who could be named in addition) is there and empty.
    """

    name: ClassVar[str]
    article: ClassVar[str]
    level: ClassVar[Level] = Level.MUST
    title: ClassVar[Mapping[str, str]]
    text: ClassVar[Mapping[str, str]]
    remedy: ClassVar[Mapping[str, str]]
    otherwise: ClassVar[Mapping[str, str] | None] = None

    @abstractmethod
    def find(self, scene: "Scene") -> Iterable[Conflict]:
        """Every conflict of this kind."""

    def told(
        self,
        posts: Sequence[str],
        people: Sequence[str],
        span: tuple[datetime, datetime],
        level: Level | None = None,
        /,
        **words: Any,
    ) -> Conflict:
        """A conflict of this kind."""
        return Conflict(self.name, level or self.level, tuple(posts), tuple(people), *span, self.article, words)
