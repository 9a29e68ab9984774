"""Work off the line: what happens inside a shift beside the window or the phone, placed against coverage."""
