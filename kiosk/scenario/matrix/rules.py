"""What must be true of every cell: one table of rules, and one of which words belong to which trouble."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kiosk.scenario.matrix.cells import Cell
from kiosk.scenario.matrix.played import Played, Seen
from kiosk.steps.fault import trouble_key

NETWORK_WORDS = ("platform.offline", "platform.slow")

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
        "platform.half_body": ("platform.offline", "platform.broken", "platform.code_spent"),
        "platform.wrong_content_type": ("platform.not_the_platform", "platform.code_spent"),
        "platform.unknown_fields": (),
        "platform.drop_reply_after_commit": ("platform.offline", "platform.code_spent"),
        "platform.duplicate_delivery": (),
        "platform.out_of_order": (),
        "platform.clock_shift": ("platform.code_spent",),
        "platform.restored_from_yesterday": (),
        "platform.maintenance_window": ("platform.busy",),
        "network.off": ("platform.offline",),
        "phone.code_never_comes": (),
        "phone.wrong_code": ("platform.too_many_tries",),
    }
)
"""Fault of platform, network or phone → the codes a page may speak of when it strikes; () is one that none speaks of.
Those of a device are in its simulator's table."""

SILENT_OF = ("person", "power")
"""Troubles that have no words of their own."""

BITES: Mapping[str, Callable[[Seen], bool]] = MappingProxyType(
    {
        "id_reader": lambda seen: seen.page == "Identify" and not seen.keys & {"identify-read", "practice-card-why"},
        "receipt_printer": lambda seen: bool(seen.keys & {"paper-did-not", "paper-unconfirmed"}),
        "platform": lambda seen: "lookup-not-available" in seen.keys,
        "network": lambda seen: "lookup-not-available" in seen.keys,
        "phone": lambda seen: "code-wrong" in seen.keys,
    }
)
"""Family → does this page stand still because of it, so that it must say the name?"""

ANSWERED = frozenset({"slip-unknown"})
"""What a page says when the platform did answer, but not what the citizen hoped for."""

TOLD = {
    "ending-handed-over-title": "handed over",
    "ending-kept-title": "kept here",
    "ending-nothing-title": "nothing kept",
    "farewell-nothing-kept": "nothing here",
}
NOT_FAULTS = frozenset({"trouble-kept", "trouble-nothing-kept"})


def faults_shown(seen: Seen) -> set[str]:
    """The faults a page speaks of, by message key."""
    return {key for key in seen.keys if key.startswith("trouble-")} - NOT_FAULTS


def way_out(cell: Cell, played: Played) -> list[str]:
    return [f"{seen.id}: nothing to touch and no timer" for seen in played.seen if not seen.ways_out]


def names_the_fault(cell: Cell, played: Played) -> list[str]:
    trouble = cell.trouble
    if trouble.of in SILENT_OF:
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
    bites = BITES.get(trouble.of)
    stuck = [seen.id for seen in played.seen if seen.struck and bites is not None and bites(seen)]
    if trouble.of in ("platform", "network") and played.stuck and not played.stuck.keys & ANSWERED:
        stuck.append(played.stuck.id)
    # A page is given time to find out: the last picture of it must say the name.
    if wanted and stuck and not any(faults_shown(seen) & wanted for seen in played.seen):
        wrong.append(f"{stuck[-1]}: never says {sorted(wanted)}")
    return wrong


def told_the_truth(cell: Cell, played: Played) -> list[str]:
    wrong = []
    for seen in played.seen:
        held = seen.held
        truth = {
            "ending-handed-over-title": held.received >= 1 and held.platform >= 1,
            "ending-kept-title": held.unsent >= 1,
            "ending-nothing-title": held.received + held.unsent == 0 and held.platform == 0,
            "farewell-nothing-kept": held.received + held.unsent == 0,
            "farewell-kept": held.received + held.unsent >= 1,
            "farewell-kept-no-slip": held.received + held.unsent >= 1,
        }
        wrong += [
            f"{seen.id}: says {key}, held is {held}" for key, true in truth.items() if key in seen.keys and not true
        ]
    after = played.after
    if after is None:
        return wrong
    promised = {"ending-handed-over-title", "ending-kept-title", "farewell-kept", "farewell-kept-no-slip"}
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
    cases = [f"{after.platform} cases at the platform"] if after.platform > 1 else []
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
    return overdue or ([] if played.ended else [f"the visit did not end; it stands at {last}"])


def nothing_unexpected(cell: Cell, played: Played) -> list[str]:
    broken = [f"the play stopped: {played.broken}"] if played.broken else []
    program = ["a programmer's error reached the trouble page"] if "trouble" in played.audit else []
    return [*broken, *program, *(f"logged: {line}" for line in played.logs)]


@dataclass(frozen=True)
class Rule:
    """One thing that must be true: a name, a sentence for people, and the function that finds what is not."""

    name: str
    words: str
    check: Callable[[Cell, Played], list[str]]


RULES = (
    Rule("way_out", "Every page offers something to touch or ends by itself", way_out),
    Rule("names", "The message names the real fault, and no other", names_the_fault),
    Rule("truth", "What was said of the case is what is held", told_the_truth),
    Rule("paper", "What was said of the paper is what came out", paper_is_true),
    Rule("twice", "One case, one slip and one rating per visit", nothing_twice),
    Rule("leaks", "Nothing of the citizen is left behind", nothing_leaked),
    Rule("ended", "The visit ended within its delays", ended_in_time),
    Rule("quiet", "No stray log line, no exception", nothing_unexpected),
)


@dataclass(frozen=True)
class Violation:
    """One rule that does not hold in one cell."""

    rule: str
    what: str


def judge(cell: Cell, played: Played) -> list[Violation]:
    """Every violation of every rule; none is the aim."""
    return [Violation(rule.name, what) for rule in RULES for what in dict.fromkeys(rule.check(cell, played))]
