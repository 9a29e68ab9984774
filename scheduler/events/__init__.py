"""Trainings and meetings placed so that no window closes and no margin breaks (4-26, C14, C17, C18, P14)."""

from scheduler.events.place import place_event, place_events
from scheduler.events.rooms import Rooms
from scheduler.events.types import Group, Placement

__all__ = ["Group", "Placement", "Rooms", "place_event", "place_events"]
