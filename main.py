"""Entry point of Yike · 一刻: parse the arguments and start what they ask for. No logic here."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk.version import VERSION

HERE = Path(__file__).resolve().parent


INTERRUPTED = 130
"""Exit code after Ctrl-C before the window could take it, as shells have it: 128 and the signal's number."""


def parse_arguments(argv: Sequence[str]) -> argparse.Namespace:
    """Parse the command line. Exits with code 2 on wrong usage."""
    parser = argparse.ArgumentParser(
        prog="main.py",
        description="The self-service terminal for government services.",
        epilog="Exit codes: 0 ended well; 1 a scenario's expectations do not hold, or an item has mistakes; 2 wrong "
        "usage, settings or machine; 3 the program cannot go on and is to be started again.",
    )
    parser.add_argument("--version", action="version", version=f"yike {VERSION}")
    parser.add_argument("--profile", default="", help="terminal profile in config/terminals (rehearsal: rehearsal)")
    parser.add_argument("--data", type=Path, help="the terminal's own data folder (default: data-PROFILE)")
    parser.add_argument(
        "--rehearsal", action="store_true", help="invented devices, people and platform; a control panel"
    )
    parser.add_argument("--scenario", type=Path, metavar="FILE", help="play one scenario on the window and end")
    parser.add_argument("--headless", action="store_true", help="with --scenario: no screen is needed")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="with --scenario: pictures, slips, speech, cases; with --preview: pictures",
    )
    parser.add_argument(
        "--preview", metavar="ITEM", help="draw the pages of an item (its folder, or its id) and end; needs no screen"
    )
    parser.add_argument(
        "--language", action="append", metavar="CODE", default=[], help="with --preview: this one; default: every one"
    )
    parser.add_argument("--elder", action="store_true", help="with --preview: in larger text")
    parser.add_argument("--low", action="store_true", help="with --preview: with lower buttons")
    options = parser.parse_args(argv)
    if not options.profile and not options.rehearsal and options.scenario is None and options.preview is None:
        parser.error("name a --profile, or ask for a --rehearsal")
    if options.headless and options.scenario is None and options.preview is None:
        parser.error("--headless goes with --scenario")
    if options.preview is not None and options.out is None:
        parser.error("--preview needs a folder for the pictures: --out DIR")
    if options.preview is not None and (options.scenario is not None or options.rehearsal):
        parser.error("--preview goes with neither --scenario nor --rehearsal")
    if options.preview is None and (options.language or options.elder or options.low):
        parser.error("--language, --elder and --low go with --preview")
    return options


def main(argv: Sequence[str]) -> int:
    """Run until the window is closed or the scenario has ended; return the exit code.

    An error at start is printed in a few lines.
    """
    options = parse_arguments(argv)
    sys.setswitchinterval(0.0005)
    # Loading creates no garbage; `ui.terminal_runner` freezes what was loaded and enables the collector again.
    gc.disable()
    if options.headless or options.preview is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if options.scenario is None and options.preview is None:
        # Until the window takes over (ui.ending) nothing is open that would have to be closed.
        for ending in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ending, lambda *_: os._exit(0))
    rime = HERE / "build" / "rime"
    from ui.pyside_imports import read_no_sources

    read_no_sources()  # before the screen is imported
    from ui.app import CannotShow

    try:
        if options.scenario is not None:
            gc.enable()
            from ui.rehearsal.rehearsal_app import play_on_window

            return play_on_window(options.scenario, HERE / "config", options.out, rime)
        if options.preview is not None:
            gc.enable()
            from ui.rehearsal.preview import Wanted, draw_item

            profile = options.profile or "hall"
            wanted = Wanted(options.preview, options.out, options.language, profile, options.elder, options.low)
            return draw_item(wanted, HERE / "config")
        if options.rehearsal:
            from ui.rehearsal.rehearsal_app import rehearse

            return rehearse(
                options.profile or "rehearsal", HERE / "config", options.data or HERE / "rehearsal-data", rime
            )
        from ui.production import run

        profile = HERE / "config" / "terminals" / f"{options.profile}.toml"
        return run(profile, HERE / "config", options.data or HERE / f"data-{options.profile}", rime)
    except CannotShow as trouble:
        print(f"yike: {trouble}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
