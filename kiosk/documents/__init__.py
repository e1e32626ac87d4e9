"""Printed documents: the layout of slips as blocks, and masking of personal data."""
