"""Who has carried how much, handed on from roster to roster."""
