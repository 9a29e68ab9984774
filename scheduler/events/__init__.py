"""Trainings and meetings placed so that no window closes and no margin breaks (4-26, C14, C17, C18, P14)."""

from scheduler.events.place import place_event, place_events
from scheduler.events.types import Group, Placement, Room, Rooms

__all__ = ["Group", "Placement", "Room", "Rooms", "place_event", "place_events"]
