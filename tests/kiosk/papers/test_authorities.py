"""Signatures of other authorities than the sandbox: RSA keys, an authority between root and signer."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from devices import Wait
from devices.fake_clock import FakeClock
from kiosk.papers.pdf_reader import PdfReader
from kiosk.papers.pdf_verdict import Why, accepted, refused
from tests.kiosk.papers import making

BEGIN, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def certificate(
    subject: str, issuer: str, *, authority: bool, end: datetime = END, signs: bool = True
) -> x509.Certificate:
    def name(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    usage = x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority and signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder(name(issuer), name(subject), key(subject).public_key(), x509.random_serial_number())
        .not_valid_before(BEGIN)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key(issuer), hashes.SHA256())
    )


def signed(chain: Sequence[x509.Certificate], *, pss: bool = False) -> bytes:
    """Sign as the first of the chain, with the rest of it in the signature."""
    first, *rest = [asn1_x509.Certificate.load(each.public_bytes(Encoding.DER)) for each in chain]
    private = key("signer").private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = signers.SimpleSigner(
        first, asn1_keys.PrivateKeyInfo.load(private), SimpleCertificateStore.from_certs(rest), prefer_pss=pss
    )
    metadata = signers.PdfSignatureMetadata(
        field_name="Seal", subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    return bytes(signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(making.drawn())), metadata, signer).getvalue())


@pytest.fixture
def root() -> x509.Certificate:
    return certificate("root", "root", authority=True)


@pytest.fixture
def reader(root: x509.Certificate, shared_reader: PdfReader) -> PdfReader:
    """The shared process under another root."""
    other = PdfReader([root.public_bytes(Encoding.DER)], FakeClock(making.NOW))
    shared_reader.prepare()
    other._child = shared_reader._child
    return other


@pytest.mark.parametrize("pss", [False, True])
def test_a_signer_with_an_rsa_key_is_believed(reader: PdfReader, root: x509.Certificate, wait: Wait, pss: bool) -> None:
    signer = certificate("signer", "root", authority=False)
    assert reader.check(signed([signer, root], pss=pss), wait) == accepted(1)
    assert reader.check(signed([signer], pss=pss), wait) == accepted(1)


def test_an_authority_between_root_and_signer_is_found_in_the_document(
    reader: PdfReader, root: x509.Certificate, wait: Wait
) -> None:
    middle = certificate("middle", "root", authority=True)
    signer = certificate("signer", "middle", authority=False)
    assert reader.check(signed([signer, middle]), wait) == accepted(1)
    assert reader.check(signed([signer]), wait) == refused(Why.UNTRUSTED)


def test_an_authority_that_has_expired_ends_the_trust(reader: PdfReader, wait: Wait) -> None:
    middle = certificate("middle", "root", authority=True, end=datetime(2021, 1, 1, tzinfo=UTC))
    signer = certificate("signer", "middle", authority=False)
    assert reader.check(signed([signer, middle]), wait) == refused(Why.EXPIRED)


def test_a_key_that_may_not_sign_documents_is_not_believed(
    reader: PdfReader, root: x509.Certificate, wait: Wait
) -> None:
    signer = certificate("signer", "root", authority=False, signs=False)
    assert reader.check(signed([signer, root]), wait) == refused(Why.UNTRUSTED)


def test_a_signer_that_is_no_authority_vouches_for_nobody(reader: PdfReader, wait: Wait) -> None:
    middle = certificate("middle", "root", authority=False)
    signer = certificate("signer", "middle", authority=False)
    assert reader.check(signed([signer, middle]), wait) == refused(Why.UNTRUSTED)
