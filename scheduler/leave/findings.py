"""Remarks on a request, with their article."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on a request. ``refuses``: it cannot be filed like this; else approvers are told."""

    code: str
    refuses: bool
    article: str
    zh: str
    en: str

    def text(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en
