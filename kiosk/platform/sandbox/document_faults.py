"""Documents that must not be printed, for the misfortune `wrong_document`: each kind broken in one way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from kiosk.platform.sandbox.storage import Document

if TYPE_CHECKING:
    from kiosk.platform.sandbox.state import SandboxState

MANY_PAGES = 400
HUGE_BYTES = 50 * 2**20
OTHER_NUMBER = "990120200101999999"
NOT_PDF = b"<!doctype html><title>Service unavailable</title><p>Please try again later.</p>"


def faulty(kind: str, sandbox: SandboxState, document: Document) -> bytes:
    """Return what is sent instead of the document. Raises KeyError for an unknown kind."""
    return KINDS[kind](sandbox, document)


def _signed(pdf: bytes, sandbox: SandboxState, by: str = "signer") -> bytes:
    # Imported here: pyHanko takes half a second.
    from kiosk.platform.sandbox.seals import sealed

    return sealed(pdf, getattr(sandbox.issuer.keys, by))


def _changed(sandbox: SandboxState, document: Document) -> bytes:
    """Change one byte of the first page's text or font."""
    altered = bytearray(document.pdf)
    altered[altered.index(b"stream") + 50] ^= 1
    return bytes(altered)


def _twice(sandbox: SandboxState, document: Document) -> bytes:
    from kiosk.platform.sandbox.seals import sealed

    signer = sandbox.issuer.keys.signer
    return sealed(sealed(document.drawn, signer, certify=False), signer, field="Second", certify=False)


def _many_pages(sandbox: SandboxState, document: Document) -> bytes:
    return _signed(sandbox.issuer.maker.blank_pages(MANY_PAGES), sandbox)


def _other_person(sandbox: SandboxState, document: Document) -> bytes:
    """A valid certificate of somebody else: the number in it is not the one that was listed."""
    others = (each for each in sandbox.registers.people.values() if each.number != document.person)
    other = next((each for each in others if each.entry.pension), next(others, None))
    if other is None:
        other = sandbox.registers.people[document.person]
    kind, day = sandbox.issuer.kind(document), date.fromisoformat(document.issued_on)
    return _signed(sandbox.issuer.draw(kind, other, OTHER_NUMBER, day), sandbox)


KINDS: Mapping[str, Callable[[SandboxState, Document], bytes]] = MappingProxyType(
    {
        "unsigned": lambda sandbox, document: document.drawn,
        "other_root": lambda sandbox, document: _signed(document.drawn, sandbox, "stranger"),
        "expired": lambda sandbox, document: _signed(document.drawn, sandbox, "expired"),
        "appended": lambda sandbox, document: document.pdf + b"\n",
        "changed": _changed,
        "two_signatures": _twice,
        "many_pages": _many_pages,
        "not_pdf": lambda sandbox, document: NOT_PDF,
        "huge": lambda sandbox, document: document.pdf + bytes(HUGE_BYTES - len(document.pdf)),
        "other_person": _other_person,
    }
)
