"""Messages of IPP as bytes and back, without input or output: the encoding of RFC 8010.

A value has the Python type of its syntax: integer and enum int, boolean bool, rangeOfInteger a pair of int, all texts
str, everything else bytes. Collections are checked and passed over: nothing here needs their members.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType

from devices.lazy_dataclass import dataclass

VERSION = (2, 0)
MOST_BYTES = 512 * 1024
"""Of a message without its document."""
MOST_VALUES = 8000
DEEPEST = 8
"""Collections within collections."""


class Tag(IntEnum):
    """Tags of groups and of values (RFC 8010, section 3.5)."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04
    UNSUPPORTED = 0x05
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    OCTETS = 0x30
    DATE_TIME = 0x31
    RESOLUTION = 0x32
    RANGE = 0x33
    COLLECTION = 0x34
    TEXT_WITH_LANGUAGE = 0x35
    NAME_WITH_LANGUAGE = 0x36
    END_COLLECTION = 0x37
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49
    MEMBER_NAME = 0x4A


FIRST_VALUE_TAG = 0x10
OUT_OF_BAND_END = 0x20
"""Values below are none: unsupported, unknown, no-value."""
FIRST_TEXT_TAG = 0x40

Value = int | str | bytes | tuple[int, int]
"""A bool is an int, as in Python."""


class NotIpp(ValueError):
    """The bytes are no IPP message; the text says where and never quotes them."""


class Incomplete(NotIpp):
    """The bytes end in the middle of a message."""


@dataclass(frozen=True)
class Attribute:
    """A named attribute, its values of one syntax."""

    name: str
    tag: int
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Group:
    """Attributes that belong together: those of the operation, of a job, of the printer."""

    tag: int
    attributes: tuple[Attribute, ...] = ()

    def values(self, name: str) -> tuple[Value, ...]:
        return next((each.values for each in self.attributes if each.name == name), ())

    def words(self, name: str) -> tuple[str, ...]:
        """The values of an attribute that are texts; none for one that is absent or of another syntax."""
        return tuple(value for value in self.values(name) if isinstance(value, str))

    def numbers(self, name: str) -> tuple[int, ...]:
        """The values of an attribute that are numbers; none for one that is absent or of another syntax."""
        return tuple(value for value in self.values(name) if isinstance(value, int) and not isinstance(value, bool))

    def octets(self, name: str) -> tuple[bytes, ...]:
        """The same of strings of bytes."""
        return tuple(value for value in self.values(name) if isinstance(value, bytes))


@dataclass(frozen=True)
class Message:
    """A request or an answer. `code` is the operation or the status."""

    code: int
    request_id: int
    groups: tuple[Group, ...]
    version: tuple[int, int] = VERSION

    def group(self, tag: int) -> Group:
        """The first group of this sort, an empty one if there is none."""
        return next(iter(self.groups_of(tag)), Group(tag))

    def groups_of(self, tag: int) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if group.tag == tag)


def _integer(data: bytes) -> int:
    return int.from_bytes(data, "big", signed=True)


LENGTHS: Mapping[int, int] = MappingProxyType({Tag.INTEGER: 4, Tag.BOOLEAN: 1, Tag.ENUM: 4, Tag.RANGE: 8})
"""Syntax → bytes of its values, where they are fixed and read here."""


def encode(message: Message) -> bytes:
    """The bytes of a message. Raises ValueError for a value that is not of its attribute's syntax."""
    parts = [struct.pack(">BBHi", *message.version, message.code, message.request_id)]
    for group in message.groups:
        parts.append(bytes([group.tag]))
        for attribute in group.attributes:
            for number, value in enumerate(attribute.values):
                name = b"" if number else attribute.name.encode("utf-8")
                data = _encoded(attribute.tag, value)
                parts += [struct.pack(">BH", attribute.tag, len(name)), name, struct.pack(">H", len(data)), data]
    return b"".join(parts) + bytes([Tag.END])


def _encoded(tag: int, value: Value) -> bytes:
    match value:
        case bool() if tag == Tag.BOOLEAN:
            return bytes([value])
        case int() if tag in (Tag.INTEGER, Tag.ENUM):
            return struct.pack(">i", value)
        case (int(low), int(high)) if tag == Tag.RANGE:
            return struct.pack(">ii", low, high)
        case str() if tag >= FIRST_TEXT_TAG:
            return value.encode("utf-8")
        case bytes():
            return value
    raise ValueError(f"tag {tag:#x} takes no {type(value).__name__}")


