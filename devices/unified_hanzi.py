"""Characters that look like a hanzi and are another code point: a name written with one is found in no register.

They are the CJK Compatibility Ideographs (Unicode 15.0, blocks F900 and 2F800), kept for other countries' character
sets, and the radicals of Kangxi (2F00). Twelve of the first block are hanzi of their own and have no other form.
"""

from __future__ import annotations

import re
from unicodedata import normalize

_LOOK_ALIKES = re.compile("[\u2e9f\u2ef3\u2f00-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f]")


def unified(text: str) -> str:
    """Return the text with each look-alike replaced by its unified hanzi; everything else is left alone."""
    return _LOOK_ALIKES.sub(lambda found: normalize("NFKC", found[0]), text)


def has_look_alike(text: str) -> bool:
    """Return whether some character of the text only looks like a hanzi."""
    return unified(text) != text
