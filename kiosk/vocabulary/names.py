"""Capabilities of devices that an item may need, and icons of items."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.vocabulary.builds import Word

CAPABILITIES: Mapping[str, Word] = MappingProxyType(
    {
        "read_id_card": Word(),
        "print_slip": Word(),
        "print_a4": Word(),
        "scan_code": Word(),
        "scan_document": Word(),
        "scan_feeder": Word(),
        "take_photo": Word(),
        "open_locker": Word(),
        "read_social_card": Word(),
    }
)
"""Capabilities of devices that an item may need; each has a word `device-to-<capability>` for what can do it."""

ICONS = (
    "baby", "bank-card", "bell", "book", "briefcase", "building", "bus", "calendar", "call", "camera", "car", "care",
    "cash", "certificate", "coin", "document", "elder", "face", "family", "flower", "gas", "graduation", "hall",
    "health", "heart", "home", "house", "household", "id-card", "key", "leaf", "list", "mail", "medicine", "passport",
    "people", "person", "phone", "place", "plug", "power", "progress", "rings", "scales", "search", "shield", "shop",
    "star", "sun", "tax", "umbrella", "walk", "water", "wheelchair",
)  # fmt: skip
"""Icons of items. No part of SINCE: a terminal without an item's icon draws the general one and hides nothing."""
