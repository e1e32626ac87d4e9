"""Keys of what can be touched or typed into: a verb, alone or with one or two values after it.

"continue" · "item:case-progress" · "option:bank:rural". This is the one place that takes keys apart.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Keyed:
    """An event of a visit at the thing on the screen that has this key."""

    visit: str
    key: str

    @property
    def verb(self) -> str:
        return self.key.partition(":")[0]

    @property
    def value(self) -> str:
        """What follows the verb, up to the next colon; "" where nothing does."""
        return self.key.partition(":")[2].partition(":")[0]

    @property
    def rest(self) -> str:
        """What follows the value, further colons included; "" where nothing does."""
        return self.key.partition(":")[2].partition(":")[2]
