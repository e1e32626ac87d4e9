"""The ways in which the program is asked to end: signals of the service manager, and a closed window in rehearsal.

Python runs a signal's handler between two bytecodes, and Qt's event loop may run none for seconds. So the signal also
writes to a socket that the event loop watches.
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, QTimer

from devices import Clock, Wait

OVERDUE_S = 3.5
"""After a request to end, the process ends at the latest after so many seconds, whatever still hangs."""
SIGNALS = tuple(each for each in signal.Signals if each.name in ("SIGTERM", "SIGINT", "SIGHUP"))
"""The signals that ask for the end, as far as this system has them."""


class Ending(QObject):
    """Quit the event loop when asked to, from now on; `overdue` is called from another thread if the program has not
    ended OVERDUE_S later."""

    def __init__(self, clock: Clock, overdue: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock, self._overdue = clock, overdue
        self._asked = False
        self._woken, self._waking = socket.socketpair()
        for end in (self._woken, self._waking):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._woken.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._wake)
        for name in SIGNALS:
            signal.signal(name, lambda *_: self.ask())
        signal.set_wakeup_fd(self._waking.fileno(), warn_on_full_buffer=False)

    def ask(self) -> None:
        """End the program; a second call changes nothing. On the GUI thread."""
        if self._asked:
            return
        self._asked = True
        self._clock.spawn("exit", self._end_when_overdue)
        # By the event loop, which may not run yet. Not `quit`: it gives up if the window refuses to close.
        QTimer.singleShot(0, lambda: QCoreApplication.exit(0))

    def close(self) -> None:
        """Watch signals no longer."""
        signal.set_wakeup_fd(-1)
        self._notifier.setEnabled(False)
        for end in (self._woken, self._waking):
            end.close()

    def _wake(self) -> None:
        """Empty the socket; Python has run the handler before this call."""
        self._woken.recv(64)

    def _end_when_overdue(self) -> None:
        Wait(self._clock, None).pause(OVERDUE_S)
        self._overdue()
