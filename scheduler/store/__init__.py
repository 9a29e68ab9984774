"""Reading and writing: center folders, calendars, laws, the database."""
