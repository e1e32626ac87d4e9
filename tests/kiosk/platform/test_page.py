"""The overview page: order by severity, and no personal data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
import requests

from devices import Wait
from kiosk.platform.client import HttpGateway
from kiosk.platform.gateway import Heartbeat
from kiosk.platform.sandbox.signatures import strokes_in
from tests.contracts.test_platform_gateway import RATING, REPORT, question
from tests.kiosk.platform.conftest import Gateways
from tests.sandbox_process import DRAFT, WANG, SandboxProcess, sealed_case

MakeWait = Callable[[float], Wait]
DATABASES = ("sqlite", "postgresql")


def beat(gateway: HttpGateway, make_wait: MakeWait, report: Heartbeat = REPORT) -> None:
    gateway.heartbeat(report, make_wait(5))


def test_the_page_lists_the_terminal_with_the_worst_problems_first(
    sandbox: SandboxProcess, gateways: Gateways, make_wait: MakeWait
) -> None:
    beat(gateways(terminal="YK-A"), make_wait, replace(REPORT, devices=()))
    beat(gateways(terminal="YK-B"), make_wait, replace(REPORT, devices=(), out_of_service="<b>door</b>"))
    beat(gateways(terminal="YK-C"), make_wait)
    page = requests.get(sandbox.url + "/", timeout=10).text
    assert page.index("YK-B") < page.index("YK-C") < page.index("YK-A")
    assert "&lt;b&gt;door&lt;/b&gt;" in page
    assert "<b>door</b>" not in page


def test_the_page_has_no_personal_data(sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait) -> None:
    receipt = gateway.put_case(sealed_case(sandbox.keys()), make_wait(5)).received
    gateway.put_rating(replace(RATING, level=1, labels=("108",)), make_wait(5))
    gateway.ask(question("code.send"), make_wait(5))
    page = requests.get(sandbox.url + "/", timeout=10).text
    assert receipt.case_number in page
    assert "非常不满意" in page
    for personal in (WANG["number"], WANG["name"], "19900000001", "19900000009"):
        assert personal not in page


class _Nesting(HTMLParser):
    """Fails on an end tag that does not match the open element."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert tag != "script"
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_well_formed_and_needs_no_script(
    sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    pages = [requests.get(sandbox.url + "/", timeout=10).text]
    assert "还没有终端联系过" in pages[0]
    beat(gateway, make_wait)
    gateway.put_case(sealed_case(sandbox.keys()), make_wait(5))
    gateway.put_rating(RATING, make_wait(5))
    pages.append(requests.get(sandbox.url + "/", timeout=10).text)
    for page in pages:
        nesting = _Nesting()
        nesting.feed(page)
        assert nesting.open == []


STROKES = [[[1000, 1000, 0], [4000, 1100, 40]], [[5000, 3000, 0]]]


def test_a_signature_is_a_drawing_beside_the_page_and_a_declaration_a_word_on_it(
    sandbox: SandboxProcess, gateway: HttpGateway, make_wait: MakeWait
) -> None:
    signed = sealed_case(sandbox.keys(), {**DRAFT, "signature": {"way": "signed", "strokes": STROKES}})
    declared = sealed_case(sandbox.keys(), {**DRAFT, "signature": {"way": "declared", "strokes": []}})
    for case in (signed, declared):
        gateway.put_case(case, make_wait(5))
    page = requests.get(sandbox.url + "/", timeout=10).text
    link = f"/sandbox/cases/{signed.case_id}/signature"
    assert f'href="{link}"' in page
    assert page.count("/signature") == 1
    assert "声明代替签名" in page
    drawing = requests.get(sandbox.url + link, timeout=10)
    assert drawing.headers["Content-Type"] == "image/svg+xml"
    (path,) = ElementTree.fromstring(drawing.text).findall("{http://www.w3.org/2000/svg}path")
    assert path.get("d") == "M1000 1000L4000 1100 M5000 3000h1"
    missing = requests.get(sandbox.url + f"/sandbox/cases/{declared.case_id}/signature", timeout=10)
    assert missing.status_code == 404


@pytest.mark.parametrize(
    "signature",
    [
        None,
        "signed",
        {"way": "signed"},
        {"way": "signed", "strokes": "M0 0"},
        {"way": "signed", "strokes": [[[1, 2]]]},
        {"way": "signed", "strokes": [[['"/><script>', 0, 0]]]},
        {"way": "signed", "strokes": [[[0.5, 0, 0]], [[1, 1, 0]]]},
        {"way": "signed", "strokes": [[[1, 1, 0]]] * 201},
        {"way": "signed", "strokes": [[[1, 1, 0]] * 256] * 20},
        {"way": ["declared"], "strokes": {}},
    ],
)
def test_what_is_no_signature_is_not_drawn(signature: object) -> None:
    assert strokes_in({"signature": signature}) == ()
    assert strokes_in(signature) == ()
