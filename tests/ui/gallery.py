"""`python -m tests.ui.gallery OUT [NAME …]`: every sample page in each language and size, as pictures."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kiosk.view import Modes

LOOKS = {"standard": Modes(), "elder": Modes(elder=True), "contrast": Modes(contrast=True)}


def main(arguments: list[str]) -> int:
    """Write OUT/<name>.<language>.<look>.png; a turned page gets a number more."""
    if not arguments:
        print(__doc__)
        return 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from tests.ui.audit import every_turn
    from tests.ui.glass import Glass
    from tests.ui.sample_views import Samples

    out, wanted = Path(arguments[0]), set(arguments[1:])
    out.mkdir(parents=True, exist_ok=True)
    glass = Glass()
    (out / "starting.png").write_bytes(glass.screen.picture())
    glass.screen.bridge.set_time("21:40")
    written = 1
    for language in ("zh-CN", "en"):
        for look, modes in LOOKS.items():
            for name, view in Samples(language, modes).all().items():
                if wanted and name not in wanted:
                    continue
                glass.show(view)
                for turn in every_turn(glass):
                    number = f".{turn + 1}" if turn else ""
                    (out / f"{name}.{language}.{look}{number}.png").write_bytes(glass.screen.picture())
                    written += 1
    glass.close()
    print(f"{written} pictures in {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
