"""`make gallery`: pictures of every page in every look, language, height and pixel density, audited, with an index.

    python -m tests.ui.gallery out/gallery [--every] [--only home] [--language en] [--look elder] [--json]

Each page is drawn in every look; its language, height and density change from look to look, so that it is seen with
every value of each, and all pages together with every combination. `--every` draws each page in all combinations,
as does any choice among languages, looks, heights and densities.

The index (OUT/index.html) is self-contained but for the pictures; it lists the findings beside each picture. The exit
code is 1 if there are findings.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.view import Modes, View
from kiosk.words import Data
from tests.languages import LANGUAGES as SHIPPED_LANGUAGES
from tests.languages import next_name
from tests.ui.index import index_page
from tests.ui.pseudo import PSEUDO

if TYPE_CHECKING:
    from tests.ui.window_harness import WindowHarness

LOOKS = {
    "standard": Modes(),
    "elder": Modes(elder=True, voice=True),
    "contrast": Modes(contrast=True),
    "elder-contrast": Modes(elder=True, contrast=True),
    "dark": Modes(contrast=True, dark=True),
    "elder-dark": Modes(elder=True, contrast=True, dark=True),
}
LANGUAGES = (*SHIPPED_LANGUAGES, PSEUDO)
MADE_UP = ("sample-", "keyboard-")
"""Views that are made up to try parts of pages: how empty they are says nothing about the terminal."""
HEIGHTS = {"normal": False, "low": True}
DENSITIES = (4.03, 2.71)


def is_drawn(number: int, language: str, look: str, height: str, px: float) -> bool:
    """Return whether the page of this number is drawn so: once in each look, both heights and densities and each
    language at least once, and another twelfth of the combinations for the next page."""
    at = list(LOOKS).index(look)
    return (LANGUAGES.index(language), list(HEIGHTS).index(height), DENSITIES.index(px)) == (
        (at + number) % len(LANGUAGES),
        (at // len(LANGUAGES) + number // len(LANGUAGES)) % len(HEIGHTS),
        (at + number // (len(LANGUAGES) * len(HEIGHTS))) % len(DENSITIES),
    )


@dataclass(frozen=True)
class Picture:
    """One picture of the index."""

    page: str
    view: str
    language: str
    look: str
    height: str
    px_per_mm: float
    turn: int
    file: str
    findings: tuple[str, ...]
    empty: float | None
    """Share of the work zone that is empty, None where there is none."""


def with_modes(view: View, language: str, modes: Modes) -> View:
    """Return the page in another language and look; outside a visit there are no modes."""
    # The language button names the next language: a label of another width would move it.
    label = None if view.next_language is None else Data(next_name(language))
    shown = replace(modes, companion=view.modes.companion) if view.offers_modes else Modes()
    return replace(view, language=language, next_language=label, modes=shown)


def all_views(language: str) -> Mapping[str, View]:
    """Return the samples, every reachable page, the pages of a large catalogue, and those with an open keyboard."""
    from tests.ui.many_views import many_views
    from tests.ui.reachable import reachable
    from tests.ui.sample_views import Samples
    from tests.ui.typing_samples import typing_views

    samples = {f"sample-{name}": view for name, view in Samples(language).all().items()}
    return {**samples, **reachable(), **many_views(), **typing_views(language)}


def pictures(harness: WindowHarness, wanted: argparse.Namespace, out: Path) -> Iterator[Picture]:
    """Draw, audit and save every picture of one pixel density."""
    from tests.ui.audit import every_turn, findings
    from tests.ui.emptiness import space_of, too_empty
    from tests.ui.rules import moved, zones
    from tests.ui.typing_samples import TYPING, type_into

    px = harness.profile.px_per_mm
    for language in wanted.language:
        for look in wanted.look:
            for height in wanted.height:
                modes = replace(LOOKS[look], low=HEIGHTS[height])
                first: dict[str, tuple[float, float, float]] = {}
                for number, (name, plain) in enumerate(all_views(language).items()):
                    if wanted.only and not any(each in name for each in wanted.only):
                        continue
                    view = with_modes(plain, language, modes)
                    if not view.offers_modes and modes != Modes():
                        continue
                    if view.offers_modes and not (wanted.every or is_drawn(number, language, look, height, px)):
                        continue
                    harness.show(view)
                    if name in TYPING:
                        type_into(harness, name)
                    for turn in every_turn(harness):
                        file = f"{name}.{language}.{look}.{height}.{px}.{turn + 1}.{wanted.format}"
                        harness.screen.window.grabWindow().save(str(out / file))
                        now = zones(harness)
                        focus = wanted.focus or language == LANGUAGES[0]
                        found = (
                            *findings(harness, view, elder=view.modes.elder, focus=focus),
                            *moved(first, now),
                            *(() if name.startswith(MADE_UP) else too_empty(harness, view)),
                        )
                        first = {**now, **first}
                        empty = None if (space := space_of(harness)) is None else round(space.share, 3)
                        yield Picture(view.page, name, language, look, height, px, turn + 1, file, found, empty)


def draw(wanted: argparse.Namespace, px: float) -> list[Picture]:
    """Draw every picture of one pixel density, in a process of its own."""
    from tests.ui.many_views import many_languages
    from tests.ui.typing_samples import FixedEngine
    from tests.ui.window_harness import WindowHarness, reference_screen

    harness = WindowHarness(replace(reference_screen(), px_per_mm=px), FixedEngine)
    harness.words = many_languages
    harness.screen.bridge.set_time("21:40")
    made: list[Picture] = []
    for picture in pictures(harness, wanted, wanted.out):
        made.append(picture)
        if picture.findings and not wanted.quiet:
            print(f"{picture.file}: {'; '.join(picture.findings)}", file=sys.stderr, flush=True)
        if not wanted.quiet and len(made) % 50 == 0:
            print(f"{px} px/mm: {len(made)} pictures", file=sys.stderr, flush=True)
    harness.close()
    return made


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.ui.gallery", description=__doc__.partition("\n")[0])
    parser.add_argument("out", type=Path, help="the folder for pictures and index.html")
    parser.add_argument("--only", nargs="+", default=[], metavar="PART", help="pages whose name holds one of these")
    parser.add_argument("--language", nargs="+", choices=LANGUAGES, default=LANGUAGES)
    parser.add_argument("--look", nargs="+", choices=LOOKS, default=tuple(LOOKS))
    parser.add_argument("--height", nargs="+", choices=HEIGHTS, default=tuple(HEIGHTS))
    parser.add_argument("--px-per-mm", nargs="+", type=float, choices=DENSITIES, default=DENSITIES)
    parser.add_argument("--every", action="store_true", help="every combination of these four, as if one is given")
    parser.add_argument("--format", choices=("jpg", "png"), default="jpg", help="of the pictures (jpg is smaller)")
    parser.add_argument(
        "--focus",
        action="store_true",
        help="look at the keys' focus in every language, not in the first alone",
    )
    parser.add_argument("--emptiness", action="store_true", help="print the emptiest picture of each page as a table")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    return parser


def main(given: list[str]) -> int:
    wanted = arguments().parse_args(given)
    asked = (wanted.language, wanted.look, wanted.height, wanted.px_per_mm)
    wanted.every = wanted.every or asked != (LANGUAGES, tuple(LOOKS), tuple(HEIGHTS), DENSITIES)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    wanted.out.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        made = [each for of_one in pool.map(partial(draw, wanted), wanted.px_per_mm) for each in of_one]
    out: Path = wanted.out
    (out / "index.html").write_text(index_page([asdict(each) for each in made]), encoding="utf-8")
    bad_ones = [each for each in made if each.findings]
    if wanted.json:
        print(json.dumps([asdict(each) for each in bad_ones], ensure_ascii=False, indent=1))
    else:
        for each in bad_ones:
            print(f"{each.file}: {'; '.join(each.findings)}")
        print(f"{len(made)} pictures, {len(bad_ones)} with findings: {out / 'index.html'}")
    if wanted.emptiness:
        print("\n".join(emptiest(made)))
    return 1 if bad_ones else 0


def emptiest(made: Iterable[Picture]) -> Iterator[str]:
    """Yield a table of the emptiest picture of each page, the emptiest first; without last screens of several."""
    turns: dict[tuple[object, ...], int] = {}
    worst: dict[str, tuple[float, str]] = {}
    pictures_made = list(made)
    for each in pictures_made:
        shown = (each.view, each.language, each.look, each.height, each.px_per_mm)
        turns[shown] = max(each.turn, turns.get(shown, 0))
    for each in pictures_made:
        last = turns[each.view, each.language, each.look, each.height, each.px_per_mm]
        if each.empty is not None and (each.turn < last or last == 1):
            page = each.view.partition("~")[0]
            worst[page] = max(worst.get(page, (-1.0, "")), (each.empty, each.file))
    yield from ("| page | empty | picture |", "| --- | ---: | --- |")
    for page, (share, file) in sorted(worst.items(), key=lambda row: -row[1][0]):
        yield f"| {page} | {share:.0%} | {file} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
