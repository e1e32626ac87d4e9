"""Signatures of invented people, for the verb `draw`: strokes as points in the unit of kiosk.signature."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from types import MappingProxyType

Line = tuple[tuple[int, int], ...]
Lines = tuple[Line, ...]
STEP = 150
"""Distance of two points of a finger that moves."""

NAME: Lines = (
    ((1140, 1701), (2385, 1428)),
    ((1789, 1519), (1736, 4064)),
    ((1259, 2805), (2266, 2571)),
    ((835, 4259), (1762, 4038), (2730, 3921), (2942, 3779)),
    ((3524, 2389), (4584, 2065)),
    ((4094, 1078), (4121, 2532), (4041, 4740), (3962, 4649)),
    ((4121, 2532), (3418, 3960)),
    ((4147, 2636), (4717, 3467)),
    ((5075, 1324), (5274, 1844)),
    ((5910, 1078), (5631, 1805)),
    ((4942, 2194), (6108, 1922)),
    ((5035, 2961), (5989, 2753)),
    ((4757, 3779), (6320, 3454)),
    ((5525, 1974), (5486, 4895)),
    ((7314, 1078), (6704, 2818)),
    ((7089, 2143), (7049, 4740)),
    ((7420, 1753), (8228, 1506)),
    ((7764, 1753), (7314, 3454)),
    ((7606, 2454), (8188, 2272), (7990, 3701), (7420, 4675)),
    ((7672, 3129), (7950, 3467)),
    ((8520, 1831), (8546, 3376)),
    ((9090, 1052), (9156, 4350), (8851, 4350)),
)  # fmt: skip
DRAWINGS: Mapping[str, Lines] = MappingProxyType(
    {"name": NAME, "one-stroke": (((3000, 3000), (6500, 2900)),), "dot": (((5000, 3000),),)}
)
"""By name: one written in Chinese, 一, and a touch that writes nothing."""


def points_along(line: Line) -> Iterable[tuple[int, int]]:
    """The points of a finger that moves along a line."""
    yield line[0]
    for (x, y), (to_x, to_y) in pairwise(line):
        steps = max(1, (abs(to_x - x) + abs(to_y - y)) // STEP)
        for n in range(1, steps + 1):
            yield x + (to_x - x) * n // steps, y + (to_y - y) * n // steps
