"""Tests of document printers."""
