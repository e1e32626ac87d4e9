"""Whole visits from one file: citizen, cards, paper, platform, phone, clock. Rehearsal and tests only."""
