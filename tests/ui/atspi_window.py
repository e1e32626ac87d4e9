"""The real window for a foreign reader: shows the sample view that each line of its input names, and says so."""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication, QSocketNotifier, QTimer

from tests.ui.glass import Glass
from tests.ui.sample_views import Samples


def main(language: str) -> None:
    """Until the input ends. The loop runs between two lines, because the reader asks this process."""
    glass = Glass()
    views = Samples(language).all()
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)

    def line() -> None:
        name = sys.stdin.readline().strip()
        if not name:
            QCoreApplication.quit()
            return
        glass.show(views[name])
        print("shown", flush=True)

    notifier.activated.connect(line)
    QTimer.singleShot(0, lambda: print("ready", flush=True))
    QCoreApplication.exec()
    glass.close()


if __name__ == "__main__":
    main(sys.argv[1])
