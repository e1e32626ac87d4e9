"""Visits in which everything goes wrong at once; see `python -m tests.journeys.evil_hour --help`."""
