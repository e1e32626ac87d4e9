"""The simulated printer counts the pages of a PDF, also of one whose objects are packed."""

from __future__ import annotations

import zlib
from typing import Any

import pytest

from devices.document_printer.pages import count_pages
from tests.devices.document_printer.documents import pdf


@pytest.mark.parametrize("pages", [1, 2, 20])
def test_plain_pages(pages: int) -> None:
    assert count_pages(pdf(pages)) == pages


@pytest.mark.parametrize("standard", ["1.7", "a-2b"])
def test_pages_of_a_certificate(standard: Any) -> None:
    import typst

    dated = '#set document(title: "x", date: datetime(year: 2026, month: 11, day: 29))'
    source = f"{dated}\none\n#pagebreak()\ntwo\n#pagebreak()\nthree".encode()
    assert count_pages(typst.compile(source, format="pdf", pdf_standards=[standard])) == 3


def test_what_is_no_pdf_is_one_page_and_a_bomb_is_not_unpacked() -> None:
    assert count_pages(b"%PDF-1.7 nothing") == 1
    bomb = zlib.compress(b"/Type /Page " * 4_000_000)
    found = count_pages(b"1 0 obj << /Type /ObjStm /Length 9 >> stream\n" + bomb)
    assert 0 < found < 400_000


TREE = b"1 0 obj\n<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>\nendobj\n"
PAGES = b"2 0 obj\n<< /Type /Page >>\nendobj\n3 0 obj\n<< /Type /Page >>\nendobj\n"


@pytest.mark.parametrize(
    ("document", "pages"),
    [
        (TREE + PAGES, 2),
        (TREE + PAGES + b"2 0 obj\n<< /Type /Page /Annots [9 0 R] >>\nendobj\n", 2),
        (b"<< /Count 3 /Kids [] /Type /Pages >>", 3),
        (PAGES, 2),
    ],
    ids=["tree", "a page written again by a signature", "count first", "no tree"],
)
def test_the_tree_says_how_many(document: bytes, pages: int) -> None:
    assert count_pages(document) == pages
