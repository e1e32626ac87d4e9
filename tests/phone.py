"""A phone for tests: does over HTTP what the relay's page does, with the product's own encryption."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests

from kiosk.platform.identity import unb64url
from kiosk.platform.relay_crypto import RelayKey, SentFile

PIECE = 512 * 1024


@dataclass
class Phone:
    """A phone that opened a link. `host` is the sandbox's address; the link's may be another."""

    host: str
    link: str
    secret: str = "phone-of-the-tests-0001"
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self.session.trust_env = False
        parts = urlsplit(self.link)
        self.key = RelayKey(parts.path.rpartition("/")[2], unb64url(parts.fragment))
        self.base = f"{self.host}{parts.path}"

    def call(self, method: str, path: str, **more: Any) -> requests.Response:
        headers = {"Yike-Phone": self.secret, **more.pop("headers", {})}
        return self.session.request(method, f"{self.base}{path}", headers=headers, timeout=10, **more)

    def claim(self) -> dict[str, Any]:
        return dict(self.call("PUT", "/claim").json())

    def state(self) -> dict[str, Any]:
        return dict(self.call("GET", "/state").json())

    def begin(self, number: int, size: int, mark: str = "mark-0001") -> requests.Response:
        return self.call("PUT", f"/files/{number}", json={"size": size, "mark": mark})

    def append(self, number: int, offset: int, piece: bytes) -> requests.Response:
        return self.call("PATCH", f"/files/{number}", data=piece, headers={"Upload-Offset": str(offset)})

    def send(self, number: int, data: bytes, name: str = "IMG_0001.jpg", type_: str = "image/jpeg") -> None:
        sealed = self.key.seal(number, SentFile(name, type_, data))
        assert self.begin(number, len(sealed)).status_code == 200
        for offset in range(0, len(sealed), PIECE):
            assert self.append(number, offset, sealed[offset : offset + PIECE]).status_code == 200

    def delete(self, number: int) -> int:
        return self.call("DELETE", f"/files/{number}").status_code

    def done(self) -> None:
        self.call("PUT", "/done")
