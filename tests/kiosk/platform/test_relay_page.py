"""The page of a relay in a real Chromium as on a small phone: by keys alone, at 360 pixels, on a line that is cut."""

from __future__ import annotations

import io
import os
import random
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from devices import SystemClock, Wait
from kiosk.case.blobs import BlobStore
from kiosk.effects import OpenRelay
from kiosk.events import Event
from kiosk.papers.pdf_reader import PdfReader
from kiosk.papers.pictures import Pictures
from kiosk.papers.scan_reader import ScanReader
from kiosk.papers.upload import UploadReader
from kiosk.platform.client import HttpGateway
from kiosk.platform.identity import TerminalKey
from kiosk.platform.relay_crypto import RelayKey
from kiosk.platform.relays import RelayOrder, RelayReason
from kiosk.relay_events import RelayEnded, RelayOpened, RelayReceived, RelayRefused, RelayRemoved
from kiosk.words import Data
from kiosk.workers.relay_desk import RelayDesk
from kiosk.workers.supervised import JobDeadline
from tests.chromium import Chromium, Tab, needs_chromium
from tests.kiosk.papers.test_upload import black_png, jpeg, page_of_paper
from tests.sandbox_process import TERMINAL, SandboxProcess

pytestmark = needs_chromium
KEY = TerminalKey(bytes(range(32)))
ITEM, MATERIAL = {"zh-CN": "居住证", "en": "Residence permit"}, {"zh-CN": "租房合同", "en": "Lease"}
READY = "!document.getElementById('work').hidden"
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"
CONTRAST = """(() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => { const f = (v) => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
    return .2126 * f(r) + .7152 * f(g) + .0722 * f(b); };
  const ground = (e) => { for (; e; e = e.parentElement) {
    const c = rgb(getComputedStyle(e).backgroundColor); if (c[3] !== 0) return c; } return [255, 255, 255]; };
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) { const e = walk.currentNode.parentElement; const text = walk.currentNode.data.trim();
    if (!text || !e.getClientRects().length || e.closest('noscript,script')) continue;
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05); if (ratio < 4.5) found.push([text, ratio]); }
  return found; })()"""
UNNAMED = """[...document.querySelectorAll('button,progress,input:not([hidden])')].filter((e) =>
  e.getClientRects().length && !(e.getAttribute('aria-label') || e.innerText.trim())).map((e) => e.outerHTML)"""


SILENT = """(() => { const ask = fetch; window.fetch = async (path, how) => {
  const answer = await ask(path, how);
  return answer.ok && path.endsWith('/state') ? Response.json({...await answer.json(), silent: 40}) : answer; }; })()"""
"""As if the terminal had not asked for so long."""


def state(place: int) -> str:
    return f"document.querySelectorAll('.file')[{place - 1}]?.dataset.state"


@dataclass
class Terminal:
    """A terminal that opened a relay and does nothing more by itself."""

    gateway: HttpGateway
    key: RelayKey
    link: str

    def whole_file(self, number: int) -> bytes:
        return self.key.open(number, self.gateway.relay_file(self.key.relay, number, wait())).data

    def judges(self, number: int, reason: RelayReason) -> None:
        self.gateway.judge_relay_file(self.key.relay, number, reason, wait())


