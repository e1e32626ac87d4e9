"""A screen reader (pyatspi in the system's Python) on the real window on an X server.

It completes the main journey in rehearsal through the accessibility bus alone, and reads sample views of pages outside
that journey. Every text of every view must be read.
"""

from __future__ import annotations

import base64
import json
import os
import pickle
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from kiosk.messages import LanguageWords
from kiosk.view import BlockKind, Choice, FieldKind, Tone, View
from kiosk.words import text
from tests.daily import of_today
from tests.house.doors import ROOT
from tests.languages import LANGUAGES
from tests.ui.sample_views import Samples
from tests.ui.view_words import choices_of, words_of, words_on
from tests.ui.window_harness import languages
from tests.ui.x_server import x_server

SAMPLES = (
    "lookup", "progress", "ending-kept", "help", "trouble", "out-of-service", "countdown", "second-proof", "submit",
)  # fmt: skip
"""Views outside the journey."""
JOURNEY = (
    ("look",), ("press", "start"), ("press", "item:old-age-allowance"), ("press", "continue"), ("press", "for:self"),
    ("press", "continue"), ("card", "wang_old"), ("lift",), ("press", "continue"),
    ("press", "agree:consent-record"), ("press", "continue"), ("press", "continue"),
    ("press", "continue"), ("write", "answer:phone", "19900000001"), ("press", "continue"),
    ("press", "option:bank:rural"), ("write", "answer:bank_card", "6200000000000000000"),
    ("press", "continue"), ("press", "continue"), ("press", "declare"), ("wait", "5"), ("take",),
    ("press", "continue"), ("wait", "2"), ("press", "rate:5"), ("press", "finish"),
)  # fmt: skip
"""An old-age allowance, from application to receipt. One `continue` is premature, so that error messages are read."""
PAGES = [
    "attract", "home", "guide", "for_whom", "notice", "identify", "consent", "form/person", "form/address",
    "form/phone", "form/bank", "form/bank-card", "review", "declare", "ending", "farewell", "attract",
]  # fmt: skip
SYSTEM_PYTHON = "/usr/bin/python3"
TIMEOUT_S = 120
BUTTONS = {"push button", "button", "radio button", "check box", "toggle button"}
ENTRIES = {"text", "entry"}
ROLES = {"title": {"heading", "alert", "notification"}, "field": {"label", "static", *ENTRIES}}
"""Roles required for some texts; other texts need any role but a button's."""
SPOKEN = ("guidance",)
"""Kinds of text that a screen reader gets in the spoken form."""


def _missing() -> str:
    for program in ("Xvfb", "dbus-run-session", SYSTEM_PYTHON):
        if shutil.which(program) is None:
            return program
    if not Path("/usr/libexec/at-spi2-registryd").exists():
        return "at-spi2-core"
    asked = subprocess.run([SYSTEM_PYTHON, "-c", "import pyatspi"], capture_output=True, timeout=30)
    return "python3-pyatspi" if asked.returncode else ""


@pytest.fixture(scope="module")
def x_screen() -> Iterator[str]:
    """An X server with a screen as large as the kiosk's."""
    if missing := _missing():
        pytest.skip(f"no {missing}: scripts/setup.sh proofs")
    with x_server() as display:
        yield display


Found = list[dict[str, Any]]


def read_aloud(
    display: str, folder: Path, target: Sequence[str], steps: Sequence[Sequence[str]]
) -> list[tuple[str, View, Found]]:
    """Return for each step: the step, the view after it, and what the accessibility bus reports."""
    rows = on_the_bus(display, folder, target, steps)
    return [(" ".join(row["step"]), pickle.loads(base64.b64decode(row["view"])), row["found"]) for row in rows]


def on_the_bus(
    display: str, folder: Path, target: Sequence[str], steps: Sequence[Sequence[str]]
) -> list[dict[str, Any]]:
    """Run steps; return what the client prints for each."""
    environment = {
        key: value for key, value in os.environ.items() if key not in ("DBUS_SESSION_BUS_ADDRESS", "AT_SPI_BUS")
    }
    environment |= {
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "XDG_RUNTIME_DIR": str(folder),
        "GSETTINGS_BACKEND": "memory",
    }
    window = [str(ROOT / ".venv" / "bin" / "python"), "-m", "tests.ui.atspi_window", *target]
    client = [SYSTEM_PYTHON, str(ROOT / "tests" / "ui" / "atspi_client.py"), json.dumps(steps), *window]
    done = subprocess.run(
        ["dbus-run-session", "--", *client],
        env=environment, cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT_S,
    )  # fmt: skip
    # Programs of the bus write to stdout too.
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert done.returncode == 0, f"after {[row['step'] for row in rows]}: {done.stderr}"
    return rows


def unread(view: View, found: Found, language: str) -> list[str]:
    """Return texts of the view that are not read, and nodes without role or name."""
    words = languages().words(language)
    wrong = [] if view.countdown is not None else _unread_words(view, found, words)
    if view.countdown is not None and not any(is_read(words.text(text("countdown-title")), row) for row in found):
        wrong.append("the countdown's title")
    for choice in choices_of(view):
        wrong += _unread_choice(choice, found, words)
    wrong += [f"a {row['role']} named {row['name']!r}" for row in found if row["role"] in ("unknown", "invalid")]
    wrong += [f"a {row['role']} without a name" for row in found if row["role"] in BUTTONS and not row["name"]]
    return wrong


