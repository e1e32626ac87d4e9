"""Fixtures: one process that reads PDF for all tests, since it takes half a second to start."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from devices import SystemClock, Wait
from devices.fake_clock import FakeClock
from kiosk.papers.pdf_reader import PdfReader
from kiosk.papers.pdf_signature import SignatureCheck
from tests.kiosk.papers import making


@pytest.fixture(scope="session")
def shared_reader() -> Iterator[PdfReader]:
    reader = PdfReader(making.roots(), FakeClock(making.NOW))
    yield reader
    reader.close()


@pytest.fixture(scope="session")
def shared_check() -> SignatureCheck:
    return SignatureCheck()


@pytest.fixture
def check(shared_check: SignatureCheck) -> Iterator[SignatureCheck]:
    """The check of the process, in this one: it logs what it does not like, which the process does not."""
    logging.disable(logging.CRITICAL)
    yield shared_check
    logging.disable(logging.NOTSET)


@pytest.fixture
def wait() -> Wait:
    return Wait(SystemClock(), 20)
