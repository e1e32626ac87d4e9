"""The IPP driver on ippeveprinter, a real IPP printer of CUPS: every trouble that it can be set into."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from devices import DeviceSpec, DeviceState, SystemClock, Wait, open_device, transport
from devices.document_printer import ipp
from devices.document_printer.ipp_client import IppClient
from devices.print_outcome import Paper
from tests.devices.document_printer import ipp_printer
from tests.devices.document_printer.documents import document
from tests.devices.document_printer.ipp_printer import Printer
from tests.house.doors import ROOT

pytestmark = pytest.mark.skipif(
    bool(ipp_printer.missing()), reason=f"no {ipp_printer.missing()}: apt-get install cups-ipp-utils dbus"
)
CLOCK = SystemClock()
LONGEST_S = 15.0
CANCEL = "cancel-current-job.test"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time here is real: a job is looked at more often."""
    monkeypatch.setattr(ipp, "POLL_S", 0.1)


@pytest.fixture(scope="module")
def bus() -> Iterator[str]:
    with ipp_printer.message_bus() as address:
        yield address


@pytest.fixture
def printer(bus: str) -> Iterator[Printer]:
    with ipp_printer.printer(bus) as running:
        yield running


@pytest.fixture
def driver(printer: Printer) -> Iterator[Any]:
    # It counts no pages, so its driver has no model that says it does.
    opened = open_device(DeviceSpec("document_printer", "ipp", printer.address), CLOCK, ROOT / "config" / "models")
    yield opened.device
    opened.device.close()


def outcome(driver: Any, pages: int = 1, seconds: float = LONGEST_S) -> tuple[Paper, str]:
    found = driver.print(document(pages), Wait(CLOCK, seconds))
    return found.paper, found.fault.code if found.fault else ""


def faults(driver: Any) -> list[str]:
    return [each.code for each in driver.status(Wait(CLOCK, 5)).faults]


