"""The XML messages of eSCL (Mopria eSCL Technical Specification 2.97; PWG 5100.x names): read and written. Pure.

Read leniently, since scanners differ: by local names in any namespace, unknown elements skipped. A document type
declaration is refused, and with it every entity.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Never
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from devices.document_scanner.contract import Source
from devices.lazy_dataclass import dataclass
from devices.readings import Inventory

MOST_BYTES = 256 * 1024
A4_WIDTH, A4_HEIGHT = 2480, 3508
"""In three-hundredths of an inch, the unit of a region."""
INPUT_SOURCE: Mapping[Source, str] = MappingProxyType({Source.FLATBED: "Platen", Source.FEEDER: "Feeder"})
JPEG = "image/jpeg"
GREY, COLOUR = "Grayscale8", "RGB24"
ADF_FAULTS: Mapping[str, str] = MappingProxyType(
    {
        "ScannerAdfEmpty": "no_paper",
        "ScannerAdfJam": "jam",
        "ScannerAdfMispick": "jam",
        "ScannerAdfHatchOpen": "cover_open",
        "ScannerAdfMultipickDetected": "multipick",
        "ScannerAdfDuplexPageTooShort": "jam",
        "ScannerAdfDuplexPageTooLong": "jam",
        "ScannerAdfInputTrayFailed": "stopped",
        "ScannerAdfInputTrayOverloaded": "multipick",
    }
)
"""AdfState → word of a fault; of other states there is none."""
WENT_WRONG = frozenset({"Aborted", "Canceled"})
"""States of a job whose pictures are not believed."""
JOB_ID = re.compile(r"[A-Za-z0-9._~-]{1,100}", re.ASCII)
NUMBER = re.compile(r"\d{1,6}", re.ASCII)


class NotEscl(Exception):
    """The bytes are no message of the expected sort."""


@dataclass(frozen=True)
class JobInfo:
    """A job in a status: the last part of its address, and its state."""

    id: str
    state: str


@dataclass(frozen=True)
class ScannerState:
    """ScannerStatus: the state of the scanner (pwg:State), of its feeder ("" if there is none), and its jobs."""

    state: str
    adf: str = ""
    jobs: tuple[JobInfo, ...] = ()

    def fault_word(self, source: Source) -> str:
        """The word of the fault for which nothing can be scanned from there now; "" if there is none."""
        adf = ADF_FAULTS.get(self.adf, "")
        if self.state in ("Stopped", "Down"):
            return adf if adf and adf != "no_paper" else "stopped"
        return adf if source is Source.FEEDER else ""

    def job(self, id_: str) -> str:
        """The state of a job; "" if it is not listed."""
        return next((job.state for job in self.jobs if job.id == id_), "")


@dataclass(frozen=True)
class InputCaps:
    """The abilities of the flatbed or of the feeder. `resolutions` empty: any between `least` and `most`."""

    width: int
    height: int
    resolutions: tuple[int, ...]
    least: int
    most: int
    colour_modes: frozenset[str]
    formats: frozenset[str]
    format_ext: bool
    """It wants the format as DocumentFormatExt, too (since 2.1)."""

    def resolution(self, dpi: int) -> int | None:
        """The lowest resolution that is at least `dpi`."""
        if self.resolutions:
            return min((each for each in self.resolutions if each >= dpi), default=None)
        return max(dpi, self.least) if dpi <= self.most else None


@dataclass(frozen=True)
class Settings:
    """A scan as it is asked for. Width and height in three-hundredths of an inch."""

    source: Source
    dpi: int
    colour: bool
    width: int
    height: int
    format_ext: bool

    def pixels(self, length: int) -> int:
        return length * self.dpi // 300


def read_status(data: bytes) -> ScannerState:
    """Raises NotEscl."""
    root = _root(data, "ScannerStatus")
    state = _text(root, "State")
    if not state:
        raise NotEscl("a status without a state")
    jobs = tuple(
        JobInfo(job_id(_text(info, "JobUri")) or "", _text(info, "JobState")) for info in _all(root, "JobInfo")
    )
    return ScannerState(state, _text(root, "AdfState"), jobs)


def read_capabilities(data: bytes) -> Mapping[Source, InputCaps]:
    """The sources that the scanner has. Raises NotEscl."""
    root = _root(data, "ScannerCapabilities")
    found = {}
    for source, name in ((Source.FLATBED, "PlatenInputCaps"), (Source.FEEDER, "AdfSimplexInputCaps")):
        for part in _all(root, name):
            found[source] = _caps(part)
    if not found:
        raise NotEscl("a scanner without a source")
    return MappingProxyType(found)


def read_names(data: bytes) -> Inventory:
    """The names in the ScannerCapabilities, which have no firmware. Raises NotEscl."""
    root = _root(data, "ScannerCapabilities")
    return Inventory(_text(root, "MakeAndModel"), _text(root, "SerialNumber"))


def _caps(part: Element) -> InputCaps:
    discrete = {_number(each, "XResolution") for each in _all(part, "DiscreteResolution")} - {0}
    ranges = [*_all(part, "XResolutionRange"), *_all(part, "ResolutionRange")]
    return InputCaps(
        width=_number(part, "MaxWidth"),
        height=_number(part, "MaxHeight"),
        resolutions=tuple(sorted(discrete)),
        least=min((_number(each, "Min") for each in ranges), default=0),
        most=max((_number(each, "Max") for each in ranges), default=0),
        colour_modes=frozenset(_texts(part, "ColorMode")),
        formats=frozenset([*_texts(part, "DocumentFormat"), *_texts(part, "DocumentFormatExt")]),
        format_ext=bool(_texts(part, "DocumentFormatExt")),
    )


def scan_settings(asked: Settings) -> bytes:
    """The body that begins a job."""
    ext = f"<scan:DocumentFormatExt>{JPEG}</scan:DocumentFormatExt>" if asked.format_ext else ""
    duplex = "<scan:Duplex>false</scan:Duplex>" if asked.source is Source.FEEDER else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<scan:ScanSettings xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"'
        ' xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03">'
        "<pwg:Version>2.0</pwg:Version>"
        "<pwg:ScanRegions><pwg:ScanRegion>"
        "<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>"
        "<pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset>"
        f"<pwg:Width>{asked.width}</pwg:Width><pwg:Height>{asked.height}</pwg:Height>"
        "</pwg:ScanRegion></pwg:ScanRegions>"
        f"<pwg:InputSource>{INPUT_SOURCE[asked.source]}</pwg:InputSource>"
        f"<scan:ColorMode>{COLOUR if asked.colour else GREY}</scan:ColorMode>"
        f"<pwg:DocumentFormat>{JPEG}</pwg:DocumentFormat>{ext}"
        f"<scan:XResolution>{asked.dpi}</scan:XResolution><scan:YResolution>{asked.dpi}</scan:YResolution>{duplex}"
        "</scan:ScanSettings>"
    ).encode("ascii")


def job_id(location: str) -> str | None:
    """The last part of a job's address. The rest is not used: a device that was moved names an old host, and a request
    goes nowhere else."""
    last = location.strip().rstrip("/").rpartition("/")[2]
    return last if JOB_ID.fullmatch(last) and last not in (".", "..") else None


class _NoDoctype(TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> Never:
        raise NotEscl("a document type")


def _root(data: bytes, name: str) -> Element:
    if len(data) > MOST_BYTES:
        raise NotEscl("too long")
    parser = XMLParser(target=_NoDoctype())
    try:
        parser.feed(data.lstrip())  # some devices begin with an empty line, which XML has no place for
        root: Element = parser.close()
    except (ParseError, ValueError, LookupError) as wrong:
        raise NotEscl(type(wrong).__name__) from wrong
    if _local(root) != name:
        raise NotEscl(f"no {name}")
    return root


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _all(root: Element, name: str) -> Iterator[Element]:
    return (each for each in root.iter() if _local(each) == name)


def _texts(root: Element, name: str) -> list[str]:
    return [(each.text or "").strip() for each in _all(root, name)]


def _text(root: Element, name: str) -> str:
    return next(iter(_texts(root, name)), "")[:200]


def _number(root: Element, name: str) -> int:
    text = _text(root, name)
    return int(text) if NUMBER.fullmatch(text) else 0
