"""A simulated network scanner with a flatbed and a feeder that speaks eSCL, and the papers that people put into it.

Its answers are written from the Mopria eSCL specification in `simulated_answers`; the picture of a page is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from devices.clock import Clock
from devices.document_scanner import simulated_answers as answers
from devices.document_scanner.simulated_answers import Asked, JobRow
from devices.drawn_scans import Scan, scan_jpeg, sheet_of, with_huge_size
from devices.http_simulator import HttpReply, HttpRequest, HttpSimulator, reply
from devices.lazy_dataclass import dataclass
from devices.misfortunes import LOST, PAPER, Action, Misfortune, Parameter, Simulator

AFTER_PAGE: Mapping[str, Parameter] = MappingProxyType({"after_page": 1})
MISFORTUNES = (
    Misfortune("jam", "Paper is jammed in the feeder", ("document_scanner.jam",)),
    Misfortune("jam_during", "Paper jams in the feeder after a page", ("document_scanner.jam",), AFTER_PAGE),
    Misfortune("no_paper", "The feeder takes no paper", ("document_scanner.no_paper",)),
    Misfortune("cover_open", "The feeder's cover is open", ("document_scanner.cover_open",)),
    Misfortune("multipick", "The feeder draws two sheets at once", ("document_scanner.multipick",)),
    Misfortune("busy", "The scanner begins nothing now", ("document_scanner.busy",)),
    Misfortune("slow", "The scanner is slow", ("document_scanner.unfinished",), MappingProxyType({"factor": 3})),
    Misfortune("silent", "The scanner does not answer", ("document_scanner.no_answer",)),
    Misfortune("freezes_during", "It stops in the middle of a page", ("document_scanner.no_answer",)),
    Misfortune("cut_during", "Its connection ends in the middle of a page", LOST),
    Misfortune("cut_picture", "Pictures break off, and it does not say so", ("document_scanner.cut_picture",)),
    Misfortune("aborts", "It sends a page, and calls the job aborted", ("document_scanner.aborted",)),
    Misfortune("garbled", "Answers are noise", ("document_scanner.other_service",)),
    Misfortune("other_service", "A web page answers", ("document_scanner.other_service",)),
    Misfortune("blank_page", "Pages come out blank"),
    Misfortune("blurred", "The optics are out of focus"),
    Misfortune("huge_picture", "Pictures claim 40 000 pixels a side", ("document_scanner.too_large",)),
    Misfortune("unplugged", "The network plug is pulled", LOST),
    Misfortune("unplugged_during", "The network plug is pulled during a page", LOST),
)
ACTIONS = (
    Action("put_paper", "A paper is put on the glass: its text, or a picture file", PAPER),
    Action("put_stack", "A stack is put into the feeder: the texts of its pages, with | between", PAPER),
    Action("take_original", "The papers are taken away"),
)
PATH = "/eSCL"
PAGE_S = 3.0
"""Seconds for a page at 200 dpi."""
GIVES_UP_S = 60.0
"""A job that nobody asks about for so long is over."""
PIECES = 8
NOISE = bytes(range(256))
PAGE = b"<!doctype html><title>Welcome</title><p>Log in to use the network.</p>"
KEEP_JOBS = 20
NEVER = 1e6
JAMS = ("jam", "jam_during")
"""One becomes the other after a page; ended, both are."""
ADF_TROUBLES: Mapping[str, str] = MappingProxyType(
    {
        "jam": "ScannerAdfJam",
        "cover_open": "ScannerAdfHatchOpen",
        "multipick": "ScannerAdfMultipickDetected",
        "no_paper": "ScannerAdfEmpty",
    }
)


def create(clock: Clock, options: Mapping[str, Any]) -> Simulator:
    """A scanner with nothing in it; options as in a model's profile."""
    return EsclSimulator(clock, options)


@dataclass
class _Job:
    number: int
    asked: Asked
    touched_at: float
    sent: int = 0
    state: str = "Processing"

    @property
    def open(self) -> bool:
        return self.state == "Processing"


