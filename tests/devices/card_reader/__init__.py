"""Tests of the family card_reader."""
