"""Rules that every cell must satisfy, and the table of messages expected for each fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from devices.lazy_dataclass import dataclass
from kiosk.papers.pdf_verdict import Why
from kiosk.scenario.matrix.cells import Cell
from kiosk.scenario.matrix.played import Played, Seen
from kiosk.terminal_facts import trouble_key

ASKED_AGAIN = ("platform.code_spent", "platform.too_many_codes")
"""A code that is asked for again because the answer was lost counts at the platform."""

NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "platform.slow": (),
        "platform.silent": ("platform.slow",),
        "platform.error_500": ("platform.broken",),
        "platform.busy_503": ("platform.busy",),
        "platform.login_page": ("platform.not_the_platform",),
        "platform.redirect": ("platform.not_the_platform",),
        "platform.huge_body": ("platform.not_the_platform", "platform.broken"),
        "platform.trickle": ("platform.slow", "platform.not_the_platform"),
        "platform.wrong_receipt_key": (),
        "platform.receipt_for_other_case": (),
        "platform.half_body": ("platform.offline", "platform.broken", *ASKED_AGAIN),
        "platform.wrong_content_type": ("platform.not_the_platform", *ASKED_AGAIN),
        "platform.unknown_fields": (),
        "platform.drop_reply_after_commit": ("platform.offline", *ASKED_AGAIN),
        "platform.duplicate_delivery": (),
        "platform.out_of_order": (),
        "platform.clock_shift": ("platform.code_spent",),
        "platform.wrong_document": tuple(f"document.{why.value}" for why in Why if why is not Why.NONE),
        "platform.wrong_papers": ("platform.other_person", "platform.broken"),
        "platform.wrong_registers": ("platform.other_person", "platform.broken"),
        "platform.wrong_mandates": ("platform.other_person", "platform.mandate_revoked", "mandate.revoked"),
        "platform.department_trouble": (),
        "platform.wrong_order": ("platform.not_the_platform",),
        "platform.restored_from_yesterday": (),
        "platform.maintenance_window": ("platform.busy",),
        "network.off": ("platform.offline",),
        "phone.code_never_comes": (),
        "phone.wrong_code": ("platform.too_many_tries",),
    }
)
"""Injected fault of platform, network or phone → fault codes whose message a page may show; () for one that needs no
message. The codes of a device's faults are in its simulator's table."""

NAMELESS = ("person", "brought", "power")
"""Sources of faults without a message."""

BLOCKS_PAGE: Mapping[str, Callable[[Seen], bool]] = MappingProxyType(
    {
        "id_reader": lambda seen: seen.page == "Identify" and not seen.keys & {"identify-read", "practice-card-why"},
        "card_reader": lambda seen: seen.page == "SocialCard" and "social-card-title-read" not in seen.keys,
        "receipt_printer": lambda seen: bool(seen.keys & {"paper-did-not", "paper-unconfirmed"}),
        "document_printer": lambda seen: bool(seen.keys & {"document-not-out", "document-unsure"}),
        "platform": lambda seen: "lookup-not-available" in seen.keys,
        "network": lambda seen: "lookup-not-available" in seen.keys,
        "phone": lambda seen: "code-wrong" in seen.keys,
    }
)
"""Source of a fault → predicate: the page is blocked by it, so that it must show the message."""

ANSWERED = frozenset({"slip-unknown"})
"""Messages for a valid negative answer of the platform."""

NOTHING_KEPT = ("farewell-left", "farewell-timed-out", "farewell-looked-up", "farewell-nothing-kept")
PROMISED = (
    "ending-handed-over-title",
    "ending-kept-title",
    "ending-waiting-title",
    "ending-parts-handed-over",
    "ending-parts-kept",
    "ending-parts-waiting",
    "farewell-kept",
    "farewell-kept-no-slip",
    "farewell-handed-over",
    "farewell-handed-over-no-slip",
)
"""Sentences after which a case must be at the platform sooner or later."""
ENDINGS = {
    "ending-handed-over-title": "handed over",
    "ending-kept-title": "kept here",
    "ending-waiting-title": "kept here",
    "ending-refused-title": "refused",
    "ending-parts-handed-over": "handed over",
    "ending-parts-kept": "kept here",
    "ending-parts-waiting": "kept here",
    "ending-parts-refused": "refused",
    "ending-parts-mixed": "each its own",
    "ending-nothing-title": "nothing kept",
    **dict.fromkeys(NOTHING_KEPT, "nothing here"),
}
NOT_FAULTS = frozenset({"trouble-kept", "trouble-nothing-kept", "trouble-unconfirmed"})


def faults_shown(seen: Seen) -> set[str]:
    """Return the message keys of the faults that a page shows."""
    return {key for key in seen.keys if key.startswith("trouble-")} - NOT_FAULTS


def has_exit(cell: Cell, played: Played) -> list[str]:
    return [f"{seen.id}: nothing to touch and no timer" for seen in played.seen if not seen.exits]


def names_the_fault(cell: Cell, played: Played) -> list[str]:
    trouble = cell.trouble
    if trouble.of in NAMELESS:
        return [f"{s.id}: speaks of {sorted(faults_shown(s))}" for s in played.seen if faults_shown(s)]
    faults = NAMES.get(trouble.id) if trouble.faults is None else trouble.faults
    if faults is None:
        return [f"no words are agreed for {trouble.id}: add it to rules.NAMES"]
    wanted = {trouble_key(code) for code in faults}
    wrong = []
    for seen in played.seen:
        shown = faults_shown(seen)
        if shown - wanted:
            wrong.append(
                f"{seen.id}: says {sorted(shown - wanted)}, the trouble is {sorted(wanted) or 'none to speak of'}"
            )
    blocks_page = BLOCKS_PAGE.get(trouble.of)
    stuck = [seen.id for seen in played.seen if seen.injected and blocks_page is not None and blocks_page(seen)]
    if trouble.of in ("platform", "network") and played.stuck and not played.stuck.keys & ANSWERED:
        stuck.append(played.stuck.id)
    # A page may need time to detect the fault, so it is enough that one page shows the message.
    if wanted and stuck and not any(faults_shown(seen) & wanted for seen in played.seen):
        wrong.append(f"{stuck[-1]}: never says {sorted(wanted)}")
    return wrong


def ending_is_true(cell: Cell, played: Played) -> list[str]:
    wrong = []
    # What a restored platform has lost it had, and gets again: the receipt was true.
    lost = cell.trouble.id == "platform.restored_from_yesterday"
    for seen in played.seen:
        held = seen.held
        handed_over = held.received >= 1 and (held.platform >= 1 or lost)
        truth = {
            "ending-handed-over-title": handed_over,
            "ending-kept-title": held.unsent >= 1,
            "ending-waiting-title": held.unsent >= 1,
            "ending-refused-title": held.unsent >= 1,
            "ending-parts-handed-over": handed_over and held.unsent == 0,
            "ending-parts-kept": held.unsent >= 1,
            "ending-parts-waiting": held.unsent >= 1,
            "ending-parts-refused": held.unsent >= 1,
            "part-handed-over": handed_over,
            "part-refused": held.unsent >= 1,
            "ending-nothing-title": held.received + held.unsent == 0 and held.platform == 0,
            "trouble-nothing-kept": held.received + held.unsent == 0,
            "trouble-kept": held.received + held.unsent >= 1,
            **dict.fromkeys(NOTHING_KEPT, held.received + held.unsent == 0),
            "farewell-kept": held.received + held.unsent >= 1,
            "farewell-kept-no-slip": held.received + held.unsent >= 1,
            "farewell-handed-over": handed_over,
            "farewell-handed-over-no-slip": handed_over,
        }
        wrong += [
            f"{seen.id}: says {key}, held is {held}" for key, true in truth.items() if key in seen.keys and not true
        ]
    after = played.after
    if after is None:
        return wrong
    promised = set(PROMISED)
    if after.platform < 1 and any(seen.keys & promised for seen in played.seen):
        wrong.append(f"a case was said to be kept, and the platform never got one: {after}")
    if after.unsent or after.received != after.platform:
        wrong.append(f"after everything was mended the outbox and the platform differ: {after}")
    return wrong


def paper_is_true(cell: Cell, played: Played) -> list[str]:
    return [
        f"{seen.id}: says {key}, whole slips {seen.held.slips}"
        for seen in played.seen
        for key, true in (("paper-out", seen.held.slips >= 1), ("paper-did-not", seen.held.slips == 0))
        if key in seen.keys and not true
    ]


def nothing_twice(cell: Cell, played: Played) -> list[str]:
    after = played.after
    if after is None:
        return []
    cases = [f"{after.of_one_item} cases of one item at the platform"] if after.of_one_item > 1 else []
    slips = max(held.slips for held in (*(seen.held for seen in played.seen), after))
    ratings = [f"{after.ratings} ratings"] if after.ratings > 1 else []
    return [*cases, *([f"{slips} slips"] if slips > 1 else []), *ratings]


def nothing_leaked(cell: Cell, played: Played) -> list[str]:
    unproved = played.audit.count("visit_ended") - played.audit.count("wiped")
    kept = ["the audit log says that a visit was not wiped"] if "not_wiped" in played.audit else []
    silent = ["a visit ended without a word on its wiping"] if unproved > 0 else []
    return [*played.leaks, *kept, *silent]


def ended_in_time(cell: Cell, played: Played) -> list[str]:
    if played.broken:
        return []
    overdue = [played.overdue] if played.overdue else []
    last = played.seen[-1].id if played.seen else "no page"
    return overdue or ([] if played.ended else [f"the visit did not end; it is still at {last}"])


def nothing_unexpected(cell: Cell, played: Played) -> list[str]:
    broken = [f"the play stopped: {played.broken}"] if played.broken else []
    program = ["a programmer's error reached the trouble page"] if "trouble" in played.audit else []
    return [*broken, *program, *played.complaints, *(f"logged: {line}" for line in played.logs)]


@dataclass(frozen=True)
class Rule:
    """One rule: its name, a description, and the function that returns the violations."""

    name: str
    words: str
    check: Callable[[Cell, Played], list[str]]


RULES = (
    Rule("way_out", "Every page offers something to touch or ends by itself", has_exit),
    Rule("names", "The message names the real fault, and no other", names_the_fault),
    Rule("truth", "What was said of the case is what is held", ending_is_true),
    Rule("paper", "What was said of the paper is what came out", paper_is_true),
    Rule("twice", "One case of an item, one slip and one rating per visit", nothing_twice),
    Rule("leaks", "Nothing of the citizen is left behind", nothing_leaked),
    Rule("ended", "The visit ended within its delays", ended_in_time),
    Rule("quiet", "No stray log line, no exception, nothing that a device does not understand", nothing_unexpected),
)


@dataclass(frozen=True)
class Violation:
    """A violation of one rule in one cell."""

    rule: str
    what: str


def judge(cell: Cell, played: Played) -> list[Violation]:
    """Check a played cell by every rule; return the violations without duplicates."""
    return [Violation(rule.name, what) for rule in RULES for what in dict.fromkeys(rule.check(cell, played))]
