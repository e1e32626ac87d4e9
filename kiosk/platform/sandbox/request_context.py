"""Context variables by which a misfortune changes how a single request is served."""

from __future__ import annotations

from contextvars import ContextVar

CLOCK_OFFSET_S: ContextVar[float] = ContextVar("offset_s", default=0.0)
"""Seconds added to the platform's clock for this request."""
DOCUMENT_FAULT: ContextVar[str] = ContextVar("document_fault", default="")
"""Fault of the document that this request fetches (kiosk.platform.sandbox.document_faults); "" for none."""
PAPERS_FAULT: ContextVar[str] = ContextVar("papers_fault", default="")
"""Fault of the answer about papers (kiosk.platform.sandbox.held_papers); "" for none."""
REGISTERS_FAULT: ContextVar[str] = ContextVar("registers_fault", default="")
"""Fault of the answer about registers (kiosk.platform.sandbox.shared_registers); "" for none."""
MANDATES_FAULT: ContextVar[str] = ContextVar("mandates_fault", default="")
"""Fault of the mandates in this request: wrong, or ended (kiosk.platform.sandbox.mandates); "" for none."""
ORDER_FAULT: ContextVar[str] = ContextVar("order_fault", default="")
"""Fault of the answer about an order (kiosk.platform.sandbox.order_faults); "" for none."""
DEPARTMENT_FAULT: ContextVar[tuple[str, str]] = ContextVar("department_fault", default=("", "-"))
"""Kind of trouble of a department in this request, and its id; "" as id: all departments."""
ANOTHER_NODE: ContextVar[bool] = ContextVar("another_node", default=False)
"""Serve this request as a cluster node that does not know the nonces seen by other nodes."""
