"""The entry of staff: what was typed, and the one verdict on all of it."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from devices.lazy_dataclass import dataclass


class EntryWay(StrEnum):
    """Second factor: a code of the time, an answer by phone, or the code of the hall alone."""

    TOTP = "totp"
    ANSWER = "answer"
    SITE = "site"


class VerdictKind(StrEnum):
    """Outcome of an entry. WRONG does not say which of the factors was."""

    ENTERED = "entered"
    WRONG = "wrong"
    LOCKED = "locked"
    NO_LIST = "no_list"
    """This terminal has no list of staff that is valid today."""


class StaffRole(StrEnum):
    """Role of whoever entered: everything is open to one, or the acts of the hall's attendant."""

    TECHNICIAN = "technician"
    SITE = "site"


@dataclass(frozen=True)
class StaffEntry:
    """An entry as it was typed; `proof` is the code of the time, the answer, or the code of the hall."""

    way: EntryWay
    staff: str = ""
    pin: str = field(default="", repr=False)
    proof: str = field(default="", repr=False)


@dataclass(frozen=True)
class StaffVerdict:
    """The verdict on an entry; `locked_s` is how long no other is taken."""

    kind: VerdictKind
    role: StaffRole | None = None
    staff: str = ""
    locked_s: float = 0.0
