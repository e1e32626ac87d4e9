"""A page of a document as the session and the screen know it: where its picture is held, never the picture."""

from __future__ import annotations

from devices.lazy_dataclass import dataclass

Part = tuple[float, float, float, float]
"""Left, top, width and height, in fractions of the page."""


@dataclass(frozen=True)
class Sheet:
    """A page of a document: the key of its picture (`kiosk.papers.pictures`), its size in pixels, and the parts with
    personal data, to be covered."""

    key: str
    width: int
    height: int
    covered: tuple[Part, ...] = ()
