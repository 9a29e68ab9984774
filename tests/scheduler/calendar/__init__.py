"""Tests of calendars as data and of the law pack."""
