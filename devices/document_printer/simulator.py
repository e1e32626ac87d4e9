"""A simulated A4 printer that takes PDF over IPP 2.0, with its tray, its toner and the sheets that came out.

The operations every printer has (RFC 8011, section 5.2.2) over HTTP; what moves inside is in `engine`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from devices.clock import Clock
from devices.document_printer.engine import OVER, PENDING, Engine, PrintJob, Sheet
from devices.document_printer.ipp_coding import Attribute, Group, Message, NotIpp, Tag, decode, encode
from devices.document_printer.simulated_answers import (
    job_attributes,
    printer_attributes,
    refused_attribute,
    requested,
)
from devices.http_simulator import HttpReply, HttpRequest, HttpSimulator, reply
from devices.misfortunes import LOST, Action, Misfortune, Parameter, Simulator

AFTER_PAGE: Mapping[str, Parameter] = MappingProxyType({"after_page": 1})
MISFORTUNES = (
    Misfortune("paper_out", "The paper tray is empty", ("document_printer.paper_out",)),
    Misfortune("paper_low", "The paper tray is nearly empty"),
    Misfortune("paper_out_during", "The paper runs out after a page", ("document_printer.paper_out",), AFTER_PAGE),
    Misfortune("jam", "Paper is jammed", ("document_printer.jam",)),
    Misfortune("jam_during", "Paper jams after a page", ("document_printer.jam",), AFTER_PAGE),
    Misfortune("cover_open", "The cover is open", ("document_printer.cover_open",)),
    Misfortune("toner_low", "The toner is nearly used up"),
    Misfortune("toner_empty", "The toner is used up", ("document_printer.toner_empty",)),
    Misfortune("busy", "The printer takes no job now", ("document_printer.busy",)),
    Misfortune("aborts", "The printer gives a job up after a page", ("document_printer.aborted",), AFTER_PAGE),
    Misfortune("dies_during", "The printer loses its power in the middle of a page", LOST, AFTER_PAGE),
    Misfortune(
        "cancelled_but_printed", "A job is cancelled at the printer, and comes out", ("document_printer.cancelled",)
    ),
    Misfortune(
        "completes_without_paper", "A job is completed, and nothing comes out", ("document_printer.incomplete",)
    ),
    Misfortune("silent", "The printer does not answer", ("document_printer.no_answer",)),
    Misfortune("slow", "The printer is slow", ("document_printer.unfinished",), MappingProxyType({"factor": 4})),
    Misfortune("garbled", "Answers are noise", ("transport.noise",)),
    Misfortune("other_service", "A web page answers", ("document_printer.other_service",)),
    Misfortune("unplugged", "The network plug is pulled", LOST),
    Misfortune("unplugged_during", "The network plug is pulled after a page", LOST, AFTER_PAGE),
)
ACTIONS = (Action("take_sheets", "The sheets that came out are taken"),)
DURING: Mapping[str, str] = MappingProxyType({"paper_out": "paper_out_during", "jam": "jam_during"})
PRINT_JOB, VALIDATE_JOB, CANCEL_JOB, GET_JOB, GET_JOBS, GET_PRINTER = 0x02, 0x04, 0x08, 0x09, 0x0A, 0x0B
OK, BAD_REQUEST, NOT_POSSIBLE, NOT_FOUND, FORMAT = 0x0000, 0x0400, 0x0404, 0x0406, 0x040A
NOT_SUPPORTED_VALUE, OPERATION, VERSION, BUSY = 0x040B, 0x0501, 0x0503, 0x0507
PATH = "/ipp/print"
NOISE = bytes(range(256))
PAGE = b"<!doctype html><title>Welcome</title><p>Log in to use the network.</p>"


def create(clock: Clock, options: Mapping[str, Any]) -> Simulator:
    """A printer with a full tray; options as in a model's profile."""
    return IppSimulator(clock, options)


