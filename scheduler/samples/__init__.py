"""Invented centers, names and records for samples and tests."""
