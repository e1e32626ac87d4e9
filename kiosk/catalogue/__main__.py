"""`python -m kiosk.catalogue`: check a folder of service items, or build a catalogue from it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk.catalogue.build import build_catalogue, catalogue_bytes
from kiosk.catalogue.sources import BadItem, Mistake, read_item


def _check(path: Path) -> tuple[list[str], list[Mistake]]:
    if (path / "item.toml").exists():
        folders = [path]
    else:
        folders = sorted(each for each in path.iterdir() if each.is_dir()) if path.is_dir() else []
    good: list[str] = []
    mistakes: list[Mistake] = []
    if not folders:
        mistakes.append(Mistake(str(path), "folder", "holds no items", "name an item's folder or a folder of them"))
    for folder in folders:
        try:
            item = read_item(folder)
        except BadItem as error:
            mistakes += error.mistakes
        else:
            good.append(f"{item.id} {item.version}: {len(item.pages)} pages, {len(item.examples)} examples")
    return good, mistakes


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0: all is well; 1: mistakes, each with file, place and remedy; 2: wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m kiosk.catalogue", description=main.__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="explain every mistake in an item's folder or a folder of items")
    check.add_argument("path", type=Path)
    check.add_argument("--json", action="store_true", help="print mistakes as JSON")
    build = commands.add_parser("build", help="write the catalogue, unsigned, as JSON")
    build.add_argument("path", type=Path)
    build.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    good, mistakes = _check(options.path)
    if options.command == "check" and options.json:
        print(json.dumps([vars(mistake) for mistake in mistakes], ensure_ascii=False, indent=2))
    else:
        for line in (*good, *map(str, mistakes)):
            print(line, file=sys.stderr if mistakes and line not in good else sys.stdout)
    if mistakes:
        return 1
    if options.command == "build":
        options.out.write_bytes(catalogue_bytes(build_catalogue(options.path)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
