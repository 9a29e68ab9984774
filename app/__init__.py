"""The planner: pages over the calls of ``scheduler.planning``. Thin: it reads, shows and calls."""
