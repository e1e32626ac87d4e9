"""The platform comes back from a backup: what came in since is gone. Keys are no data, so receipts stay valid."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import delete, or_, select, update

from kiosk.platform.gateway import CaseState
from kiosk.platform.records import instant
from kiosk.platform.sandbox.misfortunes import Active
from kiosk.platform.sandbox.storage import Case, Expected, Rating, Storage


def moment_of(text: str) -> str:
    """A moment as the tables hold it. Raises ValueError for one without a zone, or none at all."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return instant(moment.astimezone(UTC))


def restore(storage: Storage, one: Active) -> None:
    """Forget what came since `before`, or without it the last `cases` and all since the first of them.

    Only of one terminal where the misfortune is meant for one. Serial numbers of forgotten cases are given out again,
    and staff's decisions since are undone, as after a real restore. Raises ValueError for a moment that is none.
    """
    count, before = int(one.parameters["cases"]), str(one.parameters["before"])
    mine = [Case.terminal == one.terminal] if one.terminal else []
    rated = [Rating.terminal == one.terminal] if one.terminal else []
    since = moment_of(before) if before else ""
    with storage.writing() as session:
        newest = select(Case).where(*mine).order_by(Case.order.desc())
        lost = session.scalars(newest.where(Case.received_at >= since) if since else newest.limit(count)).all()
        if not lost and not since:
            return
        since = since or min(case.received_at for case in lost)
        gone = [case.case_id for case in lost]
        session.execute(delete(Expected).where(Expected.case_order.in_([case.order for case in lost])))
        session.execute(delete(Case).where(Case.case_id.in_(gone)))
        session.execute(delete(Rating).where(or_(Rating.rated_at >= since, Rating.case_id.in_(gone)), *rated))
        session.execute(
            update(Case)
            .where(Case.since >= since, *mine)
            .values(state=CaseState.RECEIVED.value, since=Case.received_at, note="", decided_receipt="", followed_by="")
        )
