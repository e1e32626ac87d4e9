"""Shared by all tests: offscreen platform, no unexpected log lines, and the table of skipped proofs.

A test whose third-party program is missing is skipped with the program's name. The skipped tests are listed at the end
of the run; if CI is set, a skip that `tests/skips.txt` does not list fails the run.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

SKIPS = Path(__file__).parent / "skips.txt"


@pytest.fixture(autouse=True)
def no_stray_log_line(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail on an unexpected warning in the log; a test that expects one is marked `expects_log`."""
    yield
    if request.node.get_closest_marker("expects_log"):
        return
    stray = [r for when in ("setup", "call") for r in caplog.get_records(when) if r.levelno >= logging.WARNING]
    if stray:
        pytest.fail("stray log lines: " + "; ".join(f"{r.name}: {r.getMessage()}" for r in stray))


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    """Class of the application for pytest-qt: the terminal's own, because a process can have only one."""
    from PySide6.QtGui import QGuiApplication

    return QGuiApplication


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "expects_log: the test makes the program log a warning")


def _skipped(reporter: pytest.TerminalReporter) -> list[tuple[str, str]]:
    rows = []
    for report in reporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        rows.append((report.nodeid, reason.removeprefix("Skipped: ")))
    return sorted(rows)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    rows = _skipped(terminalreporter)
    if not rows:
        return
    terminalreporter.section("proofs that could not run on this machine")
    for nodeid, reason in rows:
        terminalreporter.write_line(f"{nodeid}: {reason}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workerinput") or not os.environ.get("CI"):
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    known = {line for line in SKIPS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")}
    new = [nodeid for nodeid, _ in _skipped(reporter) if nodeid not in known] if reporter else []
    if new:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        print("skips that tests/skips.txt does not know:", *new, sep="\n  ")
