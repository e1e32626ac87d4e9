"""Rehearsals: scenarios played on the window, and the control panel beside it. Not part of production."""
