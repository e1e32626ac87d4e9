"""One-time codes against the test values of the standards."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from kiosk.platform.one_time_codes import app_address, code_of, step_of, steps_around

SECRET = b"12345678901234567890"
"""Of both standards."""


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_a_code_of_the_time_is_that_of_rfc_6238(seconds: int, code: str) -> None:
    """Appendix B, SHA-1: the last six of its eight digits."""
    assert code_of(SECRET, step_of(seconds)) == code


def test_counted_codes_are_those_of_rfc_4226() -> None:
    """Appendix D, the first five."""
    assert [code_of(SECRET, count) for count in range(5)] == ["755224", "287082", "359152", "969429", "338314"]


@pytest.mark.parametrize("now", [0.0, 29.9, 30.0, -1e9])
def test_no_step_before_1970_is_taken(now: float) -> None:
    assert all(step >= 0 for step in steps_around(now))


def test_the_address_is_one_that_authenticator_apps_read() -> None:
    address = urlsplit(app_address(SECRET, "0731", "Yike"))
    assert (address.scheme, address.netloc, address.path) == ("otpauth", "totp", "/Yike:0731")
    assert parse_qs(address.query)["secret"] == ["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"]
