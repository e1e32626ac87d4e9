"""Tests of the repository: architecture, conventions, guides."""
