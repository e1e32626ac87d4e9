"""Causes of trouble with the platform and its catalogue: fixed codes, each with what it is and what to do.

The codes are in the local log, in health and in the status of the outbox; the texts are for technicians.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PLATFORM, CATALOGUE = "platform", "catalogue"
"""Names in log and health."""
ANSWERS, SOUND = "answers", "sound"
"""Codes in the log when the trouble is over."""
PROGRAM = "program"

CAUSES: Mapping[str, str] = MappingProxyType(
    {
        "name": "the platform's name is not found: look at cable, router and name server, then at platform.url",
        "connect": "the platform does not take connections: look at router, firewall and platform.url",
        "no-listener": "nobody takes connections at the platform's address: look at router and platform.url",
        "loopback": "the platform's name leads to this machine: look at /etc/hosts and the name server",
        "handshake": "the connection breaks while TLS is agreed: look at router, firewall and proxy",
        "tls": "the platform's certificate does not hold: look at the clock first, then at platform.ca_file",
        "tls-untrusted": "no CA trusted here signed the certificate: a proxy is in the way, or platform.ca_file is not"
        " the platform's CA",
        "tls-expired": "the certificate has expired: if the clock is right, the platform must renew it",
        "tls-not-yet": "the certificate is not valid yet: the clock is behind; set it",
        "tls-name": "the certificate is for another name: look at platform.url, and for a proxy in the way",
        "tls-version": "no common version of TLS: a proxy is in the way, or the platform is too old",
        "proxy": "somebody else answers: a login page or a proxy is in the way",
        "clock": "the clock is wrong: set it",
        "signature": "the signature does not hold: a proxy changes what passes, or the key is not the enrolled one",
        "receipt": "the receipt does not hold: compare the keys pinned in the profile with the platform's",
        "not-enrolled": "the terminal is not enrolled with its key: enrol it at the platform",
        "suspended": "the platform suspended this terminal: ask there",
        "offline": "the connection broke off: look at cable, router and proxy",
        "slow": "the platform answers too late: look at the line's speed, then ask at the platform",
        "busy": "the platform asked for a pause: it goes on by itself",
        "identity": "the platform does not accept this terminal: ask there",
        "not_the_platform": "somebody else answers: a login page or a proxy is in the way",
        "refused": "the platform refuses the heartbeat: update this program",
        "broken": "the platform fails, or its answer does not fit the contract: ask there",
        PROGRAM: "the program failed while it asked: see python -m kiosk.log tail",
    }
)
"""Code of a cause → what it is and what to do."""
CATALOGUE_CAUSES: Mapping[str, str] = MappingProxyType(
    {
        "catalogue.too_large": "the platform's catalogue is too large: have items taken out that are no longer offered",
        "catalogue.older": "the platform offers an older catalogue: have it published again under a higher number",
        "catalogue.signature": "the catalogue is not signed by the platform: compare the keys pinned in the profile",
        "catalogue.malformed": "the catalogue does not fit the contract: check it with python -m kiosk.catalogue",
        "catalogue.expired": "the catalogue has expired: if the clock is right, have a newer one published",
        "catalogue.offline": "the connection broke off while it was fetched: it is tried again",
        "catalogue.slow": "it could not be fetched in time: look at the line's speed",
        "catalogue.not_the_platform": "somebody else answered for it: a login page or a proxy is in the way",
        "catalogue.busy": "the platform asked for a pause: it is tried again",
        "catalogue.identity": "the platform does not give it to this terminal: ask there",
        "catalogue.refused": "the platform refuses it: ask there",
        "catalogue.broken": "the platform fails over it: ask there",
    }
)
"""Code of what is wrong with the newest catalogue → what it is and what to do. The one in use stays in use."""


def remedy(part: str, code: str) -> str:
    """Return the text of a code that this part of the program logged; "" for any other."""
    tables = {PLATFORM: CAUSES, CATALOGUE: CATALOGUE_CAUSES}
    return tables[part].get(code, "") if part in tables else ""
