"""What stands on the keyboard and what a key does to a field's text. No Qt here; only committed text leaves.

Texts are counted in code points; look-alikes of the name dot become `·` (U+00B7).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from ui.keyboard.chinese import BACKSPACE, PAGE_DOWN, PAGE_UP, SCHEMA, STROKES, Composing, Engine


@dataclass(frozen=True)
class Key:
    """One key: its id, what stands on it, and its width in units of the narrowest. Long ids are functions."""

    id: str
    label: str
    width: float = 1.0


def _keys(characters: str) -> tuple[Key, ...]:
    return tuple(Key(character, character.upper()) for character in characters)


DELETE = Key("delete", "⌫", 1.5)
SHIFT = Key("shift", "⇧", 1.5)
SPACE = Key("space", "", 3.0)
DONE = Key("done", "", 2.0)
LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
TO_PINYIN = Key("layer:chinese", "", 1.5)
TO_STROKES = Key("layer:strokes", "", 1.5)
TO_LETTERS = Key("layer:letters", "", 1.5)
STROKE_KEYS = tuple(Key(letter, label, 2.0) for letter, label in zip("hspnz", "一丨丿丶乙", strict=True))
"""The five strokes 横竖撇点折, by the letters of Rime's stroke data."""

ROWS: Mapping[str, tuple[tuple[Key, ...], ...]] = MappingProxyType(
    {
        "digits": (
            _keys("123"),
            _keys("456"),
            _keys("789"),
            (replace(DELETE, width=1.0), *_keys("0"), replace(DONE, width=1.0)),
        ),
        "id_number": (
            _keys("123"),
            _keys("456"),
            _keys("789"),
            (*_keys("x0"), replace(DELETE, width=1.0)),
            (replace(DONE, width=3.0),),
        ),
        "slip_number": (
            _keys("1234567890"),
            _keys("qwertyp"),
            _keys("asdfghjk"),
            (*_keys("zxcvbnm"), DELETE),
            (DONE,),
        ),
        "latin": (
            _keys("1234567890"),
            _keys(LETTERS[0]),
            _keys(LETTERS[1]),
            (SHIFT, *_keys(LETTERS[2]), DELETE),
            (*_keys("-.'@"), SPACE, DONE),
        ),
        "chinese": (
            _keys("1234567890"),
            _keys(LETTERS[0]),
            _keys(LETTERS[1]),
            (*_keys(LETTERS[2]), DELETE),
            (*_keys("·-#"), TO_STROKES, TO_LETTERS, replace(SPACE, width=2.0), DONE),
        ),
        "strokes": (STROKE_KEYS, (TO_PINYIN, TO_LETTERS, *_keys("·"), replace(SPACE, width=2.0), DELETE, DONE)),
        "letters": (
            _keys("1234567890"),
            _keys(LETTERS[0]),
            _keys(LETTERS[1]),
            (SHIFT, *_keys(LETTERS[2]), DELETE),
            (*_keys("·-.#"), TO_PINYIN, TO_STROKES, replace(SPACE, width=1.0), DONE),
        ),
        "search": (_keys(LETTERS[0]), _keys(LETTERS[1]), (*_keys(LETTERS[2]), DELETE), (SPACE, DONE)),
    }
)
"""The keys of each kind of field, row by row."""

UPPER = frozenset({"id_number", "slip_number"})
COMPOSING = frozenset({"chinese", "search", "strokes"})
LAYERS = frozenset({"chinese", "strokes", "letters"})
"""What a field for Chinese may be written by; a touch goes from one to another."""


@dataclass(frozen=True)
class ComposerState:
    """The field's text without what is being composed, and the composition. `shown` is what the field shows."""

    kind: str
    text: str
    longest: int
    shift: bool = False
    composing: Composing = field(default_factory=Composing)
    letters: str = ""

    @property
    def shown(self) -> str:
        """A search is answered letter by letter, so its letters stand in the field; a name's do not until chosen."""
        return self.text + self.letters if self.kind == "search" else self.text


def opened(kind: str, text: str, longest: int) -> ComposerState:
    """The keyboard opened for a field."""
    return ComposerState(kind if kind in ROWS and kind not in LAYERS - {"chinese"} else "latin", text, longest)


def press(state: ComposerState, key: str, engine: Engine | None) -> ComposerState:
    """The state after one key; a key that means nothing changes nothing."""
    match key:
        case "shift":
            return replace(state, shift=not state.shift)
        case "delete":
            return _deleted(state, engine)
        case "space":
            return _space(state, engine)
        case "page-up" | "page-down" if engine is not None and state.letters:
            engine.press(PAGE_UP if key == "page-up" else PAGE_DOWN)
            return replace(state, composing=engine.composing())
    if key.startswith("layer:") and state.kind in LAYERS:
        return _layer(state, key.removeprefix("layer:"), engine)
    if key.startswith("choose:") and engine is not None:
        return _chosen(state, int(key.removeprefix("choose:")), engine)
    if len(key) != 1 or not any(key == each.id for row in ROWS[state.kind] for each in row):
        return state
    return _typed(state, key, engine)


def _layer(state: ComposerState, kind: str, engine: Engine | None) -> ComposerState:
    """Another way of writing into the same field; what was half written is dropped."""
    if kind not in LAYERS or (kind == "strokes" and engine is None):
        return state
    if engine is not None:
        engine.use(STROKES if kind == "strokes" else SCHEMA)
    return replace(state, kind=kind, letters="", composing=Composing(), shift=False)


def _typed(state: ComposerState, key: str, engine: Engine | None) -> ComposerState:
    if state.kind in COMPOSING and key.isalpha() and key.isascii() and engine is not None:
        return _committed(state, engine.press(ord(key)), state.letters + key, engine)
    settled = _settle(state, engine)
    character = key.upper() if settled.shift or settled.kind in UPPER else key
    return replace(settled, text=_fitting(settled.text + character, settled.longest), shift=False)


def _deleted(state: ComposerState, engine: Engine | None) -> ComposerState:
    if state.letters and engine is not None:
        return _committed(state, engine.press(BACKSPACE), state.letters[:-1], engine)
    return replace(state, text=state.text[:-1])


def _space(state: ComposerState, engine: Engine | None) -> ComposerState:
    if state.letters and engine is not None and state.composing.candidates:
        return _chosen(state, 0, engine)
    return replace(state, text=_fitting(state.text + " ", state.longest))


def _chosen(state: ComposerState, place: int, engine: Engine) -> ComposerState:
    if not 0 <= place < len(state.composing.candidates):
        return state
    return _committed(state, engine.choose(place), state.letters, engine)


def _committed(state: ComposerState, committed: str, letters: str, engine: Engine) -> ComposerState:
    composing = engine.composing()
    text = _fitting(state.text + committed, state.longest)
    return replace(state, text=text, composing=composing, letters=letters if composing.letters else "")


def _settle(state: ComposerState, engine: Engine | None) -> ComposerState:
    """A character that is not composed ends the composition; a search keeps its letters."""
    if engine is None or not state.letters:
        return state
    engine.clear()
    kept = state.text + state.letters if state.kind == "search" else state.text
    return replace(state, text=_fitting(kept, state.longest), letters="", composing=Composing())


def _fitting(text: str, longest: int) -> str:
    # Loaded when somebody types: the first picture does not wait for the room of devices.
    from devices.name_dot import with_dots

    return with_dots(text)[:longest]
