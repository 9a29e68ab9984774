"""From the need curve to which shifts, how many."""
