"""Tests of kiosk.papers."""
