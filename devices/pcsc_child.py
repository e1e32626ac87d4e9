"""The process that calls the functions of PC/SC for one reader: a hung card hangs this process, which can be killed.

It reads requests from its standard input and answers on its standard output, in the frames of `pcsc_wire`. Whatever it
is asked, a card is sent nothing that `Gate` does not let through. The only module that calls libpcsclite.
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
from ctypes import POINTER, byref, c_char_p, c_long, c_ubyte, c_ulong, c_void_p, create_string_buffer

from devices.pcsc_wire import (
    CONNECT,
    DATA_MOST,
    DISCONNECT,
    FAILED,
    IN_USE,
    MUTE,
    PRESENT,
    REFUSED,
    STATE,
    TRANSMIT,
    BadFrame,
    Frames,
    Gate,
    frame,
)
from devices.private_memory import keep_memory_private

LIBRARY = "libpcsclite.so.1"
NO_LIBRARY = 1
"""In place of a code of PC/SC: the library is not installed."""
SEVERAL_READERS = 2
"""The same: more than one reader has this name."""
PROTOCOL = 3
"""The same: what came was no request."""

# winscard.h and pcsclite.h of pcsc-lite 1.9.
SCOPE_SYSTEM = 2
SHARE_EXCLUSIVE = 1
UNPOWER_CARD = 2
T0_OR_T1 = 3
ATR_MOST = 33
STATE_IGNORE, STATE_UNKNOWN, STATE_UNAVAILABLE = 0x01, 0x04, 0x08
STATE_PRESENT, STATE_EXCLUSIVE, STATE_MUTE = 0x20, 0x80, 0x200
E_UNKNOWN_READER, E_READER_UNAVAILABLE, E_INVALID_HANDLE = 0x80100009, 0x80100017, 0x80100003
SLOT = re.compile(r"( [0-9A-F]{2}){1,2}\Z")
"""Numbers that pcscd puts behind a reader's name, by the order in which readers are plugged in."""
NAMES_MOST = 16 * 1024


class ReaderState(ctypes.Structure):
    """SCARD_READERSTATE."""

    _fields_ = (
        ("name", c_char_p),
        ("user_data", c_void_p),
        ("current", c_ulong),
        ("event", c_ulong),
        ("atr_length", c_ulong),
        ("atr", c_ubyte * ATR_MOST),
    )


class RequestHeader(ctypes.Structure):
    """SCARD_IO_REQUEST."""

    _fields_ = (("protocol", c_ulong), ("length", c_ulong))


class PcscError(Exception):
    """A function failed; carries its code."""

    def __init__(self, code: int) -> None:
        super().__init__(f"{code:#010x}")
        self.code = code


class Library:
    """The functions of libpcsclite that are used here, with their types. Raises PcscError where it is missing."""

    def __init__(self) -> None:
        try:
            self._library = ctypes.CDLL(LIBRARY)
        except OSError:
            raise PcscError(NO_LIBRARY) from None
        numbers, bytes_out = POINTER(c_ulong), c_char_p
        for name, types in {
            "SCardEstablishContext": (c_ulong, c_void_p, c_void_p, POINTER(c_long)),
            "SCardListReaders": (c_long, c_char_p, bytes_out, numbers),
            "SCardGetStatusChange": (c_long, c_ulong, POINTER(ReaderState), c_ulong),
            "SCardConnect": (c_long, c_char_p, c_ulong, c_ulong, POINTER(c_long), numbers),
            "SCardTransmit": (c_long, POINTER(RequestHeader), c_char_p, c_ulong, c_void_p, bytes_out, numbers),
            "SCardDisconnect": (c_long, c_ulong),
        }.items():
            function = getattr(self._library, name)
            function.argtypes, function.restype = types, c_long

    def call(self, name: str, *arguments: object) -> None:
        """Call one. Raises PcscError with the code that is not 0."""
        code = getattr(self._library, name)(*arguments) & 0xFFFFFFFF
        if code:
            raise PcscError(code)


