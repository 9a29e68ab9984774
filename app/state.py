"""What one session looks at: language, center, period, plan and draft. Found again after a reload.

Plans and drafts live in the process, by content; a session holds only ids, which also stand in
the address of the page (``?lang= &center= &as= &draft= &job=``).

``as`` says who is acting. It is a choice and not a login: the planner is for an intranet, and
whoever must not choose freely needs a gate in front of it (docs/decisions/0012).
"""

import hashlib
import os
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

import streamlit as st

from app.acting import acting, clock
from app.covers import covers_of
from app.database import store
from app.jobs import Job, JobState, jobs
from app.kept_drafts import Kept, keep, recent, restore
from app.leave_room import present_leave
from app.made_anew import forecast_now, forecast_trouble, problem_now
from app.parts.draft import Draft
from app.parts.grid_ops import Sheet
from app.texts import LANGUAGES, Words
from forecasting import Forecast
from scheduler.cover.worked import sudden_absences
from scheduler.domain.absence import Absence
from scheduler.domain.clock import Horizon
from scheduler.domain.record import Record
from scheduler.domain.rule_settings import RuleSettings
from scheduler.domain.solution import Limits
from scheduler.planning import Plan, input_hash, open_center, plan, sample_centers
from scheduler.registers.effects import effective
from scheduler.registers.shelf import StoreShelf
from scheduler.staffing.targets import Lang
from scheduler.store.errors import StoreError
from scheduler.store.folder import CenterFolder

SECONDS_VARIABLE = "PAIBAN_SOLVE_SECONDS"
CENTERS_VARIABLE = "PAIBAN_CENTERS"
FIRST_SECONDS = 45.0
"""Effort for the first roster of a center; for later ones the planner chooses."""


@dataclass(frozen=True)
class Desk:
    """Everything a page needs, for one run of it.

    Attributes
    ----------
    base
        The center as its files say.
    folder
        The same with the rule settings of this session, what the registers change, and leave as the
        database has it.
    acting
        Id of the person in whose name things are done.
    bands
        Factor by queue on the width of the forecast's bands, as the planner took it from the record.
    """

    words: Words
    ref: str
    base: CenterFolder
    folder: CenterFolder
    start: date
    end: date
    acting: str = ""
    bands: tuple[tuple[str, float], ...] = ()

    @property
    def lang(self) -> Lang:
        return self.words.lang

    @property
    def limits(self) -> Limits:
        return Limits.of(first_seconds())

    @property
    def key(self) -> str:
        """Names the center's content and the period: rosters of equal keys are interchangeable."""
        return content_key(self.ref, stamp(self.ref), self.start, self.end, self.limits)

    @property
    def now(self) -> datetime:
        """The clock of the pages: a sample's own demonstration day, else now."""
        return clock(self.base)

    def first_job(self) -> Job:
        """The job that makes this center's first roster: started once per content, for everybody.

        Leave in it is that of the moment it was started; what was granted since shows as breaches.
        """
        base, start, end, limits = replace(self.base, leave=self.folder.leave), self.start, self.end, self.limits
        return jobs().submit(f"plan {self.key}", lambda job: plan(base, start, end, limits, job.tell, job.halt))

    @property
    def plan(self) -> Plan | None:
        """The first plan, once it is there."""
        job = self.first_job()
        return job.result if job.state is JobState.DONE else None

    @property
    def forecast(self) -> Forecast | None:
        """The forecast with what the planner has judged of odd counts since the first plan; None without history or plan."""
        made = self.plan
        return None if made is None else forecast_now(self, made)

    @property
    def forecast_trouble(self) -> str:
        """Why judged odd counts leave nothing to forecast from; empty where they do."""
        made = self.plan
        return "" if made is None else forecast_trouble(self, made)

    @property
    def draft(self) -> Draft | None:
        """The roster this session works on; None until there is a first plan."""
        made = self.plan
        if made is None:
            return None
        names: dict[str, str] = st.session_state.setdefault("drafts", {})
        asked = names.get(self.key) or st.query_params.get("draft") or ""
        if not asked.startswith(self.key[:8]) or not self.open_draft(asked):
            names[self.key] = f"{self.key[:8]}{os.urandom(4).hex()}"
            _drafts()[names[self.key]] = Draft(made.problem, Sheet.of(made.roster), sittings=sittings_of(made))
            _forget_drafts()
        draft = _drafts()[names[self.key]]
        draft.face(problem_now(self, made), sittings_of(made))
        draft.use(self.folder.center.rules)
        draft.miss(sudden_absences(covers_of(self), draft.sheet.roster))
        return draft

    @property
    def session_key(self) -> str:
        """Names what this session plans with beyond the files: rule settings and registers."""
        return hashlib.sha256(
            repr((self.folder.center.rules, self.folder.records, self.folder.leave)).encode()
        ).hexdigest()[:16]

    def open_draft(self, name: str) -> bool:
        """Work on a draft of this name from now on, from this process or from the database."""
        made = self.plan
        if name not in _drafts() and made is not None:
            found = restore(made.problem, name, sittings_of(made))
            if found is not None:
                _drafts()[name] = found
                _forget_drafts()
        if name in _drafts():
            st.session_state.setdefault("drafts", {})[self.key] = name
        return name in _drafts()

    def keep(self, draft: Draft) -> None:
        """Write a draft's changes to the database."""
        keep(self.base, Horizon.between(self.start, self.end), st.session_state["drafts"][self.key], draft)

    def earlier_drafts(self) -> tuple[Kept, ...]:
        """Other drafts of this very center and period."""
        here = st.session_state.get("drafts", {}).get(self.key)
        return tuple(
            k
            for k in recent(self.base.center.id, Horizon.between(self.start, self.end), self.key[:8])
            if k.name != here
        )

    def remember(self) -> None:
        """Write the session's whereabouts into the address of the page."""
        wanted = {"lang": self.lang, "center": self.ref, "as": self.acting}
        name = st.session_state.get("drafts", {}).get(self.key)
        if name:
            wanted["draft"] = name
        job = jobs().get(st.session_state.get("solve_job"))
        if job is not None:
            wanted["job"] = job.id
        if dict(st.query_params) != wanted:
            st.query_params.from_dict(wanted)


