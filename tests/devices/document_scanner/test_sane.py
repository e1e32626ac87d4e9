"""The driver `sane` on SANE's backend `test`, whose devices fail by option: every status, slowness, a feeder's end."""

from __future__ import annotations

import re
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from devices import DeviceFault, DeviceSpec, DeviceState, SystemClock, Wait, open_device
from devices.document_scanner.contract import DocumentScannerCapability, Glance, ScanOutcome, ScanRequest, Source
from devices.document_scanner.picture import read_size
from devices.opening import recording_of
from devices.ports_in_use import PortsInUse
from devices.registry import UnknownDevice, actions, create_simulator, misfortunes
from devices.sane_port import SanePort
from devices.tap import Recording
from tests.devices.document_scanner import sane

pytestmark = pytest.mark.skipif(bool(sane.missing("test")), reason=sane.missing("test"))
SETTINGS = "number_of_devices 2\n"
MODEL = """
feeder_source = "Automatic Document Feeder"
glass_mm = [200, 200]
settings = ["test-picture=Grid"]
"""
GREY = ScanRequest(75, colour=False)
SLOW = ["read-delay=yes", "read-delay-duration=200000", "read-limit=yes", "read-limit-size=20000"]
Scanner = Callable[..., Any]


def feeder(pages_most: int) -> ScanRequest:
    return ScanRequest(75, colour=False, source=Source.FEEDER, pages_most=pages_most)


@pytest.fixture
def scanner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scanner:
    """Opens a device of SANE with further settings."""
    monkeypatch.setenv("SANE_CONFIG_DIR", str(sane.config(tmp_path, "test", SETTINGS)))
    (tmp_path / "model.toml").write_text(MODEL, encoding="ascii")

    def opened(*settings: str, device: str = "test:0", recording: Recording | None = None) -> Any:
        options = {"settings": [*settings, "test-picture=Grid"]}
        spec = DeviceSpec("document_scanner", "sane", f"sane:{device}", "model", options)
        return open_device(spec, SystemClock(), tmp_path, recording).device

    return opened


def scan(device: Any, request: ScanRequest = GREY, seconds: float = 20) -> tuple[int, str]:
    found: ScanOutcome = device.scan(request, Wait(SystemClock(), seconds))
    return len(found.pages), found.fault.code.removeprefix("document_scanner.") if found.fault else ""


def running() -> list[str]:
    """Programs of scans that have not ended."""
    listed = subprocess.run(["ps", "-eo", "comm,args"], capture_output=True, text=True, check=True).stdout
    return re.findall(r"^scanimage .*--device-name=test:1 .*$", listed, re.MULTILINE)


def test_a_page_of_the_glass_in_grey_and_in_colour(scanner: Scanner) -> None:
    device = scanner()
    for request, dpi in ((GREY, 75), (ScanRequest(200), 200)):
        found = device.scan(request, Wait(SystemClock(), 20))
        (page,) = found.pages
        assert (found.fault, found.feeder_empty, page.dpi, page.media_type) == (None, None, dpi, "image/jpeg")
        assert abs(page.width - 200 / 25.4 * dpi) <= 2
        assert (read_size(page.data).width, read_size(page.data).height) == (page.width, page.height)
    assert device.glance(Glance(), Wait(SystemClock(), 20)).pages[0].dpi == 75


def test_a_feeder_to_its_end_and_to_the_most(scanner: Scanner) -> None:
    device = scanner()
    found = device.scan(feeder(40), Wait(SystemClock(), 20))
    assert (len(found.pages), found.fault, found.feeder_empty) == (10, None, True)
    found = device.scan(feeder(3), Wait(SystemClock(), 20))
    assert (len(found.pages), found.fault, found.feeder_empty) == (3, None, None)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("Default", ""),
        ("SANE_STATUS_UNSUPPORTED", "not_supported"),
        ("SANE_STATUS_CANCELLED", "aborted"),
        ("SANE_STATUS_DEVICE_BUSY", "busy"),
        ("SANE_STATUS_INVAL", "not_supported"),
        ("SANE_STATUS_EOF", "cut_picture"),
        ("SANE_STATUS_JAMMED", "jam"),
        ("SANE_STATUS_NO_DOCS", "no_paper"),
        ("SANE_STATUS_COVER_OPEN", "cover_open"),
        ("SANE_STATUS_IO_ERROR", "io_error"),
        ("SANE_STATUS_NO_MEM", "io_error"),
        ("SANE_STATUS_ACCESS_DENIED", "refused"),
    ],
)
@pytest.mark.parametrize("source", Source)
def test_every_status_of_sane(scanner: Scanner, status: str, code: str, source: Source) -> None:
    request = GREY if source is Source.FLATBED else feeder(2)
    pages = (1 if source is Source.FLATBED else 2) if status == "Default" else 0
    assert scan(scanner(f"read-return-value={status}"), request) == (pages, code)


