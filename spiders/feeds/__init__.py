"""Open feeds that list many employers: one feed, one file."""
