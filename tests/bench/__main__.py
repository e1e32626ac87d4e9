"""`python -m tests.bench`: one line per figure; exit code 1 if one is over its budget or cannot be measured."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType

from tests.bench import draining, machine, papers, platform, polling, screen, store, visits
from tests.bench.figures import CannotMeasure, Figure

PARTS: Mapping[str, Callable[[], list[Figure]]] = MappingProxyType(
    {
        "start": screen.start,
        "touch": screen.touch,
        "show": screen.show,
        "pages": screen.pages,
        "card": machine.card_read,
        "polling": polling.polling,
        "enqueue": store.enqueue,
        "drain": draining.drain,
        "platform": platform.worker,
        "papers": papers.papers,
        "visits": visits.soak,
    }
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="only these (default: all)")
    options = parser.parse_args()
    print(f"{'figure':<44} {'median':>10} {'unit':<8} {'least':>9}   {'most':<9} budget")
    within = True
    for name in options.parts or PARTS:
        try:
            figures = PARTS[name]()
        except CannotMeasure as error:
            print(f"{name:<44} CANNOT BE MEASURED: {error}", flush=True)
            within = False
            continue
        for figure in figures:
            print(figure.line(), flush=True)
            within = within and figure.within
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
