"""No word is kept that nobody can read or hear: each key is named somewhere, or made in a way this table knows."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Any, get_args, get_type_hints

import pytest

from devices.driver_table import DRIVERS
from devices.id_reader.contract import CardKind
from devices.misfortunes import Action, Misfortune
from devices.registry import actions, families, misfortunes
from kiosk.case.kept import Fate
from kiosk.catalogue.categories import GROUPS as CATEGORIES
from kiosk.catalogue.checks import needed_words
from kiosk.catalogue.item import FOR_HELPER, Item, Limit, Material
from kiosk.catalogue.sources import read_item
from kiosk.fluent.bundle import entries
from kiosk.papers.photo_verdict import PhotoCheck, PhotoVerdict
from kiosk.platform.listing import CaseState, Delivery, NextStep
from kiosk.scenario.phone import FILES
from kiosk.steps.identify import COMPANION, HELPER
from kiosk.steps.live_view import FAILS
from kiosk.steps.other_ways import WAYS
from kiosk.steps.paper_ways import SAID, WAYS_NEED
from kiosk.steps.progress_kept import HEADS
from kiosk.steps.progress_state import URGENCY
from kiosk.steps.rate import BEST_FIRST
from kiosk.steps.slip_printing import WORDS_OF
from kiosk.steps.subjects import STEPS_OF
from kiosk.steps.whom import WHOM
from kiosk.terminal_facts import trouble_key
from kiosk.vocabulary.names import CAPABILITIES
from tests.house.doors import ROOT, SANDBOX, name_of, product_files
from tests.kiosk.test_messages import sources
from ui.rehearsal.control_panel import CHROME as PANEL
from ui.rehearsal.control_panel import CODES, PAPERS, PAY
from ui.rows import ANY_DEVICE, CHROME, DEVICE_LABEL

NAMED_APART = ("headphones", "sound")
"""Devices of a shipped profile that are of one family."""

WATCHES = "kiosk/scenario/"
"""It looks for words and shows none."""
QUOTED = re.compile(r"""["']([a-z][\w-]*)["']""")
REFERENCE = re.compile(r"\{\s*([a-z][\w-]*)\s*[}.]")
"""A message used in another."""


def config(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / "config" / name).read_text(encoding="utf-8"))


def closed(shape: type, name: str) -> tuple[str, ...]:
    """The closed list of values of an item's key."""
    return get_args(get_type_hints(shape)[name])


def made(*patterns: str, of: Iterable[object]) -> set[str]:
    return {pattern.format(str(each).replace("_", "-")) for each in of for pattern in patterns}


def made_plainly(*patterns: str, of: Iterable[object]) -> set[str]:
    return {pattern.format(each) for each in of for pattern in patterns}


def of_the_drivers(table: Callable[[str, str], tuple[Action, ...] | tuple[Misfortune, ...]]) -> set[str]:
    """The names in a table of every driver's simulator."""
    return {each.name for row in DRIVERS for each in table(row.family, row.name)}


FAULTS = config("faults.toml")
ITEMS = [read_item(file.parent) for file in sorted((ROOT / "config" / "services").glob("*/item.toml"))]
DEVICES = tuple(CAPABILITIES)
WAYS_TOGETHER = ["-".join(some) for n in range(1, len(SAID) + 1) for some in combinations(SAID, n)]
LABELS = [code for codes in config("ratings.toml")["labels"].values() for code in codes]

