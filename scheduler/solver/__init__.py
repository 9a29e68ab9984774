"""The only place that imports the constraint solver."""
