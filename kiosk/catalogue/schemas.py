"""Compiled schemas: the only module that imports jsonschema_rs.

Patterns run in an engine whose time grows with the length of the text alone, whatever the pattern; it has no
lookaround and no back references. Its dialect is ECMA-262's: `\\d` is 0 to 9. Nothing is ever fetched.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from kiosk.catalogue.formats import POSSIBLE

PATTERN_MEMORY = 2**20
"""Bytes that one compiled pattern may take; `a{1000}` repeated within itself takes more."""


def validator(schema: Mapping[str, Any]) -> Any:
    """The validator of a schema. Raises ValueError for one that cannot be used."""
    return compiled(json.dumps(schema, default=dict))


@lru_cache(maxsize=128)
def compiled(schema: str) -> Any:
    """Cached, since every page uses the same few schemas; by text, since a mapping cannot be hashed."""
    from jsonschema_rs import Draft202012Validator, RegexOptions

    return Draft202012Validator(
        json.loads(schema),
        formats=dict(POSSIBLE),
        validate_formats=True,
        pattern_options=RegexOptions(size_limit=PATTERN_MEMORY),
        offline=True,
    )
