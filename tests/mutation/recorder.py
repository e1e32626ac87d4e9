"""Pytest plugin: record which test ran which line, by coverage contexts, and how long each test took.

A context is a test's node id and covers its fixtures; coverage's own `dynamic_context = test_function` covers neither
fixtures nor single parameters. A file of tests that has used its share of time skips the rest of its tests: what they
would have run is nearly always what the earlier ones ran.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path

import coverage
import pytest

TIMES = "YIKE_MUTATION_TIMES"
"""Environment variable: the file that gets one JSON line a test."""
SHARE = "YIKE_MUTATION_SHARE"
"""Environment variable: seconds a file of tests may use before the rest of it is skipped."""
OVER = "the file has used its share of the recording"

_spent: defaultdict[str, float] = defaultdict(float)
_by_test: defaultdict[str, float] = defaultdict(float)
_failed: set[str] = set()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    measured = coverage.Coverage.current()
    if measured is not None:
        measured.switch_context(item.nodeid)
    try:
        return (yield)
    finally:
        if measured is not None:
            measured.switch_context("")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if _spent[_file(item.nodeid)] > float(os.environ[SHARE]):
        pytest.skip(OVER)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _spent[_file(report.nodeid)] += report.duration
    _by_test[report.nodeid] += report.duration
    if not report.passed:
        _failed.add(report.nodeid)
    if report.when == "teardown":
        row = {
            "test": report.nodeid,
            "seconds": round(_by_test[report.nodeid], 4),
            "passed": report.nodeid not in _failed,
        }
        with Path(os.environ[TIMES]).open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(row) + "\n")


def _file(nodeid: str) -> str:
    return nodeid.partition("::")[0]
