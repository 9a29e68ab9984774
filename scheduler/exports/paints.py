"""Colors and cell formats of a workbook, each made once."""

import itertools
from typing import Any

from scheduler.domain.center import Center
from scheduler.exports.day_cells import DayCell

LOOKS: dict[str, dict[str, Any]] = {
    "free": {},
    "leave": {"bg_color": "#D9D9D9"},
    "dual": {"bg_color": "#F4A460", "bold": True},
    "cover": {"bg_color": "#FCE4C4"},
    "post": {"bg_color": "#E2EFDA"},
    "back": {"bg_color": "#F7F7F7"},
    "other": {"bg_color": "#E4DFEC"},
    "shift": {"bg_color": "#DDEBF7"},
    "empty": {"bg_color": "#FF9C9C", "bold": True, "text_wrap": True, "shrink": False},
    "closed": {"bg_color": "#EEEEEE"},
    "head": {"bg_color": "#DDE3EA", "bold": True},
    "rest": {"bg_color": "#F2DCDB", "bold": True},
    "statutory": {"bg_color": "#C00000", "font_color": "#FFFFFF", "bold": True},
    "left": {"align": "left"},
    "wrap": {"align": "left", "text_wrap": True, "valign": "top", "shrink": False},
    "title": {"align": "left", "bold": True, "font_size": 14, "border": 0, "shrink": False},
    "HARD": {"bg_color": "#FF9C9C"},
    "MUST": {"bg_color": "#FFE699"},
    "SOFT": {"bg_color": "#E2EFDA"},
}
"""Format properties by name; colors carry no meaning that the text does not carry too."""

_DAY_COLORS = ("#DDEBF7", "#FFF2CC", "#E2EFDA", "#FCE4D6", "#EADCF4", "#D9F2F0")
_NIGHT_COLORS = ("#1F3A5F", "#3B2F5E", "#1E4D45")
_PLAIN = {"align": "center", "valign": "vcenter", "border": 1, "border_color": "#BFBFBF", "shrink": True}


class Paints:
    """Formats of one workbook by name, and the colors of a center's shifts."""

    def __init__(self, workbook: Any, center: Center) -> None:
        self._workbook = workbook
        self._made: dict[str, Any] = {}
        days, nights = itertools.cycle(_DAY_COLORS), itertools.cycle(_NIGHT_COLORS)
        self._shift_colors = {
            s.code: {"bg_color": next(nights), "font_color": "#FFFFFF"} if s.night else {"bg_color": next(days)}
            for s in center.shifts
        }

    def named(self, name: str) -> Any:
        """The format of one of :data:`LOOKS`."""
        return self._format(name, LOOKS[name])

    def cell(self, cell: DayCell) -> Any:
        """The format of a grid cell: shifts of a pool have colors of their own."""
        if cell.look == "shift" and cell.shift in self._shift_colors:
            return self.shift(cell.shift)
        return self.named(cell.look)

    def shift(self, code: str) -> Any:
        return self._format(f"shift {code}", self._shift_colors[code])

    def _format(self, key: str, properties: dict[str, Any]) -> Any:
        if key not in self._made:
            self._made[key] = self._workbook.add_format({**_PLAIN, **properties})
        return self._made[key]
