"""The citizen's phone in a rehearsal: opens the relay whose code the screen shows, and does what its page does.

The page itself is tried in a real browser by the tests; here its requests are enough.
"""

from __future__ import annotations

import http.client
import json
import secrets
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from devices.drawn_scans import Scan, scan_jpeg
from devices.lazy_dataclass import dataclass
from kiosk.events import Event
from kiosk.payment_events import OrderCame
from kiosk.platform.identity import b64url, unb64url
from kiosk.platform.relay_crypto import RelayKey, SentFile
from kiosk.relay_events import RelayOpened
from kiosk.scenario.actors import ActorError

PIECE_BYTES = 512 * 1024
LONGEST_S = 10.0
SIDE = 12_000
WRITING = "租赁合同\n出租人：测试甲\n承租人：测试乙\n房屋：青禾县柳溪路 1 号"
PAPER = Scan(150, True, 1240, 1754)


def _photo() -> bytes:
    return scan_jpeg(WRITING, PAPER)


def _pdf() -> bytes:
    """A page with lines drawn on it, and no font."""
    drawn = b"".join(b"60 %d m 540 %d l S " % (y, y) for y in range(80, 780, 20))
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawn), drawn),
    )
    made, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(made)
    made += b"xref\n0 5\n0000000000 65535 f \n" + table
    made += b"trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(made)


def _huge_picture() -> bytes:
    """A black PNG of 144 megapixels in a few kilobytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", SIDE, SIDE, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(SIDE * (1 + SIDE // 8)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _zip_bomb() -> bytes:
    """The local head of a zip archive, and ten megabytes of zeros packed."""
    packed = zlib.compress(bytes(10 * 2**20), 9)[2:-4]
    return struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0, 0, len(packed), 10 * 2**20, 0, 0) + packed


FILES: Mapping[str, tuple[str, str, Callable[[], bytes]]] = MappingProxyType(
    {
        "photo": ("IMG_2041.jpg", "image/jpeg", _photo),
        "blurred_photo": (
            "IMG_2042.jpg", "image/jpeg", lambda: scan_jpeg(WRITING, Scan(150, True, 1240, 1754, blurred=True)),
        ),
        "blank_photo": ("IMG_2043.jpg", "image/jpeg", lambda: scan_jpeg("", PAPER)),
        "cut_photo": ("IMG_2044.jpg", "image/jpeg", lambda: _photo()[:-5000]),
        "pdf": ("contract.pdf", "application/pdf", _pdf),
        "zip_bomb": ("IMG_2045.jpg", "image/jpeg", _zip_bomb),
        "web_page": ("contract.pdf", "application/pdf", lambda: b"<!doctype html><title>contract.pdf</title>"),
        "huge_picture": ("scan.png", "image/png", _huge_picture),
    }
)  # fmt: skip
"""Files that a phone can send, by name: what it calls them, their type as it says, and their bytes."""


@dataclass
class Phone:
    """A phone that opened a link. `host` is the platform's address for it. Every act raises ActorError if the platform
    does not answer or refuses it."""

    link: str
    host: str
    secret: str = field(default_factory=lambda: b64url(secrets.token_bytes(24)), repr=False)
    sent: int = 0

    def __post_init__(self) -> None:
        parts = urlsplit(self.link)
        self._path = parts.path
        self._key = RelayKey(parts.path.rpartition("/")[2], unb64url(parts.fragment))
        self.shown = self._ask("PUT", "/claim")

    @property
    def digits(self) -> str:
        return self._key.digits

    def send(self, name: str) -> int:
        """Send a file of FILES; return its number."""
        called, type_, make = FILES[name]
        self.sent += 1
        number = self.sent
        sealed = self._key.seal(number, SentFile(called, type_, make()))
        about = {"size": len(sealed), "mark": b64url(secrets.token_bytes(16))}
        held = self._ask("PUT", f"/files/{number}", json.dumps(about).encode())["held"]
        while held < len(sealed):
            piece = sealed[held : held + PIECE_BYTES]
            held = self._ask("PATCH", f"/files/{number}", piece, {"Upload-Offset": str(held)})["held"]
        return number

    def delete(self, number: int) -> None:
        self._ask("DELETE", f"/files/{number}")

    def more(self) -> None:
        """Ask for ten minutes more."""
        self._ask("PUT", "/more")

    def done(self) -> None:
        self._ask("PUT", "/done")

    def told(self) -> Mapping[int, str]:
        """The terminal's judgement of each file that it looked at: the reason, "" for none."""
        return {each["number"]: each["reason"] for each in self._ask("GET", "/state")["files"] if each["judged"]}

    def _ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Any:
        at = urlsplit(self.host)
        connection = http.client.HTTPConnection(at.hostname or "", at.port, timeout=LONGEST_S)
        try:
            connection.request(method, self._path + path, body, {"Yike-Phone": self.secret, **(headers or {})})
            response = connection.getresponse()
            answer = response.read()
        except (OSError, http.client.HTTPException) as error:
            raise ActorError(f"the platform does not answer the phone: {error}") from error
        finally:
            connection.close()
        if response.status >= 400:
            raise ActorError(f"the platform refused the phone {method} {path}: {response.status}")
        return json.loads(answer) if answer else None


PAYMENTS = (
    *("pay", "begin", "finish", "fail"),
    *("other_sum", "ask_refund", "decline_refund", "refund"),
)
"""Payment events of an order: paid by a phone, begun and not decided, paid with another sum; and what the authority
does about a refund."""


class CitizensPhone:
    """The phone in the citizen's hand. It opens the newest code that the screen showed, when something is to be done
    with it. `host` as of Phone."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._link = ""
        self._phone: Phone | None = None
        self._to_pay = ""

    def event(self, event: Event) -> None:
        """Note the code that the screen shows; called with every event, in the conductor's thread."""
        if isinstance(event, RelayOpened):
            self._link = event.link
        if isinstance(event, OrderCame) and event.order.code:
            self._to_pay = event.order.code

    def code_to_pay(self) -> str:
        """The newest code that could be paid, also when it is over: it may have been photographed. Raises ActorError
        if there was none."""
        if not self._to_pay:
            raise ActorError("the screen showed no code to pay")
        return self._to_pay

    def opened(self) -> Phone:
        """The phone with the page of the newest code open. Raises ActorError if there was none, or if it is over."""
        if not self._link:
            raise ActorError("the screen showed no code for a phone")
        if self._phone is None or self._phone.link != self._link:
            self._phone = Phone(self._link, self._host)
        return self._phone
