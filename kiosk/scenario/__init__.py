"""Scenarios: files that play whole visits with citizen, cards, paper, platform, phone and clock.

Used by rehearsal and tests only; production does not import this package.
"""
