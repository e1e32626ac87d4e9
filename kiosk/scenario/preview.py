"""The pages that a citizen may meet on the way through an item, for its author to look at: no terminal, no platform."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from devices.lazy_dataclass import dataclass
from devices.strict_struct import near_word
from kiosk.catalogue.build import build_catalogue
from kiosk.catalogue.item import Item
from kiosk.catalogue.load import Catalogue
from kiosk.catalogue.sources import BadItem
from kiosk.fluent.bundle import MissingWords
from kiosk.language_table import Language, next_language
from kiosk.messages import Languages, LanguageWords
from kiosk.scenario.stage import message_keys
from kiosk.scenario.surroundings import Surroundings, surroundings_of
from kiosk.scenario.walker import WalkStuck, every_path, example_path
from kiosk.settings import SettingsError
from kiosk.terminal_facts import name_of
from kiosk.view import View

OTHER = "other choices"
"""Name of the branch with the pages that no worked example shows."""
ALL_WELL = "all goes well"
"""Name of the branch of an item without worked examples."""


@dataclass(frozen=True)
class Branch:
    """One way through an item: its pages in order, and why it ended early ("": it did not)."""

    name: str
    views: tuple[View, ...]
    stuck: str = ""


@dataclass(frozen=True)
class Preview:
    """The branches of an item, and the words of its pages."""

    item: Item
    branches: tuple[Branch, ...]
    languages: Languages

    table: tuple[Language, ...]

    def words(self, view: View) -> LanguageWords:
        return self.languages.words(view.language)

    def in_language(self, view: View, language: str) -> View:
        """The page in another language, with the button of the language after it."""
        shown = view.next_language and name_of(next_language(self.table, language))
        return replace(view, language=language, next_language=shown)


class CannotPreview(Exception):
    """There is nothing to draw. `code` is the exit code: 1 if the item has mistakes, 2 if the call has."""

    def __init__(self, text: str, code: int = 2) -> None:
        super().__init__(text)
        self.code = code


def preview(name: str, config: Path, profile: str, modes: tuple[str, ...]) -> Preview:
    """Walk an item, given by its folder or by the id of a shipped one. Raises CannotPreview."""
    folder = _folder_of(name, config / "services")
    try:
        catalogue = Catalogue(build_catalogue(folder))
    except BadItem as bad:
        raise CannotPreview(str(bad), 1) from None
    item = catalogue.find(folder.name)
    assert item is not None
    try:
        surroundings = surroundings_of(config, profile, modes)
        languages = Languages.load(config / "languages").with_items(catalogue)
    except (SettingsError, MissingWords) as wrong:
        raise CannotPreview(str(wrong)) from None
    return Preview(item, tuple(branches(item, catalogue, surroundings)), languages, surroundings.facts.languages)


def _folder_of(name: str, services: Path) -> Path:
    for folder in (Path(name).absolute(), services / name):
        if folder.is_dir():
            return folder.resolve()
    known = sorted(path.parent.name for path in services.glob("*/item.toml"))
    near = near_word(name, known)
    remedy = f"did you mean {near!r}?" if near else f"name an item's folder, or one of: {', '.join(known)}"
    raise CannotPreview(f"{name}: no folder and no item of {services}; {remedy}")


def branches(item: Item, catalogue: Catalogue, surroundings: Surroundings) -> Iterator[Branch]:
    """A branch for each worked example, and one of the pages that only other choices lead to."""
    seen: set[object] = set()
    for example in item.examples or (None,):
        name = example.name if example else ALL_WELL
        try:
            walk, stuck = example_path(item, catalogue, surroundings, example), ""
        except WalkStuck as error:
            walk, stuck = error.walk, str(error)
        views = _pages(walk.views)
        seen |= {_what_is_seen(view) for view in walk.views}
        yield Branch(name, views, stuck)
    others: list[View] = []
    try:
        for walk in every_path(item, catalogue, surroundings):
            for view in _pages(walk.views):
                if _what_is_seen(view) not in seen:
                    seen.add(_what_is_seen(view))
                    others.append(view)
    except WalkStuck as error:
        yield Branch(OTHER, tuple(others), str(error))
        return
    if others:
        yield Branch(OTHER, tuple(others))


def _pages(views: Sequence[View]) -> tuple[View, ...]:
    """The views one after another, without those that differ from the next in nothing but what was entered."""
    looks = [*map(_what_is_seen, views), None]
    return tuple(view for n, view in enumerate(views) if looks[n] != looks[n + 1])


def _what_is_seen(view: View) -> object:
    """A page with its messages; what was entered or chosen on it does not count."""
    return view.id, frozenset(message_keys(view))
