"""The invented people with a pension record have a certificate that a terminal would print."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from devices import SystemClock, Wait
from devices.fake_clock import FakeClock
from kiosk.document_roots import load_document_roots
from kiosk.papers.pdf_reader import PdfReader
from kiosk.papers.pdf_verdict import accepted
from kiosk.platform.sandbox.certificate_kinds import load_certificates
from kiosk.platform.sandbox.certificate_pdf import CertificateMaker
from kiosk.platform.sandbox.document_keys import published_document_keys
from kiosk.platform.sandbox.issuing import Issuer, Source
from kiosk.platform.sandbox.registers import load
from kiosk.platform.sandbox.storage import Storage, sqlite_url
from tests.frozen import SHIPPED

PAGES = {"王杏花样例": 1, "李样例": 3}
TODAY = date(2026, 11, 24)
SOURCE = Source("pension-certificate", 30)


@pytest.fixture
def reader() -> Iterator[PdfReader]:
    reader = PdfReader(load_document_roots([], rehearsal=True), FakeClock())
    reader.prepare()
    yield reader
    reader.close()


def test_everybody_on_record_has_a_certificate_that_is_accepted(reader: PdfReader, tmp_path: Path) -> None:
    maker = CertificateMaker(SHIPPED / "departments", tmp_path / "fonts")
    issuer = Issuer(load_certificates(SHIPPED / "departments"), maker, published_document_keys())
    people = [each for each in load(SHIPPED / "people.toml").people.values() if each.entry.pension]
    assert {person.name for person in people} == set(PAGES)
    with closing(Storage(sqlite_url(tmp_path))) as storage, storage.writing() as session:
        for person in people:
            document = issuer.on_request(session, person, "pension-enrolment", SOURCE, TODAY)
            assert document is not None
            assert document.pages == PAGES[person.name]
            verdict = reader.check(document.pdf, Wait(SystemClock(), 20), holds=(document.number, person.name))
            assert verdict == accepted(document.pages)
            assert issuer.on_request(session, person, "pension-enrolment", SOURCE, TODAY) is document
