"""From what phone systems and ticket machines export to the history a forecast learns from."""
