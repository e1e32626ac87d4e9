"""Chinese words of numbers: quantities, sums, digits one by one.

All functions take numbers as they are written (thousands separators allowed) and return hanzi.
"""

from __future__ import annotations

import re

DIGITS = "零一二三四五六七八九"
DICTATED = "零幺二三四五六七八九"
"""Digits of a number to keep: 幺 for 一, which sounds like 七 over a loudspeaker."""
GROUPS = ((10**8, "亿"), (10**4, "万"))
FIRST_GROUPS = {5: 5, 6: 3, 9: 3, 18: 6}
"""Signs of the first group by the length of a number: a mobile phone 3-4-4, an identity number 6-4-4-4."""
LARGEST = 10**16
"""Larger numbers are read digit by digit."""


def digits(text: str) -> str:
    """Return digits one by one, such as those of a year."""
    return "".join(DIGITS[int(each)] if each.isdigit() else each for each in text)


def dictated(text: str) -> str:
    """Return digits one by one, as a number is dictated."""
    return "".join(DICTATED[int(each)] if each.isdigit() else each for each in text)


def _thousands(value: int, *, first: bool) -> str:
    """Return the words of 0 to 9999, "" for 0; `first`: nothing stands before them."""
    found, gap = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, place)
        if digit:
            found += ("零" if gap else "") + ("两" if first and digit == 2 and place == 1000 else DIGITS[digit]) + unit
            gap = False
        else:
            gap = bool(found)
    return found


def integer(value: int) -> str:
    """Return the words of a whole number: 13862 is 一万三千八百六十二."""
    if value < 0:
        return f"负{integer(-value)}"
    if value == 0:
        return "零"
    if value >= LARGEST:
        return digits(str(value))
    found = _grouped(value, first=True)
    return found.removeprefix("一") if found.startswith("一十") else found


def _grouped(value: int, *, first: bool) -> str:
    for worth, unit in GROUPS:
        if value >= worth:
            group, rest = divmod(value, worth)
            words = "两" if group == 2 and first else _grouped(group, first=first)
            return words + unit + ("零" if 0 < rest < worth // 10 else "") + _grouped(rest, first=False)
    return _thousands(value, first=first)


def number(text: str) -> str:
    """Return the words of a number with or without decimals; a number with leading zeros digit by digit."""
    whole, _, decimals = text.replace(",", "").partition(".")
    words = digits(whole) if len(whole) > 1 and whole.startswith("0") else integer(int(whole))
    return f"{words}点{digits(decimals)}" if decimals else words


def counted(text: str) -> str:
    """Return the words of a number before a measure word: 2 is 两."""
    return "两" if text == "2" else number(text)


def money(text: str) -> str:
    """Return the words of a sum in yuan as a teller says it: 13862.40 is 一万三千八百六十二元四角.

    元, 角 and 分 rather than a decimal point: each digit is heard with its worth. More than two decimals are no sum.
    """
    whole, _, decimals = text.replace(",", "").partition(".")
    if len(decimals) > 2 or (len(whole) > 1 and whole.startswith("0")):
        return f"{number(text)}元"
    yuan, jiao, fen = int(whole), *(int(each) for each in decimals.ljust(2, "0"))
    found = f"{counted(str(yuan))}元" if yuan or not (jiao or fen) else ""
    found += f"{counted(str(jiao))}角" if jiao else "零" if found and fen else ""
    return found + (f"{counted(str(fen))}分" if fen else "")


def in_groups(text: str) -> list[str]:
    """Split a number to keep into groups as it is dictated: as written, and groups of more than five in fours."""
    found: list[str] = []
    for part in re.split(r"[- ]+", text):
        first = 3 if len(part) == 11 and part.startswith("1") else FIRST_GROUPS.get(len(part), 4)
        rest = part[first:]
        found += [part[:first], *(rest[place : place + 4] for place in range(0, len(rest), 4))]
    return [each for each in found if each]
