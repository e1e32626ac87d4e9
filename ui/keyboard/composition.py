"""Key layouts, and the effect of a key on a field's text. Free of Qt. Only committed text leaves this module.

Text is counted in code points; look-alikes of the name separator become `·` (U+00B7), those of a hanzi the hanzi.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import NamedTuple

from ui.keyboard.chinese import BACKSPACE, PAGE_DOWN, PAGE_UP, SCHEMA, STROKES, Engine, Preedit


class Key(NamedTuple):
    """One key: id, label, and width in units of the narrowest key. An id longer than one character is a function."""

    id: str
    label: str
    width: float = 1.0


def _keys(characters: str) -> tuple[Key, ...]:
    return tuple(Key(character, character.upper()) for character in characters)


DELETE = Key("delete", "⌫", 1.5)
SHIFT = Key("shift", "⇧", 1.5)
SPACE = Key("space", "", 3.0)
DONE = Key("done", "", 2.0)
TO_PINYIN = Key("layer:chinese", "", 1.5)
TO_STROKES = Key("layer:strokes", "", 1.5)
TO_LETTERS = Key("layer:letters", "", 1.5)
STROKE_KEYS = tuple(Key(letter, label, 2.0) for letter, label in zip("hspnz", "一丨丿丶乙", strict=True))
"""The five strokes 横竖撇点折, by the letters of Rime's stroke data."""

DIGITS = _keys("1234567890")
NINE = (_keys("123"), _keys("456"), _keys("789"))
DIGIT_ROWS = (*NINE, (DELETE._replace(width=1.0), *_keys("0"), DONE._replace(width=1.0)))
UPPER_ROWS, LOWEST_ROW = (_keys("qwertyuiop"), _keys("asdfghjkl")), _keys("zxcvbnm")
ROWS: Mapping[str, tuple[tuple[Key, ...], ...]] = MappingProxyType(
    {
        "digits": DIGIT_ROWS,
        "date": DIGIT_ROWS,
        "id_number": (
            *NINE,
            (*_keys("x0"), DELETE._replace(width=1.0)),
            (DONE._replace(width=3.0),),
        ),
        "slip_number": (
            DIGITS,
            _keys("qwertyp"),
            _keys("asdfghjk"),
            (*LOWEST_ROW, DELETE),
            (DONE,),
        ),
        "latin": (
            DIGITS,
            *UPPER_ROWS,
            (SHIFT, *LOWEST_ROW, DELETE),
            (*_keys("-.'@"), SPACE, DONE),
        ),
        "chinese": (
            DIGITS,
            *UPPER_ROWS,
            (*LOWEST_ROW, DELETE),
            (*_keys("·-#"), TO_STROKES, TO_LETTERS, SPACE._replace(width=2.0), DONE),
        ),
        "strokes": (STROKE_KEYS, (TO_PINYIN, TO_LETTERS, *_keys("·"), SPACE._replace(width=2.0), DELETE, DONE)),
        "letters": (
            DIGITS,
            *UPPER_ROWS,
            (SHIFT, *LOWEST_ROW, DELETE),
            (*_keys("·-.#"), TO_PINYIN, TO_STROKES, SPACE._replace(width=1.0), DONE),
        ),
        "search": (*UPPER_ROWS, (*LOWEST_ROW, DELETE), (SPACE, DONE)),
    }
)
"""The keys of each kind of field, row by row."""

NAME_ROWS: Mapping[str, tuple[tuple[Key, ...], ...]] = MappingProxyType(
    {
        "chinese": (
            *UPPER_ROWS,
            (*LOWEST_ROW, DELETE),
            (*_keys("·-"), TO_STROKES, TO_LETTERS, SPACE, DONE),
        ),
        "letters": (
            *UPPER_ROWS,
            (SHIFT, *LOWEST_ROW, DELETE),
            (*_keys("·-.'"), TO_PINYIN, TO_STROKES, SPACE._replace(width=1.0), DONE),
        ),
    }
)
"""The same for a name, which has no digits: their row belongs to the candidates."""

UPPERCASE_KINDS = frozenset({"id_number", "slip_number"})
COMPOSED_KINDS = frozenset({"chinese", "search", "strokes"})
LAYERS = frozenset({"chinese", "strokes", "letters"})
"""Layouts for a Chinese field; a key switches from one to another."""
NAME_LAYERS: Mapping[str, str] = MappingProxyType({"name": "chinese", "name_in_letters": "letters"})
"""Kind of a name's field → the layout it opens with."""


@dataclass(frozen=True)
class ComposerState:
    """A field's text without the preedit, and the preedit. `shown` is the text to display."""

    kind: str
    text: str
    max_length: int
    shift: bool = False
    preedit: Preedit = field(default_factory=Preedit)
    letters: str = ""
    is_name: bool = False

    @property
    def shown(self) -> str:
        """The text to display. A search shows uncommitted letters because it is answered letter by letter."""
        return self.text + self.letters if self.kind == "search" else self.text


