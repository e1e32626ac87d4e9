"""A person's name and number as pages have them: shown with stars, not said aloud, and said whole in headphones."""

from __future__ import annotations

from kiosk.documents.masking import mask_name, mask_number
from kiosk.words import Data


def covered_name(name: str) -> Data:
    return Data(mask_name(name), masked=True, whole=name)


def covered_number(number: str) -> Data:
    return Data(mask_number(number), masked=True, whole=number)


def covered_person(name: str, number: str) -> Data:
    """Both on one line."""
    return Data(f"{mask_name(name)} {mask_number(number)}", masked=True, whole=f"{name}，{number}")
