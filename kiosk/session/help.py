"""Help, over any page: whom to call with which code, a pause to look for a paper, and buttons for everyone."""

from __future__ import annotations

from dataclasses import replace

from kiosk.steps.step import BACK, LEAVE, box
from kiosk.steps.table import step_of
from kiosk.terminal_state import STAFF_ENTER_NOW
from kiosk.view import Actions, Block, BlockKind, Choice, Traits, View
from kiosk.visit import KEEP, Session
from kiosk.words import Data, text


def help_view(session: Session) -> View:
    """The help page, in place of the page it was called from."""
    return _staff_view(session) if session.staff_asked else _help_view(session)


def _staff_view(session: Session) -> View:
    """Staff have a way out of every page; it is asked once more, because a citizen may have touched it."""
    lead = "staff-end-kept" if session.kept else "staff-end-lead"
    if session.awaiting and step_of(session.page).lasting & set(session.awaiting.values()):
        lead = "staff-end-under-way"
    end = Choice("staff-end-now", text("staff-end-now"))
    if session.staff_enters:
        # What is being kept is settled first: its outcome comes within seconds.
        keeps = session.awaits(KEEP)
        end = Choice(STAFF_ENTER_NOW, text("staff-enter-now"), enabled=not keeps, why_not=text("staff-enter-keeps"))
    return replace(
        _help_view(session),
        id=f"{session.page}?staff",
        title=text("staff-enter-title" if session.staff_enters else "staff-end-title"),
        lead=text(lead),
        blocks=(),
        choices=(),
        actions=Actions(BACK, None, end),
    )


def _help_view(session: Session) -> View:
    terminal = session.terminal
    where = text("short", session.item.id) if session.item else text("terminal-title", name=terminal.name)
    return View(
        page="Help",
        traits=Traits(large_rows=True, mode_strip=True, explains_keys=True, is_help=True),
        id=f"{session.page}?help",
        language=session.language,
        title=text("help-title"),
        lead=text("help-lead"),
        where=where,
        blocks=(
            *box(
                Block(BlockKind.ROW, text("help-phone"), Data(terminal.duty_phone)),
                Block(BlockKind.ROW, text("help-terminal"), Data(terminal.code)),
                Block(BlockKind.ROW, text("help-place"), Data(terminal.name)),
            ),
            Block(BlockKind.BULLET, text("help-larger")),
            Block(BlockKind.BULLET, text("help-pause")),
        ),
        choices=(
            Choice("pause", text("help-looking"), text("help-looking-note"), "pause"),
            Choice(
                "companion",
                text("help-companion"),
                text("help-companion-note"),
                "family",
                chosen=session.modes.companion,
            ),
            Choice("staff-end", text("staff-end"), text("staff-end-note"), "leave"),
        ),
        actions=Actions(BACK, LEAVE, None),
        modes=session.modes,
        visit=session.visit,
        rehearsal=terminal.rehearsal,
        practice=session.practice,
        next_language=terminal.next_name(session.language),
    )
