"""Enrolment: by which key the platform knows this terminal, and how people compare it."""
