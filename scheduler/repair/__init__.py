"""After a sudden absence: the roster with the fewest changes."""
