"""What clients are told beside hours and names: data of the center (``[public]`` of center.toml)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """Texts of the window board and the signs (4-13, 0-10); all may be empty.

    Attributes
    ----------
    phone, complaints
        Numbers to ask and to complain at.
    process_zh, process_en
        The way of an application, in one or two sentences.
    """

    phone: str = ""
    complaints: str = ""
    process_zh: str = ""
    process_en: str = ""

    def process(self, lang: str) -> str:
        return self.process_zh if lang == "zh" else self.process_en
