"""`python -m kiosk.platform.sandbox`: start the reference platform; `import DIR` sends it an offline export.

Prints the line `listening on URL` when ready. Ends with exit code 0 and without a word on SIGINT, on SIGTERM, and when
its output is a pipe that nobody reads any more.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from devices.console import escape_what_cannot_be_written
from devices.private_memory import keep_memory_private

INTERRUPTED = 130
"""Exit code of an import that was interrupted (128 + SIGINT, as shells have it)."""


def main(given: Sequence[str]) -> int:
    """Run one command; return its exit code."""
    # Imported here, so that Ctrl-C is also handled while the web framework is loaded.
    importing = given[:1] == ["import"]
    try:
        if importing:
            from kiosk.platform.sandbox import intake

            return intake.main(given[1:])
        from kiosk.platform.sandbox import serving

        return serving.main(given)
    except KeyboardInterrupt:
        return INTERRUPTED if importing else 0


if __name__ == "__main__":
    escape_what_cannot_be_written()
    keep_memory_private()
    sys.exit(main(sys.argv[1:]))
