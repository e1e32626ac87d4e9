"""The attributes of a simulated printer and its jobs (RFC 8011, section 5; PWG 5100.13 for tray and supplies)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from devices.document_printer.engine import PrintJob
from devices.document_printer.ipp_coding import Attribute, Group, Message, Tag, Value
from devices.misfortunes import FaultInjection

REASONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "paper_out": ("media-empty-error", "media-needed-error"),
        "paper_low": ("media-low-report",),
        "jam": ("media-jam-error",),
        "cover_open": ("cover-open-error",),
        "toner_low": ("toner-low-warning",),
        "toner_empty": ("toner-empty-error",),
    }
)
"""Misfortune → printer-state-reasons."""
JOB_STOPPED, STOPPED_REASON = 6, "printer-stopped"
A4 = "iso_a4_210x297mm"
DPI_600 = (600).to_bytes(4, "big") * 2 + b"\x03"
SUPPORTED: Mapping[str, frozenset[Value]] = MappingProxyType(
    {
        "copies": frozenset(range(1, 100)),
        "sides": frozenset({"one-sided"}),
        "media": frozenset({A4}),
        "orientation-requested": frozenset({3}),
        "print-quality": frozenset({4}),
        "print-color-mode": frozenset({"monochrome"}),
        "finishings": frozenset({3}),
        "output-bin": frozenset({"face-down"}),
        "printer-resolution": frozenset({DPI_600}),
    }
)
"""Job attribute → the values it may have."""
TEMPLATE = frozenset({f"{name}-{end}" for name in SUPPORTED for end in ("supported", "default")} | {"media-ready"})
"""The attributes of the group "job-template" in requested-attributes."""


def refused_attribute(job: Group) -> Attribute | None:
    """The first attribute of a job that the printer does not have, or not with this value."""
    for each in job.attributes:
        if not set(each.values) <= SUPPORTED.get(each.name, frozenset()):
            return each
    return None


def requested(asked: Message, attributes: Iterable[Attribute], default: tuple[str, ...] = ()) -> tuple[Attribute, ...]:
    """Those that a request names, or by default."""
    names = set(asked.group(Tag.OPERATION).words("requested-attributes") or default)
    if not names or "all" in names or names & {"printer-description", "job-description"}:
        return tuple(each for each in attributes if not names or "all" in names or each.name not in TEMPLATE)
    if "job-template" in names:
        names |= TEMPLATE
    return tuple(each for each in attributes if each.name in names)


def state_reasons(misfortunes: FaultInjection) -> tuple[str, ...]:
    found = tuple(reason for name, reasons in REASONS.items() if misfortunes.on(name) for reason in reasons)
    return found or ("none",)


def job_attributes(job: PrintJob, printer: str, *, stopped: bool, counts: bool) -> tuple[Attribute, ...]:
    """A job as the printer tells of it."""
    return (
        Attribute("job-id", Tag.INTEGER, (job.id,)),
        Attribute("job-uri", Tag.URI, (f"{printer}/{job.id}",)),
        Attribute("job-printer-uri", Tag.URI, (printer,)),
        Attribute("job-name", Tag.NAME, (job.name,)),
        Attribute("job-originating-user-name", Tag.NAME, (job.user,)),
        Attribute("job-state", Tag.ENUM, (JOB_STOPPED if stopped else job.state,)),
        Attribute("job-state-reasons", Tag.KEYWORD, (STOPPED_REASON if stopped else job.reason,)),
        Attribute("job-impressions", Tag.INTEGER, (job.pages,)),
        Attribute("job-impressions-completed", Tag.INTEGER, (job.counted if counts else 0,)),
        Attribute("job-printer-up-time", Tag.INTEGER, (1,)),
        Attribute("time-at-creation", Tag.INTEGER, (1,)),
        Attribute("time-at-processing", Tag.INTEGER, (1,)),
        Attribute("time-at-completed", Tag.INTEGER, (1,)),
    )


def _levels(misfortunes: FaultInjection) -> tuple[int, int]:
    """Sheets in the tray, and per cent of toner."""
    sheets = 0 if misfortunes.on("paper_out") else 8 if misfortunes.on("paper_low") else 200
    return sheets, 0 if misfortunes.on("toner_empty") else 4 if misfortunes.on("toner_low") else 70


def printer_attributes(
    uri: str, misfortunes: FaultInjection, state: int, queued: int, up_s: float
) -> tuple[Attribute, ...]:
    """The printer as it tells of itself."""
    sheets, toner = _levels(misfortunes)
    tray = f"type=sheetFeedAutoRemovableTray;mediafeed=29700;mediaxfeed=21000;maxcapacity=250;level={sheets};name=main;"
    supply = f"index=1;class=supplyThatIsConsumed;type=toner;unit=percent;maxcapacity=100;level={toner};"
    words: Mapping[str, tuple[int, tuple[Value, ...]]] = {
        "printer-uri-supported": (Tag.URI, (uri,)),
        "uri-security-supported": (Tag.KEYWORD, ("none",)),
        "uri-authentication-supported": (Tag.KEYWORD, ("none",)),
        "printer-name": (Tag.NAME, ("A4",)),
        "printer-info": (Tag.TEXT, ("Simulated A4 printer",)),
        "printer-location": (Tag.TEXT, ("",)),
        "printer-more-info": (Tag.URI, (uri.replace("ipp://", "http://", 1),)),
        "printer-make-and-model": (Tag.TEXT, ("Simulated A4 printer",)),
        "printer-serial-number": (Tag.TEXT, ("A4-0001",)),
        "printer-firmware-string-version": (Tag.TEXT, ("1.0",)),
        "printer-state": (Tag.ENUM, (state,)),
        "printer-state-reasons": (Tag.KEYWORD, state_reasons(misfortunes)),
        "printer-is-accepting-jobs": (Tag.BOOLEAN, (True,)),
        "printer-up-time": (Tag.INTEGER, (1 + int(up_s),)),
        "queued-job-count": (Tag.INTEGER, (queued,)),
        "ipp-versions-supported": (Tag.KEYWORD, ("1.1", "2.0")),
        "operations-supported": (Tag.ENUM, (0x02, 0x04, 0x08, 0x09, 0x0A, 0x0B)),
        "charset-configured": (Tag.CHARSET, ("utf-8",)),
        "charset-supported": (Tag.CHARSET, ("us-ascii", "utf-8")),
        "natural-language-configured": (Tag.LANGUAGE, ("en",)),
        "generated-natural-language-supported": (Tag.LANGUAGE, ("en",)),
        "document-format-default": (Tag.MIME_TYPE, ("application/pdf",)),
        "document-format-supported": (Tag.MIME_TYPE, ("application/octet-stream", "application/pdf")),
        "pdl-override-supported": (Tag.KEYWORD, ("attempted",)),
        "compression-supported": (Tag.KEYWORD, ("none",)),
        "color-supported": (Tag.BOOLEAN, (False,)),
        "pages-per-minute": (Tag.INTEGER, (20,)),
        "copies-supported": (Tag.RANGE, ((1, 99),)),
        "copies-default": (Tag.INTEGER, (1,)),
        "sides-supported": (Tag.KEYWORD, ("one-sided",)),
        "sides-default": (Tag.KEYWORD, ("one-sided",)),
        "media-supported": (Tag.KEYWORD, (A4,)),
        "media-default": (Tag.KEYWORD, (A4,)),
        "media-ready": (Tag.KEYWORD, (A4,)),
        "orientation-requested-supported": (Tag.ENUM, (3,)),
        "orientation-requested-default": (Tag.ENUM, (3,)),
        "print-quality-supported": (Tag.ENUM, (4,)),
        "print-quality-default": (Tag.ENUM, (4,)),
        "print-color-mode-supported": (Tag.KEYWORD, ("monochrome",)),
        "print-color-mode-default": (Tag.KEYWORD, ("monochrome",)),
        "finishings-supported": (Tag.ENUM, (3,)),
        "finishings-default": (Tag.ENUM, (3,)),
        "output-bin-supported": (Tag.KEYWORD, ("face-down",)),
        "output-bin-default": (Tag.KEYWORD, ("face-down",)),
        "printer-resolution-supported": (Tag.RESOLUTION, (DPI_600,)),
        "printer-resolution-default": (Tag.RESOLUTION, (DPI_600,)),
        "printer-input-tray": (Tag.OCTETS, (tray.encode(),)),
        "printer-supply": (Tag.OCTETS, (supply.encode(),)),
        "printer-supply-description": (Tag.TEXT, ("Toner",)),
        "marker-names": (Tag.NAME, ("Toner",)),
        "marker-types": (Tag.KEYWORD, ("toner",)),
        "marker-levels": (Tag.INTEGER, (toner,)),
    }
    return tuple(Attribute(name, tag, values) for name, (tag, values) in words.items())