class Reader:
    """One reader of the service, and the card in it while it has power."""

    def __init__(self, library: Library, name: str) -> None:
        self._library = library
        self._context = c_long()
        library.call("SCardEstablishContext", SCOPE_SYSTEM, None, None, byref(self._context))
        self._name = self._full_name(name)
        self._card: c_long | None = None
        self._protocol = 0

    def _full_name(self, name: str) -> bytes:
        """The reader of exactly this name, or the only one that differs by pcscd's numbers."""
        length = c_ulong(NAMES_MOST)
        found = create_string_buffer(NAMES_MOST)
        self._library.call("SCardListReaders", self._context, None, found, byref(length))
        known = [each.decode("utf-8", "replace") for each in found.raw[: length.value].split(b"\0") if each]
        fitting = [name] if name in known else [each for each in known if SLOT.sub("", each) == name]
        if len(fitting) != 1:
            raise PcscError(SEVERAL_READERS if fitting else E_UNKNOWN_READER)
        return fitting[0].encode("utf-8")

    def state(self) -> bytes:
        seen = ReaderState(name=self._name)
        self._library.call("SCardGetStatusChange", self._context, 0, byref(seen), 1)
        if seen.event & (STATE_UNKNOWN | STATE_UNAVAILABLE | STATE_IGNORE):
            raise PcscError(E_READER_UNAVAILABLE)
        bits = {PRESENT: STATE_PRESENT, MUTE: STATE_MUTE, IN_USE: STATE_EXCLUSIVE}
        flags = sum(bit for bit, of_pcsc in bits.items() if seen.event & of_pcsc)
        if self._card is not None:
            # It is this program that has the card.
            flags &= ~IN_USE
        count = int(seen.event) >> 16 & 0xFFFF
        return bytes((flags,)) + count.to_bytes(2) + bytes(seen.atr[: seen.atr_length])

    def connect(self) -> bytes:
        self.disconnect()
        card, protocol = c_long(), c_ulong()
        self._library.call(
            "SCardConnect", self._context, self._name, SHARE_EXCLUSIVE, T0_OR_T1, byref(card), byref(protocol)
        )
        self._card, self._protocol = card, protocol.value
        return b""

    def transmit(self, command: bytes) -> bytes:
        if self._card is None:
            raise PcscError(E_INVALID_HANDLE)
        header = RequestHeader(self._protocol, ctypes.sizeof(RequestHeader))
        answer, length = create_string_buffer(DATA_MOST), c_ulong(DATA_MOST)
        self._library.call(
            "SCardTransmit", self._card, byref(header), command, len(command), None, answer, byref(length)
        )
        return bytes(answer.raw[: length.value])

    def disconnect(self) -> bytes:
        card, self._card = self._card, None
        if card is not None:
            self._library.call("SCardDisconnect", card, UNPOWER_CARD)
        return b""


class Service:
    """Answers requests about one reader. What is unknown about it is asked again after a failure."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._reader: Reader | None = None
        self._gate = Gate()

    def answer(self, kind: bytes, data: bytes) -> bytes:
        """The frame for a request."""
        try:
            if kind == TRANSMIT and not self._gate.passes(data):
                return frame(REFUSED)
            if self._reader is None:
                self._reader = Reader(Library(), self._name)
            return frame(kind, self._do(self._reader, kind, data))
        except PcscError as failure:
            return frame(FAILED, failure.code.to_bytes(4))

    def _do(self, reader: Reader, kind: bytes, data: bytes) -> bytes:
        if kind == STATE:
            return reader.state()
        if kind == TRANSMIT:
            return reader.transmit(data)
        self._gate.reset()
        if kind == CONNECT:
            return reader.connect()
        if kind == DISCONNECT:
            return reader.disconnect()
        raise PcscError(PROTOCOL)


def main() -> int:
    """Serve until the standard input ends; 2 for bytes that are no request."""
    keep_memory_private()
    service, frames = Service(sys.argv[2]), Frames()
    while data := os.read(0, 4096):
        try:
            requests = frames.feed(data)
        except BadFrame:
            return 2
        for kind, content in requests:
            os.write(1, service.answer(kind, content))
    return 0
