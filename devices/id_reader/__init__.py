"""Readers of resident identity cards and the permits that share their chip."""
