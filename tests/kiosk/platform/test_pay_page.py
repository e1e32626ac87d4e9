"""The pages behind the codes of a payment in a real Chromium: paid by one key, and nothing of a person on them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from devices import Wait
from kiosk.platform.client import HttpGateway
from kiosk.platform.orders import Order, OrderDeed, OrderKey, OrderRequest, OrderState, Refund
from tests.chromium import Chromium, needs_chromium
from tests.kiosk.platform.test_relay_page import CONTRAST, SIDEWAYS, UNNAMED
from tests.sandbox_process import DRAFT, WANG, SandboxProcess, sealed_case

MakeWait = Callable[[float], Wait]
Do = Callable[[OrderDeed], Order]


@pytest.fixture
def do(sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait) -> Do:
    """Ask about the one order of an application that costs 10.00."""
    made = str(uuid.uuid4())
    content = {**DRAFT, "item_id": "test-strict"}
    case = sealed_case(sandbox.keys(), content, item_id="test-strict", item_version="0", application=made)
    gateway.put_case(case, make_wait(5))
    return lambda deed: gateway.order(OrderRequest(deed, OrderKey(made, 1)), make_wait(5))


@needs_chromium
@pytest.mark.xdist_group("phone")
def test_a_tester_pays_by_one_key_and_sees_the_receipt(do: Do, tmp_path: Path) -> None:
    with Chromium(tmp_path) as browser:
        page = browser.open(do(OrderDeed.OPEN).code)
        page.until("document.querySelectorAll('button').length === 3")
        assert page.value(CONTRAST) == []
        assert page.value(UNNAMED) == []
        assert not page.value(SIDEWAYS)
        page.tab_to("button[value=pay]")
        page.press("Enter")
        page.until("document.querySelector('[role=status]')?.innerText === '付好了'")
        paid = do(OrderDeed.READ)
        assert (paid.state, paid.refund) == (OrderState.PAID, Refund.NONE)
        page.tab_to("a.button")
        page.press("Enter")
        page.until("location.pathname.startsWith('/receipts/')")
        assert page.value("location.href") == paid.receipt
        page.until("document.readyState === 'complete' && document.styleSheets.length === 1")
        assert paid.number in page.text()
        assert page.value(CONTRAST) == []
        assert not [each for each in page.events("Log.entryAdded") if each["entry"]["level"] == "error"]


def test_each_button_does_what_it_says_and_nothing_else_is_taken(do: Do, sandbox: SandboxProcess) -> None:
    url = sandbox.url + urlsplit(do(OrderDeed.OPEN).code).path
    for payment, state, refund in (
        ("other_sum", OrderState.OPEN, Refund.EXTRA),
        ("begin", OrderState.PAYING, Refund.EXTRA),
        ("fail", OrderState.OPEN, Refund.EXTRA),
        ("pay", OrderState.PAID, Refund.EXTRA),
    ):
        assert requests.post(url, {"payment": payment}, timeout=10).status_code == 200
        order = do(OrderDeed.READ)
        assert (order.state, order.refund) == (state, refund)
    for payment in ("begin", "refund", "decline_refund", "x" * 1000):
        assert requests.post(url, {"payment": payment}, timeout=10).status_code == 400
    page = requests.get(url, headers={"Accept-Language": "en-GB,en"}, timeout=10)
    assert "What came beyond it goes back by itself" in page.text
    for each in (page.text, requests.get(do(OrderDeed.READ).receipt, timeout=10).text):
        assert not {WANG["number"], WANG["name"], "19900000001"} & set(each.split())
        assert WANG["name"] not in each


def test_another_site_and_a_code_of_nothing_are_refused(do: Do, sandbox: SandboxProcess) -> None:
    url = sandbox.url + urlsplit(do(OrderDeed.OPEN).code).path
    foreign = {"Origin": "http://else.invalid", "Sec-Fetch-Site": "cross-site"}
    assert requests.post(url, {"payment": "pay"}, headers=foreign, timeout=10).status_code == 403
    assert requests.get(url, headers={"Host": "else.invalid"}, timeout=10).status_code == 403
    assert do(OrderDeed.READ).state is OrderState.OPEN
    for path in ("/pay/" + "a" * 32, "/receipts/990000000000000000"):
        assert requests.get(sandbox.url + path, timeout=10).status_code == 404
