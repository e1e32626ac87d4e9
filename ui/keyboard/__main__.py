"""`python -m ui.keyboard deploy DIR`: compile the Chinese input data, once at set-up.
`python -m ui.keyboard current DIR`: exit with 0 if the compiled data is current, else with 1.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from devices.console import escape_what_cannot_be_written
from ui.keyboard.rime import RimeUnavailable, deploy, is_current


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 2 or arguments[0] not in ("deploy", "current"):
        print("usage: python -m ui.keyboard deploy|current DIR", file=sys.stderr)
        return 2
    if arguments[0] == "current":
        return 0 if is_current(Path(arguments[1])) else 1
    try:
        deploy(Path(arguments[1]))
    except RimeUnavailable as missing:
        print(f"keyboard: {missing}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    escape_what_cannot_be_written()
    sys.exit(main(sys.argv[1:]))
