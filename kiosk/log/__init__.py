"""The local log: technical events for technicians, bounded in size and rate, without personal data by type.

Workers take a `Log`; the terminal opens one `EventLog` and passes it on. `python -m kiosk.log` reads it.
"""

from kiosk.log.errors import describe
from kiosk.log.event_log import EventLog, Log

__all__ = ["EventLog", "Log", "describe"]
