"""Look-alikes of hanzi are replaced, and nothing else is."""

from __future__ import annotations

import unicodedata

import pytest

from devices.unified_hanzi import has_look_alike, unified

BLOCKS = (range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
TWELVE = "\ufa0e\ufa0f\ufa11\ufa13\ufa14\ufa1f\ufa21\ufa23\ufa24\ufa27\ufa28\ufa29"
"""The hanzi of the compatibility block that have no other form (Unicode 15.0, section 18.1)."""


@pytest.mark.parametrize(("look_alike", "hanzi"), [("\U0002f929", "王"), ("\uf9f4", "林"), ("\u2f5f", "玉")])
def test_a_look_alike_becomes_the_hanzi_of_registers(look_alike: str, hanzi: str) -> None:
    assert unified(f"李{look_alike}·a") == f"李{hanzi}·a"


def test_every_compatibility_ideograph_but_twelve_becomes_one_unified_hanzi() -> None:
    points = [chr(point) for block in BLOCKS for point in block if unicodedata.category(chr(point)) != "Cn"]
    left = [each for each in points if not has_look_alike(each)]
    assert "".join(left) == TWELVE
    assert all(len(unified(each)) == 1 and not has_look_alike(unified(each)) for each in points)


def test_other_text_is_left_alone() -> None:
    text = "王测试 Ｗａｎｇ ﬁ é e\u0301 𠮷㐂䶮 ①℃"
    assert unified(text) == text
