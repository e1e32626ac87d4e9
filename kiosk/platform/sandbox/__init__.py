"""The reference platform: a small real one with TEST keys, in a process of its own. The terminal never imports it."""
