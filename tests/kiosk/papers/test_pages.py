"""Pages of an accepted document are drawn as they are, and what is looked for on them is found."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from devices import Wait
from kiosk.papers.pdf_reader import PdfReader
from kiosk.papers.pdf_verdict import PageImage, PdfFailure, Why
from tests.kiosk.papers import making


def dark(image: PageImage) -> int:
    """Number of pixels darker than half."""
    return sum(value < 128 for value in image.rgb32[1::4])


@pytest.mark.parametrize(("dpi", "size"), [(96, (794, 1123)), (200, (1654, 2339)), (300, (2481, 3508))])
def test_a_page_has_the_size_of_its_resolution(
    shared_reader: PdfReader, wait: Wait, dpi: int, size: tuple[int, int]
) -> None:
    assert shared_reader.check(making.good(), wait).accepted
    image = shared_reader.page(0, dpi, wait)
    assert (image.width, image.height) == size
    assert len(image.rgb32) == size[0] * size[1] * 4


@making.needs_poppler
def test_another_program_draws_the_same_page(shared_reader: PdfReader, wait: Wait, tmp_path: Path) -> None:
    """Compared by the darkness of a hundred fields, since no two programs smooth letters alike."""
    from PIL import Image

    assert shared_reader.check(making.good(), wait).accepted
    ours = shared_reader.page(0, 96, wait)
    mine = Image.frombuffer("RGB", (ours.width, ours.height), ours.rgb32, "raw", "BGRX", 0, 1).convert("L")
    (tmp_path / "one.pdf").write_bytes(making.good())
    subprocess.run(["pdftoppm", "-r", "96", "-gray", "-singlefile", "one.pdf", "page"], cwd=tmp_path, check=True)
    with Image.open(tmp_path / "page.pgm") as other:
        size = (10, 14)
        pairs = zip(mine.resize(size).tobytes(), other.convert("L").resize(size).tobytes(), strict=True)
        assert max(abs(a - b) for a, b in pairs) < 40
    assert dark(ours) > 3000


def test_a_name_is_found_where_it_is_printed(shared_reader: PdfReader, wait: Wait) -> None:
    assert shared_reader.check(making.good(), wait).accepted
    (box,) = shared_reader.find(0, [making.NAME], wait)
    assert 0.1 < box.x < 0.5
    assert 0.1 < box.y < 0.3
    assert 0.02 < box.width < 0.2
    assert 0.005 < box.height < 0.05
    assert len(shared_reader.find(0, [making.NUMBER], wait)) == 2
    assert shared_reader.find(0, ["nobody"], wait) == ()


@pytest.mark.parametrize(
    ("index", "dpi", "why"),
    [(1, 96, Why.DAMAGED), (-1, 96, Why.DAMAGED), (0, 1200, Why.PAGE_TOO_LARGE), (0, 0, Why.PAGE_TOO_LARGE)],
)
def test_a_page_that_cannot_be_drawn_leaves_the_others(
    shared_reader: PdfReader, wait: Wait, index: int, dpi: int, why: Why
) -> None:
    assert shared_reader.check(making.good(), wait).accepted
    with pytest.raises(PdfFailure) as caught:
        shared_reader.page(index, dpi, wait)
    assert caught.value.why is why
    assert shared_reader.page(0, 96, wait).width == 794
