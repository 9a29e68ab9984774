"""Queues that share people: how many of which skills, and whom to train."""
