"""The page that says where people without an identity card go."""

from __future__ import annotations

from kiosk.steps.step import BACK, LEAVE, page
from kiosk.view import Actions, Block, BlockKind, View
from kiosk.visit import InMatter
from kiosk.words import Data, text


def view(session: InMatter) -> View:
    return page(
        session,
        "Guide",
        text("identify-other"),
        lead=text("other-documents-lead"),
        blocks=(
            *(Block(BlockKind.BULLET, text(f"other-documents-{n}")) for n in ("readable", "passport", "temporary")),
            Block(BlockKind.NOTE, text("other-documents-where", phone=Data(session.terminal.duty_phone))),
        ),
        actions=Actions(BACK, LEAVE, None),
    )
