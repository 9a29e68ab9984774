"""Names of the public holidays, Chinese and English."""

from scheduler.domain.calendar import CalendarDayKind

HOLIDAYS = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明节": "Qingming Festival",
    "劳动节": "Labor Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
}
"""The seven holidays of all citizens (全国年节及纪念日放假办法 art. 2) in their order of the year."""

_OTHER_SPELLINGS = {
    "新年": "元旦",
    "元旦节": "元旦",
    "除夕": "春节",
    "农历除夕": "春节",
    "清明": "清明节",
    "五一": "劳动节",
    "国际劳动节": "劳动节",
    "五一劳动节": "劳动节",
    "五一国际劳动节": "劳动节",
    "端午": "端午节",
    "中秋": "中秋节",
    "国庆": "国庆节",
    "十一": "国庆节",
}


def usual_name(name: str) -> str:
    """A holiday's usual name for any of its spellings; ``国庆节和中秋`` becomes ``国庆节、中秋节``."""
    parts = name.replace("和", "、").replace("暨", "、").replace("与", "、").split("、")
    if not all(part in HOLIDAYS or part in _OTHER_SPELLINGS for part in parts):
        return name
    return "、".join(_OTHER_SPELLINGS.get(part, part) for part in parts)


def english_name(name: str) -> str:
    """English for a usual name, joined names included; an unknown name stays as it is."""
    return " / ".join(HOLIDAYS.get(part, part) for part in name.split("、"))


def name_day(name: str, kind: CalendarDayKind) -> tuple[str, str]:
    """Chinese and English name of a day whose table row bears ``name``."""
    usual = usual_name(name)
    known = all(part in HOLIDAYS for part in usual.split("、"))
    if kind == "makeup" and known:
        return f"{usual}调休上班", f"Make-up workday for {english_name(usual)}"
    return usual, english_name(usual)
