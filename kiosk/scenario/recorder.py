"""Recorder of a scenario: writes pictures, speech, slips, events and cases to a folder; and the folder of its data."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from kiosk.events import Event
from kiosk.scenario.report import Report
from kiosk.scenario.world import World
from kiosk.terminal.startup import failure_lines
from kiosk.view import View


class CannotWrite(Exception):
    """A scenario cannot write its records or its data; the text has the path and the remedy."""


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Make a folder for the data of a scenario, and delete it at the end. Raises CannotWrite."""
    try:
        made = tempfile.TemporaryDirectory(prefix="yike-", ignore_cleanup_errors=True)
    except OSError as error:
        place = error.filename or "no temporary folder"
        raise CannotWrite(f"{place}: {error.strerror}; make room there, or name another folder: TMPDIR=DIR") from error
    with made as folder:
        yield Path(folder)


class Recorder:
    """Write the records to a folder; without a folder only detect new pages. Everything but `event` raises
    CannotWrite."""

    def __init__(self, out: Path | None) -> None:
        self._out = out
        self._seen: set[View] = set()
        self._count = 0
        self._not_written: CannotWrite | None = None
        if out is not None:
            with self._writing(out):
                out.mkdir(parents=True, exist_ok=True)
                for old in (*out.glob("*.png"), *out.glob("slip-*"), out / "events.jsonl", out / "speech.txt"):
                    old.unlink(missing_ok=True)

    def event(self, event: Event) -> None:
        """Record an event by type and keys; never a typed text or a card.

        Called by the terminal, which must not fail for it: what cannot be written is raised by the next `page`.
        """
        if self._out is None:
            return
        named = {
            name: str(getattr(event, name)) for name in ("key", "timer", "watch", "effect") if hasattr(event, name)
        }
        try:
            with self._writing(self._out), (self._out / "events.jsonl").open("a", encoding="utf-8") as file:
                file.write(json.dumps({"event": type(event).__name__, **named}, ensure_ascii=False) + "\n")
        except CannotWrite as failure:
            self._not_written = failure

    def page(self, view: View, speech: list[str], picture: Callable[[], bytes | None]) -> bool:
        """Record the page shown now; return True if it was not recorded before."""
        if view in self._seen:
            return False
        self._seen.add(view)
        self._count += 1
        if self._not_written is not None:
            raise self._not_written
        if self._out is not None:
            content = picture()
            with self._writing(self._out):
                if content is not None:
                    safe = view.id.replace("/", "-").replace("?", "-")
                    (self._out / f"{self._count:03d}-{safe}.png").write_bytes(content)
                with (self._out / "speech.txt").open("a", encoding="utf-8") as file:
                    file.write(f"[{self._count:03d} {view.id}]\n" + "\n".join(speech) + "\n\n")
        return True

    def end(self, world: World, report: Report) -> None:
        if self._out is None:
            return
        cases = world.platform.cases()
        with self._writing(self._out):
            for number, slip in enumerate(world.slips.all, 1):
                (self._out / f"slip-{number}.png").write_bytes(slip.png)
                (self._out / f"slip-{number}.bin").write_bytes(slip.raw)
            for number, pdf in enumerate(dict.fromkeys(sheet.pdf for sheet in world.sheets.all), 1):
                (self._out / f"document-{number}.pdf").write_bytes(pdf)
            for name, data in (("cases", cases), ("report", asdict(report))):
                text = json.dumps(data, ensure_ascii=False, indent=1)
                (self._out / f"{name}.json").write_text(text, encoding="utf-8")

    @contextmanager
    def _writing(self, out: Path) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise CannotWrite(failure_lines(error, out, "--out")) from error
