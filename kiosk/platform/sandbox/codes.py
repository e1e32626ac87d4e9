"""One-time codes and the invented phones they go to; in memory, gone with the process."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kiosk.platform.identity import BadToken, sign_token, verify_token
from kiosk.platform.records import instant
from kiosk.platform.sandbox import keys
from kiosk.platform.sandbox.problems import Refusal

DIGITS = 6
TRIES = 5
LIFE = timedelta(minutes=5)
SENDS = 5
"""So many codes a person may be sent within one life of a code."""
PROOF = "yike-proof"


@dataclass
class _Code:
    code: str = field(repr=False)
    ends_at: datetime
    tries_left: int = TRIES


class Codes:
    """Sends codes, judges them, and gives the proof token that later questions of the same visit carry."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[tuple[str, str, str], _Code] = {}
        self._sent: dict[str, list[datetime]] = {}
        self._phones: dict[str, list[dict[str, str]]] = {}

    def send(self, who: tuple[str, str, str], phone: str, now: datetime) -> str:
        """Send a new code for `who` (terminal, visit, number); the one before it is void. Gives the masked phone."""
        with self._lock:
            recent = [at for at in self._sent.get(phone, []) if at > now - LIFE]
            if len(recent) >= SENDS:
                raise Refusal("too-many-codes", retry_after=int(LIFE.total_seconds()))
            self._sent[phone] = [*recent, now]
            code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
            self._open[who] = _Code(code, now + LIFE)
            text = f"【一刻·测试】验证码 {code}，5 分钟内有效。工作人员不会向您要验证码。"
            self._phones.setdefault(phone, []).append({"text": text, "code": code, "sent_at": instant(now)})
        return f"{phone[:3]}****{phone[-4:]}"

    def verify(self, who: tuple[str, str, str], typed: str, now: datetime) -> tuple[bool, int, str]:
        """Right or not, tries left, and the proof. Good once; a spent or old code has none left."""
        with self._lock:
            open_code = self._open.get(who)
            if open_code is None or now > open_code.ends_at:
                self._open.pop(who, None)
                return False, 0, ""
            open_code.tries_left -= 1
            right = hmac.compare_digest(open_code.code.encode(), typed.encode())
            if right or open_code.tries_left == 0:
                del self._open[who]
        return right, open_code.tries_left, _proof(who, now) if right else ""

    def phones(self) -> dict[str, list[dict[str, str]]]:
        with self._lock:
            return {phone: [dict(one) for one in messages] for phone, messages in self._phones.items()}

    def reset(self) -> None:
        with self._lock:
            self._open.clear()
            self._sent.clear()
            self._phones.clear()


def _whose(who: tuple[str, str, str]) -> str:
    return hashlib.sha256("\n".join(who).encode()).hexdigest()


def _proof(who: tuple[str, str, str], now: datetime) -> str:
    claims = {"who": _whose(who), "until": (now + timedelta(minutes=30)).timestamp()}
    return sign_token(json.dumps(claims).encode(), keys.SIGN_PRIVATE, keys.SIGN_KEY_ID, PROOF)


def proven(who: tuple[str, str, str], token: str, now: datetime) -> bool:
    """Whether this token proves this person, in this visit at this terminal, still."""
    try:
        claims = json.loads(verify_token(token, keys.pins(), PROOF))
    except BadToken:
        return False
    return bool(claims["who"] == _whose(who) and now.timestamp() <= claims["until"])
