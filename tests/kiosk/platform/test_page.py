"""The page for people: what is wrong comes first, and nothing about a person is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import requests

from devices import Wait
from kiosk.platform.client import HttpGateway
from kiosk.platform.gateway import Heartbeat
from tests.contracts.test_platform_gateway import RATING, REPORT, question
from tests.kiosk.platform.conftest import Gateways
from tests.sandbox_process import WANG, SandboxProcess, sealed_case

Soon = Callable[[float], Wait]
DATABASES = ("sqlite", "postgresql")


def beat(gateway: HttpGateway, soon: Soon, report: Heartbeat = REPORT) -> None:
    gateway.heartbeat(report, soon(5))


def test_the_page_shows_the_terminal_in_most_trouble_first(
    sandbox: SandboxProcess, gateways: Gateways, soon: Soon
) -> None:
    beat(gateways(terminal="YK-A"), soon, replace(REPORT, devices=()))
    beat(gateways(terminal="YK-B"), soon, replace(REPORT, devices=(), out_of_service="<b>door</b>"))
    beat(gateways(terminal="YK-C"), soon)
    page = requests.get(sandbox.url + "/", timeout=10).text
    assert page.index("YK-B") < page.index("YK-C") < page.index("YK-A")
    assert "&lt;b&gt;door&lt;/b&gt;" in page
    assert "<b>door</b>" not in page


def test_the_page_tells_nothing_about_a_person(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    receipt = gateway.put_case(sealed_case(sandbox.keys()), soon(5)).received
    gateway.put_rating(replace(RATING, level=1, labels=("108",)), soon(5))
    gateway.ask(question("code.send"), soon(5))
    page = requests.get(sandbox.url + "/", timeout=10).text
    assert receipt.case_number in page
    assert "非常不满意" in page
    for personal in (WANG["number"], WANG["name"], "19900000001", "19900000009"):
        assert personal not in page


class _Nesting(HTMLParser):
    """Fails on a tag that closes another one's element."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert tag != "script"
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_well_formed_and_needs_no_script(sandbox: SandboxProcess, gateway: HttpGateway, soon: Soon) -> None:
    pages = [requests.get(sandbox.url + "/", timeout=10).text]
    assert "还没有终端联系过" in pages[0]
    beat(gateway, soon)
    gateway.put_case(sealed_case(sandbox.keys()), soon(5))
    gateway.put_rating(RATING, soon(5))
    pages.append(requests.get(sandbox.url + "/", timeout=10).text)
    for page in pages:
        nesting = _Nesting()
        nesting.feed(page)
        assert nesting.open == []
