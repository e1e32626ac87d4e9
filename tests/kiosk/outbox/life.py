"""A scripted life of an outbox, and the judge of what a cut leaves of it.

The life keeps its own ledger beside the store, never read from it. An act that has returned is acknowledged; what is
found after a cut must be the ledger of the acknowledged acts, or that with the one act under way, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from devices import FakeClock
from kiosk.outbox.entries import COLUMNS, entry_of
from kiosk.outbox.outbox import Outbox
from kiosk.outbox.reconciling import KEEP_BYTES, ConfirmedCases
from kiosk.outbox.states import EntryState
from kiosk.platform.wire_types import Rating, SealedCase, SealedMaterial
from tests.kiosk.outbox.cases import NOW, case, held, rating
from tests.kiosk.outbox.power import Operation, noting

MATERIALS = 200_000
"""Bytes of a heavy case; twenty of them and SQLite moves its WAL into the database by itself (1000 pages)."""


@dataclass(frozen=True)
class Held:
    """One entry as the ledger knows it; a purged one has no content any more."""

    state: EntryState
    attempts: int
    content: SealedCase | Rating | None


@dataclass(frozen=True)
class Ledger:
    """What the store must hold: the newest slip counter, and the entries by id, in the order they were kept."""

    counter: int = 0
    entries: Mapping[str, Held] = field(default_factory=dict)

    def with_(self, **entries: Held) -> Ledger:
        return replace(self, entries={**self.entries, **entries})


def ledger_of(outbox: Outbox) -> Ledger:
    """What the store really holds, half-written things included."""
    with outbox.store.transaction() as cursor:
        ((counter,),) = cursor.execute("SELECT value FROM counter")
        rows = list(cursor.execute(f"SELECT {COLUMNS} FROM entry ORDER BY sequence"))
        papers = list(cursor.execute("SELECT entry, sha256, media_type, body FROM material ORDER BY entry, number"))
    entries = {}
    for sequence, kind, id_, state, attempts, *rest, body in rows:
        content: SealedCase | Rating | None = None
        if body is not None:
            entry = entry_of((sequence, kind, id_, state, attempts, *rest, body))
            own = tuple(SealedMaterial(sha, kind, bytes(body)) for at, sha, kind, body in papers if at == sequence)
            content = replace(entry.case, materials=own) if entry.case else entry.rating
        entries[id_] = Held(EntryState(state), attempts, content)
    return Ledger(counter, entries)


def made_up(name: str, count: int) -> tuple[SealedMaterial, ...]:
    return tuple(
        SealedMaterial(f"{name}-{n}", "image/jpeg", Random(f"{name}{n}").randbytes(30_000)) for n in range(count)
    )


class Life:
    """An open outbox, its ledger, and after each act how many operations the disk had seen."""

    def __init__(self, folder: Path, seen: Callable[[], int]) -> None:
        self._folder, self._seen, self._clock = folder, seen, FakeClock(NOW)
        self.ledger = Ledger()
        self.acknowledged: list[tuple[int, Ledger]] = []
        self.outbox = Outbox.open(folder, self._clock)
        self._note(self.ledger)

    def _note(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.acknowledged.append((self._seen(), ledger))

    def count(self) -> None:
        given = self.outbox.next_counter()
        assert given == self.ledger.counter + 1
        self._note(replace(self.ledger, counter=given))

    def keep(self, *names: str, size: int = 2000, papers: int = 0) -> None:
        cases = [replace(case(name, Random(name).randbytes(size)), materials=made_up(name, papers)) for name in names]
        self.outbox.keep(cases)
        self._note(self.ledger.with_(**{one.case_id: Held(EntryState.SEALED, 0, one) for one in cases}))

    def rate(self, name: str) -> None:
        self.outbox.keep_rating(rating(name))
        self._note(self.ledger.with_(**{name: Held(EntryState.SEALED, 0, rating(name))}))

    def _sequence(self, name: str) -> int:
        return 1 + list(self.ledger.entries).index(name)

    def _change(self, name: str, **changes: object) -> None:
        self._note(self.ledger.with_(**{name: replace(self.ledger.entries[name], **changes)}))  # type: ignore[arg-type]

    def send(self, name: str) -> None:
        self.outbox.mark_sending(self._sequence(name))
        self._change(name, state=EntryState.SENDING, attempts=self.ledger.entries[name].attempts + 1)

    def wait(self, name: str) -> None:
        self.outbox.mark_waiting(self._sequence(name), NOW, "offline")
        self._change(name, state=EntryState.WAITING)

    def quarantine(self, name: str) -> None:
        self.outbox.mark_quarantined(self._sequence(name), "refused")
        self._change(name, state=EntryState.QUARANTINED)

    def hold(self, name: str) -> None:
        self.outbox.mark_held(self._sequence(name), "identity")
        self._change(name, state=EntryState.HELD)

    def release(self) -> None:
        self.outbox.release_held()
        entries = self.ledger.entries
        freed = {
            name: replace(e, state=EntryState.WAITING) for name, e in entries.items() if e.state is EntryState.HELD
        }
        self._note(self.ledger.with_(**freed))

    def receive(self, name: str, *, complete: bool = True) -> None:
        content = self.ledger.entries[name].content
        assert isinstance(content, SealedCase)
        self.outbox.record_receipts(self._sequence(name), held(content, complete=complete))
        self._change(name, state=EntryState.COMPLETE if complete else EntryState.RECEIVED)

    def refuse(self, name: str) -> None:
        """The authority decided against it."""
        content = self.ledger.entries[name].content
        assert isinstance(content, SealedCase)
        self.outbox.record_receipts(self._sequence(name), held(content, decision="refused"))
        self._change(name, state=EntryState.REFUSED)

    def rated(self, name: str) -> None:
        self.outbox.mark_rated(self._sequence(name))
        self._change(name, state=EntryState.PURGED, content=None)

    def purge(self, *names: str) -> None:
        """Some days later the platform says again that it has these; nothing else may go."""
        self._clock.move(KEEP_BYTES.total_seconds())
        self._confirmed().mark_confirmed([self._sequence(name) for name in names])
        self._note(self.ledger)
        self._confirmed().purge()
        entries = self.ledger.entries
        gone = {name: replace(entries[name], state=EntryState.PURGED, content=None) for name in names}
        self._note(self.ledger.with_(**gone))

    def _confirmed(self) -> ConfirmedCases:
        return ConfirmedCases(self.outbox.store, self._clock)

    def lose(self, name: str) -> None:
        """The platform does not know it any more."""
        self._confirmed().requeue_lost(self._sequence(name))
        self._change(name, state=EntryState.WAITING, attempts=0)

    def reopen(self) -> None:
        self.outbox.close()
        self._note(self.ledger)
        self.outbox = Outbox.open(self._folder, self._clock)
        self._note(self.ledger)


def live(life: Life) -> None:
    """Every act of the outbox and every state of the table, a restart, and a WAL moved into the database twice."""
    life.count()
    life.keep("a", "b")
    life.rate("rating-1")
    life.send("a")
    life.receive("a")
    life.send("b")
    life.wait("b")
    life.count()
    life.keep("c")
    life.send("c")
    life.quarantine("c")
    life.keep("d", "e")
    for name in "de":
        life.send(name)
        life.hold(name)
    life.release()
    life.send("b")
    life.receive("b")
    life.keep("with-papers", papers=2)
    life.send("with-papers")
    life.receive("with-papers", complete=False)
    life.send("rating-1")
    life.reopen()
    life.count()
    life.keep("f")
    life.rated("rating-1")
    life.receive("with-papers")
    life.send("d")
    life.receive("d")
    life.receive("with-papers", complete=False)
    life.receive("with-papers")
    life.refuse("d")
    life.purge("a", "with-papers")
    life.lose("b")
    for heavy in range(6):
        life.keep(*(f"heavy-{heavy}-{number}" for number in range(4)), size=MATERIALS)
    for name in ("heavy-0-0", "heavy-1-0", "f"):
        life.send(name)
        life.receive(name)
    life.count()
    life.keep("g")
    life.send("g")
    life.reopen()
    life.keep("h")
    life.count()


@dataclass(frozen=True)
class Lived:
    """A life that is over: every operation, and the ledger after each act that returned."""

    operations: tuple[Operation, ...]
    acknowledged: tuple[tuple[int, Ledger], ...]

    def allowed(self, cut: int) -> tuple[Ledger, ...]:
        """What may be found after so many operations: the acknowledged ledger, or with the act under way."""
        returned = [ledger for seen, ledger in self.acknowledged if seen <= cut]
        under_way = [ledger for seen, ledger in self.acknowledged if seen > cut]
        return (returned[-1] if returned else Ledger(), *under_way[:1])


def live_once(folder: Path) -> Lived:
    with noting(folder) as power:
        life = Life(folder, lambda: len(power.operations))
        live(life)
        held = ledger_of(life.outbox)
        assert held == life.ledger
        operations = tuple(power.operations)
        life.outbox.close()
    return Lived(operations, tuple(life.acknowledged))


def wrong_after(folder: Path, allowed: tuple[Ledger, ...]) -> str:
    """Open what a cut left as the next start would, its `quick_check` too; "" or what was lost, doubled, half done."""
    with noting(folder):
        outbox = Outbox.open(folder, FakeClock(NOW))
        try:
            return _wrong(outbox, folder, allowed)
        finally:
            outbox.close()


def _wrong(outbox: Outbox, folder: Path, allowed: tuple[Ledger, ...]) -> str:
    if outbox.health_note == "store_damaged" or list(folder.glob("damaged-*")):
        return "damaged: the file was moved aside"
    found = ledger_of(outbox)
    if found not in allowed:
        return _difference(allowed[0], found)
    if (given := outbox.next_counter()) <= allowed[0].counter:
        return f"slip counter {given} was given twice"
    return ""


def _difference(acknowledged: Ledger, found: Ledger) -> str:
    lost = acknowledged.entries.keys() - found.entries.keys()
    if lost:
        return f"lost: {sorted(lost)}"
    changed = [name for name, held in acknowledged.entries.items() if found.entries[name] != held]
    added = sorted(found.entries.keys() - acknowledged.entries.keys())
    return f"counter {acknowledged.counter} → {found.counter}, changed {changed}, added {added}"
