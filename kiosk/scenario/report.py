"""Result of a played scenario: failures, pages, slips."""

from __future__ import annotations

from dataclasses import field

from devices.lazy_dataclass import dataclass


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
    touches: int = 0
    """Touches to navigate: everything but typing."""
    keys: int = 0
    """Touches to type: the characters typed."""
    read: list[int] = field(default_factory=list)
    """For each page shown, the characters of the lines that the page before it had not: what there is to read."""
    slips: int = 0
    searched: bool = False
    """The visit had ended, and personal data left behind was searched for."""

    @property
    def characters(self) -> int:
        """Characters to read in the whole visit."""
        return sum(self.read)

    @property
    def effort(self) -> tuple[int, int, int, int]:
        """Touches to navigate, touches to type, pages, characters to read. A page that returns counts again."""
        changes = [page for page, before in zip(self.pages, ["", *self.pages], strict=False) if page != before]
        return self.touches, self.keys, len(changes), self.characters

    @property
    def ok(self) -> bool:
        return not self.failures


def format_effort(report: Report) -> str:
    """Format the effort of a visit as one line."""
    touches, keys, pages, characters = report.effort
    return f"{touches} touches to navigate, {keys} to type, {pages} pages, {characters} characters to read"


def format_pages(report: Report) -> list[str]:
    """Format the characters to read on each page shown, in the order of the visit."""
    return [f"  {characters:5} {page}" for page, characters in zip(report.pages, report.read, strict=True)]


def format_report(report: Report) -> list[str]:
    """Format a report as lines of text."""
    lines = [f"{report.title}: {report.steps} steps, {len(report.pages)} views, {report.slips} slips"]
    lines.append(f"  effort: {format_effort(report)}")
    lines += [f"  step {failure.step}: {failure.what}" for failure in report.failures]
    if not report.searched:
        lines.append("  not searched for what a visit leaves behind")
    return [*lines, "all expectations hold" if report.ok else "NOT as expected"]
