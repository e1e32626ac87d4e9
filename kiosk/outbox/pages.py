"""Rows of a damaged SQLite file, read from its pages without its indexes and inner pages.

Any one of a table's inner pages that is lost hides all rows below it from SQL, though their own pages are whole. Reads
every leaf page of a table, with the newest frames of the write-ahead log in place of its pages. Deleted rows, and
earlier states of a row, may be found as well. Format: https://www.sqlite.org/fileformat2.html, sections 1.6, 2.1, 4.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

from devices.lazy_dataclass import dataclass

PAGE_BYTES = 4096
"""SQLite's default, which the store has."""
TABLE_LEAF = 0x0D
WAL_HEADER, FRAME_HEADER = 32, 24
PAYLOAD_LARGEST = 64 * 2**20
INTEGER_BYTES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
"""Serial type → bytes of an integer."""
FLOAT, FALSE, TRUE, FIRST_BLOB = 7, 8, 9, 12

Value = int | float | str | bytes | None


class _NotARow(ValueError):
    """These bytes are no cell or record."""


@dataclass(frozen=True)
class Row:
    """A row of any table: its row id and its values, in the order of the columns."""

    rowid: int
    values: tuple[Value, ...]


def rows_of(database: Path) -> Iterator[Row]:
    """Yield every row that can be read in a database of PAGE_BYTES and its write-ahead log. Raises OSError."""
    pages = _pages(database)
    for number, page in sorted(pages.items()):
        start = 100 if number == 1 else 0
        if page[start] != TABLE_LEAF:
            continue
        (cells,) = struct.unpack_from(">H", page, start + 3)
        for index in range(min(cells, PAGE_BYTES // 2)):
            try:
                (at,) = struct.unpack_from(">H", page, start + 8 + 2 * index)
                yield _row(page, at, pages)
            except (_NotARow, IndexError, struct.error, UnicodeDecodeError):
                continue


def _pages(database: Path) -> Mapping[int, bytes]:
    data = database.read_bytes()
    pages = {
        1 + at // PAGE_BYTES: data[at : at + PAGE_BYTES] for at in range(0, len(data) - PAGE_BYTES + 1, PAGE_BYTES)
    }
    wal = database.with_name(database.name + "-wal")
    if wal.is_file():
        pages.update(_frames(wal.read_bytes()))
    return pages


def _frames(wal: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield page number and page of every frame since the log was last begun."""
    # The first frame is of the present run of the log, as the header is: one of them may be damaged.
    first = wal[WAL_HEADER + 8 : WAL_HEADER + 16]
    salts = first if wal.count(first) > wal.count(wal[16:24]) else wal[16:24]
    for at in range(WAL_HEADER, len(wal) - FRAME_HEADER - PAGE_BYTES + 1, FRAME_HEADER + PAGE_BYTES):
        if wal[at + 8 : at + 16] == salts:
            (number,) = struct.unpack_from(">I", wal, at)
            yield number, wal[at + FRAME_HEADER : at + FRAME_HEADER + PAGE_BYTES]


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Return a variable-length integer and the offset after it."""
    value = 0
    for count in range(9):
        byte = data[at + count]
        if count == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + count + 1
    raise _NotARow


def _row(page: bytes, at: int, pages: Mapping[int, bytes]) -> Row:
    size, at = _varint(page, at)
    rowid, at = _varint(page, at)
    if not 0 < size <= PAYLOAD_LARGEST:
        raise _NotARow
    return Row(rowid, tuple(_values(_payload(page, at, size, pages))))


def _payload(page: bytes, at: int, size: int, pages: Mapping[int, bytes]) -> bytes:
    """Return the payload of a cell: in the page, and where it is too long in a chain of further pages."""
    most = PAGE_BYTES - 35
    if size <= most:
        return _exactly(page[at : at + size], size)
    least = (PAGE_BYTES - 12) * 32 // 255 - 23
    local = least + (size - least) % (PAGE_BYTES - 4)
    local = local if local <= most else least
    found = bytearray(page[at : at + local])
    (following,) = struct.unpack_from(">I", page, at + local)
    while len(found) < size:
        further = pages.get(following)
        if further is None:
            raise _NotARow
        (following,) = struct.unpack_from(">I", further)
        found += further[4 : 4 + min(PAGE_BYTES - 4, size - len(found))]
    return _exactly(bytes(found), size)


def _exactly(data: bytes, size: int) -> bytes:
    if len(data) != size:
        raise _NotARow
    return data


def _values(record: bytes) -> Iterator[Value]:
    end, at = _varint(record, 0)
    body = end
    while at < end:
        kind, at = _varint(record, at)
        if kind in INTEGER_BYTES:
            length = INTEGER_BYTES[kind]
            yield int.from_bytes(_exactly(record[body : body + length], length), "big", signed=True)
        elif kind == FLOAT:
            length = 8
            yield struct.unpack_from(">d", record, body)[0]
        elif kind in (0, FALSE, TRUE):
            length = 0
            yield None if kind == 0 else kind - FALSE
        elif kind >= FIRST_BLOB:
            length = (kind - FIRST_BLOB) // 2
            raw = _exactly(record[body : body + length], length)
            yield raw.decode() if kind % 2 else raw
        else:
            raise _NotARow
        body += length
