"""A document as bytes, line by line, and what the simulated paper makes of any bytes at all."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from devices.raster import Bitmap, text_bitmap
from devices.receipt_printer import commands, layout
from devices.receipt_printer.contract import Align, QrBlock, TextBlock
from devices.receipt_printer.layout import PaperModel, cells, encode, in_printers_font, scales, wrapped
from devices.receipt_printer.paper import Interpreter
from devices.receipt_printer.printed import PrinterModel

MODEL = PaperModel(576, 8, 24, "", 0)


def test_a_small_document_to_the_last_byte() -> None:
    document = (TextBlock("凭条A", 4.0, align=Align.CENTRE),)
    assert encode(document, {}) == bytes.fromhex(
        "1b40 1d6100 1c26"  # initialise, automatic status off, Chinese on
        "1b6101 1b4500 1d2101"  # centre, not bold, twice as high
        "c6be ccf5 41 0a"  # 凭条A in GB18030, line feed
        "1d2100 1b4500 1b6100"  # plain again
        "1b6100 1d564200"  # left, cut after feed
    )


def test_chinese_mode_is_not_set_again_and_a_presenter_presents() -> None:
    job = encode((), {"chinese_at_power_on": True, "presenter": "gs_e", "present_steps": 80})
    assert job == bytes.fromhex("1b40 1d6100 1b6100 1d564200 1d650350")


@pytest.mark.parametrize(("text", "own"), [("王杏花 A1·", True), ("䶮", False), ("𠮷", False), ("\x1b@", False)])
def test_a_rare_character_is_drawn_not_sent(text: str, own: bool) -> None:
    assert in_printers_font(text) is own
    assert (b"\x1dv0" in encode((TextBlock(text),), {})) is not own


@given(st.text(max_size=200), st.integers(2, 60))
def test_wrapping_loses_nothing_but_space_and_fits(text: str, width: int) -> None:
    lines = list(wrapped(text, width))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cells(line) <= width for line in lines)


@pytest.mark.parametrize("text", ["x", "凭", "䶮", "王 ", "x凭"])
def test_the_work_of_a_line_grows_as_its_length(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    measured, cell = [0], layout.cell

    def counted(character: str) -> int:
        measured[0] += 1
        return cell(character)

    monkeypatch.setattr(layout, "cell", counted)
    for length in (500, 4_000):
        measured[0] = 0
        assert "".join(wrapped(text * length, 48)).replace(" ", "") == text.replace(" ", "") * length
        assert measured[0] <= 5 * len(text) * length


def test_an_unbroken_value_fills_its_lines() -> None:
    assert list(wrapped("编号 " + "7" * 100, 48)) == ["编号", "7" * 48, "7" * 48, "7" * 4]
    assert list(wrapped("有疑问请打值班电话 0571-0000 0011。", 30)) == ["有疑问请打值班电话", "0571-0000 0011。"]
    assert list(wrapped("6200 0000 0000 0000 000", 12)) == ["6200 0000", "0000 0000", "000"]
    assert list(wrapped("凭" * 50, 47)) == ["凭" * 23, "凭" * 23, "凭" * 4]


@pytest.mark.parametrize("height", [3.0, 4.0, 5.9, 6.0, 8.0, 20.0])
def test_hanzi_are_at_least_as_high_as_asked(height: float) -> None:
    _, high = scales(TextBlock("凭", height), MODEL)
    assert high * 24 / 8 >= min(height, 24)


def test_a_slip_number_stays_on_one_line() -> None:
    wide, _ = scales(TextBlock("WT02-0001-7K3Q-D", 8.0), MODEL)
    assert 16 * 12 * wide <= 576


@pytest.mark.parametrize(
    ("statuses", "codes", "paper"),
    [
        ({1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}, [], "ok"),
        ({1: 0x12, 2: 0x12, 3: 0x12, 4: 0x1E}, [], "near_end"),
        ({1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x72}, ["receipt_printer.paper_out"], "out"),
        ({1: 0x1A, 2: 0x16, 3: 0x12, 4: 0x12}, ["receipt_printer.cover_open"], "ok"),
        ({1: 0x92, 2: 0x12, 3: 0x12, 4: 0x0C}, [], "near_end"),
        ({1: 0x1A, 2: 0x12, 3: 0x12, 4: 0x6C}, ["receipt_printer.paper_out"], "out"),
        ({1: 0x1A, 2: 0x12, 3: 0x12, 4: 0x12}, ["receipt_printer.offline"], "ok"),
    ],
)
def test_status_bytes_as_in_the_manuals_table(statuses: dict[int, int], codes: list[str], paper: str) -> None:
    assert [code for code, _ in commands.faults_in(statuses)] == codes
    assert commands.paper_level(statuses) == paper


def drawn(job: bytes) -> Interpreter:
    paper = Interpreter()
    paper.add(job)
    while paper.step() is not False:
        pass
    return paper


def test_a_qr_code_is_read_back_from_the_drawn_paper() -> None:
    slip = drawn(encode((TextBlock("凭条"), QrBlock("WT02-0001-7K3Q-D")), {})[:-4]).slip(whole=True)
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(slip.png)))
    assert found.text == "WT02-0001-7K3Q-D"


def test_a_rare_character_leaves_ink() -> None:
    def ink(text: str) -> int:
        picture = Image.open(io.BytesIO(drawn(encode((TextBlock(text),), {})[:-4]).slip(whole=True).png)).convert("L")
        return picture.histogram()[0]

    assert ink("䶮") > ink(" ") + 100


NUMBERS = ("䶮样例 990102********0030", "㙍村 W栋 1208室 MWMWMWMW", "䶮" + "—" * 40, "䶮 " + "W" * 60)
"""A rare character, and letters that are wider when they are drawn than in the printer's own font."""


@settings(max_examples=40, deadline=None, database=None)
@given(
    st.sampled_from(NUMBERS) | st.text("䶮汉W8—é𠀀 ", min_size=1, max_size=80),
    st.sampled_from([576, 384]),
    st.booleans(),
)
def test_a_drawn_line_is_never_wider_than_the_paper(text: str, dots: int, bold: bool) -> None:
    pictures: list[str] = []

    def noted(line: str, height: int, *, bold: bool) -> Bitmap:
        pictures.append(line)
        return text_bitmap(line, height, bold=bold)

    with pytest.MonkeyPatch.context() as replaced:
        replaced.setattr(layout, "text_bitmap", noted)
        job = encode((TextBlock(text, bold=bold),), {"dots_per_line": dots})
    paper = Interpreter(PrinterModel(dots_per_line=dots))
    paper.add(job[:-4])
    while paper.step() is not False:
        pass
    assert list(paper.complaints) == []
    assert sorted("".join((*pictures, *paper.lines)).replace(" ", "")) == sorted(text.replace(" ", ""))


BEGUN = st.sampled_from([b"\x1dv0\x00\x48\x00", b"\x1d(k", b"\x1b", b"\x10\x04"])
"""Commands that promise more than follows."""


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.binary(max_size=30), BEGUN), max_size=20))
def test_any_bytes_are_taken_and_the_paper_stays_bounded(pieces: list[bytes]) -> None:
    paper = drawn(b"".join(pieces))
    assert paper.height_mm <= 1500
    paper.slip(whole=False)
