"""Bundles: one form for several items, of which each becomes a case of its own.

A bundle is merged with its parts when the catalogue is built, so that its author learns of every conflict. A terminal
only leaves out what none of the chosen parts needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from devices.strict_struct import replace
from kiosk.catalogue.item import ITEM, PAGES, SCHEMA, Fee, FormPage, Item, Material, Proof
from kiosk.catalogue.mistake import Mistake
from kiosk.catalogue.shape_mistakes import FILE_OF_PART
from kiosk.fluent.bundle import entries

SHARED = ("page-", "answer-", "wrong-", "material-", "pledge-")
"""Beginnings of the keys of words that a bundle takes over from its parts, unless it has its own."""
PROOFS = (Proof.NONE, Proof.CARD, Proof.CARD_AND_PERSON)
"""From the weakest to the strongest."""


def merged(bundle: Item, parts: Sequence[Item]) -> Item:
    """The bundle with the form, the papers and the words of these parts. Where parts differ the first counts: see
    `bundle_mistakes`."""
    return replace(
        bundle,
        answers=_merged_schema(parts),
        pages=_by_id(page for part in parts for page in part.pages),
        materials=_by_id((*bundle.materials, *(each for part in parts for each in part.materials))),
        age_from=max((bundle.age_from, *(part.age_from for part in parts))),
        fee=_fee_of(bundle, parts),
        words={
            language: _merged_words(source, [part.words.get(language, "") for part in parts])
            for language, source in bundle.words.items()
        },
    )


def chosen(bundle: Item, parts: Sequence[Item]) -> Item:
    """A published bundle with only what these of its parts need; its words stay as they are."""
    pages = {page.id for part in parts for page in part.pages}
    of_parts = {each.id for part in parts for each in part.materials}
    return replace(
        bundle,
        answers=_merged_schema(parts),
        pages=tuple(page for page in bundle.pages if page.id in pages),
        materials=tuple(each for each in bundle.materials if not each.ways or each.id in of_parts),
        age_from=max((part.age_from for part in parts), default=bundle.age_from),
        fee=_fee_of(bundle, parts),
    )


def _fee_of(bundle: Item, parts: Sequence[Item]) -> Fee:
    """The fees of these parts together. Who takes which is the platform's to know: an order has one payee."""
    total = sum((Decimal(part.fee_here) for part in parts if part.fee_here), Decimal())
    charged = any(part.fee.charged for part in parts)
    return replace(bundle.fee, charged=charged, sum=f"{total:.2f}" if total else "")


def _merged_schema(parts: Sequence[Item]) -> Mapping[str, Any]:
    schemas = [part.answers for part in parts if part.answers]
    if not schemas:
        return {}
    pairs = [{"if": each["if"], "then": each["then"]} for each in schemas if "if" in each]
    conditions = [*pairs, *(each for schema in schemas for each in schema.get("allOf", ()))]
    whole = {
        "type": "object",
        "additionalProperties": False,
        "required": list(dict.fromkeys(name for each in schemas for name in each.get("required", ()))),
        "properties": {name: each for schema in reversed(schemas) for name, each in schema["properties"].items()},
    }
    return {**whole, "allOf": conditions} if conditions else whole


def _by_id(several: Iterable[Any]) -> tuple[Any, ...]:
    found: dict[str, Any] = {}
    for each in several:
        found.setdefault(each.id, each)
    return tuple(found.values())


def _merged_words(own: str, of_parts: Sequence[str]) -> str:
    known = dict(entries(own))
    for source in of_parts:
        for key, entry in entries(source).items():
            if key.startswith(SHARED):
                known.setdefault(key, entry)
    return "".join(f"{entry.rstrip()}\n" for entry in known.values())


