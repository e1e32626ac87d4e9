"""Sensors of the cabinet: its doors, somebody who stands before it, and what lies in its slots."""
