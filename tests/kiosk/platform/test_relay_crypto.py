"""The encryption of relays: its format does not change unnoticed, and content of another form is refused."""

from __future__ import annotations

import hmac
import json
import random
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.platform.relay_crypto import HEAD_MOST, BadFile, RelayKey, SentFile
from kiosk.platform.relays import FILE_MOST

KEY = RelayKey("relay-0123456789abcdef", bytes(range(32)))
HEADED = {"name": "IMG.jpg", "type": "image/jpeg"}


def derived(info: bytes, length: int) -> bytes:
    """HKDF-SHA256 (RFC 5869) of one block, by hand."""
    middle = hmac.digest(KEY.relay.encode(), KEY.key, sha256)
    return hmac.digest(middle, info + b"\x01", sha256)[:length]


def sealed(content: bytes, about: bytes = b"relay-0123456789abcdef 3") -> bytes:
    nonce = bytes(12)
    return nonce + AESGCM(derived(b"yike relay file 1", 32)).encrypt(nonce, content, about)


def content(head: bytes, data: bytes = b"data") -> bytes:
    return len(head).to_bytes(4, "big") + head + data


def test_digits_and_format_are_those_of_the_contract() -> None:
    number = int.from_bytes(derived(b"yike relay digits 1", 4), "big")
    assert KEY.digits == f"{number % 10_000:04d}"
    head = json.dumps(HEADED).encode()
    assert KEY.open(3, sealed(content(head))) == SentFile("IMG.jpg", "image/jpeg", b"data")
    assert KEY.open(3, KEY.seal(3, SentFile("a", "b", b"c"))) == SentFile("a", "b", b"c")
    assert KEY.link("https://x.test/relays/r").rpartition("#")[2] == "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"


def test_every_key_and_id_is_another() -> None:
    made = [RelayKey.new() for _ in range(50)]
    assert len({each.relay for each in made}) == len({each.key for each in made}) == 50
    assert all(len(each.relay) == 22 and len(each.key) == 32 for each in made)
    assert "key" not in repr(made[0])


@pytest.mark.parametrize(
    "bad",
    [
        b"", bytes(12), bytes(28), sealed(b""), sealed(b"\x00\x00"), sealed((2**32 - 1).to_bytes(4, "big")),
        sealed(content(b"not json")), sealed(content(b"[]")), sealed(content(b'{"name": 1, "type": "x"}')),
        sealed(content(b'{"name": "x"}')), sealed(content(b"[" * 5000)),
        sealed(content(b" " * (HEAD_MOST + 1))),
        sealed(content(json.dumps(HEADED).encode(), bytes(FILE_MOST + 1))),
        sealed(content(json.dumps(HEADED).encode()), b"relay-0123456789abcdef 4"),
        sealed(content(json.dumps(HEADED).encode()), b"relay-of-another-citizen 3"),
    ],
    ids=lambda bad: f"{len(bad)} bytes",
)  # fmt: skip
def test_content_of_another_form_is_refused(bad: bytes) -> None:
    with pytest.raises(BadFile):
        KEY.open(3, bad)


def test_no_changed_bit_is_accepted() -> None:
    chance, whole = random.Random(7), KEY.seal(3, SentFile("a", "b", b"content"))
    for _ in range(200):
        changed = bytearray(whole)
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        with pytest.raises(BadFile):
            KEY.open(3, bytes(changed))