def test_the_table_above_has_every_status_there_is(scanner: Scanner, tmp_path: Path) -> None:
    _, listed, _ = sane.scanimage(tmp_path, "test:0", "-A")
    offered = set(re.findall(r"SANE_STATUS_[A-Z_]+", listed.decode()))
    (table,) = (mark.args[1] for mark in test_every_status_of_sane.pytestmark if "status" in mark.args[0])  # type: ignore[attr-defined]
    assert offered == {status for status, _ in table} - {"Default"}


def test_a_slow_scan_is_waited_for_and_one_past_its_deadline_is_no_page(scanner: Scanner) -> None:
    assert scan(scanner("read-delay=yes", "read-delay-duration=20000"))[0] == 1
    clock = SystemClock()
    began = clock.monotonic()
    assert scan(scanner(*SLOW), ScanRequest(200), 1.8) == (0, "unfinished")
    assert clock.monotonic() - began < 2.5
    assert scan(scanner(*SLOW), GREY, 1.05)[0] == 0


def test_a_cancel_ends_within_two_tenths_and_gives_no_short_page(scanner: Scanner) -> None:
    clock = SystemClock()
    wait = Wait(clock, 30)
    device, moments = scanner(*SLOW, device="test:1"), list[float]()

    def cancel() -> None:
        moments.append(clock.monotonic())
        wait.cancel()

    threading.Timer(0.5, cancel).start()
    found = device.scan(ScanRequest(200), wait)
    assert clock.monotonic() - moments[0] < 0.4
    assert (found.pages, found.fault.code) == ((), "document_scanner.cancelled")
    assert scan(device) == (1, ""), "the next scan waits for the end of the one before"
    for _ in range(100):
        if not running():
            return
        Wait(clock, None).pause(0.1)
    raise AssertionError(running())


def test_more_bytes_than_a_case_takes_end_the_scan(scanner: Scanner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.document_scanner.sane.BYTES_MOST", 30_000)
    pages, code = scan(scanner(), feeder(10))
    assert (pages < 10, code) == (True, "too_large")


def test_a_status_opens_the_device(scanner: Scanner, tmp_path: Path) -> None:
    ready = scanner().status(Wait(SystemClock(), 10))
    assert (ready.state, ready.capabilities) == (DeviceState.READY, set(DocumentScannerCapability))
    absent = scanner(device="test:7").status(Wait(SystemClock(), 10))
    assert (absent.state, absent.faults[0].code) == (DeviceState.ABSENT, "transport.absent")
    assert scan(scanner(device="test:7")) == (0, "transport.absent")
    spent = Wait(SystemClock(), 10)
    spent.cancel()
    assert scanner().scan(GREY, spent).fault.code == "document_scanner.cancelled"


def test_settings_that_the_backend_does_not_know_are_not_supported(scanner: Scanner) -> None:
    assert scan(scanner("nonsense=1")) == (0, "not_supported")
    assert scan(scanner("mode=Infrared")) == (0, "not_supported")


def test_without_the_program_it_is_absent(scanner: Scanner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    assert scan(scanner()) == (0, "transport.absent")


def test_a_trace_has_no_picture(scanner: Scanner) -> None:
    recording = recording_of(DeviceSpec("document_scanner", "sane", "sane:test:0"), SystemClock())
    assert scan(scanner(recording=recording))[0] == 1
    text = recording.text()
    assert b"--mode=Gray".hex() in text
    assert b"Scanned page 1".hex() in text
    assert b"\xff\xd8\xff".hex() not in text
    assert b"JFIF".hex() not in text
    assert "2a" * 400 in text


def test_two_devices_do_not_share_a_port(scanner: Scanner) -> None:
    in_use = PortsInUse()
    first = SanePort("sane:test:0", owner="left", in_use=in_use)
    pipe = first.open()
    with pytest.raises(DeviceFault, match="'left'"):
        SanePort("sane:test:0", owner="right", in_use=in_use).open()
    pipe.close()
    SanePort("sane:test:0", owner="right", in_use=in_use).open().close()


def test_it_has_no_simulator_of_ours() -> None:
    assert actions("document_scanner", "sane") == ()
    assert misfortunes("document_scanner", "sane") == ()
    with pytest.raises(UnknownDevice, match="sane:NAME"):
        create_simulator("document_scanner", "sane", SystemClock(), {})


def test_nothing_is_left_in_the_folder_of_temporary_files(
    scanner: Scanner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "t"))
    (tmp_path / "t").mkdir()
    assert scan(scanner())[0] == 1
    assert list((tmp_path / "t").iterdir()) == []
