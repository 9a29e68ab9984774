"""Steady-state queues in pure numpy: Erlang B, C and A, their inversions, carried-over load."""
