"""Tests of `ui.keyboard`."""
