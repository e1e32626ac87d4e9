"""The entry of staff: two factors typed on one page, or the code of the hall; one verdict, and the lock with its time.

Which of the factors was wrong is never said. What was typed is dropped as soon as it is checked.
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import Self

from devices.lazy_dataclass import dataclass
from kiosk.staff.entry import EntryWay, StaffEntry

STAFF, PIN, PROOF = "staff", "pin", "proof"
PIN_LENGTH = 6
PROOF_LENGTH = {EntryWay.TOTP: 6, EntryWay.ANSWER: 8, EntryWay.SITE: 6}
STAFF_LENGTH = 4
"""Signs of a member of staff's code."""


@dataclass(frozen=True)
class Entering:
    """The entry as far as it has been typed, and the verdict on the entry before."""

    way: EntryWay = EntryWay.TOTP
    staff: str = ""
    pin: str = field(default="", repr=False)
    proof: str = field(default="", repr=False)
    challenge: str = field(default="", repr=False)
    """The challenge to be read out by phone; "" before one came."""
    checking: bool = False
    wrong: str = ""
    """Message of the last refusal; "" where nothing was refused."""
    locked_s: float = 0.0
    """No entry is taken for so long; counts from the refusal."""

    @property
    def fields(self) -> tuple[str, ...]:
        return (PROOF,) if self.way is EntryWay.SITE else (STAFF, PIN, PROOF)

    @property
    def complete(self) -> bool:
        return all(len(self.text(name)) == self.length(name) for name in self.fields)

    @property
    def next_field(self) -> str:
        """The first field that is not complete; "" if all are."""
        return next((name for name in self.fields if len(self.text(name)) < self.length(name)), "")

    def text(self, name: str) -> str:
        return {STAFF: self.staff, PIN: self.pin, PROOF: self.proof}[name]

    def length(self, name: str) -> int:
        return {STAFF: STAFF_LENGTH, PIN: PIN_LENGTH, PROOF: PROOF_LENGTH[self.way]}[name]

    def typed(self, name: str, text: str) -> Self:
        """This with the text of a field: digits only, and no more than it holds."""
        digits = "".join(sign for sign in text if sign in "0123456789")[: self.length(name)]
        given = {STAFF: self.staff, PIN: self.pin, PROOF: self.proof, name: digits}
        return replace(self, staff=given[STAFF], pin=given[PIN], proof=given[PROOF], wrong="")

    def in_way(self, way: EntryWay) -> Self:
        """This with another second factor; what the two have in common stays."""
        return replace(self, way=way, proof="", challenge="", wrong="")

    def entry(self) -> StaffEntry:
        return StaffEntry(self.way, self.staff, self.pin, self.proof)

    def checked(self, wrong: str, locked_s: float = 0.0) -> Self:
        """This after a refusal: all that was secret has to be typed again, with a new challenge."""
        return replace(self, pin="", proof="", challenge="", checking=False, wrong=wrong, locked_s=locked_s)
