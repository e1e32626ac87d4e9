"""`python -m ui.keyboard deploy DIR`: compile the Chinese keyboard's data once, at set-up;
`current DIR` tells by its exit code whether that is done."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from ui.keyboard.rime import NoRime, deploy, is_current


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 2 or arguments[0] not in ("deploy", "current"):
        print("usage: python -m ui.keyboard deploy|current DIR", file=sys.stderr)
        return 2
    if arguments[0] == "current":
        return 0 if is_current(Path(arguments[1])) else 1
    try:
        deploy(Path(arguments[1]))
    except NoRime as missing:
        print(f"keyboard: {missing}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
