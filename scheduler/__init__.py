"""Supply: from a need of heads to a checked, explained roster."""
