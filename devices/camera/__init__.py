"""Cameras: the picture of whoever is before the terminal, as compressed frames in memory."""
