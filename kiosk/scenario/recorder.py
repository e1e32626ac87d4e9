"""Recorder of a scenario: writes pictures, speech, slips, events and cases to a folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from kiosk.events import Event
from kiosk.scenario.report import Report
from kiosk.scenario.world import World
from kiosk.view import View


class Recorder:
    """Write the records to a folder; without a folder only detect new pages."""

    def __init__(self, out: Path | None) -> None:
        self._out = out
        self._seen: set[View] = set()
        self._count = 0
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            for old in (*out.glob("*.png"), *out.glob("slip-*"), out / "events.jsonl", out / "speech.txt"):
                old.unlink(missing_ok=True)

    def event(self, event: Event) -> None:
        """Record an event by type and keys; never a typed text or a card."""
        if self._out is None:
            return
        named = {
            name: str(getattr(event, name)) for name in ("key", "timer", "watch", "effect") if hasattr(event, name)
        }
        with (self._out / "events.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"event": type(event).__name__, **named}, ensure_ascii=False) + "\n")

    def page(self, view: View, speech: list[str], picture: Callable[[], bytes | None]) -> bool:
        """Record the page shown now; return True if it was not recorded before."""
        if view in self._seen:
            return False
        self._seen.add(view)
        self._count += 1
        if self._out is not None:
            content = picture()
            if content is not None:
                safe = view.id.replace("/", "-").replace("?", "-")
                (self._out / f"{self._count:03d}-{safe}.png").write_bytes(content)
            with (self._out / "speech.txt").open("a", encoding="utf-8") as file:
                file.write(f"[{self._count:03d} {view.id}]\n" + "\n".join(speech) + "\n\n")
        return True

    def end(self, world: World, report: Report) -> None:
        if self._out is None:
            return
        for number, slip in enumerate(world.slips.all, 1):
            (self._out / f"slip-{number}.png").write_bytes(slip.png)
            (self._out / f"slip-{number}.bin").write_bytes(slip.raw)
        cases = world.platform.cases()
        (self._out / "cases.json").write_text(json.dumps(cases, ensure_ascii=False, indent=1), encoding="utf-8")
        (self._out / "report.json").write_text(
            json.dumps(asdict(report), ensure_ascii=False, indent=1), encoding="utf-8"
        )
