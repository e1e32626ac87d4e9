"""TLS certificates of the sandbox: an authority and a server certificate of its own, made in its folder at start.

The authority stays, so that terminals which trust its file (`platform.ca_file`) go on when the server's names change.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from devices.lazy_dataclass import dataclass
from kiosk.private_files import write_private

AUTHORITY_VALIDITY = timedelta(days=3650)
SERVER_VALIDITY = timedelta(days=397)
RENEW_BEFORE = timedelta(days=30)
BACKDATED = timedelta(days=1)
"""A terminal's clock may be behind."""


@dataclass(frozen=True)
class Certificates:
    """Paths of PEM files. `server` has certificate and key; `authority` is what terminals trust."""

    server: Path
    authority: Path


def own_certificates(folder: Path, names: Sequence[str], now: datetime) -> Certificates:
    """Return certificates for these host names and IP addresses; make what is missing, expires or lacks a name.

    Raises OSError, and ValueError for a damaged file.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = Certificates(folder / "server.pem", folder / "ca.pem")
    authority_key = folder / "ca.key"
    if not authority_key.exists():
        key = generate_private_key(SECP256R1())
        _write(made.authority, _authority(key, now).public_bytes(Encoding.PEM))
        write_private(authority_key, _private_bytes(key).decode("ascii"))
        made.server.unlink(missing_ok=True)
    authority = x509.load_pem_x509_certificate(made.authority.read_bytes())
    if not made.server.exists() or not _serves(made.server, names, now):
        key = generate_private_key(SECP256R1())
        certificate = _server(key, names, authority, _read_key(authority_key), now)
        write_private(made.server, (_private_bytes(key) + certificate.public_bytes(Encoding.PEM)).decode("ascii"))
    return made


def _authority(key: EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    name = _name("Yike sandbox authority")
    return (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - BACKDATED)
        .not_valid_after(now + AUTHORITY_VALIDITY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _server(
    key: EllipticCurvePrivateKey,
    names: Sequence[str],
    authority: x509.Certificate,
    authority_key: EllipticCurvePrivateKey,
    now: datetime,
) -> x509.Certificate:
    issuer = authority_key.public_key()
    return (
        x509.CertificateBuilder(authority.subject, _name("Yike sandbox"), key.public_key(), x509.random_serial_number())
        .not_valid_before(now - BACKDATED)
        .not_valid_after(now + SERVER_VALIDITY)
        .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer), critical=False)
        .sign(authority_key, hashes.SHA256())
    )


def _serves(server: Path, names: Sequence[str], now: datetime) -> bool:
    """Return whether the certificate is valid for some time and has these names."""
    certificate = x509.load_pem_x509_certificate(server.read_bytes())
    has = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    lasts = certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc - RENEW_BEFORE
    return lasts and all(_general_name(name) in has for name in names)


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _private_bytes(key: EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _read_key(path: Path) -> EllipticCurvePrivateKey:
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise ValueError(f"{path}: not a key that this program made")
    return key


def _write(path: Path, content: bytes) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.write_bytes(content)
    fresh.replace(path)
