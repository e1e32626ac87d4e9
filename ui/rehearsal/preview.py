"""Draw the pages of a service item as pictures, with an index to look at: no terminal, no platform, no devices."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMetaObject
from PySide6.QtQuick import QQuickItem

from devices.console import escape_what_cannot_be_written
from kiosk.scenario.preview import CannotPreview, Preview, preview
from kiosk.view import View
from ui.app import Screen, application, create_screen
from ui.items import visible_item
from ui.profile import load_screen
from ui.rehearsal.preview_index import INDEX, Drawn, Row, index_page
from ui.stage import delete_later_now

MOST_TURNS = 40
"""Screens of one page."""
EVERY = 10
"""Pictures after which progress is said."""


@dataclass(frozen=True)
class Wanted:
    """Pictures to draw: of an item (folder or id), in which languages (none: all) and look, into which folder."""

    item: str
    out: Path
    languages: Sequence[str] = ()
    profile: str = "hall"
    elder: bool = False
    low: bool = False

    @property
    def modes(self) -> tuple[str, ...]:
        return (*(("larger",) if self.elder else ()), *(("low",) if self.low else ()))


def draw_item(wanted: Wanted, config: Path) -> int:
    """Draw every page. Exit code: 0 drawn; 1 the item has mistakes, or cannot be walked to its end; 2 wrong usage."""
    escape_what_cannot_be_written()
    try:
        found = preview(wanted.item, config, wanted.profile, wanted.modes)
        languages = _languages(found, wanted)
        _make_room(wanted.out)
        rows = list(_draw(found, languages, wanted, config))
        (wanted.out / INDEX).write_text(index_page(found.item.id, wanted.modes, languages, rows), encoding="utf-8")
    except CannotPreview as trouble:
        print(trouble, file=sys.stderr)
        return trouble.code
    except OSError as error:
        print(f"yike: {error.filename or wanted.out}: {error.strerror}: name another folder: --out", file=sys.stderr)
        return 2
    stuck = [row.stuck for row in rows if row.stuck]
    for each in stuck:
        print(f"not to the end: {each}", file=sys.stderr)
    files = {each.file for row in rows for each in row.pictures}
    print(f"{len(files)} pictures of {len(rows)} ways through {found.item.id}: open {wanted.out / INDEX}")
    return 1 if stuck else 0


def _languages(found: Preview, wanted: Wanted) -> list[str]:
    known = [row.code for row in found.table]
    unknown = [each for each in wanted.languages if each not in known]
    if unknown:
        raise CannotPreview(f"--language {unknown[0]}: no language here; these are: {', '.join(known)}")
    return list(wanted.languages or known)


def _make_room(out: Path) -> None:
    """Make the folder, without the pictures of an earlier preview."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("[0-9][0-9][0-9]-*.png"):
        old.unlink()


def _draw(found: Preview, languages: Sequence[str], wanted: Wanted, config: Path) -> Iterator[Row]:
    """Draw each page once, whichever ways lead to it."""
    application(sys.argv[:1])
    profile = load_screen(config / "terminals" / f"{wanted.profile}.toml")
    screen = create_screen(replace(profile, moving=False, full_screen=False))
    screen.bridge.set_time("21:40")
    pages = list(dict.fromkeys(view for branch in found.branches for view in branch.views))
    total, files = len(pages) * len(languages), dict[tuple[View, str], list[str]]()
    try:
        for language in languages:
            for number, view in enumerate(pages, 1):
                shown = found.in_language(view, language)
                screen.bridge.show(shown, found.words(shown))
                name = f"{number:03d}-{_safe(view.id)}-{language}"
                files[view, language] = list(_pictures(screen, wanted.out, name))
                if len(files) % EVERY == 0 or len(files) == total:
                    print(f"{len(files)} of {total} pages", file=sys.stderr)
    finally:
        screen.close()
    for branch in found.branches:
        drawn = [
            Drawn(view.id, language, file)
            for view in branch.views for language in languages for file in files[view, language]
        ]  # fmt: skip
        yield Row(branch.name, drawn, branch.stuck)


def _pictures(screen: Screen, out: Path, name: str) -> Iterator[str]:
    """Draw a page, and its further screens if it has to be turned; yield the names of the files."""
    for turn in range(1, MOST_TURNS):
        _settle(screen)
        file = f"{name}.png" if turn == 1 else f"{name}-{turn}.png"
        (out / file).write_bytes(screen.picture())
        yield file
        down = visible_item(screen.window.contentItem(), "turn-down")
        if down is None or not down.isEnabled():
            break
        _click(down)
    while (up := visible_item(screen.window.contentItem(), "turn-up")) is not None and up.isEnabled():
        _click(up)
        _settle(screen)


def _click(button: QQuickItem) -> None:
    """Not by a finger, which waits after a new page until a second tap can no longer be one of the page before."""
    QMetaObject.invokeMethod(button, "click")


def _settle(screen: Screen) -> None:
    """Process events and paint twice: positioners and pages place their items when a frame is painted."""
    for _ in range(2):
        for _ in range(3):
            QCoreApplication.processEvents()
        screen.window.grabWindow()
    delete_later_now()


def _safe(page: str) -> str:
    return os.fspath(page).replace("/", "-").replace("?", "-")
