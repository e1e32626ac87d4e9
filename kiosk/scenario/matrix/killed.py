"""Power: the program is killed at a page by SIGKILL, in a process of its own, and another is started on its data.

`python -m kiosk.scenario.matrix.killed` is the process that dies; it reads what to do from its standard input.
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
DIES = ("-m", "kiosk.scenario.matrix.killed")
"""What the interpreter runs that is killed."""


TEMPORARY = ("TMPDIR", "TEMP", "TMP")
"""By which of these a process finds its folder for temporary files depends on the system."""


class SharedPlatform(Platform):
    """The sandbox that another process started, by a cable of its own."""

    def __init__(self, control: str) -> None:
        self.control = control
        host, _, port = control.removeprefix("http://").partition(":")
        self.cable = Cable(host, int(port))


def main() -> int:
    """Play to the page and die there. Exit code 1: the page never came."""
    cell, control, config, data = pickle.load(sys.stdin.buffer)
    platform = SharedPlatform(control)
    play = Play(cell, platform, config, data)

    def die(view: View) -> None:
        if name_of(view) == cell.page:
            os.kill(os.getpid(), signal.SIGKILL)

    play.on_view = die
    play.start()
    for _ in range(cell.act + 1):
        act = play.citizen.next_act()
        if act is not None:
            sys.stdout.buffer.write(pickle.dumps(play.played.seen))
            sys.stdout.buffer.flush()
            play.act(act)
    return 1


def play_killed(cell: Cell, platform: Platform, config: Path, data: Path) -> Played:
    """Kill at the page, start again on the same data, and see what is true then."""
    platform.cable.mend()
    platform.reset()
    order = pickle.dumps((cell, platform.control, config, data))
    with capture_logs() as heard:
        try:
            died = subprocess.run(
                [sys.executable, *DIES],
                input=order,
                capture_output=True,
                timeout=LONGEST_S,
                check=False,
                env=os.environ | dict.fromkeys(TEMPORARY, str(heard.temporary)),
            )
        except subprocess.TimeoutExpired:
            return Played(broken=f"the process did not come to {cell.page} within {LONGEST_S} s")
        last_words = died.stderr.decode(errors="replace").splitlines()
        if died.returncode != -signal.SIGKILL:
            return Played(broken=f"the process was to die at {cell.page}: {last_words[-5:]}")
        heard.lines += last_words
        heard.warnings += last_words
        play = Play(cell, platform, config, data)
        try:
            play.played.seen = _newest(died.stdout)
            play.struck = True
            play.start()
            play.note()
            return play.close(heard, data)
        except (CannotTouch, ActorError, TimeoutError) as trouble:
            play.played.broken = str(trouble)
            return play.played
        finally:
            play.world.terminal.stop()
            play.played.logs = list(heard.warnings)


def _newest(output: bytes) -> list[Seen]:
    """The last of the lists the dead process wrote down; its own words, over our own pipe."""
    newest: list[Seen] = []
    stream = io.BytesIO(output)
    while stream.tell() < len(output):
        newest = pickle.load(stream)
    return newest


if __name__ == "__main__":
    sys.exit(main())
