"""The signature of a PDF document, verified by pyHanko. Runs in the process of `pdf_child` only.

A document is accepted if it has exactly one signature, which covers every byte of the file but its own value, is valid
by a path to one of the given roots, and allowed no later change (PAdES, ETSI EN 319 142-1). No network is used:
revocation is not checked.
"""

from __future__ import annotations

import importlib
import io
from collections.abc import Coroutine, Sequence
from datetime import datetime
from typing import Any

from kiosk.papers.pdf_verdict import PDF_START, Why

LOADED_FIRST = (
    "cryptography.hazmat.backends.openssl.backend",
    "pyhanko.pdf_utils.crypt",
    "pyhanko.pdf_utils.crypt.pdfmac",
    "pyhanko.pdf_utils.metadata.xmp_xml",
    "pyhanko.sign.validation",
    "pyhanko.sign.validation.pdf_embedded",
    "pyhanko_certvalidator.revinfo.validate_crl",
    "pyhanko_certvalidator.revinfo.validate_ocsp",
    "pyhanko_certvalidator.validate",
)
"""Modules that the library would load at first use, when the process may open no file any more."""
HEX = frozenset(b"0123456789abcdefABCDEF")


class SignatureCheck:
    """Verifies documents under the given roots (DER). Loading the library takes half a second."""

    def __init__(self) -> None:
        for name in LOADED_FIRST:
            importlib.import_module(name)

    def why_not(self, pdf: bytes, roots: Sequence[bytes], moment: datetime) -> Why:
        """Return why the document is not accepted at this moment, or Why.NONE."""
        if not pdf.startswith(PDF_START):
            return Why.NOT_PDF
        try:
            return self._why_not(pdf, roots, moment)
        except Exception:
            # Damaged documents lead to many kinds of exceptions, RecursionError among them.
            return Why.DAMAGED

    def _why_not(self, pdf: bytes, roots: Sequence[bytes], moment: datetime) -> Why:
        from pyhanko.pdf_utils.reader import PdfFileReader

        reader = PdfFileReader(io.BytesIO(pdf))
        if reader.encrypted:
            return Why.ENCRYPTED
        signatures = reader.embedded_regular_signatures
        if len(signatures) != 1:
            return Why.TWO_SIGNATURES if signatures else Why.UNSIGNED
        signature = signatures[0]
        return self._why_not_signed(signature, roots, moment) or _why_not_covered(signature, pdf)

    def _why_not_signed(self, signature: Any, roots: Sequence[bytes], moment: datetime) -> Why:
        from asn1crypto import x509
        from pyhanko.sign.validation import async_validate_pdf_signature
        from pyhanko.sign.validation.status import SignatureCoverageLevel
        from pyhanko_certvalidator import ValidationContext

        context = ValidationContext(
            trust_roots=[x509.Certificate.load(root) for root in roots], moment=moment, allow_fetching=False
        )
        status = _result_of(async_validate_pdf_signature(signature, signer_validation_context=context))
        if not status.intact or not status.valid:
            return Why.CHANGED
        if status.coverage is not SignatureCoverageLevel.ENTIRE_FILE or not status.docmdp_ok:
            return Why.APPENDED
        if status.trusted and status.bottom_line:
            return Why.NONE
        return _why_untrusted(status, moment)


def _result_of(work: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine that waits for nothing, since nothing is fetched: no event loop is needed. Raises RuntimeError if
    it waits."""
    try:
        work.send(None)
    except StopIteration as done:
        return done.value
    work.close()
    raise RuntimeError("the library waits for something")


def _why_untrusted(status: Any, moment: datetime) -> Why:
    """Return EXPIRED or NOT_YET_VALID if a certificate on the way to a pinned root is, UNTRUSTED otherwise."""
    from pyhanko.sign.ades.report import AdESIndeterminate

    if status.trust_problem_indic is AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND:
        return Why.UNTRUSTED
    path = () if status.validation_path is None else status.validation_path.iter_certs(include_root=True)
    for certificate in (status.signing_cert, *path):
        if certificate.not_valid_after < moment:
            return Why.EXPIRED
        if certificate.not_valid_before > moment:
            return Why.NOT_YET_VALID
    return Why.UNTRUSTED


def _why_not_covered(signature: Any, pdf: bytes) -> Why:
    """Return CHANGED if the part of the file that is not covered has more in it than the signature's own digits."""
    before, length, after, _ = (int(number) for number in signature.byte_range)
    gap = pdf[before + length : after]
    return Why.NONE if gap[:1] == b"<" and gap[-1:] == b">" and HEX.issuperset(gap[1:-1]) else Why.CHANGED
