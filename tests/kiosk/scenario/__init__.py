"""Tests of kiosk/scenario."""
