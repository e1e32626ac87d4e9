"""The words a service item may use, each with the build of the terminal since which it is known.

Data and the few functions that compare it; imports nothing of kiosk. A new step kind, widget, answer format or fact is
one row here. Tests compare the rows with the code that gives them their meaning, in both directions. Block kinds are
not listed: the steps choose them, never an item.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from types import MappingProxyType

from devices.lazy_dataclass import dataclass

FIRST_BUILD = "0.1.0"
FIRST_STEP = "guide"
"""Every item's journey begins with it: conditions, papers, time limit and fee are known before anything is asked."""


@dataclass(frozen=True)
class Need:
    """An element of the item without which a step has nothing to do.

    `element`: a key or property of Item. `values`: it must be, or contain, one of them; without values it must not be
    empty. `demands`: an item with that element must also have the step. `because` completes "… is missing, and".
    """

    element: str
    because: str
    values: tuple[str, ...] = ()
    demands: bool = True


@dataclass(frozen=True)
class StepKind:
    """One step kind, and the rules for it in an item's `steps`.

    `after`: steps that come earlier wherever an item has both. `relies_on`: the same, and no citizen may skip that step
    and still meet this one. `may_skip`: the conditions (`fact=value`) under which it may be absent.
    """

    needs: tuple[Need, ...] = ()
    after: tuple[str, ...] = ()
    relies_on: tuple[str, ...] = ()
    may_skip: tuple[str, ...] = ()
    in_items: bool = True
    """False: every journey has it, no item names it."""
    since: str = FIRST_BUILD

    @property
    def comes_after(self) -> tuple[str, ...]:
        return (*self.after, *self.relies_on)


@dataclass(frozen=True)
class Word:
    """A word without rules; `in_items` is False where only the terminal's own pages use it."""

    in_items: bool = True
    since: str = FIRST_BUILD


@dataclass(frozen=True)
class Fact:
    """A fact that a step's condition may test: the step that sets it, and value → build since which it is known."""

    step: str
    values: Mapping[str, str] = field(default_factory=dict)


BY_SLIP = "way=slip"
"""Condition of a lookup by slip number: no card is read, so steps that need a person may be absent."""

STEPS: Mapping[str, StepKind] = MappingProxyType(
    {
        "home": StepKind(in_items=False),
        "guide": StepKind(),
        "for_whom": StepKind((Need("for_whom", "for_whom names more than self", ("family", "other")),)),
        "way": StepKind((Need("kind", "it is about progress", ("progress",), demands=False),)),
        # The notice comes before any personal data is asked for (Personal Information Protection Law, article 17).
        "notice": StepKind((Need("notice", "there are words of notice"),), may_skip=(BY_SLIP,)),
        "identify": StepKind(
            (Need("proof", "a proof of person is asked for", ("card", "card+person")),),
            after=("for_whom", "way"),
            relies_on=("notice",),
            may_skip=(BY_SLIP,),
        ),
        "second_proof": StepKind(
            (Need("proof", "the proof is card+person", ("card+person",)),),
            relies_on=("identify",),
            may_skip=(BY_SLIP,),
        ),
        # Consent counts only where the notice was read (the same law, article 14).
        "consent": StepKind(
            (Need("consent", "there are purposes to consent to"),),
            relies_on=("notice",),
            may_skip=(BY_SLIP,),
        ),
        "prefill": StepKind((Need("prefill", "it asks registers"),), relies_on=("identify", "second_proof", "consent")),
        "form": StepKind(
            (
                Need("pages", "there are form pages"),
                Need("answers", "there is a schema of the answers", demands=False),
                Need("form_version", "the version of the form is evidence in every case", demands=False),
            ),
            after=("for_whom", "identify", "prefill"),
            relies_on=("notice", "consent"),
        ),
        # Papers are personal data, and what the platform has already is given to a proven person alone.
        "materials": StepKind(
            (
                Need("handed_in", "a paper is handed in here (it has ways)"),
                Need("kind", "it is an application", ("application",), demands=False),
            ),
            after=("form",),
            relies_on=("identify", "second_proof", "consent"),
        ),
        "review": StepKind(after=("form", "materials")),
        # Whoever acts for somebody else declares other things than an applicant.
        "declare": StepKind(
            (Need("declaration", "there are words of declaration"),),
            after=("form", "materials", "review"),
            may_skip=("acting_for=self", "acting_for=family", "acting_for=other"),
        ),
        "submit": StepKind(
            (
                Need("kind", "it is an application", ("application",)),
                Need("proof", "a case has an identified applicant", ("card", "card+person"), demands=False),
            ),
            after=("review", "declare"),
            relies_on=("identify", "second_proof", "consent", "form", "materials"),
        ),
        "lookup": StepKind(
            (
                Need("kind", "it is a look-up", ("lookup",)),
                Need("question", "the platform is asked by name", demands=False),
                Need("rows", "only rows with words are shown", demands=False),
            ),
            relies_on=("identify", "second_proof", "consent"),
        ),
        "certificate": StepKind(
            (
                Need("kind", "it is a certificate", ("certificate",)),
                Need("certificate", "the platform is asked for a kind of document", demands=False),
            ),
            relies_on=("identify", "second_proof", "consent"),
        ),
        "progress": StepKind(
            (
                Need("kind", "it is about progress", ("progress",)),
                Need("question", "the platform is asked by name", demands=False),
            ),
            after=("way", "identify", "second_proof", "consent"),
        ),
        "rate": StepKind(
            after=("submit", "lookup", "certificate", "progress"),
            may_skip=(BY_SLIP, "way=card", "acting_for=self", "acting_for=family", "acting_for=other"),
        ),
        "farewell": StepKind(in_items=False),
    }
)
"""In the order in which items usually have them."""

