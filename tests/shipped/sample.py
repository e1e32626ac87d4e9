"""Which shipped items a test walks, and which of their scenarios it plays: a few by a seed that changes every day,
among them a bundle; all with YIKE_ITEMS=all (make soak). YIKE_SEED repeats a day's."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from kiosk.scenario.files import files_of
from tests.daily import seed
from tests.frozen import SHIPPED

T = TypeVar("T")
SERVICES = SHIPPED / "services"
IDS = sorted(path.parent.name for path in SERVICES.glob("*/item.toml"))
SAMPLE = 5
"""Items walked beside a bundle."""
LONG = frozenset(
    {
        *("case_corrected_and_withdrawn", "case_suspended_and_transferred", "case_urged_and_delivered"),
        *("signature_on_the_glass", "pledge_instead_of_proof", "paper_too_late", "residence_permit"),
        *("camera_in_trouble", "scanner_in_trouble", "phone_sends_wrong_files"),
    }
)
"""Scenarios of several seconds each: many papers, or days at a department."""
LONG_PLAYED = 3
SHORT_PLAYED = 18
PLAYED = 3
"""Scenarios of items played beside one of a bundle."""


def is_bundle(name: str) -> bool:
    return 'kind = "bundle"' in (SERVICES / name / "item.toml").read_text(encoding="utf-8")


def all_or_some(names: Sequence[str] = IDS) -> list[str]:
    """All of these items; otherwise a bundle and some others."""
    bundles = [name for name in names if is_bundle(name)]
    return sorted(_sample(bundles, [name for name in names if name not in bundles], SAMPLE))


def some_scenarios() -> list[Path]:
    """All scenarios that lie in the folders of items; otherwise one of a bundle and some others."""
    files = files_of([SERVICES])
    of_bundles = [file for file in files if is_bundle(file.parent.parent.name)]
    return sorted(_sample(of_bundles, [file for file in files if file not in of_bundles], PLAYED))


def some_of(files: Sequence[Path]) -> list[Path]:
    """Half of these scenarios; of those that take long, a few."""
    long = [file for file in files if file.stem in LONG]
    short = [file for file in files if file not in long]
    return sorted([*_sample((), short, SHORT_PLAYED), *_sample((), long, LONG_PLAYED)])


def _sample(bundles: Sequence[T], others: Sequence[T], most: int) -> list[T]:
    if os.environ.get("YIKE_ITEMS") == "all":
        return [*bundles, *others]
    chance = random.Random(seed())
    return [*chance.sample(bundles, min(1, len(bundles))), *chance.sample(others, min(most, len(others)))]
