"""Storage of materials: one file each, named by its SHA-256."""

from __future__ import annotations

import hashlib
import shutil
import threading
from pathlib import Path

from kiosk.platform.sandbox.problems import Refusal


class MaterialStore:
    """Files `<sha256>.part` are incomplete; `<sha256>` are complete and verified."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)

    def has(self, sha256: str) -> bool:
        return self._whole(sha256).exists()

    def offset(self, sha256: str) -> int:
        """Return the number of bytes held."""
        for path in (self._whole(sha256), self._part(sha256)):
            if path.exists():
                return path.stat().st_size
        return 0

    def append(self, sha256: str, size: int, offset: int, piece: bytes) -> int:
        """Append a piece and return the number of bytes held. Raises Refusal: offset-mismatch if the piece does not
        start there, too-large if it exceeds `size`, checksum-mismatch if the complete file has another digest (it is
        then deleted)."""
        with self._lock:
            held = self.offset(sha256)
            if offset != held or self.has(sha256):
                raise Refusal("offset-mismatch")
            if held + len(piece) > size:
                raise Refusal("too-large")
            part = self._part(sha256)
            with part.open("ab") as file:
                file.write(piece)
            if held + len(piece) == size:
                if hashlib.sha256(part.read_bytes()).hexdigest() != sha256:
                    part.unlink()
                    raise Refusal("checksum-mismatch")
                part.replace(self._whole(sha256))
            return held + len(piece)

    def put(self, sha256: str, body: bytes) -> None:
        """Store a complete, already verified material, replacing an incomplete one."""
        with self._lock:
            if not self.has(sha256):
                part = self._part(sha256)
                part.write_bytes(body)
                part.replace(self._whole(sha256))

    def reset(self) -> None:
        with self._lock:
            shutil.rmtree(self._folder)
            self._folder.mkdir()

    def _whole(self, sha256: str) -> Path:
        return self._folder / sha256

    def _part(self, sha256: str) -> Path:
        return self._folder / f"{sha256}.part"
