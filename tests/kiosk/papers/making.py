"""Documents for tests: certificates drawn and signed by the sandbox's own means, broken ones, and bombs."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import zlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from kiosk.platform.sandbox.certificate_pdf import Certificate, CertificateMaker
from kiosk.platform.sandbox.document_keys import DocumentKeys, published_document_keys
from kiosk.platform.sandbox.seals import sealed
from tests.frozen import PLACE, SHIPPED

NOW = datetime(2026, 11, 24, 13, 40, tzinfo=UTC)
NUMBER, NAME = "990120261124000001", "䶮𠮷样"
TEMPLATE = "pension/pension-enrolment.typ"
ROWS_A_PAGE = 30


needs_poppler = pytest.mark.skipif(
    any(shutil.which(program) is None for program in ("pdfsig", "pdftotext", "pdftoppm")),
    reason="no pdfsig, pdftotext or pdftoppm: apt-get install poppler-utils",
)


@cache
def maker() -> CertificateMaker:
    fonts = Path(tempfile.mkdtemp(prefix="yike-fonts-", dir=PLACE))
    atexit.register(shutil.rmtree, fonts, ignore_errors=True)
    return CertificateMaker(SHIPPED / "departments", fonts)


@cache
def keys() -> DocumentKeys:
    return published_document_keys()


def roots() -> tuple[bytes, ...]:
    return (keys().signer.root.public_bytes(Encoding.DER),)


def certificate(details: int = 0, number: str = NUMBER) -> Certificate:
    return Certificate(
        title="城乡居民基本养老保险参保证明",
        number=number,
        office="青禾县城乡居民养老保险中心（测试）",
        statement="兹证明上述人员的参保信息与本中心登记一致。",
        issued_on=date(2026, 11, 24),
        rows=[("姓名", NAME), ("证件号码", "990102194209150030"), ("经办机构", "青禾县柳溪路 1 号")],
        head=["年度", "个人缴费（元）"],
        details=[[str(1990 + row), "1000.00"] for row in range(details)],
        note="测试",
    )


@cache
def drawn(details: int = 0) -> bytes:
    return maker().draw(TEMPLATE, certificate(details))


@cache
def good(details: int = 0) -> bytes:
    return sealed(drawn(details), keys().signer)


def signed(pdf: bytes) -> bytes:
    """Return a document under the pinned root, whatever is in it."""
    return sealed(pdf, keys().signer)


@cache
def broken() -> Mapping[str, bytes]:
    """`why` → a document that is refused for it."""
    changed = bytearray(good())
    changed[drawn().index(b"stream") + 50] ^= 1
    twice = sealed(sealed(drawn(), keys().signer, certify=False), keys().signer, field="Second", certify=False)
    return {
        "not_pdf": b"<!doctype html><title>Welcome</title>",
        "damaged": good()[:-100],
        "encrypted": encrypted(),
        "unsigned": drawn(),
        "two_signatures": twice,
        "changed": bytes(changed),
        "appended": good() + b"\n",
        "untrusted": sealed(drawn(), keys().stranger),
        "expired": sealed(drawn(), keys().expired),
        "too_many_pages": signed(pages(400)),
        "font_missing": signed(in_font(b"/SimSun")),
        "page_too_large": signed(pages(1, "14400 14400")),
    }


def encrypted() -> bytes:
    from io import BytesIO

    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    writer = copy_into_new_writer(PdfFileReader(BytesIO(drawn())))
    writer.encrypt("owner", "user")
    sink = BytesIO()
    writer.write(sink)
    return sink.getvalue()


def assembled(objects: Mapping[int, bytes]) -> bytes:
    """Return a PDF of these numbered objects; object 1 is the catalogue."""
    made, offsets = bytearray(b"%PDF-1.7\n"), {}
    for number, body in sorted(objects.items()):
        offsets[number] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(made)
    made += b"xref\n0 1\n0000000000 65535 f \n"
    for number, offset in offsets.items():
        made += b"%d 1\n%010d 00000 n \n" % (number, offset)
    made += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (max(offsets) + 1, start)
    return bytes(made)


def stream(content: bytes, more: bytes = b"") -> bytes:
    return packed_stream(zlib.compress(content, 9), more)


def packed_stream(packed: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d/Filter/FlateDecode%s>>\nstream\n%s\nendstream" % (len(packed), more, packed)


def one_page(content: bytes, resources: bytes = b"<<>>", more: Mapping[int, bytes] | None = None) -> bytes:
    return assembled(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources %s>>" % resources,
            4: stream(content),
            **(more or {}),
        }
    )


def in_font(name: bytes) -> bytes:
    """Return a page written in a font that is not in the file."""
    font = b"<</Type/Font/Subtype/TrueType/BaseFont%s/Encoding/WinAnsiEncoding>>" % name
    return one_page(b"BT /F1 20 Tf 100 700 Td (Hello) Tj ET", b"<</Font<</F1 5 0 R>>>>", {5: font})


def in_chinese_font(*, noted: bool = False) -> bytes:
    """Return a page with two hanzi in a font that is not in the file: on the page, or in a note that lies on it."""
    fonts = {
        5: b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        6: b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor 7 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
        7: b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800"
        b"/Descent -200/CapHeight 700/StemV 80>>",
    }
    written, resources = b"BT /F1 20 Tf 10 10 Td <4e2d6587> Tj ET", b"<</Font<</F1 5 0 R>>>>"
    if not noted:
        return one_page(written, resources, fonts)
    look = stream(written, b"/Type/XObject/Subtype/Form/BBox[0 0 200 50]/Resources" + resources)
    note = b"<</Type/Annot/Subtype/FreeText/F 4/Rect[50 700 250 750]/AP<</N 9 0 R>>>>"
    return one_page(b"0 0 m 500 500 l S", b"<<>>/Annots[8 0 R]", {**fonts, 8: note, 9: look})


def pages(count: int, size: str = "595 842") -> bytes:
    kids = b" ".join(b"%d 0 R" % (3 + number) for number in range(count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s]>>" % size.encode()
    return assembled(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids),
            **{3 + number: page for number in range(count)},
        }
    )


def nested_forms(depth: int = 12, fan: int = 12) -> bytes:
    """A form that draws the next one many times, and so on: fan to the power of depth strokes in two kilobytes."""
    forms = {}
    for level in range(depth):
        last = level == depth - 1
        inside = b"0 0 m 100 100 l S" if last else b"/F Do " * fan
        resources = b"" if last else b"/Resources<</XObject<</F %d 0 R>>>>" % (6 + level)
        forms[5 + level] = stream(inside, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]" + resources)
    return one_page(b"/F Do", b"<</XObject<</F 5 0 R>>>>", forms)


def many_strokes(count: int = 500_000) -> bytes:
    return one_page(b"0 0 m 595 842 l S " * count)


def huge_picture(side: int = 60_000) -> bytes:
    about = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray" % (side, side)
    return one_page(
        b"595 0 0 842 0 0 cm /I Do",
        b"<</XObject<</I 5 0 R>>>>",
        {5: packed_stream(packed_zeros(side // 8 * side), about)},
    )


def packed_zeros(length: int, block: int = 2**20) -> bytes:
    """Return what zlib makes of so many zeros, without having them: blocks of a flushed stream can be repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    one = packer.compress(bytes(block)) + packer.flush(zlib.Z_FULL_FLUSH)
    rest = packer.compress(bytes(length % block)) + packer.flush()
    return b"\x78\xda" + one * (length // block) + rest + ((length % 65521) << 16 | 1).to_bytes(4)


def nested_arrays(depth: int = 200_000, *, in_catalogue: bool = False) -> bytes:
    nested = b"[" * depth + b"]" * depth
    if in_catalogue:
        return one_page(b"", more={1: b"<</Type/Catalog/Pages 2 0 R/AcroForm %s>>" % nested})
    return one_page(b"", b"<</X %s>>" % nested)
