"""Tests of kiosk/case."""
