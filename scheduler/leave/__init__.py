"""Leave: what kinds there are and who must agree."""