def decode(data: bytes) -> tuple[Message, int]:
    """The message at the start of `data`, and its length: a document may follow. Raises Incomplete, NotIpp."""
    reader = _Reader(data)
    major, minor, code, request_id = struct.unpack(">BBHi", reader.take(8))
    groups: list[Group] = []
    attributes: list[Attribute] = []
    while (tag := reader.byte()) != Tag.END:
        if tag < FIRST_VALUE_TAG:
            attributes = _begin(groups, tag, attributes)
        elif not groups:
            raise NotIpp(f"byte {reader.at - 1}: a value outside any group")
        else:
            _add(attributes, *reader.value(tag), tag, reader)
    _begin(groups, Tag.END, attributes)
    return Message(code, request_id, tuple(groups[:-1]), (major, minor)), reader.at


def _begin(groups: list[Group], tag: int, attributes: list[Attribute]) -> list[Attribute]:
    """Begin a group; the one before gets what was read since."""
    if groups:
        groups[-1] = Group(groups[-1].tag, tuple(attributes))
    groups.append(Group(tag))
    return []


def _add(attributes: list[Attribute], name: str, data: bytes, tag: int, reader: _Reader) -> None:
    if tag == Tag.COLLECTION:
        reader.pass_collection()
        value: tuple[Value, ...] = ()
    else:
        value = () if tag < OUT_OF_BAND_END else (_decoded(tag, data, reader.at),)
    if name:
        attributes.append(Attribute(name, tag, value))
    elif not attributes:
        raise NotIpp(f"byte {reader.at}: one more value of no attribute")
    else:
        before = attributes[-1]
        attributes[-1] = Attribute(before.name, before.tag, (*before.values, *value))


def _decoded(tag: int, data: bytes, at: int) -> Value:
    if len(data) != LENGTHS.get(tag, len(data)):
        raise NotIpp(f"byte {at}: {len(data)} bytes of a value with tag {tag:#x}")
    match tag:
        case Tag.INTEGER | Tag.ENUM:
            return _integer(data)
        case Tag.BOOLEAN:
            return data != b"\x00"
        case Tag.RANGE:
            return _integer(data[:4]), _integer(data[4:])
        case Tag.TEXT_WITH_LANGUAGE | Tag.NAME_WITH_LANGUAGE:
            return _without_language(data, at)
    return data.decode("utf-8", "replace") if tag >= FIRST_TEXT_TAG else data


def _without_language(data: bytes, at: int) -> str:
    """A text that carries its language: the length and the bytes of each in turn."""
    inner = _Reader(data)
    try:
        inner.take(inner.length())
        return inner.take(inner.length()).decode("utf-8", "replace")
    except Incomplete:
        raise NotIpp(f"byte {at}: a text with language that breaks off") from None


class _Reader:
    """Bytes with a position; raises Incomplete past their end, and NotIpp past the bounds of a message."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0
        self._values = 0

    def take(self, length: int) -> bytes:
        end = self.at + length
        if end > MOST_BYTES:
            raise NotIpp(f"more than {MOST_BYTES} bytes")
        if end > len(self._data):
            raise Incomplete(f"byte {len(self._data)}: the message breaks off")
        piece = self._data[self.at : end]
        self.at = end
        return piece

    def byte(self) -> int:
        return self.take(1)[0]

    def length(self) -> int:
        return int.from_bytes(self.take(2), "big")

    def value(self, tag: int) -> tuple[str, bytes]:
        """The name and the bytes of the value after its tag."""
        self._values += 1
        if self._values > MOST_VALUES:
            raise NotIpp(f"more than {MOST_VALUES} values")
        name = self.take(self.length()).decode("utf-8", "replace")
        return name, self.take(self.length())

    def pass_collection(self) -> None:
        """Read to the end of a collection whose first tag was taken."""
        depth = 1
        while depth:
            tag = self.byte()
            if tag < FIRST_VALUE_TAG:
                raise NotIpp(f"byte {self.at - 1}: a group inside a collection")
            self.value(tag)
            depth += (tag == Tag.COLLECTION) - (tag == Tag.END_COLLECTION)
            if depth > DEEPEST:
                raise NotIpp(f"byte {self.at}: collections are nested too deeply")
