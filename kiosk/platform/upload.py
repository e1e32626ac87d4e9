"""A material's way to the platform, hidden behind one function; and the way we ask for: a subset of tus 1.0 (core and
checksum extension, https://tus.io/protocols/resumable-upload).

Nothing is created here: the platform knows name and size from the case that names the material. An upload is no
success by itself; only a COMPLETE receipt is.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from kiosk.platform.gateway import FailureKind, PlatformFailure
from kiosk.platform.wire_types import Upload

PIECE_BYTES = 512 * 1024
VERSION = "1.0.0"
OFFSET_TYPE = "application/offset+octet-stream"


class Way(Protocol):
    """How the pieces of one material travel. Both say how many bytes the platform has then, and raise
    PlatformTrouble."""

    def held(self) -> int | None: ...

    def append(self, offset: int, piece: bytes) -> int | None: ...


class Send(Protocol):
    """One request about this material and how many bytes the platform then says it has. Raises PlatformTrouble."""

    def __call__(self, method: str, body: bytes, headers: Mapping[str, str]) -> int | None: ...


@dataclass(frozen=True)
class Tus:
    """Pieces as tus has them: HEAD asks, PATCH appends."""

    send: Send

    def held(self) -> int | None:
        return self.send("HEAD", b"", {"Tus-Resumable": VERSION})

    def append(self, offset: int, piece: bytes) -> int | None:
        check = base64.b64encode(hashlib.sha256(piece).digest()).decode()
        headers = {"Tus-Resumable": VERSION, "Upload-Offset": str(offset), "Upload-Checksum": f"sha256 {check}"}
        return self.send("PATCH", piece, headers)


def upload(source: Upload, way: Way) -> None:
    """Hand over what the platform has not yet, piece by piece. Raises PlatformTrouble."""
    offset = _known(way.held(), 0, source.size)
    while offset < source.size:
        piece = source.read(offset, PIECE_BYTES)
        if not piece:
            raise PlatformFailure(FailureKind.REFUSED, "material-lost")
        offset = _known(way.append(offset, piece), offset + 1, source.size)


def _known(offset: int | None, least: int, most: int) -> int:
    """An offset that can be believed."""
    if offset is None or not least <= offset <= most:
        raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "offset")
    return offset
