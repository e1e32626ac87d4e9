"""A foreign screen reader (pyatspi, in the system's own Python) reads the main journey from the real window on a real
X screen, and what it reads is what the view says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.view import Choice, FieldKind, View
from tests.house.doors import ROOT
from tests.ui.glass import languages
from tests.ui.sample_views import Samples

JOURNEY = (
    "attract", "home", "guide", "for-whom", "notice", "identify", "second-proof", "consent", "form", "review",
    "declare", "submit", "ending-kept", "lookup", "progress", "rate", "farewell", "help", "trouble",
    "out-of-service", "countdown",
)  # fmt: skip
SYSTEM_PYTHON = "/usr/bin/python3"
LONGEST_S = 120
BUTTONS = {"push button", "button", "radio button", "check box", "toggle button"}


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
    """A screen of our own, as large as the kiosk's."""
    if missing := _missing():
        pytest.skip(f"no {missing}: scripts/setup.sh proofs")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1200x2000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    try:
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(10)


def read_aloud(display: str, language: str, folder: Path) -> dict[str, list[dict[str, Any]]]:
    """What the accessibility bus says of every view of the journey."""
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
    window = [str(ROOT / ".venv" / "bin" / "python"), "-m", "tests.ui.atspi_window", language]
    client = [SYSTEM_PYTHON, str(ROOT / "tests" / "ui" / "atspi_client.py"), ",".join(JOURNEY), *window]
    done = subprocess.run(
        ["dbus-run-session", "--", *client],
        env=environment, cwd=ROOT, capture_output=True, text=True, timeout=LONGEST_S,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    # The bus's own programs write there too.
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return {row["view"]: row["found"] for row in rows}


def choices_of(view: View) -> list[Choice]:
    if view.countdown is not None:
        return [view.countdown.more, view.countdown.leave]
    places = (view.actions.left, view.actions.middle, view.actions.right)
    found = [*view.choices, *(each for each in places if each is not None)]
    found += [each for block in view.blocks for each in (block.change, block.reveal) if each is not None]
    return found + [option for field in view.fields for option in field.options]


def unread(view: View, found: list[dict[str, Any]], language: str) -> list[str]:
    """What the view says and the reader does not."""
    words = languages().words(language)
    headings = [row["name"] for row in found if row["role"] in ("heading", "alert", "notification")]
    title = words.text(view.title if view.countdown is None else view.countdown.more.label)
    heard = headings if view.countdown is None else [row["name"] for row in found if row["role"] in BUTTONS]
    wrong = [] if any(title in name for name in heard) else [f"title {title!r}"]
    for choice in choices_of(view):
        label = words.speech(choice.label)
        fitting = [row for row in found if row["role"] in BUTTONS and row["name"].startswith(label)]
        if not [row for row in fitting if row["enabled"] == choice.enabled]:
            wrong.append(f"button {label!r}")
        elif choice.chosen is not None and choice.chosen not in [row["checked"] for row in fitting]:
            wrong.append(f"choice {label!r} chosen: {choice.chosen}")
    for field in view.fields:
        label = words.speech(field.label)
        entries = [row for row in found if row["role"] in ("text", "entry") and label in row["name"]]
        if field.kind is not FieldKind.CHOICE and not entries:
            wrong.append(f"field {label!r}")
    wrong += [f"a {row['role']} named {row['name']!r}" for row in found if row["role"] in ("unknown", "invalid")]
    wrong += [f"a {row['role']} without a name" for row in found if row["role"] in BUTTONS and not row["name"]]
    return wrong


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_screen_reader_reads_the_main_journey(x_screen: str, language: str, tmp_path: Path) -> None:
    read = read_aloud(x_screen, language, tmp_path)
    views = Samples(language).all()
    assert set(read) == set(JOURNEY)
    wrong = {name: lines for name in JOURNEY if (lines := unread(views[name], read[name], language))}
    assert not wrong, json.dumps(wrong, ensure_ascii=False, indent=1)


def test_the_comparison_finds_what_is_not_read() -> None:
    view = Samples("en").all()["form"]
    assert len(unread(view, [], "en")) >= 8
