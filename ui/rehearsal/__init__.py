"""Rehearsal on the window: scenarios with real touches, and the strip beside the citizen's page. Not in production."""
