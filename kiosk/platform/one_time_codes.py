"""One-time codes of staff: of the time (TOTP), and answers to a challenge that was read out by phone.

TOTP: RFC 6238 over HOTP (RFC 4226, section 5.3) with HMAC-SHA-1, six digits and steps of 30 s, as authenticator apps
have it. Answers: HMAC-SHA-256 over label, terminal and challenge, cut to eight digits in the same way.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator
from urllib.parse import quote

STEP_S = 30
DIGITS, ANSWER_DIGITS = 6, 8
SECRET_BYTES = 20
"""As long as a SHA-1 digest (RFC 4226, section 4, requirement 6)."""
AROUND = 1
"""Steps before and after the present one whose codes are taken."""
ENTER, UNLOCK = "enter", "unlock"
"""Labels of an answer: it lets somebody in, or it ends a lock and lets them in."""


def step_of(now_s: float) -> int:
    """The number of the time step, from seconds since 1970."""
    return int(now_s // STEP_S)


def code_of(secret: bytes, step: int) -> str:
    """The six digits of a step."""
    return _digits(hmac.digest(secret, step.to_bytes(8, "big"), hashlib.sha1), DIGITS)


def steps_around(now_s: float) -> Iterator[int]:
    """The steps whose codes are taken now."""
    middle = step_of(now_s)
    return iter(range(max(0, middle - AROUND), middle + AROUND + 1))


def answer_to(secret: bytes, label: str, terminal: str, challenge: str) -> str:
    """The eight digits that answer a challenge of this terminal."""
    message = "\0".join((label, terminal, challenge)).encode("utf-8")
    return _digits(hmac.digest(secret, message, hashlib.sha256), ANSWER_DIGITS)


def _digits(mac: bytes, digits: int) -> str:
    """Dynamic truncation (RFC 4226, section 5.3)."""
    offset = mac[-1] & 0x0F
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def app_address(secret: bytes, staff: str, issuer: str) -> str:
    """The address whose QR code an authenticator app reads (Key URI format of the common apps)."""
    words = base64.b32encode(secret).decode("ascii").rstrip("=")
    return f"otpauth://totp/{quote(issuer)}:{quote(staff)}?secret={words}&issuer={quote(issuer)}&digits=6&period=30"
