"""The tool of `make mutation`: the faults it makes, what it leaves alone, and when it calls one caught."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path
from textwrap import dedent

import pytest

from tests.house.doors import ROOT
from tests.mutation.equivalents import bare, read_equivalents
from tests.mutation.mutants import Mutant, compiles, every_mutant, mutants_of
from tests.mutation.recording import Recording
from tests.mutation.signatures import Signatures
from tests.mutation.trial import HANG, Laboratory

FILE = "devices/sample.py"


def mutants(source: str) -> list[Mutant]:
    content = dedent(source).encode("utf-8")
    signatures = Signatures()
    signatures.add(ast.parse(content))
    return [each for each in mutants_of(FILE, content, signatures) if compiles(each, content)]


def faults(source: str) -> set[tuple[str, str]]:
    """Operator and added line of every mutant of a source."""
    content = dedent(source).encode("utf-8")
    return {(each.operator, bare(each.difference(content))[-1]) for each in mutants(source)}


OPERATORS = (
    ("if a:\n    b = c", {("negate condition", "+if (not (a)):")}),
    ("a = b if c else d", {("negate condition", "+a = b if (not (c)) else d")}),
    ("a = b < c", {("swap comparison", "+a = ((b) <= (c))")}),
    ("a = b not in c", {("swap comparison", "+a = ((b) in (c))")}),
    ("a = 0.5", {("constant by one", "+a = (0.5 + 1)")}),
    ("a = True", {("flip bool", "+a = False")}),
    ("a = b and c", {("swap and/or", "+a = ((b) or (c))")}),
    ("a.b = c", {("drop statement", "+pass")}),
    ("a(b)", {("drop statement", "+pass")}),
    ("raise a", {("drop statement", "+pass")}),
    ("try:\n    a = b\nexcept C:\n    a = c", {("empty except branch", "+pass")}),
    ("def a() -> tuple[int, ...]:\n    return b", {("return early", "+return ()")}),
    ("def a() -> B | None:\n    b = c\n    return b", {("return early", "+return None")}),
    ("称 = 甲 < 乙", {("swap comparison", "+称 = ((甲) <= (乙))")}),
    (
        "def a(b: int, c: int, d: str) -> None: ...\na(e, f, g)",
        {("swap arguments", "+a(f, e, g)"), ("drop statement", "+pass")},
    ),
)


@pytest.mark.parametrize(("source", "expected"), OPERATORS, ids=[source for source, _ in OPERATORS])
def test_each_operator_makes_its_fault(source: str, expected: set[tuple[str, str]]) -> None:
    assert faults(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        '"""Words."""',
        'a = "word"',
        "a: Literal[1]",
        "@dataclass(frozen=True)\nclass A:\n    b: int",
        "class A:\n    def __repr__(self) -> str:\n        return str(1 < 2)",
        "if TYPE_CHECKING:\n    a = 1",
        "a = f'{b + 1}'",
        "def a() -> bool:\n    return b",
        "def a() -> None: ...",
        "logger.info(a)",
    ],
)
def test_text_types_and_options_are_left_alone(source: str) -> None:
    assert not {row for row in faults(source) if row != ("return early", "+return False")}


@pytest.fixture(scope="module")
def every() -> list[Mutant]:
    """Every mutant of the product."""
    return every_mutant()


def test_a_product_file_is_named_once_for_each_fault(every: list[Mutant]) -> None:
    assert {each.file.partition("/")[0] for each in every} == {"devices", "kiosk", "ui"}
    assert not [each for each in every if each.file.startswith("kiosk/platform/sandbox/")]
    assert len({(each.file, each.start, each.end, each.operator, each.text) for each in every}) == len(every)


def test_every_equivalent_mutant_still_exists_and_has_a_reason(every: list[Mutant]) -> None:
    known = read_equivalents()
    contents = {each.file: (ROOT / each.file).read_bytes() for each in known}
    for equivalent in known:
        assert len(equivalent.reason.split()) > 4
        own = [each for each in every if (each.file, each.operator) == (equivalent.file, equivalent.operator)]
        assert any(equivalent.matches(each, bare(each.difference(contents[each.file]))) for each in own), equivalent


def test_tests_of_a_line_come_fastest_first_and_those_of_a_module_at_import() -> None:
    inside, *_, moved, outside = mutants("def a(b: int) -> bool:\n    c = b\n    return c > 1\nD = 7\n")
    recording = Recording(seconds={"slow": 2.0, "fast": 0.1})
    recording.tests[FILE][2] = {"slow", "fast", "failed"}
    recording.tests[FILE][3] = {"slow"}
    assert (inside.operator, recording.of(inside)) == ("return early", ["fast", "slow"])
    assert (outside.operator, recording.of(outside)) == ("constant by one", ["fast", "slow"])
    assert recording.of(moved) == ["slow"]
    recording.changed = frozenset({FILE})
    assert recording.of(moved) == ["fast", "slow"]


SMALL, LARGE = "tests/test_sample.py::test_small", "tests/test_sample.py::test_large"
PRODUCT = """\
def limit(value: int) -> int:
    while value > 9:
        value = value - 1
    return value
