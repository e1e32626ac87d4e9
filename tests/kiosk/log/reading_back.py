"""Shared by the tests of the log: its path, and its lines read back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

VISIT = "0123abcd4567ef89"


def files(folder: Path) -> list[Path]:
    """Oldest first."""
    return sorted(folder.iterdir(), key=lambda path: -int(path.name.split(".")[1].replace("jsonl", "0")))


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in files(folder) for line in path.read_bytes().splitlines()]


def codes(folder: Path) -> list[str]:
    return [line["code"] for line in lines(folder)]
