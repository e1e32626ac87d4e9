"""Table of evils: how each begins and ends in a running terminal, and where the terminal must name it."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Protocol

from kiosk.outbox.status import status_of
from kiosk.platform.gateway import Heartbeat
from kiosk.scenario.actors import Platform
from kiosk.scenario.world import World
from tests.journeys.injection import Once

DAY_S = 86_400.0
JUMPS_S = (-365 * DAY_S, 30 * 365 * DAY_S, -14 * DAY_S, DAY_S, -3 * 3600.0)
EPOCH = datetime(1970, 1, 2, tzinfo=UTC)
WRONG_BEYOND_S = 5.0
"""Offset of the clock that health must show."""
FILLER, BLOCK = "filler", 1 << 20
MOVED = "-moved"
UNKNOWN = None


class Host(Protocol):
    """The visits to which an evil is done."""

    kill_at: str

    @property
    def world(self) -> World: ...

    @property
    def platform(self) -> Platform: ...

    @property
    def data(self) -> Path: ...

    @property
    def disk(self) -> Path | None: ...

    def true_now(self) -> datetime: ...

    def set_clock(self, offset_s: float) -> None: ...
    def destroyed(self) -> None:
        """The store is gone with all that was in it."""


@dataclass
class Doing:
    """An evil that has begun. `named` is asked two heartbeats later: whether the terminal names it; None where there is
    nothing to name, or another evil hides it."""

    words: str
    end: Callable[[], None] = lambda: None
    named: Callable[[Heartbeat], bool | None] = lambda health: UNKNOWN
    hides_the_line: bool = False
    """No heartbeat passes, so nothing that the platform says is known."""


def faults_of(health: Heartbeat) -> set[str]:
    return {fault for device in health.devices for fault in device.faults}


def jump(host: Host, random: Random) -> Doing:
    """The wall clock jumps, and is corrected after the visit, or only by the next jump."""
    to_epoch = (EPOCH - host.true_now()).total_seconds()
    offset = random.choice((*JUMPS_S, to_epoch))
    host.set_clock(offset)
    stays = random.random() < 0.5

    def named(health: Heartbeat) -> bool | None:
        return health.out_of_service == "clock" or abs(health.clock_offset_s or 0.0) > WRONG_BEYOND_S

    words = f"clock jumps {timedelta(seconds=round(offset)).days} days"
    return Doing(words, lambda: None if stays else host.set_clock(0.0), named)


def kill(host: Host, random: Random) -> Doing:
    """SIGKILL between two acts, at a page, or while a case is committed."""
    host.kill_at = random.choice(("act", "view", "before commit", "after commit"))
    return Doing(f"killed at {host.kill_at}", lambda: setattr(host, "kill_at", ""))


def fill(host: Host, random: Random) -> Doing:
    """The disk of the data folder is really full."""
    assert host.disk is not None
    filler = host.disk / FILLER
    with filler.open("wb", buffering=0) as file:
        block = bytes(BLOCK)
        while len(block) > 0:
            try:
                if file.write(block) < len(block):
                    block = block[: len(block) // 2]
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
                block = block[: len(block) // 2]
    return Doing("disk full", lambda: filler.unlink(missing_ok=True), lambda health: health.disk_free_mb == 0)


def remove(host: Host, random: Random) -> Doing:
    """A folder is deleted, or moved away and brought back."""
    name, back = random.choice((("outbox", True), ("outbox", False), ("audit", False), ("log", False), (".", True)))
    folder = host.data / name
    if back and folder.exists():
        away = folder.with_name(folder.name + MOVED)
        folder.rename(away)
        return Doing(
            f"{folder.name} moved away",
            lambda: bring_back(away),
            lambda health: "outbox.store_replaced" in faults_of(health),
        )
    if not folder.exists():
        return Doing(f"{name} is away already")
    if name == "outbox":
        host.destroyed()
    shutil.rmtree(folder)
    if name == "outbox":
        return Doing("outbox deleted", named=_says_replaced)

    def named(health: Heartbeat) -> bool | None:
        # A line is written after the folder was deleted, or nothing can have noticed.
        return f"worker.{name}" in faults_of(health) if folder.exists() else UNKNOWN

    return Doing(f"{name} deleted", named=named)


def _says_replaced(health: Heartbeat) -> bool:
    return "outbox.store_replaced" in faults_of(health)


def bring_back(away: Path) -> None:
    """Put a folder back where it was; what the terminal has begun there meanwhile goes."""
    folder = away.with_name(away.name.removesuffix(MOVED))
    shutil.rmtree(folder, ignore_errors=True)
    away.rename(folder)


def tidy(data: Path, disk: Path | None) -> None:
    """End what a killed process has left: a full disk, folders that were moved away."""
    if disk is not None:
        (disk / FILLER).unlink(missing_ok=True)
    for away in (data.with_name(data.name + MOVED), data / f"outbox{MOVED}"):
        if away.exists():
            bring_back(away)


HARMLESS = frozenset({"slow", "unknown_fields", "duplicate_delivery", "out_of_order", "drop_reply_after_commit"})
"""Misfortunes after which the terminal gets an honest answer sooner or later: no trouble of the line."""
OF_RECEIPTS = frozenset({"wrong_receipt_key", "receipt_for_other_case"})
ANSWERS: tuple[tuple[str, Mapping[str, float]], ...] = (
    ("silent", {}),
    ("error_500", {}),
    ("busy_503", {"retry_after": 30}),
    ("busy_503", {"retry_after": 86_400}),
    ("login_page", {}),
    ("redirect", {}),
    ("huge_body", {"megabytes": 8}),
    ("trickle", {}),
    ("wrong_receipt_key", {}),
    ("receipt_for_other_case", {}),
    ("half_body", {}),
    ("wrong_content_type", {}),
    ("unknown_fields", {}),
    ("drop_reply_after_commit", {}),
    ("duplicate_delivery", {}),
    ("clock_shift", {"offset_s": 90_000.0}),
    ("clock_shift", {"offset_s": -90_000.0}),
    ("maintenance_window", {}),
    ("slow", {"seconds": 0.2}),
    ("cable", {}),
)
EVERYWHERE, CASES, BEATS = "/v1/", "/v1/cases", "/v1/terminals/self/heartbeat"


def answer(host: Host, random: Random) -> Doing:
    """The platform, or somebody in its place, answers in a hostile way."""
    name, parameters = random.choice(ANSWERS)
    path = random.choice((EVERYWHERE, EVERYWHERE, CASES, BEATS))
    times = random.choice((None, None, 1, 3))
    if name == "cable":
        host.platform.cable.cut()
        return Doing("cable cut", host.platform.cable.mend, lambda health: not _online(host), hides_the_line=True)
    host.platform.begin(name, parameters, path=path, times=times)
    hides = path != CASES and name not in HARMLESS | OF_RECEIPTS

    def named(health: Heartbeat) -> bool | None:
        if times is not None or name in HARMLESS:
            return UNKNOWN
        if hides and name != "maintenance_window":  # which answers heartbeats
            # A platform that says a wrong time is believed, and its offset shown.
            return not _online(host) or abs(health.clock_offset_s or 0.0) > WRONG_BEYOND_S
        if path == BEATS or not any(health.outbox.get(state) for state in ("waiting", "held", "quarantined")):
            return UNKNOWN
        return bool(status_of(host.world.terminal.outbox).reasons)

    words = f"{name} on {path}" + ("" if times is None else f" {times} times")
    return Doing(words, host.platform.end_misfortunes, named, hides_the_line=hides)


def _online(host: Host) -> bool:
    return host.world.terminal.conductor.status.online


def exception(once: Once, words: str) -> Doing:
    """An exception of an unexpected type, planted somewhere."""

    def named(health: Heartbeat) -> bool | None:
        return any(fault.startswith("worker.") for fault in faults_of(health)) if once.fired else UNKNOWN

    return Doing(words, named=named)


def restore(host: Host, random: Random) -> Doing:
    """The platform is restored from a backup in which its newest case is not yet. Not where the terminal has lost the
    case too: then nobody has it."""
    there = host.platform.cases()
    with host.world.terminal.outbox.store.transaction() as cursor:
        ours = {id_ for (id_,) in cursor.execute("SELECT id FROM entry WHERE body IS NOT NULL")}
    if not there or there[-1]["case_id"] not in ours:
        return Doing("nothing to restore")
    with suppress(Exception):
        host.platform.begin("restored_from_yesterday", {"cases": 1})
    return Doing("platform restored from a backup", host.platform.end_misfortunes)


EVILS: Mapping[str, tuple[Callable[[Host, Random], Doing], int]] = MappingProxyType(
    {
        "clock": (jump, 3),
        "kill": (kill, 1),
        "disk full": (fill, 2),
        "folder": (remove, 2),
        "answer": (answer, 6),
        "restore": (restore, 1),
    }
)
"""Kind of evil → what begins it, and its weight. "exception" is drawn by the visits: it needs a walk that comes by."""
EXCEPTION, EXCEPTION_WEIGHT = "exception", 6
