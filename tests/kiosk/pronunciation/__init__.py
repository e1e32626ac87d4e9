"""Tests of how sentences are spoken."""