class IppSimulator(HttpSimulator):
    """`sheets` has all sheets that came out, newest last, `waiting` those in the output tray."""

    def __init__(self, clock: Clock, options: Mapping[str, Any] = MappingProxyType({})) -> None:
        super().__init__(clock, MISFORTUNES)
        self._path = str(options.get("path") or PATH)
        self._taken = 0
        self.engine = Engine(
            clock,
            self.misfortunes,
            float(options.get("page_s") or 3.0),
            float(options.get("warm_up_s", 6.0)),
            lambda: self._wire.cut(),
        )
        self._counts = bool(options.get("counts_pages", True))

    @property
    def pending(self) -> int:
        """Bytes of the documents that may still come out."""
        with self._lock:
            self.engine.advance()
            return sum(len(job.pdf) for job in self.engine.jobs.values() if job.state not in OVER or job.ghost)

    @property
    def sheets(self) -> list[Sheet]:
        with self._lock:
            self.engine.advance()
            return list(self.engine.sheets)

    @property
    def waiting(self) -> list[Sheet]:
        return self.sheets[self._taken :]

    def take_sheets(self) -> list[Sheet]:
        """Take what lies in the output tray."""
        with self._lock:
            taken = self.waiting
            self._taken += len(taken)
            return taken

    def begin(self, misfortune: str, **parameters: Parameter) -> None:
        with self._lock:
            self.engine.advance()
            super().begin(misfortune, **parameters)
            self.engine.advance()

    def end(self, misfortune: str) -> None:
        with self._lock:
            self.engine.advance()
            super().end(misfortune)
            if misfortune in DURING:
                self.misfortunes.end(DURING[misfortune])
            if misfortune == "dies_during":
                self._wire.mend()
            self.engine.advance()

    def _answer(self, asked: HttpRequest) -> HttpReply | None:
        with self._lock:
            self.engine.advance()
            if self.misfortunes.on("silent") or self.misfortunes.on("unplugged"):
                return None
            if self.misfortunes.on("garbled"):
                return reply(NOISE, "application/ipp")
            if self.misfortunes.on("other_service"):
                return reply(PAGE, "text/html")
            slow = self.misfortunes.on("slow")
            after = 0.1 * float(slow["factor"]) if slow else 0.0
            if asked.method != "POST" or asked.headers.get("content-type", "") != "application/ipp":
                return reply(PAGE, "text/html", status=200 if asked.method == "GET" else 400, after=after)
            try:
                message, length = decode(asked.body)
            except NotIpp as wrong:
                self.complain(f"no IPP: {wrong}")
                return reply(b"", "text/plain", status=400)
            answer = self._operation(message, asked.body[length:])
            self.engine.advance()
            return reply(encode(answer), "application/ipp", after=after)

    def _operation(self, asked: Message, document: bytes) -> Message:
        wrong = self._misformed(asked)
        if wrong:
            return _message(asked, wrong)
        operations: Mapping[int, Callable[[Message, bytes], Message]] = {
            PRINT_JOB: self._print_job,
            VALIDATE_JOB: self._validate_job,
            CANCEL_JOB: self._cancel_job,
            GET_JOB: self._get_job,
            GET_JOBS: self._get_jobs,
            GET_PRINTER: self._get_printer,
        }
        known = operations.get(asked.code)
        return known(asked, document) if known else _message(asked, OPERATION)

    def _misformed(self, asked: Message) -> int:
        """The status of a request that breaks the rules for all (RFC 8011, section 4.1), 0 for one that does not."""
        if asked.version[0] not in (1, 2):
            return VERSION
        names = [each.name for each in asked.group(Tag.OPERATION).attributes]
        first = ["attributes-charset", "attributes-natural-language"]
        if asked.request_id <= 0 or names[:2] != first or asked.groups[:1] != (asked.group(Tag.OPERATION),):
            self.complain(f"operation {asked.code:#06x} begins with {names[:2]}")
            return BAD_REQUEST
        if not {"printer-uri", "job-uri"} & set(names):
            self.complain(f"operation {asked.code:#06x} is for no printer")
            return BAD_REQUEST
        return 0

    def _refused(self, asked: Message) -> Message | None:
        """The answer to a job that cannot be printed as it is asked for."""
        format_ = asked.group(Tag.OPERATION).words("document-format")
        if format_ and format_[0] not in ("application/pdf", "application/octet-stream"):
            return _message(asked, FORMAT)
        unsupported = refused_attribute(asked.group(Tag.JOB))
        strict = True in asked.group(Tag.OPERATION).values("ipp-attribute-fidelity")
        if unsupported is not None and strict:
            return _message(asked, NOT_SUPPORTED_VALUE, Group(Tag.UNSUPPORTED, (unsupported,)))
        return None

    def _print_job(self, asked: Message, document: bytes) -> Message:
        if self.misfortunes.on("busy"):
            return _message(asked, BUSY)
        refused = self._refused(asked)
        if refused is not None:
            return refused
        if not document.startswith(b"%PDF-"):
            self.complain("a job without a PDF")
            return _message(asked, FORMAT)
        operation = asked.group(Tag.OPERATION)
        name = "".join(operation.words("job-name")[:1]) or "Untitled"
        job = self.engine.add(name, "".join(operation.words("requesting-user-name")[:1]) or "anonymous", document)
        return _message(asked, OK, Group(Tag.JOB, self._described(job)))

    def _validate_job(self, asked: Message, document: bytes) -> Message:
        return self._refused(asked) or _message(asked, OK)

    def _cancel_job(self, asked: Message, document: bytes) -> Message:
        job = self._job_of(asked)
        if job is None:
            return _message(asked, NOT_FOUND)
        return _message(asked, OK if self.engine.cancel(job) else NOT_POSSIBLE)

    def _get_job(self, asked: Message, document: bytes) -> Message:
        job = self._job_of(asked)
        if job is None:
            return _message(asked, NOT_FOUND)
        return _message(asked, OK, Group(Tag.JOB, requested(asked, self._described(job))))

    def _get_jobs(self, asked: Message, document: bytes) -> Message:
        operation = asked.group(Tag.OPERATION)
        over = "completed" in operation.words("which-jobs")
        jobs = [job for job in self.engine.jobs.values() if (job.state in OVER) is over]
        if True in operation.values("my-jobs"):
            user = "".join(operation.words("requesting-user-name")[:1])
            jobs = [job for job in jobs if job.user == user]
        most = (*operation.numbers("limit"), len(jobs))[0]
        shown = [Group(Tag.JOB, requested(asked, self._described(job), ("job-id", "job-uri"))) for job in jobs[:most]]
        return _message(asked, OK, *shown)

    def _get_printer(self, asked: Message, document: bytes) -> Message:
        queued = [job for job in self.engine.jobs.values() if job.state not in OVER]
        busy = any(job.state != PENDING for job in queued)
        state = 5 if self.engine.stopped() and queued else 4 if busy else 3
        attributes = printer_attributes(self._uri(asked), self.misfortunes, state, len(queued), self._clock.monotonic())
        return _message(asked, OK, Group(Tag.PRINTER, requested(asked, attributes)))

    def _described(self, job: PrintJob) -> tuple[Attribute, ...]:
        stopped = self.engine.stopped() and job.state not in OVER
        return job_attributes(job, f"ipp://localhost{self._path}", stopped=stopped, counts=self._counts)

    def _uri(self, asked: Message) -> str:
        return "".join(asked.group(Tag.OPERATION).words("printer-uri")[:1]) or f"ipp://localhost{self._path}"

    def _job_of(self, asked: Message) -> PrintJob | None:
        operation = asked.group(Tag.OPERATION)
        uris = [uri.rpartition("/")[2] for uri in operation.words("job-uri")]
        numbers = [*operation.numbers("job-id"), *(int(each) for each in uris if each.isdecimal())]
        return self.engine.jobs.get(numbers[0]) if numbers else None


def _message(asked: Message, status: int, *groups: Group) -> Message:
    named = (
        Attribute("attributes-charset", Tag.CHARSET, ("utf-8",)),
        Attribute("attributes-natural-language", Tag.LANGUAGE, ("en",)),
    )
    return Message(status, asked.request_id, (Group(Tag.OPERATION, named), *groups), asked.version)
