"""Keys, seals, tokens and request signatures: valid ones are accepted, all others refused."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from kiosk.platform import identity
from kiosk.platform.identity import (
    INTERNATIONAL,
    BadSeal,
    BadToken,
    KeyFileError,
    PlatformKeys,
    TerminalKey,
    b64url,
    seal,
    sign_token,
    unb64url,
    unseal,
    verify_token,
)
from kiosk.platform.signing import BadSignature, RequestSigner, verify_request
from kiosk.terminal.startup import failure_lines

PRIVATE = bytes(range(32))
OTHER = bytes(range(1, 33))
SEAL_PUBLIC = INTERNATIONAL.sealing_public(PRIVATE)
KEYS = PlatformKeys("seal-1", b64url(SEAL_PUBLIC), "sign-1", b64url(INTERNATIONAL.signing_public(PRIVATE)))
WHEN = datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)


def test_ed25519_matches_rfc_8032() -> None:
    private = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert INTERNATIONAL.signing_public(private).hex() == public


@given(st.binary(max_size=200), st.binary(max_size=40))
def test_sealed_bytes_open_only_with_the_right_key_and_info(plaintext: bytes, info: bytes) -> None:
    sealed = seal(plaintext, SEAL_PUBLIC, info)
    assert unseal(sealed, PRIVATE, info) == plaintext
    with pytest.raises(BadSeal):
        unseal(sealed, OTHER, info)
    with pytest.raises(BadSeal):
        unseal(sealed, PRIVATE, info + b"!")


@given(st.data())
def test_a_damaged_seal_does_not_open(data: st.DataObject) -> None:
    sealed = bytearray(seal(b"an application", SEAL_PUBLIC, b"info"))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(BadSeal):
        unseal(bytes(sealed), PRIVATE, b"info")


@given(st.binary(max_size=100))
def test_random_bytes_do_not_open(garbage: bytes) -> None:
    with pytest.raises(BadSeal):
        unseal(garbage, PRIVATE, b"info")


@given(st.text(alphabet="AQaz09-_=+/ü\n", max_size=12))
def test_base64url_is_decoded_strictly(text: str) -> None:
    try:
        data = unb64url(text)
    except ValueError:
        return
    assert len(b64url(data)) == len(text)
    assert not set(text) & set("=+/ü\n")


def test_a_valid_token_is_accepted() -> None:
    token = sign_token(b'{"a": 1}', PRIVATE, "sign-1", "yike-receipt")
    assert verify_token(token, KEYS, "yike-receipt") == b'{"a": 1}'


def forged(header: dict[str, Any], payload: bytes = b"{}", signature: bytes = b"") -> str:
    return ".".join(b64url(part) for part in (json.dumps(header).encode(), payload, signature))


GOOD = sign_token(b"{}", PRIVATE, "sign-1", "yike-receipt")
HEAD, BODY, SIGNATURE = GOOD.split(".")


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "a.b.c",
        "....",
        "ü.ü.ü",
        f"{HEAD}.{BODY}",
        f"{HEAD}.{BODY}.",
        f"{HEAD}.{BODY}.{SIGNATURE}.{SIGNATURE}",
        f"{HEAD}.{b64url(b'{ }')}.{SIGNATURE}",
        f"{HEAD}.{BODY}.{b64url(b'0' * 64)}",
        forged({"alg": "none", "kid": "sign-1", "typ": "yike-receipt"}),
        forged({"alg": "HS256", "kid": "sign-1", "typ": "yike-receipt"}),
        forged({"alg": "Ed25519", "kid": "sign-1", "typ": "yike-receipt", "crit": ["b64"], "b64": False}),
        sign_token(b"{}", PRIVATE, "sign-2", "yike-receipt"),
        sign_token(b"{}", PRIVATE, "sign-1", "yike-catalogue"),
        sign_token(b"{}", OTHER, "sign-1", "yike-receipt"),
    ],
)
def test_a_forged_token_is_refused(token: str) -> None:
    with pytest.raises(BadToken):
        verify_token(token, KEYS, "yike-receipt")


@given(st.text(max_size=80))
def test_random_text_is_no_token(garbage: str) -> None:
    with pytest.raises(BadToken):
        verify_token(garbage, KEYS, "yike-receipt")


@pytest.mark.parametrize("value", ["", "abc", "!" * 43, "A" * 42, "A" * 44, "ü" * 43, b64url(b"1" * 33)])
def test_a_malformed_pinned_key_is_refused(value: str) -> None:
    with pytest.raises(KeyFileError):
        PlatformKeys("a", value, "b", KEYS.sign_public)
    with pytest.raises(KeyFileError):
        PlatformKeys("a", KEYS.seal_public, "b", value)


def test_keys_without_an_id_are_refused() -> None:
    with pytest.raises(KeyFileError):
        PlatformKeys("", KEYS.seal_public, "b", KEYS.sign_public)


def test_a_terminal_key_is_created_once(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "terminal.key"
    made = TerminalKey.load_or_create(path)
    assert TerminalKey.load_or_create(path) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["terminal.key"]
    assert b64url(made.private) not in repr(made)


def test_an_interrupted_key_creation_is_repeated(tmp_path: Path) -> None:
    (tmp_path / "terminal.key.new").write_text("half")
    made = TerminalKey.load_or_create(tmp_path / "terminal.key")
    assert TerminalKey.load_or_create(tmp_path / "terminal.key") == made


@pytest.mark.parametrize("content", [b"", b"short", b"\xff\xfe", b"A" * 44, b"A" * 100_000])
def test_a_damaged_key_is_never_replaced_silently(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "terminal.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(KeyFileError) as caught:
        TerminalKey.load_or_create(path)
    assert path.read_bytes() == content
    line = failure_lines(caught.value, tmp_path)
    assert line.startswith(f"{path}: the terminal key ")
    assert line.count(str(path)) == 1
    assert "new-key" in line


def test_a_key_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "terminal.key"
    TerminalKey.load_or_create(path)
    path.chmod(0o644)
    with pytest.raises(KeyFileError, match="read by others"):
        TerminalKey.load_or_create(path)


def test_a_key_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KeyFileError):
        TerminalKey.load_or_create(tmp_path / "file" / "terminal.key")


def signed(method: str = "PUT", url: str = "http://127.0.0.1:8790/v1/cases/1", body: bytes = b"{}") -> Any:
    headers = {} if method == "GET" else {"Idempotency-Key": "one"}
    request = requests.Request(method, url, data=body or None, headers=headers).prepare()
    RequestSigner("YK.0-1", TerminalKey(PRIVATE)).sign(request, body, WHEN)
    return request


def test_a_signed_request_names_its_terminal_key_and_time() -> None:
    found = verify_request(signed(), b"{}")
    assert (found.terminal, found.public, found.created) == ("YK.0-1", KEYS.sign_public, int(WHEN.timestamp()))
    assert found.nonce != verify_request(signed(), b"{}").nonce


def test_a_request_without_body_is_signed() -> None:
    assert verify_request(signed("GET", body=b""), b"").terminal == "YK.0-1"


def changed(name: str, value: str) -> Any:
    request = signed()
    request.headers[name] = value
    return request


def without(name: str) -> Any:
    request = signed()
    del request.headers[name]
    return request


def redirected(**changes: str) -> Any:
    request = signed()
    for name, value in changes.items():
        setattr(request, name, value)
    return request


def claiming(other: bytes) -> Any:
    request = signed()
    was, now = KEYS.sign_public, b64url(INTERNATIONAL.signing_public(other))
    request.headers["Signature-Input"] = request.headers["Signature-Input"].replace(was, now)
    return request


def uncovered() -> Any:
    request = signed()
    request.headers["Signature-Input"] = request.headers["Signature-Input"].replace(' "idempotency-key"', "")
    return request


@pytest.mark.parametrize(
    "request_",
    [
        changed("Idempotency-Key", "two"),
        changed("Content-Digest", "sha-256=:AAAA:"),
        changed("Signature", "yike=:AAAA:"),
        changed("Signature", "garbage"),
        changed("Signature-Input", "garbage"),
        changed("Signature-Input", 'yike=();keyid="x"'),
        without("Signature"),
        without("Signature-Input"),
        without("Content-Digest"),
        without("Idempotency-Key"),
        redirected(method="POST"),
        redirected(method="DELETE"),
        redirected(url="http://127.0.0.1:8790/v1/cases/2"),
        redirected(url="http://elsewhere/v1/cases/1"),
        claiming(OTHER),
        uncovered(),
    ],
)
def test_a_changed_request_is_refused(request_: Any) -> None:
    with pytest.raises(BadSignature):
        verify_request(request_, b"{}")


def test_a_changed_body_is_refused() -> None:
    with pytest.raises(BadSignature):
        verify_request(signed(), b"{ }")


def test_heavy_libraries_are_not_imported_at_module_level() -> None:
    source = Path(identity.__file__).read_text(encoding="utf-8")
    at_top = [line for line in source.splitlines() if line.startswith(("import ", "from "))]
    assert not [line for line in at_top if any(name in line for name in ("cryptography", "joserfc", "http_message"))]
