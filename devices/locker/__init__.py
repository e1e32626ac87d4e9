"""Lockers: cabinets with many small doors, each with a lock that is opened from here and closed by hand."""
