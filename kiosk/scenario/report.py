"""Result of a played scenario: failures, pages, slips."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Failure:
    """A failed step: its number (from 1) and the reason."""

    step: int
    what: str


@dataclass
class Report:
    """Failures (none: all expectations hold), the pages shown, and the numbers of steps and slips."""

    title: str
    failures: list[Failure] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    steps: int = 0
    slips: int = 0
    searched: bool = False
    """The visit had ended, and personal data left behind was searched for."""

    @property
    def ok(self) -> bool:
        return not self.failures


def format_report(report: Report) -> list[str]:
    """Format a report as lines of text."""
    lines = [f"{report.title}: {report.steps} steps, {len(report.pages)} pages, {report.slips} slips"]
    lines += [f"  step {failure.step}: {failure.what}" for failure in report.failures]
    if not report.searched:
        lines.append("  not searched for what a visit leaves behind")
    return [*lines, "all expectations hold" if report.ok else "NOT as expected"]
