"""What pages are made of: the grid, charts, lists and forms."""
