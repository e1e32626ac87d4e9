"""Everything the platform has not confirmed, as a folder to carry: sealed and signed, and nothing here changes by it.

Each file is written beside its name, synced and renamed; the manifest comes last, so a folder with one is whole.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.outbox.entries import StoredMaterial, rating_of
from kiosk.outbox.holdings import TO_CARRY, Holding, body_of, holdings, materials_of
from kiosk.outbox.outbox import Outbox
from kiosk.platform.identity import BadToken, TerminalKey
from kiosk.platform.offline_transfer import (
    CASE,
    EXPORT,
    MANIFEST,
    RATING,
    ExportedFile,
    Kind,
    Manifest,
    TooLarge,
    file_digest,
    parse_file_name,
    rating_payload,
    read_manifest,
    transfer_token,
)

PIECE_BYTES = 512 * 1024
NEW = ".new"
"""What a file ends with until it is whole."""


class NotOurs(Exception):
    """The folder holds something else than an export of this terminal; nothing was written."""


@dataclass(frozen=True)
class Sender:
    """Who signs: the terminal's code and its key."""

    terminal: str
    key: TerminalKey

    def sign(self, payload: bytes, kind: str) -> bytes:
        return transfer_token(payload, self.terminal, self.key, kind).encode("ascii")


def export(outbox: Outbox, sender: Sender, folder: Path, now: datetime) -> Manifest:
    """Write the folder, or bring an earlier export up to date; doing it again changes nothing.

    Raises NotOurs, KeepFailed, and OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    earlier = _earlier(folder, sender)
    begun = Manifest(terminal=sender.terminal, at=now, files=())
    # An export that was broken off is known as ours by this.
    _write(folder / (MANIFEST + NEW), [sender.sign(begun.model_dump_json().encode(), EXPORT)])
    files = [_put(folder, *each) for holding in holdings(outbox, TO_CARRY) for each in _files(outbox, sender, holding)]
    manifest = begun.model_copy(update={"files": tuple({file.name: file for file in files}.values())})
    if earlier is not None and earlier.files == manifest.files:
        manifest = earlier
    _write(folder / (MANIFEST + NEW), [sender.sign(manifest.model_dump_json().encode(), EXPORT)])
    _sync_folder(folder)
    (folder / (MANIFEST + NEW)).replace(folder / MANIFEST)
    _sync_folder(folder)
    _remove_leftovers(folder, {file.name for file in manifest.files})
    return manifest


def _earlier(folder: Path, sender: Sender) -> Manifest | None:
    """The manifest of an earlier export; None for an empty folder, or one that was broken off. Raises NotOurs."""
    if next(folder.iterdir(), None) is None:
        return None
    for name in (MANIFEST, MANIFEST + NEW):
        try:
            manifest, by = read_manifest(folder / name)
        except (OSError, BadToken, TooLarge):
            continue
        if (by.terminal, by.public) == (sender.terminal, sender.key.public):
            return manifest
    raise NotOurs(f"{folder}: neither empty nor an earlier export of {sender.terminal}; name another folder")


Pieces = Callable[[], Iterable[bytes]]


def _files(outbox: Outbox, sender: Sender, holding: Holding) -> Iterator[tuple[Kind, str, Pieces]]:
    """The files of one entry: kind, id, and its bytes piece by piece."""
    body = body_of(outbox, holding)
    if holding.kind == "rating":
        token = sender.sign(rating_payload(rating_of(body)), RATING)
        yield "rating", holding.id, lambda: [token]
        return
    token = sender.sign(body, CASE)
    yield "case", holding.id, lambda: [token]
    for material in materials_of(outbox, holding):
        yield "material", material.sha256, _pieces_of(material)


def _pieces_of(material: StoredMaterial) -> Pieces:
    return lambda: (material.read(offset, PIECE_BYTES) for offset in range(0, material.size, PIECE_BYTES))


def _put(folder: Path, kind: Kind, id_: str, pieces: Pieces) -> ExportedFile:
    """Write one file, unless it lies there already."""
    made, size = hashlib.sha256(), 0
    for piece in pieces():
        made.update(piece)
        size += len(piece)
    file = ExportedFile(kind=kind, id=id_, digest=made.hexdigest(), size=size)
    path = folder / file.name
    if not (path.is_file() and path.stat().st_size == size and file_digest(path) == file.digest):
        fresh = path.with_name(path.name + NEW)
        _write(fresh, pieces())
        fresh.replace(path)
    return file


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _remove_leftovers(folder: Path, named: set[str]) -> None:
    """What an earlier export held and the platform has confirmed since, and what a broken one began."""
    for path in folder.iterdir():
        ours = parse_file_name(path.name.removesuffix(NEW)) is not None
        if ours and path.name not in named and path.is_file():
            path.unlink()
