"""Remedies for the faults of a terminal's parts: instructions, causes, and what to mend first."""
