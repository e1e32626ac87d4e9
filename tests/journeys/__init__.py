"""Tests of whole visits."""
