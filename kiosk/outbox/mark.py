"""High-water mark of a store, in a small file beside its folder: how much was ever kept here, and in which store.

A store that is lost, replaced or set back to an older copy cannot tell that by itself. The mark can: it names the store
and the highest entry that was kept. A store that does not reach it becomes `missing`, and stays so until a person
settles it. The mark is written moments after an entry is kept, so that no citizen waits for it.
"""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path

from devices.lazy_dataclass import dataclass
from kiosk.private_files import write_private

HIGHEST = 2**53
"""More than any terminal keeps; a larger number in a mark is damage, and none that the store could take."""
COUNTER_MARGIN = 1000
"""Added to the slip counter of a lost store: numbers given out since the mark was written are not given again."""


@dataclass(frozen=True)
class StoreLevel:
    """Identity of a store, its highest entry sequence and its slip counter. `store` is "?" if the mark was damaged."""

    store: str
    sequence: int = 0
    counter: int = 0


@dataclass(frozen=True)
class Mark:
    """The store in use, None before the first, and those that are missing."""

    current: StoreLevel | None = None
    missing: tuple[StoreLevel, ...] = ()

    def after_opening(self, level: StoreLevel) -> Mark:
        """Return the mark once a store of this level was opened."""
        before = self.current
        if before is None or (before.store == level.store and before.sequence <= level.sequence):
            return replace(self, current=replace(level, counter=max(level.counter, self.counter)))
        # A store in which nothing was ever kept leaves no gap.
        missing = self.missing if before.sequence == 0 else (*self.missing, before)
        return Mark(level, missing)

    @property
    def counter(self) -> int:
        """The highest slip counter that is known to be given out."""
        levels = [*self.missing, *([self.current] if self.current else [])]
        return max((level.counter for level in levels), default=0)


def path_of(folder: Path) -> Path:
    """Return the path of the mark of the store in `folder`: beside the folder, so that it outlives it."""
    return folder.with_name(folder.name + ".mark")


def read_mark(path: Path) -> Mark:
    """Read a mark. One that is damaged counts as a missing store of unknown size. Raises OSError."""
    try:
        raw = json.loads(path.read_bytes())
        current = raw["current"]
        return Mark(
            None if current is None else _level(current),
            tuple(_level(each) for each in raw["missing"]),
        )
    except FileNotFoundError:
        return Mark()
    except (ValueError, KeyError, TypeError, RecursionError):
        return Mark(None, (StoreLevel("?"),))


def _level(raw: dict[str, object]) -> StoreLevel:
    level = StoreLevel(**raw)  # type: ignore[arg-type]  # a member of another type is refused in the next line
    if not (isinstance(level.store, str) and isinstance(level.sequence, int) and isinstance(level.counter, int)):
        raise TypeError
    if not (0 <= level.sequence <= HIGHEST and 0 <= level.counter <= HIGHEST):
        raise ValueError
    return level


def write_mark(path: Path, mark: Mark) -> None:
    """Write a mark durably, replacing the file as a whole. Raises OSError."""
    write_private(path, json.dumps(asdict(mark)))


class Account:
    """The mark of an open store. Thread-safe."""

    def __init__(self, path: Path, mark: Mark) -> None:
        self._path = path
        self._mark = mark
        self._lock = threading.Lock()

    @classmethod
    def open(cls, folder: Path, level: StoreLevel) -> Account:
        """Read the mark of the store in `folder`, which has this level now. Raises OSError."""
        before = read_mark(path_of(folder))
        account = cls(path_of(folder), before)
        after = before.after_opening(level)
        if after != before:
            account._write(after)
        return account

    @property
    def missing(self) -> tuple[StoreLevel, ...]:
        """Stores whose entries are not accounted for."""
        return self._mark.missing

    @property
    def counter(self) -> int:
        return self._mark.counter

    def kept(self, level: StoreLevel) -> None:
        """Note the level of the store, unless another thread has noted a later one."""
        with self._lock:
            before = self._mark.current
            if before is None or (level.sequence, level.counter) > (before.sequence, before.counter):
                self._write(replace(self._mark, current=level))

    def settle(self) -> None:
        """A person has accounted for every missing store. Raises OSError."""
        with self._lock:
            settled = replace(self._mark, missing=())
            write_mark(self._path, settled)
            self._mark = settled

    def _write(self, mark: Mark) -> None:
        self._mark = mark
        # On a full disk the older mark stays; the case itself is kept, and the next commit writes the mark again.
        with suppress(OSError):
            write_mark(self._path, mark)
