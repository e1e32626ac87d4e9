"""Certificates as PDF/A-2b, drawn by typst from a template of the department. Unsigned: see `seals`.

The same data always gives the same bytes. A missing glyph is an error of the standard; any warning, such as a font that
is not there, is made one here.
"""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from devices.lazy_dataclass import dataclass
from devices.raster import BOLD_FONTS, FONTS

STANDARD = "a-2b"
NUMBER_PREFIX = "urn:yike:document:"
"""Prefix of the document's number in the QR code, which holds nothing about the person."""


class CannotDraw(Exception):
    """The certificate cannot be drawn: a font, a glyph or the template is missing or wrong."""


@dataclass(frozen=True)
class Certificate:
    """The content of a certificate. `details` are rows of a table under `head`; both may be empty."""

    title: str
    number: str
    office: str
    statement: str
    issued_on: date
    rows: Sequence[tuple[str, str]]
    head: Sequence[str] = ()
    details: Sequence[Sequence[str]] = ()
    note: str = ""


class CertificateMaker:
    """Draws certificates by the templates in a folder; thread-safe. `fonts` is a folder that it fills with links to the
    regular and bold face, since a folder of all fonts takes longer to open."""

    def __init__(self, templates: Path, fonts: Path) -> None:
        self._templates = templates
        self._fonts = fonts
        self._lock = threading.Lock()
        self._compilers: dict[str, Any] = {}

    def draw(self, template: str, certificate: Certificate) -> bytes:
        """Return the PDF. Raises CannotDraw."""
        import typst

        try:
            with self._lock:
                pdf, warnings = self._compiler(template).compile_with_warnings(
                    format="pdf", pdf_standards=[STANDARD], sys_inputs={"data": _data(certificate)}
                )
        except (typst.TypstError, OSError, RuntimeError) as error:
            raise CannotDraw(str(error).splitlines()[0]) from None
        if warnings:
            raise CannotDraw(str(warnings[0].message))
        return bytes(pdf)

    def blank_pages(self, count: int) -> bytes:
        """Return a PDF of so many empty pages."""
        import typst

        source = f'#set page(paper: "a4")\n#for _ in range({count - 1}) [#pagebreak()]\n'
        with self._lock:
            return bytes(typst.compile(source.encode(), format="pdf"))

    def _compiler(self, template: str) -> Any:
        if template not in self._compilers:
            import typst

            self._link_fonts()
            self._compilers[template] = typst.Compiler(
                str(self._templates / template),
                root=str(self._templates),
                font_paths=[str(self._fonts)],
                ignore_system_fonts=True,
            )
        return self._compilers[template]

    def _link_fonts(self) -> None:
        self._fonts.mkdir(parents=True, exist_ok=True)
        for faces in (FONTS, BOLD_FONTS):
            found = next((Path(face) for face in faces if Path(face).exists()), None)
            if found is None:
                raise CannotDraw("no Noto Sans CJK: install the package fonts-noto-cjk")
            link = self._fonts / found.name
            if not link.exists():
                link.unlink(missing_ok=True)
                with suppress(FileExistsError):  # another sandbox of this folder was faster
                    link.symlink_to(found)


def _data(certificate: Certificate) -> str:
    day = certificate.issued_on
    data: Mapping[str, Any] = {
        **vars(certificate),
        "issued_on": day.isoformat(),
        "day": [day.year, day.month, day.day],
        "issued": f"{day.year} 年 {day.month} 月 {day.day} 日",
        "qr": _qr(NUMBER_PREFIX + certificate.number),
    }
    return json.dumps(data, ensure_ascii=False)


def _qr(text: str) -> str:
    import segno

    drawn = io.BytesIO()
    segno.make(text, error="m").save(drawn, kind="svg", scale=4, border=2)
    return drawn.getvalue().decode()
