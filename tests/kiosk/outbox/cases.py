"""Sealed cases and ratings for tests: their bytes mean nothing to anybody."""

from __future__ import annotations

from datetime import UTC, datetime

from kiosk.platform.gateway import Rating, RatingNode, SealedCase

NOW = datetime(2026, 11, 24, 13, 40, tzinfo=UTC)


def case(case_id: str, body: bytes = b'{"sealed":"nothing"}') -> SealedCase:
    return SealedCase(case_id, f"WT02-{case_id}", "item", body, f"digest-{case_id}")


def rating(rating_id: str = "rating-1") -> Rating:
    return Rating(rating_id, "visit", None, "item", RatingNode.RECEIVED, 5, ("515",), "v1", NOW)
