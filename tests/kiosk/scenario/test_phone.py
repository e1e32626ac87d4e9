"""The phone of a rehearsal: each of its files has its fate at the terminal, and a scenario says what it does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from pydantic import ValidationError

from devices import FakeClock, SystemClock, Wait
from kiosk.papers.pdf_reader import PdfReader
from kiosk.papers.scan_reader import ScanReader
from kiosk.papers.upload import UploadReader, UploadRefused
from kiosk.platform.client import HttpGateway
from kiosk.platform.identity import TerminalKey
from kiosk.platform.relay_crypto import RelayKey
from kiosk.platform.relays import RelayOrder, RelayReason, RelayState
from kiosk.relay_events import RelayOpened
from kiosk.scenario.actors import ActorError
from kiosk.scenario.language import Scenario, Step
from kiosk.scenario.phone import FILES, CitizensPhone, Phone
from kiosk.scenario.recorder import Recorder
from kiosk.scenario.report import Report
from kiosk.scenario.runner import _Player
from tests.sandbox_process import TERMINAL, SandboxProcess

FATES = {
    "photo": "",
    "blurred_photo": "blurred",
    "blank_photo": "blank",
    "cut_photo": "damaged",
    "pdf": "",
    "zip_bomb": "not_a_picture",
    "web_page": "not_a_picture",
    "huge_picture": "too_large",
}
NAMES = {"zh-CN": "材料"}
KEY = TerminalKey(bytes(range(32)))


def wait() -> Wait:
    return Wait(SystemClock(), 10)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxProcess]:
    with SandboxProcess(tmp_path_factory.mktemp("platform")) as sandbox:
        yield sandbox


@pytest.fixture
def gateway(sandbox: SandboxProcess) -> Iterator[HttpGateway]:
    gateway = HttpGateway(sandbox.url, TERMINAL, KEY, sandbox.keys(), SystemClock())
    yield gateway
    gateway.close()


def opened(gateway: HttpGateway) -> tuple[RelayKey, str]:
    key = RelayKey.new()
    return key, key.link(gateway.open_relay(RelayOrder(key.relay, NAMES, NAMES, "zh-CN"), wait()).url)


def test_each_file_has_its_fate(sandbox: SandboxProcess, gateway: HttpGateway) -> None:
    key, link = opened(gateway)
    phone = Phone(link, sandbox.url)
    assert (phone.digits, phone.shown["material"]) == (key.digits, NAMES)
    uploads, fates = UploadReader(ScanReader, lambda: PdfReader((), SystemClock())), dict[str, str]()
    try:
        for name in FILES:
            number = phone.send(name)
            file = key.open(number, gateway.relay_file(key.relay, number, wait()))
            try:
                (page,) = uploads.pages(file.data, wait(), 20)
                fates[name] = page.hint
            except UploadRefused as refused:
                fates[name] = refused.reason
            gateway.judge_relay_file(key.relay, number, RelayReason(fates[name]), wait())
    finally:
        uploads.close()
    assert fates == FATES
    assert list(phone.told().values()) == list(fates.values())


class Still:
    """Stage and world of a player, of which nothing is wanted but time and a phone."""

    def __init__(self, control: str) -> None:
        self.phone, self.platform = CitizensPhone(control), self

    def settle(self) -> None: ...

    def advance(self, seconds: float) -> None: ...

    def set_time(self, moment: str) -> None: ...


def player(still: Any) -> _Player:
    return _Player(cast(Scenario, None), still, still, FakeClock(), Recorder(None), Report("test"))


def test_a_scenario_says_what_the_phone_does(sandbox: SandboxProcess, gateway: HttpGateway) -> None:
    key, link = opened(gateway)
    still = Still(sandbox.url)
    still.phone.event(RelayOpened("visit-1", 1, link, key.digits, 600))
    plays = player(still)
    for act in ({"send": "zip_bomb"}, {"send": "web_page"}, {"delete": 1}, {"more": True}, {"done": True}):
        plays.phone(Step.model_validate({"phone": act}))
    status = gateway.relay(key.relay, wait())
    assert (status.state, [each.number for each in status.files]) == (RelayState.DONE, [2])
    assert status.seconds > 600


def test_a_phone_without_a_code_and_a_file_that_nobody_knows_are_said(tmp_path: Path) -> None:
    with pytest.raises(ActorError, match="no code for a phone"):
        player(Still("")).phone(Step.model_validate({"phone": {}}))
    with pytest.raises(ValidationError, match=r"no file 'lease'; known: blank_photo"):
        Step.model_validate({"phone": {"send": "lease"}})
