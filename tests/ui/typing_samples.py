"""Pages with an open keyboard: fields, the keys pressed, and a Chinese engine with fixed answers.

The answers are those of the real engine, but few.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kiosk.view import Field, FieldKind, View
from tests.ui.sample_views import Samples
from tests.ui.window_harness import WindowHarness
from ui.keyboard.chinese import BACKSPACE, SCHEMA, STROKES, Engine, Preedit
from ui.keyboard.name_candidates import NameCandidates, characters_of_names

FIELD = "written"
PINYIN_SHOWN = "zhong hua ren min gong he guo"
STROKES_SHOWN = "⼀⼁⼃⼂⼄ ⼀⼁⼃⼂⼄ ⼀⼀⼁"
CANDIDATES = {
    SCHEMA: ("中华人民共和国", "中华", "种花", "中化", "中", "总"),
    STROKES: ("札札干", "㭄", "札", "朰", "𣎷", "木"),
}
NAMES = tuple(dict.fromkeys("".join(characters_of_names()["yi"])))[:150]
"""Characters that follow the candidates in a name's field: more than two pages of the grid."""
SHOWN = {SCHEMA: PINYIN_SHOWN, STROKES: STROKES_SHOWN}


class FixedEngine:
    """A Chinese engine that offers the same candidates whatever is typed, one long word first."""

    def __init__(self) -> None:
        self._schema = SCHEMA
        self._typed = 0

    def press(self, symbol: int) -> str:
        self._typed += -1 if symbol == BACKSPACE else 1
        return ""

    def choose(self, place: int) -> str:
        self.clear()
        return CANDIDATES[self._schema][place]

    def preedit(self) -> Preedit:
        if self._typed <= 0:
            return Preedit()
        return Preedit(self._so_far(), CANDIDATES[self._schema], first_page=True, last_page=False)

    def _so_far(self) -> str:
        whole = SHOWN[self._schema]
        ends = [place + 1 for place, letter in enumerate(whole) if letter != " "]
        return whole[: ends[min(self._typed, len(ends)) - 1]]

    def clear(self) -> None:
        self._typed = 0

    def select_schema(self, schema: str) -> None:
        self._schema = schema
        self.clear()

    def spoken(self, text: str) -> str:
        return text

    def listing(self, most: int) -> tuple[str, ...]:
        return (CANDIDATES[self._schema] + NAMES)[:most] if self._typed > 0 else ()

    def choose_listed(self, place: int) -> str:
        self.clear()
        return (CANDIDATES[self._schema] + NAMES)[place]

    def for_names(self) -> Engine:
        return NameCandidates(self, lambda candidate: True)


@dataclass(frozen=True)
class Typing:
    """A field of one kind, and the keys pressed in it."""

    kind: FieldKind
    keys: tuple[str, ...] = ()
    value: str = ""


TYPING: Mapping[str, Typing] = {
    "keyboard-chinese": Typing(FieldKind.CHINESE, tuple(PINYIN_SHOWN.replace(" ", ""))),
    "keyboard-strokes": Typing(FieldKind.CHINESE, ("layer:strokes", *"hspnzhspnzhhs")),
    "keyboard-letters": Typing(FieldKind.CHINESE, ("layer:letters", "shift"), "北环路 1234 号"),
    "keyboard-name": Typing(FieldKind.NAME, tuple("zhong"), "王"),
    "keyboard-name-further": Typing(FieldKind.NAME, (*"zhong", "page-down"), "王"),
    "keyboard-name-strokes": Typing(FieldKind.NAME, ("layer:strokes", *"hspnz")),
    "keyboard-name-in-letters": Typing(FieldKind.NAME_IN_LETTERS, ("shift",), "Anna"),
    "keyboard-latin": Typing(FieldKind.LATIN, ("shift", *"anna")),
    "keyboard-date": Typing(FieldKind.DATE, tuple("19506")),
    "keyboard-digits": Typing(FieldKind.DIGITS, tuple("199")),
    "keyboard-id-number": Typing(FieldKind.ID_NUMBER, tuple("99010")),
    "keyboard-slip-number": Typing(FieldKind.SLIP_NUMBER, tuple("wt02")),
    "keyboard-search": Typing(FieldKind.SEARCH, tuple("ylbx")),
}
"""Pages with an open keyboard, by the name of the picture."""


def typing_views(language: str) -> Mapping[str, View]:
    """Return the pages by name."""
    return {name: _page(Samples(language), name, typing) for name, typing in TYPING.items()}


def _page(sample: Samples, name: str, typing: Typing) -> View:
    if typing.kind is FieldKind.SEARCH:
        home = sample.all()["home"]
        return replace(home, id=name, fields=(replace(home.fields[0], key=FIELD),))
    if typing.kind in (FieldKind.NAME, FieldKind.NAME_IN_LETTERS):
        own = Field(FIELD, sample.say("姓名", "Name"), typing.kind, typing.value, max_length=50)
        page = sample.view("Form", "您叫什么名字？", "What is your name?", fields=(own,), progress=sample.steps(2))
        return replace(page, id=name)
    hint = sample.say("写到门牌号，和户口本上一样", "To the door number, as in the household register")
    field = Field(FIELD, sample.say("现住址", "Address"), typing.kind, typing.value, hint=hint, max_length=50)
    page = sample.view("Form", "现在住在哪里？", "Where do you live now?", fields=(field,), progress=sample.steps(2))
    return replace(page, id=name)


def type_into(harness: WindowHarness, name: str) -> None:
    """Open the keyboard of the page shown and press its keys."""
    harness.screen.keyboard.close()
    harness.touch(FIELD)
    for key in TYPING[name].keys:
        harness.screen.keyboard.press(key)
    harness.settle()