"""

TESTS = """\
from devices.sample import limit

def test_small() -> None:
    assert limit(4) == 4

def test_large() -> None:
    assert limit(11) == 9
"""


@pytest.fixture
def laboratory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Laboratory:
    """A tree with one module of a product and one file of tests."""
    for folder in ("devices", "kiosk", "ui", "build", "tests/house"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / FILE).write_text(PRODUCT, encoding="utf-8")
    (tmp_path / "tests/test_sample.py").write_text(TESTS, encoding="utf-8")
    (tmp_path / "tests/__init__.py").touch()
    shutil.copytree(ROOT / "tests/mutation", tmp_path / "tests/mutation")
    for name in ("__init__.py", "doors.py"):
        shutil.copy(ROOT / "tests/house" / name, tmp_path / "tests/house" / name)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    made = Laboratory(tmp_path, {SMALL: 0.01, LARGE: 0.02}, 60)
    made.warm()
    return made


def the(operator: str, number: int = 0) -> Mutant:
    return [each for each in mutants(PRODUCT) if each.operator == operator][number]


def test_a_fault_is_caught_by_the_test_that_fails(laboratory: Laboratory) -> None:
    outcome = laboratory.put_to_test(the("constant by one"), list(laboratory.seconds))
    assert (outcome.test, outcome.how) == (LARGE, "failed")
    assert (laboratory.tree / FILE).read_text(encoding="utf-8") == PRODUCT


def test_a_fault_that_no_test_notices_survives(laboratory: Laboratory) -> None:
    outcome = laboratory.put_to_test(the("constant by one"), [SMALL])
    assert (outcome.caught, outcome.how, outcome.ran) == (False, "SURVIVED", 1)


def test_a_test_that_fails_without_the_fault_catches_nothing(laboratory: Laboratory) -> None:
    path = laboratory.tree / "tests/test_sample.py"
    path.write_text(TESTS.replace("== 9", "== 8"), encoding="utf-8")
    assert not laboratory.put_to_test(the("swap comparison"), [LARGE]).caught


def test_a_fault_that_hangs_is_caught_by_the_time_limit(
    laboratory: Laboratory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.mutation.trial.GRACE", 3.0)
    outcome = laboratory.put_to_test(the("negate condition"), [SMALL])
    assert (outcome.test, outcome.how) == (SMALL, HANG)


def test_a_test_that_is_gone_is_no_test_that_failed(laboratory: Laboratory) -> None:
    laboratory.seconds = {"tests/test_sample.py::test_gone": 0.01}
    assert not laboratory.put_to_test(the("constant by one"), ["tests/test_sample.py::test_gone"]).caught
