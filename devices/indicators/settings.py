"""Schema of the options of guide lights (config/terminals)."""

from __future__ import annotations

from collections.abc import Mapping

from devices.io_board_settings import BoardOptions, Channel, Slot
from devices.strict_struct import field


class LampOptions(BoardOptions, frozen=True):
    """`lamps` has the relay of each slot's lamp by the slot's device."""

    lamps: Mapping[Slot, Channel] = field(default_factory=dict)
