"""No personal data reaches the log, whatever is given as part, code, visit, frame or exception."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from devices import FakeClock
from kiosk.log import EventLog, describe
from kiosk.log.record import MOST_FRAMES, UNSAYABLE
from tests.kiosk.log.reading_back import VISIT, lines

NAME, NUMBER = "李雷样例", "990101199001010019"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("part", NAME), ("part", NUMBER), ("part", "Terminal"), ("part", "a" * 41), ("part", ""), ("part", "a\n"),
        ("code", NAME), ("code", NUMBER), ("code", "no_123456"), ("code", "a b"), ("code", "a" * 81), ("code", ""),
        ("code", "a\n"), ("code", "１２３"), ("visit", NAME), ("visit", NUMBER), ("visit", "19900000001"),
        ("visit", "ABCDEF"), ("visit", "a" * 33), ("visit", "a\n"),
    ],
)  # fmt: skip
def test_value_that_does_not_match_its_field_is_not_written(
    folder: Path, clock: FakeClock, field: str, value: str
) -> None:
    log = EventLog.open(folder, clock)
    fields = {"part": "part", "code": "code", "visit": "", field: value}
    log.write(fields["part"], fields["code"], fields["visit"])
    log.close()
    (line,) = lines(folder)
    assert line[field] == UNSAYABLE


@pytest.mark.parametrize(
    "frame", [NAME, f"kiosk.case:1:{NAME}", f"kiosk.case:{NUMBER}:seal", "kiosk.case:1", "kiosk case:1:seal", "a:1:b\n"]
)
def test_a_frame_names_a_place_in_the_program_only(folder: Path, clock: FakeClock, frame: str) -> None:
    log = EventLog.open(folder, clock)
    log.write("part", "code", "", ("kiosk.case:1:<lambda>", frame))
    log.close()
    assert lines(folder)[0]["frames"] == ["kiosk.case:1:<lambda>", UNSAYABLE]


def test_only_the_innermost_frames_are_kept(folder: Path, clock: FakeClock) -> None:
    log = EventLog.open(folder, clock)
    log.write("part", "code", "", tuple(f"m:{number}:f" for number in range(40)))
    log.close()
    assert lines(folder)[0]["frames"] == [f"m:{number}:f" for number in range(28, 40)]


TEXTS = st.text() | st.from_regex(r"[一-龥]{2,4}|[0-9]{6,18}|[a-z.]{0,3}[0-9]{5,7}[A-Za-z:]{0,3}", fullmatch=True)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(part=TEXTS, code=TEXTS, visit=TEXTS, frames=st.lists(TEXTS, max_size=14).map(tuple))
@example(NUMBER, NUMBER, NUMBER, (NUMBER,))
@example(NAME, NAME, NAME, (f"m:1:{NAME}",))
def test_no_text_at_all_puts_personal_data_on_the_disk(
    tmp_path: Path, part: str, code: str, visit: str, frames: tuple[str, ...]
) -> None:
    folder = tmp_path / "log"
    (folder / "events.jsonl").unlink(missing_ok=True)
    log = EventLog.open(folder, FakeClock())
    log.write(part, code, visit, frames)
    log.close()
    (line,) = (folder / "events.jsonl").read_bytes().splitlines()
    written = json.loads(line)
    assert line.isascii()
    assert b"\\" not in line, "nothing was escaped: no quote, no control character, no hanzi"
    for text in (written["part"], written["code"], *written.get("frames", ())):
        assert not re.search(r"\d{6}", text)
    assert not re.fullmatch(r"\d+", written["visit"])
    texts = {"part": part, "code": code, "visit": visit}
    assert all(written[field] in (text, UNSAYABLE) for field, text in texts.items())


def raised(work: Callable[[], object]) -> BaseException:
    with pytest.raises(BaseException) as caught:
        work()
    return caught.value


def _says_a_name() -> None:
    person = NAME
    raise ValueError(f"{person} {NUMBER}")


def _converts() -> None:
    try:
        _says_a_name()
    except ValueError as error:
        raise KeyError(NUMBER) from error


def _hides() -> None:
    try:
        _says_a_name()
    except ValueError:
        raise KeyError(NUMBER) from None


def _wraps_what_lies_deep() -> None:
    try:
        _descends(30)
    except KeyError as error:
        raise RuntimeError(NAME) from error


def _descends(depth: int) -> None:
    if depth == 0:
        _converts()
    _descends(depth - 1)


def test_an_exception_is_its_type_and_where_it_was_raised() -> None:
    code, frames = describe(raised(_says_a_name))
    assert code == "ValueError"
    line = _says_a_name.__code__.co_firstlineno + 2
    assert frames[-1] == f"{__name__}:{line}:_says_a_name"
    assert frames[0].endswith(":raised")
    assert NAME not in repr(frames)
    assert NUMBER not in repr(frames)


def test_a_chain_names_its_causes_and_ends_where_it_began() -> None:
    code, frames = describe(raised(_converts))
    assert code == "KeyError<ValueError"
    assert [frame.split(":")[2] for frame in frames] == ["raised", "_converts", "_converts", "_says_a_name"]
    first = _converts.__code__.co_firstlineno
    assert [frame.split(":")[1] for frame in frames[1:3]] == [str(first + 4), str(first + 2)], "raised from, raised at"
    assert describe(raised(_hides))[0] == "KeyError"


def test_a_deep_chain_keeps_the_innermost_frames_of_both() -> None:
    _, frames = describe(raised(lambda: _descends(30)))
    names = [frame.split(":")[2] for frame in frames]
    assert names == ["_descends"] * (MOST_FRAMES - 3) + ["_converts", "_converts", "_says_a_name"]


def test_a_deep_cause_leaves_room_for_where_it_was_caught() -> None:
    code, frames = describe(raised(_wraps_what_lies_deep))
    assert code == "RuntimeError<KeyError<ValueError"
    assert len(frames) == MOST_FRAMES
    names = [frame.split(":")[2] for frame in frames]
    assert names[:2] == ["raised", "_wraps_what_lies_deep"]
    assert names[2:] == ["_descends"] * (MOST_FRAMES - 5) + ["_converts", "_converts", "_says_a_name"]


def test_circular_or_long_exception_chain_ends() -> None:
    first, second = ValueError(NAME), KeyError(NAME)
    first.__cause__, second.__cause__ = second, first
    assert describe(first) == ("ValueError<KeyError", ())
    error: BaseException = ValueError()
    for _ in range(50):
        outer = type("LongNameOfAnException" * 3, (Exception,), {})()
        outer.__cause__ = error
        error = outer
    code, _ = describe(error)
    assert code == "LongNameOfAnException" * 3


def test_a_type_that_is_named_after_a_person_is_not_named() -> None:
    assert describe(type(NAME, (Exception,), {})())[0] == UNSAYABLE


def test_an_exception_reaches_the_disk_without_its_message(folder: Path, clock: FakeClock) -> None:
    log = EventLog.open(folder, clock)
    code, frames = describe(raised(_converts))
    log.write("part", code, VISIT, frames)
    log.close()
    (line,) = lines(folder)
    assert (line["code"], len(line["frames"])) == ("KeyError<ValueError", 4)
    assert UNSAYABLE not in line["frames"]
