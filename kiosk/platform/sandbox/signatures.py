"""Signatures of the cases held, as drawings for staff.

The content of a case was sealed by a terminal, and may be of any shape: what is no signature is not drawn.
"""

from __future__ import annotations

from html import escape
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from sqlalchemy import select

from kiosk.platform.sandbox.authentication import sandbox_of, statuses
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.same_site import from_own_site
from kiosk.platform.sandbox.state import SandboxState
from kiosk.platform.sandbox.storage import Case
from kiosk.signature import ALL_POINTS_MOST, HEIGHT, STROKES_MOST, WIDTH, Stroke, Strokes, path_of, stroke_of

INK = 90
"""Width of a stroke in the unit of the pad, as the terminal draws it."""

routes = APIRouter(prefix="/sandbox", dependencies=[Depends(from_own_site)], responses=statuses(403))


def signed_words(case: Case) -> str:
    """Return for the overview how a case was signed, as HTML with a link to the drawing; "" where it was not."""
    if strokes_in(case.content):
        return f'<small><a href="/sandbox/cases/{escape(case.case_id)}/signature">看签名</a></small>'
    return "<small>声明代替签名</small>" if _signature(case.content).get("way") == "declared" else ""


@routes.get("/cases/{case_id}/signature", responses=statuses(404))
def signature(case_id: str, sandbox: Annotated[SandboxState, Depends(sandbox_of)]) -> Response:
    with sandbox.storage.reading() as session:
        case = session.scalar(select(Case).where(Case.case_id == case_id))
        strokes = strokes_in(case.content) if case is not None else ()
    if not strokes:
        raise Refusal("unknown")
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><rect width="100%" height="100%" '
        f'fill="#fff"/><path d="{path_of(strokes)}" fill="none" stroke="#000" stroke-width="{INK}" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
    return Response(drawing, media_type="image/svg+xml")


def strokes_in(content: Any) -> Strokes:
    """The strokes of a case's content; none where they are not all strokes, or too many."""
    written = _signature(content).get("strokes")
    if not isinstance(written, list) or len(written) > STROKES_MOST:
        return ()
    strokes = [_stroke(each) for each in written]
    whole = tuple(each for each in strokes if each is not None)
    fits = len(whole) == len(strokes) and sum(map(len, whole)) <= ALL_POINTS_MOST
    return whole if fits else ()


def _stroke(points: Any) -> Stroke | None:
    if not isinstance(points, list) or not all(isinstance(each, list) and len(each) == 3 for each in points):
        return None
    return stroke_of([number for each in points for number in each])


def _signature(content: Any) -> dict[str, Any]:
    found = content.get("signature") if isinstance(content, dict) else None
    return found if isinstance(found, dict) else {}
