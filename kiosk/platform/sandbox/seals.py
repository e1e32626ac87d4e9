"""Signing of PDF documents by pyHanko, as an authority does it (PAdES, certified, no change allowed), and badly."""

from __future__ import annotations

import io

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from kiosk.platform.sandbox.document_keys import DocumentSigner

FIELD = "Seal"


def sealed(pdf: bytes, signer: DocumentSigner, *, field: str = FIELD, certify: bool = True) -> bytes:
    """Return the document with a signature over all of it."""
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        certify=certify,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES if certify else fields.MDPPerm.FILL_FORMS,
    )
    written = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), metadata, signer=_signer(signer))
    return bytes(written.getvalue())


def page_count(pdf: bytes) -> int:
    """Return the number of pages of a document that this program drew."""
    return int(PdfFileReader(io.BytesIO(pdf)).root["/Pages"]["/Count"])


def _signer(signer: DocumentSigner) -> signers.SimpleSigner:
    root = asn1_x509.Certificate.load(signer.root.public_bytes(Encoding.DER))
    private = signer.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return signers.SimpleSigner(
        asn1_x509.Certificate.load(signer.certificate.public_bytes(Encoding.DER)),
        asn1_keys.PrivateKeyInfo.load(private),
        SimpleCertificateStore.from_certs([root]),
    )
