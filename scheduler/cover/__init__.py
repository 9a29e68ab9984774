"""Somebody is missing on the day: cover confirmed, told to whom it concerns, ended and handed back (3-11)."""
