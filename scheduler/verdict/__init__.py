"""May this leave be granted? Answered by solving again, with what customers will meet."""
