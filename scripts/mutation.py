"""Plant faults in the product code, one at a time in a copy of the tree, and see which test catches each.

Usage (from the repository's root): python -m scripts.mutation [options]

The faults are drawn with a seed from all that the operators in tests/mutation/operators.py can make of devices/, kiosk/
(without the sandbox) and ui/. Which tests reach a fault is recorded once, under coverage, in build/mutation; that takes
about half an hour and happens by itself when nothing is recorded. A seed draws the same faults again as long as the
product is not changed. A drawn fault that no test reaches is listed and replaced by another. Exit code 1 if a fault
survives that tests/mutation/equivalents.toml does not explain.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
from collections.abc import Iterator

from tests.house.doors import ROOT
from tests.mutation.equivalents import Equivalent, bare, read_equivalents
from tests.mutation.mutants import Mutant, compiles, every_mutant
from tests.mutation.record import PARTS, record
from tests.mutation.recording import NoRecording, Recording, read_recording
from tests.mutation.tree import copied_tree
from tests.mutation.trial import Laboratory, Outcome

ROW = "{place:<46} {operator:<20} {how:<12} {test}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.mutation", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=14, help="of the draw (default 14)")
    parser.add_argument("--count", type=int, default=20, help="faults to plant (default 20)")
    parser.add_argument("--only", default="", metavar="PLACE", help="only faults whose file:line begins like this")
    parser.add_argument(
        "--budget",
        type=float,
        default=90.0,
        metavar="SECONDS",
        help="of recorded test time a fault may cost (default 90)",
    )
    parser.add_argument(
        "--record",
        nargs="*",
        choices=[*PARTS, []],
        metavar="PART",
        help=f"record again, all or some of {', '.join(PARTS)}",
    )
    parser.add_argument("--list", action="store_true", help="show what would be planted; run no test")
    return parser.parse_args()


def main() -> int:
    options = _options()
    # Started in the background of a shell, this process ignores Ctrl-C, and so would the programs that tests interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if options.record is not None:
        record(tuple(options.record) or tuple(PARTS))
    try:
        recording = read_recording()
    except NoRecording:
        record()
        recording = read_recording()
    ages = ", ".join(f"{part} {hours:.1f} h" for part, hours in recording.recorded.items())
    print(f"recorded: {ages} ago; {len(recording.seconds)} tests; {len(recording.changed)} files changed since")
    every = [each for each in every_mutant() if each.place.startswith(options.only)]
    drawn = _draw(every, random.Random(options.seed))
    uncovered: list[Mutant] = []
    chosen: list[tuple[Mutant, list[str]]] = []
    for mutant in drawn:
        if len(chosen) == options.count:
            break
        tests = recording.of(mutant)
        if tests:
            chosen.append((mutant, tests))
        else:
            uncovered.append(mutant)
    print(f"{len(every)} possible faults; seed {options.seed}: {len(chosen)} drawn, {len(uncovered)} not covered\n")
    if options.list:
        for mutant, tests in chosen:
            print(ROW.format(place=mutant.place, operator=mutant.operator, how=f"{len(tests)} tests", test=""))
            _show(mutant)
        survivors = []
    else:
        survivors = _try(chosen, recording, options.budget)
    if uncovered:
        print("\nnot covered (no recorded test runs the line):")
        for mutant in uncovered:
            print(f"  {mutant.place} {mutant.operator}")
            _show(mutant)
    return 1 if survivors else 0


def _draw(every: list[Mutant], chance: random.Random) -> Iterator[Mutant]:
    """Yield mutants in random order, without those that are no other program and those on a line drawn before."""
    seen: set[str] = set()
    for mutant in chance.sample(every, len(every)):
        if mutant.place not in seen and compiles(mutant, (ROOT / mutant.file).read_bytes()):
            seen.add(mutant.place)
            yield mutant


def _try(chosen: list[tuple[Mutant, list[str]]], recording: Recording, budget: float) -> list[Mutant]:
    """Print one row a mutant, then what survived; return the survivors that nothing explains."""
    known = read_equivalents()
    survivors: list[tuple[Mutant, Outcome]] = []
    explained: list[tuple[Mutant, Equivalent]] = []
    print(ROW.format(place="file:line", operator="operator", how="how", test="caught by"))
    with copied_tree() as tree:
        laboratory = Laboratory(tree, recording.seconds, budget)
        laboratory.warm()
        for mutant, tests in chosen:
            reason = _explained(mutant, known)
            if reason:
                explained.append((mutant, reason))
                print(ROW.format(place=mutant.place, operator=mutant.operator, how="equivalent", test=reason.reason))
                continue
            outcome = laboratory.put_to_test(mutant, tests, recording.beside(mutant))
            if not outcome.caught:
                survivors.append((mutant, outcome))
            test = outcome.test or f"({outcome.ran} of {outcome.reach} tests run)"
            print(ROW.format(place=mutant.place, operator=mutant.operator, how=outcome.how, test=test), flush=True)
    caught = len(chosen) - len(survivors) - len(explained)
    print(f"\n{caught} caught, {len(explained)} equivalent, {len(survivors)} survived")
    for mutant, _ in survivors:
        print(f"\nSURVIVED {mutant.place} {mutant.operator} in {mutant.function or 'the module'}")
        _show(mutant)
    return [mutant for mutant, _ in survivors]


def _explained(mutant: Mutant, known: tuple[Equivalent, ...]) -> Equivalent | None:
    difference = bare(mutant.difference((ROOT / mutant.file).read_bytes()))
    return next((each for each in known if each.matches(mutant, difference)), None)


def _show(mutant: Mutant) -> None:
    for line in mutant.difference((ROOT / mutant.file).read_bytes()):
        print(f"    {line}")


if __name__ == "__main__":
    sys.exit(main())
