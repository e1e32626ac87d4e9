"""The threads that act for the conductor: device workers, case sealer, question pool, desks, heartbeat.

Each takes orders and sends what came of them to the conductor's mailbox; none knows a session.
"""
