"""Registers 台账: what was checked, handed over, promised and decided, and what follows from it.

A register is one file in ``data/registers`` and one line in ``scheduler.store.register_files.REGISTERS``.
"""

from scheduler.registers.effects import EFFECTS, ELSEWHERE, applied
from scheduler.registers.fills import FILLS
from scheduler.registers.listing import Awaited, awaited, expected, overlaid
from scheduler.registers.scene import Scene

__all__ = ["EFFECTS", "ELSEWHERE", "FILLS", "Awaited", "Scene", "applied", "awaited", "expected", "overlaid"]
