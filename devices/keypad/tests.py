"""The test of keypads: every key once."""

from __future__ import annotations

from devices.family import Needs, Test, nothing_given
from devices.keypad.contract import KEYS, Keypad, KeysPressed, PadKey
from devices.verdict import Verdict

WANTED = frozenset(f"key={key.value}" for key in PadKey if key.value.isdigit()) | {
    f"key={PadKey.CLEAR.value}",
    f"key={PadKey.CONFIRM.value}",
    f"key={PadKey.CANCEL.value}",
}
"""The keys that every pad has."""


def _keys(values: tuple[KeysPressed, ...]) -> Verdict:
    saw = {f"key={key.value}" for value in values for key in value.keys}
    return Verdict(True if saw >= WANTED else None, tuple(sorted(saw)))


TESTS: tuple[Test[Keypad], ...] = (
    Test("press_keys", KEYS.name, nothing_given, Needs.KEYS, _keys, tuple(sorted(WANTED)), longest_s=60.0),
)
"""The keys are told sorted: the order in which they were pressed is nobody's business."""
