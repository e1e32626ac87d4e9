"""Schema of the options of sensors (config/terminals)."""

from __future__ import annotations

from collections.abc import Mapping

from devices.io_board_settings import BoardOptions, Channel, Slot
from devices.strict_struct import StrictStruct, field


class Contact(StrictStruct, frozen=True):
    """One input. Of a `normally_closed` contact current flows at rest: door closed, nobody there, slot empty."""

    input: Channel
    normally_closed: bool = False


class SensorOptions(BoardOptions, frozen=True):
    """The contacts of doors, of a sensor that sees people, and of slots by the slot's device."""

    doors: tuple[Contact, ...] = ()
    person: Contact | None = None
    slots: Mapping[Slot, Contact] = field(default_factory=dict)
