"""Questions to an IPP printer, over HTTP on its port (RFC 8011), and what is believed of the answers.

An answer counts only with the number of its question, and only if it is IPP. Nothing is asked again by itself.
"""

from __future__ import annotations

from dataclasses import replace

from devices.clock import Clock, Wait
from devices.document_printer import ipp_coding
from devices.document_printer.contract import PdfDocument
from devices.document_printer.faults import failed
from devices.document_printer.ipp_coding import Attribute, Group, Message, NotIpp, Tag, Value
from devices.document_printer.ipp_state import A4, JobState, PrinterState
from devices.http_wire import HttpWire, Reply, host_of, no_http
from devices.lazy_dataclass import dataclass
from devices.readings import Inventory
from devices.transport import Port

PRINT_JOB, CANCEL_JOB, GET_JOB, GET_JOBS, GET_PRINTER = 0x0002, 0x0008, 0x0009, 0x000A, 0x000B
USER = "yike"
MIME = "application/ipp"
LAST_GOOD_STATUS = 0x00FF
NOT_FOUND, GONE, OTHER_VERSION, BUSY = 0x0406, 0x0407, 0x0503, 0x0507
OLDER = (1, 1)
"""Of IPP. It has all that is used here, and many printers know no other."""
NOTHING_WAS_BEGUN = frozenset({0x0501, 0x0502, OTHER_VERSION, 0x0506, BUSY, 0x0509})
"""Of the server errors, those by which a printer refuses a job before it has one; the others say nothing of that."""
REFUSED_BY_HTTP = range(400, 500)
BAD_REQUEST = 400
MOST_JOBS = 100
PRINTER_ATTRIBUTES = (
    "printer-state", "printer-state-reasons", "printer-is-accepting-jobs", "media-ready", "printer-input-tray",
    "document-format-supported", "copies-supported", "sides-supported", "media-supported",
)  # fmt: skip
NAMES = ("printer-make-and-model", "printer-serial-number", "printer-firmware-string-version")
"""RFC 8011 section 5.4.9, PWG 5100.11 and PWG 5100.13; a printer leaves out those that it does not have."""
JOB_ATTRIBUTES = (
    "job-id", "job-name", "job-state", "job-state-reasons", "job-impressions-completed", "job-media-sheets-completed",
)  # fmt: skip


@dataclass(frozen=True)
class Accepted:
    """A job that the printer took."""

    job: JobState


@dataclass(frozen=True)
class Refused:
    """A job that the printer did not take: it surely has not begun."""

    fault_word: str
    detail: str


