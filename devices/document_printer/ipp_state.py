"""The state of a printer and of a job, as IPP attributes tell it, and the faults that follow from it.

The state alone says nothing: printers are "idle" with an open cover and "processing" without paper. What counts are the
reasons (RFC 8011, section 5.4.12), each with how bad it is: "-report", "-warning", or "-error", which is also meant
without any of them. Printers differ in that, too: what stops paper is a fault however it is called.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum
from types import MappingProxyType

from devices.document_printer.faults import fault
from devices.document_printer.ipp_coding import Group
from devices.faults import Fault
from devices.lazy_dataclass import dataclass

A4 = "iso_a4_210x297mm"
A4_HUNDREDTHS_MM = frozenset({"21000", "29700"})
"""Sides of the paper in an entry of printer-input-tray (PWG 5100.13)."""
LOW_PART = 0.1
"""A tray with less than this part of what it holds is nearly empty."""
SOME = -3
"""Level of a tray that has paper and does not know how much."""
MILDER = ("-report", "-warning")
STOPPED = 5


class JobPhase(IntEnum):
    """job-state (RFC 8011, section 5.3.7)."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELLED = 7
    ABORTED = 8
    COMPLETED = 9


FINAL = frozenset({JobPhase.CANCELLED, JobPhase.ABORTED, JobPhase.COMPLETED})


@dataclass(frozen=True)
class Reason:
    """A reason's fault, and whether it is one even where the printer only reports it or warns."""

    word: str
    always: bool = True


REASONS: Mapping[str, Reason] = MappingProxyType(
    {
        "media-jam": Reason("jam"),
        "cover-open": Reason("cover_open"),
        "door-open": Reason("cover_open"),
        "interlock-open": Reason("cover_open"),
        "media-empty": Reason("paper_out"),
        "media-needed": Reason("paper_out"),
        "toner-empty": Reason("toner_empty"),
        "marker-supply-empty": Reason("toner_empty", always=False),
        "output-area-full": Reason("output_full"),
        "output-tray-missing": Reason("output_full", always=False),
        "input-tray-missing": Reason("tray_missing", always=False),
        "marker-waste-full": Reason("needs_service", always=False),
        "fuser-over-temp": Reason("needs_service", always=False),
        "fuser-under-temp": Reason("needs_service", always=False),
        "opc-life-over": Reason("needs_service", always=False),
        "developer-empty": Reason("needs_service", always=False),
        "paused": Reason("stopped"),
        "moving-to-paused": Reason("stopped"),
        "shutdown": Reason("stopped"),
        "stopping": Reason("stopped", always=False),
        "timed-out": Reason("stopped", always=False),
        "connecting-to-device": Reason("stopped", always=False),
        "spool-area-full": Reason("stopped", always=False),
        "interpreter-resource-unavailable": Reason("stopped", always=False),
        "other": Reason("stopped", always=False),
    }
)
"""Reason → fault. In the order of what to do first."""

NEARLY: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "media-low": ("paper", "near_end"),
        "toner-low": ("toner", "near_end"),
        "marker-supply-low": ("toner", "near_end"),
    }
)
"""Reason → level, while there is still some."""
UNREMARKABLE = frozenset({"none", *NEARLY})


@dataclass(frozen=True)
class PrinterState:
    """A printer's state: the faults that keep it from printing, levels of paper and toner, and whether it warns."""

    faults: tuple[Fault, ...]
    paper: str
    toner: str
    warns: bool
    takes: frozenset[str]
    """Job attributes whose values it lists."""

    @classmethod
    def of(cls, attributes: Group) -> PrinterState:
        """From the attributes of Get-Printer-Attributes; what is absent is unknown."""
        reasons = [_severity(word) for word in attributes.words("printer-state-reasons")]
        paper = _paper(attributes, {base for base, _ in reasons})
        found = dict.fromkeys(_faults(reasons, paper))
        if not found and STOPPED in attributes.numbers("printer-state"):
            found["stopped"] = None
        if False in attributes.values("printer-is-accepting-jobs")[:1]:
            found["stopped"] = None
        ready = attributes.words("media-ready")
        if ready and A4 not in ready:
            found["wrong_paper"] = None
        formats = attributes.words("document-format-supported")
        if formats and "application/pdf" not in formats:
            found["no_pdf"] = None
        detail = " ".join(attributes.words("printer-state-reasons"))[:200]
        return cls(
            tuple(fault(word, detail) for word in found),
            "out" if "paper_out" in found else paper,
            _toner(attributes, {base for base, _ in reasons}, set(found)),
            any(base not in UNREMARKABLE for base, _ in reasons),
            frozenset(name for name in ("copies", "sides", "media") if attributes.values(f"{name}-supported")),
        )


