"""Check national item codes, kept as text, by their form and check character.

Basic code: region 2, type 2, department 2, item 3, sub-item 3. Implementation code: unified social credit code of the
body 18 (GB 32100-2015, ISO 7064-like with modulus 31), level 1, basic code 12. Business code: two characters more.
"""

from __future__ import annotations

from collections.abc import Iterator

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
BASIC_LENGTH = 12
IMPLEMENTATION_LENGTH = 31
BUSINESS_LENGTH = 33
TYPES = frozenset([*(f"{n:02}" for n in range(1, 11)), "20"])
"""Types of item: 01 licence … 10 other, 20 public service."""


def credit_code_check(first_17: str) -> str:
    """The check character of a unified social credit code (GB 32100, modulus 31). Raises ValueError."""
    total = sum(_ALPHABET.index(character) * weight for character, weight in zip(first_17, _WEIGHTS, strict=True))
    return _ALPHABET[(31 - total % 31) % 31]


def is_credit_code(code: str) -> bool:
    """Whether it is a unified social credit code with the right check character (GB 32100)."""
    if len(code) != 18 or any(character not in _ALPHABET for character in code):
        return False
    return credit_code_check(code[:17]) == code[17]


def code_problems(basic: str, implementation: str, business: str) -> Iterator[tuple[str, str]]:
    """Yield the problems of an item's codes: field and reason. Lengths: basic 12, implementation 31, business 33."""
    if len(basic) != BASIC_LENGTH or not (basic.isascii() and basic.isdigit()):
        yield "codes.basic", f"{BASIC_LENGTH} digits are needed"
    elif basic[2:4] not in TYPES:
        yield "codes.basic", "the third and fourth digit are the type, 01 to 10 or 20"
    elif len(implementation) == IMPLEMENTATION_LENGTH and implementation[19:] != basic:
        yield "codes.implementation", "the last 12 must be codes.basic"
    yield from (("codes.implementation", why) for why in _implementation_problems(implementation))
    if business and (len(business) != BUSINESS_LENGTH or not business.startswith(implementation)):
        yield "codes.business", "empty, or codes.implementation and two more characters"


def _implementation_problems(code: str) -> Iterator[str]:
    if len(code) != IMPLEMENTATION_LENGTH:
        parts = "credit code (18), level (1), basic (12)"
        yield f"has {len(code)} characters, and {IMPLEMENTATION_LENGTH} are needed: {parts}"
        return
    body, level = code[:18], code[18]
    if any(character not in _ALPHABET for character in body):
        yield "the first 18 are no credit code (GB 32100)"
    elif not is_credit_code(body):
        right = credit_code_check(body[:17])
        yield f"the 18th is no right check character of the credit code: {right!r} would be one"
    if level not in "123456":
        yield "the 19th is the level, 1 to 6"
