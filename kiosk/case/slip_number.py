"""The slip number (凭条号): made offline, kept by the citizen, not guessable from the one before.

Terminal code – durable counter – four random characters – check character, all in Crockford's alphabet (no I, L, O, U).
The check character is ISO 7064 MOD 37,36 over everything before it: it detects every single wrong character and all but
one in a thousand transpositions. It detects typing errors and is no proof of authenticity.
"""

from __future__ import annotations

from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32."""
_CHECK_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""ISO 7064 MOD 37,36 uses all 36 letters and digits."""
LOOKALIKES = str.maketrans("OILU", "011V")
COUNTER_LENGTH = 4
RANDOM_LENGTH = 4


def _product(payload: str) -> int:
    product = 36
    for character in payload:
        total = (product + _CHECK_ALPHABET.index(character)) % 36 or 36
        product = total * 2 % 37
    return product


def check_character(payload: str) -> str:
    """Return the ISO 7064 MOD 37,36 check character of a payload of digits and capitals."""
    return _CHECK_ALPHABET[(37 - _product(payload)) % 36]


def _encode_counter(counter: int) -> str:
    digits = ""
    while counter:
        counter, digit = divmod(counter, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    return digits.rjust(COUNTER_LENGTH, ALPHABET[0])


def new_slip_number(terminal: str, counter: int, random_below: Callable[[int], int]) -> str:
    """Make a slip number in printed form: "WT02-0001-7K3Q-D".

    The random part is drawn again (1 in 36 to 1 in 9 cases) when the check character is not in ALPHABET.
    """
    while True:
        random_part = "".join(ALPHABET[random_below(len(ALPHABET))] for _ in range(RANDOM_LENGTH))
        check = check_character(terminal + _encode_counter(counter) + random_part)
        if check in ALPHABET:
            return "-".join((terminal, _encode_counter(counter), random_part, check))


def is_of(number: str, terminal: str) -> bool:
    """Return whether a slip number in its printed form was made by the terminal of this code."""
    return number.startswith(_plain(terminal) + "-")


def _plain(typed: str) -> str:
    return "".join(c for c in typed.upper() if c.isalnum()).translate(LOOKALIKES)


def parse(typed: str) -> str | None:
    """Normalise a typed slip number to its printed form; None if it is not a slip number.

    Case, dashes, spaces and letters that look like digits are accepted; a wrong check character is not.
    """
    plain = _plain(typed)
    tail = COUNTER_LENGTH + RANDOM_LENGTH + 1
    if not tail + 2 <= len(plain) <= tail + 10 or any(c not in ALPHABET for c in plain):
        return None
    if check_character(plain[:-1]) != plain[-1]:
        return None
    body, counter, random_part = plain[:-tail], plain[-tail : -tail + COUNTER_LENGTH], plain[-1 - RANDOM_LENGTH : -1]
    return "-".join((body, counter, random_part, plain[-1]))
