"""Help, over any page: whom to call with which code, a pause to look for a paper, and buttons for everyone."""

from __future__ import annotations

from kiosk.view import Actions, Block, BlockKind, Choice, Data, View, text
from kiosk.visit import Session


def help_view(session: Session) -> View:
    """The help page, in place of the page it was called from."""
    terminal = session.terminal
    where = text("name", session.item.id) if session.item else text("terminal-title", name=terminal.name)
    return View(
        page="Help",
        id=f"{session.page}?help",
        language=session.language,
        title=text("help-title"),
        lead=text("help-lead"),
        where=where,
        blocks=(
            Block(BlockKind.BOX_START),
            Block(BlockKind.ROW, text("help-phone"), Data(terminal.duty_phone)),
            Block(BlockKind.ROW, text("help-terminal"), Data(terminal.code)),
            Block(BlockKind.BOX_END),
            Block(BlockKind.BULLET, text("help-larger")),
            Block(BlockKind.BULLET, text("help-pause")),
        ),
        choices=(
            Choice("pause", text("help-looking"), text("help-looking-note"), "pause-circle-outline"),
            Choice(
                "companion",
                text("help-companion"),
                text("help-companion-note"),
                "account-multiple",
                chosen=session.modes.companion,
            ),
        ),
        actions=Actions(
            Choice("back", text("action-back"), icon="chevron-left"), Choice("leave", text("action-leave")), None
        ),
        modes=session.modes,
        visit=session.visit,
        rehearsal=terminal.rehearsal,
    )
