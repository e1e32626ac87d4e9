"""The order in which to mend: the parts that need somebody, root causes before what hangs on them."""

from __future__ import annotations

from datetime import datetime

from devices.lazy_dataclass import dataclass


@dataclass(frozen=True)
class Finding:
    """A part with a fault. `root`: other parts are silent because of it (`children`)."""

    part: str
    fault: str
    since: datetime | None = None
    root: bool = False
    children: tuple[str, ...] = ()
    items_lost: int = 0
    urgency: str = ""
