"""Figures of a period, plan against actual (regulation 3.6), bulletin and shortlist."""

from scheduler.domain.assessment import Assessment
from scheduler.kpi.figures import kpi_figures
from scheduler.kpi.stars import shortlist
from scheduler.kpi.types import Figure

__all__ = ["Assessment", "Figure", "kpi_figures", "shortlist"]