class EsclSimulator(HttpSimulator):
    """The other end of a scanner's wire."""

    def __init__(self, clock: Clock, options: Mapping[str, Any] = MappingProxyType({})) -> None:
        super().__init__(clock, MISFORTUNES)
        self._path = str(options.get("path") or PATH)
        self._feeder = bool(options.get("feeder", True))
        self._page_s = float(options.get("page_s") or PAGE_S)
        self._jobs: dict[int, _Job] = {}
        self._numbers = 0
        self.on_glass: str | bytes | None = None
        self.stack: list[str | bytes] = []

    @property
    def open_jobs(self) -> int:
        """Jobs that are not over."""
        with self._lock:
            return sum(job.open for job in self._jobs.values())

    def put_paper(self, text: str) -> None:
        """Put a paper on the glass, in place of any other; it lies there until it is taken."""
        with self._lock:
            self.on_glass = sheet_of(text)

    def put_stack(self, text: str) -> None:
        with self._lock:
            self.stack = [sheet_of(each.strip()) for each in text.split("|") if each.strip()]

    def take_original(self) -> None:
        with self._lock:
            self.on_glass, self.stack = None, []

    def end(self, misfortune: str) -> None:
        with self._lock:
            for each in JAMS if misfortune in JAMS else ():
                self.misfortunes.end(each)
            if misfortune.startswith("unplugged"):
                for job in self._jobs.values():
                    job.state = "Aborted" if job.open else job.state
            super().end(misfortune)

    def _answer(self, asked: HttpRequest) -> HttpReply | None:
        with self._lock:
            if self.misfortunes.on("silent") or self.misfortunes.on("unplugged"):
                return None
            if self.misfortunes.on("garbled"):
                return reply(NOISE, "text/xml")
            if self.misfortunes.on("other_service"):
                return reply(PAGE, "text/html")
            path = asked.target.removeprefix(self._path)
            if asked.method == "GET" and path == "/ScannerCapabilities":
                return reply(answers.capabilities(feeder=self._feeder), "text/xml")
            if asked.method == "GET" and path == "/ScannerStatus":
                return reply(self._status(), "text/xml")
            if asked.method == "POST" and path == "/ScanJobs":
                return self._begin_job(asked)
            return self._of_job(asked.method, path)

    def _of_job(self, method: str, path: str) -> HttpReply:
        _, folder, number, *rest = [*path.split("/"), "", ""]
        job = self._jobs.get(int(number)) if folder == "ScanJobs" and number.isdecimal() else None
        if job is None:
            self.complain(f"{method} {path[:60]!r} is for nothing")
            return _nothing(404)
        job.touched_at = self._clock.monotonic()
        if method == "DELETE":
            job.state = "Canceled" if job.open else job.state
            return _nothing(200)
        if method == "GET" and rest[0] == "NextDocument":
            return self._next_document(job)
        self.complain(f"{method} {path[:60]!r} is no operation")
        return _nothing(405)

    def _status(self) -> bytes:
        self._give_up_old_jobs()
        rows = [JobRow(job.number, job.state, job.sent) for job in reversed(self._jobs.values())]
        busy = self.misfortunes.on("busy") or any(job.open for job in self._jobs.values())
        return answers.status("Processing" if busy else "Idle", self._adf(), rows, self._path)

    def _adf(self) -> str:
        """AdfState; "" without a feeder."""
        if not self._feeder:
            return ""
        trouble = next((state for name, state in ADF_TROUBLES.items() if self.misfortunes.on(name)), "")
        return trouble or ("ScannerAdfLoaded" if self.stack else "ScannerAdfEmpty")

    def _begin_job(self, request: HttpRequest) -> HttpReply:
        self._give_up_old_jobs()
        asked = answers.read_settings(request.body, feeder=self._feeder)
        if isinstance(asked, str):
            self.complain(asked)
            return _nothing(409)
        if self.misfortunes.on("busy") or any(job.open for job in self._jobs.values()):
            return _nothing(503)
        if asked.feeder and self._adf() != "ScannerAdfLoaded":
            return _nothing(409)
        self._numbers += 1
        self._jobs[self._numbers] = _Job(self._numbers, asked, self._clock.monotonic())
        for old in list(self._jobs)[:-KEEP_JOBS]:
            del self._jobs[old]
        where = f"http://{request.headers.get('host', 'localhost')}{self._path}/ScanJobs/{self._numbers}"
        return HttpReply(201, MappingProxyType({"Location": where}))

    def _next_document(self, job: _Job) -> HttpReply:
        jam = self.misfortunes.on("jam_during")
        if jam and job.asked.feeder and job.sent >= int(jam["after_page"]):
            self.misfortunes.end("jam_during")
            self.misfortunes.begin("jam")
        if job.asked.feeder and self._adf() not in ("ScannerAdfLoaded", "ScannerAdfEmpty"):
            job.state = "Aborted"
            return _nothing(409)
        if not job.open or (job.sent if not job.asked.feeder else not self.stack):
            job.state = "Completed" if job.open else job.state
            return _nothing(404)
        if self.misfortunes.on("unplugged_during"):
            self._wire.cut()
            return _nothing(503)
        sheet = self.stack.pop(0) if job.asked.feeder else self.on_glass
        job.sent += 1
        if not job.asked.feeder:
            job.state = "Completed"
        if self.misfortunes.on("aborts"):
            job.state = "Aborted"
        return self._picture(sheet, job.asked)

    def _picture(self, sheet: str | bytes | None, asked: Asked) -> HttpReply:
        if self.misfortunes.on("blank_page"):
            sheet = "" if sheet is not None else None
        scan = Scan(asked.dpi, asked.colour, asked.width, asked.height, bool(self.misfortunes.on("blurred")))
        data = scan_jpeg(sheet, scan)
        if self.misfortunes.on("huge_picture"):
            data = with_huge_size(data)
        if self.misfortunes.on("cut_picture"):
            data = data[: len(data) * 2 // 3]
        slow = self.misfortunes.on("slow")
        page_s = self._page_s * asked.dpi / 200 * (float(slow["factor"]) if slow else 1.0)
        if self.misfortunes.on("cut_during"):
            head = f"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n\r\n"
            return HttpReply(raw=head.encode("ascii") + data[: len(data) // 2])
        length = -(-len(data) // PIECES)
        pieces = [(page_s / PIECES, data[at : at + length]) for at in range(0, len(data), length)]
        if self.misfortunes.on("freezes_during"):
            pieces[len(pieces) // 2] = (NEVER, pieces[len(pieces) // 2][1])
        return HttpReply(200, MappingProxyType({"Content-Type": "image/jpeg"}), tuple(pieces))

    def _give_up_old_jobs(self) -> None:
        for job in self._jobs.values():
            if job.open and self._clock.monotonic() - job.touched_at > GIVES_UP_S:
                job.state = "Aborted"


def _nothing(status: int) -> HttpReply:
    return HttpReply(status)
