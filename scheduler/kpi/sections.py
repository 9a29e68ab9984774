"""What was found in each section: superiors answer for their people (3-46)."""

from collections import Counter
from collections.abc import Iterable, Sequence

from scheduler.check import Checked
from scheduler.domain.problem import RosterProblem
from scheduler.domain.rule_settings import Level
from scheduler.kpi.attended import Attended
from scheduler.store.actuals import Service


def section_findings(
    problem: RosterProblem, checked: Checked, tallies: Sequence[Attended], service: Iterable[Service]
) -> dict[str, int]:
    """Findings by section, every section of the center with its count.

    Hard and must breaches of the roster (by post, else by person), occasions of lateness, leaving
    early and absence, complaints and errors of the people's or queue's section.
    """
    center, found = problem.center, Counter({section.id: 0 for section in problem.center.sections})
    for breach in checked.of_level(Level.HARD, Level.MUST):
        if breach.post is not None and breach.post in center.post:
            found[center.post[breach.post].section] += 1
        elif breach.person is not None and breach.person in center.person:
            found[center.person[breach.person].section] += 1
    for tally in tallies:
        found[center.person[tally.person].section] += tally.late + tally.early + tally.absent
    for row in service:
        posts = center.queue[row.queue].posts
        section = (
            center.person[row.person].section
            if row.person is not None
            else center.post[posts[0]].section
            if posts
            else None
        )
        if section is not None:
            found[section] += (row.complaints or 0) + (row.errors or 0)
    return dict(found)
