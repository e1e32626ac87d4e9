"""`python -m kiosk.catalogue`: check a folder of service items or of languages, or build a catalogue."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from devices.console import escape_what_cannot_be_written
from devices.strict_struct import replace as replace_fields
from kiosk.catalogue.build import (
    build_catalogue,
    catalogue_bytes,
    item_folders,
    mistakes_between,
    neighbours,
    size_problem,
    with_search_terms,
)
from kiosk.catalogue.case_rules import sandbox_mistakes
from kiosk.catalogue.checks import missing_words
from kiosk.catalogue.item import CatalogueDocument, Item
from kiosk.catalogue.item_files import stray_files
from kiosk.catalogue.journey_checks import newer_mistakes
from kiosk.catalogue.lengths import long_words
from kiosk.catalogue.load import LARGEST
from kiosk.catalogue.material_checks import way_shortcomings
from kiosk.catalogue.mistake import Mistake
from kiosk.catalogue.sources import BadItem, read_item
from kiosk.catalogue.terms import item_term_mistakes, read_terms
from kiosk.catalogue.word_use import unseen_words
from kiosk.catalogue.wording import check_languages, check_prompts
from kiosk.catalogue.workdays import BadWorkdays, read_workdays
from kiosk.language_table import read_table
from kiosk.vocabulary.builds import parse_build


def _check(path: Path, *, as_json: bool, for_build: str | None, languages: Path | None) -> int:
    """Explain every mistake in an item's folder or a folder of items.

    With `for_build`, words that terminals of that build do not know count as mistakes; this build knows them all. With
    `languages`, a folder of languages, so do words that its table of terms does not want; words that an item lacks in
    one of them are warned of and are no mistakes, nor are words that are too long for the pages or that no page shows,
    papers that only a camera can take, and files that nothing reads. The items beside an item's folder are looked at
    too: they are published together.
    """
    good: list[str] = []
    warnings: list[Mistake] = []
    table, wrong = read_table(languages) if languages else ((), [])
    terms, wrong_terms = read_terms(languages) if languages else ((), [])
    if wrong or wrong_terms:
        print(*wrong, *wrong_terms, sep="\n", file=sys.stderr)
        return 1
    mistakes: list[Mistake] = []
    items: list[Item] = []
    folders = item_folders(path, mistakes)
    for folder in folders:
        try:
            item = read_item(folder)
        except BadItem as error:
            mistakes += error.mistakes
            continue
        items.append(item)
        newer = list(newer_mistakes(item, for_build)) if for_build else []
        found = (*newer, *item_term_mistakes(terms, item))
        mistakes += [replace(each, file=str(folder / each.file)) for each in found]
        mistakes += sandbox_mistakes(folder, item)
        missing = missing_words(item, [row.code for row in table])
        warnings += [
            replace(each, file=str(folder / each.file))
            for each in (*missing, *long_words(item), *way_shortcomings(item), *unseen_words(folder, item))
        ]
        warnings += stray_files(folder)
        if not found:
            good.append(f"{item.id} {item.version}: {len(item.pages)} pages, {len(item.examples)} examples")
    beside = neighbours(folders) if path in folders else []
    mistakes += mistakes_between(path, items, beside)
    wrong_size, refused = _size([*items, *beside])
    if wrong_size:
        (mistakes if refused else warnings).append(Mistake(str(path), "size", *wrong_size.split("; ", 1)))
    if as_json:
        print(json.dumps([vars(mistake) for mistake in mistakes], ensure_ascii=False, indent=2))
    else:
        for line in good:
            print(line)
        for warning in warnings:
            print(f"warning: {warning}", file=sys.stderr)
        for mistake in mistakes:
            print(mistake, file=sys.stderr)
    return 1 if mistakes else 0


def _size(items: Sequence[Item]) -> tuple[str, bool]:
    """Whether all items together are too large. Search terms are only added where they could matter."""
    plain = CatalogueDocument("", tuple(items))
    if len(catalogue_bytes(plain)) < LARGEST / 2:
        return "", False
    return size_problem(replace_fields(plain, items=tuple(with_search_terms(item) for item in items)))


def _build_number(build: str) -> str:
    try:
        parse_build(build)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return build


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise argparse.ArgumentTypeError("a number of up to 15 digits")
    return int(text)


def _words(folder: Path, prompts: Path) -> int:
    """Explain every mistake in a folder of languages and in the recordings; messages without one are no mistakes."""
    wrong_recordings, missing = check_prompts(folder, prompts)
    mistakes = check_languages(folder) + wrong_recordings
    for line in missing:
        print(f"warning: {line}", file=sys.stderr)
    for line in mistakes:
        print(line, file=sys.stderr)
    return 1 if mistakes else 0


def _build(path: Path, out: Path, number: int, expires: date | None, workdays: Path) -> int:
    try:
        document = build_catalogue(path, number, expires, read_workdays(workdays))
        wrong_size, refused = size_problem(document)
        if wrong_size:
            print(f"{'' if refused else 'warning: '}{path}: {wrong_size}", file=sys.stderr)
        if refused:
            return 1
        # The last catalogue stays until the new one is complete.
        fresh = out.with_name(f"{out.name}.new")
        fresh.write_bytes(catalogue_bytes(document))
        fresh.replace(out)
    except (BadItem, BadWorkdays) as error:
        print(error, file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        print(f"{error.name} is not installed here: make setup-rehearsal", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{out}: cannot be written: {error.strerror}", file=sys.stderr)
        return 1
    print(f"{out}: version {document.version}, number {document.number}, {len(document.items)} items")
    if not number:
        print("warning: without --number, a terminal cannot refuse an older catalogue in its place", file=sys.stderr)
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0: all is well; 1: mistakes, each with file, place and remedy; 2: wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m kiosk.catalogue", description=main.__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="explain every mistake in an item's folder or a folder of items")
    check.add_argument("path", type=Path)
    check.add_argument("--json", action="store_true", help="print mistakes as JSON")
    check.add_argument("--for-build", type=_build_number, help="the oldest build of the terminals; default: this build")
    check.add_argument("--languages", type=Path, help="a folder of languages: warn of words missing in one of them")
    words = commands.add_parser("words", help="explain every mistake in a folder of languages")
    words.add_argument("path", type=Path)
    words.add_argument("--prompts", type=Path, help="its recorded prompts; default: the folder prompts beside it")
    build = commands.add_parser("build", help="write the catalogue, unsigned, as JSON")
    build.add_argument("path", type=Path)
    build.add_argument("--out", type=Path, required=True)
    build.add_argument(
        "--number", type=_number, default=0, help="rises with every publication: terminals take no lower"
    )
    build.add_argument("--expires", type=date.fromisoformat, help="day (YYYY-MM-DD) from which terminals report it")
    build.add_argument("--workdays", type=Path, help="a folder of working days; default: workdays beside the folder")
    options = parser.parse_args(arguments)
    if options.command == "check":
        return _check(options.path, as_json=options.json, for_build=options.for_build, languages=options.languages)
    if options.command == "words":
        return _words(options.path, options.prompts or options.path.parent / "prompts")
    workdays = options.workdays or options.path.parent / "workdays"
    return _build(options.path, options.out, options.number, options.expires, workdays)


if __name__ == "__main__":
    escape_what_cannot_be_written()
    sys.exit(main())
