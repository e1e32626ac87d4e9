"""A certificate is accepted if it is whole, and signed once and by whom it should be; each other has its reason."""

from __future__ import annotations

import os
import random

import pytest

from devices import Wait
from devices.fake_clock import FakeClock
from kiosk.papers.pdf_reader import PdfReader
from kiosk.papers.pdf_signature import SignatureCheck
from kiosk.papers.pdf_verdict import LARGEST_BYTES, PAGES_MOST, PdfFailure, Verdict, Why, accepted, refused
from kiosk.platform.sandbox.seals import sealed
from tests.kiosk.papers import making

FLIPS = 1500 if os.environ.get("YIKE_FLIPS") == "all" else 150
SEED = 17
ELSEWHERE = {Why.NONE, Why.TOO_LARGE, Why.NOT_YET_VALID, Why.OTHER_DOCUMENT, Why.NO_ANSWER}
"""Reasons that need more than a broken document; each has a test of its own."""


@pytest.mark.parametrize(("details", "pages"), [(0, 1), (70, 3)])
def test_a_certificate_is_accepted_with_its_pages(
    shared_reader: PdfReader, wait: Wait, details: int, pages: int
) -> None:
    assert shared_reader.check(making.good(details), wait) == accepted(pages)


def test_a_plain_signature_of_approval_is_as_good(shared_reader: PdfReader, wait: Wait) -> None:
    plain = sealed(making.drawn(), making.keys().signer, certify=False)
    assert shared_reader.check(plain, wait).accepted


@pytest.mark.parametrize("why", sorted(set(Why) - ELSEWHERE))
def test_each_broken_kind_is_refused_for_its_own_reason(shared_reader: PdfReader, wait: Wait, why: Why) -> None:
    verdict = shared_reader.check(making.broken()[why], wait)
    assert (verdict.accepted, verdict.why) == (False, why)


def test_every_reason_is_proven() -> None:
    assert {Why(word) for word in making.broken()} | ELSEWHERE == set(Why)


def test_a_document_over_the_limit_is_not_even_read(wait: Wait) -> None:
    reader = PdfReader(making.roots(), FakeClock(making.NOW), command=["/nonexistent"])
    assert reader.check(making.good() + bytes(LARGEST_BYTES), wait) == refused(Why.TOO_LARGE)


@pytest.mark.parametrize(("year", "why"), [(2019, Why.NOT_YET_VALID), (2101, Why.EXPIRED)])
def test_the_moment_is_the_terminals(check: SignatureCheck, year: int, why: Why) -> None:
    moment = making.NOW.replace(year=year)
    assert check.why_not(making.good(), making.roots(), moment) is why


def test_without_a_pinned_root_nothing_is_believed(check: SignatureCheck) -> None:
    assert check.why_not(making.good(), (), making.NOW) is Why.UNTRUSTED


@pytest.mark.parametrize(
    ("holds", "accepted"),
    [((making.NUMBER, making.NAME), True), (("城乡居民 基本养老保险",), True), (("990120261124000002",), False)],
)
def test_a_valid_document_must_be_the_expected_one(
    shared_reader: PdfReader, wait: Wait, holds: tuple[str, ...], accepted: bool
) -> None:
    verdict = shared_reader.check(making.good(), wait, holds=holds)
    assert verdict.accepted is accepted
    assert accepted or verdict.why is Why.OTHER_DOCUMENT


def test_only_an_accepted_document_can_be_drawn(shared_reader: PdfReader, wait: Wait) -> None:
    assert shared_reader.check(making.good(), wait).accepted
    assert not shared_reader.check(making.drawn(), wait).accepted
    with pytest.raises(PdfFailure):
        shared_reader.page(0, 96, wait)
    assert shared_reader.check(making.good(), wait).accepted
    assert not shared_reader.check(making.good() + bytes(LARGEST_BYTES), wait).accepted
    with pytest.raises(PdfFailure):
        shared_reader.page(0, 96, wait)


def test_no_flipped_bit_is_accepted(check: SignatureCheck) -> None:
    """Inside the signature's own value, which nothing covers, some bits are padding: those may be accepted."""
    whole = making.good()
    begin = whole.index(b"/Contents <") + len(b"/Contents <") - 1
    end = whole.index(b">", begin)
    draw = random.Random(SEED)
    places = [place for place in range(len(whole)) if not begin < place < end]
    for place in draw.sample(places, FLIPS):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << draw.randrange(8)
        assert check.why_not(bytes(flipped), making.roots(), making.NOW) is not Why.NONE, place


def test_nothing_but_digits_fits_beside_the_signature(check: SignatureCheck) -> None:
    whole = making.good()
    last = whole.index(b">", whole.index(b"/Contents <"))
    for other in (b" ", b"%", b"\n", b"g"):
        altered = whole[: last - 1] + other + whole[last:]
        assert check.why_not(altered, making.roots(), making.NOW) is not Why.NONE


def test_a_verdict_counts_pages_up_to_the_limit(shared_reader: PdfReader, wait: Wait) -> None:
    assert shared_reader.check(making.signed(making.pages(PAGES_MOST)), wait) == accepted(PAGES_MOST)
    over = Verdict(False, Why.TOO_MANY_PAGES, PAGES_MOST + 1)
    assert shared_reader.check(making.signed(making.pages(PAGES_MOST + 1)), wait) == over
