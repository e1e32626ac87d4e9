"""Resumable upload of a material, over any transport; the HTTP transport is a subset of tus 1.0 (core and checksum
extension, https://tus.io/protocols/resumable-upload).

No upload resource is created: the platform knows digest and size from the case that refers to the material. A finished
upload is not yet a success; the COMPLETE receipt is.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Protocol

from devices.lazy_dataclass import dataclass
from kiosk.platform.gateway import FailureKind, PlatformFailure
from kiosk.platform.wire_types import Upload

PIECE_BYTES = 512 * 1024
TUS_VERSION = "1.0.0"
OFFSET_TYPE = "application/offset+octet-stream"


class MaterialTransport(Protocol):
    """Transport of one material. Both methods return the number of bytes the platform then holds, and raise
    PlatformFailure."""

    def offset(self) -> int | None: ...

    def append(self, offset: int, piece: bytes) -> int | None: ...


class SendRequest(Protocol):
    """Send a request for one material; return the Upload-Offset of the reply. Raises PlatformFailure."""

    def __call__(self, method: str, body: bytes, headers: Mapping[str, str]) -> int | None: ...


@dataclass(frozen=True)
class TusTransport:
    """tus over HTTP: HEAD returns the offset, PATCH appends a piece."""

    send: SendRequest

    def offset(self) -> int | None:
        return self.send("HEAD", b"", {"Tus-Resumable": TUS_VERSION})

    def append(self, offset: int, piece: bytes) -> int | None:
        check = base64.b64encode(hashlib.sha256(piece).digest()).decode()
        headers = {"Tus-Resumable": TUS_VERSION, "Upload-Offset": str(offset), "Upload-Checksum": f"sha256 {check}"}
        return self.send("PATCH", piece, headers)


def upload(material: Upload, transport: MaterialTransport) -> None:
    """Send the bytes that the platform does not hold yet, in pieces of PIECE_BYTES. Raises PlatformFailure."""
    offset = _checked_offset(transport.offset(), 0, material.size)
    while offset < material.size:
        piece = material.read(offset, PIECE_BYTES)
        if not piece:
            raise PlatformFailure(FailureKind.REFUSED, "material-lost")
        offset = _checked_offset(transport.append(offset, piece), offset + 1, material.size)


def _checked_offset(offset: int | None, least: int, most: int) -> int:
    """Return the offset if it is within its limits. Raises NOT_THE_PLATFORM("offset")."""
    if offset is None or not least <= offset <= most:
        raise PlatformFailure(FailureKind.NOT_THE_PLATFORM, "offset")
    return offset
