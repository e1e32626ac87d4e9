"""Routes under /v1/materials: resumable upload of materials (tus 1.0, core and checksum)."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.platform.records import SHA256
from kiosk.platform.sandbox import case_receipts
from kiosk.platform.sandbox.authentication import AuthenticatedRequest, authenticated_piece, statuses
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.storage import Case, ExpectedMaterial
from kiosk.platform.upload import OFFSET_TYPE, TUS_VERSION

Authenticated = Annotated[AuthenticatedRequest, Depends(authenticated_piece)]
Sha256 = Annotated[str, Path(pattern=SHA256)]
HEADERS = {"Tus-Resumable": TUS_VERSION, "Cache-Control": "no-store"}

routes = APIRouter(prefix="/v1/materials")


@routes.head("/{sha256}", responses=statuses(400, 401, 403, 404, 500, 503))
def offset(sha256: Sha256, caller: Authenticated) -> Response:
    with caller.sandbox.storage.reading() as session:
        size = _expected_size(session, sha256, caller.terminal)
    held = caller.sandbox.materials.offset(sha256)
    return Response(headers={**HEADERS, "Upload-Offset": str(held), "Upload-Length": str(size)})


@routes.patch("/{sha256}", status_code=204, responses=statuses(400, 401, 403, 404, 409, 413, 422, 500, 503))
def append(sha256: Sha256, caller: Authenticated, request: Request) -> Response:
    sandbox, headers = caller.sandbox, request.headers
    start = headers.get("upload-offset", "")
    if headers.get("content-type") != OFFSET_TYPE or not (start.isascii() and start.isdigit()) or not caller.body:
        raise Refusal("malformed")
    _check_checksum(headers.get("upload-checksum", ""), caller.body)
    with sandbox.storage.reading() as session:
        size = _expected_size(session, sha256, caller.terminal)
    held = sandbox.materials.append(sha256, size, int(start), caller.body)
    if held == size:
        with sandbox.storage.writing() as session:
            for case in session.scalars(select(Case).join(ExpectedMaterial).where(ExpectedMaterial.sha256 == sha256)):
                case_receipts.issue_complete(case, sandbox, sandbox.clock.now())
    return Response(status_code=204, headers={**HEADERS, "Upload-Offset": str(held)})


def _expected_size(session: Session, sha256: str, terminal: str) -> int:
    """Return the size stated by a case of this terminal. Raises Refusal("unknown")."""
    wanted = (
        select(ExpectedMaterial.size).join(Case).where(ExpectedMaterial.sha256 == sha256, Case.terminal == terminal)
    )
    size = session.scalars(wanted).first()
    if size is None:
        raise Refusal("unknown")
    return size


def _check_checksum(header: str, piece: bytes) -> None:
    """Check Upload-Checksum, if present. Raises Refusal."""
    if not header:
        return
    algorithm, _, value = header.partition(" ")
    try:
        given = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise Refusal("malformed") from None
    if algorithm != "sha256":
        raise Refusal("malformed")
    if given != hashlib.sha256(piece).digest():
        raise Refusal("checksum-mismatch")
