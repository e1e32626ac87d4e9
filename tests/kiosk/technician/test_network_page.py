"""The page of the way to the platform: each step as it was found, and the remedies of the first that fails."""

from __future__ import annotations

from kiosk.console_view import Mark
from kiosk.effects import TryWay
from kiosk.platform.network_steps import REMEDIES, PathStep, StepResult
from kiosk.staff_events import WayTried
from kiosk.words import Text, text
from tests.kiosk.technician.staff import VISIT, Staff
from tests.ui.window_harness import languages

STOPS = (
    StepResult(PathStep.NAME, True, "platform.invalid → 198.51.100.20"),
    StepResult(PathStep.CERTIFICATE, False, "login.wifi.invalid", "certificate_untrusted"),
    StepResult(PathStep.CLOCK, None),
)


def on_the_page() -> Staff:
    staff = Staff()
    staff.enter()
    staff.touch("tab:network")
    return staff


def test_a_step_that_was_not_taken_is_grey_and_never_red() -> None:
    staff = on_the_page()
    staff.touch("try", "try")
    asked = [each for each in staff.effects if isinstance(each, TryWay)]
    assert len(asked) == 1, "one test at a time"
    staff.post(WayTried(VISIT, asked[0].number, STOPS))
    assert staff.view.title == text("path-fault-certificate-untrusted")
    marks = {
        block.words.key: block.sign.mark for block in staff.view.blocks if block.sign and isinstance(block.words, Text)
    }
    assert marks["path-name"] is Mark.GOOD
    assert marks["path-certificate"] is Mark.FAULT
    assert marks["path-clock"] is marks["path-latency"] is Mark.UNKNOWN


def test_a_test_that_was_broken_off_says_nothing() -> None:
    staff = on_the_page()
    staff.touch("try")
    staff.post(WayTried(VISIT, staff.effects[-1].number, ()))
    assert staff.view.title == text("tech-way-title")


def test_every_step_fault_and_remedy_is_said_in_both_languages() -> None:
    keys = {f"path-{step.value}" for step in PathStep}
    keys |= {f"path-fault-{fault.replace('_', '-')}" for fault in REMEDIES}
    keys |= {f"path-do-{each.replace('_', '-')}" for found in REMEDIES.values() for each in found}
    for language in ("zh-CN", "en"):
        words = languages().words(language)
        assert [key for key in sorted(keys) if not words.has(key)] == []
