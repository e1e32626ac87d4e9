"""Printers of whole documents on A4, such as certificates."""
