"""Known failures: behaviour that is wrong today, each with a test of the right behaviour that is expected to fail.

A strict xfail fails the suite as soon as its behaviour is fixed: then the mark and its line in `KNOWN` are removed and
the test stays. A mark that `KNOWN` does not list, or that lacks `strict`, a reason or the expected exception, fails
here. Most were found with inputs from real life; binary ones are in `tests/fixtures/cases`.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.house.doors import ROOT
from tests.house.known_failures import KnownFailure, in_folder, known_failures

KNOWN = """
tests/devices/id_reader/test_half_a_pair.py::test_a_field_that_ends_in_half_a_pair_can_be_written
tests/devices/id_reader/test_impossible_days.py::test_a_validity_to_29_february_of_a_common_year_ends_with_the_month
tests/devices/id_reader/test_latin_over_two_fields.py::test_a_blank_at_the_edge_of_the_fields_is_kept
tests/devices/receipt_printer/test_automatic_status.py::test_a_status_in_the_middle_of_a_slip_confirms_no_print
tests/devices/receipt_printer/test_automatic_status.py::test_automatic_status_is_switched_off_before_the_first_line_of_a_job
tests/devices/receipt_printer/test_slow_line.py::test_a_slip_of_five_kilobytes_comes_out
tests/devices/receipt_printer/test_slow_line.py::test_a_slip_of_ten_kilobytes_comes_out
tests/journeys/test_half_a_pair.py::test_a_citizen_with_a_cut_field_hands_in_a_case
tests/kiosk/outbox/test_clock_falls_back.py::test_a_next_try_further_ahead_than_any_delay_is_due_now
tests/kiosk/outbox/test_clock_falls_back.py::test_after_a_clock_that_fell_far_back_a_waiting_case_is_sent
tests/kiosk/outbox/test_export_to_a_stick.py::test_a_stick_that_a_system_has_touched_takes_an_export
tests/kiosk/outbox/test_long_rests.py::test_after_one_503_the_case_is_handed_over_within_two_hours
tests/kiosk/outbox/test_long_rests.py::test_after_one_503_the_next_citizens_case_is_handed_over_within_the_hour
tests/kiosk/outbox/test_long_rests.py::test_the_status_shows_how_long_the_platform_asked_to_rest
tests/kiosk/platform/test_broken_handshake.py::test_a_closed_handshake_is_a_connection_failure
tests/kiosk/platform/test_forgotten_connection.py::test_a_request_after_an_idle_period_uses_a_new_connection
tests/kiosk/session/test_bank_card_without_luhn.py::test_a_second_continue_takes_a_number_without_a_luhn_digit
tests/kiosk/session/test_bank_card_without_luhn.py::test_the_platform_takes_a_number_without_a_luhn_digit
tests/kiosk/session/test_cut_fields.py::test_the_citizen_is_shown_that_a_field_of_the_card_is_cut
tests/kiosk/session/test_impossible_days.py::test_a_card_valid_to_29_february_of_a_common_year_has_expired_in_march
tests/kiosk/session/test_impossible_days.py::test_a_card_valid_to_29_february_of_a_common_year_is_used_to_the_months_end
tests/kiosk/session/test_impossible_days.py::test_a_card_with_a_birth_on_no_day_is_used
tests/kiosk/session/test_impossible_days.py::test_who_was_born_on_30_february_comes_of_age_at_the_months_end
tests/ui/keyboard/test_name_characters.py::test_a_rare_character_of_a_name_is_found_by_its_pinyin
"""
"""Every marked test, one per line. A new line is a decision."""

GOOD = """@pytest.mark.xfail(strict=True, raises=AssertionError, reason="the page stays for ever")
def test_a(): ...
"""
BAD = {
    "not strict": GOOD.replace("strict=True, ", ""),
    "strict only in name": GOOD.replace("strict=True", "strict=False"),
    "no reason": GOOD.replace('reason="the page stays for ever"', ""),
    "a reason of one word": GOOD.replace("the page stays for ever", "broken"),
    "any exception": GOOD.replace("raises=AssertionError, ", ""),
    "a bare mark": "@pytest.mark.xfail\ndef test_a(): ...\n",
    "a condition": GOOD.replace("xfail(", "xfail(sys.platform == 'win32', "),
    "a module constant": GOOD.replace("@pytest", "MARK = pytest").replace("def test_a(): ...", ""),
    "on a whole class": GOOD.replace("def test_a(): ...", "class TestA: ..."),
    "in a test's body": "def test_a():\n    pytest.xfail('the page stays for ever')\n",
    "added while running": "def test_a(request):\n    request.node.add_marker(pytest.mark.xfail(strict=True))\n",
    "imported by name": "from pytest import xfail\n",
}


@pytest.fixture(scope="module")
def marks() -> list[KnownFailure]:
    return list(in_folder(ROOT / "tests"))


def test_every_known_failure_is_strict_and_says_what_it_is(marks: list[KnownFailure]) -> None:
    bad = [f"{each.file}:{each.line}: {fault}" for each in marks for fault in each.faults]
    assert not bad, "\n".join(bad)


def test_the_known_failures_are_these_and_no_others(marks: list[KnownFailure]) -> None:
    found = Counter(each.test for each in marks)
    listed = Counter(KNOWN.split())
    assert not found - listed, f"new known failures: {sorted((found - listed).elements())}"
    assert not listed - found, f"listed but gone: {sorted((listed - found).elements())}"


@pytest.mark.parametrize("source", BAD.values(), ids=BAD)
def test_an_incomplete_mark_is_found(source: str) -> None:
    assert any(each.faults for each in known_failures(source, "tests/test_one.py"))


def test_a_complete_mark_is_found_on_a_test_and_on_a_parameter() -> None:
    parameter = "@pytest.mark.parametrize('a', [pytest.param(1, marks=" + GOOD.splitlines()[0].removeprefix("@")
    for source in (GOOD, f"{parameter})])\ndef test_a(): ...\n"):
        (found,) = known_failures(source, "tests/test_one.py")
        assert (found.test, found.faults) == ("tests/test_one.py::test_a", ())
