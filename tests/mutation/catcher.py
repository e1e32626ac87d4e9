"""Pytest plugin: run exactly the wanted tests, in the order of the list, and write down the first failure.

The tests are chosen after collection, not as arguments: a fault may change a parameter's name, and a test that is gone
is not a test that failed.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

WANTED = "YIKE_MUTATION_WANTED"
"""Environment variable: a file with one node id a line."""
VERDICT = "YIKE_MUTATION_VERDICT"
"""Environment variable: the file that says which test runs now, and at the end how it went."""
FAILED, IMPORT = "failed", "at import"
"""Kinds of a test's failure: by itself, or because its file could not be imported."""


def _say(**facts: object) -> None:
    Path(os.environ[VERDICT]).write_text(json.dumps(facts), encoding="utf-8")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanted = {test: place for place, test in enumerate(Path(os.environ[WANTED]).read_text("utf-8").splitlines())}
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in wanted])
    items[:] = sorted((item for item in items if item.nodeid in wanted), key=lambda item: wanted[item.nodeid])


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.failed:
        _say(failed=report.nodeid, how=IMPORT)


def pytest_runtest_logstart(nodeid: str) -> None:
    _say(running=nodeid)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        _say(failed=report.nodeid, how=FAILED)


def pytest_sessionfinish(session: pytest.Session) -> None:
    verdict = Path(os.environ[VERDICT])
    if not verdict.exists() or "failed" not in json.loads(verdict.read_text(encoding="utf-8")):
        _say(passed=session.testscollected)
