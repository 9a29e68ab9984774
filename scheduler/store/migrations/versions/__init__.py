"""Steps, oldest first: each knows the one before it (``down_revision``)."""
