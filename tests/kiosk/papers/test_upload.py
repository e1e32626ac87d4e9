"""Files of phones become upright JPEG pages without anything but their pixels, or a typed refusal; a hostile one ends
its process at most."""

from __future__ import annotations

import io
import os
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache

import psutil
import pytest
from PIL import Image, ImageDraw, ImageFilter

from devices import Cancelled, SystemClock, Wait
from devices.document_scanner.picture import read_size
from devices.drawn_scans import Scan, scan_jpeg
from kiosk.papers.pdf_reader import PdfReader
from kiosk.papers.scan_reader import ScanReader
from kiosk.papers.scan_verdict import UPLOAD_LONGEST
from kiosk.papers.upload import PREVIEW_LONGEST, TakenPage, UploadReader, UploadRefused
from kiosk.platform.relays import FILE_MOST, RelayReason
from tests.kiosk.papers import making
from tests.kiosk.papers.test_scans import png

PLACE_TAKEN = b"39.9042N-of-the-photo"
ALL = os.environ.get("YIKE_FRAMES") == "all"
FLIPS, SIDE = (2000, 7_056) if ALL else (15, 3_000)
"""Photos with changed bytes, and pixels a side of a large picture: 50 megapixels are taken."""
EXIF_ORIENTATION, EXIF_GPS, GPS_AREA = 0x0112, 0x8825, 0x001C


@pytest.fixture(scope="module")
def pictures() -> Iterator[ScanReader]:
    reader = ScanReader()
    reader.prepare()
    yield reader
    reader.close()


@pytest.fixture
def uploads(pictures: ScanReader, shared_reader: PdfReader) -> UploadReader:
    return UploadReader(lambda: pictures, lambda: shared_reader)