def bundle_mistakes(bundle: Item, parts: Mapping[str, Item]) -> Iterator[Mistake]:
    """Reasons why a bundle and its parts (by id, as far as they could be read) are not one form."""
    ids = [each.item for each in bundle.parts]
    if (bundle.kind == "bundle") != bool(ids):
        yield Mistake(ITEM, "parts", "a bundle has parts, and only a bundle has", "make kind and parts agree")
    for twice in sorted({each for each in ids if ids.count(each) > 1}):
        yield Mistake(ITEM, "parts", f"{twice} is there twice", "name each part once")
    if bundle.kind != "bundle":
        return
    for name in ("answers", "pages"):
        if getattr(bundle, name):
            yield Mistake(FILE_OF_PART[name], "file", "is that of the parts", "leave it out")
    yield from _fee_mistakes(bundle, parts)
    for n, each in enumerate(bundle.parts):
        part = parts.get(each.item)
        if each.by == "citizen" and part is not None:
            yield from _part_mistakes(bundle, part, f"parts.{n}")
    if not any(each.by == "citizen" for each in bundle.parts):
        yield Mistake(ITEM, "parts", "the citizen applies for none of them", "make one of them by the citizen")
    yield from _conflicts([parts[name] for name in ids if name in parts], bundle)


def _fee_mistakes(bundle: Item, parts: Mapping[str, Item]) -> Iterator[Mistake]:
    if bundle.fee.sum:
        yield Mistake(ITEM, "fee.sum", "is that of the parts", "leave it out")
    charged = [part.id for part in parts.values() if part.fee.charged]
    if charged and not bundle.fee.charged:
        wrong = f"{', '.join(charged)} is charged for, and the bundle says that nothing is"
        yield Mistake(ITEM, "fee.charged", wrong, "make it true, and name the word key of the basis")
    if bundle.fee.charged and len(parts) == sum(each.by == "citizen" for each in bundle.parts) and not charged:
        yield Mistake(ITEM, "fee.charged", "none of the parts is charged for", "make it false")


def _part_mistakes(bundle: Item, part: Item, place: str) -> Iterator[Mistake]:
    for wrong, remedy in (
        (part.kind == "bundle" and "is a bundle itself", "name the items of that bundle"),
        (part.kind not in ("application", "bundle") and "is no application", "name an application"),
        (
            PROOFS.index(part.proof) > PROOFS.index(bundle.proof) and f"needs the proof {part.proof.value}",
            "ask for it in the bundle",
        ),
        (
            (beyond := sorted(set(bundle.for_whom) - set(part.for_whom))) and f"cannot be for {', '.join(beyond)}",
            "take it out of the bundle's for_whom",
        ),
        (set(part.identify_by) != {"card"} and "is for a phone's code", "name an application"),
    ):
        if wrong:
            yield Mistake(ITEM, place, f"{part.id} {wrong}", remedy)


def _conflicts(parts: Sequence[Item], bundle: Item) -> Iterator[Mistake]:
    """The same name with two meanings."""
    for file, noun, found in (
        (SCHEMA, "answer", [(part, name, each) for part in parts for name, each in _properties(part).items()]),
        (PAGES, "page", [(part, page.id, _asked_on(page)) for part in parts for page in part.pages]),
        (ITEM, "material", [(part, each.id, _handed_in(each)) for part in parts for each in part.materials]),
    ):
        yield from _differences(file, noun, found)
    for language, own in bundle.words.items():
        known = entries(own)
        words = [
            (part, key, entry.strip())
            for part in parts
            for key, entry in entries(part.words.get(language, "")).items()
            if key.startswith(SHARED) and key not in known
        ]
        yield from _differences(f"{language}.ftl", "word", words)


def _differences(file: str, noun: str, found: Sequence[tuple[Item, str, object]]) -> Iterator[Mistake]:
    first: dict[str, tuple[Item, object]] = {}
    for part, name, each in found:
        before, one = first.setdefault(name, (part, each))
        if one != each:
            remedy = "write it in the bundle" if noun == "word" else "make both the same, or give one another name"
            yield Mistake(file, name, f"the {noun} is another in {before.id} than in {part.id}", remedy)


def _properties(part: Item) -> Mapping[str, Any]:
    found = part.answers.get("properties", {})
    return {name: {k: v for k, v in each.items() if k not in ("title", "description")} for name, each in found.items()}


def _asked_on(page: FormPage) -> object:
    return (page.controls, page.when)


def _handed_in(material: Material) -> object:
    return replace(material, answers=(), when=())
