"""/v1/materials: the bytes that a case named, taken in piece by piece (tus 1.0, core and checksum)."""

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
from kiosk.platform.sandbox import receipts
from kiosk.platform.sandbox.entrance import Visitor, material_visitor, says
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.storage import Case, Expected
from kiosk.platform.upload import OFFSET_TYPE, TUS_VERSION

Known = Annotated[Visitor, Depends(material_visitor)]
Sha256 = Annotated[str, Path(pattern=SHA256)]
HEADERS = {"Tus-Resumable": TUS_VERSION, "Cache-Control": "no-store"}

routes = APIRouter(prefix="/v1/materials")


@routes.head("/{sha256}", responses=says(400, 401, 403, 404, 500, 503))
def offset(sha256: Sha256, known: Known) -> Response:
    with known.world.storage.reading() as session:
        size = _expected(session, sha256, known.terminal)
    held = known.world.shelf.offset(sha256)
    return Response(headers={**HEADERS, "Upload-Offset": str(held), "Upload-Length": str(size)})


@routes.patch("/{sha256}", status_code=204, responses=says(400, 401, 403, 404, 409, 413, 422, 500, 503))
def append(sha256: Sha256, known: Known, request: Request) -> Response:
    world, headers = known.world, request.headers
    start = headers.get("upload-offset", "")
    if headers.get("content-type") != OFFSET_TYPE or not (start.isascii() and start.isdigit()) or not known.body:
        raise Refusal("malformed")
    _checked(headers.get("upload-checksum", ""), known.body)
    with world.storage.reading() as session:
        size = _expected(session, sha256, known.terminal)
    held = world.shelf.append(sha256, size, int(start), known.body)
    if held == size:
        with world.storage.writing() as session:
            for case in session.scalars(select(Case).join(Expected).where(Expected.sha256 == sha256)):
                receipts.complete(session, case, world.shelf.has, world.clock.now())
    return Response(status_code=204, headers={**HEADERS, "Upload-Offset": str(held)})


def _expected(session: Session, sha256: str, terminal: str) -> int:
    """The size under which a case of this terminal named it. Raises Refusal."""
    wanted = select(Expected.size).join(Case).where(Expected.sha256 == sha256, Case.terminal == terminal)
    size = session.scalars(wanted).first()
    if size is None:
        raise Refusal("unknown")
    return size


def _checked(header: str, piece: bytes) -> None:
    """The checksum of a piece, where one is given. Raises Refusal."""
    if not header:
        return
    algorithm, _, value = header.partition(" ")
    try:
        said = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise Refusal("malformed") from None
    if algorithm != "sha256":
        raise Refusal("malformed")
    if said != hashlib.sha256(piece).digest():
        raise Refusal("checksum-mismatch")
