"""The outcome of a print, shared by the families of printers: the fate of the paper, and the fault if there was one."""

from __future__ import annotations

from enum import StrEnum

from devices.faults import Fault
from devices.lazy_dataclass import dataclass
from devices.verdict import Verdict, failed


class Paper(StrEnum):
    """The fate of the paper."""

    CAME_OUT = "came_out"
    DID_NOT = "did_not"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class PrintOutcome:
    """The outcome of one print, and the fault if there was one."""

    paper: Paper
    fault: Fault | None = None


def unconfirmed(fault: Fault) -> PrintOutcome:
    """The outcome of a print that may have happened."""
    return PrintOutcome(Paper.UNCONFIRMED, fault)


def did_not(fault: Fault) -> PrintOutcome:
    """The outcome of a print that surely did not happen."""
    return PrintOutcome(Paper.DID_NOT, fault)


def judge_print(values: tuple[PrintOutcome, ...]) -> Verdict:
    """The verdict of a test page: the printer knows that paper came out, a person whether it can be read."""
    outcome = values[-1]
    saw = f"paper={outcome.paper.value}"
    if outcome.fault is not None:
        return failed(outcome.fault, saw)
    return Verdict(False if outcome.paper is Paper.DID_NOT else None, (saw,))
