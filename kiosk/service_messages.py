"""The messages with which staff may take a terminal out of service: a closed list, each with its words."""

from __future__ import annotations

SERVICE_MESSAGES = ("repair", "paper", "power_works", "moving", "hall_closed")
"""The words of each are `closed-<message>`, with `-` for `_`."""


def service_key(message: str) -> str:
    """The message key of one of them."""
    return f"closed-{message.replace('_', '-')}"
