"""Checks of a page that reports a fault: its name, short code, what is safe and what to do."""

from __future__ import annotations

import re

from devices.registry import families, load_family
from kiosk.effects import Audit, AuditKind
from kiosk.messages import Languages
from kiosk.spoken import spoken
from kiosk.terminal.tables import fault_notes
from kiosk.view import BlockKind, View
from kiosk.vocabulary.names import CAPABILITIES
from kiosk.words import Data, Text
from tests.frozen import catalogue, charged, payees
from tests.house.doors import ROOT
from tests.kiosk.session.citizen import FACTS, Citizen
from tests.languages import FOLDER
from tests.view_texts import texts_in

FAULTS = fault_notes(ROOT / "config" / "faults.toml")
WORDS = Languages.load(FOLDER).with_items([*catalogue(), *charged(), *payees()])


ARGUMENTS = (("years", Data("80")), ("name", Data("王＊＊")))
"""Of the faults that say how old or who."""


def rows(view: View) -> dict[str, str]:
    """Label → value of a page's rows, as a citizen reads them in English."""
    say = WORDS.words("en").text
    found = [block for block in view.blocks if block.kind is BlockKind.ROW]
    return {block.words.key: say(block.value) for block in found if isinstance(block.words, Text) and block.value}


def message_of(code: str) -> Text:
    """Return the message that belongs to this fault alone."""
    return Text("trouble-" + re.sub(r"[._]", "-", code), args=ARGUMENTS)


def named(code: str) -> str:
    return WORDS.words("en").text(message_of(code))


def heard(view: View) -> str:
    return "\n".join(spoken(view, WORDS.words("en")))


def seen(view: View) -> str:
    """Return every message of a page as it is written on the screen, in English."""
    return "\n".join(map(WORDS.words("en").text, texts_in(view)))


def says_it_all(view: View, code: str) -> None:
    told = rows(view)
    assert told["fault-safe"]
    assert told["fault-do"]
    assert told["help-phone"] == FACTS.duty_phone
    assert told["fault-say"] == f"{FACTS.code} {FAULTS[code].code}"
    assert named(code) in seen(view)
    assert WORDS.words("en").speech(message_of(code)) in heard(view)


def exact_faults(citizen: Citizen) -> list[str]:
    """The faults that the audit log has of this visit, in order."""
    return [e.code for e in citizen.effects if isinstance(e, Audit) and e.kind is AuditKind.FAULT_SHOWN]


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
    "locker.left_open",
    "terminal.power",
    "terminal.program",
    "terminal.start",
    "terminal.door_open",
    "terminal.closed",
    "program.error",
    *of("outbox"),
}
"""Faults of no page of a visit."""
