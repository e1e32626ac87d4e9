"""The XML of the simulated eSCL scanner, by the Mopria specification, and what it understands of a request."""

from __future__ import annotations

import re
from collections.abc import Sequence

from devices.lazy_dataclass import dataclass

NAMESPACES = (
    'xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm" xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
RESOLUTIONS = (75, 200, 300, 600)
WIDTH, HEIGHT = 2550, 3508
"""Of the glass, in three-hundredths of an inch."""
LEAST = 16


@dataclass(frozen=True)
class Asked:
    """A scan that was asked for, in pixels."""

    feeder: bool
    dpi: int
    colour: bool
    width: int
    height: int


@dataclass(frozen=True)
class JobRow:
    """A job in the status."""

    number: int
    state: str
    sent: int


def capabilities(*, feeder: bool) -> bytes:
    """ScannerCapabilities."""
    resolutions = "".join(
        f"<scan:DiscreteResolution><scan:XResolution>{dpi}</scan:XResolution>"
        f"<scan:YResolution>{dpi}</scan:YResolution></scan:DiscreteResolution>"
        for dpi in RESOLUTIONS
    )
    part = (
        f"<scan:MinWidth>{LEAST}</scan:MinWidth><scan:MaxWidth>{WIDTH}</scan:MaxWidth>"
        f"<scan:MinHeight>{LEAST}</scan:MinHeight><scan:MaxHeight>{HEIGHT}</scan:MaxHeight>"
        "<scan:MaxScanRegions>1</scan:MaxScanRegions><scan:SettingProfiles><scan:SettingProfile>"
        "<scan:ColorModes><scan:ColorMode>Grayscale8</scan:ColorMode><scan:ColorMode>RGB24</scan:ColorMode>"
        "</scan:ColorModes><scan:DocumentFormats><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>"
        "<scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats>"
        f"<scan:SupportedResolutions><scan:DiscreteResolutions>{resolutions}</scan:DiscreteResolutions>"
        "</scan:SupportedResolutions></scan:SettingProfile></scan:SettingProfiles>"
    )
    adf = f"<scan:Adf><scan:AdfSimplexInputCaps>{part}</scan:AdfSimplexInputCaps></scan:Adf>" if feeder else ""
    return (
        f"{DECLARATION}<scan:ScannerCapabilities {NAMESPACES}><pwg:Version>2.63</pwg:Version>"
        "<pwg:MakeAndModel>Rehearsal scanner</pwg:MakeAndModel>"
        "<pwg:SerialNumber>SIM-SCAN-1</pwg:SerialNumber>"
        f"<scan:Platen><scan:PlatenInputCaps>{part}</scan:PlatenInputCaps></scan:Platen>{adf}"
        "</scan:ScannerCapabilities>"
    ).encode("ascii")


def status(state: str, adf: str, jobs: Sequence[JobRow], path: str) -> bytes:
    """ScannerStatus, the newest job first."""
    rows = "".join(
        f"<scan:JobInfo><pwg:JobUri>{path}/ScanJobs/{job.number}</pwg:JobUri>"
        f"<pwg:JobUuid>{job.number}</pwg:JobUuid><scan:Age>0</scan:Age>"
        f"<pwg:ImagesCompleted>{job.sent}</pwg:ImagesCompleted><pwg:JobState>{job.state}</pwg:JobState>"
        "</scan:JobInfo>"
        for job in jobs
    )
    feeder = f"<scan:AdfState>{adf}</scan:AdfState>" if adf else ""
    listed = f"<scan:Jobs>{rows}</scan:Jobs>" if rows else ""
    return (
        f"{DECLARATION}<scan:ScannerStatus {NAMESPACES}><pwg:Version>2.63</pwg:Version>"
        f"<pwg:State>{state}</pwg:State>{feeder}{listed}</scan:ScannerStatus>"
    ).encode("ascii")


def read_settings(body: bytes, *, feeder: bool) -> Asked | str:
    """A scan that this scanner can do, or a complaint."""
    text = body.decode("utf-8", "replace")
    found = {name: _value(text, name) for name in ("InputSource", "ColorMode", "XResolution", "YResolution")}
    region = {name: _value(text, name) for name in ("ContentRegionUnits", "XOffset", "YOffset", "Width", "Height")}
    if "ScanSettings" not in text or region["ContentRegionUnits"] != "escl:ThreeHundredthsOfInches":
        return "no settings, or a region without its unit"
    if found["InputSource"] not in ("Platen", "Feeder") or (found["InputSource"] == "Feeder" and not feeder):
        return f"no source {found['InputSource'][:40]!r}"
    if found["ColorMode"] not in ("Grayscale8", "RGB24") or "image/jpeg" not in text:
        return f"no mode {found['ColorMode'][:40]!r}, or no JPEG"
    numbers = (found["XResolution"], found["YResolution"], region["Width"], region["Height"])
    if not all(re.fullmatch(r"\d{1,5}", each, re.ASCII) for each in numbers):
        return "a size that is no number"
    dpi, across, width, height = map(int, numbers)
    if dpi not in RESOLUTIONS or across != dpi:
        return f"{dpi} dpi"
    if not LEAST <= width <= WIDTH or not LEAST <= height <= HEIGHT:
        return f"a region of {width} x {height}"
    colour = found["ColorMode"] == "RGB24"
    return Asked(found["InputSource"] == "Feeder", dpi, colour, width * dpi // 300, height * dpi // 300)


def _value(text: str, name: str) -> str:
    found = re.search(rf"<(?:\w+:)?{name}(?:\s[^>]*)?>\s*([^<]*?)\s*<", text)
    return found[1] if found else ""
