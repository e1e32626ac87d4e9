"""Tests of kiosk/outbox."""