class IppClient:
    """One printer at a port. Used by one thread. Calls raise DeviceFault, DeadlineReached and Cancelled."""

    def __init__(self, port: Port, clock: Clock, path: str) -> None:
        self._wire = HttpWire(port, clock)
        self._path = path
        self._uri = f"ipp://{host_of(port.address)}{path}"
        self._address = port.address
        self._number = 0
        self._version = ipp_coding.VERSION

    @property
    def may_have_arrived(self) -> bool:
        """Whether any byte of the last question may have reached the printer."""
        return self._wire.may_have_arrived

    def close(self) -> None:
        self._wire.close()

    def printer(self, wait: Wait) -> PrinterState:
        """The printer's state now."""
        asked = (_keywords(PRINTER_ATTRIBUTES),)
        reply, number = self._send(GET_PRINTER, asked, wait)
        if self._version != OLDER and self._knows_another_version(reply, number):
            self._version = OLDER
            reply, number = self._send(GET_PRINTER, asked, wait)
        answer = self._read(reply, number)
        self._check(answer)
        if not answer.group(Tag.PRINTER).words("printer-state-reasons"):
            raise no_http(f"{self._address}: a printer without a state")
        return PrinterState.of(answer.group(Tag.PRINTER))

    def names(self, wait: Wait) -> Inventory:
        """The printer's own names."""
        answer = self._read(*self._send(GET_PRINTER, (_keywords(NAMES),), wait))
        self._check(answer)
        said = answer.group(Tag.PRINTER)
        return Inventory(*(" ".join(said.words(name)) for name in NAMES))

    def print(self, name: str, document: PdfDocument, takes: frozenset[str], wait: Wait) -> Accepted | Refused:
        """Hand over one document, as a job of this name. After a fault the job may exist or not."""
        asked = (
            Attribute("job-name", Tag.NAME, (name,)),
            Attribute("document-format", Tag.MIME_TYPE, ("application/pdf",)),
            # Rather refused than printed on other paper.
            Attribute("ipp-attribute-fidelity", Tag.BOOLEAN, (True,)),
        )
        template = (
            Attribute("copies", Tag.INTEGER, (1,)),
            Attribute("sides", Tag.KEYWORD, ("one-sided",)),
            Attribute("media", Tag.KEYWORD, (A4,)),
        )
        job = Group(Tag.JOB, tuple(each for each in template if each.name in takes))
        reply, number = self._send(PRINT_JOB, asked, wait, job, document.pdf)
        if reply.status in REFUSED_BY_HTTP:
            return Refused("refused", f"HTTP {reply.status}")
        answer = self._read(reply, number)
        state = JobState.of(answer.group(Tag.JOB))
        if answer.code <= LAST_GOOD_STATUS:
            if state is None:
                raise no_http(f"{self._address}: a job without a number")
            return Accepted(state)
        if state is None and (answer.code < 0x0500 or answer.code in NOTHING_WAS_BEGUN):
            return Refused("busy" if answer.code == BUSY else "refused", f"IPP status {answer.code:#06x}")
        raise failed("aborted", f"IPP status {answer.code:#06x}")

    def job(self, number: int, wait: Wait) -> JobState | None:
        """A job's state now; None if the printer has no such job any more."""
        answer = self._ask(GET_JOB, (_job(number), _keywords(JOB_ATTRIBUTES)), wait)
        if answer.code in (NOT_FOUND, GONE):
            return None
        self._check(answer)
        attributes = answer.group(Tag.JOB)
        # Some printers leave out what the question named.
        state = JobState.of(replace(attributes, attributes=(*attributes.attributes, _job(number))))
        if state is None or state.id != number:
            raise no_http(f"{self._address}: a job without a state")
        return state

    def find(self, name: str, wait: Wait) -> JobState | None:
        """The job of this name, whether it is over or not; None if the printer lists none."""
        for which in ("not-completed", "completed"):
            found = [state for state in self._jobs(which, wait) if state.name == name]
            if found:
                return found[0]
        return None

    def cancel(self, number: int, wait: Wait) -> None:
        """Ask the printer to print nothing more of a job. That it agrees says nothing of the paper."""
        self._ask(CANCEL_JOB, (_job(number),), wait)

    def _jobs(self, which: str, wait: Wait) -> list[JobState]:
        asked = (
            Attribute("limit", Tag.INTEGER, (MOST_JOBS,)),
            Attribute("which-jobs", Tag.KEYWORD, (which,)),
            _keywords(JOB_ATTRIBUTES),
        )
        answer = self._ask(GET_JOBS, asked, wait)
        self._check(answer)
        states = [JobState.of(group) for group in answer.groups_of(Tag.JOB)]
        return [state for state in states if state is not None]

    def _ask(self, operation: int, attributes: tuple[Attribute, ...], wait: Wait) -> Message:
        return self._read(*self._send(operation, attributes, wait))

    def _send(
        self,
        operation: int,
        attributes: tuple[Attribute, ...],
        wait: Wait,
        job: Group | None = None,
        document: bytes = b"",
    ) -> tuple[Reply, int]:
        self._number += 1
        # The first two are first by the protocol, then what the request is about (RFC 8011, section 4.1.4).
        about = [each for each in attributes if each.name == "job-id"]
        rest = [each for each in attributes if each.name != "job-id"]
        named = (
            Attribute("attributes-charset", Tag.CHARSET, ("utf-8",)),
            Attribute("attributes-natural-language", Tag.LANGUAGE, ("en",)),
            Attribute("printer-uri", Tag.URI, (self._uri,)),
            *about,
            Attribute("requesting-user-name", Tag.NAME, (USER,)),
            *rest,
        )
        groups = (Group(Tag.OPERATION, named), *((job,) if job is not None and job.attributes else ()))
        body = ipp_coding.encode(Message(operation, self._number, groups, self._version)) + document
        return self._wire.exchange("POST", self._path, {"Content-Type": MIME}, body, wait), self._number

    def _read(self, reply: Reply, number: int) -> Message:
        if reply.status != 200 or reply.headers.get("content-type", "").partition(";")[0].strip() != MIME:
            kind = reply.headers.get("content-type", "no type")[:60]
            raise failed("other_service", f"{self._address}: HTTP {reply.status}, {kind!r}")
        try:
            answer, _ = ipp_coding.decode(reply.body)
        except NotIpp as wrong:
            raise no_http(f"{self._address}: no IPP: {wrong}") from wrong
        if answer.version[0] not in (1, 2):
            raise no_http(f"{self._address}: IPP version {answer.version[0]}.{answer.version[1]}")
        if answer.request_id != number:
            raise no_http(f"{self._address}: the answer to another question")
        return answer

    def _knows_another_version(self, reply: Reply, number: int) -> bool:
        """Whether the question's version of IPP is refused, by IPP or by HTTP, or nothing is said in it."""
        if reply.status == BAD_REQUEST:
            return True
        answer = self._read(reply, number)
        is_empty = answer.code <= LAST_GOOD_STATUS and not answer.group(Tag.PRINTER).attributes
        return answer.code == OTHER_VERSION or is_empty

    def _check(self, answer: Message) -> None:
        if answer.code > LAST_GOOD_STATUS:
            raise failed("busy" if answer.code == BUSY else "refused", f"IPP status {answer.code:#06x}")


def _keywords(names: tuple[Value, ...]) -> Attribute:
    return Attribute("requested-attributes", Tag.KEYWORD, names)


def _job(number: int) -> Attribute:
    return Attribute("job-id", Tag.INTEGER, (number,))