MADE: dict[str, set[str]] = {
    "a fault has a sentence": {trouble_key(fault) for fault in FAULTS},
    "and something to do": made("fault-do-{}", of=(note["do"] for note in FAULTS.values())),
    "a device an item needs": made("device-to-{}", of=(*DEVICES, *WAYS_NEED.values())),
    "a tile says what kind of matter it is": made_plainly("item-tag-{}", of=closed(Item, "kind")),
    "a paper is necessary or not": made_plainly(
        "necessity-{}", "necessity-handed-{}", of=closed(Material, "necessity")
    ),
    "and handed in in these ways": made_plainly("hand-in-{}", of=WAYS_TOGETHER),
    "a limit has a unit": made_plainly("unit-{}", of=closed(Limit, "unit")),
    "and a beginning": made_plainly("from-{}", of=closed(Limit, "counts_from")),
    "for whom": made_plainly("for-{}", "for-{}-note", of=WHOM),
    "a relation": made_plainly("relation-{}", of=(each for whom in WHOM.values() for each in whom.relations)),
    "a right to act": made_plainly("relation-{}", "mandate-title-{}", of=(name for name in WHOM if WHOM[name].mandate)),
    "whose card is asked for": made_plainly("identify-title-{}", of=(p.partition("/")[2] for p in (HELPER, COMPANION))),
    "a kind of card": made("card-kind-{}", of=(kind.value for kind in CardKind)),
    "a way without an identity card": made_plainly("{}", "{}-note", of=(way.words for way in WAYS)),
    "the same in the guide": made_plainly("guide-{}", of=(way.key for way in WAYS)),
    "documents that are no card": made_plainly("other-documents-{}", of=("readable", "passport", "temporary")),
    "an ending of a case": made_plainly("ending-{}-title", "ending-{}-lead", of=Fate),
    "an ending of several": made_plainly("ending-parts-{}", "parts-{}", "part-{}", "part-{}-note", of=Fate),
    "an outcome of a paper": made_plainly("paper-{}", "paper-{}-note", of=(fate for fate, _, _ in WORDS_OF.values())),
    "a group of items": made_plainly("category-{}", of=CATEGORIES),
    "a way to one's cases": made_plainly("way-{}", "way-{}-note", of=("slip", "card")),
    "a state of a case": made("state-{}", of=(state.value for state in CaseState)),
    "what follows a case": made_plainly("act-{}", "follow-{}-lead", of=STEPS_OF),
    "a case that is here": made_plainly(
        "progress-kept-{}", "progress-kept-lead-{}", "progress-kept-state-{}", of=HEADS
    ),
    "how many cases are where": made_plainly("progress-count-{}", of=URGENCY),
    "how a result comes": made_plainly("delivery-{}", of=Delivery),
    "the next step": made("next-step-{}", of=(step.value for step in NextStep)),
    "a rating": made_plainly("rate-{}", of=map(str, BEST_FIRST)),
    "its national reasons": made_plainly("label-{}", of=LABELS),
    "what to do about a live picture": made("photo-do-{}", of=("waiting", *PhotoVerdict)),
    "what is wrong with it": made("photo-not-{}", of=FAILS),
    "its checks": made_plainly("photo-check-{}", "photo-check-{}-note", of=PhotoCheck),
    "a device on the control panel": made("panel-device-{}", of=(*families(), *NAMED_APART)),
    "what people do to it": made("panel-action-{}", of=of_the_drivers(actions)),
    "what befalls it": made("panel-trouble-{}", of=of_the_drivers(misfortunes)),
    "a code that is ready there": made_plainly("panel-code-{}", of=CODES),
    "a paper that is ready there": made_plainly("panel-paper-{}", of=PAPERS),
    "a file that the phone sends, or a code that it pays": made("panel-file-{}", of=(*FILES, PAY)),
    "a word of the panel": made_plainly("panel-{}", of=PANEL),
    "a word of the screen": made_plainly("ui-{}", of=CHROME),
    "a device in the drawing of the cabinet": made(DEVICE_LABEL, of=(ANY_DEVICE, *families())),
}
"""Reason → message keys that the program builds for it."""
PANEL_TABLE = {"a device on the control panel", "what people do to it", "what befalls it"}
NOT_ALL_THERE = {"a word of the screen", "a device in the drawing of the cabinet", *PANEL_TABLE}
"""The terminal has some of the screen's words already; a family without a label is drawn with the general one, and on
the control panel with the words of its simulator's table."""


def patterns_without_a_row() -> list[re.Pattern[str]]:
    """Keys that the program makes in a way no row has yet, such as those of a new step.

    An f-string that begins with a word and a hyphen makes keys; each of its placeholders stands for any word.
    """
    known = set().union(*MADE.values())
    found = set()
    for path in product_files():
        if name_of(path).startswith((SANDBOX, WATCHES)):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]
                if re.fullmatch(r"[a-z]+-[a-z-]*", parts[0] or ""):
                    found.add("".join(r"[\w-]+" if part is None else re.escape(part) for part in parts))
    return [pattern for pattern in map(re.compile, sorted(found)) if not any(map(pattern.fullmatch, known))]


def quoted() -> set[str]:
    """Every word in quotation marks in program, pages and data that shows words to anybody."""
    program = [path for path in product_files() if not name_of(path).startswith((SANDBOX, WATCHES))]
    pages = list((ROOT / "ui").rglob("*.qml"))
    data = [path for path in (ROOT / "config").glob("*/*") if path.suffix in (".toml", ".json")]
    data = [path for path in data if path.parent.name != "scenarios"]
    return {word for path in (*program, *pages, *data) for word in QUOTED.findall(path.read_text(encoding="utf-8"))}


NAMED = quoted()
TOLD = sources("en")


def unused(keys: Iterable[str], known: Iterable[set[str]]) -> list[str]:
    used = set().union(NAMED, *known)
    return sorted(set(keys) - used)


def test_every_word_of_the_terminal_is_used() -> None:
    inside = {key for entry in TOLD.values() for key in REFERENCE.findall(entry)}
    left = unused(TOLD, (inside, *MADE.values()))
    made = patterns_without_a_row()
    assert [key for key in left if not any(pattern.fullmatch(key) for pattern in made)] == []


@pytest.mark.parametrize("why", MADE)
def test_every_word_that_is_made_is_there_and_could_be_missed(why: str) -> None:
    assert MADE[why]
    if why not in NOT_ALL_THERE:
        assert MADE[why] <= set(TOLD)
    others = [keys for reason, keys in MADE.items() if reason != why]
    assert unused(MADE[why] & set(TOLD), others), "nothing would be missed without this row: take it out"


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_every_word_of_an_item_is_used(item: Item) -> None:
    hints = {f"page-{page.id}-hint" for page in item.pages}
    hints |= {f"page-{page.id}{FOR_HELPER}" for page in item.pages}
    hints |= {f"answer-{control.answer}-hint" for page in item.pages for control in page.controls}
    for language, source in item.words.items():
        # The program finds an item by its key words; they are taken out when the catalogue is built.
        assert unused(entries(source), (set(needed_words(item)), hints, {"keywords"})) == [], language


def test_every_message_of_the_screen_is_used_by_it() -> None:
    screen = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "ui").rglob("*.qml"))
    shown = set(QUOTED.findall(screen))
    by_rule = made_plainly("keyboard-{}", of=("chinese", "strokes", "letters", "delete", "done", "space", "shift"))
    by_rule |= made_plainly("say-{}", of=("again", "slower", "faster", "softer", "louder"))
    by_rule |= made_plainly("keyboard-stroke-{}", of="hspnz") | {"rehearsal-mark", "practice-mark"}
    assert [key for key in CHROME if key not in shown | by_rule] == []
    assert [key for key in PANEL if key not in shown] == []