def _left_out(view: View) -> set[str]:
    """Kinds of text that a page shows otherwise: an outcome has no steps, the title asks for the only choice."""
    only_choice = len(view.fields) == 1 and view.fields[0].kind is FieldKind.CHOICE
    return {what for what, left in (("step", view.tone is not Tone.PLAIN), ("field", only_choice)) if left}


def is_read(wanted: str, row: dict[str, Any]) -> bool:
    """Return whether a text is the row's name, or a complete part of it."""
    return re.search(f"(^|[，：]){re.escape(wanted)}($|[，：])", row["name"]) is not None


def _unread_words(view: View, found: Found, words: LanguageWords) -> list[str]:
    """Texts and fields. A text that occurs twice must be read twice."""
    plain = [row for row in found if row["role"] not in BUTTONS]
    needed = Counter(
        (words.speech(each) if what in SPOKEN else words.text(each), what)
        for what, each in words_of(view)
        if what not in _left_out(view)
    )
    if len(view.fields) == 1:
        # What is wrong stands at the only field, not at the head of the page too.
        needed -= Counter((words.text(each), "wrong") for each in view.wrong)
    # A service on the first page is a button of its own.
    tiles = [row for row in found if row["role"] in BUTTONS] if view.page == "Attract" else []
    wrong = [
        f"{what} {wanted!r}: {times} times, read {found_times}"
        for (wanted, what), times in needed.items()
        if (
            found_times := sum(
                is_read(wanted, row)
                for row in (*plain, *(tiles if what.startswith("bullet") else ()))
                if row["role"] in ROLES.get(what, {row["role"]})
            )
        )
        < times
    ]
    for field in view.fields:
        entries = [row for row in plain if row["role"] in ENTRIES and is_read(words.speech(field.label), row)]
        if field.kind is not FieldKind.CHOICE and field.value not in [row["text"] for row in entries]:
            wrong.append(f"text of {field.key}: {entries}")
    return wrong


def _unread_choice(choice: Choice, found: Found, words: LanguageWords) -> list[str]:
    said = [words.speech(each) for each in words_on(choice)]
    matching = [row for row in found if row["role"] in BUTTONS and all(is_read(each, row) for each in said)]
    if not [row for row in matching if row["enabled"] == choice.enabled]:
        return [f"button {said}, {choice.enabled=}"]
    if choice.chosen is not None and choice.chosen not in [row["checked"] for row in matching]:
        return [f"{said} chosen: {choice.chosen}"]
    return []


def all_unread(read: list[tuple[str, View, Found]]) -> dict[str, list[str]]:
    return {
        f"{step} -> {view.id}": wrong for step, view, found in read if (wrong := unread(view, found, view.language))
    }


@pytest.mark.parametrize("language", of_today(LANGUAGES, 1))
def test_a_screen_reader_goes_through_the_main_journey(x_screen: str, language: str, tmp_path: Path) -> None:
    read = read_aloud(x_screen, tmp_path, ("visit", language), JOURNEY)
    assert {view.language for _, view, _ in read if view.visit} == {language}
    assert [page for page, _ in groupby(view.id for _, view, _ in read)] == PAGES
    wrong = all_unread(read)
    assert not wrong, json.dumps(wrong, ensure_ascii=False, indent=1)
    numbers = {block.value for _, view, _ in read for block in view.blocks if block.kind is BlockKind.BIG_NUMBER}
    assert numbers, "no slip number was shown"
    assert any(view.wrong or any(field.wrong for field in view.fields) for _, view, _ in read)


def test_a_screen_reader_is_told_what_changes_without_looking_for_it(x_screen: str, tmp_path: Path) -> None:
    shown = [
        ("show", "zh-CN", "identify"),
        ("state", "zh-CN", "identify", "读好了"), ("state", "zh-CN", "identify", "读好了"),
        ("show", "zh-CN", "review"), ("wrong", "zh-CN", "review", "还没有填电话"), ("show", "zh-CN", "countdown"),
    ]  # fmt: skip
    rows = on_the_bus(x_screen, tmp_path, ("samples",), shown)
    views, words = Samples("zh-CN").all(), languages().words("zh-CN")
    titles = [words.speech(views[name].title) for name in ("identify", "review")]
    asked = words.speech(text("countdown-title"))
    heard = ["".join(row["announced"]) for row in rows]
    assert heard[:5] == [titles[0], "读好了", "", titles[1], "还没有填电话"]
    assert asked in heard[5]


def test_a_screen_reader_reads_pages_outside_the_journey(x_screen: str, tmp_path: Path) -> None:
    shown = [("show", language, name) for language in LANGUAGES for name in SAMPLES]
    read = read_aloud(x_screen, tmp_path, ("samples",), shown)
    assert [step for step, _, _ in read] == [" ".join(step) for step in shown]
    wrong = all_unread(read)
    assert not wrong, json.dumps(wrong, ensure_ascii=False, indent=1)


@pytest.mark.parametrize("name", ["form", "ending-kept", "identify", "home"])
def test_the_comparison_finds_what_is_not_read(name: str) -> None:
    """With nothing read, every text and choice is reported."""
    view = Samples("en").all()[name]
    said = [what for what, _ in words_of(view)] + [choice.key for choice in choices_of(view)]
    assert len(unread(view, [], "en")) >= len(set(said))
