"""Events of payment: outcomes of the effect AskOrder. Without an answer its outcome is NotAnswered."""

from __future__ import annotations

from devices.lazy_dataclass import dataclass
from kiosk.outcome import Outcome
from kiosk.platform.orders import Order


@dataclass(frozen=True)
class OrderCame(Outcome):
    """The platform's order, as it is now; what is final in it was signed."""

    order: Order