WIDGETS: Mapping[str, Word] = MappingProxyType(
    {
        "digits": Word(),
        "id_number": Word(),
        "latin": Word(),
        "chinese": Word(),
        "name": Word(),
        "date": Word(),
        "choice": Word(),
        "name_in_letters": Word(in_items=False),
        "slip_number": Word(in_items=False),
        "search": Word(in_items=False),
    }
)
"""Widgets of a form field (the values of kiosk.view.FieldKind)."""

KEYBOARDS: Mapping[str, str] = MappingProxyType(
    {
        "digits": "0123456789",
        "date": "0123456789",
        "id_number": "0123456789X",
        "latin": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-.'@ ",
        "slip_number": "0123456789QWERTYPASDFGHJKZXCVBNM",
    }
)
"""Widget → the characters that its on-screen keyboard can write; a widget that is not listed can write any."""

SET_BY_FIELD: Mapping[str, str] = MappingProxyType({"slip_number": "-", "date": "-"})
"""Widget → separators that need no key: the field takes its text with and without them."""

IN_EVERY_VALUE: Mapping[str, str] = MappingProxyType(
    {
        "resident-number": "0123456789",
        "document-number": "0123456789",
        "phone": "0123456789",
        "bank-card": "0123456789",
        "date": "0123456789-",
    }
)
"""Format → characters without which no value of it can be written."""

LONGEST_VALUE: Mapping[str, int] = MappingProxyType(
    {"resident-number": 18, "document-number": 18, "phone": 16, "bank-card": 19}
)
"""Format → characters of its longest value. A date field sets its length itself."""


def unwritable(widget: str, text: str) -> str:
    """The characters of a text for which a widget's keyboard has no key, in either case of letters; "" if none."""
    keys = KEYBOARDS.get(widget)
    if keys is None:
        return ""
    known = {*keys.upper(), *SET_BY_FIELD.get(widget, "")}
    return "".join(dict.fromkeys(each for each in text if each.upper() not in known))


FORMATS: Mapping[str, Word] = MappingProxyType(
    {
        "resident-number": Word(),
        "document-number": Word(),
        "phone": Word(),
        "bank-card": Word(),
        "date": Word(),
    }
)
"""Formats of kiosk.catalogue.formats that an answer may be held to."""

CAPABILITIES: Mapping[str, Word] = MappingProxyType(
    {
        "read_id_card": Word(),
        "print_slip": Word(),
        "print_a4": Word(),
        "scan_code": Word(),
        "scan_document": Word(),
        "scan_feeder": Word(),
        "take_photo": Word(),
    }
)
"""Capabilities of devices that an item may need; each has a word `device-to-<capability>` for what can do it."""

FACTS: Mapping[str, Fact] = MappingProxyType(
    {
        "way": Fact("way", MappingProxyType({"slip": FIRST_BUILD, "card": FIRST_BUILD})),
        "acting_for": Fact(
            "for_whom", MappingProxyType({"self": FIRST_BUILD, "family": FIRST_BUILD, "other": FIRST_BUILD})
        ),
    }
)
"""Facts that a step's condition may test; kiosk.session.journey computes the value of each."""

ICONS = (
    "baby", "bank-card", "bell", "book", "briefcase", "building", "bus", "calendar", "call", "camera", "car", "care",
    "cash", "certificate", "coin", "document", "elder", "face", "family", "flower", "gas", "graduation", "hall",
    "health", "heart", "home", "house", "household", "id-card", "key", "leaf", "list", "mail", "medicine", "passport",
    "people", "person", "phone", "place", "plug", "power", "progress", "rings", "scales", "search", "shield", "shop",
    "star", "sun", "tax", "umbrella", "walk", "water", "wheelchair",
)  # fmt: skip
"""Icons of items. No part of SINCE: a terminal without an item's icon draws the general one and hides nothing."""

SINCE: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "step": MappingProxyType({name: row.since for name, row in STEPS.items() if row.in_items}),
        "widget": MappingProxyType({name: row.since for name, row in WIDGETS.items() if row.in_items}),
        "format": MappingProxyType({name: row.since for name, row in FORMATS.items() if row.in_items}),
        "capability": MappingProxyType({name: row.since for name, row in CAPABILITIES.items()}),
        "condition": MappingProxyType(
            {f"{name}={value}": since for name, fact in FACTS.items() for value, since in fact.values.items()}
        ),
    }
)
"""Sort of word → word an item may use → build since which it is known."""


def parse_build(build: str) -> tuple[int, ...]:
    """The numbers of a build such as 0.1.0, to be compared. Raises ValueError."""
    numbers = build.split(".")
    if len(numbers) != 3 or not all(each.isascii() and each.isdigit() for each in numbers):
        raise ValueError(f"{build!r} is no build: three numbers with full stops are needed, as in {FIRST_BUILD}")
    return tuple(map(int, numbers))


def holds(condition: str, facts: Mapping[str, str]) -> bool:
    """Whether `fact=value` is true of these facts; a fact not yet known has no value."""
    fact, _, value = condition.partition("=")
    return facts.get(fact, "") == value


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The known word that a misspelt one is closest to, as a question; "" if none is close."""
    # Loaded where somebody misspelt something, never at a start.
    from difflib import get_close_matches

    close = get_close_matches(word, list(known), 1)
    return f"did you mean {close[0]!r}?" if close else ""
