"""Staff of the terminals: their secrets, and the signed list that terminals fetch.

The secrets stay here; a terminal is given each masked by its owner's PIN, which is kept nowhere.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import field
from datetime import datetime
from typing import Any

from devices.lazy_dataclass import dataclass
from kiosk.platform.identity import b64url, sign_token
from kiosk.platform.one_time_codes import SECRET_BYTES
from kiosk.platform.records import instant
from kiosk.platform.sandbox.keys import SEED, SandboxKeys
from kiosk.platform.staff_records import KIND, SALT_BYTES, masked, site_hash

REHEARSAL_STAFF, REHEARSAL_PIN, REHEARSAL_SITE_CODE = "0731", "246802", "135790"
"""Of a sandbox with the published keys, which nobody in service trusts."""
STAFF_MOST = 500
RENEWED_EVERY_S = 86_400
"""The list is signed anew so often: its days count from the signature."""


@dataclass(frozen=True)
class Member:
    """A technician at the platform."""

    secret: bytes = field(repr=False)
    row: dict[str, str] = field(repr=False)


class StaffRegister:
    """Thread-safe. Its number rises with every change, also over restarts: it is the time of the change."""

    def __init__(self, keys: SandboxKeys, now: Callable[[], datetime]) -> None:
        self._keys = keys
        self._now = now
        self._lock = threading.Lock()
        self._number = 0
        self._signed: tuple[int, float, str] = (-1, 0.0, "")
        self.reset()

    def reset(self) -> None:
        """The staff of a sandbox that nobody changed."""
        with self._lock:
            self.members: dict[str, Member] = {}
            self._site: dict[str, str] | None = None
            if self._keys.published:
                secret = hashlib.sha256(SEED + b"/staff").digest()[:SECRET_BYTES]
                self.members[REHEARSAL_STAFF] = _member(REHEARSAL_STAFF, REHEARSAL_PIN, secret)
                self._site = _site(REHEARSAL_SITE_CODE)
            self._changed()

    def put(self, staff: str, pin: str) -> Member | None:
        """Add a technician, or give one a new secret; None when there are too many."""
        member = _member(staff, pin, secrets.token_bytes(SECRET_BYTES))
        with self._lock:
            if staff not in self.members and len(self.members) >= STAFF_MOST:
                return None
            self.members[staff] = member
            self._changed()
        return member

    def revoke(self, staff: str) -> None:
        with self._lock:
            self.members.pop(staff, None)
            self._changed()

    def set_site(self, code: str) -> None:
        site = _site(code)
        with self._lock:
            self._site = site
            self._changed()

    def signed(self) -> tuple[int, str]:
        """The number and the token of the list."""
        with self._lock:
            now = self._now()
            number, at, token = self._signed
            if number != self._number or abs(now.timestamp() - at) >= RENEWED_EVERY_S:
                token = sign_token(self._document(now), self._keys.sign_private, self._keys.sign_key_id, KIND)
                self._signed = (self._number, now.timestamp(), token)
            return self._number, token

    def _document(self, now: datetime) -> bytes:
        rows = [self.members[staff].row for staff in sorted(self.members)]
        document: dict[str, Any] = {"number": self._number, "issued": instant(now), "rows": rows, "site": self._site}
        return json.dumps(document).encode("utf-8")

    def _changed(self) -> None:
        self._number = max(self._number + 1, int(self._now().timestamp()))


def _member(staff: str, pin: str, secret: bytes) -> Member:
    salt = secrets.token_bytes(SALT_BYTES)
    return Member(secret, {"staff": staff, "salt": b64url(salt), "mask": b64url(masked(secret, pin, salt))})


def _site(code: str) -> dict[str, str]:
    salt = secrets.token_bytes(SALT_BYTES)
    return {"salt": b64url(salt), "hash": b64url(site_hash(code, salt))}
