"""The sandbox holds dates to the limits of their field, as the form does; the schema has none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kiosk.catalogue.build import build_catalogue
from kiosk.platform.sandbox.published import Published, publish
from kiosk.steps.days import wrong_day
from tests.frozen import DATED

ITEM = "home-visit"
SEALED = date(2026, 11, 24)


@pytest.fixture(scope="module")
def published() -> Published:
    return publish(DATED)


@pytest.mark.parametrize("born", ["1899-12-31", "1900-01-01", "2026-11-24", "2026-11-25", "2199-01-01", "1952-02-30"])
def test_what_the_form_refuses_the_platform_refuses(born: str, published: Published) -> None:
    pages = [page for item in build_catalogue(DATED).items for page in item.pages]
    (control,) = [each for page in pages for each in page.controls if each.answer == "born"]
    refused_on_form = wrong_day(control, born, SEALED, vouched=True) is not None
    wrong = published.invalid_answers(ITEM, {"born": born}, "2026-11-24T01:02:03.000+00:00")
    assert ("/born" in wrong) is refused_on_form


def test_the_day_is_the_one_in_china(published: Published) -> None:
    late = "2026-11-23T16:30:00Z"
    assert published.invalid_answers(ITEM, {"born": str(SEALED)}, late) == []
    assert published.invalid_answers(ITEM, {"born": str(SEALED + timedelta(days=1))}, late) == ["/born"]


@pytest.mark.parametrize("sealed_at", ["", "yesterday", "9999-12-31T23:59:59Z", "2026-11-24"])
def test_a_time_of_sealing_that_is_none_refuses_no_case(sealed_at: str, published: Published) -> None:
    assert published.invalid_answers(ITEM, {"born": "2026-11-24"}, sealed_at) == []
