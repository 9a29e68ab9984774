"""Plain data files: calendars, laws, sample centers (installed as the package paiban_data)."""
