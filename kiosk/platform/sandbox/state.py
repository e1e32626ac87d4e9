"""The state of a running sandbox, and its clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from devices import SystemClock
from devices.lazy_dataclass import dataclass
from kiosk.platform.sandbox.codes import Codes
from kiosk.platform.sandbox.departments import Departments
from kiosk.platform.sandbox.held_papers import PaperKind
from kiosk.platform.sandbox.idempotency import IdempotencyCache
from kiosk.platform.sandbox.issuing import Issuer
from kiosk.platform.sandbox.keys import SandboxKeys, published_keys
from kiosk.platform.sandbox.mandate_rows import MandateRow, NamedMandates
from kiosk.platform.sandbox.material_store import MaterialStore
from kiosk.platform.sandbox.misfortunes import Misfortunes
from kiosk.platform.sandbox.nonces import NonceMemory
from kiosk.platform.sandbox.one_time_tokens import CODE_PREFIX, CODE_S, LINK_PATH, LINK_S, OneTimeTokens
from kiosk.platform.sandbox.order_book import OrderBook
from kiosk.platform.sandbox.payees import NO_PAYEES, Payee
from kiosk.platform.sandbox.pick_ups import PickUps
from kiosk.platform.sandbox.published import Published
from kiosk.platform.sandbox.registers import Registers
from kiosk.platform.sandbox.relay_store import RelayStore
from kiosk.platform.sandbox.request_context import CLOCK_OFFSET_S
from kiosk.platform.sandbox.shared_registers import SharedRegister
from kiosk.platform.sandbox.staff_register import StaffRegister
from kiosk.platform.sandbox.storage import Storage

OPEN_ADMISSION: Mapping[str, Any] = MappingProxyType({"state": "open", "rate": None, "spread_s": 0.0})
"""Default admission in heartbeat replies: no limits."""

LOCAL_NAMES = frozenset({"localhost"})


class PlatformClock:
    """The system's time plus an offset set by a test or rehearsal."""

    def __init__(self) -> None:
        self._machine = SystemClock()
        self.offset = timedelta()

    def now(self) -> datetime:
        return self.without_misfortunes() + timedelta(seconds=CLOCK_OFFSET_S.get())

    def without_misfortunes(self) -> datetime:
        """Return the time without the `clock_shift` of the current request."""
        return self._machine.now() + self.offset

    def monotonic(self) -> float:
        """Return seconds that no setting of the clock changes."""
        return self._machine.monotonic()

    def move_by(self, seconds: float) -> None:
        self.offset = timedelta(seconds=seconds)

    def move_to(self, moment: datetime) -> None:
        self.offset = moment - self._machine.now()


@dataclass
class SandboxState:
    """All parts used by the routes.

    `open_door`: enrol an unknown terminal on its first request. `names`: host names by which the page and the control
    routes may be reached, besides IP addresses. `announced`: the address that clients use, "" for that of the socket.
    """

    storage: Storage
    published: Published
    registers: Registers
    materials: MaterialStore
    nonces: NonceMemory
    issuer: Issuer
    keys: SandboxKeys = field(default_factory=published_keys)
    paper_kinds: Mapping[str, PaperKind] = field(default_factory=dict)
    payees: Mapping[str, Payee] = field(default_factory=lambda: NO_PAYEES)
    shared: Mapping[str, SharedRegister] = field(default_factory=dict)
    mandates: tuple[MandateRow, ...] = ()
    departments: Departments = field(default_factory=Departments)
    open_door: bool = True
    names: frozenset[str] = LOCAL_NAMES
    announced: str = ""
    clock: PlatformClock = field(default_factory=PlatformClock)
    codes: Codes = field(init=False)
    identity_codes: OneTimeTokens = field(init=False)
    document_links: OneTimeTokens = field(init=False)
    relays: RelayStore = field(init=False)
    pick_ups: PickUps = field(init=False)
    order_book: OrderBook = field(init=False)
    staff: StaffRegister = field(init=False)
    misfortunes: Misfortunes = field(default_factory=Misfortunes)
    admission: Mapping[str, Any] = field(default_factory=lambda: OPEN_ADMISSION)
    named_mandates: NamedMandates = field(default_factory=NamedMandates)
    idempotency: IdempotencyCache = field(default_factory=IdempotencyCache)

    def __post_init__(self) -> None:
        self.codes = Codes(self.keys, self.clock.monotonic)
        self.identity_codes = OneTimeTokens(self.clock.monotonic, CODE_PREFIX, CODE_S)
        self.document_links = OneTimeTokens(self.clock.monotonic, LINK_PATH, LINK_S)
        self.relays = RelayStore(self.clock.monotonic)
        self.pick_ups = PickUps(self.clock.monotonic)
        self.staff = StaffRegister(self.keys, self.clock.without_misfortunes)
        self.order_book = OrderBook(lambda item_id: self.published.fee(item_id), self.payees)

    def reset(self) -> None:
        """Forget everything but the nonces: what was sent before must not be accepted again."""
        self.storage.reset()
        self.materials.reset()
        self.codes.reset()
        self.identity_codes.reset()
        self.document_links.reset()
        self.relays.reset()
        self.pick_ups.reset()
        self.staff.reset()
        self.idempotency.reset()
        self.named_mandates.reset()
        self.misfortunes.end_all()
        self.admission = OPEN_ADMISSION
        self.clock.offset = timedelta()
