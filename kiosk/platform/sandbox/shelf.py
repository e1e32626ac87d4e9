"""Where the sandbox keeps materials: a file each, named by its SHA-256, growing as it comes in."""

from __future__ import annotations

import hashlib
import shutil
import threading
from pathlib import Path

from kiosk.platform.sandbox.problems import Refusal


class Shelf:
    """A part is `<sha256>.part`; what came whole and verified is `<sha256>`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)

    def has(self, sha256: str) -> bool:
        return self._whole(sha256).exists()

    def offset(self, sha256: str) -> int:
        """Bytes held so far."""
        for path in (self._whole(sha256), self._part(sha256)):
            if path.exists():
                return path.stat().st_size
        return 0

    def append(self, sha256: str, size: int, offset: int, piece: bytes) -> int:
        """Bytes held afterwards. Raises Refusal: offset-mismatch for a piece that does not follow, too-large for one
        that goes beyond, checksum-mismatch when the whole is not what its name says (it then begins anew)."""
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
        """Lay down the whole at once, already verified; what came of it in pieces goes."""
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
