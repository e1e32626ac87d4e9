"""Known failures: behaviour that is wrong today, each with a test of the right behaviour that is expected to fail.

A strict xfail fails the suite as soon as its behaviour is fixed: then the mark and its line in `KNOWN` are removed and
the test stays. A mark that `KNOWN` does not list, or that lacks `strict`, a reason or the expected exception, fails
here. Most were found with inputs from real life; binary ones are in `tests/fixtures/cases`.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.house.doors import ROOT
from tests.house.known_failures import KnownFailure, in_folder, known_failures

KNOWN: tuple[str, ...] = ()
"""Every marked test (`file::test`). A new one is a decision; none is left today."""

GOOD = """@pytest.mark.xfail(strict=True, raises=AssertionError, reason="the page stays for ever")
def test_a(): ...
"""
BAD = {
    "not strict": GOOD.replace("strict=True, ", ""),
    "strict only in name": GOOD.replace("strict=True", "strict=False"),
    "no reason": GOOD.replace('reason="the page stays for ever"', ""),
    "a reason of one word": GOOD.replace("the page stays for ever", "broken"),
    "any exception": GOOD.replace("raises=AssertionError, ", ""),
    "a bare mark": "@pytest.mark.xfail\ndef test_a(): ...\n",
    "a condition": GOOD.replace("xfail(", "xfail(sys.platform == 'win32', "),
    "a module constant": GOOD.replace("@pytest", "MARK = pytest").replace("def test_a(): ...", ""),
    "on a whole class": GOOD.replace("def test_a(): ...", "class TestA: ..."),
    "in a test's body": "def test_a():\n    pytest.xfail('the page stays for ever')\n",
    "added while running": "def test_a(request):\n    request.node.add_marker(pytest.mark.xfail(strict=True))\n",
    "imported by name": "from pytest import xfail\n",
}


@pytest.fixture(scope="module")
def marks() -> list[KnownFailure]:
    return list(in_folder(ROOT / "tests"))


def test_every_known_failure_is_strict_and_says_what_it_is(marks: list[KnownFailure]) -> None:
    bad = [f"{each.file}:{each.line}: {fault}" for each in marks for fault in each.faults]
    assert not bad, "\n".join(bad)


def test_the_known_failures_are_these_and_no_others(marks: list[KnownFailure]) -> None:
    found = Counter(each.test for each in marks)
    listed = Counter(KNOWN)
    assert not found - listed, f"new known failures: {sorted((found - listed).elements())}"
    assert not listed - found, f"listed but gone: {sorted((listed - found).elements())}"


@pytest.mark.parametrize("source", BAD.values(), ids=BAD)
def test_an_incomplete_mark_is_found(source: str) -> None:
    assert any(each.faults for each in known_failures(source, "tests/test_one.py"))


def test_a_complete_mark_is_found_on_a_test_and_on_a_parameter() -> None:
    parameter = "@pytest.mark.parametrize('a', [pytest.param(1, marks=" + GOOD.splitlines()[0].removeprefix("@")
    for source in (GOOD, f"{parameter})])\ndef test_a(): ...\n"):
        (found,) = known_failures(source, "tests/test_one.py")
        assert (found.test, found.faults) == ("tests/test_one.py::test_a", ())
