"""Keys by which the sandbox signs documents, with their certificates: a root that terminals pin, a signer under it.

All are EC P-256. The published ones are derived from the published seed and always the same bytes; own ones are made
once, in the folder of the other own keys.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    derive_private_key,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import NameOID

from devices.lazy_dataclass import dataclass
from kiosk.platform.identity import KeyFileError
from kiosk.platform.sandbox.keys import SEED
from kiosk.private_files import write_private

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Order of the curve P-256 (SEC 2, section 2.4.2)."""
BEGIN, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC)
"""Validity of the published certificates: rehearsals set the clock."""
OVER = datetime(2021, 1, 1, tzinfo=UTC)
"""End of the signer that has expired, for the misfortune of that name."""
VALIDITY = timedelta(days=3650)
BACKDATED = timedelta(days=1)
ROOT_FILE, SIGNER_FILE = "document-root.pem", "document-signer.pem"
AUTHORITY = "青禾县数据局（测试）"
OFFICE = "青禾县城乡居民养老保险中心（测试）"


@dataclass(frozen=True)
class DocumentSigner:
    """A signing key with its certificate and the root over it."""

    root: x509.Certificate
    certificate: x509.Certificate
    key: EllipticCurvePrivateKey = field(repr=False)


@dataclass(frozen=True)
class DocumentKeys:
    """The signer of documents, and two that no terminal may believe: one of another root, one that has expired."""

    signer: DocumentSigner
    stranger: DocumentSigner
    expired: DocumentSigner

    def root_pem(self) -> bytes:
        return self.signer.root.public_bytes(Encoding.PEM)


def published_document_keys() -> DocumentKeys:
    """Return the TEST keys."""
    root = _root(_derived("document-root"), AUTHORITY, BEGIN, END)
    key = _derived("document-signer")
    signer = DocumentSigner(root, _signer(key, root, _derived("document-root"), BEGIN, END), key)
    return DocumentKeys(signer, stranger(), _expired(root, _derived("document-root")))


def own_document_keys(folder: Path, now: datetime) -> DocumentKeys:
    """Return the keys in a folder, made if they are missing. Raises KeyFileError and OSError."""
    root_path, signer_path = folder / ROOT_FILE, folder / SIGNER_FILE
    if not root_path.exists() or not signer_path.exists():
        root_key, key = generate_private_key(SECP256R1()), generate_private_key(SECP256R1())
        root = _root(root_key, AUTHORITY, now - BACKDATED, now + VALIDITY)
        certificate = _signer(key, root, root_key, now - BACKDATED, now + VALIDITY)
        expired = _expired(root, root_key)
        write_private(signer_path, (_pem(key, certificate) + _pem(expired.key, expired.certificate)).decode("ascii"))
        write_private(root_path, root.public_bytes(Encoding.PEM).decode("ascii"))
    if os.name == "posix" and signer_path.stat().st_mode & 0o077:
        raise KeyFileError(f"{signer_path}: others may read this key: chmod 600, or make a new one if they did")
    try:
        root = x509.load_pem_x509_certificate(root_path.read_bytes())
        blocks = signer_path.read_bytes().split(b"-----BEGIN PRIVATE KEY-----")[1:]
        signers = [_read_signer(root, b"-----BEGIN PRIVATE KEY-----" + block) for block in blocks]
        signer, expired = signers
    except ValueError:
        raise KeyFileError(
            f"{signer_path} or {root_path}: damaged: put the right files back, or remove both: new ones are made"
        ) from None
    return DocumentKeys(signer, stranger(), expired)


def stranger() -> DocumentSigner:
    """Return a signer under a root that no terminal pins, of the same names as the published one."""
    root_key, key = _derived("stranger-root"), _derived("stranger-signer")
    root = _root(root_key, AUTHORITY, BEGIN, END)
    return DocumentSigner(root, _signer(key, root, root_key, BEGIN, END), key)


def _expired(root: x509.Certificate, root_key: EllipticCurvePrivateKey) -> DocumentSigner:
    key = _derived("document-expired")
    return DocumentSigner(root, _signer(key, root, root_key, BEGIN, OVER), key)


def _derived(name: str) -> EllipticCurvePrivateKey:
    number = int.from_bytes(hashlib.sha256(SEED + b"/" + name.encode()).digest())
    return derive_private_key(number % (ORDER - 1) + 1, SECP256R1())


def _root(key: EllipticCurvePrivateKey, name: str, begin: datetime, end: datetime) -> x509.Certificate:
    return _built(key, _name(name), key, _name(name), begin, end, is_root=True)


def _signer(
    key: EllipticCurvePrivateKey,
    root: x509.Certificate,
    root_key: EllipticCurvePrivateKey,
    begin: datetime,
    end: datetime,
) -> x509.Certificate:
    return _built(key, _name(OFFICE), root_key, root.subject, begin, end, is_root=False)


def _built(
    key: EllipticCurvePrivateKey,
    subject: x509.Name,
    issuer_key: EllipticCurvePrivateKey,
    issuer: x509.Name,
    begin: datetime,
    end: datetime,
    *,
    is_root: bool,
) -> x509.Certificate:
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    serial = int.from_bytes(identifier.digest[:16]) >> 1
    return (
        x509.CertificateBuilder(issuer, subject, key.public_key(), serial)
        .not_valid_before(begin)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=0 if is_root else None), critical=True)
        .add_extension(_usage(signs_certificates=is_root), critical=True)
        .add_extension(identifier, critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .sign(issuer_key, hashes.SHA256(), ecdsa_deterministic=True)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    """`content_commitment` is what a verifier demands of a signer of documents."""
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _pem(key: EllipticCurvePrivateKey, certificate: x509.Certificate) -> bytes:
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + certificate.public_bytes(Encoding.PEM)


def _read_signer(root: x509.Certificate, pem: bytes) -> DocumentSigner:
    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise ValueError("not a key that this program made")
    return DocumentSigner(root, x509.load_pem_x509_certificate(pem), key)
