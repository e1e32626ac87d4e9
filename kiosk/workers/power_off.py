"""The worker that asks the service manager to shut the machine down, when its power is nearly gone.

It is asked once: a machine that shuts down does not need to be told again, and one that refuses is a line of log and
health for a person. Only a terminal whose profile allows it has this worker.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from devices import Clock
from kiosk.effects import ShutDown
from kiosk.log import Log
from kiosk.workers.mailbox_body import MailboxBody

NAME = "power_off"
COMMAND = ("systemctl", "--no-ask-password", "poweroff")
"""systemd's command asks its login manager over D-Bus, whose rules say who may (org.freedesktop.login1.power-off)."""
LONGEST_S = 20.0
GRACE_S = 5.0
ASKED, REFUSED = "shut_down_asked", "shut_down_refused"

Remember = Callable[[str, str], None]
"""Keeps a fault for the heartbeat: part and code."""


class PowerOff(MailboxBody[ShutDown]):
    """A body of the supervised loop. `take` comes from the conductor's thread."""

    name = NAME
    order_longest_s = LONGEST_S + GRACE_S

    def __init__(self, clock: Clock, log: Log, remember: Remember, command: Sequence[str] = COMMAND) -> None:
        super().__init__(clock)
        self._log = log
        self._remember = remember
        self._command = tuple(command)

    def take(self, visit: str, effect: ShutDown) -> None:
        self._orders.put(effect)

    def run(self, job: ShutDown, deadline: object) -> None:
        # Loaded where a machine shuts down, not at every start.
        import subprocess

        self._log.write(NAME, ASKED)
        accepted = False
        with suppress(OSError, subprocess.TimeoutExpired):
            done = subprocess.run(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=LONGEST_S,
                check=False,
            )
            accepted = done.returncode == 0
        if not accepted:
            self.failed(job)

    def failed(self, job: ShutDown) -> None:
        self._log.write(NAME, REFUSED)
        self._remember(NAME, REFUSED)
