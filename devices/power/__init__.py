"""Supplies of power that say when the mains fail: an uninterruptible power supply, read only, never switched."""
