"""The verdict on a test: what was seen, and only then whether it passed."""

from __future__ import annotations

from devices.lazy_dataclass import dataclass


@dataclass(frozen=True)
class Seen:
    """`passed` None: nobody can say. Nothing passes of which nothing was seen."""

    passed: bool | None
    saw: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.passed and not self.saw:
            raise ValueError("a test in which nothing was seen has not passed")


def by_fault(outcome: object) -> Seen:
    """The verdict on an outcome that has a fault where it went wrong, and a word for what became of the act."""
    fault = getattr(outcome, "fault", None)
    word = next((each for each in vars(outcome).values() if isinstance(each, str)), "") if fault is None else ""
    if fault is not None:
        return Seen(False, (str(fault.code),))
    return Seen(True, (word,)) if word else Seen(None)