def rows_of(state: ComposerState) -> tuple[tuple[Key, ...], ...]:
    """Return the keys of a state's layout, row by row."""
    return NAME_ROWS.get(state.kind, ROWS[state.kind]) if state.is_name else ROWS[state.kind]


def open_field(kind: str, text: str, max_length: int) -> ComposerState:
    """Return the initial state for a field."""
    if kind in NAME_LAYERS:
        return ComposerState(NAME_LAYERS[kind], text, max_length, is_name=True)
    return ComposerState(kind if kind in ROWS and kind not in LAYERS - {"chinese"} else "latin", text, max_length)


def press(state: ComposerState, key: str, engine: Engine | None) -> ComposerState:
    """Return the state after a key; a key without a meaning changes nothing."""
    match key:
        case "shift":
            return replace(state, shift=not state.shift)
        case "delete":
            return _delete(state, engine)
        case "space":
            return _space(state, engine)
        case "page-up" | "page-down" if engine is not None and state.letters:
            engine.press(PAGE_UP if key == "page-up" else PAGE_DOWN)
            return replace(state, preedit=engine.preedit())
    if key.startswith("layer:") and state.kind in LAYERS:
        return _switch_layer(state, key.removeprefix("layer:"), engine)
    if key.startswith("choose:") and engine is not None:
        return _choose(state, int(key.removeprefix("choose:")), engine)
    if len(key) != 1 or not any(key == each.id for row in rows_of(state) for each in row):
        return state
    return _type(state, key, engine)


def _switch_layer(state: ComposerState, kind: str, engine: Engine | None) -> ComposerState:
    """Switch the layout of a Chinese field and discard the preedit."""
    if kind not in LAYERS or (kind == "strokes" and engine is None):
        return state
    if engine is not None:
        engine.select_schema(STROKES if kind == "strokes" else SCHEMA)
    return replace(state, kind=kind, letters="", preedit=Preedit(), shift=False)


def _type(state: ComposerState, key: str, engine: Engine | None) -> ComposerState:
    if state.kind in COMPOSED_KINDS and key.isalpha() and key.isascii() and engine is not None:
        return _commit(state, engine.press(ord(key)), state.letters + key, engine)
    ended = end_composition(state, engine)
    character = key.upper() if ended.shift or ended.kind in UPPERCASE_KINDS else key
    if ended.kind == "date":
        return replace(ended, text=_as_day(ended.text + character))
    return replace(ended, text=_truncate(ended.text + character, ended.max_length), shift=False)


def _delete(state: ComposerState, engine: Engine | None) -> ComposerState:
    if state.letters and engine is not None:
        return _commit(state, engine.press(BACKSPACE), state.letters[:-1], engine)
    return replace(state, text=_as_day(state.text[:-1]) if state.kind == "date" else state.text[:-1])


def _space(state: ComposerState, engine: Engine | None) -> ComposerState:
    if state.letters and engine is not None and state.preedit.candidates:
        return _choose(state, 0, engine)
    return replace(state, text=_truncate(state.text + " ", state.max_length))


def _choose(state: ComposerState, place: int, engine: Engine) -> ComposerState:
    if not 0 <= place < len(state.preedit.candidates):
        return state
    return _commit(state, engine.choose(place), state.letters, engine)


def _commit(state: ComposerState, committed: str, letters: str, engine: Engine) -> ComposerState:
    preedit = engine.preedit()
    text = _truncate(state.text + committed, state.max_length)
    return replace(state, text=text, preedit=preedit, letters=letters if preedit.letters else "")


def end_composition(state: ComposerState, engine: Engine | None) -> ComposerState:
    """Commit the preedit as it is shown: at the end of typing, and before a character that is not composed.

    Strokes are no text: without a chosen character nothing is written.
    """
    if engine is None or not state.letters:
        return state
    engine.clear()
    # The engine separates syllables by blanks that nobody typed.
    shown = state.letters if state.kind == "search" else state.preedit.letters.replace(" ", "")
    written = "" if state.kind == "strokes" else shown
    return replace(state, text=_truncate(state.text + written, state.max_length), letters="", preedit=Preedit())


def _as_day(text: str) -> str:
    # Imported late, as below.
    from kiosk.typed_day import date_as_typed

    return date_as_typed(text)


def _truncate(text: str, max_length: int) -> str:
    # Imported late: the first frame must not wait for the `devices` package.
    from devices.name_dot import with_dots
    from devices.unified_hanzi import unified

    return with_dots(unified(text))[:max_length]
