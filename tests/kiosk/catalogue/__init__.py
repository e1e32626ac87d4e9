"""Tests of `kiosk.catalogue`."""
