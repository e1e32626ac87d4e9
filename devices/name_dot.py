"""The dot in a name: its look-alikes become `·` (U+00B7), without spaces between hanzi."""

from __future__ import annotations

import re

DOT = "·"
_LOOK_ALIKES = str.maketrans(dict.fromkeys("•・‧．∙⋅･᛫", DOT))
_HANZI = r"[\u3400-\u9fff\U00020000-\U000323af]"
_SPACED = re.compile(rf"(?<={_HANZI})\s*{DOT}\s*(?={_HANZI})")


def with_dots(text: str) -> str:
    """The text with the one dot, Chinese names closed up; letters and their diacritics are left alone."""
    return _SPACED.sub(DOT, text.translate(_LOOK_ALIKES))
