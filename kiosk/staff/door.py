"""The one place that decides whether staff enter. It sees codes and secrets for a moment, and keeps none."""

from __future__ import annotations

import hmac
import secrets
from pathlib import Path

from devices import Clock
from devices.lazy_dataclass import dataclass
from kiosk.platform.identity import unb64url
from kiosk.platform.one_time_codes import ENTER, UNLOCK, answer_to, code_of, steps_around
from kiosk.platform.staff_records import StaffRow, secret_behind, site_hash
from kiosk.staff.entry import EntryWay, StaffEntry, StaffRole, StaffVerdict, VerdictKind
from kiosk.staff.staff_list import StaffList, StaffLists
from kiosk.staff.tries import Tries

CHALLENGE_S = 600.0
CHALLENGE_DIGITS = 8
SITE = "site"
"""The account of the hall's code."""
LONGEST = 64
"""Characters of anything that is typed."""
WRONG = StaffVerdict(VerdictKind.WRONG)
NO_LIST = StaffVerdict(VerdictKind.NO_LIST)


@dataclass(frozen=True)
class _Challenge:
    staff: str
    digits: str
    until: float


class StaffDoor:
    """`clock.now` is the best time there is (the platform's, where the machine's own is far off). One thread."""

    def __init__(self, terminal: str, lists: StaffLists, clock: Clock, tries: Path) -> None:
        self._terminal = terminal
        self._lists = lists
        self._clock = clock
        self._tries = Tries(tries, clock)
        self._challenge: _Challenge | None = None

    def enter(self, entry: StaffEntry) -> StaffVerdict:
        """Check an entry. Nothing is derived for one that is locked, or too long. Raises nothing."""
        known = self._lists.current
        if known is None or not known.is_valid(self._clock.now()):
            return NO_LIST
        if max(len(entry.staff), len(entry.pin), len(entry.proof)) > LONGEST:
            return WRONG
        account = SITE if entry.way is EntryWay.SITE else entry.staff
        challenged = entry.way is EntryWay.ANSWER and self._is_challenged(entry.staff)
        locked = self._tries.locked_s(account, challenged=challenged)
        if locked:
            return StaffVerdict(VerdictKind.LOCKED, locked_s=locked)
        try:
            return self._checked(known, entry, account)
        except OSError:
            # A try that cannot be counted would be free.
            return WRONG

    def challenge(self, staff: str) -> str:
        """A new challenge for a code of staff, in memory alone; the one before it is void. "" without a list."""
        if self._lists.current is None or not 0 < len(staff) <= LONGEST:
            return ""
        digits = "".join(secrets.choice("0123456789") for _ in range(CHALLENGE_DIGITS))
        self._challenge = _Challenge(staff, digits, self._clock.monotonic() + CHALLENGE_S)
        return digits

    def _is_challenged(self, staff: str) -> bool:
        asked = self._challenge
        return asked is not None and asked.staff == staff and self._clock.monotonic() < asked.until

    def _checked(self, known: StaffList, entry: StaffEntry, account: str) -> StaffVerdict:
        row = known.row(entry.staff)
        was_locked = self._tries.is_locked(account)
        self._tries.keep_only(frozenset({SITE, *(each.staff for each in known.document.rows)}))
        self._tries.begin(account, counted=row is not None or account == SITE)
        step = self._proven(known, row, entry, was_locked=was_locked)
        if step is None:
            locked = self._tries.locked_s(account)
            return StaffVerdict(VerdictKind.LOCKED, locked_s=locked) if self._tries.is_locked(account) else WRONG
        self._tries.passed(account, step)
        role = StaffRole.SITE if account == SITE else StaffRole.TECHNICIAN
        return StaffVerdict(VerdictKind.ENTERED, role, entry.staff if role is StaffRole.TECHNICIAN else "")

    def _proven(self, known: StaffList, row: StaffRow | None, entry: StaffEntry, *, was_locked: bool) -> int | None:
        """The time step that is used up by this entry (0: none); None for a wrong one."""
        if entry.way is EntryWay.SITE:
            site = known.document.site
            right = site is not None and _same_bytes(site_hash(entry.proof, unb64url(site.salt)), unb64url(site.hash))
            return 0 if right else None
        if row is None:
            return None
        secret = secret_behind(row, entry.pin)
        if entry.way is EntryWay.TOTP:
            last = self._tries.last_step(entry.staff)
            fresh = (step for step in steps_around(self._clock.now().timestamp()) if step > last)
            return next((step for step in fresh if _same(code_of(secret, step), entry.proof)), None)
        return self._answered(secret, entry, was_locked=was_locked)

    def _answered(self, secret: bytes, entry: StaffEntry, *, was_locked: bool) -> int | None:
        """A challenge is answered once, rightly or not. A lock is ended by an answer with that label only."""
        asked, self._challenge = self._challenge, None
        if asked is None or asked.staff != entry.staff or self._clock.monotonic() >= asked.until:
            return None
        labels = (UNLOCK,) if was_locked else (ENTER, UNLOCK)
        right = [_same(answer_to(secret, label, self._terminal, asked.digits), entry.proof) for label in labels]
        return 0 if any(right) else None


def _same(wanted: str, typed: str) -> bool:
    return _same_bytes(wanted.encode("ascii"), typed.encode("utf-8"))


def _same_bytes(wanted: bytes, typed: bytes) -> bool:
    return hmac.compare_digest(wanted, typed)
