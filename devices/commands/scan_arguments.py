"""Arguments of `python -m devices scan`: turn them into a scan of a page, a code or one camera frame, by family."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from devices.camera.contract import CameraFrame
from devices.clock import Wait
from devices.code_scanner.contract import Code
from devices.document_scanner.contract import PAGE_S, PAGES_MOST, RESOLUTIONS, ScanOutcome, ScanRequest, Source
from devices.faults import Fault
from devices.registry import UnknownDevice

SUFFIXES: Mapping[str, str] = MappingProxyType({"image/jpeg": "jpg", "image/png": "png"})


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments of a document scanner; a code scanner has none."""
    command.add_argument("--dpi", type=int, choices=RESOLUTIONS, default=RESOLUTIONS[0], help="dots per inch (a paper)")
    command.add_argument("--grey", action="store_true", help="in grey (a paper)")
    command.add_argument("--feeder", type=int, default=0, metavar="PAGES", help="so many pages at most of the feeder")
    command.add_argument(
        "--out", type=Path, metavar="FOLDER", help="write pages or frame there; without it none is kept"
    )


def _code(device: Any, wait: Wait, options: argparse.Namespace) -> tuple[Any, Fault | None]:
    code: Code = device.scan(wait)
    return code, None


def _pages(device: Any, wait: Wait, options: argparse.Namespace) -> tuple[Any, Fault | None]:
    source = Source.FEEDER if options.feeder else Source.FLATBED
    try:
        request = ScanRequest(options.dpi, not options.grey, source, options.feeder or 1)
    except ValueError:
        raise UnknownDevice(f"--feeder takes 1 to {PAGES_MOST} pages") from None
    found: ScanOutcome = device.scan(request, Wait(wait.clock, options.timeout + request.pages_most * PAGE_S))
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(found.pages, 1):
            (options.out / f"page-{number}.{SUFFIXES[page.media_type]}").write_bytes(page.data)
    return found, found.fault


def _frame(device: Any, wait: Wait, options: argparse.Namespace) -> tuple[Any, Fault | None]:
    frame: CameraFrame = device.view(wait)
    device.end_view()
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "frame.jpg").write_bytes(frame.data)
    return frame, None


SCANS: Mapping[str, Callable[[Any, Wait, argparse.Namespace], tuple[Any, Fault | None]]] = MappingProxyType(
    {"code_scanner": _code, "document_scanner": _pages, "camera": _frame}
)
"""Family of scanners → a scan: what came of it, and the fault if there was one."""
