"""Tests of the platform's clients and of the sandbox."""
