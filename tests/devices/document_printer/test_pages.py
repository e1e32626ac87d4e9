"""Pages of a PDF as the simulated printer counts them."""

from __future__ import annotations

import pytest

from devices.document_printer.pages import count_pages

TREE = b"1 0 obj\n<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>\nendobj\n"
PAGES = b"2 0 obj\n<< /Type /Page >>\nendobj\n3 0 obj\n<< /Type /Page >>\nendobj\n"


@pytest.mark.parametrize(
    ("pdf", "pages"),
    [
        (TREE + PAGES, 2),
        (TREE + PAGES + b"2 0 obj\n<< /Type /Page /Annots [9 0 R] >>\nendobj\n", 2),
        (b"<< /Count 3 /Kids [] /Type /Pages >>", 3),
        (PAGES, 2),
        (b"nothing of a PDF", 1),
    ],
    ids=["tree", "page written again by a signature", "count first", "no tree", "nonsense"],
)
def test_pages_are_counted_by_the_tree(pdf: bytes, pages: int) -> None:
    assert count_pages(pdf) == pages
