"""The platform client over TLS: a private CA, and certificates that do not hold."""

from __future__ import annotations

import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import certifi
import pytest

from devices import SystemClock
from kiosk.pinned import ca_file_problems
from kiosk.platform.connection import tls_context
from kiosk.platform.gateway import FailureKind
from tests.contracts.test_platform_gateway import REPORT
from tests.kiosk.platform.conftest import Gateways
from tests.kiosk.platform.raw_server import answer, failure_of, server, slow_response
from tests.kiosk.platform.test_client import MakeWait


def self_signed(
    path: Path, address: str = "127.0.0.1", begins: timedelta = -timedelta(days=1), ends: timedelta = timedelta(days=1)
) -> Path:
    """Write a self-signed certificate and its key into one file."""
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, f"Yike test {path.stem}")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now + begins)
        .not_valid_after(now + ends)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(x509.KeyUsage(True, False, False, False, False, True, False, False, False), True)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 and its key in one file."""
    return self_signed(tmp_path_factory.mktemp("tls") / "own.pem")


def tls_server(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_tls_with_a_private_ca_is_accepted(certificate: Path, gateways: Gateways, make_wait: MakeWait) -> None:
    with server(lambda connection: connection.sendall(answer()), tls_server(certificate)) as port:
        gateway = gateways(f"https://127.0.0.1:{port}", ca_file=certificate)
        assert gateway.heartbeat(REPORT, make_wait(5)).catalogue_version == "1"


@pytest.mark.parametrize("name", ["keys", "absent/keys"])
def test_the_keys_of_a_session_are_written_nowhere(
    name: str,
    certificate: Path,
    gateways: Gateways,
    make_wait: MakeWait,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / name))
    assert ca_file_problems(certificate) == []
    with server(lambda connection: connection.sendall(answer()), tls_server(certificate)) as port:
        gateways(f"https://127.0.0.1:{port}", ca_file=certificate).heartbeat(REPORT, make_wait(5))
    tls_context(None, certifi.where())
    assert list(tmp_path.iterdir()) == []


def test_a_trickle_inside_tls_ends_at_the_deadline(certificate: Path, gateways: Gateways, make_wait: MakeWait) -> None:
    stop, clock = threading.Event(), SystemClock()
    with server(slow_response(answer(b" " * 500), stop), tls_server(certificate)) as port:
        gateway = gateways(f"https://127.0.0.1:{port}", ca_file=certificate)
        began = clock.monotonic()
        assert failure_of(gateway, make_wait(0.5)).kind is FailureKind.SLOW
        assert clock.monotonic() - began < 0.9
        stop.set()


def test_an_untrusted_certificate_is_not_the_platform(
    certificate: Path, gateways: Gateways, make_wait: MakeWait
) -> None:
    with server(lambda connection: connection.sendall(answer()), tls_server(certificate)) as port:
        failure = failure_of(gateways(f"https://127.0.0.1:{port}"), make_wait(5))
    assert (failure.kind, failure.reason) == (FailureKind.NOT_THE_PLATFORM, "tls")
    assert failure.detail == "untrusted"


@pytest.mark.parametrize(
    ("detail", "more"),
    [
        ("expired", {"begins": -timedelta(days=2), "ends": -timedelta(days=1)}),
        ("not-yet", {"begins": timedelta(days=1), "ends": timedelta(days=2)}),
        ("name", {"address": "192.0.2.7"}),
    ],
)
def test_a_certificate_that_does_not_hold_says_why(
    detail: str, more: dict[str, Any], tmp_path: Path, gateways: Gateways, make_wait: MakeWait
) -> None:
    wrong = self_signed(tmp_path / "wrong.pem", **more)
    with server(lambda connection: connection.sendall(answer()), tls_server(wrong)) as port:
        failure = failure_of(gateways(f"https://127.0.0.1:{port}", ca_file=wrong), make_wait(5))
    assert (failure.kind, failure.reason, failure.detail) == (FailureKind.NOT_THE_PLATFORM, "tls", detail)


def test_with_a_private_ca_the_public_ones_are_not_trusted(
    certificate: Path, tmp_path: Path, gateways: Gateways, make_wait: MakeWait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The certificate takes the place of a public CA; the profile names another."""
    monkeypatch.setattr("certifi.where", lambda: str(certificate))
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    private = self_signed(tmp_path / "private.pem")
    for ca_file, expected in ((None, ""), (private, "tls")):
        with server(lambda connection: connection.sendall(answer()), tls_server(certificate)) as port:
            gateway = gateways(f"https://127.0.0.1:{port}", ca_file=ca_file)
            if expected:
                assert failure_of(gateway, make_wait(5)).reason == expected
            else:
                assert gateway.heartbeat(REPORT, make_wait(5)).catalogue_version == "1"


def test_a_ca_file_that_is_gone_later_does_no_harm(
    certificate: Path, tmp_path: Path, gateways: Gateways, make_wait: MakeWait
) -> None:
    copied = tmp_path / "ca.pem"
    copied.write_bytes(certificate.read_bytes())
    with server(lambda connection: connection.sendall(answer()), tls_server(certificate)) as port:
        gateway = gateways(f"https://127.0.0.1:{port}", ca_file=copied)
        copied.unlink()
        assert gateway.heartbeat(REPORT, make_wait(5)).catalogue_version == "1"