def between_look_and_job(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """Something happens to the printer after it was asked whether it can print, and before it has the job."""
    plain = IppClient.print

    def acted(self: IppClient, *given: Any) -> Any:
        act()
        return plain(self, *given)

    monkeypatch.setattr(IppClient, "print", acted)


def afterwards(seconds: float, act: Callable[[], object]) -> None:
    threading.Timer(seconds, act).start()


def test_a_document_arrives_byte_for_byte(driver: Any, printer: Printer) -> None:
    status = driver.status(Wait(CLOCK, 5))
    assert (status.state, status.levels) == (DeviceState.READY, {"paper": "ok", "toner": "ok"})
    assert driver.inventory(Wait(CLOCK, 5)).model.startswith("Example ")
    large = document(3, filling=600_000)
    assert driver.print(large, Wait(CLOCK, LONGEST_S)).paper is Paper.CAME_OUT
    assert outcome(driver) == (Paper.CAME_OUT, "")
    assert sorted(map(len, printer.printed())) == sorted(map(len, (large.pdf, document().pdf)))
    assert set(printer.printed()) == {large.pdf, document().pdf}


def test_a_printer_that_knows_an_older_version_alone_is_asked_in_it(bus: str) -> None:
    with ipp_printer.printer(bus, "-V", "1.1") as older:
        spec = DeviceSpec("document_printer", "ipp", older.address)
        driver: Any = open_device(spec, CLOCK, ROOT / "config" / "models").device
        assert driver.status(Wait(CLOCK, 5)).state is DeviceState.READY
        assert outcome(driver) == (Paper.CAME_OUT, "")
        driver.close()


def test_without_paper_nothing_is_sent_and_with_it_the_next_comes_out(driver: Any, printer: Printer) -> None:
    printer.media(0)
    assert outcome(driver) == (Paper.DID_NOT, "document_printer.paper_out")
    assert driver.status(Wait(CLOCK, 5)).levels["paper"] == "out"
    printer.media(25, size="na_letter_8.5x11in")
    assert outcome(driver) == (Paper.DID_NOT, "document_printer.wrong_paper")
    printer.media(5)
    assert driver.status(Wait(CLOCK, 5)).state is DeviceState.WARNING
    assert outcome(driver) == (Paper.CAME_OUT, "")
    assert printer.printed() == [document().pdf]


def test_a_job_that_waits_for_paper_comes_out_once_it_is_loaded(
    driver: Any, printer: Printer, monkeypatch: pytest.MonkeyPatch
) -> None:
    between_look_and_job(monkeypatch, lambda: printer.media(0))
    afterwards(0.8, lambda: printer.media(25))
    assert outcome(driver) == (Paper.CAME_OUT, "")
    assert printer.printed() == [document().pdf]


def test_a_job_that_finds_no_paper_until_the_deadline_is_unconfirmed(
    driver: Any, printer: Printer, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = IppClient.print
    between_look_and_job(monkeypatch, lambda: printer.media(0))
    assert outcome(driver, seconds=2.5) == (Paper.UNCONFIRMED, "document_printer.paper_out")
    assert faults(driver) == ["document_printer.paper_out", "document_printer.old_job"]
    monkeypatch.setattr(IppClient, "print", plain)
    # It agrees to cancel the job and prints it once there is paper: nothing else may come out with it.
    printer.command(seconds=1.5)
    printer.media(25)
    for _ in range(100):
        if faults(driver) != ["document_printer.paper_out", "document_printer.old_job"]:
            break
    assert outcome(driver) == (Paper.DID_NOT, "document_printer.old_job")
    for _ in range(200):
        if faults(driver) == []:
            break
        Wait(CLOCK, None).pause(0.05)
    assert printer.printed() == [document().pdf]
    printer.command()
    assert outcome(driver) == (Paper.CAME_OUT, "")


def test_a_cancelled_job_that_is_printed_all_the_same_is_unconfirmed(
    driver: Any, printer: Printer, monkeypatch: pytest.MonkeyPatch
) -> None:
    between_look_and_job(monkeypatch, lambda: printer.media(0))
    afterwards(0.4, lambda: printer.ipptool(CANCEL))
    afterwards(1.0, lambda: printer.media(25))
    assert outcome(driver) == (Paper.UNCONFIRMED, "document_printer.cancelled")
    assert printer.printed() == [document().pdf], "this printer hands on what was cancelled"


@pytest.mark.parametrize(
    ("state", "code"), [("media-jam", "document_printer.jam"), ("cover-open", "document_printer.cover_open")]
)
def test_a_job_that_completes_with_a_jam_or_an_open_cover_is_unconfirmed(
    driver: Any, printer: Printer, state: str, code: str
) -> None:
    printer.command(after=f"STATE: +{state}")
    assert outcome(driver) == (Paper.UNCONFIRMED, code)
    assert outcome(driver) == (Paper.DID_NOT, code), "the printer calls itself idle, and takes jobs"
    assert len(printer.printed()) == 1


def test_a_jam_that_was_cleared_leaves_a_doubt_where_no_pages_are_counted(driver: Any, printer: Printer) -> None:
    printer.command(before="STATE: +media-jam", seconds=0.6, after="STATE: -media-jam")
    assert outcome(driver) == (Paper.UNCONFIRMED, "document_printer.jam")
    printer.command(
        before="STATE: +media-jam", seconds=0.6, after="STATE: -media-jam\nATTR: job-impressions-completed=2"
    )
    assert outcome(driver, pages=2) == (Paper.CAME_OUT, "")


def test_fewer_pages_than_there_are_is_unconfirmed(driver: Any, printer: Printer) -> None:
    printer.command(after="ATTR: job-impressions-completed=2")
    assert outcome(driver, pages=3) == (Paper.UNCONFIRMED, "document_printer.incomplete")
    assert outcome(driver, pages=2) == (Paper.CAME_OUT, "")


def test_toner_low_warns_and_toner_empty_prints_nothing(driver: Any, printer: Printer) -> None:
    printer.toner(3)
    status = driver.status(Wait(CLOCK, 5))
    assert (status.state, status.levels["toner"]) == (DeviceState.WARNING, "near_end")
    assert outcome(driver) == (Paper.CAME_OUT, "")
    printer.toner(0)
    assert outcome(driver) == (Paper.DID_NOT, "document_printer.toner_empty")
    assert len(printer.printed()) == 1


def test_an_aborted_job_is_unconfirmed(driver: Any, printer: Printer) -> None:
    printer.command(code=1)
    assert outcome(driver) == (Paper.UNCONFIRMED, "document_printer.aborted")


def test_a_busy_printer_has_printed_nothing_of_ours(driver: Any, printer: Printer) -> None:
    printer.command(seconds=3)
    (printer.folder / "other.pdf").write_bytes(document(2).pdf)
    sent = printer.ipptool("print-job.test", "-f", str(printer.folder / "other.pdf"))
    assert sent.returncode == 0, sent.stdout
    assert outcome(driver) == (Paper.DID_NOT, "document_printer.busy")


def test_killed_in_the_middle_of_a_job_it_is_unconfirmed(
    driver: Any, printer: Printer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ipp, "LOST_LONGEST_S", 0.5)
    printer.command(seconds=30)
    afterwards(0.5, printer.kill)
    paper, code = outcome(driver)
    assert (paper, code) == (Paper.UNCONFIRMED, "transport.absent")
    assert driver.status(Wait(CLOCK, 3)).state is DeviceState.ABSENT
    assert outcome(driver) == (Paper.DID_NOT, "transport.absent")


def test_an_answer_that_is_lost_is_found_by_the_jobs_name(
    driver: Any, printer: Printer, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = IppClient.print

    def lost(self: IppClient, *given: Any) -> Any:
        plain(self, *given)
        raise transport.lost("in a test")

    monkeypatch.setattr(IppClient, "print", lost)
    assert outcome(driver) == (Paper.CAME_OUT, "")
    assert printer.printed() == [document().pdf]
