"""Serial lines by their physical place: the socket of the machine that an adapter is plugged into.

Linux numbers adapters in the order in which they appear (`/dev/ttyUSB0`, `/dev/ttyUSB1`), which changes with every
start and when one is plugged in again. The place does not: `1-2.3` is port 3 of the hub in port 2 of bus 1, as the
kernel names it in `/sys/bus/usb/devices` (Documentation/ABI/testing/sysfs-bus-usb); `1-2.3:1.0` also names the
interface of an adapter with several lines. It is looked up each time the line is opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from devices.lazy_dataclass import dataclass

SYS = Path("/sys/bus/usb/devices")
DEV = Path("/dev")
PLACE = r"\d{1,3}-\d{1,3}(\.\d{1,3}){0,6}(:\d{1,2}\.\d{1,3})?"
"""USB allows seven tiers, so six further ports behind the first."""


@dataclass(frozen=True)
class UsbLine:
    """A serial line at a USB socket: its place, its device file now, and what the adapter says of itself."""

    place: str
    path: str
    model: str = ""
    serial: str = ""


def path_of(place: str) -> Path | None:
    """The device file of the line at a place now, None if nothing is plugged in there. Of several lines the first."""
    return next((Path(line.path) for line in lines() if place in (line.place, line.place.partition(":")[0])), None)


def lines() -> Iterator[UsbLine]:
    """The serial lines at all USB sockets, ordered by place."""
    for interface in sorted(SYS.glob("*-*:*.*")):
        # usb-serial drivers put the line in the interface's folder, cdc-acm in its folder `tty`.
        for found in sorted([*interface.glob("tty[A-Z]*"), *interface.glob("tty/tty*")]):
            adapter = SYS / interface.name.partition(":")[0]
            yield UsbLine(interface.name, str(DEV / found.name), _said(adapter, "product"), _said(adapter, "serial"))


def _said(adapter: Path, name: str) -> str:
    """A text of the adapter, as far as it can be printed."""
    try:
        text = (adapter / name).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
    return "".join(sign for sign in text if sign.isprintable())[:64]
