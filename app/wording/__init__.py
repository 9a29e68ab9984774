"""Texts by page and part: Chinese and English of each key."""

from collections.abc import Mapping

from app.wording.backup import BACKUP, MARGIN
from app.wording.charts import CHART, SOLVE
from app.wording.day import DAY
from app.wording.demand import DEMAND
from app.wording.design import DESIGN
from app.wording.dials import DIALS
from app.wording.events import EVENTS
from app.wording.fairness import FAIRNESS
from app.wording.figures import FIGURES
from app.wording.grid import GRID
from app.wording.leave import CENTER, LEAVE, MINE
from app.wording.publish import PUBLISH
from app.wording.registers import REGISTERS
from app.wording.roster import BREACH, ROSTER
from app.wording.rules import RULES
from app.wording.service import SERVICE
from app.wording.shell import SHELL
from app.wording.today import TODAY
from app.wording.what_if import WHAT_IF

Table = Mapping[str, tuple[str, str]]

TABLES: Mapping[str, Table] = {
    "shell": SHELL,
    "grid": GRID,
    "chart": CHART,
    "solve": SOLVE,
    "breach": BREACH,
    "today": TODAY,
    "roster": ROSTER,
    "fairness": FAIRNESS,
    "day": DAY,
    "demand": DEMAND,
    "leave": LEAVE,
    "mine": MINE,
    "backup": BACKUP,
    "what_if": WHAT_IF,
    "registers": REGISTERS,
    "rules": RULES,
    "publish": PUBLISH,
    "figures": FIGURES,
    "events": EVENTS,
    "center": CENTER,
    "margin": MARGIN,
    "service": SERVICE,
    "dials": DIALS,
    "design": DESIGN,
}
