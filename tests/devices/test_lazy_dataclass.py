"""A lazy dataclass behaves like the standard one, from its first instance on and when threads race for it."""

from __future__ import annotations

import dataclasses
import gc
import subprocess
import sys
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, field, fields, is_dataclass, replace
from threading import Barrier, Thread
from typing import Any

import pytest

from devices.lazy_dataclass import _compile_init, dataclass
from tests.house.doors import ROOT


@dataclass(frozen=True)
class Base:
    name: str


def with_everything(decorate: Any) -> type:
    """Return a class, made by a decorator, that has everything that is supported."""

    @decorate(frozen=True)
    class Lower:
        name: str

    @decorate(frozen=True)
    class Derived(Lower):
        secret: str = field(repr=False)
        tags: dict[str, int] = field(default_factory=dict)
        note: str = field(default="", compare=False)
        size: int = 1
        last: int = field(kw_only=True, default=7)

        def __post_init__(self) -> None:
            object.__setattr__(self, "size", self.size * 2)

    return Derived


LAZY, STANDARD = with_everything(dataclass), with_everything(dataclasses.dataclass)


@dataclass
class Mutable:
    count: int = 0
    made: list[int] = field(init=False)
    kept: list[int] = field(init=False, default_factory=list)


@dataclass(frozen=True)
class Empty:
    pass


USES: dict[str, Callable[[Any], object]] = {
    "by place": lambda of: of("a", "b", {"c": 1}, "d", 5),
    "by name": lambda of: of(secret="b", name="a", last=3),
    "fields": lambda of: [each.name for each in fields(of("a", "b"))],
    "replaced": lambda of: replace(of("a", "b"), name="z", size=4),
    "as a dictionary": lambda of: asdict(of("a", "b", {"c": 1})),
    "equal but for what is not compared": lambda of: of("a", "b", note="x") == of("a", "b", note="y"),
    "different": lambda of: of("a", "b") == of("a", "c"),
    "of another class": lambda of: of("a", "b") == "a",
    "own tags": lambda of: of("a", "b").tags is of("a", "b").tags,
    "hash": lambda of: hash(of("a", "b", ())) == hash(of("a", "b", (), note="other")),
    "too few": lambda of: of("a"),
    "too many": lambda of: of("a", "b", {}, "", 1, 2),
    "unknown": lambda of: of("a", "b", colour="red"),
    "hash of a dictionary": lambda of: hash(of("a", "b")),
}


def outcome(use: Callable[[Any], object], of: type) -> str:
    """Return the repr of the result, or the TypeError that was raised, with the class's name replaced by "It"."""
    try:
        said = repr(use(of))
    except TypeError as error:
        said = f"TypeError: {error}"
    return said.replace(of.__qualname__, "It")


@pytest.mark.parametrize("name", USES)
def test_it_does_what_the_standard_one_does(name: str) -> None:
    assert outcome(USES[name], LAZY) == outcome(USES[name], STANDARD)


def test_a_frozen_one_is_not_changed() -> None:
    made = Base("a")
    with pytest.raises(FrozenInstanceError):
        made.name = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del made.name
    assert made == Base("a")


def test_a_pattern_takes_its_fields_by_place() -> None:
    match Base("a"):
        case Base(name):
            assert name == "a"


def test_a_mutable_one_is_changed_and_has_no_hash() -> None:
    first, second = Mutable(), Mutable(2)
    first.count = 2
    first.made = second.made = []
    assert first == second
    assert first.kept is not second.kept
    with pytest.raises(TypeError, match="unhashable"):
        hash(first)


def test_two_without_fields_are_equal() -> None:
    assert Empty() == Empty()
    assert len({Empty(), Empty()}) == 1


def test_a_derived_class_is_made_after_its_base() -> None:
    @dataclass(frozen=True)
    class Lower:
        a: int

    @dataclass(frozen=True)
    class Upper(Lower):
        b: int

    assert (Upper(1, 2).a, Lower(3).a, Upper(1, b=2).b) == (1, 3, 2)


def test_threads_that_make_the_first_instance_at_once_all_get_one() -> None:
    for _ in range(50):

        @dataclass(frozen=True)
        class Raced:
            number: int
            word: str = field(default="w", repr=False)

        made: list[Raced] = []
        together = Barrier(4)

        def first(number: int, of: type = Raced, made: list[Raced] = made, together: Barrier = together) -> None:
            together.wait()
            made.append(of(number))

        threads = [Thread(target=first, args=(number,)) for number in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert sorted(repr(each) for each in made) == [f"{Raced.__qualname__}(number={number})" for number in range(4)]
        assert {each.word for each in made} == {"w"}


NOT_COMPILED = """
import gc
import kiosk.terminal.assembly
from dataclasses import is_dataclass
from devices import lazy_dataclass
made = [each for each in gc.get_objects() if isinstance(each, type) and is_dataclass(each)]
print(sum(each.__init__.__code__.co_filename == lazy_dataclass.__file__ for each in made))
"""


def test_most_classes_of_a_terminal_are_not_compiled_by_loading_it() -> None:
    done = subprocess.run([sys.executable, "-c", NOT_COMPILED], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) > 150


def test_every_class_of_a_terminal_can_be_compiled() -> None:
    """A mistake in a definition, such as a field without a default after one with it, shows only then."""
    import kiosk.terminal.assembly  # noqa: F401 (loads the terminal's classes)

    for each in gc.get_objects():
        if isinstance(each, type) and is_dataclass(each) and each.__module__.startswith(("devices.", "kiosk.")):
            _compile_init(each)
