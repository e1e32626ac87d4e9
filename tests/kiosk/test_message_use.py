"""Every message is used: its key is quoted somewhere, or is built by a pattern listed here."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable
from typing import Any, get_args, get_type_hints

import pytest

from devices.id_reader.contract import CardKind
from kiosk.catalogue.checks import needed_words
from kiosk.catalogue.item import Item, Limit, Material
from kiosk.catalogue.sources import read_item
from kiosk.fluent.bundle import entries
from kiosk.platform.gateway import CaseState, NextStep
from kiosk.steps.fault import trouble_key
from kiosk.steps.for_whom import RELATIONS
from kiosk.steps.identify import COMPANION, HELPER
from kiosk.steps.rate import FACES
from tests.house.doors import ROOT, SANDBOX, name_of, product_files
from tests.kiosk.test_messages import sources
from ui.rehearsal.control_panel import CHROME as PANEL
from ui.rehearsal.control_panel import TROUBLES
from ui.rows import ANY_DEVICE, CHROME, DEVICE_LABEL

SCENARIOS = "kiosk/scenario/"
"""Compares message keys and shows none."""
QUOTED = re.compile(r"""["']([a-z][\w-]*)["']""")
REFERENCE = re.compile(r"\{\s*([a-z][\w-]*)\s*[}.]")
"""A reference to a message within another."""


def config(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / "config" / name).read_text(encoding="utf-8"))


def closed(shape: type, name: str) -> tuple[str, ...]:
    """Return the closed list of values of a field."""
    return get_args(get_type_hints(shape)[name])


def keys_for(*patterns: str, of: Iterable[object]) -> set[str]:
    return {pattern.format(str(each).replace("_", "-")) for each in of for pattern in patterns}


def plain_keys_for(*patterns: str, of: Iterable[object]) -> set[str]:
    return {pattern.format(each) for each in of for pattern in patterns}


FAULTS = config("faults.toml")
ITEMS = [read_item(file.parent) for file in sorted((ROOT / "config" / "services").glob("*/item.toml"))]
DEVICES = get_args(get_args(get_type_hints(Item)["needs"])[0])
LABELS = [code for codes in config("ratings.toml")["labels"].values() for code in codes]

BUILT_KEYS: dict[str, set[str]] = {
    "a fault has a sentence": {trouble_key(fault) for fault in FAULTS},
    "and something to do": keys_for("fault-do-{}", of=(note["do"] for note in FAULTS.values())),
    "a device an item needs": plain_keys_for("device-{}", of=DEVICES),
    "a tile says what kind of matter it is": plain_keys_for("item-tag-{}", of=closed(Item, "kind")),
    "a paper is necessary or not": plain_keys_for("necessity-{}", of=closed(Material, "necessity")),
    "a limit has a unit": plain_keys_for("unit-{}", of=closed(Limit, "unit")),
    "and a beginning": plain_keys_for("from-{}", of=closed(Limit, "counts_from")),
    "for whom": plain_keys_for("for-{}", "for-{}-note", of=("self", *RELATIONS)),
    "a relation": plain_keys_for("relation-{}", of=(each for kinds in RELATIONS.values() for each in kinds)),
    "whose card is asked for": plain_keys_for(
        "identify-title-{}", of=(p.partition("/")[2] for p in (HELPER, COMPANION))
    ),
    "a kind of card": keys_for("card-kind-{}", of=(kind.value for kind in CardKind)),
    "documents that are no card": plain_keys_for("other-documents-{}", of=("readable", "passport", "temporary")),
    "an ending of a case": plain_keys_for("ending-{}-title", "ending-{}-lead", of=("handed-over", "kept")),
    "a way to one's cases": plain_keys_for("way-{}", "way-{}-note", of=("slip", "card")),
    "a state of a case": keys_for("state-{}", of=(state.value for state in CaseState)),
    "the next step": keys_for("next-step-{}", of=(step.value for step in NextStep)),
    "a rating": plain_keys_for("rate-{}", of=FACES),
    "its national reasons": plain_keys_for("label-{}", of=LABELS),
    "a switch of the control panel": keys_for("panel-{}", of=("network_off", *TROUBLES)),
    "a word of the panel": plain_keys_for("panel-{}", of=PANEL),
    "a word of the screen": plain_keys_for("ui-{}", of=CHROME),
    "a device in the drawing of the cabinet": keys_for(DEVICE_LABEL, of=(ANY_DEVICE, *DEVICES)),
}
"""Purpose → the keys that the program builds for it."""
MAY_BE_MISSING = {"a word of the screen", "a device in the drawing of the cabinet"}
"""Purposes whose keys need not all exist: shared with the terminal's messages, or with a general fallback."""


