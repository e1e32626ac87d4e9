"""Every fault that staff can mend has its instruction, in both languages; each row names what there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices.driver_table import DRIVERS
from devices.misfortunes import Misfortune
from devices.registry import load_tests, misfortunes
from devices.text_files import read_toml
from kiosk.remedies.instruction import load_instructions
from tests.house.doors import ROOT
from tests.ui.window_harness import languages

CONFIG = ROOT / "config"
FAULTS = read_toml(CONFIG / "faults.toml")
INSTRUCTIONS = load_instructions(CONFIG / "instructions.toml", {code: row["code"] for code, row in FAULTS.items()})
FAMILIES = {row.family for row in DRIVERS}
OF_A_VISIT = {
    *("card.", "document.", "mandate.", "order.", "page.", "social_card."),
    *("card_reader.bank_card", "card_reader.id_card", "card_reader.other_card", "card_reader.needs_pin"),
    *("card_reader.pulled_away", "id_reader.lift_and_retry", "id_reader.wrong_card"),
    *("platform.code_spent", "platform.mandate_invalid", "platform.mandate_revoked", "platform.no_registered_phone"),
    *("platform.other_person", "platform.refused", "platform.reprint_over", "platform.too_many_codes"),
    "platform.too_many_tries",
}
"""Faults of what a citizen brings or asks for: nothing in the cabinet is to be mended."""
FACTS = {
    "door": {"open", "closed"},
    "cover": {"open", "closed"},
    "paper": {"ok"},
    "answers": {"yes"},
    "supply": {"line"},
}
REST = "urgency = 'now', minutes = 1, bring = [], test = ''"


def _is_of_a_visit(code: str) -> bool:
    return any(code == each or (each.endswith(".") and code.startswith(each)) for each in OF_A_VISIT)


def test_every_fault_that_staff_can_mend_has_an_instruction() -> None:
    assert {code for code in FAULTS if not _is_of_a_visit(code)} - INSTRUCTIONS.keys() == set()


def test_every_instruction_is_of_a_fault_with_a_short_code() -> None:
    assert [code for code, found in INSTRUCTIONS.items() if not found.short] == []


def faults_made() -> set[str]:
    """Every fault that a misfortune of a simulator makes."""
    found: list[Misfortune] = [each for row in DRIVERS for each in misfortunes(row.family, row.name)]
    return {code for each in found for code in each.faults}


def test_every_fault_that_a_simulator_makes_has_an_instruction_or_is_of_a_visit() -> None:
    made = {code for code in faults_made() if code in FAULTS}
    assert made
    assert {code for code in made if code not in INSTRUCTIONS and not _is_of_a_visit(code)} == set()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_everything_is_said_in_both_languages(language: str) -> None:
    words = languages().words(language)
    wanted = {f"fix-{step.name}" for found in INSTRUCTIONS.values() for step in found.steps}
    wanted |= {f"bring-{each.replace('_', '-')}" for found in INSTRUCTIONS.values() for each in found.bring}
    wanted |= {f"tech-who-{found.who}" for found in INSTRUCTIONS.values()}
    wanted |= {f"tech-urgency-{found.urgency}" for found in INSTRUCTIONS.values()}
    assert [key for key in sorted(wanted) if not words.has(key)] == []


def test_a_test_is_one_of_the_faults_family() -> None:
    for code, found in INSTRUCTIONS.items():
        family = code.partition(".")[0]
        names = {test.name for test in load_tests(family)} if family in FAMILIES else set()
        assert not found.test or found.test in names, f"{code}: {found.test} is none of {sorted(names)}"


def test_a_fact_is_one_that_a_part_can_report() -> None:
    for found in INSTRUCTIONS.values():
        for step in found.steps:
            assert not step.fact or step.wanted in FACTS[step.fact], f"{found.code}: {step}"


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (f"[steps]\n[faults]\n'a.b' = {{who = 'me', {REST}, steps = ['x']}}", "me"),
        (f"[steps]\n[faults]\n'a.b' = {{who = 'site', {REST}, steps = ['x']}}", "no step"),
        (f"[steps]\n[faults]\n'a.b' = {{who = 'site', {REST}, steps = []}}", "array"),
        ("x = 1", "steps"),
    ],
)
def test_a_mistake_is_named_with_its_file(content: str, wrong: str, tmp_path: Path) -> None:
    path = tmp_path / "instructions.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=wrong) as caught:
        load_instructions(path, {})
    assert str(path) in str(caught.value)
