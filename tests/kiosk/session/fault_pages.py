"""Checks of a page that reports a fault: its name, short code, what is safe and what to do."""

from __future__ import annotations

import re

from devices.registry import families, load_family
from kiosk.messages import Languages
from kiosk.spoken import spoken
from kiosk.terminal.facts import fault_notes
from kiosk.view import BlockKind, View
from kiosk.vocabulary import CAPABILITIES
from kiosk.words import Data, Text
from tests.frozen import catalogue
from tests.house.doors import ROOT
from tests.kiosk.session.citizen import FACTS
from tests.languages import FOLDER

FAULTS = fault_notes(ROOT / "config" / "faults.toml")
WORDS = Languages.load(FOLDER).with_items(catalogue())


def rows(view: View) -> dict[str, str]:
    """Label → value of a page's rows, as a citizen reads them in English."""
    say = WORDS.words("en").text
    found = [block for block in view.blocks if block.kind is BlockKind.ROW]
    return {block.words.key: say(block.value) for block in found if isinstance(block.words, Text) and block.value}


def named(code: str) -> str:
    """Return the text that belongs to this fault alone."""
    return WORDS.words("en").text(Text("trouble-" + re.sub(r"[._]", "-", code), args=(("years", Data("80")),)))


def heard(view: View) -> str:
    return "\n".join(spoken(view, WORDS.words("en")))


def says_it_all(view: View, code: str) -> None:
    told = rows(view)
    assert told["fault-safe"]
    assert told["fault-do"]
    assert told["help-phone"] == FACTS.duty_phone
    assert told["fault-say"] == f"{FACTS.code} {FAULTS[code].code}"
    assert named(code) in heard(view)


def of(*families: str) -> list[str]:
    return [code for code in FAULTS if code.partition(".")[0] in families]


def families_of_no_page() -> set[str]:
    """Device families that no item can need: no page waits for such a device or speaks of its faults."""
    needed = {name for name in families() if set(load_family(name).capabilities) & CAPABILITIES.keys()}
    return set(families()) - needed


AT_LARGE = {
    "terminal.no_catalogue",
    "terminal.clock",
    "terminal.outbox",
    "terminal.program",
    "program.error",
    *of("outbox"),
}
"""Faults of no page of a visit."""
