"""Acceptance of ratings: one per visit, and one per case and node. The same bytes again are accepted as a repeat.

A terminal rates its own cases. A rating may arrive before its case; it counts for the case if that is from the same
terminal too.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from kiosk.platform.bounds import SINGLE_LINE
from kiosk.platform.identity import digest
from kiosk.platform.records import instant
from kiosk.platform.sandbox.authentication import Moment, StrictRecord, WholeNumber, parse_record
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.storage import Case, Rating


class RatingRecord(StrictRecord):
    """The body of a rating request."""

    visit: str = Field(min_length=1, max_length=100, pattern=SINGLE_LINE)
    case_id: str | None = Field(max_length=64, pattern=SINGLE_LINE)
    item_id: str = Field(max_length=100, pattern=SINGLE_LINE)
    node: Literal["received", "decided"]
    level: WholeNumber = Field(ge=1, le=5)
    labels: list[Annotated[str, Field(max_length=20)]] = Field(max_length=20)
    label_set: str = Field(max_length=64, pattern=SINGLE_LINE)
    rated_at: Moment


def accept(session: Session, rating_id: str, terminal: str, body: bytes) -> bool:
    """Store a rating; return whether it is new. Raises Refusal."""
    record, same = parse_record(RatingRecord, body), digest(body)
    if record.case_id is not None:
        owner = session.scalar(select(Case.terminal).where(Case.case_id == record.case_id))
        if owner not in (None, terminal):
            raise Refusal("unknown")
    taken = [Rating.rating_id == rating_id, Rating.visit == record.visit]
    if record.case_id is not None:
        taken.append((Rating.case_id == record.case_id) & (Rating.node == record.node))
    held = session.scalars(select(Rating).where(or_(*taken))).all()
    if any((one.rating_id, one.digest, one.terminal) != (rating_id, same, terminal) for one in held):
        raise Refusal("already-rated")
    if not held:
        plain = record.model_dump() | {"rated_at": instant(record.rated_at)}
        session.add(Rating(rating_id=rating_id, digest=same, terminal=terminal, **plain))
    return not held


def detach_foreign(session: Session, case_id: str, terminal: str) -> None:
    """Keep ratings that another terminal gave to this case, before it was held, as ratings of their visit alone."""
    foreign = (Rating.case_id == case_id) & (Rating.terminal != terminal)
    session.execute(update(Rating).where(foreign).values(case_id=None))
