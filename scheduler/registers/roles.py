"""Who may write and read a register."""

from scheduler.domain.center import Center
from scheduler.store.register_types import Register


def roles_of(center: Center, person: str) -> frozenset[str]:
    """Roles a person has by rank, by the sections' heads and leaders, and by custody."""
    who = center.person[person]
    found = {"staff", who.rank}
    if center.is_manager(who):
        found.add("center_director")
    if any(s.head == person for s in center.sections):
        found.add("section_head")
    if any(s.leader == person for s in center.sections):
        found.add("leader_in_charge")
    if any(c.person == person for c in center.custody):
        found.add("custodian")
    if who.section.upper() == "HR":
        found.add("hr_section")
    return frozenset(found)


def may_write(center: Center, register: Register, person: str) -> bool:
    return _may(center, register.write, person)


def may_read(center: Center, register: Register, person: str) -> bool:
    """Whoever may write may read."""
    return _may(center, (*register.read, *register.write), person)


def _may(center: Center, allowed: tuple[str, ...], person: str) -> bool:
    """The bureau's director may always: nobody else could mend what nobody may write."""
    return person in center.person and not roles_of(center, person).isdisjoint((*allowed, "bureau_director"))
