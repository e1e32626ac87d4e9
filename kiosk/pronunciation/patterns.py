"""Patterns of written numbers that every language shares, and their parts."""

from __future__ import annotations

import re

WIDE = str.maketrans(
    {chr(0xFF01 + place): chr(0x21 + place) for place in range(94) if chr(0x21 + place) not in "!(),:;?"}
)
"""Full-width digits, letters and signs to ASCII; punctuation stays."""

NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
BEGIN = r"(?<![0-9A-Za-z.])"
END = r"(?![0-9A-Za-z])"
DASH = r" ?[-–—−~～] ?"

SPELT = re.compile(rf"{BEGIN}[0-9A-Z](?:[，,] ?[0-9A-Z])+{END}")
"""A number that is spelt already, a pause after each sign."""
CODE = re.compile(rf"{BEGIN}(?=[0-9-]*[A-Z])(?=[A-Z-]*[0-9])[0-9A-Z]+(?:-[0-9A-Z]+)*{END}")
"""Capitals and digits: slip numbers, machine numbers, identity numbers that end in X, fault codes."""
DATE = re.compile(rf"{BEGIN}(\d{{4}})([-/.])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01]){END}")
MONTH = re.compile(rf"{BEGIN}((?:19|20)\d\d)[-/](0[1-9]|1[0-2])(?![0-9A-Za-z/-])")
TIMES = re.compile(
    rf"{BEGIN}([01]?\d|2[0-4])[:：]([0-5]\d)(?:[:：]([0-5]\d))?(?:{DASH}([01]?\d|2[0-4])[:：]([0-5]\d))?(?![:：\d])"
)
"""A time of day, or the first and last of some hours."""
PHONE = re.compile(
    rf"{BEGIN}(?:(?:\+?86[- ]?)?1[3-9]\d[- ]?(?:\d{{4}}|\*{{4}})[- ]?\d{{4}}"
    rf"|0\d{{2,3}}[- ]\d{{3,4}}[- ]?\d{{4}}|0\d{{9,11}}|[48]00[- ]\d{{3,4}}[- ]?\d{{3,4}}"
    rf"|1(?:[12]0|19|22|00(?:10|86|00)|23\d\d)|9(?:5[0135]\d\d|6\d{{3,4}})){END}"
)
"""A mobile phone, a fixed line with its area code, a service line of the state, of a carrier or of a bank."""
SIGNS = re.compile(rf"{BEGIN}\d+(?:-\d+){{2,}}{END}|{BEGIN}\d{{4}}(?: \d{{4}}){{2,}}(?: \d{{1,4}})?{END}")
"""Groups of digits that are no date: an account, a bank card."""
FRACTION = re.compile(rf"{BEGIN}(\d{{1,3}}) ?/ ?([1-9]\d{{0,2}}){END}")
