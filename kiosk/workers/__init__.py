"""The threads that act for the conductor: one per device, one that keeps, a few that ask, one pulse.

Each takes orders and sends what came of them to the conductor's mailbox; none knows a session.
"""
