"""The sandbox's certificate, judged by programs that we did not write: poppler reads it, zxing its QR code."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from kiosk.catalogue.sources import read_item
from kiosk.platform.sandbox.certificate_kinds import load_certificates
from kiosk.platform.sandbox.certificate_pdf import NUMBER_PREFIX, CannotDraw, CertificateMaker
from tests.frozen import SHIPPED
from tests.house.doors import ROOT
from tests.kiosk.papers import making

TEXT = [
    "城乡居民基本养老保险参保证明",
    f"证明编号：{making.NUMBER}",
    f"姓名：{making.NAME}",
    "证件号码：990102194209150030",
    "经办机构：青禾县柳溪路 1 号",
    "兹证明上述人员的参保信息与本中心登记一致。",
    "青禾县城乡居民养老保险中心（测试）",
    "2026 年 11 月 24 日",
    "测试",
    f"{making.NUMBER} 1/1",
]


def run(folder: Path, *command: str) -> str:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.pdf").write_bytes(making.good())
    (tmp_path / "changed.pdf").write_bytes(making.broken()["changed"])
    return tmp_path


@making.needs_poppler
def test_another_verifier_finds_the_signature_valid_and_whole(folder: Path) -> None:
    said = run(folder, "pdfsig", "-nocert", "good.pdf")
    assert said.count("Signature #") == 1
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "Signature Type: ETSI.CAdES.detached" in said
    assert "Signature is Valid." not in run(folder, "pdfsig", "-nocert", "changed.pdf")


@making.needs_poppler
def test_the_text_is_what_is_printed(folder: Path) -> None:
    said = run(folder, "pdftotext", "-layout", "good.pdf", "-").replace("\f", "")
    lines = [" ".join(line.split()) for line in said.splitlines()]
    spaced = [" ".join(line.split()) for line in TEXT]
    assert [line for line in lines if line] == spaced


@making.needs_poppler
def test_the_code_on_the_paper_is_the_documents_number(folder: Path) -> None:
    run(folder, "pdftoppm", "-r", "150", "-gray", "-singlefile", "good.pdf", "page")
    with Image.open(folder / "page.pgm") as page:
        (code,) = zxingcpp.read_barcodes(page)
    assert code.text == NUMBER_PREFIX + making.NUMBER
    assert making.NAME not in code.text


@making.needs_poppler
def test_all_fonts_are_in_the_file(folder: Path) -> None:
    rows = [line.split() for line in run(folder, "pdffonts", "good.pdf").splitlines()[2:]]
    assert {row[0].rpartition("+")[2].removesuffix("-Identity-H") for row in rows} == {
        "NotoSansCJKsc-Regular",
        "NotoSansCJKsc-Bold",
    }
    assert {row[-5] for row in rows} == {"yes"}


def test_the_same_data_are_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    program = (
        "import sys; from tests.kiosk.papers import making; "
        "sys.stdout.buffer.write(making.maker().draw(making.TEMPLATE, making.certificate()))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout == making.drawn() == making.maker().draw(making.TEMPLATE, making.certificate())
    other = making.maker().draw(making.TEMPLATE, making.certificate(number="1"))
    assert making.maker().draw(making.TEMPLATE, making.certificate()) == making.drawn() != other


@pytest.mark.parametrize("text", ["𓀀", "ࡠ", "\ufffe"])
def test_a_character_without_a_glyph_is_an_error_and_no_gap(text: str) -> None:
    with pytest.raises(CannotDraw):
        making.maker().draw(making.TEMPLATE, replace(making.certificate(), rows=[("姓名", text)]))


def test_a_font_that_is_missing_is_an_error_and_no_blank_page(tmp_path: Path) -> None:
    made = (SHIPPED / "departments" / making.TEMPLATE).read_text(encoding="utf-8")
    (tmp_path / "other.typ").write_text(made.replace("Noto Sans CJK SC", "No Such Font"), encoding="utf-8")
    with pytest.raises(CannotDraw, match="unknown font"):
        CertificateMaker(tmp_path, tmp_path / "fonts").draw("other.typ", making.certificate())


def test_what_looks_like_markup_is_printed_as_it_is() -> None:
    odd = replace(making.certificate(), rows=[("姓名", '#read("/etc/passwd") *x* $y$ \\ "')])
    assert making.maker().draw(making.TEMPLATE, odd).startswith(b"%PDF-")


def test_the_date_is_that_of_the_document() -> None:
    a, b = (
        making.maker().draw(making.TEMPLATE, replace(making.certificate(), issued_on=day))
        for day in (date(2026, 11, 24), date(2026, 11, 25))
    )
    assert b"D:20261124" in a
    assert b"D:20261125" in b


def test_every_department_names_what_it_has() -> None:
    kinds = load_certificates(SHIPPED / "departments")
    items = [read_item(file.parent) for file in (SHIPPED / "services").glob("*/item.toml")]
    assert {kind.kind for kind in kinds} == {each.certificate.kind for each in items if each.certificate is not None}
    for kind in kinds:
        assert (SHIPPED / "departments" / kind.template).is_file()
        assert set(kind.titles) == {"zh-CN", "en"}
