"""Protection of the page and the control routes against pages of other sites in a tester's browser.

They have no password, so a browser must not be made to use them: a foreign page may send requests to loopback, and with
a DNS name of its own that it lets point here (DNS rebinding) it may also read the answers. Programs send no Origin and
are not affected.
"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from fastapi import Request

from kiosk.platform.sandbox.authentication import sandbox_of
from kiosk.platform.sandbox.problems import Refusal

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
OWN_SITE = ("same-origin", "none")
"""Values of Sec-Fetch-Site (W3C Fetch Metadata) for the own page and for an address typed by a person."""


async def from_own_site(request: Request) -> None:
    """Dependency: refuse a foreign host name, and a change asked for by a page of another site. Raises Refusal."""
    host = request.headers.get("host", "")
    if not _is_own_name(host, sandbox_of(request).names):
        raise Refusal("malformed", status=403, detail="This host name is not the sandbox's; announce it with --url")
    if request.method in SAFE_METHODS:
        return
    origin = request.headers.get("origin")
    foreign_origin = origin is not None and _host_of(origin) != host
    if foreign_origin or request.headers.get("sec-fetch-site", "none") not in OWN_SITE:
        raise Refusal("malformed", status=403, detail="A page of another site may not control the sandbox")


def _is_own_name(host: str, names: frozenset[str]) -> bool:
    """Return whether this Host header is an IP address, which nobody can let point elsewhere, or a known name."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name in names or bool(ipaddress.ip_address(name))
    except ValueError:
        return False


def _host_of(origin: str) -> str:
    """Return host and port of an Origin (RFC 6454, section 7); "" for `null` and malformed ones."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
