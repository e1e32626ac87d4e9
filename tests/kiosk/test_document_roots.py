"""Roots of signed documents: read from PEM and DER, refused when nobody or everybody could sign under them."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from kiosk.document_roots import document_root_problems, load_document_roots
from kiosk.platform.sandbox.document_keys import own_document_keys, published_document_keys
from kiosk.settings import SettingsError, load_settings
from tests.frozen import TERMINALS

NOW = datetime(2026, 11, 24, tzinfo=UTC)
PUBLISHED = published_document_keys()


def test_without_a_root_a_rehearsal_believes_the_sandbox_and_production_nobody() -> None:
    assert load_document_roots([], rehearsal=True) == (PUBLISHED.signer.root.public_bytes(Encoding.DER),)
    assert load_document_roots([], rehearsal=False) == ()


def test_a_file_may_hold_several_roots_or_one_in_der(tmp_path: Path) -> None:
    own = own_document_keys(tmp_path, NOW)
    both, der = tmp_path / "both.pem", tmp_path / "one.der"
    both.write_bytes(b"Two roots\n" + own.root_pem() + b"\n" + PUBLISHED.root_pem())
    der.write_bytes(own.signer.root.public_bytes(Encoding.DER))
    assert load_document_roots([both, der], rehearsal=True) == (
        own.signer.root.public_bytes(Encoding.DER),
        PUBLISHED.signer.root.public_bytes(Encoding.DER),
        own.signer.root.public_bytes(Encoding.DER),
    )
    assert document_root_problems(der, rehearsal=False) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "No such file"),
        (b"", "no certificate"),
        (b"\x30\x82\x01\x00" + bytes(256), "damaged certificate"),
        (b"-----BEGIN CERTIFICATE-----\n" + base64.b64encode(bytes(99)) + b"\n-----END CERTIFICATE-----", "damaged"),
        (b"-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----", "padding"),
        (PUBLISHED.root_pem(), "published test key"),
        (PUBLISHED.signer.certificate.public_bytes(Encoding.PEM), "published test key"),
    ],
)
def test_a_root_that_cannot_be_pinned_is_refused_in_one_line(content: bytes | None, said: str, tmp_path: Path) -> None:
    path = tmp_path / "root.pem"
    if content is not None:
        path.write_bytes(content)
    (problem,) = document_root_problems(path, rehearsal=False)
    assert str(path) in problem
    assert said in problem


def test_a_profile_says_which_of_its_roots_is_wrong(tmp_path: Path) -> None:
    profile = (TERMINALS / "rehearsal.toml").read_text(encoding="utf-8")
    named = profile.replace("[platform]", '[platform]\ndocument_roots = ["good.pem", "gone.pem"]')
    (tmp_path / "rehearsal.toml").write_text(named, encoding="utf-8")
    (tmp_path / "good.pem").write_bytes(PUBLISHED.root_pem())
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path / "rehearsal.toml", rehearsal=True)
    (problem,) = caught.value.problems
    assert "platform.document_roots" in problem
    assert "gone.pem" in problem


def test_own_keys_are_made_once(tmp_path: Path) -> None:
    made = own_document_keys(tmp_path, NOW)
    again = own_document_keys(tmp_path, NOW)
    assert again.root_pem() == made.root_pem() != PUBLISHED.root_pem()
    assert again.signer.certificate == made.signer.certificate
    assert again.expired.certificate == made.expired.certificate
    assert (tmp_path / "document-signer.pem").stat().st_mode & 0o077 == 0


def test_a_root_is_found_beside_the_profile(tmp_path: Path) -> None:
    profile = (TERMINALS / "rehearsal.toml").read_text(encoding="utf-8")
    named = profile.replace("[platform]", '[platform]\ndocument_roots = ["good.pem"]')
    (tmp_path / "rehearsal.toml").write_text(named, encoding="utf-8")
    (tmp_path / "good.pem").write_bytes(PUBLISHED.root_pem())
    settings = load_settings(tmp_path / "rehearsal.toml", rehearsal=True)
    assert settings.platform.document_roots == (str(tmp_path / "good.pem"),)