def _severity(reason: str) -> tuple[str, bool]:
    """The reason without its severity, and whether it is mild. Printers may cut a long one anywhere."""
    for ending in (*MILDER, "-error"):
        if reason.endswith(ending):
            return reason.removesuffix(ending), ending in MILDER
    return reason, False


def _faults(reasons: list[tuple[str, bool]], paper: str) -> Iterator[str]:
    """The faults that reasons mean, the first to see to first."""
    given = dict(sorted(reasons, key=lambda each: not each[1]))
    """One that is given twice is as bad as its worst."""
    for base, reason in REASONS.items():
        if base not in given or (given[base] and not reason.always):
            continue
        if reason.word == "paper_out" and given[base] and paper in ("ok", "near_end"):
            # Another tray is empty; the one with A4 says that it is not.
            continue
        yield reason.word


def _paper(attributes: Group, reasons: set[str]) -> str:
    """The level of A4, by the trays that hold it if they say so, else by the reasons."""
    levels = [level for level in map(_tray_level, attributes.octets("printer-input-tray")) if level is not None]
    if levels:
        best = max(levels)
        return "out" if best == 0 else "near_end" if best < LOW_PART else "ok"
    if reasons & {"media-empty", "media-needed"}:
        return "out"
    return "near_end" if "media-low" in reasons else "ok" if attributes.values("printer-state-reasons") else "unknown"


def _tray_level(tray: bytes) -> float | None:
    """The part of a tray that is full, by its entry of "key=value;" pairs; None if it is not known to hold A4."""
    pairs = dict(pair.partition("=")[::2] for pair in tray.decode("utf-8", "replace").split(";"))
    if {pairs.get("mediafeed"), pairs.get("mediaxfeed")} != A4_HUNDREDTHS_MM:
        return None
    try:
        level, capacity = int(pairs["level"]), int(pairs.get("maxcapacity", "0"))
    except (KeyError, ValueError):
        return None
    if level == SOME:
        return 1.0
    if level < 0:
        return None
    return level / capacity if capacity > 0 else float(level > 0)


def _toner(attributes: Group, reasons: set[str], found: set[str]) -> str:
    if "toner_empty" in found:
        return "out"
    if reasons & {"toner-low", "marker-supply-low", "marker-supply-empty"}:
        return "near_end"
    return "ok" if attributes.values("printer-state-reasons") else "unknown"


@dataclass(frozen=True)
class JobState:
    """A job as the printer sees it. `printed` are the pages it counted, None if it says nothing of them."""

    id: int
    name: str
    phase: JobPhase
    reasons: frozenset[str]
    printed: int | None

    @classmethod
    def of(cls, attributes: Group) -> JobState | None:
        """From the attributes of a job; None without an id or a known state."""
        ids, phases = attributes.numbers("job-id"), attributes.numbers("job-state")
        if not ids or not phases or phases[0] not in set(JobPhase):
            return None
        counted = attributes.numbers("job-impressions-completed") or attributes.numbers("job-media-sheets-completed")
        return cls(
            ids[0],
            "".join(attributes.words("job-name")[:1]),
            JobPhase(phases[0]),
            frozenset(attributes.words("job-state-reasons")),
            counted[0] if counted and counted[0] >= 0 else None,
        )
