"""The chain of the audit log, read as an auditor reads it."""

from __future__ import annotations

import hashlib
import json


def chain_is_intact(lines: list[str]) -> bool:
    """Return whether every line carries the hash of the line before."""
    hashes = [hashlib.sha256(line.encode()).hexdigest() for line in lines]
    return all(json.loads(line)["before"] == before for line, before in zip(lines[1:], hashes, strict=False))
