"""Need and service at once while somebody turns the dials: volume, handling time, promise, absence, patience.

Nothing is solved here: the forecast is scaled, the promises are set, and each interval is worked
out anew, as fast as a page is drawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from scheduler.staffing.need import QueueNeed


@dataclass(frozen=True, slots=True)
class Dials:
    """What is turned; the defaults leave everything as it is.

    Attributes
    ----------
    volume, handling
        Factors on arrivals and handling times, above 0.
    answer_share, within_s, max_wait_s
        Promises in place of a queue's own; a queue that does not promise such a thing does not
        begin to.
    shrinkage
        Share of scheduled time lost to unplanned absence.
    patience_s
        Mean patience in seconds; 0: nobody hangs up, except where a queue limits how many may.
    redial
        Share of those who hang up who call again; of no matter to a queue where nobody hangs up.
    """

    volume: float = 1.0
    handling: float = 1.0
    answer_share: float | None = None
    within_s: float | None = None
    max_wait_s: float | None = None
    shrinkage: float | None = None
    patience_s: float | None = None
    redial: float | None = None

    def frame(self, forecast_frame: pd.DataFrame) -> pd.DataFrame:
        """A forecast's rows with these dials. The day-to-day spread of the rate stays as it is."""
        return forecast_frame.assign(
            mean=forecast_frame["mean"] * self.volume, aht_s=forecast_frame["aht_s"] * self.handling
        )

    def targets(self, targets: Mapping[str, QueueNeed]) -> dict[str, QueueNeed]:
        """How queues are staffed with these dials."""
        return {
            queue: replace(how, target=replace(how.target, **self._promises(how))) for queue, how in targets.items()
        }

    def _promises(self, how: QueueNeed) -> dict[str, Any]:
        target = how.target
        turned: dict[str, Any] = {}
        for name in ("answer_share", "within_s", "max_wait_s"):
            if getattr(self, name) is not None and getattr(target, name) is not None:
                turned[name] = getattr(self, name)
        if "answer_share" in turned and target.floor is not None and target.floor >= turned["answer_share"]:
            turned["floor"] = None  # a floor above the promise is none: the usual part of it
        if self.shrinkage is not None:
            turned["shrinkage"] = self.shrinkage
        # Where the share that hangs up is limited, somebody must be able to.
        if self.patience_s is not None and (self.patience_s or target.max_abandon is None):
            turned["patience_s"] = self.patience_s or None
        if self.redial is not None:
            turned["redial"] = self.redial
        if turned.get("patience_s", target.patience_s) is None:
            turned |= {
                "redial": 0.0,
                "share_of": "offered",
            }  # nobody hangs up: nobody calls again, and everybody offered is answered
        return turned
