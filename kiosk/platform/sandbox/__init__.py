"""The reference platform: a small working platform with TEST keys. Runs in a separate process; never imported by the
terminal."""
