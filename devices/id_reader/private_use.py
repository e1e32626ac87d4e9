"""Private-use code points that stand for characters: from GBK's time before Unicode had them, to what Unicode has now.

GBK gave 80 characters of FE50–FEA0 the points U+E815–U+E864 in that order, and two letters of A8BC and A8BF U+E7C7 and
U+E7C8. The targets are those of GB 18030-2005 and -2022; registers know a person by these, not by the old points.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FIRST = 0xE815
_TARGETS = """
2E81 20087 20089 200CC 2E84 3473 3447 2E88 2E8B 9FB4 359E 361A 360E 2E8C 2E97 396E 3918 9FB5 39CF 39DF 3A73 39D0 9FB6
9FB7 3B4E 3C6E 3CE0 2EA7 215D7 9FB8 2EAA 4056 415F 2EAE 4337 2EB3 2EB6 2EB7 2298F 43B1 43AC 2EBB 43DD 44D6 4661 464C
9FB9 4723 4729 477C 478D 2ECA 4947 497A 497D 4982 4983 4985 4986 499F 499B 49B7 49B6 9FBA 241FE 4CA3 4C9F 4CA0 4CA1
4C77 4CA2 4D13 4D14 4D15 4D16 4D17 4D18 4D19 4DAE 9FBB
"""
"""Code points in hexadecimal, in the order of GBK."""

UNICODE_OF: Mapping[int, str] = MappingProxyType(
    {FIRST + place: chr(int(target, 16)) for place, target in enumerate(_TARGETS.split())}
    | {0xE7C7: "\u1e3f", 0xE7C8: "\u01f9"}
)
"""Private-use code point → its character, in the form that `str.translate` takes."""
