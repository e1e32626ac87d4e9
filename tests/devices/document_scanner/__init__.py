"""Tests of document scanners."""