@cache
def page_of_paper(size: tuple[int, int] = (750, 1000), *, blur: float = 0.0) -> Image.Image:
    """A sheet with lines of writing, and a black corner at the upper left."""
    sheet = Image.new("RGB", size, (235, 232, 225))
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((0, 0, size[0] // 10, size[1] // 10), fill=(0, 0, 0))
    for row in range(size[1] // 5, size[1] - 100, 40):
        for place in range(size[0] // 8, size[0] - 150, 24):
            pen.rectangle((place, row, place + 10, row + 18), fill=(40, 40, 60))
    return sheet.filter(ImageFilter.GaussianBlur(blur)) if blur else sheet


def jpeg(picture: Image.Image, orientation: int = 0, **more: object) -> bytes:
    out, exif = io.BytesIO(), Image.Exif()
    if orientation:
        exif[EXIF_ORIENTATION] = orientation
        exif.get_ifd(EXIF_GPS)[GPS_AREA] = PLACE_TAKEN
    picture.save(out, "JPEG", quality=90, exif=exif.tobytes(), **more)
    return out.getvalue()


def saved(picture: Image.Image, form: str, **more: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **more)
    return out.getvalue()


def taken(uploads: UploadReader, data: bytes, wait: Wait, at_most: int = 20) -> list[TakenPage]:
    return list(uploads.pages(data, wait, at_most))


def refusal(uploads: UploadReader, data: bytes, wait: Wait, at_most: int = 20) -> RelayReason:
    with pytest.raises(UploadRefused) as refused:
        taken(uploads, data, wait, at_most)
    return refused.value.reason


def test_a_photo_comes_upright_and_without_where_it_was_taken(uploads: UploadReader, wait: Wait) -> None:
    upright = page_of_paper()
    for orientation, turned in ((1, 0), (6, 90), (8, -90)):
        data = jpeg(upright.rotate(turned, expand=True), orientation, comment=PLACE_TAKEN, xmp=PLACE_TAKEN)
        assert PLACE_TAKEN in data
        (page,) = taken(uploads, data, wait)
        assert (page.file.width, page.file.height) == upright.size
        assert PLACE_TAKEN not in page.file.jpeg
        with Image.open(io.BytesIO(page.file.jpeg)) as made:
            assert not made.getexif()
            assert not {"comment", "xmp", "exif", "icc_profile"} & set(made.info)
            assert made.convert("L").crop((20, 20, 21, 21)).tobytes()[0] < 40, "the black corner is at the upper left"


def test_a_large_photo_becomes_smaller(uploads: UploadReader, wait: Wait) -> None:
    (page,) = taken(uploads, jpeg(page_of_paper((5040, 1000))), wait)
    assert (page.file.width, page.file.height) == (UPLOAD_LONGEST, 496)
    assert read_size(page.file.jpeg).width == UPLOAD_LONGEST
    assert page.picture.width == PREVIEW_LONGEST


def test_what_phones_put_behind_a_photo_is_left_out(uploads: UploadReader, wait: Wait) -> None:
    """A second picture for brighter screens, the film of a moving photo, a maker's own trailer."""
    photo = jpeg(page_of_paper())
    (page,) = taken(uploads, photo + jpeg(page_of_paper((300, 400))) + b"SEFT\x00 own trailer", wait)
    assert (page.file.width, page.file.height) == (750, 1000)


@pytest.mark.parametrize(
    "form",
    [
        lambda: jpeg(page_of_paper(), progressive=True),
        lambda: saved(page_of_paper().convert("L"), "JPEG"),
        lambda: saved(page_of_paper().convert("CMYK"), "JPEG"),
        lambda: saved(page_of_paper().convert("RGBA"), "PNG"),
        lambda: saved(page_of_paper().convert("P"), "PNG"),
        lambda: saved(page_of_paper().convert("1"), "PNG"),
    ],
    ids=["progressive", "grey", "cmyk", "transparent", "palette", "black and white"],
)
def test_the_usual_forms_of_pictures_are_taken(uploads: UploadReader, wait: Wait, form: Callable[[], bytes]) -> None:
    (page,) = taken(uploads, form(), wait)
    assert (page.file.width, page.file.height) == (750, 1000)


def test_a_blurred_and_a_blank_photo_are_hinted_at(uploads: UploadReader, wait: Wait) -> None:
    assert taken(uploads, jpeg(page_of_paper()), wait)[0].hint is RelayReason.NONE
    assert taken(uploads, jpeg(page_of_paper(blur=9)), wait)[0].hint is RelayReason.BLURRED
    assert taken(uploads, scan_jpeg("", Scan(100, True, 827, 1169, False)), wait)[0].hint is RelayReason.BLANK


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("photo.jpg", bytes(20 * 2**20))
    return out.getvalue()


def black_png(side: int) -> bytes:
    return png(side, side, making.packed_zeros(side * (1 + side // 8)))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not_a_picture"),
        (b"<!doctype html><title>Welcome</title>", "not_a_picture"),
        (b"\r\n%PDF-1.7", "not_a_picture"),
        (zip_bomb(), "not_a_picture"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(100), "not_a_picture"),
        (b"GIF89a" + bytes(100), "not_a_picture"),
        (saved(Image.new("RGB", (500, 8)), "PNG"), "not_a_picture"),
        (black_png(12_000), "too_large"),
        (png(2**31 - 1, 2**31 - 1, zlib.compress(b"")), "too_large"),
        (saved(Image.new("L", (20_400, 40)), "PNG"), "too_large"),
        (bytes(FILE_MOST + 1), "too_large"),
        (jpeg(page_of_paper())[:-2000], "damaged"),
        (saved(page_of_paper(), "PNG")[:-1], "damaged"),
        (png(5000, 5000, b"\x00\x01"), "damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_what_is_no_picture_is_refused(uploads: UploadReader, wait: Wait, data: bytes, reason: str) -> None:
    assert refusal(uploads, data, wait) == reason


def test_a_picture_of_the_largest_size_stays_within_the_memory(
    uploads: UploadReader, pictures: ScanReader, wait: Wait
) -> None:
    own = psutil.Process().memory_info().rss
    (page,) = taken(uploads, black_png(SIDE), wait)
    assert page.file.width == UPLOAD_LONGEST
    assert psutil.Process().memory_info().rss - own < 64 * 2**20
    assert pictures._child is not None


def test_a_pdf_becomes_pictures_of_its_pages(uploads: UploadReader, wait: Wait) -> None:
    pages = taken(uploads, making.drawn(making.ROWS_A_PAGE), wait)
    assert [(each.file.width, each.file.height) for each in pages] == [(1241, 1754)] * 2
    assert [each.hint for each in pages] == [RelayReason.NONE] * 2
    assert read_size(pages[0].file.jpeg).media_type == "image/jpeg"


def test_a_large_page_of_a_pdf_is_drawn_smaller(uploads: UploadReader, wait: Wait) -> None:
    (page,) = taken(uploads, making.pages(1, "14400 7200"), wait)
    assert UPLOAD_LONGEST - 2 <= page.file.width <= UPLOAD_LONGEST
    assert page.hint is RelayReason.BLANK


@pytest.mark.parametrize(
    ("pdf", "reason"),
    [
        (lambda: making.pages(21), "too_many_pages"),
        (lambda: making.pages(400), "too_many_pages"),
        (making.encrypted, "encrypted"),
        (lambda: b"%PDF-1.7\n", "damaged"),
        (lambda: b"%PDF-1.7\n<html>Please log in</html>", "damaged"),
        (making.in_chinese_font, "font_missing"),
        (lambda: making.in_chinese_font(noted=True), "font_missing"),
        (lambda: making.pages(1, "600 0.5"), "too_large"),
        (lambda: making.pages(1, "14401 10"), "too_large"),
    ],
    ids=[
        "21 pages",
        "400 pages",
        "a password",
        "only its head",
        "a web page",
        "a font",
        "a font of a note",
        "a line",
        "too long",
    ],
)
def test_a_pdf_that_cannot_be_drawn_is_refused(
    uploads: UploadReader, wait: Wait, pdf: Callable[[], bytes], reason: str
) -> None:
    assert refusal(uploads, pdf(), wait) == reason


def test_a_pdf_that_names_the_usual_latin_fonts_is_drawn_with_others(uploads: UploadReader, wait: Wait) -> None:
    for font in (b"/Helvetica", b"/TimesNewRomanPSMT"):
        (page,) = taken(uploads, making.in_font(font), wait)
        assert page.hint is not RelayReason.BLANK


def test_more_pages_than_there_is_room_for_are_refused_before_one_is_drawn(uploads: UploadReader, wait: Wait) -> None:
    assert refusal(uploads, making.pages(3), wait, at_most=2) is RelayReason.TOO_MANY_PAGES
    assert refusal(uploads, jpeg(page_of_paper()), wait, at_most=0) is RelayReason.TOO_MANY_PAGES


@pytest.mark.parametrize("bomb", [making.nested_forms, making.many_strokes])
def test_a_pdf_that_takes_too_long_ends_its_process(
    pictures: ScanReader, shared_reader: PdfReader, wait: Wait, bomb: Callable[[], bytes]
) -> None:
    impatient, clock = PdfReader((), shared_reader._clock), SystemClock()
    uploads = UploadReader(lambda: pictures, lambda: impatient)
    assert taken(uploads, making.pages(1), wait), "it has loaded its libraries"
    impatient._at_most_s = 0.4
    began = clock.monotonic()
    assert refusal(uploads, bomb(), wait) is RelayReason.DAMAGED
    assert clock.monotonic() - began < 4
    assert impatient._child is None


def test_photos_with_changed_bytes_are_taken_or_refused(uploads: UploadReader, wait: Wait) -> None:
    source, photo, found = random.Random(17), jpeg(page_of_paper((600, 800)), 6), set[RelayReason]()
    for _ in range(FLIPS):
        changed = bytearray(photo)
        for _ in range(source.choice((1, 3, 30))):
            changed[source.randrange(len(changed))] = source.randrange(256)
        try:
            (page,) = taken(uploads, bytes(changed), wait)
            assert max(page.file.width, page.file.height) <= UPLOAD_LONGEST
        except UploadRefused as refused:
            found.add(refused.reason)
    assert found <= {RelayReason.NOT_A_PICTURE, RelayReason.DAMAGED, RelayReason.TOO_LARGE}


def test_a_wait_that_is_cancelled_is_no_refusal(uploads: UploadReader) -> None:
    gone = Wait(SystemClock(), 5)
    gone.cancel()
    with pytest.raises(Cancelled):
        taken(uploads, jpeg(page_of_paper()), gone)
