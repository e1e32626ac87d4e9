"""What a played scenario comes to: failures, pages, slips."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Failure:
    """A step that did not go as the scenario says."""

    step: int
    what: str


@dataclass
class Report:
    """What happened: failures (none: all expectations hold), and how many pages, slips and steps there were."""

    title: str
    failures: list[Failure] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    steps: int = 0
    slips: int = 0
    searched: bool = False
    """The visit was over, and what it could have left behind was looked for."""

    @property
    def ok(self) -> bool:
        return not self.failures


def told(report: Report) -> list[str]:
    """A report in a few lines."""
    lines = [f"{report.title}: {report.steps} steps, {len(report.pages)} pages, {report.slips} slips"]
    lines += [f"  step {failure.step}: {failure.what}" for failure in report.failures]
    if not report.searched:
        lines.append("  not searched for what a visit leaves behind")
    return [*lines, "all expectations hold" if report.ok else "NOT as expected"]
