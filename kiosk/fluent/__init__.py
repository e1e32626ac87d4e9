"""Fluent: how words are written, read and checked. The only door to its libraries."""
