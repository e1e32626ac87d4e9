"""Keys of what can be touched or typed into: a verb, alone or with one or two values after it.

"continue" · "item:case-progress" · "option:bank:rural". Keys are parsed here only.
"""

from __future__ import annotations

from devices.lazy_dataclass import dataclass


@dataclass(frozen=True)
class Keyed:
    """Base of events that name something on the screen by its key."""

    visit: str
    key: str

    @property
    def verb(self) -> str:
        return self.key.partition(":")[0]

    @property
    def value(self) -> str:
        """The part after the verb, up to the next colon; may be empty."""
        return self.key.partition(":")[2].partition(":")[0]

    @property
    def rest(self) -> str:
        """The part after the value, further colons included; may be empty."""
        return self.key.partition(":")[2].partition(":")[2]
