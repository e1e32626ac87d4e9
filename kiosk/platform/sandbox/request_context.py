"""Context variables by which a misfortune changes how a single request is served."""

from __future__ import annotations

from contextvars import ContextVar

CLOCK_OFFSET_S: ContextVar[float] = ContextVar("offset_s", default=0.0)
"""Seconds added to the platform's clock for this request."""
DOCUMENT_FAULT: ContextVar[str] = ContextVar("document_fault", default="")
"""How the document that this request fetches is broken (kiosk.platform.sandbox.document_faults); "" for not at all."""
PAPERS_FAULT: ContextVar[str] = ContextVar("papers_fault", default="")
"""How the answer about papers is broken (kiosk.platform.sandbox.held_papers); "" for not at all."""
REGISTERS_FAULT: ContextVar[str] = ContextVar("registers_fault", default="")
"""How the answer about registers is broken (kiosk.platform.sandbox.shared_registers); "" for not at all."""
MANDATES_FAULT: ContextVar[str] = ContextVar("mandates_fault", default="")
"""How mandates are wrong or ended for this request (kiosk.platform.sandbox.mandates); "" for not at all."""
ORDER_FAULT: ContextVar[str] = ContextVar("order_fault", default="")
"""How the answer about an order is wrong (kiosk.platform.sandbox.order_faults); "" for not at all."""
DEPARTMENT_FAULT: ContextVar[tuple[str, str]] = ContextVar("department_fault", default=("", "-"))
"""Kind of trouble of a department in this request, and its id; "" as id: all departments."""
ANOTHER_NODE: ContextVar[bool] = ContextVar("another_node", default=False)
"""Serve this request as a cluster node that does not know the nonces seen by other nodes."""