def patterns_without_a_row() -> list[re.Pattern[str]]:
    """Return patterns of keys built by code that MADE does not list yet, such as those of a new step.

    An f-string that begins with a word and a hyphen builds keys; each of its placeholders matches any word.
    """
    known = set().union(*BUILT_KEYS.values())
    found = set()
    for path in product_files():
        if name_of(path).startswith((SANDBOX, SCENARIOS)):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]
                if re.fullmatch(r"[a-z]+-[a-z-]*", parts[0] or ""):
                    found.add("".join(r"[\w-]+" if part is None else re.escape(part) for part in parts))
    return [pattern for pattern in map(re.compile, sorted(found)) if not any(map(pattern.fullmatch, known))]


def quoted() -> set[str]:
    """Return every quoted word in code, QML pages and data that can show messages."""
    program = [path for path in product_files() if not name_of(path).startswith((SANDBOX, SCENARIOS))]
    pages = list((ROOT / "ui").rglob("*.qml"))
    data = [path for path in (ROOT / "config").glob("*/*") if path.suffix in (".toml", ".json")]
    data = [path for path in data if path.parent.name != "scenarios"]
    return {word for path in (*program, *pages, *data) for word in QUOTED.findall(path.read_text(encoding="utf-8"))}


NAMED = quoted()
MESSAGES = sources("en")


def unused(keys: Iterable[str], known: Iterable[set[str]]) -> list[str]:
    used = set().union(NAMED, *known)
    return sorted(set(keys) - used)


def test_every_message_of_the_terminal_is_used() -> None:
    inside = {key for entry in MESSAGES.values() for key in REFERENCE.findall(entry)}
    left = unused(MESSAGES, (inside, *BUILT_KEYS.values()))
    patterns = patterns_without_a_row()
    assert [key for key in left if not any(pattern.fullmatch(key) for pattern in patterns)] == []


@pytest.mark.parametrize("why", BUILT_KEYS)
def test_every_built_key_exists_and_every_row_is_needed(why: str) -> None:
    assert BUILT_KEYS[why]
    if why not in MAY_BE_MISSING:
        assert BUILT_KEYS[why] <= set(MESSAGES)
    others = [keys for reason, keys in BUILT_KEYS.items() if reason != why]
    assert unused(BUILT_KEYS[why] & set(MESSAGES), others), "nothing would be missed without this row: take it out"


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_every_message_of_an_item_is_used(item: Item) -> None:
    hints = {f"page-{page.id}-hint" for page in item.pages}
    hints |= {f"answer-{control.answer}-hint" for page in item.pages for control in page.controls}
    for language, source in item.words.items():
        # Keywords serve the search only; they are removed when the catalogue is built.
        assert unused(entries(source), (set(needed_words(item)), hints, {"keywords"})) == [], language


def test_every_message_of_the_screen_is_shown() -> None:
    screen = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "ui").rglob("*.qml"))
    shown = set(QUOTED.findall(screen))
    by_rule = plain_keys_for("keyboard-{}", of=("chinese", "strokes", "letters"))
    by_rule |= plain_keys_for("keyboard-stroke-{}", of="hspnz") | {"rehearsal-mark", "practice-mark"}
    assert [key for key in CHROME if key not in shown | by_rule] == []
    assert [key for key in PANEL if key not in shown] == []
