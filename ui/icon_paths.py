"""Icon drawings as painter paths: the path data of ui/icons.json, a subset of SVG's.

A drawing lies in a square of 24 units and is stroked two units wide with round ends. Known commands: M, L, H, V, C, S,
A and Z, absolute and relative. Arcs are circular: both radii are equal and the rotation is 0.
"""

from __future__ import annotations

import math
import re

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "A": 7, "Z": 0}
"""Numbers that one use of a command takes."""
TOKEN = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)")


class BadPath(ValueError):
    """Path data that is not of the known subset."""


def parse(data: str) -> QPainterPath:
    """Return the path. Raises BadPath."""
    path = QPainterPath()
    tokens = TOKEN.findall(data)
    handle = here = QPointF(0, 0)
    at, letter = 0, ""
    while at < len(tokens):
        if tokens[at].isalpha():
            letter = tokens[at]
            at += 1
        elif letter in "Zz":
            raise BadPath(f"{data!r}: a number without a command")
        command, relative = letter.upper(), letter.islower()
        count = COUNTS.get(command)
        if count is None or at + count > len(tokens):
            raise BadPath(f"{data!r}: {letter!r} is unknown or incomplete")
        try:
            numbers = [float(token) for token in tokens[at : at + count]]
        except ValueError:
            raise BadPath(f"{data!r}: {letter!r} takes {count} numbers") from None
        at += count
        here, handle = _draw(path, command, numbers, here, handle, relative=relative)
        # Further pairs of numbers after a move are lines.
        letter = {"M": "L", "m": "l"}.get(letter, letter)
    return path


def _draw(
    path: QPainterPath, command: str, numbers: list[float], here: QPointF, handle: QPointF, *, relative: bool
) -> tuple[QPointF, QPointF]:
    """Draw one command; return the new current point and the control point that S mirrors."""
    origin = here if relative else QPointF(0, 0)
    match command, numbers:
        case "Z", _:
            path.closeSubpath()
            end = path.currentPosition()
            return end, end
        case "H", [x]:
            end = QPointF(origin.x() + x, here.y())
        case "V", [y]:
            end = QPointF(here.x(), origin.y() + y)
        case "A", [radius, _, _, large, sweep, x, y]:
            end = origin + QPointF(x, y)
            _arc(path, here, end, radius, large=bool(large), sweep=bool(sweep))
            return end, end
        case (("C" | "S"), [*first, x2, y2, x, y]):
            control = origin + QPointF(*first) if first else here + (here - handle)
            end, second = origin + QPointF(x, y), origin + QPointF(x2, y2)
            path.cubicTo(control, second, end)
            return end, second
        case _, [x, y]:
            end = origin + QPointF(x, y)
    if command == "M":
        path.moveTo(end)
    else:
        path.lineTo(end)
    return end, end


def _arc(path: QPainterPath, start: QPointF, end: QPointF, radius: float, *, large: bool, sweep: bool) -> None:
    """Draw a circular arc between two points; `large` and `sweep` choose among the four, as in SVG 2, section 9.5."""
    chord = end - start
    half = math.hypot(chord.x(), chord.y()) / 2
    if half == 0:
        return
    radius = max(radius, half)
    height = math.sqrt(max(0.0, radius * radius - half * half)) / (2 * half)
    side = -1 if large == sweep else 1
    middle = (start + end) / 2
    centre = QPointF(middle.x() - side * height * chord.y(), middle.y() + side * height * chord.x())
    # QPainterPath counts degrees against the clock, the screen's y axis points downwards.
    first = math.degrees(math.atan2(centre.y() - start.y(), start.x() - centre.x()))
    last = math.degrees(math.atan2(centre.y() - end.y(), end.x() - centre.x()))
    turn = (first - last) % 360 if sweep else -((last - first) % 360)
    path.arcTo(QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius), first, -turn)
