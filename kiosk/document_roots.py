"""Root certificates that a profile pins for signed documents: read from PEM or DER files, and judged before a start.

A document under a root whose private key is published could be made by anybody.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from devices.text_files import read_bytes, reason_of

LARGEST = 256 * 1024
PEM = re.compile(rb"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----")
PUBLISHED_POINTS = tuple(
    bytes.fromhex(point)
    for point in (
        "040c5f04060141651f4183bdd0cf750adeed9ed837c1a762ff4cc4662adb03634739a8045ecc88bceec11edb24cab05b3301cc533969d98f1f30fe5929f3bfe9df",
        "04919256a65f7f101e9d64dc1727d73d71d3ec52d7e821783ff268cb6062ade9aaaf4cca77266c064153c0d2662183a4d1134d3f188315ed5456520a456d8ab1a7",
    )
)
"""Public keys of the sandbox's root and signer, as points of P-256: their private keys are published."""

TEST_ROOT = (
    "MIIBtzCCAV6gAwIBAgIQZ2pV2M5FTGe7+ew/0IXx3jAKBggqhkjOPQQDAjApMScwJQYDVQQDDB7pnZLnpr7ljr/mlbDmja7lsYDv"
    "vIjmtYvor5XvvIkwIBcNMjAwMTAxMDAwMDAwWhgPMjA5OTEyMzEwMDAwMDBaMCkxJzAlBgNVBAMMHumdkuemvuWOv+aVsOaNruWx"
    "gO+8iOa1i+ivle+8iTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAxfBAYBQWUfQYO90M91Ct7tntg3wadi/0zEZirbA2NHOagE"
    "XsyIvO7BHtskyrBbMwHMUzlp2Y8fMP5ZKfO/6d+jZjBkMBIGA1UdEwEB/wQIMAYBAf8CAQAwDgYDVR0PAQH/BAQDAgEGMB0GA1Ud"
    "DgQWBBTO1KuxnIqYz3fz2H+hC+O8mjjuSzAfBgNVHSMEGDAWgBTO1KuxnIqYz3fz2H+hC+O8mjjuSzAKBggqhkjOPQQDAgNHADBE"
    "AiBIbYD/av4cdz4w27Owe3e8U2saXiT+5VLmE6JcBBz7bQIgPm+bOM4pDMkdDdqsIVFixhSv8gmkLSCwMaZzxya5+K8="
)
"""The sandbox's root certificate (DER, base64), pinned by a rehearsal that names no other."""


def load_document_roots(paths: Iterable[Path | str], *, rehearsal: bool) -> tuple[bytes, ...]:
    """Return the certificates in these files, each in DER; without a file, the sandbox's in rehearsal and none else.
    Raises OSError, and ValueError for a file without one."""
    found = tuple(root for path in paths for root in _certificates(Path(path)))
    return found or ((base64.b64decode(TEST_ROOT),) if rehearsal else ())


def _certificates(path: Path) -> Sequence[bytes]:
    content = read_bytes(path, at_most=LARGEST)
    found = [base64.b64decode(b"".join(block.split()), validate=True) for block in PEM.findall(content)]
    if not found and content.startswith(b"\x30"):
        found = [content]
    if not found:
        raise ValueError("holds no certificate in PEM or DER")
    return found


def document_root_problems(path: Path, *, rehearsal: bool) -> list[str]:
    """Return why this file cannot be pinned, or nothing."""
    import ssl  # only where a profile names such a file

    remedy = "put the root certificate of the authority that signs documents there"
    try:
        roots = _certificates(path)
    except (OSError, ValueError) as error:
        return [f"{path}: {reason_of(error)}; {remedy}"]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for root in roots:
        try:
            context.load_verify_locations(cadata=root)
        except (ssl.SSLError, ValueError):
            return [f"{path}: holds a damaged certificate; {remedy}"]
        if not rehearsal and any(point in root for point in PUBLISHED_POINTS):
            return [f"{path}: a published test key; {remedy}"]
    return []
