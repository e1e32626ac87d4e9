"""Under which circumstances one request is served, while an adversary has its hands on it; usually there are none."""

from __future__ import annotations

from contextvars import ContextVar

OFFSET_S: ContextVar[float] = ContextVar("offset_s", default=0.0)
"""Seconds the platform's clock is ahead for this request alone."""
ANOTHER_NODE: ContextVar[bool] = ContextVar("another_node", default=False)
"""Whether a node serves this request that knows nothing of the nonces the others saw."""
