"""One-time codes, the invented phones that receive them, and proof tokens. In memory only."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import field
from datetime import datetime, timedelta

from devices.lazy_dataclass import dataclass
from kiosk.platform.identity import BadToken, sign_token, verify_token
from kiosk.platform.records import instant
from kiosk.platform.sandbox.keys import SandboxKeys
from kiosk.platform.sandbox.problems import Refusal

DIGITS = 6
TRIES = 5
VALIDITY = timedelta(minutes=5)
CODES_MAX = 5
"""Maximum number of codes sent to a phone within VALIDITY."""
PROOF = "yike-proof"


@dataclass
class _Code:
    code: str = field(repr=False)
    ends_at: datetime
    ends_monotonic: float
    """Seconds. A clock that is set back must not make a code last longer."""
    tries_left: int = TRIES


def masked(phone: str) -> str:
    """Return a phone with at most half of its digits, three at the beginning and two at the end."""
    shown = len(phone) // 2
    tail = min(2, shown)
    return phone[: min(3, shown - tail)] + "*" * 6 + phone[len(phone) - tail :]


class Codes:
    """Sends and verifies codes, and issues the proof token for later questions of the same visit."""

    def __init__(self, keys: SandboxKeys, monotonic: Callable[[], float]) -> None:
        self._keys, self._monotonic = keys, monotonic
        self._lock = threading.Lock()
        self._open: dict[tuple[str, str, str], _Code] = {}
        self._sent: dict[str, list[datetime]] = {}
        self._phones: dict[str, list[dict[str, str]]] = {}

    def send(self, person_key: tuple[str, str, str], phone: str, now: datetime) -> str:
        """Send a new code for a person (terminal, visit, number) and return the masked phone. Invalidates the previous
        code. Raises Refusal("too-many-codes")."""
        with self._lock:
            recent = [at for at in self._sent.get(phone, []) if now - VALIDITY < at <= now]
            if len(recent) >= CODES_MAX:
                raise Refusal("too-many-codes", retry_after=int(VALIDITY.total_seconds()))
            self._sent[phone] = [*recent, now]
            code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
            self._open[person_key] = _Code(code, now + VALIDITY, self._monotonic() + VALIDITY.total_seconds())
            text = f"【一刻·测试】验证码 {code}，5 分钟内有效。工作人员不会向您要验证码。"
            self._phones.setdefault(phone, []).append({"text": text, "code": code, "sent_at": instant(now)})
        return masked(phone)

    def verify(self, person_key: tuple[str, str, str], typed: str, now: datetime) -> tuple[bool, int, str]:
        """Check a code; return whether it is correct, the tries left, and the proof. A code can be used once; a used or
        expired one has no tries left."""
        with self._lock:
            open_code = self._open.get(person_key)
            if open_code is None or now > open_code.ends_at or self._monotonic() > open_code.ends_monotonic:
                self._open.pop(person_key, None)
                return False, 0, ""
            open_code.tries_left -= 1
            right = hmac.compare_digest(open_code.code.encode(), typed.encode())
            if right or open_code.tries_left == 0:
                del self._open[person_key]
        return right, open_code.tries_left, self.proof(person_key, now) if right else ""

    def is_proven(self, person_key: tuple[str, str, str], token: str, now: datetime) -> bool:
        """Return whether the token is a valid, unexpired proof for this person, visit and terminal."""
        try:
            claims = json.loads(verify_token(token, self._keys.pins(), PROOF))
        except BadToken:
            return False
        return bool(claims["who"] == _person_digest(person_key) and now.timestamp() <= claims["until"])

    def proof(self, person_key: tuple[str, str, str], now: datetime) -> str:
        """Issue the proof for a person, visit and terminal."""
        claims = {"who": _person_digest(person_key), "until": (now + timedelta(minutes=30)).timestamp()}
        return sign_token(json.dumps(claims).encode(), self._keys.sign_private, self._keys.sign_key_id, PROOF)

    def phones(self) -> dict[str, list[dict[str, str]]]:
        with self._lock:
            return {phone: [dict(one) for one in messages] for phone, messages in self._phones.items()}

    def reset(self) -> None:
        with self._lock:
            self._open.clear()
            self._sent.clear()
            self._phones.clear()


def _person_digest(person_key: tuple[str, str, str]) -> str:
    return hashlib.sha256("\n".join(person_key).encode()).hexdigest()
