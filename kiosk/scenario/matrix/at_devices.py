"""Pages on which a device works, and what a person does at it there."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

APPLICANT = "wang_old"
AT_DEVICES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "materials/scan": ("document_scanner", "put_paper", "租房合同"),
        "materials/glass": ("document_scanner", "take_original", ""),
        "materials/photo": ("camera", "show_person", ""),
        "collect/door": ("locker", "close_doors", ""),
        "identify/social_card": ("card_reader", "insert_card", APPLICANT),
    }
)
"""Page → what a person does at a device before touching anything: its family, the action and its argument."""
CARD_PAGES = frozenset({"Identify", "SocialCard"})
PAPER_PAGES = frozenset({"Ending", "Lookup", "Progress", "Submit", "Certificate", "Scan", "Photo"})
DEVICE_PAGES = CARD_PAGES | PAPER_PAGES | {"SecondProof", "Pay", "Door"}
