"""Addresses and keys that a production terminal must not pin."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from kiosk.pinned import (
    KEY_BYTES,
    PUBLISHED,
    TOP_BIT,
    WEAK_U,
    WEAK_Y,
    D,
    P,
    address_form_problem,
    address_problem,
    is_loopback,
    key_problem,
)
from kiosk.platform.exchange import HttpConnections
from kiosk.platform.identity import INTERNATIONAL, KeyFileError, PlatformKeys, b64url, unb64url
from kiosk.platform.sandbox.keys import SEAL_KEY_ID, SIGN_KEY_ID, pins
from kiosk.settings import SettingsError, load_settings
from tests.kiosk.platform.test_client_tls import self_signed
from tests.kiosk.test_settings import PROFILE, SEAL_PUBLIC, SIGN_PUBLIC, written

OURS = {"seal_public": SEAL_PUBLIC, "sign_public": SIGN_PUBLIC}


def with_keys(seal: str, sign: str) -> str:
    return PROFILE.replace(SEAL_PUBLIC, seal).replace(SIGN_PUBLIC, sign)


def encodings(number: int) -> list[bytes]:
    """Every encoding of a number as a key: with and without the top bit, and not reduced where that fits."""
    several = [n for n in (number, number + P) if n < TOP_BIT]
    return [(n | top).to_bytes(KEY_BYTES, "little") for n in several for top in (0, TOP_BIT)]


def test_the_published_keys_are_those_of_the_sandbox() -> None:
    keys = pins()
    assert dict(PUBLISHED) == {"seal_public": keys.seal_public, "sign_public": keys.sign_public}


def test_good_keys_have_no_problem() -> None:
    for seed in range(50):
        private = bytes([seed]) * 32
        assert not key_problem("sign_public", b64url(INTERNATIONAL.signing_public(private)))
        assert not key_problem("seal_public", b64url(INTERNATIONAL.sealing_public(private)))


@pytest.mark.parametrize("field", ["seal_public", "sign_public"])
@pytest.mark.parametrize("published", PUBLISHED.values())
def test_a_published_key_is_refused_by_its_bytes_in_either_place(field: str, published: str) -> None:
    assert "published" in key_problem(field, published)


@pytest.mark.parametrize(("field", "published"), PUBLISHED.items())
def test_a_published_key_with_the_other_top_bit_is_refused_too(field: str, published: str) -> None:
    """X25519 does not read the bit, and the private half of -A is that of A, negated."""
    raw = bytearray(unb64url(published))
    raw[-1] ^= 0x80
    assert "published" in key_problem(field, b64url(bytes(raw)))


NO_KEYS = ("AAAA", SIGN_PUBLIC + "=", SIGN_PUBLIC[:20] + "!!!!" + SIGN_PUBLIC[20:], SIGN_PUBLIC + "AAAA", "é" * 43)


@pytest.mark.parametrize("key", NO_KEYS)
@pytest.mark.parametrize("rehearsal", [True, False])
def test_what_is_no_key_is_named_with_the_other_mistakes(key: str, rehearsal: bool, tmp_path: Path) -> None:
    with pytest.raises(KeyFileError):
        PlatformKeys("seal-1", SEAL_PUBLIC, "sign-1", key)
    changed = with_keys(key, key).replace("https://platform.example", "https://a:99999")
    with pytest.raises(SettingsError) as caught:
        load_settings(written(tmp_path, changed), rehearsal=rehearsal)
    places = [problem.partition("here.toml: ")[2].partition(":")[0] for problem in caught.value.problems]
    assert places == ["platform.url", "platform.seal_public", "platform.sign_public"]


@pytest.mark.parametrize("u", sorted(WEAK_U))
def test_a_weak_sealing_key_is_refused(u: int) -> None:
    for key in encodings(u):
        with pytest.raises(ValueError, match="shared key"):
            X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(key))
        assert "weak" in key_problem("seal_public", b64url(key))


@pytest.mark.parametrize("y", sorted(WEAK_Y))
def test_a_weak_signing_key_is_refused(y: int) -> None:
    # Order 1 and 2: y = ±1; order 4: y = 0; order 8: their double has y = 0, which is d·y⁴ + 2·y² = 1.
    assert y in (0, 1, P - 1) or (D * y**4 + 2 * y**2 - 1) % P == 0
    for key in encodings(y):
        assert "weak" in key_problem("sign_public", b64url(key))


def test_under_a_weak_key_a_receipt_is_believed_that_nobody_signed() -> None:
    neutral = (1).to_bytes(32, "little")
    assert INTERNATIONAL.verify(neutral + bytes(32), b"any receipt", neutral)


def test_a_sealing_key_in_the_place_of_the_signing_key_is_mostly_noticed() -> None:
    problems = [
        key_problem("sign_public", b64url(INTERNATIONAL.sealing_public(bytes([seed]) * 32))) for seed in range(40)
    ]
    assert 10 <= sum(map(bool, problems)) <= 30


HERE = (
    *("127.0.0.1", "127.1", "127.8.8.8", "0x7f000001", "0x7f.1", "2130706433", "017700000001", "0", "0.0.0.0"),
    *("localhost", "LOCALHOST", "localhost.", "a.localhost", "localhost.localdomain"),
    *("[::1]", "[0:0:0:0:0:0:0:1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::1%251]"),
)


@pytest.mark.parametrize("host", HERE)
def test_another_spelling_of_loopback_is_refused(host: str) -> None:
    assert is_loopback(host)
    for url in (f"https://{host}", f"https://{host}:8443/api", f"http://{host}:80"):
        assert "loopback" in address_problem(url)
        assert not address_form_problem(url), "for a rehearsal"


@pytest.mark.parametrize("host", ["１２７.0.0.1", "127。0。0。1", "ⓛocalhost"])
def test_loopback_in_letters_that_mean_others_is_refused(host: str) -> None:
    """A name is looked up by the letters that its own mean (RFC 3490)."""
    assert "loopback" in address_problem(f"https://{host}")


@pytest.mark.parametrize("host", ["platform.example", "10.0.0.1", "192.0.2.7", "[2001:db8::1]", "1.127.0.0.1.example"])
def test_an_address_elsewhere_is_taken(host: str) -> None:
    assert not is_loopback(host)
    assert not address_problem(f"https://{host}/api")
    assert "https" in address_problem(f"http://{host}")


def test_a_name_to_which_this_machine_gives_a_loopback_address_is_refused(tmp_path: Path) -> None:
    hosts = tmp_path / "hosts"
    hosts.write_text(
        "# here\n127.0.1.1\tBox sandbox.example # old\n::1 six.example\n192.0.2.7 far.example\n", encoding="utf-8"
    )
    for name in ("box", "sandbox.example", "SANDBOX.example.", "six.example"):
        assert "loopback" in address_problem(f"https://{name}", hosts)
    for name in ("far.example", "old", "here", "127.0.1.1.example"):
        assert not address_problem(f"https://{name}", hosts)
    assert not address_problem("https://box", tmp_path / "none")


NO_ADDRESS = (
    *("", "https://", "platform.example", "https://[::1", "file:///etc", "https://.", "https://a..example"),
    *("https://a.example:99999", "https://a.example:0", "https://a.example:x", f"https://{'a' * 64}.example"),
    *("https://me:secret@a.example", "https://@a.example", "https://a.example?terminal=1", "https://a.example#top"),
    "http://a.example",
)


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_what_is_no_address_is_refused(url: str) -> None:
    assert address_problem(url)
    assert address_form_problem(url), "also in a rehearsal"


@pytest.mark.parametrize("url", ["https://平台.example", "https://a_b.example:1/api/v1", "https://[2001:db8::1]:65535"])
def test_a_gateway_takes_what_a_profile_may_name(url: str) -> None:
    assert not address_problem(url)
    HttpConnections(url, None, 1.0, None).close()


def test_production_names_every_problem_of_the_platform_in_one_line_each(tmp_path: Path) -> None:
    weak = b64url(bytes(32))
    changed = with_keys(weak, weak).replace("https://platform.example", "https://127.1")
    with pytest.raises(SettingsError) as caught:
        load_settings(written(tmp_path, changed), rehearsal=False)
    places = [problem.partition("here.toml: ")[2].partition(":")[0] for problem in caught.value.problems]
    assert places == ["platform.url", "platform.seal_public", "platform.sign_public"]
    assert all(len(problem.splitlines()) == 1 for problem in caught.value.problems)


def test_the_sandboxs_keys_under_other_ids_are_refused_in_production_only(tmp_path: Path) -> None:
    keys = pins()
    assert {SEAL_KEY_ID, SIGN_KEY_ID} == {keys.seal_key_id, keys.sign_key_id}
    path = written(tmp_path, with_keys(keys.seal_public, keys.sign_public))
    load_settings(path, rehearsal=True)
    with pytest.raises(SettingsError, match="published test key"):
        load_settings(path, rehearsal=False)


def test_a_profile_with_its_platforms_own_keys_is_taken(tmp_path: Path) -> None:
    assert load_settings(written(tmp_path, PROFILE), rehearsal=False).platform.sign_public == SIGN_PUBLIC


def test_a_private_ca_is_found_beside_the_profile(tmp_path: Path) -> None:
    named = PROFILE.replace("[platform]", '[platform]\nca_file = "ca.pem"')
    self_signed(tmp_path / "ca.pem")
    settings = load_settings(written(tmp_path, named), rehearsal=False)
    assert settings.platform.ca_file == str(tmp_path / "ca.pem")


@pytest.mark.parametrize(
    ("content", "said"), [(None, "no such file"), (b"", "no certificate"), (b"\xff" * 99, "no certificate")]
)
def test_a_ca_file_that_cannot_be_used_is_refused_in_one_line(content: bytes | None, said: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "ca.pem").write_bytes(content)
    named = PROFILE.replace("[platform]", '[platform]\nca_file = "ca.pem"')
    with pytest.raises(SettingsError) as caught:
        load_settings(written(tmp_path, named), rehearsal=True)
    (problem,) = caught.value.problems
    assert "platform.ca_file" in problem
    assert said in problem