def wait() -> Wait:
    return Wait(SystemClock(), 10)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxProcess]:
    with SandboxProcess(tmp_path_factory.mktemp("platform")) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with Chromium(tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


@pytest.fixture
def gateway(sandbox: SandboxProcess) -> Iterator[HttpGateway]:
    gateway = HttpGateway(sandbox.url, TERMINAL, KEY, sandbox.keys(), SystemClock())
    yield gateway
    gateway.close()


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("phone") / "IMG_2041.jpg"
    path.write_bytes(jpeg(page_of_paper()))
    return path


@dataclass(frozen=True)
class Stage:
    """The parts of a scene: the browser of the phones, the platform, a terminal with an open relay, a photo."""

    browser: Chromium
    sandbox: SandboxProcess
    gateway: HttpGateway
    photo: Path
    folder: Path

    def terminal(self, names: Mapping[str, str] = MATERIAL) -> Terminal:
        key = RelayKey.new()
        opened = self.gateway.open_relay(RelayOrder(key.relay, ITEM, names, "zh-CN"), wait())
        return Terminal(self.gateway, key, key.link(opened.url))


def press(tab: Tab, selector: str) -> None:
    tab.value(f"document.querySelector({selector!r}).focus()")
    tab.press("Enter")


def add(tab: Tab, *files: Path) -> None:
    press(tab, "#album")
    tab.chooses(*files)


def a_photo_is_sent_by_keys_alone_at_360_pixels(stage: Stage) -> None:
    terminal, photo = stage.terminal(), stage.photo
    tab = stage.browser.open(terminal.link)
    tab.until(READY)
    digits = terminal.key.digits
    assert tab.value("document.getElementById('digits').innerText") == f"{digits[:2]} {digits[2:]}"
    assert "租房合同，拍给机器" in tab.text()
    assert tab.value("document.documentElement.lang") == "zh-CN"
    tab.tab_to("#album")
    tab.press("Enter")
    tab.chooses(photo)
    tab.until(f"{state(1)} === 'checking'")
    assert terminal.whole_file(1) == photo.read_bytes()
    terminal.judges(1, RelayReason.BLURRED)
    tab.until(f"{state(1)} === 'blurred'")
    assert "字有点糊" in tab.text()
    assert tab.accessible() >= {
        ("heading", "租房合同，拍给机器"),
        ("image", f"配对数字：{' '.join(digits)}"),
        *(
            ("button", name)
            for name in ("重拍 第 1 张", "就用它 第 1 张", "再拍一张", "从相册选", "还要时间", "English")
        ),
        ("status", ""),
    }
    assert tab.value(UNNAMED) == []
    assert tab.value(CONTRAST) == []
    assert not tab.value(SIDEWAYS)
    assert "第 1 张: 字有点糊" in tab.until("document.getElementById('said').textContent"), "screen readers hear it"
    tab.value("document.getElementById('main').focus()")
    tab.tab_to(".file [data-act=keep]")
    tab.press("Enter")
    assert "就用它" in tab.until(f"{state(1)} === 'kept' && document.querySelector('.file .state').textContent")
    tab.tab_to("#done")
    tab.press("Enter")
    tab.until("document.getElementById('message-title').textContent.startsWith('传好了')")
    assert not tab.value(SIDEWAYS)
    addresses = [each["request"]["url"] for each in tab.events("Network.requestWillBeSent")]
    assert addresses
    assert all(each.startswith(terminal.link.partition("/relays/")[0]) for each in addresses), "nothing from elsewhere"
    secret = terminal.link.partition("#")[2]
    sent = [{**each["request"], "urlFragment": ""} for each in tab.events("Network.requestWillBeSent")]
    assert secret not in str(sent), "the key stays on the phone"
    assert tab.events("Runtime.exceptionThrown") == []
    assert [each for each in tab.events("Log.entryAdded") if each["entry"]["source"] == "security"] == []


def english_large_text_and_a_long_name_fit(stage: Stage) -> None:
    names = {"zh-CN": "材料", "en": "Certificate of no-fixed-residence-registration-elsewhere and so on"}
    tab = stage.browser.open(stage.terminal(names).link, width=320)
    tab.until(READY)
    press(tab, "#language")
    assert tab.value("document.documentElement.lang") == "en"
    assert "Does the terminal show the same four digits?" in tab.text()
    tab.value("document.documentElement.style.fontSize = '200%'")
    assert not tab.value(SIDEWAYS)
    assert tab.value(CONTRAST) == []
    press(tab, "#done")
    assert tab.value("document.getElementById('hint').innerText") == "The terminal has nothing yet. Take a photo first"
    minutes = "parseInt(document.getElementById('time').innerText)"
    assert tab.value(minutes) < 10
    press(tab, "#more")
    tab.until("document.getElementById('more').hidden")
    assert tab.value(minutes) >= 19


def a_second_phone_and_an_incomplete_code_are_refused_in_words(stage: Stage) -> None:
    browser, terminal = stage.browser, stage.terminal()
    first = browser.open(terminal.link)
    first.until(READY)
    second = browser.open(terminal.link)
    second.until("document.getElementById('message-title').innerText === '另一部手机正在传'")
    assert second.value("document.getElementById('work').hidden")
    first.call("Page.reload")
    first.until(f"{READY} && performance.getEntriesByType('navigation')[0].type === 'reload'")
    third = browser.open(terminal.link.partition("#")[0])
    third.until("document.getElementById('message-title').innerText === '这个码不完整'")


def after_a_reload_what_the_machine_has_is_shown_again(stage: Stage) -> None:
    browser, terminal, photo = stage.browser, stage.terminal(), stage.photo
    tab = browser.open(terminal.link)
    tab.until(READY)
    add(tab, photo)
    tab.until(f"{state(1)} === 'checking'")
    terminal.judges(1, RelayReason.NONE)
    tab.call("Page.reload")
    tab.until(f"performance.getEntriesByType('navigation')[0].type === 'reload' && {state(1)} === 'received'")
    add(tab, photo)
    tab.until(f"{state(2)} === 'checking'")
    assert [each.number for each in terminal.gateway.relay(terminal.key.relay, wait()).files] == [1, 2]
    # The code is scanned again: a second tab of the same phone, which then uses the number that the first would use.
    again = browser.open(terminal.link, beside=tab)
    again.until(f"{state(1)} === 'received' && {state(2)} === 'checking'")
    tab.set_offline(True)
    add(again, photo)
    again.until(f"{state(3)} === 'checking'")
    tab.set_offline(False)
    add(tab, photo)
    tab.until(f"{state(3)} === 'checking'")
    assert [each.number for each in terminal.gateway.relay(terminal.key.relay, wait()).files] == [1, 2, 3, 4]
    assert terminal.whole_file(3) == terminal.whole_file(4) == photo.read_bytes()


def a_relay_that_is_over_is_said(stage: Stage) -> None:
    browser, terminal = stage.browser, stage.terminal()
    tab = browser.open(terminal.link)
    tab.until(READY)
    tab.value(SILENT)
    tab.until("!document.getElementById('silent').hidden")
    assert "机器现在没有回应" in tab.text()
    terminal.gateway.close_relay(terminal.key.relay, wait())
    tab.until("document.getElementById('message-title').innerText === '这个码作废了'")
    assert tab.value("document.activeElement.id") == "main"
    later = browser.open(terminal.link)
    later.until("document.getElementById('message-title').innerText === '这个码作废了'")


def a_cut_line_is_said_and_the_photo_goes_on_where_it_was(stage: Stage) -> None:
    browser, sandbox, terminal, photo = stage.browser, stage.sandbox, stage.terminal(), stage.photo
    large = stage.folder / "large.jpg"
    large.write_bytes(photo.read_bytes() + bytes(900_000))
    tab = browser.open(terminal.link)
    tab.until(READY)
    sandbox.begin("drop_reply_after_commit", path=f"/relays/{terminal.key.relay}/files", times=2)
    tab.set_offline(True)
    add(tab, large)
    tab.until(f"{state(1)} === 'cut' && !document.getElementById('cut').hidden")
    assert "照片还在手机里" in tab.text()
    tab.set_offline(False)
    tab.until(f"{state(1)} === 'checking'")
    assert tab.value("document.getElementById('cut').hidden")
    assert terminal.whole_file(1) == large.read_bytes()


def what_cannot_be_sent_is_refused_on_the_phone_in_words(stage: Stage) -> None:
    browser, terminal = stage.browser, stage.terminal()
    heic, huge = stage.folder / "IMG_1.heic", stage.folder / "IMG_2.jpg"
    heic.write_bytes(b"\x00\x00\x00\x18ftypheic" + bytes(1000))
    huge.write_bytes(bytes(15 * 2**20 + 1))
    tab = browser.open(terminal.link)
    tab.until(READY)
    add(tab, heic, huge)
    tab.until(f"{state(1)} === 'heic' && {state(2)} === 'too_large'")
    assert "这是 HEIC 照片，机器读不了" in tab.text()
    press(tab, ".file [data-act=remove]")
    tab.until("document.querySelectorAll('.file').length === 1")
    assert tab.value("document.activeElement.id") == "camera", "the focus is not lost"
    assert terminal.gateway.relay(terminal.key.relay, wait()).files == ()


@contextmanager
def served(gateway: HttpGateway) -> Iterator[tuple[RelayOpened, list[Event], BlobStore]]:
    """A relay with the worker of a terminal and its real processes behind it."""
    clock, events, blobs = SystemClock(), list[Event](), BlobStore()
    desk = RelayDesk(
        lambda: gateway,
        clock,
        events.append,
        lambda: None,
        lambda words: ITEM,
        lambda: UploadReader(ScanReader, lambda: PdfReader((), clock)),
        blobs,
        Pictures(),
    )
    desk.take("visit-1", OpenRelay(1, Data("item"), Data("material"), "zh-CN"))
    job = desk.next()
    assert job is not None
    thread = clock.spawn("relay", lambda: desk.run(job, JobDeadline(clock)))
    try:
        while not events:
            wait().pause(0.02)
        opened = events[0]
        assert isinstance(opened, RelayOpened)
        yield opened, events, blobs
    finally:
        desk.keep_only("", frozenset())
        thread.join(10)


def of(events: list[Event], kind: type[Any]) -> list[Any]:
    return [each for each in events if isinstance(each, kind)]


def phone_and_terminal_together(stage: Stage) -> None:
    """A photo, a zip that is called a photo, and a bomb; then the photo is deleted, another sent, and it is done."""
    browser, gateway, photo, folder = stage.browser, stage.gateway, stage.photo, stage.folder
    archive, bomb, page = io.BytesIO(), folder / "bomb.png", folder / "contract.pdf"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("photo.jpg", b"not a photo")
    zipped = folder / "IMG_2042.jpg"
    zipped.write_bytes(archive.getvalue())
    bomb.write_bytes(black_png(12_000))
    page.write_bytes(b"<!doctype html><title>contract</title>")
    with served(gateway) as (opened, events, blobs):
        tab = browser.open(opened.link)
        tab.until(READY)
        shown = str(tab.value("document.getElementById('digits').innerText"))
        assert shown.replace(" ", "") == opened.digits
        add(tab, photo, zipped, bomb, page)
        tab.until(f"{state(4)} === 'not_a_picture'", 30)
        assert [tab.value(state(place)) for place in (1, 2, 3)] == ["received", "not_a_picture", "too_large"]
        assert "这不是照片，也不是 PDF，机器不收" in tab.text()
        assert [each.why for each in of(events, RelayRefused)] == ["not_a_picture", "too_large", "not_a_picture"]
        (received,) = of(events, RelayReceived)
        assert blobs.get(received.page).startswith(b"\xff\xd8\xff")
        press(tab, ".file [data-act=delete]")
        tab.until("document.querySelectorAll('.file').length === 3")
        add(tab, photo)
        tab.until(f"{state(4)} === 'received'", 30)
        assert of(events, RelayRemoved) == [RelayRemoved("visit-1", 1, 1)]
        press(tab, "#done")
        tab.until("document.getElementById('message-text').innerText.startsWith('机器收到 1 个文件')")
        while not of(events, RelayEnded):
            wait().pause(0.05)
        assert of(events, RelayEnded) == [RelayEnded("visit-1", 1, "done")]
        assert len(of(events, RelayReceived)) == 2


CHIEF = (a_photo_is_sent_by_keys_alone_at_360_pixels, phone_and_terminal_together)
OTHERS = (
    english_large_text_and_a_long_name_fit,
    a_second_phone_and_an_incomplete_code_are_refused_in_words,
    after_a_reload_what_the_machine_has_is_shown_again,
    a_relay_that_is_over_is_said,
    a_cut_line_is_said_and_the_photo_goes_on_where_it_was,
    what_cannot_be_sent_is_refused_on_the_phone_in_words,
)


def chosen() -> tuple[Callable[[Stage], None], ...]:
    """The chief scenes and, by seed, another one; all of them with YIKE_PHONE=all."""
    if os.environ.get("YIKE_PHONE") == "all":
        return (*CHIEF, *OTHERS)
    seed = int(os.environ.get("YIKE_SEED") or SystemClock().now().toordinal())
    return (*CHIEF, random.Random(seed).choice(OTHERS))


@pytest.mark.parametrize("scene", chosen(), ids=lambda scene: scene.__name__)
def test_the_page_on_a_phone(
    scene: Callable[[Stage], None],
    browser: Chromium,
    sandbox: SandboxProcess,
    gateway: HttpGateway,
    photo: Path,
    tmp_path: Path,
) -> None:
    scene(Stage(browser, sandbox, gateway, photo, tmp_path))
