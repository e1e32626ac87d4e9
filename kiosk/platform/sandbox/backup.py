"""Simulated restore from a backup: data received since then is lost. Keys are kept, so receipts stay valid."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import delete, or_, select, update

from kiosk.platform.listing import CaseState
from kiosk.platform.records import instant
from kiosk.platform.sandbox.misfortunes import Active
from kiosk.platform.sandbox.storage import Case, ExpectedMaterial, PaymentOrder, Rating, Storage


def parse_moment(text: str) -> str:
    """Convert an ISO 8601 time to the format of the tables. Raises ValueError, also without a time zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    try:
        return instant(moment.astimezone(UTC))
    except OverflowError:
        raise ValueError(text) from None


def restore(storage: Storage, misfortune: Active) -> None:
    """Delete all data since `before`, or else the last `cases` cases and all ratings since the first of them.

    Limited to one terminal if the misfortune is. As after a real restore, serial numbers of deleted cases are assigned
    again and later decisions are undone. Raises ValueError for an invalid `before`.
    """
    count, before = int(misfortune.parameters["cases"]), str(misfortune.parameters["before"])
    of_terminal = [Case.terminal == misfortune.terminal] if misfortune.terminal else []
    rated_by_terminal = [Rating.terminal == misfortune.terminal] if misfortune.terminal else []
    since = parse_moment(before) if before else ""
    with storage.writing() as session:
        newest = select(Case).where(*of_terminal).order_by(Case.order.desc())
        lost = session.scalars(newest.where(Case.received_at >= since) if since else newest.limit(count)).all()
        if not lost and not since:
            return
        since = since or min(case.received_at for case in lost)
        lost_ids = [case.case_id for case in lost]
        session.execute(delete(ExpectedMaterial).where(ExpectedMaterial.case_order.in_([case.order for case in lost])))
        session.execute(delete(Case).where(Case.case_id.in_(lost_ids)))
        applications = [case.application for case in lost if case.application]
        session.execute(
            delete(PaymentOrder).where(or_(PaymentOrder.at >= since, PaymentOrder.application.in_(applications)))
        )
        session.execute(
            delete(Rating).where(or_(Rating.rated_at >= since, Rating.case_id.in_(lost_ids)), *rated_by_terminal)
        )
        session.execute(
            update(Case)
            .where(Case.since >= since, *of_terminal)
            .values(state=CaseState.RECEIVED.value, since=Case.received_at, note="", decided_receipt="", followed_by="")
        )