def open_desk() -> Desk:
    """The desk of this run."""
    words = Words(language())
    ref = chosen_center()
    base = load(ref, stamp(ref))
    rules: dict[str, RuleSettings] = st.session_state.get("rules", {})
    folder = replace(base, center=replace(base.center, rules=rules[ref])) if ref in rules else base
    entries = _entries(base)
    if entries != effective(base.records):
        folder = replace(folder, records=entries)
    leave = present_leave(base, clock(base))
    if leave != base.leave:
        folder = replace(folder, leave=leave)
    if base.horizon is None:
        raise ValueError("shell.no_horizon")
    start, end = base.horizon
    if "solve_job" not in st.session_state and "job" in st.query_params:
        st.session_state["solve_job"] = st.query_params["job"]
    return Desk(words, ref, base, folder, start, end, acting(base, ref), st.session_state.get("bands", {}).get(ref, ()))


def _entries(base: CenterFolder) -> tuple[Record, ...]:
    """Entries of the registers that may change planning; the folder's alone while there is no database."""
    try:
        return StoreShelf(store(), base).effective()
    except StoreError:
        return effective(base.records)


def language() -> Lang:
    """``?lang=``, else what was chosen in this session, else the browser's; Chinese otherwise."""
    asked = st.query_params.get("lang", st.session_state.get("lang"))
    found = next((lang for lang in LANGUAGES if lang == asked), None)
    if found is None:
        browser = st.context.locale
        found = "en" if isinstance(browser, str) and browser and not browser.lower().startswith("zh") else "zh"
    st.session_state["lang"] = found
    return found


def centers() -> dict[str, Path]:
    """Centers that can be chosen: the samples, and every center folder in ``$PAIBAN_CENTERS``."""
    found = dict(sample_centers())
    own = os.environ.get(CENTERS_VARIABLE, "")
    if own and Path(own).is_dir():
        found |= {p.name: p for p in sorted(Path(own).iterdir()) if (p / "center.toml").is_file()}
    return found


def chosen_center() -> str:
    """``?center=``, else what was chosen in this session, else the first."""
    known = centers()
    for asked in (st.query_params.get("center"), st.session_state.get("center")):
        if asked in known:
            st.session_state["center"] = asked
            return str(asked)
    return next(iter(known))


def stamp(ref: str) -> float:
    """Latest change of any file of a center's folder."""
    return max((p.stat().st_mtime for p in centers()[ref].rglob("*") if p.is_file()), default=0.0)


@lru_cache(maxsize=16)
def load(ref: str, changed: float) -> CenterFolder:
    """A center as its files were at ``changed``."""
    return open_center(centers()[ref])


@lru_cache(maxsize=64)
def content_key(ref: str, changed: float, start: date, end: date, limits: Limits) -> str:
    return input_hash(load(ref, changed), start, end, limits)


def first_seconds() -> float:
    """``$PAIBAN_SOLVE_SECONDS`` or :data:`FIRST_SECONDS`."""
    try:
        return max(0.5, float(os.environ[SECONDS_VARIABLE]))
    except (KeyError, ValueError):
        return FIRST_SECONDS


def draft_named(name: str) -> Draft | None:
    """A draft by the name it has in the address of the page."""
    return _drafts().get(name)


def sittings_of(made: Plan) -> tuple[Absence, ...]:
    """Who is at which training or meeting in a plan."""
    return tuple(absence for placed in made.placed for absence in placed.absences)


@lru_cache(maxsize=1)
def _drafts() -> dict[str, Draft]:
    return {}


def _forget_drafts(kept: int = 100) -> None:
    for name in list(_drafts())[:-kept]:
        del _drafts()[name]


def current_desk() -> Desk:
    """The desk that the header opened in this run."""
    desk: Desk = st.session_state["desk"]
    return desk
