"""Write an English sentence as it is spoken, where espeak-ng would read it wrongly: dates, hours, numbers to keep.

Quantities, decimals, percentages and years are left as they are: espeak-ng reads them right.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kiosk.pronunciation import patterns as written
from kiosk.pronunciation.numbers import in_groups

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
ORDINALS = {2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 10: "tenth"}
NUMBER_NAMES = "phone|telephone|hotline|call|dial|code|number|card|account|ends in|ending in"
"""Words after which digits are a number to keep."""
N, BEGIN, END, DASH = written.NUMBER, written.BEGIN, written.END, written.DASH
PAUSE = ", "


SPELT_A = re.compile(r"\bA(?= [A-Z0-9]\b)|(?<=\b[A-Z0-9] )A\b")
"""espeak-ng reads a spelt A as the article unless it is written "eigh"."""


def _spell(text: str) -> str:
    return PAUSE.join(" ".join(group) for group in in_groups(text))


def _phone(match: re.Match[str]) -> str:
    hidden = re.match(r"(\D*\d{3})[- ]?\*{4}[- ]?(\d{4})", match[0])
    if hidden:
        return f"{_spell(hidden[1])}, four hidden, {_spell(hidden[2])}"
    return _spell(match[0].replace("+", ""))


def _day(year: str, month: str, day: str) -> str:
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}"


def _time(hour: str, minute: str) -> str:
    if not int(minute):
        return f"{int(hour)} o'clock"
    return f"{int(hour)} {f'oh {int(minute)}' if int(minute) < 10 else minute}"


def _times(match: re.Match[str]) -> str:
    first = _time(match[1], match[2]) + (f" and {int(match[3])} seconds" if match[3] else "")
    return f"{first} to {_time(match[4], match[5])}" if match[4] else first


def _fraction(match: re.Match[str]) -> str:
    over, under = int(match[1]), int(match[2])
    if under not in ORDINALS:
        return f"{over} out of {under}"
    return f"{'one' if over == 1 else over} {ORDINALS[under]}{'' if over == 1 else 's'}"


def _sum(match: re.Match[str]) -> str:
    return f"{match[1].replace(',', '').removesuffix('.00')} yuan"


Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

RULES: tuple[Rule, ...] = (
    (written.SPELT, lambda m: re.sub(r"[，,] ?", PAUSE, m[0])),
    (written.CODE, lambda m: _spell(m[0])),
    (written.DATE, lambda m: _day(m[1], m[3], m[4])),
    (written.MONTH, lambda m: f"{MONTHS[int(m[2]) - 1]} {m[1]}"),
    (written.TIMES, _times),
    (written.SIGNS, lambda m: _spell(m[0])),
    (re.compile(rf"(?:{written.PHONE.pattern})(?! ?(?:%|\.\d|yuan|days|hours|years|people|services|cases))"), _phone),
    (
        re.compile(rf"((?:\b(?:{NUMBER_NAMES})\b)(?: is)?:? ?)(\d{{3,}})(?![\d.-]|,\d| ?(?:digits|yuan))", re.I),
        lambda m: m[1] + _spell(m[2]),
    ),
    (re.compile(rf"[¥￥] ?({N})(?: ?yuan)?"), _sum),
    (re.compile(rf"{BEGIN}({N}) yuan"), _sum),
    (written.FRACTION, _fraction),
    (re.compile(rf"(?<=[\d%]){DASH}(?=[\d¥])"), lambda m: " to "),
    (re.compile(rf"{BEGIN}(?:0\d{{2,}}|\d{{8,}})(?![\d.])"), lambda m: _spell(m[0])),
    (re.compile(r"(?<=\d),(?=\d{3}(?!\d))"), lambda m: ""),
    (re.compile(r" [·•|] "), lambda m: PAUSE),
    (re.compile(r"(?<=\w)·(?=\w)"), lambda m: " "),
    (re.compile(r"\*{2,}"), lambda m: " hidden "),
    (re.compile(r" ?[/\\|] ?"), lambda m: " or "),
    (re.compile(r"\b(?!PIN\b)[A-Z]{2,3}\b"), lambda m: " ".join(m[0])),
)
SIGN_WORDS = {
    "&": " and ", "+": " plus ", "=": " is ", "≥": " at least ", "≤": " at most ", ">": " over ", "<": " under ",
    "×": " by ", "№": " number ", "#": " hash ", "…": ", ", "→": ", ", "•": ", ", "*": " star ", "~": " to ", "—": ", ",
    "“": "", "”": "", "，": ", ", "。": ". ", "：": ": ", "；": "; ", "、": ", ", "（": ", ", "）": ", ",
    "！": "! ", "？": "? ",
}  # fmt: skip


def written_out(sentence: str) -> str:
    """Return a sentence with what a voice reads wrongly as words."""
    text = sentence.translate(written.WIDE)
    for pattern, words in RULES:
        text = pattern.sub(words, text)
    text = SPELT_A.sub("eigh", "".join(SIGN_WORDS.get(each, each) for each in text))
    return re.sub(r" +(?=[,.;:!?])", "", re.sub(r" {2,}", " ", text)).strip()
