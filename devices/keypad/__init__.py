"""Keypads: the keys of a numeric pad below or beside the screen, for visits without touching it."""
