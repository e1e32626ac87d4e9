"""The end of a code, its identifier and its text, on bytes written by hand."""

from __future__ import annotations

import pytest

from devices.code_scanner.contract import LONGEST_TEXT, Code, CodeProblem
from devices.code_scanner.frames import read_frame


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"ABC\r", "ABC"),
        (b"ABC\n", "ABC"),
        (b"ABC\r\n", "ABC"),
        (b"\x02ABC\r\x03", "ABC"),
        (b"\x02ABC\x03\r", "ABC"),
        (b"ABC\rABC\r", "ABC"),
        (b"\r\nABC\r", "ABC"),
        ("码".encode() + b"\r", "码"),
        ("码码".encode("gb18030") + b"\r", "码码"),
        (b"]Q1ABC\r", "]Q1ABC"),
        (b" ABC \r", "ABC"),
    ],
)
def test_a_code_ends_by_its_line(raw: bytes, text: str) -> None:
    assert read_frame(raw, ends_by_line=True, aim=False) == Code(text)


@pytest.mark.parametrize("raw", [b"", b"A", b"ABC\rAB", b"\r\n", b"\x02ABC\x03"])
def test_a_code_without_its_end_is_cut(raw: bytes) -> None:
    assert read_frame(raw, ends_by_line=True, aim=False) is None


def test_a_model_without_an_end_takes_what_came() -> None:
    assert read_frame(b"ABC", ends_by_line=False, aim=False) == Code("ABC")
    assert read_frame(b"", ends_by_line=False, aim=False) is None


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"]Q1ABC\r", Code("ABC", "qr")),
        (b"]C0ABC\r", Code("ABC", "code_128")),
        (b"]X0ABC\r", Code("ABC", "")),
        (b"ABC\r", Code("ABC", "")),
        (b"]Q1" + b"A" * (LONGEST_TEXT + 1) + b"\r", Code("", "qr", CodeProblem.TOO_LONG)),
        (b"]Q1A\x07\r", Code("", "qr", CodeProblem.UNPRINTABLE)),
    ],
)
def test_the_identifier_is_taken_off_where_the_model_sends_one(raw: bytes, code: Code) -> None:
    assert read_frame(raw, ends_by_line=True, aim=True) == code


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"A" * 5000, CodeProblem.TOO_LONG),
        (b"A" * LONGEST_TEXT + b"A\r", CodeProblem.TOO_LONG),
        (b"\xff\xfe\xfd\r", CodeProblem.NOT_TEXT),
        (b"A\x00B\r", CodeProblem.UNPRINTABLE),
        (b"  \r", CodeProblem.UNPRINTABLE),
        (b"A\tB\r", CodeProblem.UNPRINTABLE),
        ("A\u202eB\r".encode(), CodeProblem.UNPRINTABLE),
        (b"A\rB\r", CodeProblem.SEVERAL_LINES),
        (b"A\nB\n", CodeProblem.SEVERAL_LINES),
    ],
)
def test_what_is_no_single_line_of_text_is_a_problem(raw: bytes, problem: CodeProblem) -> None:
    assert read_frame(raw, ends_by_line=True, aim=False) == Code("", "", problem)


def test_repr_says_nothing_of_a_code() -> None:
    assert "secret" not in repr(Code("secret", "qr"))
