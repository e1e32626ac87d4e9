"""A scripted sequence of outbox operations, and the check of the store after a power cut.

The script keeps a ledger independent of the store. An act that has returned is acknowledged; after a cut the store must
equal the ledger of the acknowledged acts, or that ledger with the one act in progress.
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
from kiosk.platform.orders import OrderKey
from kiosk.platform.wire_types import Rating, SealedCase, SealedMaterial
from tests.kiosk.outbox.cases import NOW, case, held, rating
from tests.kiosk.outbox.power import Operation, recorded_disk

APPLICATION = "01890a5d-ac96-774b-bcce-b302099a8057"
MATERIALS = 200_000
"""Bytes of a large case; with twenty of them SQLite checkpoints its WAL (at 1000 pages)."""


@dataclass(frozen=True)
class Held:
    """One entry of the ledger; a purged one has no content."""

    state: EntryState
    attempts: int
    content: SealedCase | Rating | None


@dataclass(frozen=True)
class Ledger:
    """Expected content of the store: the newest slip counter, and the entries by id in the order they were kept."""

    counter: int = 0
    entries: Mapping[str, Held] = field(default_factory=dict)
    orders: frozenset[OrderKey] = frozenset()

    def with_(self, **entries: Held) -> Ledger:
        return replace(self, entries={**self.entries, **entries})


def ledger_of(outbox: Outbox) -> Ledger:
    """Read the actual content of the store."""
    with outbox.store.transaction() as cursor:
        ((counter,),) = cursor.execute("SELECT value FROM counter")
        rows = list(cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM entry ORDER BY sequence"))
        follows = dict(cursor.execute("SELECT id, followed FROM follow"))
        papers = list(cursor.execute("SELECT entry, sha256, media_type, body FROM material ORDER BY entry, number"))
    entries = {}
    for sequence, kind, id_, state, attempts, *rest, body in rows:
        content: SealedCase | Rating | None = None
        if body is not None:
            entry = entry_of((sequence, kind, id_, state, attempts, *rest, body))
            own = tuple(SealedMaterial(sha, kind, bytes(body)) for at, sha, kind, body in papers if at == sequence)
            content = replace(entry.case, materials=own, follows=follows.get(id_, "")) if entry.case else entry.rating
        entries[id_] = Held(EntryState(state), attempts, content)
    return Ledger(counter, entries, frozenset(outbox.orders.rows()))


def random_materials(name: str, count: int) -> tuple[SealedMaterial, ...]:
    return tuple(
        SealedMaterial(f"{name}-{n}", "image/jpeg", Random(f"{name}{n}").randbytes(30_000)) for n in range(count)
    )


class ScriptedOutbox:
    """An open outbox, its ledger, and the number of disk operations after each act."""

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

    def keep(self, *names: str, size: int = 2000, papers: int = 0, follows: str = "") -> None:
        made = [replace(case(name, Random(name).randbytes(size)), follows=follows) for name in names]
        cases = [replace(each, materials=random_materials(each.case_id, papers)) for each in made]
        self.outbox.keep(cases)
        self._note(self.ledger.with_(**{one.case_id: Held(EntryState.SEALED, 0, one) for one in cases}))

    def order(self, n: int) -> None:
        """Ask for an order: it is on disk when the request is sent."""
        self.outbox.orders.take(OrderKey(APPLICATION, n))
        self._note(replace(self.ledger, orders=self.ledger.orders | {OrderKey(APPLICATION, n)}))

    def settle(self, n: int) -> None:
        self.outbox.orders.settled(OrderKey(APPLICATION, n))
        self._note(replace(self.ledger, orders=self.ledger.orders - {OrderKey(APPLICATION, n)}))

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
        """Confirm these again some days later and purge; nothing else may be purged."""
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
        """The platform lost the case."""
        self._confirmed().requeue_lost(self._sequence(name))
        self._change(name, state=EntryState.WAITING, attempts=0)

    def reopen(self) -> None:
        self.outbox.close()
        self._note(self.ledger)
        self.outbox = Outbox.open(self._folder, self._clock)
        self._note(self.ledger)


def run_script(scripted: ScriptedOutbox) -> None:
    """Perform every act of the outbox in every state, with restarts and two WAL checkpoints."""
    scripted.count()
    scripted.keep("a", "b")
    scripted.rate("rating-1")
    scripted.send("a")
    scripted.receive("a")
    scripted.send("b")
    scripted.wait("b")
    scripted.order(1)
    scripted.count()
    scripted.keep("c")
    scripted.settle(1)
    scripted.order(2)
    scripted.send("c")
    scripted.quarantine("c")
    scripted.keep("d", "e")
    for name in "de":
        scripted.send(name)
        scripted.hold(name)
    scripted.release()
    scripted.keep("withdrawal", follows="e")
    scripted.send("b")
    scripted.receive("b")
    scripted.keep("with-papers", papers=2)
    scripted.send("with-papers")
    scripted.receive("with-papers", complete=False)
    scripted.send("rating-1")
    scripted.reopen()
    scripted.count()
    scripted.keep("f")
    scripted.rated("rating-1")
    scripted.receive("with-papers")
    scripted.send("d")
    scripted.receive("d")
    for name in ("e", "withdrawal"):
        scripted.send(name)
        scripted.receive(name)
    scripted.receive("with-papers", complete=False)
    scripted.receive("with-papers")
    scripted.refuse("d")
    scripted.purge("a", "with-papers")
    scripted.lose("b")
    for heavy in range(6):
        scripted.keep(*(f"heavy-{heavy}-{number}" for number in range(4)), size=MATERIALS)
    for name in ("heavy-0-0", "heavy-1-0", "f"):
        scripted.send(name)
        scripted.receive(name)
    scripted.count()
    scripted.keep("g")
    scripted.send("g")
    scripted.reopen()
    scripted.keep("h")
    scripted.settle(2)
    scripted.count()


@dataclass(frozen=True)
class Recording:
    """All disk operations of a finished script, and the ledger after each act that returned."""

    operations: tuple[Operation, ...]
    acknowledged: tuple[tuple[int, Ledger], ...]

    def allowed(self, cut: int) -> tuple[Ledger, ...]:
        """Return the ledgers allowed after a cut: the acknowledged one, and the one with the act in progress."""
        returned = [ledger for seen, ledger in self.acknowledged if seen <= cut]
        under_way = [ledger for seen, ledger in self.acknowledged if seen > cut]
        return (returned[-1] if returned else Ledger(), *under_way[:1])


def record_script(folder: Path) -> Recording:
    with recorded_disk(folder) as disk:
        scripted = ScriptedOutbox(folder, lambda: len(disk.operations))
        run_script(scripted)
        held = ledger_of(scripted.outbox)
        assert held == scripted.ledger
        operations = tuple(disk.operations)
        scripted.outbox.close()
    return Recording(operations, tuple(scripted.acknowledged))


def check_after_cut(folder: Path, allowed: tuple[Ledger, ...]) -> str:
    """Open the store after a cut as the next start would; return "" or a description of the damage."""
    with recorded_disk(folder):
        outbox = Outbox.open(folder, FakeClock(NOW))
        try:
            return _check(outbox, folder, allowed)
        finally:
            outbox.close()


def _check(outbox: Outbox, folder: Path, allowed: tuple[Ledger, ...]) -> str:
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
    if acknowledged.orders != found.orders:
        return f"orders {sorted(map(str, acknowledged.orders))} → {sorted(map(str, found.orders))}"
    changed = [name for name, held in acknowledged.entries.items() if found.entries[name] != held]
    added = sorted(found.entries.keys() - acknowledged.entries.keys())
    return f"counter {acknowledged.counter} → {found.counter}, changed {changed}, added {added}"
