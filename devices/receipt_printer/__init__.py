"""Printers of the slip that the citizen takes away."""
