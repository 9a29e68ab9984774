"""Who may write and read a register."""

from collections.abc import Mapping

from scheduler import rights
from scheduler.domain.center import Center
from scheduler.domain.record import Record
from scheduler.store.register_types import Register


def roles_of(center: Center, person: str) -> frozenset[str]:
    """Everybody is staff; the rest as :mod:`scheduler.rights` has it, and keepers of seals and keys."""
    found = {"staff", *map(str, rights.roles(center, person))}
    if any(c.person == person for c in center.custody):
        found.add("custodian")
    return frozenset(found)


def may_write(center: Center, register: Register, person: str) -> bool:
    return _may(center, register.write, person)


def may_read(center: Center, register: Register, person: str) -> bool:
    """Whoever may write may read."""
    return _may(center, (*register.read, *register.write), person)


def may_authorize(center: Center, record: Record) -> bool:
    """Whether the person whom an entry names as its authorizer is entitled to what it does.

    A section's head for windows and visits, a director or leader in charge for them too and for
    hours, exceptions and other use of a room (3-58, 4-28, 4-30, 0-02); nobody for himself.
    """
    who = record.get("authorizer") or record.get("approved_by")
    if who not in center.person or who == record.subject or who == record.get("person"):
        return False
    return not roles_of(center, who).isdisjoint(
        {*AUTHORITY.get(record.register, ("center_director", "leader_in_charge")), "bureau_director"}
    )


AUTHORITY: Mapping[str, tuple[str, ...]] = {
    "window_closing": ("section_head", "center_director", "leader_in_charge"),
    "visit": ("section_head", "center_director", "leader_in_charge"),
    "room_use": ("leader_in_charge",),
}


def _may(center: Center, allowed: tuple[str, ...], person: str) -> bool:
    """The bureau's director may always: nobody else could mend what nobody may write."""
    return person in center.person and not roles_of(center, person).isdisjoint((*allowed, "bureau_director"))
