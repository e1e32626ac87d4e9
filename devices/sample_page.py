"""The test page of printers: its lines, its code, and the page as a PDF."""

from __future__ import annotations

SAMPLE_CODE = "YIKE-TEST-1"
SAMPLE_LINES = ("0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
GREYS = 10
LINE_POINTS = 40


def sample_pdf() -> bytes:
    """One A4 page: a frame at 10 mm, the lines in a font that every printer has, and a row of greys."""
    words = b"".join(
        b"BT /F 18 Tf 60 %d Td (%s) Tj ET\n" % (740 - at * LINE_POINTS, line.encode("ascii"))
        for at, line in enumerate(("Yike test page", SAMPLE_CODE, *SAMPLE_LINES))
    )
    greys = b"".join(b"%.1f g %d 400 40 60 re f\n" % (at / GREYS, 60 + at * 45) for at in range(GREYS))
    drawn = b"28 28 539 786 re S\n" + words + greys
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(made)
