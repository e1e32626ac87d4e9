"""Power faults: a child process plays to a page and kills itself by SIGKILL; then a terminal starts on its data.

`python -m kiosk.scenario.matrix.killed` is the child; it reads the cell from its standard input.
"""

from __future__ import annotations

import io
import os
import pickle
import signal
import subprocess
import sys
from pathlib import Path

from kiosk.scenario.actors import ActorError, Platform
from kiosk.scenario.cable import Cable
from kiosk.scenario.log_capture import capture_logs
from kiosk.scenario.matrix.cells import Cell
from kiosk.scenario.matrix.play import Play
from kiosk.scenario.matrix.played import Played, Seen
from kiosk.scenario.matrix.walks import name_of
from kiosk.scenario.stage import CannotTouch
from kiosk.view import View

LONGEST_S = 60
CHILD = ("-m", "kiosk.scenario.matrix.killed")
"""Interpreter arguments of the child process."""
TEMP_VARIABLES = ("TMPDIR", "TEMP", "TMP")
"""Environment variables for the folder of temporary files; which one is used depends on the system."""


class SharedPlatform(Platform):
    """The sandbox started by another process, reached through a separate cable."""

    def __init__(self, control: str) -> None:
        self.control = control
        host, _, port = control.removeprefix("http://").partition(":")
        self.cable = Cable(host, int(port))


def main() -> int:
    """Play to the cell's page and kill this process there. Exit code 1: the page was not reached."""
    cell, control, config, data = pickle.load(sys.stdin.buffer)
    platform = SharedPlatform(control)
    play = Play(cell, platform, config, data)

    def kill_self(view: View) -> None:
        if name_of(view) == cell.page:
            os.kill(os.getpid(), signal.SIGKILL)

    play.on_view = kill_self
    play.start()
    for _ in range(cell.act + 1):
        act = play.citizen.next_act()
        if act is not None:
            sys.stdout.buffer.write(pickle.dumps(play.played.seen))
            sys.stdout.buffer.flush()
            play.act(act)
    return 1


def play_killed(cell: Cell, platform: Platform, config: Path, data: Path) -> Played:
    """Kill the program at the cell's page, start again on the same data, and record the state then."""
    platform.cable.mend()
    platform.reset()
    request = pickle.dumps((cell, platform.control, config, data))
    with capture_logs() as captured:
        try:
            ended = subprocess.run(
                [sys.executable, *CHILD],
                input=request,
                capture_output=True,
                timeout=LONGEST_S,
                check=False,
                env=os.environ | dict.fromkeys(TEMP_VARIABLES, str(captured.temporary)),
            )
        except subprocess.TimeoutExpired:
            return Played(broken=f"the process did not come to {cell.page} within {LONGEST_S} s")
        stderr_lines = ended.stderr.decode(errors="replace").splitlines()
        if ended.returncode != -signal.SIGKILL:
            return Played(broken=f"the process was to die at {cell.page}: {stderr_lines[-5:]}")
        captured.lines += stderr_lines
        captured.warnings += stderr_lines
        play = Play(cell, platform, config, data)
        try:
            play.played.seen = _last_record(ended.stdout)
            play.injected = True
            play.start()
            play.record_page()
            return play.close(captured, data)
        except (CannotTouch, ActorError, TimeoutError) as trouble:
            play.played.broken = str(trouble)
            return play.played
        finally:
            play.world.terminal.stop()
            play.played.logs = list(captured.warnings)


def _last_record(output: bytes) -> list[Seen]:
    """Return the last list of pages that the killed process wrote. Unpickling is safe: the data is our own child's."""
    newest: list[Seen] = []
    stream = io.BytesIO(output)
    while stream.tell() < len(output):
        newest = pickle.load(stream)
    return newest


if __name__ == "__main__":
    sys.exit(main())
