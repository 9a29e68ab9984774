"""``python -m scheduler.cli`` is the same as ``paiban``."""

from scheduler.cli import main

main()
