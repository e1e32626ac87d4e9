"""Tests of all shipped configuration: every item, language and terminal profile, found by listing."""
