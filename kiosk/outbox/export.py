"""Offline export: every entry that the platform has not fully confirmed, sealed and signed, as files in a folder.

The outbox is not changed. Each file is written under a temporary name, synced and renamed; the manifest is written
last, so a folder with a manifest is complete.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from devices.lazy_dataclass import dataclass
from kiosk.outbox.entries import PIECE_BYTES, StoredMaterial, rating_of
from kiosk.outbox.holdings import TO_CARRY, Holding, body_of, holdings, materials_of
from kiosk.outbox.outbox import Outbox
from kiosk.platform.identity import BadToken, TerminalKey, digest
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

OF_A_SYSTEM = re.compile(
    r"system volume information|\$recycle\.bin|recycler|lost\+found|lost\.dir|found\.\d{3}|desktop\.ini|thumbs\.db"
    r"|\.spotlight-v100|\.fseventsd|\.trashes|\.trash-\d+|\.temporaryitems|\.documentrevisions-v100|\.volumeicon\.icns"
    r"|\.ds_store|\.apdisk|\._.*|\.com\.apple\..*|\.android_secure",
    re.IGNORECASE,
)
"""Names that Windows, Linux, macOS and Android give to what they create in the root of a medium."""
TEMPORARY_SUFFIX = ".new"
"""Suffix of a file that is being written."""


class ForeignFolder(Exception):
    """The folder is neither empty nor an export of this terminal; nothing was written."""


@dataclass(frozen=True)
class Sender:
    """The signing terminal: its code and its key."""

    terminal: str
    key: TerminalKey

    def sign(self, payload: bytes, kind: str) -> bytes:
        return transfer_token(payload, self.terminal, self.key, kind).encode("ascii")


def export(outbox: Outbox, sender: Sender, folder: Path, now: datetime) -> Manifest:
    """Write the export, or update an earlier one. Idempotent: an unchanged outbox leaves the folder unchanged.

    Raises ForeignFolder, KeepFailed, and OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    earlier = _earlier_manifest(folder, sender)
    started = Manifest(terminal=sender.terminal, at=now, files=())
    # Marks an interrupted export as ours, so that it can be continued.
    _write_synced(folder / (MANIFEST + TEMPORARY_SUFFIX), [sender.sign(started.model_dump_json().encode(), EXPORT)])
    files = [
        _write_file(folder, *each)
        for holding in holdings(outbox, TO_CARRY)
        for each in _files_of(outbox, sender, holding)
    ]
    manifest = started.model_copy(update={"files": tuple({file.name: file for file in files}.values())})
    if earlier is not None and earlier.files == manifest.files:
        manifest = earlier
    _write_synced(folder / (MANIFEST + TEMPORARY_SUFFIX), [sender.sign(manifest.model_dump_json().encode(), EXPORT)])
    _sync_folder(folder)
    (folder / (MANIFEST + TEMPORARY_SUFFIX)).replace(folder / MANIFEST)
    _sync_folder(folder)
    _remove_leftovers(folder, {file.name for file in manifest.files})
    return manifest


def _earlier_manifest(folder: Path, sender: Sender) -> Manifest | None:
    """Return the manifest of an earlier export, also of an interrupted one; None for a folder that is empty but for
    what systems create there.

    Raises ForeignFolder.
    """
    others = sorted(path.name for path in folder.iterdir() if not OF_A_SYSTEM.fullmatch(path.name))
    if not others:
        return None
    for name in (MANIFEST, MANIFEST + TEMPORARY_SUFFIX):
        try:
            manifest, by = read_manifest(folder / name)
        except (OSError, BadToken, TooLarge):
            continue
        if (by.terminal, by.public) == (sender.terminal, sender.key.public):
            return manifest
    raise ForeignFolder(
        f"{folder}: neither empty nor an earlier export of {sender.terminal} ({others[0]!a} lies there);"
        " name another folder, such as a new one on it"
    )


Pieces = Callable[[], Iterable[bytes]]


def _files_of(outbox: Outbox, sender: Sender, holding: Holding) -> Iterator[tuple[Kind, str, Pieces]]:
    """Yield the files of one entry: kind, id, and a function that yields the bytes in pieces. What is damaged is left
    out: signed by this terminal, it would be taken for what was kept."""
    body = body_of(outbox, holding)
    if holding.kind == "rating":
        try:
            token = sender.sign(rating_payload(rating_of(body)), RATING)
        except (ValueError, TypeError, KeyError):
            return
        yield "rating", holding.id, lambda: [token]
        return
    if digest(body) != holding.digest:
        return
    token = sender.sign(body, CASE)
    yield "case", holding.id, lambda: [token]
    for material in filter(StoredMaterial.is_whole, materials_of(outbox, holding)):
        yield "material", material.sha256, _pieces_of(material)


def _pieces_of(material: StoredMaterial) -> Pieces:
    return lambda: (material.read(offset, PIECE_BYTES) for offset in range(0, material.size, PIECE_BYTES))


def _write_file(folder: Path, kind: Kind, id_: str, pieces: Pieces) -> ExportedFile:
    """Write one file, unless it exists."""
    made, size = hashlib.sha256(), 0
    for piece in pieces():
        made.update(piece)
        size += len(piece)
    file = ExportedFile(kind=kind, id=id_, digest=made.hexdigest(), size=size)
    path = folder / file.name
    if not (path.is_file() and path.stat().st_size == size and file_digest(path) == file.digest):
        fresh = path.with_name(path.name + TEMPORARY_SUFFIX)
        _write_synced(fresh, pieces())
        fresh.replace(path)
    return file


def _write_synced(path: Path, pieces: Iterable[bytes]) -> None:
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
        # Some file systems of memory sticks sync no folders; each file is synced by itself.
        with suppress(OSError):
            os.fsync(opened)
    finally:
        os.close(opened)


def _remove_leftovers(folder: Path, named: set[str]) -> None:
    """Remove files of an earlier export that the manifest no longer names, and unfinished files."""
    for path in folder.iterdir():
        ours = parse_file_name(path.name.removesuffix(TEMPORARY_SUFFIX)) is not None
        if ours and path.name not in named and path.is_file():
            path.unlink()
